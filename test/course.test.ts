/** The exercises of the course tell who is right: what is to be completed is wrong, and solutions are not. */
import { check, system, type Protocol } from "lightcone";
import { expect, test } from "vitest";
import doorstep from "../docs/guide/exercises/doorstep.ts";
import postman from "../docs/guide/exercises/postman.ts";
import rounds from "../docs/guide/exercises/rounds.ts";
import tickets from "../docs/guide/exercises/tickets.ts";
import solvedDoorstep from "../docs/guide/solutions/doorstep.ts";
import solvedPostman from "../docs/guide/solutions/postman.ts";
import solvedRounds from "../docs/guide/solutions/rounds.ts";
import solvedTickets from "../docs/guide/solutions/tickets.ts";

const exercises: readonly (readonly [string, exercise: Protocol, solution: Protocol])[] = [
  ["tickets", tickets, solvedTickets],
  ["doorstep", doorstep, solvedDoorstep],
  ["rounds", rounds, solvedRounds],
  ["postman", postman, solvedPostman],
];

const verdictsOf = (protocol: Protocol): Set<string> => {
  const { verdicts } = check(system(protocol), { keepGoing: true });
  return new Set(Object.values(verdicts).map(({ verdict }) => verdict));
};

/** The properties of a protocol, as their sources. */
const asked = ({ properties = {} }: Protocol): string =>
  JSON.stringify(properties, (_key, value: unknown) => (typeof value === "function" ? String(value) : value));

test.each(exercises)("%s", (_name, exercise, solution) => {
  expect(asked(solution)).toBe(asked(exercise));
  expect(verdictsOf(exercise)).toContain("violated");
  expect(verdictsOf(solution)).toEqual(new Set(["holds"]));
});
