import { falsehoods, functionGiven, type PropertyKind } from "./kind.ts";

/**
 * With probability 1, the predicate is true at some time, whatever an adversary does that sees how coins have
 * fallen (S. Hart, M. Sharir and A. Pnueli, *Termination of Probabilistic Concurrent Programs*, 1983).
 */
export const almostSurely: PropertyKind = {
  name: "almostSurely",
  about: "liveness by chance: true at some time with probability 1, whatever the adversary does",
  waiting: { begins: "at the start", goesOn: ([isTrue]) => isTrue === false, byChance: true },
  form: "a function",
  predicatesOf: functionGiven,
  caption: ({ length, cycle }) =>
    cycle === undefined
      ? `with some probability an execution of ${length} ends without it`
      : "with some probability an execution goes on for ever without it",
  explanation: ({ name, length, cycle }) =>
    cycle === undefined
      ? `The execution ends: after ${length} nothing is enabled; ${name} has never been true.`
      : `The execution goes on for ever: an adversary can keep it among the configurations of its last ` +
        `${cycle.length}, and ones like them, however coins fall from there on; ${name} has never been true.`,
  isShortest: false,
  falsehood: falsehoods("false so far", "false for ever"),
};
