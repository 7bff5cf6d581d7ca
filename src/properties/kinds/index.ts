/** The kinds of properties: one file each. */
import type { KindName } from "../../model/system/protocol.ts";
import { almostSurely } from "./almostSurely.ts";
import { boundedWaiting } from "./boundedWaiting.ts";
import { deadlockFree } from "./deadlockFree.ts";
import { eventually } from "./eventually.ts";
import { eventuallyAlways } from "./eventuallyAlways.ts";
import { infinitelyOften } from "./infinitelyOften.ts";
import { invariant } from "./invariant.ts";
import { leadsTo } from "./leadsTo.ts";
import { reachable } from "./reachable.ts";
import { refines } from "./refines.ts";
import { starvationFree } from "./starvationFree.ts";
import { step } from "./step.ts";
import { temporal } from "./temporal.ts";
import { until } from "./until.ts";
import { whenQuiescent } from "./whenQuiescent.ts";
import type { PropertyKind } from "./kind.ts";

/** All kinds, by name. */
export const kinds: Readonly<Record<KindName, PropertyKind>> = {
  invariant,
  step,
  eventually,
  almostSurely,
  leadsTo,
  infinitelyOften,
  eventuallyAlways,
  until,
  temporal,
  deadlockFree,
  starvationFree,
  boundedWaiting,
  whenQuiescent,
  reachable,
  refines,
};

/** The kind with a name that may be none. */
export function kindNamed(name: string | undefined): PropertyKind | undefined {
  return Object.values(kinds).find((kind) => kind.name === name);
}
