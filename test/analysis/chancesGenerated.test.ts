/** Probabilities against brute force over all that generated systems can do. */
import {
  format,
  formatEvent,
  parseFailures,
  protocol,
  role,
  system,
  type Context,
  type Event,
  type System,
} from "lightcone";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { seeded } from "../../src/base/random.ts";
import { isQuiescent } from "../../src/model/transition/transition.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { seeds } from "../effort.ts";
import { chancesIn, graphOf } from "./chancesIn.ts";
import { modelGraphOf, type ModelNode } from "./modelGraph.ts";

type Word = { type: "heads" };

/** A step: what was chosen in it, and which of that by coins; and where it leads to. */
interface Way {
  readonly choices: readonly { readonly text: string; readonly probability: number | undefined }[];
  readonly to: string;
}

/** The steps from a configuration, by their triggers. */
function triggersIn({ steps }: ModelNode): Way[][] {
  const groups = new Map<string, Way[]>();
  for (const { events, to } of steps) {
    const first = at(events, 0);
    if (!("choices" in first)) {
      groups.set(events.map(formatEvent).join(), [{ choices: [], to }]);
      continue;
    }
    const choices = first.choices.map((value, position) => {
      const coin = first.coins?.find((one) => one.at === position);
      return { text: format(value), probability: coin?.probability };
    });
    const { coins: _, ...bare } = first;
    const name = formatEvent({ ...bare, choices: [] } as Event);
    groups.set(name, [...(groups.get(name) ?? []), { choices, to }]);
  }
  return [...groups.values()];
}

/** The greatest value of steps that begin alike, of which so much has been chosen. */
function greatestOf(ways: readonly Way[], position: number, value: (text: string) => number): number {
  const over = ways.filter(({ choices }) => choices.length === position);
  if (over.length > 0) return Math.max(...over.map(({ to }) => value(to)));
  const texts = new Set(ways.map(({ choices }) => choices[position]?.text));
  const next = [...texts].map((text) => ways.filter(({ choices }) => choices[position]?.text === text));
  const parts = next.map((some) => ({
    probability: some[0]?.choices[position]?.probability,
    value: greatestOf(some, position + 1, value),
  }));
  if (parts.every(({ probability }) => probability === undefined))
    return Math.max(...parts.map((one) => one.value));
  return parts.reduce((sum, one) => sum + (one.probability ?? 0) * one.value, 0);
}

/** The greatest probability of what a configuration decides, by trying everything; without cycles. */
function byRecursion(
  nodes: ReadonlyMap<string, ModelNode>,
  decided: (node: ModelNode) => number | undefined,
) {
  const known = new Map<string, number>();
  const open = new Set<string>();
  const value = (text: string): number => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (open.has(text)) throw new Error("a cycle");
    open.add(text);
    const node = nodes.get(text) as ModelNode;
    const found = decided(node) ?? Math.max(0, ...triggersIn(node).map((ways) => greatestOf(ways, 0, value)));
    open.delete(text);
    known.set(text, found);
    return found;
  };
  return Math.max(...[...nodes].flatMap(([text, { isInitial }]) => (isInitial ? [value(text)] : [])));
}

/** What is left open in a step, one after the other. */
type Toss = "flip" | "lean" | "choose" | "draw";
const TOSSES: readonly Toss[] = ["flip", "lean", "choose", "draw"];

/** Processes that toss and choose, tell each other, and come to an end. */
function drawnSystem(seed: number): System {
  const random = seeded(seed);
  const list = <T>(few: number, all: readonly T[]): T[] =>
    Array.from({ length: 1 + random.below(few) }, () => at(all, random.below(all.length)));
  const programs = Array.from({ length: 4 }, () => list(2, TOSSES));
  const [limit, target, early] = [random.below(4), random.below(3), random.below(3)];
  const act = (state: { sum: number; fuel: number }, can: Context<Word>, program: readonly Toss[]): void => {
    if (state.fuel === 0) return;
    state.fuel--;
    let sum = state.sum;
    for (const toss of program) {
      // What is tossed later may depend on what was tossed before.
      if (toss === "flip") sum += Number(can.flip());
      else if (toss === "lean") sum += Number(can.flip(sum % 2 === 0 ? 1 / 4 : 2 / 3));
      else if (toss === "choose") sum += can.choose([0, 1 + (sum % 2)]);
      else sum += can.draw([0, 1, 2], [1, 2, 1 + (sum % 3)]);
    }
    state.sum = sum % 4;
    if (sum % 3 >= early) can.broadcast({ type: "heads" });
    if (sum % 2 === 0) can.setTimer("toss");
  };
  const made = protocol<Word>()({
    name: "drawn",
    roles: {
      process: role({
        processes: 2,
        initially: ({ setTimer, index }) => {
          setTimer("toss");
          return { sum: 0, fuel: 1 + Number(index === 1 && seed % 2 === 0) };
        },
        upon: { heads: (state, _message, can) => act(state, can, at(programs, 1 + can.index)) },
        uponTimeout: { toss: (state, can) => act(state, can, at(programs, can.index - 1)) },
      }),
    },
    properties: {
      little: {
        invariant: ({ process }) => process.reduce((all, { state }) => all + state.sum, 0) <= limit + 1,
      },
      comes: { eventually: ({ process }) => process.every(({ state }) => state.sum >= target) },
    },
  });
  const failures = ["none", "crash:1", "loss:1"][seed % 3] ?? "none";
  return system(made, { failures: parseFailures(failures) });
}

const SYSTEMS = seeds(10, 600);

describe("on generated systems", () => {
  const tally = { systems: 0, between: 0, apart: 0, failing: 0 };

  test.each(SYSTEMS)("probabilities are those of brute force: %i", (seed) => {
    const made = drawnSystem(seed);
    const nodes = modelGraphOf(made, 120);
    if (nodes === undefined) return;
    tally.systems++;
    const graph = graphOf(made);
    for (const property of propertiesOf(made)) {
      const isTrue = ({ configuration }: ModelNode): boolean =>
        property.predicate(viewOfConfiguration(made, configuration));
      const isEnd = ({ configuration }: ModelNode): boolean => isQuiescent(made, configuration);
      const isLive = property.kind.name === "eventually";
      const [violated, holds] = isLive
        ? [
            byRecursion(nodes, (one) => (isTrue(one) ? 0 : isEnd(one) ? 1 : undefined)),
            byRecursion(nodes, (one) => (isTrue(one) ? 1 : undefined)),
          ]
        : [
            byRecursion(nodes, (one) => (isTrue(one) ? undefined : 1)),
            byRecursion(nodes, (one) => (isTrue(one) ? (isEnd(one) ? 1 : undefined) : 0)),
          ];
      const { violation, success } = chancesIn(made, property.name, graph);
      const near = (value: number): unknown => expect.closeTo(value, 7);
      expect({ seed, name: property.name, found: [violation.lower, violation.upper] }).toEqual({
        seed,
        name: property.name,
        found: [near(violated), near(violated)],
      });
      expect([success.lower, success.upper]).toEqual([near(holds), near(holds)]);
      if ([violated, holds].some((one) => one > 1e-6 && one < 1 - 1e-6)) tally.between++;
      if (violated + holds > 1 + 1e-6) tally.apart++;
      if (made.failures.length > 0) tally.failing++;
    }
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(SYSTEMS.length / 10);
  });
});
