/** Warnings: what deserves attention although it is no verdict. */
import type { Called } from "./called.ts";
import type { Untaken } from "./coverage.ts";

/** A warning. */
export type Warning =
  | { readonly kind: "types unchecked"; readonly file: string; readonly reason: string }
  /** The cache cannot be written. */
  | { readonly kind: "nothing kept"; readonly reason: string }
  /** Failures of messages, where none is ever sent. */
  | { readonly kind: "idle failure"; readonly failure: string }
  /** A handler that nothing calls, as `ROLE.upon.TYPE`. */
  | { readonly kind: "uncalled"; readonly handler: string }
  /** A place in a handler that no schedule reaches. */
  | ({ readonly kind: "untaken" } & Untaken)
  /** The protocol has no properties. */
  | { readonly kind: "nothing judged" }
  /** A check was ended from outside while author code ran. */
  | { readonly kind: "ended inside"; readonly called: Called };
