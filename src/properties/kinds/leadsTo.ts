import { twoFunctionsGiven, waitsFor, type PropertyKind } from "./kind.ts";

/** Liveness: in every admissible execution, whenever the first is true, the second is, then or later. */
export const leadsTo: PropertyKind = {
  name: "leadsTo",
  about: "liveness: whenever the first is true, the second is, then or later",
  waiting: {
    begins: "anywhere",
    starts: ([first, second]) => first === true && second === false,
    goesOn: ([, second]) => second === false,
    tests: ([first]) => first === true,
  },
  form: "a list of two functions",
  predicatesOf: twoFunctionsGiven,
  isFine: ([first, second]) => first === false || second === true,
  caption: ({ length, cycle }) =>
    cycle === undefined
      ? `an execution of ${length} ends without what it leads to`
      : "an execution goes on for ever without what it leads to",
  explanation: (told) => waitsFor(told, `what ${told.name} leads to has not come`),
  isShortest: false,
  falsehood: (stage) =>
    stage === "on the way"
      ? "not come to it so far"
      : stage === "for ever"
        ? "never comes to it"
        : "not come to it, and nothing more can happen",
};
