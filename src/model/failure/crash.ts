import { faultOf, type FaultForm } from "../event/event.ts";
import type { LocalState } from "../state/localState.ts";
import type { FailureKind } from "./failure.ts";
import { failsToSend, isBetweenEffects, leftOver, suffers, unsent } from "./suffering.ts";

const crashes = {
  what: "crashes",
  strikes: "process",
  letters: "emptied",
  drawn: { sign: "crash", remark: "crashes" },
} as const satisfies FaultForm;

/**
 * A crash: from some event on the process takes no step (Attiya and Welch, section 5.1; Lynch, section 2.2).
 * It crashes between two steps, or in the middle of one, after any prefix of its effects; in a synchronous
 * round, before a step or in the middle of it, and any subset of the messages that it had still to send goes
 * out. Its local state stays as it was, for properties to see; what is in transit to it is gone, and so is
 * all that arrives later.
 */
export const crash: FailureKind = {
  name: "crash",
  about: "a process stops for ever, perhaps in the middle of a step",
  counts: "processes",
  endsProcesses: true,
  cutsSteps: ({ rounds }) => !rounds,
  faults: [crashes, failsToSend],
  strikes(part, process, { timing }) {
    const [head] = part.pending;
    if (part.local.down === "for ever") return unsent(part, process);
    if (part.local.halted || part.local.down !== undefined) return [];
    if (!isBetweenEffects(head, timing)) return [];
    const event = faultOf(crashes, { process: process.id });
    return [{ event, after: { local: crashed(part.local), mailbox: [], pending: leftOver(part, timing) } }];
  },
  inPlace: crashed,
};

function crashed(local: LocalState): LocalState {
  const { control: _, time: __, marks: ___, ...kept } = local;
  return suffers({ ...kept, timers: [], down: "for ever" }, "crash");
}
