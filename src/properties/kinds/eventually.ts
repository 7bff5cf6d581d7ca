import { falsehoods, functionGiven, waitsFor, type PropertyKind } from "./kind.ts";

/** Liveness: in every admissible execution, the predicate is true at some time. */
export const eventually: PropertyKind = {
  name: "eventually",
  about: "liveness: true at some time in every admissible execution",
  waiting: { begins: "at the start", goesOn: ([isTrue]) => isTrue === false },
  form: "a function",
  predicatesOf: functionGiven,
  caption: ({ length, cycle }) =>
    cycle === undefined
      ? `an execution of ${length} ends without it`
      : `an execution goes on for ever without it`,
  explanation: (told) => waitsFor(told, `${told.name} has never been true`),
  isShortest: false,
  falsehood: falsehoods("false so far", "false for ever"),
};
