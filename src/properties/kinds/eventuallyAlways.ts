import { falsehoods, functionGiven, waitsFor, type PropertyKind } from "./kind.ts";

/** Liveness: in every admissible execution, the predicate is true from some moment on for ever. */
export const eventuallyAlways: PropertyKind = {
  name: "eventuallyAlways",
  about: "liveness: true from some moment on for ever, and where an execution ends",
  waiting: { begins: "anywhere", goesOn: () => true, again: ([isTrue]) => isTrue === false },
  form: "a function",
  predicatesOf: functionGiven,
  caption: ({ length, cycle }) =>
    cycle === undefined
      ? `an execution of ${length} ends without it`
      : "an execution is without it again and again",
  explanation: (told) =>
    waitsFor(told, `${told.name} is ${told.cycle === undefined ? "not true" : "false again and again"}`),
  isShortest: false,
  falsehood: falsehoods("false at present", "false again and again"),
};
