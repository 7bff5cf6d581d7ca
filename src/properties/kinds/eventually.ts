import { functionGiven, type PropertyKind } from "./kind.ts";

/** Liveness: in every admissible execution, the predicate is true at some time. */
export const eventually: PropertyKind = {
  name: "eventually",
  about: "liveness: true at some time in every admissible execution",
  goesOn: "while false",
  refutedBy: "end",
  cycles: "unknown",
  form: "a function",
  predicateOf: functionGiven,
  caption: ({ length }) => `an execution of ${length} ends without it`,
  explanation: ({ name, length }) =>
    `The execution ends: after ${length} nothing is enabled; ${name} has never been true.`,
  isShortest: false,
  falsehood: (isEnd) => (isEnd ? "false, and nothing more can happen" : "false so far"),
};
