/** Warnings: what deserves attention although it is no verdict. */
import type { AbsentVariable } from "../../tables/idleParts.ts";
import type { IdleFailure } from "../../tables/occasions.ts";
import type { RoundedTicks } from "../../model/timing/rounding.ts";
import type { KindName } from "../../model/system/protocol.ts";
import type { Called } from "./called.ts";
import type { Untaken } from "./coverage.ts";

/** A warning. */
export type Warning =
  | { readonly kind: "types unchecked"; readonly file: string; readonly reason: string }
  /** The cache cannot be written. */
  | { readonly kind: "nothing kept"; readonly reason: string }
  /** A failure that changes nothing. */
  | ({ readonly kind: "idle failure" } & IdleFailure)
  /** The drift of a timer is rounded to whole ticks, which does more than the drift. */
  | ({ readonly kind: "rounded drift" } & RoundedTicks)
  /** A handler that nothing calls, as `ROLE.upon.TYPE`. */
  | { readonly kind: "uncalled"; readonly handler: string }
  /** A variable that is called stable, and that no state has. */
  | ({ readonly kind: "absent variable" } & AbsentVariable)
  /** A monitor whose state never changes, so that it says nothing. */
  | { readonly kind: "unmoved"; readonly monitor: string }
  /** A place in a handler that no schedule reaches. */
  | ({ readonly kind: "untaken" } & Untaken)
  /** A property that holds because what it speaks of never comes. */
  | { readonly kind: "untested"; readonly property: string; readonly asked: KindName }
  /** The protocol has no properties. */
  | { readonly kind: "nothing judged" }
  /** Properties of what processes know, which no run can judge. */
  | { readonly kind: "knowledge"; readonly properties: readonly string[] }
  /** A schedule is of another version of the file; both as in schedules. */
  | { readonly kind: "file changed"; readonly schedule: string; readonly was: string; readonly is: string }
  /** A handler did not return when it was tried out, as `roles.ROLE.upon.TYPE`. */
  | { readonly kind: "unprobed"; readonly handler: string }
  /** A check was ended from outside while author code ran. */
  | { readonly kind: "ended inside"; readonly called: Called };
