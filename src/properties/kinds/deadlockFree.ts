import { waitsFor, type PropertyKind } from "./kind.ts";
import { leadsTo } from "./leadsTo.ts";

/**
 * Liveness: whenever a process of a role waits, one of them has its turn, then or later, and perhaps always
 * another (Attiya and Welch, section 4.1). Given are whether a process waits, and whether it has its turn.
 */
export const deadlockFree: PropertyKind = {
  ...leadsTo,
  name: "deadlockFree",
  about: "liveness: while processes of a role wait, one of them has its turn again and again",
  ofEach: "together",
  caption: ({ cycle }) =>
    cycle === undefined ? "some wait, and all ends" : "some wait, and nobody has a turn",
  explanation: (told) => waitsFor(told, "nobody has had a turn"),
  falsehood: (stage) => (stage === "for ever" ? "some wait, and nobody ever has a turn" : "some wait"),
};
