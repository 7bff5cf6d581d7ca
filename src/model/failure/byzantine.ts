import { faultOf, type FaultForm } from "../event/event.ts";
import type { Part } from "../state/part.ts";
import { wordsBetween } from "../system/alphabet.ts";
import { accepts } from "../state/due.ts";
import type { Process } from "../state/process.ts";
import { isVoice, voiceOf, withholds } from "../state/voice.ts";
import type { FailureKind, FailureScope, Strike } from "./failure.ts";
import { suffers } from "./suffering.ts";

const isByzantine = {
  what: "is Byzantine",
  strikes: "process",
  letters: "stay",
  drawn: { remark: "Byzantine" },
  atStart: true,
} as const satisfies FaultForm;

const forges = {
  what: "forges",
  strikes: "truth",
  letters: "sent",
  drawn: { sign: "forged", remark: "forges" },
} as const satisfies FaultForm;

/**
 * A faulty process does whatever it likes (Lamport, Shostak and Pease, *The Byzantine Generals Problem*,
 * 1982): it sends what no correct process would have sent, different things to different processes, old
 * things again, or nothing, and all faulty processes know everything and act in concert. What it cannot do
 * is to speak in another's name: who receives a message knows its sender.
 *
 * Who is Byzantine is chosen at the start, which is no restriction: a process that does as a correct one
 * until it does otherwise is among them. It takes no steps of its own, and nothing is sent to it; it only
 * forges messages, and a forged message is received at once, because who forges it can wait; also by somebody
 * who is cut off, because it may have been under way for long. What it may say is found in
 * system/alphabet.ts. In a synchronous round it sends at most one message to each neighbour, as correct
 * processes do.
 */
export const byzantine: FailureKind = {
  name: "byzantine",
  about: "a process does whatever it likes: it sends different things to different processes, or nothing",
  counts: "processes",
  forges: true,
  faults: [isByzantine, forges, withholds],
  strikes(part, process, system) {
    const [head] = part.pending;
    if (head?.kind === "start") return [corrupted(part, process)];
    if (head !== undefined && (head.kind !== "receive" || !isVoice(head))) return [];
    if (head === undefined && system.timing.rounds) return [];
    return forgeries(part, process, system);
  },
  refusal(_failure, { timing, channel, hasObjects, isSelective }) {
    if (channel.hidesSenders === true)
      return `over ${channel.name} channels a liar could speak in the name of anybody`;
    if (hasObjects) return "what a Byzantine process may do to shared objects is not defined";
    if (!timing.rounds || !isSelective) return undefined;
    const kept = "in rounds process code keeps what it does not ask for, and a guard what it does not let in";
    return `${kept}; what is forged is received at once`;
  },
};

/** A process that does not start as it should. */
function corrupted(part: Part, { id, neighbors }: Process): Strike {
  const { control: _, time: __, marks: ___, ...kept } = part.local;
  const local = suffers({ ...kept, timers: [], down: "Byzantine" }, "byzantine");
  return {
    event: faultOf(isByzantine, { process: id }),
    after: { local, mailbox: [], pending: [] },
    sends: neighbors.filter((to) => to !== id).map((to) => ({ kind: "send", ...voiceOf(id, to) })),
  };
}

/**
 * The messages that Byzantine processes may send to a process now; in a round, those of the one whose turn it
 * is.
 */
function forgeries(part: Part, process: Process, system: FailureScope): Strike[] {
  const { local, mailbox, pending } = part;
  if (local.halted || local.down !== undefined) return [];
  const [head, ...rest] = pending;
  const liars = head?.kind === "receive" ? [head.from] : mailbox.filter(isVoice).map(({ from }) => from);
  return liars.flatMap((from = "") => {
    const { roleName } = system.processes[system.numbers.get(from) ?? -1] as Process;
    return wordsBetween(system.alphabet, roleName, process.roleName)
      .filter((message) => accepts(system, { process, local }, { from, message }))
      .map((message): Strike => ({
        event: faultOf(forges, { process: process.id, from, message }),
        after: { ...part, pending: [{ kind: "receive", process: process.id, from, message }, ...rest] },
        by: from,
        free: true,
      }));
  });
}
