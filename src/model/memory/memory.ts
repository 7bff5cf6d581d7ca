/** The kinds of memory: the one a protocol was written for, or an emulation of it. */
import type { Failure } from "../failure/failure.ts";
import type { Protocol } from "../system/protocol.ts";
import type { Timing } from "../timing/index.ts";
import type { ObjectOfKind } from "./object.ts";

/** The place where shared objects are kept, and what channels are made of. */
export interface Memory {
  /** The name in `--memory` and in schedules. */
  readonly text: string;
  /** The protocol on this memory. @throws UsageError if it is not for such protocols */
  of(protocol: Protocol, failures: readonly Failure[]): Protocol;
  /** Checks that a system's own objects can be kept on it. @throws UsageError as `of` */
  check(objects: readonly ObjectOfKind[], timing: Timing): void;
}

/** The default: shared objects are there, and so are channels. */
export const shared: Memory = {
  text: "shared",
  of: (protocol) => protocol,
  check: () => {},
};
