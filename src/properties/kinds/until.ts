import { twoFunctionsGiven, waitsFor, type PropertyKind } from "./kind.ts";

/**
 * In every admissible execution, the second predicate is true at some time, and until then the first is: its
 * safety and its liveness in one.
 */
export const until: PropertyKind = {
  name: "until",
  about: "the second is true at some time, and the first until then",
  waiting: {
    begins: "at the start",
    goesOn: ([first, second]) => first === true && second === false,
    tests: ([first, second]) => first === true && second === false,
    breaks: ([first, second]) => first === false && second === false,
  },
  form: "a list of two functions",
  predicatesOf: twoFunctionsGiven,
  isFine: ([first, second]) => first === true || second === true,
  caption: ({ length, cycle }) =>
    cycle === undefined
      ? `in an execution of ${length}`
      : "an execution goes on for ever without its second part",
  explanation: (told) =>
    told.cycle === undefined
      ? undefined
      : waitsFor(told, `the second part of ${told.name} has never been true`),
  isShortest: false,
  falsehood: (stage) => (stage === "for ever" ? "its second part is never true" : "false: neither is true"),
};
