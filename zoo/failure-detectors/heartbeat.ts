/**
 * A failure detector from heartbeats. One process asks another, again and again, whether it is alive; it
 * suspects it when it has heard nothing for longer than its patience. If that was a mistake, it hears from it
 * later, takes the suspicion back, and becomes a little more patient.
 *
 * Nobody need know how long messages take. Before the system stabilizes any suspicion may be wrong. After it
 * a listener that has become patient enough makes no mistake any more, and every mistake made it more
 * patient: there are finitely many, and the detector is eventually accurate. When the last of them comes
 * nobody can tell, because messages may be fast for as long as they like. And it is complete: a process that
 * has crashed is silent, and patience ends.
 *
 * Source: T. D. Chandra and S. Toueg, Unreliable failure detectors for reliable distributed systems, Journal
 * of the ACM 43(2) (1996), section 9.1 (figure 10). There heartbeats come unasked; here they are asked for
 * one by one, so that no more than one is ever in transit.
 */
import { type Claim, parseFailures, partiallySynchronous, protocol, role } from "lightcone";

type Message = { type: "question" } | { type: "heartbeat" };

/** So many ticks pass before it asks again. */
const PERIOD = 2;

/** In a stabilized system a question and its answer take less, and patience need not exceed it. */
const PATIENCE_MAX = 5;

/** So many ticks after stabilization, nothing that was sent before it is in transit. */
const HORIZON = 5;

export default protocol<Message>()({
  name: "heartbeat",
  about: "Silence makes suspicious; a mistake makes more patient.",
  source: "Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, figure 10",
  timing: partiallySynchronous({ maxDelay: 2, horizon: HORIZON }),
  failures: parseFailures("crash:sender"),
  roles: {
    sender: role({
      initially: () => ({}),
      upon: { question: (_state, _message, { reply }) => reply({ type: "heartbeat" }) },
    }),
    listener: role({
      initially({ setTimer }) {
        setTimer("ask", PERIOD);
        return { isSuspicious: false, patience: 1 };
      },
      upon: {
        heartbeat(state, _message, { cancelTimer, setTimer }) {
          if (state.isSuspicious) state.patience = Math.min(state.patience + 1, PATIENCE_MAX);
          state.isSuspicious = false;
          cancelTimer("silence");
          setTimer("ask", PERIOD);
        },
      },
      uponTimeout: {
        ask(state, { send, setTimer }) {
          send("sender", { type: "question" });
          setTimer("silence", state.patience);
        },
        silence: (state) => void (state.isSuspicious = true),
      },
    }),
  },
  properties: {
    finitelyManyMistakes: {
      invariant: ({ sender: [sender], listener: [listener] }, { elapsed }) =>
        elapsed < HORIZON ||
        sender.crashed ||
        !listener.state.isSuspicious ||
        listener.state.patience < PATIENCE_MAX,
    },
    eventuallyAccurate: {
      eventuallyAlways: ({ sender: [sender], listener: [listener] }) =>
        sender.crashed || !listener.state.isSuspicious,
    },
    eventuallyComplete: {
      eventuallyAlways: ({ sender: [sender], listener: [listener] }) =>
        !sender.crashed || listener.state.isSuspicious,
    },
    patient: {
      step: ({ listener: [before] }, { listener: [after] }) => before.state.patience <= after.state.patience,
    },
    complete: {
      invariant: ({ sender: [sender], listener: [listener] }) =>
        !sender.crashed ||
        listener.state.isSuspicious ||
        listener.timers.length > 0 ||
        listener.mailbox.length > 0,
    },
  },
});

export const claims: readonly Claim[] = [
  {
    claim:
      "After stabilization, whenever that is, a listener that is patient enough suspects nobody who lives.",
    property: "finitelyManyMistakes",
    verdict: "holds",
    configurations: 1_317,
  },
  {
    claim: "Who has crashed is suspected, or will be when what is under way has happened.",
    property: "complete",
    verdict: "holds",
    configurations: 1_317,
  },
  {
    claim: "From some moment on nobody who lives is suspected any more: it is eventually accurate.",
    property: "eventuallyAccurate",
    verdict: "holds",
    configurations: 1_317,
  },
  {
    claim: "From some moment on who has crashed is suspected for good: it is complete.",
    property: "eventuallyComplete",
    verdict: "holds",
    configurations: 1_317,
  },
  {
    claim: "Patience never shrinks.",
    property: "patient",
    verdict: "holds",
    configurations: 1_317,
  },
  {
    claim: "A listener whose greatest patience is too small makes mistakes again and again.",
    system: { timing: partiallySynchronous({ maxDelay: 3, horizon: HORIZON }) },
    property: "eventuallyAccurate",
    verdict: "violated",
    configurations: 1_514,
    steps: 46,
  },
  {
    claim: "If the bounds hold from the beginning, and are not known, it is the same.",
    system: { timing: partiallySynchronous({ variant: "unknown", maxDelay: 2, horizon: HORIZON }) },
    property: "finitelyManyMistakes",
    verdict: "holds",
    configurations: 261,
  },
  {
    claim: "If messages take a tick more, the greatest patience is too small.",
    system: { timing: partiallySynchronous({ maxDelay: 3, horizon: HORIZON }) },
    property: "finitelyManyMistakes",
    verdict: "violated",
    configurations: 1_514,
    steps: 45,
  },
];
