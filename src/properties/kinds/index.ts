/** The kinds of properties: one file each. */
import type { KindName } from "../../model/protocol.ts";
import { eventually } from "./eventually.ts";
import { invariant } from "./invariant.ts";
import type { PropertyKind } from "./kind.ts";

/** All kinds, by name. */
export const kinds: Readonly<Record<KindName, PropertyKind>> = { invariant, eventually };
