import { waitsFor, type PropertyKind } from "./kind.ts";
import { leadsTo } from "./leadsTo.ts";

/**
 * Fairness: each process of a role that waits has its turn, then or later (Attiya and Welch, section 4.1:
 * no lockout). Given are whether a process waits, and whether it has its turn.
 */
export const starvationFree: PropertyKind = {
  ...leadsTo,
  name: "starvationFree",
  about: "fairness: each process of a role that waits has its turn, then or later",
  ofEach: "by itself",
  caption: ({ cycle }) => (cycle === undefined ? "it waits, and all ends" : "it waits for ever"),
  explanation: (told) => waitsFor(told, "it has not had its turn"),
  falsehood: (stage) => (stage === "for ever" ? "it waits for ever" : "it waits"),
};
