import { faultOf, type FaultForm } from "../event/event.ts";
import type { LocalState } from "../state/localState.ts";
import type { FailureKind } from "./failure.ts";
import { failsToSend, isBetweenEffects, leftOver, suffers, unsent, withoutSpentMarks } from "./suffering.ts";

const crashes = {
  what: "crashes",
  strikes: "process",
  letters: "emptied",
  drawn: { sign: "crash", remark: "crashes" },
} as const satisfies FaultForm;

/**
 * A crash: from some event on the process takes no step (Attiya and Welch, section 5.1; Lynch, section 2.2).
 * It crashes between two steps, or in the middle of one, in place of any of its effects. What comes after
 * that does not happen; but of messages that it was sending one after the other any subset goes out, since
 * that order is the code's and not the network's. In a synchronous round it crashes in place of a trigger,
 * too. Its local state stays as it was, for properties to see; what is in transit to it is gone, and so is
 * all that arrives later.
 */
export const crash: FailureKind = {
  name: "crash",
  about: "a process stops for ever, perhaps in the middle of a step",
  counts: "processes",
  endsProcesses: true,
  cutsSteps: true,
  faults: [crashes, failsToSend],
  strikes(part, process, scope) {
    const [head] = part.pending;
    if (part.local.down === "for ever") return unsent(part, process, scope);
    if (part.local.halted || part.local.down !== undefined) return [];
    if (!isBetweenEffects(head, scope.timing)) return [];
    const event = faultOf(crashes, { process: process.id });
    const pending = leftOver(part, scope);
    return [
      { event, after: { local: withoutSpentMarks(stopped(part.local), pending), mailbox: [], pending } },
    ];
  },
  inPlace: (local) => withoutSpentMarks(stopped(local), []),
};

function stopped(local: LocalState): LocalState {
  const { control: _, time: __, ...kept } = local;
  return suffers({ ...kept, timers: [], down: "for ever" }, "crash");
}
