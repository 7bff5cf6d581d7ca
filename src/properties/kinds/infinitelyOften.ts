import { falsehoods, functionGiven, waitsFor, type PropertyKind } from "./kind.ts";

/** Liveness: in every admissible execution, the predicate is true again and again. */
export const infinitelyOften: PropertyKind = {
  name: "infinitelyOften",
  about: "liveness: true again and again, and where an execution ends",
  waiting: { begins: "anywhere", goesOn: ([isTrue]) => isTrue === false },
  form: "a function",
  predicatesOf: functionGiven,
  caption: ({ length, cycle }) =>
    cycle === undefined
      ? `an execution of ${length} ends without it`
      : "an execution goes on for ever without it",
  explanation: (told) => waitsFor(told, `${told.name} is not true any more`),
  isShortest: false,
  falsehood: falsehoods("false at present", "false from some moment on, for ever"),
};
