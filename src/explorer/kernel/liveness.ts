/** Judging what is true in the long run, on the configurations that an expansion has visited. */
import { ANY, noLetters, timeMayStand, type Terms } from "../../model/transition/debt.ts";
import type { Wait } from "../../properties/kinds/kind.ts";
import { assumedIn, cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import type { Judge } from "../../tables/judge.ts";
import { Jury } from "../../tables/jury.ts";
import type { Network } from "../../tables/network.ts";
import type { Refuted } from "../endless/longRun.ts";
import { WaitQuestion, type LongRunQuestion, type QuestionedGraph } from "../endless/longRunQuestion.ts";
import { bytesOfOrder, isAcyclic } from "./acyclic.ts";
import { Expansion, type Storage } from "./expansion.ts";
import { retrace } from "./retrace.ts";
import { StandingStill } from "./standstill.ts";
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
    for (let i = 0; i < this.juries.length; i++) this.truths[i] = (this.juries[i] as Jury).allTrue(values);
    return this.truths;
  }
}

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
  private readonly standing: StandingStill | undefined;
  /** Whether something puts the property to the test, as far as it has come. */
  isTested: boolean;

  constructor(
    network: Network,
    {
      judges,
      waiting,
      terms,
    }: { readonly judges: readonly Judge[]; readonly waiting: Wait; readonly terms: Terms },
    storage: Storage,
  ) {
    this.network = network;
    this.truth = new Truth(judges);
    this.waiting = waiting;
    this.terms = terms;
    this.storage = storage;
    this.isTested = waiting.tests === undefined;
    this.standing = this.newStanding();
    this.expansion = new Expansion(network, storage, {
      visited: (values) => this.visited(values),
      leaves: (values) => this.waits(values),
      quiescent: (number) => this.ends.push(number),
      left: (values, loops) => {
        this.standing?.see(values, loops);
      },
    });
  }

  /** Asks whether one may stand still; undefined where a graph is looked at in any case. */
  private newStanding(): StandingStill | undefined {
    const { network, terms, waiting } = this;
    // Where an execution may end is another question if more is demanded.
    if (this.storage.hashed || terms === ANY || terms.demands.length > 0) return undefined;
    // One side of a coin may lead back, and the other not.
    if (waiting.byChance === true && network.system.channel.keeps) return undefined;
    return new StandingStill(network, terms);
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
    this.judging ??= new LongRunSearch({
      network,
      expansion,
      judges: this.truth,
      question: new WaitQuestion(this.waiting, expansion.visited.count),
      standing: this.standing,
      terms: this.terms,
      ends: this.ends,
      storage,
    });
    return this.judging.advance(cutoff);
  }
}

/** An expansion, and a property to be judged on it in the long run. */
interface JudgedExpansion {
  readonly network: Network;
  /** An expansion that is over. */
  readonly expansion: Expansion;
  readonly judges: Truth | readonly Judge[];
  readonly question: LongRunQuestion;
  /** Answers whether one may stand still in one of all that were left. Absent: ends are to be looked at. */
  readonly standing?: StandingStill | undefined;
  readonly terms: Terms;
  /** The configurations in which nothing has to happen. */
  readonly ends: readonly number[];
  readonly storage: Storage;
  /** Its steps, if somebody has found them again. */
  readonly steps?: StepGraph | undefined;
}

/** Judges a property on an expansion that is over: finds its steps again, and what refutes it. */
export class LongRunSearch {
  private readonly judged: JudgedExpansion;
  private readonly truth: Truth;
  private readonly hasRoom: HasRoom;
  /** The steps of the expansion, as far as they have been found again. */
  steps: StepGraph | undefined;
  private isAcyclic: boolean | undefined;
  /** Whether something puts the property to the test, where nothing refutes it. */
  isTested = true;
  /** Whether it is refuted by what has happened, whatever follows. */
  isBroken = false;

  constructor(judged: JudgedExpansion) {
    this.judged = judged;
    this.truth = judged.judges instanceof Truth ? judged.judges : new Truth(judged.judges);
    this.hasRoom = judged.storage.hasRoom ?? endlessRoom;
    this.steps = judged.steps;
  }

  get bytes(): number {
    return this.steps?.bytes ?? 0;
  }

  /** Goes on. @param cutoff why the expansion ended early, if it did. @returns the verdict, if known */
  advance(cutoff: Cutoff | undefined): Verdict | undefined {
    const { network, expansion, storage, question, terms, standing } = this.judged;
    const unknown = cutoff === undefined ? undefined : cutOff(cutoff, expansion.visited.count);
    if (storage.hashed) return unknown ?? { verdict: "unknown", reason: { kind: "hashed" } };
    if (standing?.isAdmissible === false && unknown === undefined) {
      if (this.isAcyclic === undefined && !this.hasRoom(bytesOfOrder(expansion)))
        return cutOff("memory", expansion.visited.count);
      // What is acyclic ends, and the ends have been looked at.
      this.isAcyclic ??= isAcyclic(network, expansion);
      if (this.isAcyclic) return this.held(standing.isUnread);
    }
    if (this.steps === undefined && !this.hasRoom(StepGraph.bytesFor(expansion)))
      return cutOff("memory", expansion.visited.count);
    const steps = (this.steps ??= new StepGraph(network, expansion));
    if (steps.advance(STRIDE)) return undefined;
    for (let node = 0; node < steps.size; node++) question.tell(node, this.truth.of(steps.valuesOf(node)));
    const verdict = this.verdict(steps, unknown);
    if (verdict.verdict === "holds") this.isTested = question.isTestedOn(this.asked(steps, terms));
    return verdict;
  }

  private verdict(steps: StepGraph, unknown: Verdict | undefined): Verdict {
    const { system } = this.judged.network;
    const { terms, question } = this.judged;
    const open = this.openOn(steps, unknown);
    if (open !== undefined) return open;
    const found = this.refutationOn(steps, terms, unknown === undefined);
    if (found !== undefined) {
      const simulates = system.processes.some(({ role }) => role.automaton !== undefined);
      if (simulates && found.cycle !== undefined)
        return { verdict: "unknown", reason: { kind: "simulated" } };
      this.isBroken = found.isBroken === true;
      return { verdict: "violated", schedule: scheduleAlong(steps, found) };
    }
    const left = unknown ?? question.leftOpen;
    if (left !== undefined) return left;
    const { timing, channel } = system;
    const held = this.held(false);
    if (held.verdict !== "holds" || terms === ANY) return held;
    if (timing.ticks !== undefined && this.refutationOn(steps, timeMayStand(terms)) !== undefined)
      return { verdict: "unknown", reason: { kind: "time stands still" } };
    return this.held(channel.keeps && this.refutationOn(steps, noLetters(terms)) !== undefined);
  }

  /** The verdict where nothing refutes it; `comeAgain`: if messages that stay are received for ever. */
  private held(comeAgain: boolean): Verdict {
    const { network, expansion, terms } = this.judged;
    const held = heldWithin(network.system.within, expansion);
    if (held.verdict !== "holds") return held;
    if (terms === ANY) return { ...held, assumed: "no fairness" };
    return { ...held, ...assumedIn(terms.demands, comeAgain ? "kept messages come again" : undefined) };
  }

  /** The verdict where the question asks for all that there is, and that is not known. */
  private openOn(steps: StepGraph, unknown: Verdict | undefined): Verdict | undefined {
    const { question, network, expansion, terms } = this.judged;
    if (question.openOn === undefined || unknown !== undefined) return question.openOn && unknown;
    // More may be said in the next round.
    if (network.listener.extend(network.system) !== network.system)
      return cutOff("interrupted", expansion.visited.count);
    return question.openOn(this.asked(steps, terms), expansion.beyond);
  }

  private refutationOn(steps: StepGraph, terms: Terms, isWhole = true): Refuted | undefined {
    return this.judged.question.refutationOn(this.asked(steps, terms, isWhole));
  }

  private asked(steps: StepGraph, terms: Terms, isWhole = true): QuestionedGraph {
    const { ends, expansion } = this.judged;
    return {
      graph: new OwingGraph(steps, terms),
      initial: expansion.initial,
      isWhole,
      ends,
      distanceTo: (node) => distanceTo(steps, node),
      hasRoom: this.hasRoom,
      looks: steps,
    };
  }
}
