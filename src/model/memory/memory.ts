/** What processes have to work on: what their protocol was written for, or an emulation of that. */
import type { Failure } from "../failure/failure.ts";
import type { Protocol } from "../system/protocol.ts";
import type { Timing } from "../timing/index.ts";
import type { SharedObject } from "./object.ts";

/** Where shared objects are kept, and what channels are made of. */
export interface Memory {
  /** As users write it, in `--memory` and in schedules. */
  readonly text: string;
  /** The protocol on this memory. @throws UsageError if it is not for such protocols */
  of(protocol: Protocol, failures: readonly Failure[]): Protocol;
  /** Looks at what there is on it in a system: the protocol's own objects. @throws UsageError as `of` */
  check(objects: readonly SharedObject[], timing: Timing): void;
}

/** The default: shared objects are there, and so are channels. */
export const shared: Memory = {
  text: "shared",
  of: (protocol) => protocol,
  check: () => {},
};
