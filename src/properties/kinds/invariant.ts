import { functionGiven, type PropertyKind } from "./kind.ts";

/** Safety: the predicate is true in every reachable configuration. */
export const invariant: PropertyKind = {
  name: "invariant",
  about: "safety: true in every configuration",
  form: "a function",
  predicatesOf: functionGiven,
  caption: ({ length }) => `after ${length}`,
  explanation: () => undefined,
  isShortest: true,
  falsehood: () => "false: it is violated",
};
