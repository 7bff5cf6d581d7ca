import { falsehoods, functionGiven, type PropertyKind } from "./kind.ts";

/** Safety of ends: the predicate is true wherever an execution ends. `() => false`: none ends. */
export const whenQuiescent: PropertyKind = {
  name: "whenQuiescent",
  about: "true wherever an execution ends",
  waiting: { begins: "anywhere", goesOn: ([isTrue]) => isTrue === false, endsOnly: true },
  form: "a function",
  predicatesOf: functionGiven,
  caption: ({ length }) => `an execution ends after ${length}`,
  explanation: ({ name, length }) =>
    `The execution ends: after ${length} nothing is enabled, and ${name} is not true there.`,
  isShortest: false,
  falsehood: falsehoods("false at present", "false at present"),
};
