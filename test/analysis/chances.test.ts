/** Probabilities and expected costs of protocols against values found by hand. */
import {
  parseFailures,
  parseTiming,
  protocol,
  role,
  system,
  type Context,
  type Property,
  type System,
} from "lightcone";
import { Chances, type Attained, type CostName, type ExpectedCost } from "lightcone/analysis";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { propertiesOf, termsOf } from "../../src/properties/property.ts";
import benOr from "../../zoo/consensus/ben-or-for-ever.ts";
import coinToss from "../../zoo/coordination/coin-toss-biased.ts";
import itaiRodeh from "../../zoo/election/itai-rodeh-for-ever.ts";
import { chancesIn, graphOf } from "./chancesIn.ts";

function expectNear({ lower, upper }: Pick<Attained, "lower" | "upper">, value: number): void {
  expect({ lower, value, upper, isRight: lower <= value && value <= upper }).toMatchObject({ isRight: true });
  expect(upper - lower).toBeLessThan(1e-8 * Math.max(1, value));
}

/** Expects probabilities that a property holds with. */
function expectBetween(made: System, name: string, [least, greatest]: readonly [number, number]): void {
  const { violation, success } = chancesIn(made, name);
  expectNear(violation, 1 - least);
  expectNear(success, greatest);
  expect(attainedBy(violation)).toBeCloseTo(1 - least, 5);
  expect(attainedBy(success)).toBeCloseTo(greatest, 5);
}

/** The probability with which the tree of an adversary comes to what it wants. */
function attainedBy({ strategy: adversary, start }: Attained): number {
  if (adversary.outcomeOf(start) !== undefined) return Number(adversary.outcomeOf(start) === "come");
  const rows = adversary.tree(start, 10_000) ?? [];
  const children = new Map<number, number[]>();
  const path: number[] = [];
  let before = { row: -1, depth: 0 };
  // A row goes on from the last one, or from the one at which the same coins had branched.
  for (const [i, { depth, probability }] of rows.entries()) {
    const isSide = probability < 1;
    if (isSide) path.length = Math.min(path.length, depth);
    const parent = isSide ? (path[depth - 1] ?? before.row) : before.row;
    if (isSide) path[depth - 1] = parent;
    children.set(parent, [...(children.get(parent) ?? []), i]);
    before = { row: i, depth };
  }
  const value = new Map<number, number>();
  for (let round = 0; round < 3_000; round++)
    for (let i = rows.length - 1; i >= -1; i--) {
      const row = rows[i];
      const outcome = row === undefined ? undefined : adversary.outcomeOf(row.node);
      const sides = children.get(i) ?? [];
      const sum = sides.reduce((all, one) => all + (rows[one]?.probability ?? 0) * (value.get(one) ?? 0), 0);
      value.set(i, outcome !== undefined ? Number(outcome === "come") : (value.get(row?.as ?? i) ?? 0));
      if (outcome === undefined && row?.as === undefined) value.set(i, sum);
    }
  return value.get(-1) ?? 0;
}

function costOf(made: System, name: string | undefined, cost: CostName): readonly ExpectedCost[] {
  const chances =
    name === undefined
      ? new Chances(graphOf(made), termsOf(at(propertiesOf(made), 0)))
      : chancesIn(made, name);
  return [chances.cost(cost, "least"), chances.cost(cost, "greatest")];
}

function expectCost(found: ExpectedCost | undefined, value: number): void {
  if (found === undefined || typeof found === "string") throw new Error(`no cost, but ${found}`);
  expectNear(found, value);
}

type Word = { type: "heads" };

interface State {
  is: string;
  other: string;
}

/** Processes that do something when a timer fires, which they may set again. */
function once(
  toss: (state: State, context: Context<Word>) => void,
  properties: Record<string, Property<unknown>>,
  options: { processes?: number; failures?: string; timing?: string } = {},
): System {
  const made = protocol<Word>()({
    name: "once",
    roles: {
      process: role({
        processes: options.processes ?? 1,
        initially: ({ setTimer }): State => {
          setTimer("toss");
          return { is: "", other: "" };
        },
        upon: { heads: (state: State) => void (state.other = "heads") },
        uponTimeout: { toss },
      }),
    },
    properties: properties as never,
  });
  return system(made, {
    failures: parseFailures(options.failures ?? "none"),
    timing: parseTiming(options.timing ?? "asynchronous"),
  });
}

const states = (all: { readonly processes: readonly { readonly state: unknown }[] }): State[] =>
  all.processes.map(({ state }) => state as State);
const eventually = (isTrue: (all: State[]) => boolean): Property<unknown> => ({
  eventually: (_roles: unknown, all) => isTrue(states(all)),
});
const hasWon: Extract<Property<unknown>, { eventually: unknown }>["eventually"] = (_roles, all) =>
  states(all).some(({ is }) => is === "won");
const won: Property<unknown> = { eventually: hasWon };
const lost = {
  invariant: (_roles: unknown, all) => states(all).every(({ is }) => is !== "lost"),
} as Property;

describe("values found by hand", () => {
  test("a game that is won, lost or goes on: two in three, after two tosses on average", () => {
    const made = once(
      (state, { draw, setTimer }) => {
        state.is = draw(["won", "lost", "again"], [2, 1, 3]);
        if (state.is === "again") setTimer("toss");
      },
      { won, lost: lost as Property<unknown>, reached: { reachable: hasWon } },
    );
    expectBetween(made, "won", [2 / 3, 2 / 3]);
    expectBetween(made, "lost", [2 / 3, 2 / 3]);
    expectBetween(made, "reached", [2 / 3, 2 / 3]);
    for (const cost of costOf(made, undefined, "steps")) expectCost(cost, 2);
    expect(costOf(made, "won", "steps")).toEqual(["never", "never"]);
  });

  test("who chooses after the coin always wins or loses; who chooses before it, in half of the cases", () => {
    const after = once(
      (state, { flip, choose }) => {
        const coin = flip();
        state.is = choose([true, false]) === coin ? "won" : "lost";
      },
      { won },
    );
    expectBetween(after, "won", [0, 1]);
    const before = once(
      (state, { flip, choose }) => {
        state.is = choose([true, false]) === flip() ? "won" : "lost";
      },
      { won },
    );
    expectBetween(before, "won", [1 / 2, 1 / 2]);
    const between = once(
      (state, { flip, choose }) => {
        const coins = [flip(1 / 4)];
        const isSecond = choose([true, false]);
        coins.push(flip(2 / 3));
        state.is = coins[Number(isSecond)] === true ? "won" : "lost";
      },
      { won },
    );
    // Knowing the first coin, it takes the second if that fell badly: 1/4 + 3/4 · 2/3; and at worst the
    // second if it fell well: 1/4 · 2/3.
    expectBetween(between, "won", [1 / 6, 3 / 4]);
  });

  test("coins that everybody flips are not the adversary's, in whatever order", () => {
    const made = once(
      (state, { flip }) => void (state.is = flip() ? "won" : "lost"),
      { won },
      { processes: 3 },
    );
    expectBetween(made, "won", [7 / 8, 7 / 8]);
  });

  test("a crash strikes when the coin has fallen", () => {
    const heard = eventually((all) => all.some(({ other }) => other === "heads"));
    const made = (failures: string): System =>
      once(
        (_state, { flip, send, index }) => {
          if (index === 1 && flip()) send("p2", { type: "heads" });
        },
        { heard },
        { processes: 2, failures },
      );
    expectBetween(made("none"), "heard", [1 / 2, 1 / 2]);
    expectBetween(made("crash:1"), "heard", [0, 1 / 2]);
    expectBetween(made("loss:1"), "heard", [0, 1 / 2]);
  });

  test("in the long run: what comes again and again, and what stays", () => {
    const made = once(
      (state, { draw, setTimer }) => {
        if (state.is === "" || state.is === "again") state.is = draw(["odd", "fixed", "again"], [1, 2, 1]);
        else if (state.is !== "fixed") state.is = state.is === "odd" ? "even" : "odd";
        setTimer("toss");
      },
      {
        odd: { infinitelyOften: (_roles: unknown, all) => states(all)[0]?.is === "odd" },
        fixed: { eventuallyAlways: (_roles: unknown, all) => states(all)[0]?.is === "fixed" },
        even: {
          leadsTo: [
            (_roles: unknown, all) => states(all)[0]?.is === "again",
            (_roles: unknown, all) => states(all)[0]?.is === "even",
          ],
        },
      },
    );
    expectBetween(made, "odd", [1 / 3, 1 / 3]);
    expectBetween(made, "fixed", [2 / 3, 2 / 3]);
    // The first is not again: 3/4; or it is, and odd comes before fixed: 1/4 · 1/3.
    expectBetween(made, "even", [3 / 4 + 1 / 12, 3 / 4 + 1 / 12]);
    expect(costOf(made, undefined, "steps")).toEqual(["never", "never"]);
  });

  test("an adversary that may put off what has to come has no greatest cost, and a least one", () => {
    const made = once(
      (state, { flip, setTimer, index }) => {
        if (index === 1) state.is = flip() ? "won" : "";
        else state.other = state.other === "" ? "odd" : "";
        if (state.is !== "won") setTimer("toss");
      },
      { won },
      { processes: 2 },
    );
    expectBetween(made, "won", [1, 1]);
    const [least, greatest] = costOf(made, "won", "steps");
    expectCost(least, 2);
    expect(greatest).toBe("unbounded");
  });

  test("two who draw lots in rounds until they differ need two rounds on average", () => {
    const made = once(
      (state, { flip, broadcast, setTimer }) => {
        state.is = flip() ? "heads" : "tails";
        if (state.is === "heads") broadcast({ type: "heads" });
        setTimer("toss");
      },
      { apart: eventually(([one, two]) => one?.is !== two?.is) },
      { processes: 2, timing: "synchronous" },
    );
    expectBetween(made, "apart", [1, 1]);
    for (const cost of costOf(made, "apart", "rounds")) expectCost(cost, 2);
    // In the last one heads one, in those before it both or none: 1 + 1 · (2 + 0) / 2.
    for (const cost of costOf(made, "apart", "messages")) expectCost(cost, 2);
  });

  test("Itai and Rodeh's ring of two: seven messages, three and four for each draw", () => {
    const made = system(itaiRodeh, { processes: { process: 2 } });
    expectBetween(made, "elected", [1, 1]);
    for (const cost of costOf(made, "elected", "messages")) expectCost(cost, 7);
    for (const cost of costOf(made, undefined, "messages")) expectCost(cost, 7);
  });

  test("who crashes when it knows both coins has a toss its way three times in four", () => {
    expectBetween(system(coinToss, { failures: [] }), "one", [1 / 2, 1 / 2]);
    expectBetween(system(coinToss), "one", [1 / 4, 3 / 4]);
  });

  test("Ben-Or: coins fall alike in one of four phases, and in the next all decide", () => {
    const chances = chancesIn(system(benOr), "decidedAtLast");
    expectNear(chances.violation, 0);
    expectCost(chances.cost("rounds", "least"), 2);
    expectCost(chances.cost("rounds", "greatest"), 2 * (4 + 1));
  });
});

test("what is ended ends, in each of its parts", () => {
  const graph = graphOf(system(itaiRodeh));
  const terms = termsOf(at(propertiesOf(system(itaiRodeh)), 0));
  let [beats, most] = [0, Infinity];
  const chances = (): Chances =>
    new Chances(graph, terms, {
      pulse: () => {
        if (++beats > most) throw new Error("enough");
      },
    });
  const parts: ((of: Chances) => unknown)[] = [
    (of) => of.isSound,
    (of) => of.success,
    (of) => of.cost("messages", "least"),
    (of) => of.cost("messages", "greatest"),
  ];
  const whole = chances();
  const made = beats;
  expect(made).toBeGreaterThan(graph.size);
  most = made / 2;
  beats = 0;
  expect(chances).toThrow("enough");
  for (const part of parts) {
    [beats, most] = [0, Infinity];
    part(whole);
    most = beats / 2;
    beats = 0;
    expect(() => part(whole)).toThrow("enough");
  }
});
