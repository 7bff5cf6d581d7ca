/** The kinds of properties: all that searches, simulations and reports have to know of each. */
import type { KindName, Predicate } from "../../model/system/protocol.ts";
import type { CoreFormula, KnowledgePart } from "../formula/coreFormula.ts";

/** The truths of a property's predicates in one configuration, in the order in which they are given. */
export type Truths = readonly boolean[];

/**
 * The way in which an execution may refute a property in the long run: from some configuration on it *waits*
 * for what does not come, until it ends, or for ever in an admissible way.
 */
export interface Wait {
  /** The configurations in which an execution may begin to wait: the first only, or any. */
  readonly begins: "at the start" | "anywhere";
  /** Whether it begins to wait in a configuration; default: wherever it would go on. */
  starts?(truths: Truths): boolean;
  /** Whether it goes on waiting. */
  goesOn(truths: Truths): boolean;
  /** Whether it is refuted by coming to a configuration while it waits. */
  breaks?(truths: Truths): boolean;
  /** Whether a configuration has to be met again and again, or at the end; default: any. */
  again?(truths: Truths): boolean;
  /** Whether a configuration puts the property to the test: without one it holds for want of any. */
  tests?(truths: Truths): boolean;
  /** Whether to wait for ever refutes nothing, and only to end does: then ends put it to the test. */
  readonly endsOnly?: true;
  /** Whether coins fall by chance, so that it is refuted only where it may wait with some probability. */
  readonly byChance?: true;
}

/** A violation, as far as texts tell of it. */
export interface Refutation {
  /** The name of the property. */
  readonly name: string;
  /** The length of the schedule: "6 steps", "2 rounds". */
  readonly length: string;
  /** Of what goes on for ever, the length of the cycle, and a sentence: "its last step happens again …". */
  readonly cycle?: { readonly length: string; readonly again: string };
}

/** A kind of property. Adding one is adding a file beside this one, a line to the list, and its form. */
export interface PropertyKind {
  /** The name that protocols (`{ invariant: … }`) and reports have for it. */
  readonly name: KindName;
  /** The meaning of such a property, in one line. */
  readonly about: string;
  /** The way to refute it in the long run; absent: a configuration in which it is false refutes it. */
  readonly waiting?: Wait;
  /**
   * Whether a configuration in which it is true is wanted, instead of all being so. Then its predicate is
   * asked the other way round: a configuration in which that is false is what is looked for.
   */
  readonly isWanted?: true;
  /**
   * Whether its predicates are about one process of a role, and it is judged of each by itself, or asks
   * whether some is so. Absent: they are about all, unless it is said for each process.
   */
  readonly ofEach?: "by itself" | "together";
  /** Whether it is asked of steps, and not of configurations. */
  readonly judgesSteps?: true;
  /** Whether it counts how often others have their turns: see boundedWaiting.ts. */
  readonly countsTurns?: true;
  /** Whether executions are compared with those of a specification: see counterparts.ts. */
  readonly comparesExecutions?: true;
  /** The formula over its predicates, in what a protocol gives for it; absent: there is none. */
  formulaOf?(given: unknown): CoreFormula | undefined;
  /** The parts of that formula about what processes know, whose numbers follow those of the predicates. */
  knowledgeOf?(given: unknown): readonly KnowledgePart[] | undefined;
  /** The bound on what is counted, in what a protocol gives for it. */
  boundOf?(given: unknown): number;
  /** The predicates in what a protocol gives for it; undefined if that is malformed. */
  predicatesOf(given: unknown): readonly Predicate<unknown>[] | undefined;
  /** The description of what has to be given, for errors. */
  readonly form: string;
  /** Whether a configuration is as it should be in the end, whatever was before; default: the first truth. */
  isFine?(truths: Truths): boolean;
  /** The text beside "violated". */
  caption(told: Refutation): string;
  /** The text on what a violating schedule shows; undefined if that is plain. */
  explanation(told: Refutation): string | undefined;
  /** Whether the schedule that a search finds has the fewest steps of all. */
  readonly isShortest: boolean;
  /** The meaning of a false predicate where an execution is, or of what goes on for ever. */
  falsehood(stage: FalsehoodStage): string;
}

/** The stage at which a property is asked: on the way, at an end, or of what goes on for ever. */
type FalsehoodStage = "on the way" | "at an end" | "for ever";

/** The texts of a kind for each stage. */
export function falsehoods(onTheWay: string, forEver: string): PropertyKind["falsehood"] {
  const texts = {
    "on the way": onTheWay,
    "at an end": "false, and nothing more can happen",
    "for ever": forEver,
  };
  return (stage) => texts[stage];
}

/** Whether a kind is judged on steps: what is true of a configuration by itself says nothing. */
export function isOfSteps({ judgesSteps, countsTurns, comparesExecutions }: PropertyKind): boolean {
  return judgesSteps === true || countsTurns === true || comparesExecutions === true;
}

/** Whether a kind is refuted in the long run: by executions that end, or go on for ever. */
export function isOfLongRuns({ waiting, formulaOf }: PropertyKind): boolean {
  return waiting !== undefined || formulaOf !== undefined;
}

/** Whether a kind is asked of configurations, each by itself. */
export function isOfConfigurations(kind: PropertyKind): boolean {
  return !isOfLongRuns(kind) && !isOfSteps(kind);
}

/** Whether a kind is judged when all configurations are known, by looking at them again. */
export function looksBack(kind: PropertyKind): boolean {
  return kind.waiting?.begins === "anywhere" || kind.formulaOf !== undefined || isOfSteps(kind);
}

/** The predicate of a kind that takes a function. */
export function functionGiven(given: unknown): readonly Predicate<unknown>[] | undefined {
  return typeof given === "function" ? [given as Predicate<unknown>] : undefined;
}

/** The predicates of a kind that takes two functions. */
export function twoFunctionsGiven(given: unknown): readonly Predicate<unknown>[] | undefined {
  if (!Array.isArray(given) || given.length !== 2) return undefined;
  return given.every((one) => typeof one === "function") ? (given as Predicate<unknown>[]) : undefined;
}

/** Whether an execution waits in a configuration, given whether it did in the one before, if there is one. */
export function waitsIn(waiting: Wait, truths: Truths, before: boolean | undefined): boolean {
  const { begins, starts = (one) => waiting.goesOn(one) } = waiting;
  if (begins === "at the start") return before !== false && waiting.goesOn(truths);
  return (before === true && waiting.goesOn(truths)) || starts(truths);
}

/** The text on an execution that waits for ever, or has ended. */
export function waitsFor({ length, cycle }: Refutation, whatNot: string): string {
  return cycle === undefined
    ? `The execution ends: after ${length} nothing is enabled; ${whatNot}.`
    : `The execution goes on for ever: ${cycle.again}; ${whatNot}.`;
}
