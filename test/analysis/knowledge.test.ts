/** Knowledge against its definition, by brute force on generated systems, and formulas as text. */
import { fc, test as property } from "@fast-check/vitest";
import { formatConfiguration, parseFailures, system, UsageError, type Configuration } from "lightcone";
import { Knowledge, parseFormula, type FactTable, type Formula } from "lightcone/analysis";
import { exploredGraph } from "lightcone/explorer";
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
    const knowledge = new Knowledge(graph);
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

/** Formulas, and their texts with all parentheses. */
const formulas = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<Formula>(
      { kind: "atom", name: "done" },
      { kind: "atom", name: "decided", process: "p1" },
      { kind: "atom", name: "it-is", process: "client_2" },
    ),
    fc.record({ kind: fc.constant("not" as const), of: tie("formula") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const, "implies" as const),
      left: tie("formula"),
      right: tie("formula"),
    }),
    fc.record({ kind: fc.constant("K" as const), group: fc.constant(["p2"]), of: tie("formula") }),
    fc.record({
      kind: fc.constantFrom("E" as const, "D" as const, "C" as const),
      group: fc.constantFrom<string[]>([], ["p1", "p2"]),
      of: tie("formula"),
    }),
  ),
})).formula;

function textOf(formula: Formula): string {
  switch (formula.kind) {
    case "atom":
      return formula.process === undefined ? formula.name : `${formula.name}{${formula.process}}`;
    case "not":
      return `not (${textOf(formula.of)})`;
    case "and":
    case "or":
    case "implies":
      return `(${textOf(formula.left)}) ${formula.kind} (${textOf(formula.right)})`;
    default: {
      const group = formula.group.length === 0 ? "" : `{${formula.group.join(", ")}}`;
      return `${formula.kind}${group} (${textOf(formula.of)})`;
    }
  }
}

describe("formulas", () => {
  property.prop([formulas])("are read as they are written", (formula) => {
    expect(parseFormula(textOf(formula))).toEqual(formula);
  });

  test.each([
    ["not a and b", "(not (a)) and (b)"],
    ["K{p} a or b and c", "(K{p} (a)) or ((b) and (c))"],
    ["a implies b implies c", "(a) implies ((b) implies (c))"],
    ["C E D{p,q} a", "C (E (D{p, q} (a)))"],
    ["a and b and c", "((a) and (b)) and (c)"],
  ])("bind as they should: %s", (text, expected) => {
    expect(textOf(parseFormula(text))).toBe(expected);
  });

  test.each(["", "K a", "K{p,q} a", "a b", "(a", "a)", "K{p", "a and", "not", "a & b", "decided{p,q}"])(
    "are refused if they are none: %s",
    (text) => {
      expect(() => parseFormula(text)).toThrow(UsageError);
      expect(() => parseFormula(text)).toThrow("cannot be read");
    },
  );
});
