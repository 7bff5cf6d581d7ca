/** Knowledge against its definition, by brute force on generated systems, and formulas as text. */
import { fc, test as property } from "@fast-check/vitest";
import { formatConfiguration, parseFailures, system, UsageError, type Configuration } from "lightcone";
import { parseFormula } from "lightcone/analysis";
import { exploredGraph, Knowledge, type FactTable } from "lightcone/explorer";
import { describe, expect, test } from "vitest";
import { at } from "../../src/base/assert.ts";
import { formatLocal } from "../../src/model/state/localState.ts";
import { seeds } from "../effort.ts";
import { drawnOptions, generatedProtocol } from "../explorer/generated.ts";
import { modelGraphOf } from "./modelGraph.ts";

/** A configuration, as the texts of the states of its processes. */
type Texts = readonly string[];
type Configurations = readonly Texts[];

const textsOf = ({ locals }: Configuration): Texts => locals.map(formatLocal);

/** Whether a process is in the same state in two configurations. */
const cannotTell = (a: Texts, b: Texts, process: number): boolean => a[process] === b[process];

/** The definitions, one by one. */
const byDefinition = {
  K: (all: Configurations, [process = 0]: readonly number[], fact: readonly boolean[]) =>
    all.map((here) => all.every((there, i) => !cannotTell(here, there, process) || fact[i] === true)),
  E: (all: Configurations, group: readonly number[], fact: readonly boolean[]) =>
    all.map((_, i) => group.every((process) => byDefinition.K(all, [process], fact)[i] === true)),
  D: (all: Configurations, group: readonly number[], fact: readonly boolean[]) =>
    all.map((here) =>
      all.every(
        (there, i) => !group.every((process) => cannotTell(here, there, process)) || fact[i] === true,
      ),
    ),
  /** Everybody knows, and everybody knows that everybody knows, until nothing changes any more. */
  C: (all: Configurations, group: readonly number[], fact: readonly boolean[]) => {
    let now = byDefinition.E(all, group, fact);
    for (;;) {
      const next = byDefinition.E(all, group, now);
      if (next.every((truth, i) => truth === now[i])) return now;
      now = next;
    }
  },
};

const SYSTEMS = seeds(10, 250);

describe("on generated systems", () => {
  const tally = { systems: 0, known: 0, unknown: 0 };

  test.each(SYSTEMS)("K, E, D and C are what their definitions say: %i", (seed) => {
    const size = { fuel: 1 };
    const failures = parseFailures(["none", "crash:1", "loss:1"][seed % 3] ?? "none");
    const options = drawnOptions(seed, size);
    if (seed % 3 === 2 && options.channels?.keeps === true) return;
    const made = system(generatedProtocol(seed, size), { ...options, failures });
    const nodes = modelGraphOf(made, 60);
    const graph = nodes === undefined ? undefined : exploredGraph(made);
    if (nodes === undefined || graph === undefined) return;
    const all = Array.from({ length: graph.size }, (_, node) =>
      graph.network.configuration(graph.valuesOf(node)),
    );
    expect(new Set(all.map(formatConfiguration))).toEqual(new Set(nodes.keys()));
    const states = all.map(textsOf);
    const knowledge = new Knowledge((process) => graph.questioned(() => true).looks.statesOf(process));
    const count = made.processes.length;
    const groups = [[0], [count - 1], Array.from({ length: count }, (_, i) => i), [0, count - 1]];
    tally.systems++;
    const facts = [
      ...[2, 7].map((rarely) => all.map((_, i) => (i * 7919 + seed) % rarely !== 0)),
      // What is false in one place alone is common knowledge wherever that is not connected with it.
      ...[0, 1, 2, 3].map((k) => all.map((_, i) => i !== Math.floor((k * all.length) / 4))),
    ];
    for (const drawn of facts) {
      const fact: FactTable = Uint8Array.from(drawn, Number);
      const truths = [...fact].map((one) => one === 1);
      for (const group of groups) {
        const found = {
          K: knowledge.knows(at(group, 0), fact),
          E: knowledge.everyone(group, fact),
          D: knowledge.distributed(group, fact),
          C: knowledge.common(group, fact),
        };
        for (const operator of ["K", "E", "D", "C"] as const) {
          const expected = byDefinition[operator](states, group, truths);
          expect([...found[operator]].map((one) => one === 1)).toEqual(expected);
          tally.known += expected.filter((truth) => truth).length;
          tally.unknown += expected.filter((truth, i) => !truth && truths[i] === true).length;
        }
      }
    }
  });

  test("everything happened often enough to mean something", () => {
    console.info(tally);
    expect(Math.min(...Object.values(tally))).toBeGreaterThan(SYSTEMS.length / 15);
  });
});

/** An atom, which has to be a function. */
type Atom = () => string;

type Formula = Parameters<typeof textOf>[0];

/** The atoms that have been named, so that equal ones are the same. */
const atoms = new Map<string, Atom>();

function atom(name: string, process?: string): Atom {
  const text = process === undefined ? name : `${name}{${process}}`;
  const known = atoms.get(text) ?? (() => text);
  atoms.set(text, known);
  return known;
}

const read = (text: string) => parseFormula(text, { atom, group: (names) => names });

const GROUPS = [[], ["p1", "p2"]];

/** Formulas as objects. */
const formulas = fc.letrec<{ formula: Formula }>((tie) => {
  const [one, two] = [tie("formula"), fc.tuple(tie("formula"), tie("formula"))];
  const known = (groups: string[][]) => fc.tuple(fc.constantFrom(...groups), tie("formula"));
  return {
    formula: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<Formula>(atom("done"), atom("decided", "p1"), atom("it-is", "client_2")),
      ...["not", "always", "eventually", "infinitelyOften", "eventuallyAlways"].map((operator) =>
        one.map((part) => ({ [operator]: part })),
      ),
      ...["and", "or", "implies", "until", "weakUntil", "releases", "leadsTo"].map((operator) =>
        two.map((parts) => ({ [operator]: parts })),
      ),
      known([["p2"], ...GROUPS]).map((parts) => ({ knows: parts })),
      known(GROUPS).map((parts) => ({ knowTogether: parts })),
      known(GROUPS).map((parts) => ({ commonKnowledge: parts })),
    ),
  };
}).formula;

const LETTERS: Readonly<Record<string, string>> = { knowTogether: "D", commonKnowledge: "C" };

/** The text of a formula, with all parentheses. */
function textOf(formula: Atom | { readonly [operator: string]: unknown }): string {
  if (typeof formula === "function") return formula();
  const [[operator, given]] = Object.entries(formula) as [[string, unknown]];
  if (!Array.isArray(given)) return `${operator} (${textOf(given as Formula)})`;
  const [first, second] = given as [Formula | string[], Formula];
  if (!Array.isArray(first)) return `(${textOf(first)}) ${operator} (${textOf(second)})`;
  const letter = LETTERS[operator] ?? (first.length === 1 ? "K" : "E");
  return `${letter}${first.length === 0 ? "" : `{${first.join(", ")}}`} (${textOf(second)})`;
}

describe("formulas", () => {
  property.prop([formulas])("are read as they are written", (formula) => {
    expect(read(textOf(formula))).toEqual(formula);
  });

  test.each([
    ["not a and b", "(not (a)) and (b)"],
    ["K{p} a or b and c", "(K{p} (a)) or ((b) and (c))"],
    ["a implies b implies c", "(a) implies ((b) implies (c))"],
    ["C E D{p,q} a", "C (E (D{p, q} (a)))"],
    ["a and b and c", "((a) and (b)) and (c)"],
    ["always a implies eventually not b", "(always (a)) implies (eventually (not (b)))"],
    ["a until K{p} b and c leadsTo d", "(((a) until (K{p} (b))) and (c)) leadsTo (d)"],
  ])("bind as they should: %s", (text, expected) => {
    expect(textOf(read(text) as Formula)).toBe(expected);
  });

  test.each([
    "",
    "K a",
    "K{p,q} a",
    "a b",
    "(a",
    "a)",
    "K{p",
    "a and",
    "not",
    "always",
    "a until",
    "a & b",
    "decided{p,q}",
  ])("are refused if they are none: %s", (text) => {
    expect(() => read(text)).toThrow(UsageError);
    expect(() => read(text)).toThrow("cannot be read");
  });
});
