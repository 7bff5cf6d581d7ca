/** The exercises of the course tell who is right: what is to be completed is wrong, and solutions are not. */
import { check, system, type Context, type MessageContext, type Protocol } from "lightcone";
import { expect, test } from "vitest";
import answers from "../docs/guide/exercises/answers.ts";
import doorstep from "../docs/guide/exercises/doorstep.ts";
import kitchen from "../docs/guide/exercises/kitchen.ts";
import postman from "../docs/guide/exercises/postman.ts";
import rounds from "../docs/guide/exercises/rounds.ts";
import tickets from "../docs/guide/exercises/tickets.ts";
import solvedAnswers from "../docs/guide/solutions/answers.ts";
import solvedDoorstep from "../docs/guide/solutions/doorstep.ts";
import solvedKitchen from "../docs/guide/solutions/kitchen.ts";
import solvedPostman from "../docs/guide/solutions/postman.ts";
import solvedRounds from "../docs/guide/solutions/rounds.ts";
import solvedTickets from "../docs/guide/solutions/tickets.ts";

const exercises: readonly (readonly [string, exercise: Protocol, solution: Protocol])[] = [
  ["tickets", tickets, solvedTickets],
  ["doorstep", doorstep, solvedDoorstep],
  ["rounds", rounds, solvedRounds],
  ["kitchen", kitchen, solvedKitchen],
  ["postman", postman, solvedPostman],
  ["answers", answers, solvedAnswers],
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

/** Answers that keep to the letter of an exercise, and not to its sentence: with other handlers in a role. */
function answered(solution: Protocol, role: string, handlers: object): Protocol {
  const { [role]: own, ...roles } = solution.roles as Record<string, object>;
  return { ...solution, roles: { ...roles, [role]: { ...own, ...handlers } } } as Protocol;
}

test("a postman who never stops is told so", () => {
  const again = (_state: unknown, { send, setTimer }: Context<{ type: "letter" }>): void => {
    send("reader", { type: "letter" });
    setTimer("again");
  };
  const { verdicts } = check(system(answered(solvedPostman, "sender", { uponTimeout: { again } })), {
    keepGoing: true,
  });
  expect(verdicts["stops"]).toMatchObject({ verdict: "violated" });
  expect(verdicts["senderKnows"]).toMatchObject({ verdict: "holds" });
});

test("a seller who turns the first away is told so", () => {
  const ask = (state: { left: number }, _: unknown, { reply }: MessageContext<{ type: string }>): void => {
    reply({ type: state.left === 0 ? "ticket" : "sold" });
    state.left--;
  };
  const { verdicts } = check(system(answered(solvedTickets, "seller", { upon: { ask } })), {
    keepGoing: true,
  });
  expect(verdicts["soldToTheFirst"]).toMatchObject({ verdict: "violated" });
  expect(verdicts["soldOnce"]).toMatchObject({ verdict: "holds" });
});
