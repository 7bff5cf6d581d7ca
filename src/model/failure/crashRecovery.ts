import { faultOf, type FaultForm } from "../event/event.ts";
import type { LocalState } from "../state/localState.ts";
import type { Process } from "../state/process.ts";
import { isVoice } from "../state/voice.ts";
import type { FailureKind } from "./failure.ts";
import { failsToSend, isBetweenEffects, leftOver, unsent } from "./suffering.ts";

const crashesForATime = {
  what: "crashes for a time",
  strikes: "process",
  letters: "emptied",
  drawn: { sign: "crash", remark: "crashes for a time" },
} as const satisfies FaultForm;

/**
 * A process crashes as in `crash`, and starts again later. What it has left then are the variables that its
 * role calls `stable`, its input and its decision; messages that arrive in between are lost. It recovers at
 * some time: to be down for ever is `crash`. A budget counts crashes, not processes.
 */
export const crashRecovery: FailureKind = {
  name: "crash-recovery",
  about: "a process stops and starts again with its stable storage",
  counts: "faults",
  recovers: true,
  cutsSteps: true,
  faults: [crashesForATime, failsToSend],
  strikes(part, process, scope) {
    const { local, mailbox, pending } = part;
    if (local.down === "for a time") return unsent(part, process, scope);
    if (local.halted || local.down !== undefined) return [];
    if (!isBetweenEffects(pending[0], scope.timing)) return [];
    const after = {
      local: crashed(local, process),
      mailbox: mailbox.filter(isVoice),
      pending: leftOver(part, scope),
    };
    return [{ event: faultOf(crashesForATime, { process: process.id }), after }];
  },
  inPlace: (local, process) => (local.down === undefined ? crashed(local, process) : local),
};

function crashed(local: LocalState, { role }: Process): LocalState {
  const { control: _, time: __, ...kept } = local;
  const { stable = [] } = role;
  const state = Object.fromEntries(Object.entries(kept.state).filter(([name]) => stable.includes(name)));
  return { ...kept, state, timers: [], down: "for a time" };
}
