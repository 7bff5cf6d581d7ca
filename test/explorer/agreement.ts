/** What it means that the kernel agrees with its specification, the reference search. */
import { expect } from "vitest";
import {
  check,
  enabled,
  formatConfiguration,
  formatMessage,
  initialConfiguration,
  inputVectors,
  isExecution,
  isStuck,
  replay,
  search,
  step,
  type CheckOptions,
  type CheckResult,
  type Configuration,
  type Exploration,
  type Schedule,
  type System,
} from "lightcone";
import {
  extended,
  withAlphabet,
  wordsOf,
  type Alphabet,
  type Word,
} from "../../src/model/system/alphabet.ts";
import { looksBack } from "../../src/properties/kinds/kind.ts";
import { doubtAbout } from "../../src/properties/doubt.ts";
import { propertiesOf } from "../../src/properties/property.ts";
import { viewOfConfiguration } from "../../src/properties/view.ts";
import { isThorough } from "../effort.ts";

/** The numbers on which both must agree. */
function numbers({ configurations, transitions, depth, initial, quiescent, beyond }: Exploration): object {
  return { configurations, transitions, depth, initial, quiescent, beyond };
}

/** Verdicts, with the length of the violating schedules, as far as that is the least; or that they go on. */
function verdicts(system: System, exploration: Exploration): Record<string, object> {
  return Object.fromEntries(
    Object.entries(exploration.verdicts).map(([name, verdict]) => {
      if (verdict.verdict !== "violated") return [name, verdict];
      const { schedule } = verdict;
      // Of a formula, each side may show another execution: what holds is judged elsewhere.
      if (propertiesOf(system, [name])[0]?.formula !== undefined) return [name, { verdict: "violated" }];
      const isShortest = schedule.cycle === undefined && !waitsAnywhere(system, name);
      const steps = isShortest ? settledOnes(system, schedule).length : undefined;
      return [name, { verdict: "violated", goesOn: schedule.cycle !== undefined, steps }];
    }),
  );
}

function waitsAnywhere(system: System, name: string): boolean {
  const kind = propertiesOf(system, [name])[0]?.kind;
  return kind?.waiting?.begins === "anywhere" || kind?.countsTurns === true;
}

/** The settled configurations that a schedule leads through. */
function settledOnes(system: System, schedule: Schedule): Configuration[] {
  const execution = replay(system, schedule);
  if (isStuck(execution)) throw new Error(`stuck at ${execution.at}`);
  return execution.configurations.filter(({ pending }) => pending.length === 0);
}

/** What hashed storage is to say: the same, but that it never says that liveness holds. */
function hashedVerdicts(system: System, reference: Exploration): object {
  const expected = verdicts(system, reference);
  for (const { name, kind } of propertiesOf(system)) {
    const verdict = reference.verdicts[name];
    const isEnd = verdict?.verdict === "violated" && verdict.schedule.cycle === undefined;
    if (kind.name === "invariant" || (isEnd && !looksBack(kind))) continue;
    expected[name] = expect.objectContaining({ verdict: "unknown" }) as object;
  }
  return expected;
}

/** Every violating schedule is an execution that refutes its property. */
function expectRefuted(system: System, result: Exploration): void {
  for (const property of propertiesOf(system)) {
    const verdict = result.verdicts[property.name];
    if (verdict?.verdict !== "violated") continue;
    const execution = replay(system, verdict.schedule);
    if (isStuck(execution)) throw new Error(`stuck at ${execution.at}`);
    expect(isExecution(system, execution)).toBe(true);
    const settled = execution.configurations.filter(({ pending }) => pending.length === 0);
    const truths = settled.map((one) => property.predicate(viewOfConfiguration(system, one)));
    if (property.kind.name === "invariant") expect(truths.indexOf(false)).toBe(truths.length - 1);
    expect(doubtAbout(system, property, execution)).toBeUndefined();
  }
}

/** With a limit, each engine visits so many, and says nothing that the whole search does not say. */
export function expectNothingRash(system: System, whole: Exploration): void {
  const limit = 1 + Math.floor(whole.configurations / 2);
  const engines = [
    search(system, { limits: { configurations: limit } }),
    check(system, { configurationsMax: limit }),
    check(system, { configurationsMax: limit, visited: "hashed" }),
  ];
  for (const partial of engines) {
    expect(partial.configurations).toBe(limit);
    for (const [name, { verdict }] of Object.entries(partial.verdicts)) {
      if (verdict === "unknown") continue;
      expect([name, verdict]).toEqual([name, whole.verdicts[name]?.verdict]);
      if (!isInvariant(system, name)) continue;
      expect(verdict).toBe("violated");
    }
  }
}

function isInvariant(system: System, name: string): boolean {
  return propertiesOf(system, [name])[0]?.kind.name === "invariant";
}

/** A system, with all that may be forged in it, and what kernel and reference agree on. */
export interface Agreed {
  readonly here: System;
  readonly result: Exploration;
}

/**
 * The same where messages may be forged: kernel and reference find out, each for itself, what is said in the
 * system, and agree; and nothing else is said.
 */
export function agreedOnForgeries(system: System, configurationsMax: number): Agreed | undefined {
  const result = agreed(system, configurationsMax);
  if (result?.alphabet === undefined) return undefined;
  const { alphabet } = result;
  const here = withAlphabet(system, alphabet);
  const said = saidIn(here);
  expect(extended(alphabet, said)).toBe(alphabet);
  if (system.failures.length === 1) expect(textsOf(extended(new Map(), said))).toEqual(textsOf(alphabet));
  return { here, result };
}

function textsOf(alphabet: Alphabet): string[] {
  return [...alphabet]
    .flatMap(([pair, words]) => words.map((word) => `${pair} ${formatMessage(word)}`))
    .sort();
}

/** Everything that processes say in a system, found by walking through all configurations. */
function saidIn(here: System): Word[] {
  const words: Word[] = [];
  const todo: Configuration[] = [...inputVectors(here)].map((inputs) => initialConfiguration(here, inputs));
  const known = new Set(todo.map(formatConfiguration));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    for (const event of enabled(here, next)) {
      if (event.kind === "send") words.push(...wordsOf(here, event));
      const after = step(here, next, event);
      const text = formatConfiguration(after);
      if (known.has(text)) continue;
      known.add(text);
      todo.push(after);
    }
  }
  return words;
}

/** The reference follows some thousand transitions a second. */
const TRANSITIONS_MAX = isThorough ? Infinity : 800;

/** Kernel, exact and hashed, and reference agree. @returns what on; undefined if it is too large. */
export function agreed(system: System, configurationsMax: number): CheckResult | undefined {
  const limited: CheckOptions = { configurationsMax };
  const limits = { configurations: configurationsMax };
  const exact = check(system, limited);
  if (exact.cutoff !== undefined) {
    expect(exact.configurations).toBe(configurationsMax);
    if (!isThorough) return undefined;
    expect(check(system, { ...limited, visited: "hashed" }).configurations).toBe(configurationsMax);
    expect(search(system, { limits, properties: [] }).configurations).toBe(configurationsMax);
    return undefined;
  }
  if (exact.transitions > TRANSITIONS_MAX) return undefined;
  const reference = search(system, { limits });
  expect(numbers(exact)).toEqual(numbers(reference));
  expect(verdicts(system, exact)).toEqual(verdicts(system, reference));
  expectRefuted(system, reference);
  expectRefuted(system, exact);
  const hashed = check(system, { visited: "hashed" });
  expect(numbers(hashed)).toEqual(numbers(reference));
  expect(verdicts(system, hashed)).toEqual(hashedVerdicts(system, reference));
  expectRefuted(system, hashed);
  return exact;
}
