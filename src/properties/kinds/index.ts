/** The kinds of properties: one file each. */
import type { KindName } from "../../model/system/protocol.ts";
import { eventually } from "./eventually.ts";
import { invariant } from "./invariant.ts";
import type { PropertyKind } from "./kind.ts";

/** All kinds, by name. */
export const kinds: Readonly<Record<KindName, PropertyKind>> = { invariant, eventually };

/** The kind with a name that may be none. */
export function kindNamed(name: string | undefined): PropertyKind | undefined {
  return Object.values(kinds).find((kind) => kind.name === name);
}
