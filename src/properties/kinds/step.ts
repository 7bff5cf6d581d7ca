import { functionGiven, type PropertyKind } from "./kind.ts";

/** Safety of steps: the predicate is true of each: of what was before, what is after, and its events. */
export const step: PropertyKind = {
  name: "step",
  about: "safety: true of every step, from what was before and what is after",
  judgesSteps: true,
  form: "a function",
  predicatesOf: functionGiven,
  caption: ({ length }) => `by the last step of ${length}`,
  explanation: () => undefined,
  isShortest: true,
  falsehood: () => "false of the last step",
};
