/**
 * Rounds made of time. Where messages and steps take at most so long, and all clocks run alike, nobody has
 * to be told that a round is over: it is when a step and a message delay have passed. A synchronous protocol,
 * here [floodset](../consensus/floodset.ts), runs as it is, and what holds in rounds holds.
 *
 * A round must be one tick longer than a step and a delay together: of two events at the same time either
 * may be the first. With one tick less, the slowest message of the slowest process comes too late.
 *
 * Source: H. Attiya and J. Welch, Distributed Computing (2004), chapter 11 (synchronizers) and section 6.3.
 */
import {
  bounded,
  type Claim,
  partiallySynchronous,
  parseFailures,
  roundLength,
  timedRounds,
} from "lightcone";
import { floodSet } from "../consensus/floodset.ts";

const timing = bounded({ maxDelay: 2, maxStep: 1 });
const LENGTH = roundLength({ minDelay: 0, maxDelay: 2, maxStep: 1, drift: 0 });

export default {
  ...timedRounds(floodSet("timed-rounds", 1), { timing, length: LENGTH }),
  about: "FloodSet, in rounds that are as long as a step and a message take.",
  source: "Attiya and Welch, Distributed Computing, chapter 11",
  failures: [],
};

const two = { processes: { process: 2 } };

export const claims: readonly Claim[] = [
  {
    claim: "Without failures one round is enough for three processes, as in the synchronous system.",
    property: "agreement",
    verdict: "holds",
    configurations: 1_664,
  },
  {
    claim: "Uniformly, too.",
    property: "uniformAgreement",
    verdict: "holds",
    configurations: 1_664,
  },
  { claim: "A decision is somebody's input.", property: "validity", verdict: "holds", configurations: 1_664 },
  {
    claim: "Time does not stop, and all decide.",
    property: "termination",
    verdict: "holds",
    configurations: 1_664,
  },
  {
    claim: "If one may crash, one round is not enough, again as in the synchronous system.",
    system: { failures: parseFailures("crash:1") },
    property: "agreement",
    verdict: "violated",
    configurations: 9_194,
    steps: 9,
  },
  {
    claim: "If a message may take as long as a round, the round may end before it is there.",
    system: { ...two, timing: bounded({ maxDelay: LENGTH, maxStep: 1 }) },
    property: "agreement",
    verdict: "violated",
    configurations: 148,
    steps: 6,
  },
  {
    claim: "And so it may if a message is two ticks late: the first step had a tick to spare.",
    system: { ...two, failures: parseFailures("delay:2") },
    property: "agreement",
    verdict: "violated",
    configurations: 232,
    steps: 9,
  },
  {
    claim: "And so it may where clocks are too fast by half, although all began at the same time.",
    system: { ...two, timing: bounded({ maxDelay: 2, maxStep: 1, drift: 0.5 }) },
    property: "agreement",
    verdict: "violated",
    configurations: 196,
    steps: 4,
  },
  {
    claim: "Rounds of a fixed length are of no use before the system has stabilized.",
    system: { ...two, timing: partiallySynchronous({ maxDelay: 2, maxStep: 1 }) },
    property: "agreement",
    verdict: "violated",
    configurations: 448,
    steps: 6,
  },
];
