import { functionGiven, type PropertyKind } from "./kind.ts";

/** Possibility: in some execution, the predicate is true at some time. A shortest one is shown. */
export const reachable: PropertyKind = {
  name: "reachable",
  about: "possibility: true at some time in some execution",
  isWanted: true,
  form: "a function",
  predicatesOf: functionGiven,
  isFine: ([isAway]) => isAway === false,
  caption: () => "no execution comes to it",
  explanation: () => undefined,
  isShortest: true,
  falsehood: () => "not reached here",
};
