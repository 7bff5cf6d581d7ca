import { faultOf, type FaultForm } from "../event/event.ts";
import type { Part } from "../state/part.ts";
import type { Process } from "../state/process.ts";
import { arrivals } from "./arrival.ts";
import type { FailureKind, FailureScope, Strike } from "./failure.ts";
import { failsToSend, hasFailed, omissionOf, suffers } from "./suffering.ts";

const failsToReceive = {
  what: "fails to receive",
  strikes: "receipt",
  letters: "lost",
  drawn: { sign: "lost", remark: "not noticed" },
} as const satisfies FaultForm;

/** A place where messages are omitted. */
interface OmissionPlace {
  readonly form: FaultForm;
  strikes(part: Part, process: Process, system: FailureScope): Strike[];
}

const sending: OmissionPlace = { form: failsToSend, strikes: atSend };
const receiving: OmissionPlace = { form: failsToReceive, strikes: atReceipt };

/**
 * Omission failures of processes: a faulty process goes on as if nothing had happened, but some of its
 * messages do not leave it (send omission), or are not noticed when they arrive (receive omission), or both
 * (general omission). It never knows (Perry and Toueg, *Distributed Agreement in the Presence of Processor
 * and Communication Faults*, 1986).
 */
export const sendOmission = omission("send-omission", "a process fails to send some messages", [sending]);

/** The failure of a process to receive; see `sendOmission`. */
export const receiveOmission = omission("receive-omission", "a process fails to receive some messages", [
  receiving,
]);

/** The failure of a process to send or to receive; see `sendOmission`. */
export const generalOmission = omission("omission", "a process fails to send or to receive some messages", [
  sending,
  receiving,
]);

function omission(name: string, about: string, places: readonly OmissionPlace[]): FailureKind {
  return {
    name,
    about,
    counts: "processes",
    needsMessages: true,
    faults: places.map(({ form }) => form),
    refusal(_failure, { failures }) {
      const others = failures.filter(({ kind }) => kind === sendOmission || kind === receiveOmission);
      return name === "omission" && others.length > 0 ? `it includes ${others[0]?.kind.name}` : undefined;
    },
    strikes: (part, process, system) =>
      places
        .flatMap(({ strikes }) => strikes(part, process, system))
        .map(({ event, after }) => ({
          event,
          after: { ...after, local: suffers(after.local, name) },
          free: hasFailed(part.local, name),
        })),
  };
}

function atSend(part: Part, process: Process): Strike[] {
  if (part.local.down !== undefined || part.pending[0]?.kind !== "send") return [];
  return [omissionOf(part, process)];
}

function atReceipt(part: Part, process: Process, system: FailureScope): Strike[] {
  return arrivals(part, system).map(({ letter: { from, message }, without }) => ({
    event: faultOf(failsToReceive, { process: process.id, from, message }),
    after: without,
  }));
}
