/** Judging what is true in the long run, on the configurations that an expansion has visited. */
import { ANY, type Terms } from "../../model/transition/debt.ts";
import type { Wait } from "../../properties/kinds/kind.ts";
import { assumedIn, cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import type { Judge } from "../../tables/judge.ts";
import { Jury } from "../../tables/jury.ts";
import type { Network } from "../../tables/network.ts";
import { LongRun, refutationByChance, type Refuted, type WaitingNodes } from "../endless/longRun.ts";
import { bytesOfOrder, isAcyclic } from "./acyclic.ts";
import { Expansion, type Storage } from "./expansion.ts";
import { retrace } from "./retrace.ts";
import { endlessRoom, type HasRoom } from "./room.ts";
import { OwingGraph, StepGraph } from "./stepGraph.ts";
import { distanceTo, scheduleAlong } from "./walks.ts";

/** The truths of a property's predicates, by the values of slots. */
class Truth {
  private readonly juries: readonly Jury[];
  private readonly truths: boolean[];

  constructor(judges: readonly Judge[]) {
    this.juries = judges.map((judge) => new Jury([judge]));
    this.truths = judges.map(() => false);
  }

  /** The truths in a configuration, valid until the next call. */
  of(values: Int32Array): readonly boolean[] {
    for (const [i, jury] of this.juries.entries()) this.truths[i] = jury.allTrue(values);
    return this.truths;
  }
}

/** The marks of a configuration. */
const GOES_ON = 1;
const STARTS = 2;
const WANTED = 4;

/** The number of configurations whose steps are found again between two looks at whether that is enough. */
const STRIDE = 2_000;

/** A search for what refutes a property that waits from the start: it goes on while executions wait. */
export class LivenessSearch {
  readonly expansion: Expansion;
  private readonly network: Network;
  private readonly truth: Truth;
  private readonly waiting: Wait;
  private readonly terms: Terms;
  private readonly storage: Storage;
  private readonly ends: number[] = [];
  private broken = -1;
  private judging: LongRunSearch | undefined;
  private number = 0;
  /** Whether something puts the property to the test, as far as it has come. */
  isTested: boolean;

  constructor(
    network: Network,
    {
      judges,
      waiting,
      terms,
    }: Pick<JudgedExpansion, "waiting" | "terms"> & { readonly judges: readonly Judge[] },
    storage: Storage,
  ) {
    this.network = network;
    this.truth = new Truth(judges);
    this.waiting = waiting;
    this.terms = terms;
    this.storage = storage;
    this.isTested = waiting.tests === undefined;
    this.expansion = new Expansion(network, storage, {
      visited: (values) => this.visited(values),
      leaves: (values) => this.waits(values),
      quiescent: (number) => this.ends.push(number),
    });
  }

  private visited(values: Int32Array): void {
    const number = this.number++;
    this.isTested ||= this.waiting.tests?.(this.truth.of(values)) === true;
    if (this.broken === -1 && this.waiting.breaks?.(this.truth.of(values)) === true) this.broken = number;
  }

  private waits(values: Int32Array): boolean {
    return this.waiting.goesOn(this.truth.of(values));
  }

  get bytes(): number {
    return this.expansion.bytes + (this.judging?.bytes ?? 0);
  }

  /** Whether it is refuted by a configuration that it has come to. */
  get isBroken(): boolean {
    return this.broken !== -1;
  }

  /** An end that refutes; where more is demanded, that is judged later. */
  private get refutingEnd(): number | undefined {
    return this.terms.demands.length === 0 ? this.ends[0] : undefined;
  }

  /** Whether a refutation is found already. */
  get isEnough(): boolean {
    return this.broken !== -1 || this.refutingEnd !== undefined;
  }

  /**
   * Judges some more of what a finished expansion has visited.
   * @param cutoff why it ended early, if it did
   * @returns the verdict, when it is known
   */
  judge(cutoff: Cutoff | undefined): Verdict | undefined {
    const { network, expansion, storage } = this;
    const refuting = this.broken === -1 ? this.refutingEnd : this.broken;
    if (refuting !== undefined)
      return { verdict: "violated", schedule: retrace(network, expansion, refuting) };
    const judged = {
      network,
      expansion,
      judges: this.truth,
      waiting: this.waiting,
      terms: this.terms,
      ends: this.ends,
      storage,
    };
    this.judging ??= new LongRunSearch(judged);
    return this.judging.advance(cutoff);
  }
}

/** An expansion, and a property to be judged on it in the long run. */
interface JudgedExpansion {
  readonly network: Network;
  /** An expansion that is over. */
  readonly expansion: Expansion;
  readonly judges: Truth | readonly Judge[];
  readonly waiting: Wait;
  readonly terms: Terms;
  /** The configurations in which nothing has to happen. */
  readonly ends: readonly number[];
  readonly storage: Storage;
}

/** The same terms, but time is owed only where it may pass. */
function timeMayStand(terms: Terms): Terms {
  return { ...terms, time: "while it may pass" };
}

/** The same terms, but no letters are owed. */
function noLetters(terms: Terms): Terms {
  return { ...terms, isForgiven: ({ kind }) => kind === "letter" };
}

/** Judges a property on an expansion that is over: finds its steps again, and what refutes it. */
export class LongRunSearch {
  private readonly judged: JudgedExpansion;
  private readonly truth: Truth;
  private readonly hasRoom: HasRoom;
  private steps: StepGraph | undefined;
  private readonly marks: Uint8Array;
  private isAcyclic: boolean | undefined;
  /** Whether something puts the property to the test, when all is marked. */
  isTested: boolean;

  constructor(judged: JudgedExpansion) {
    this.judged = judged;
    const { endsOnly, tests } = judged.waiting;
    this.isTested = endsOnly === true ? judged.ends.length > 0 : tests === undefined;
    this.truth = judged.judges instanceof Truth ? judged.judges : new Truth(judged.judges);
    this.hasRoom = judged.storage.hasRoom ?? endlessRoom;
    this.marks = new Uint8Array(judged.expansion.visited.count);
  }

  get bytes(): number {
    return this.marks.byteLength + (this.steps?.bytes ?? 0);
  }

  /** Goes on. @param cutoff why the expansion ended early, if it did. @returns the verdict, if known */
  advance(cutoff: Cutoff | undefined): Verdict | undefined {
    const { network, expansion, storage, waiting, terms } = this.judged;
    const unknown = cutoff === undefined ? undefined : cutOff(cutoff, expansion.visited.count);
    if (storage.hashed) return unknown ?? { verdict: "unknown", reason: { kind: "hashed" } };
    // Where an execution may end is another question if more is demanded.
    const isPlain = terms !== ANY && terms.demands.length === 0;
    if (waiting.begins === "at the start" && unknown === undefined && isPlain) {
      if (this.isAcyclic === undefined && !this.hasRoom(bytesOfOrder(expansion)))
        return cutOff("memory", expansion.visited.count);
      // What is acyclic ends, and the ends have been looked at.
      this.isAcyclic ??= isAcyclic(network, expansion);
      if (this.isAcyclic) return heldWithin(network.system.within, expansion);
    }
    if (this.steps === undefined && !this.hasRoom(StepGraph.bytesFor(expansion)))
      return cutOff("memory", expansion.visited.count);
    const steps = (this.steps ??= new StepGraph(network, expansion));
    if (steps.advance(STRIDE)) return undefined;
    this.mark(steps);
    return this.verdict(steps, unknown);
  }

  private mark(steps: StepGraph): void {
    const { waiting } = this.judged;
    for (let node = 0; node < steps.size; node++) {
      const truths = this.truth.of(steps.valuesOf(node));
      this.isTested ||= waiting.tests?.(truths) === true;
      if (waiting.goesOn(truths)) this.marks[node] = GOES_ON;
      if (waiting.starts?.(truths) === true) this.marks[node] = (this.marks[node] as number) | STARTS;
      if (waiting.again?.(truths) === true) this.marks[node] = (this.marks[node] as number) | WANTED;
    }
  }

  private verdict(steps: StepGraph, unknown: Verdict | undefined): Verdict {
    const { system } = this.judged.network;
    const { terms } = this.judged;
    const found = this.refutationOn(steps, terms, unknown === undefined);
    if (found !== undefined) {
      const simulates = system.processes.some(({ role }) => role.automaton !== undefined);
      if (simulates && found.cycle !== undefined)
        return { verdict: "unknown", reason: { kind: "simulated" } };
      return { verdict: "violated", schedule: scheduleAlong(steps, found) };
    }
    if (unknown !== undefined) return unknown;
    const { timing, channel, within } = system;
    const held = heldWithin(within, this.judged.expansion);
    if (held.verdict !== "holds") return held;
    if (terms === ANY) return { ...held, assumed: "no fairness" };
    if (timing.ticks !== undefined && this.refutationOn(steps, timeMayStand(terms)) !== undefined)
      return { verdict: "unknown", reason: { kind: "time stands still" } };
    const { demands } = terms;
    if (channel.keeps && this.refutationOn(steps, noLetters(terms)) !== undefined)
      return { ...held, ...assumedIn(demands, "kept messages come again") };
    return { ...held, ...assumedIn(demands) };
  }

  private refutationOn(steps: StepGraph, terms: Terms, isWhole = true): Refuted | undefined {
    const { waiting, ends } = this.judged;
    const has = (mark: number) => (node: number) => ((this.marks[node] as number) & mark) !== 0;
    const question: WaitingNodes = {
      goesOn: has(GOES_ON),
      ...(waiting.starts === undefined ? {} : { starts: has(STARTS) }),
      ...(waiting.again === undefined ? {} : { isWanted: has(WANTED) }),
      ends,
      endsOnly: waiting.endsOnly === true,
      distanceTo: (node) => distanceTo(steps, node),
    };
    const graph = new OwingGraph(steps, terms);
    if (waiting.byChance === true) return refutationByChance(graph, question, isWhole);
    return new LongRun(graph, question).refutation();
  }
}
