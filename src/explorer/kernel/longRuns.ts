/** The properties of a check that are judged after the first search, one after the other. */
import { Obligations } from "../../properties/formula/obligations.ts";
import { looksBack, type Wait } from "../../properties/kinds/kind.ts";
import { termsOf, type NamedProperty } from "../../properties/property.ts";
import { testedBy, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import type { Judge } from "../../tables/judge.ts";
import type { Network } from "../../tables/network.ts";
import type { StepJudge } from "../../tables/stepJudge.ts";
import type { Reduction, ReductionRefusal } from "../../tables/reduction.ts";
import { questionOf } from "../knowledge/questionOf.ts";
import type { Expansion, Storage } from "./expansion.ts";
import { LivenessSearch, LongRunSearch } from "./liveness.ts";
import { RepeatedRefinement } from "../../tables/repeatedRefinement.ts";
import type { Repetition } from "../../tables/repetition.ts";
import type { SafetySearch } from "./safety.ts";
import type { StepGraph } from "./stepGraph.ts";
import { StepsSearch } from "./stepsSearch.ts";
import { TurnsSearch } from "./turnsSearch.ts";
import { wholeVerdict } from "./whole.ts";

/** The check that they belong to. */
interface LongRunCheck {
  readonly network: Network;
  readonly reduction: Reduction | undefined;
  readonly storage: Storage;
  readonly keepGoing: boolean;
  /** The search for what is judged everywhere, which is over, and why it has ended early, if it did. */
  readonly safety: SafetySearch;
  readonly safetyCutoff: Cutoff | undefined;
  /** Whether a stride is under way. */
  readonly isStriding: boolean;
  readonly stepJudges: readonly StepJudge[];
  judgesOf(property: NamedProperty): readonly Judge[];
  /** Expands a stride, or a part of it. @returns false when there is nothing left to expand */
  stride(expansion: Expansion): boolean;
  /** Whether something was left out that matters; if so, searches begin again. */
  mustBeginAgain(isOver: boolean): boolean;
  beginAll(): void;
  repeatRest(): void;
}

/** The searches for what refutes them, and the verdicts. */
export class LongRuns {
  private readonly check: LongRunCheck;
  private readonly properties: readonly NamedProperty[];
  private readonly repetition: () => Repetition;
  private readonly verdicts = new Map<string, Verdict>();
  /** The properties that are still to be judged, and the search for the first. */
  private waiting: readonly NamedProperty[];
  private search: LivenessSearch | undefined;
  /** The reason why that has ended early, if it is over. */
  private end: { readonly cutoff: Cutoff | undefined } | undefined;
  /** The look at the configurations of the first search, for a property that waits anywhere. */
  private look: LongRunSearch | undefined;
  /** The steps that a look before has found again, for all that follow. */
  private found: StepGraph | undefined;
  /** The look at who goes first, for a property that counts turns. */
  private turns: TurnsSearch | undefined;
  /** The look at its steps, for a property that is asked of steps. */
  private steps: StepsSearch | undefined;
  /** Whether a violation of what is asked of steps was made longer, so that it may not be a shortest one. */
  isLengthened = false;

  /** @param repetition makes what asks author code again, of other copies */
  constructor(check: LongRunCheck, properties: readonly NamedProperty[], repetition: () => Repetition) {
    this.check = check;
    this.repetition = repetition;
    this.properties = properties;
    this.waiting = properties;
  }

  /** The expansion of the search under way, if one is. */
  get expansion(): Expansion | undefined {
    return this.search?.expansion;
  }

  get bytes(): number {
    const [found, look] = [this.found?.bytes ?? 0, this.look?.bytes ?? 0];
    return Math.max(found, look) + (this.search?.bytes ?? 0) + (this.turns?.bytes ?? 0);
  }

  /** Whether what is under way looks at the configurations of the first search. */
  get isLooking(): boolean {
    return [this.look, this.steps, this.turns].some((one) => one !== undefined);
  }

  /** The verdict on a property, when it is known. */
  verdictOn(property: NamedProperty): Verdict | undefined {
    return this.verdicts.get(property.name);
  }

  /** Begins again: with the property that is judged now, or with all. */
  beginAgain(all: boolean): void {
    if (all) this.verdicts.clear();
    this.found = undefined;
    this.turnTo(all ? this.properties : this.waiting);
  }

  /** Turns to the first of some properties. */
  private turnTo(waiting: readonly NamedProperty[]): void {
    this.waiting = waiting;
    this.search = undefined;
    this.end = undefined;
    this.look = undefined;
    this.steps = undefined;
    this.turns = undefined;
  }

  /** Goes on. @returns false when every property has been judged */
  advance(): boolean {
    const [property] = this.waiting;
    if (property === undefined) return false;
    const { waiting } = property.kind;
    if (property.step !== undefined) {
      this.steps ??= this.newSteps(property);
      const verdict = this.steps.advance(this.check.safetyCutoff);
      if (verdict === "leave nothing out") this.leaveNothingOut("steps are judged");
      else this.conclude(property, verdict, false);
    } else if (property.kind.countsTurns === true) {
      this.turns ??= this.newTurns(property);
      this.conclude(property, this.turns.advance(this.check.safetyCutoff), false);
    } else if (looksBack(property.kind)) {
      const refusal = refusalOf(property);
      if (refusal !== undefined && this.check.reduction?.isOn === true) return this.leaveNothingOut(refusal);
      this.look ??= this.newLook(property);
      const verdict = this.look.advance(this.check.safetyCutoff);
      this.conclude(property, verdict, !this.look.isBroken);
    } else if (waiting !== undefined) this.advanceSearch(property, waiting);
    return true;
  }

  private newSteps(property: NamedProperty): StepsSearch {
    const { network, safety, stepJudges } = this.check;
    const judge = stepJudges.find((one) => one.property === property) as StepJudge;
    const isReduced = this.check.reduction?.isOn === true;
    return new StepsSearch(network, { expansion: safety.expansion, judge, isReduced });
  }

  private newTurns(property: NamedProperty): TurnsSearch {
    const { network, safety, storage } = this.check;
    const judges = this.check.judgesOf(property);
    return new TurnsSearch(network, property, { ...storage, expansion: safety.expansion, judges });
  }

  private newLook(property: NamedProperty): LongRunSearch {
    const { network, storage, safety } = this.check;
    const { expansion, ends } = safety;
    const [judges, terms] = [this.check.judgesOf(property), termsOf(property)];
    const question = questionOf(property, expansion.visited.count, {
      automatonOf: (...read) => new Obligations(...read),
      notesOn: () => new RepeatedRefinement(property, this.repetition()),
    });
    const steps = this.found;
    return new LongRunSearch({ network, expansion, judges, question, terms, ends, storage, steps });
  }

  private newSearch(property: NamedProperty, waiting: Wait): LivenessSearch {
    const { network, storage } = this.check;
    const asked = { judges: this.check.judgesOf(property), waiting, terms: termsOf(property) };
    return new LivenessSearch(network, asked, { ...storage, max: this.max });
  }

  /** The maximum number of configurations: after a violation, no more than for invariants. */
  private get max(): number {
    const { keepGoing, safety, storage } = this.check;
    const isViolated = [...this.verdicts.values()].some(({ verdict }) => verdict === "violated");
    if (keepGoing || !(isViolated || safety.isViolated)) return storage.max;
    return Math.min(storage.max, safety.expansion.configurations);
  }

  /** Goes on with the search for a property that waits from the start. */
  private advanceSearch(property: NamedProperty, waiting: Wait): void {
    const { check } = this;
    const search = (this.search ??= this.newSearch(property, waiting));
    if (this.end !== undefined)
      return this.conclude(property, search.judge(this.end.cutoff), !search.isBroken);
    const more = check.stride(search.expansion);
    if (more && check.isStriding) return;
    const isOver = !more || search.isEnough;
    if (check.mustBeginAgain(isOver) || !isOver) return;
    const limit = this.max < check.storage.max ? "violation" : "configurations";
    this.end = { cutoff: search.expansion.full ? limit : undefined };
  }

  /** Begins again with all. @returns true: there is more to do */
  private leaveNothingOut(why: ReductionRefusal): true {
    this.check.reduction?.giveUp(why);
    this.check.beginAll();
    return true;
  }

  /** Notes the verdict on a property, if known. `hasToEnd`: what refutes it ends, or goes on for ever. */
  private conclude(property: NamedProperty, verdict: Verdict | undefined, hasToEnd: boolean): void {
    const { network, reduction } = this.check;
    if (verdict === undefined || this.check.mustBeginAgain(true)) return;
    const { isTested = true } = this.look ?? this.search ?? this.turns ?? {};
    const tested = testedBy(verdict, isTested);
    const told = reduction === undefined ? tested : wholeVerdict(network, tested, hasToEnd);
    if (told === undefined) return void this.leaveNothingOut("letters pile up");
    this.isLengthened ||= property.step !== undefined && isLonger(told, verdict);
    this.verdicts.set(property.name, told);
    this.found ??= this.look?.steps;
    this.turnTo(this.waiting.slice(1));
    this.check.repeatRest();
  }
}

/** The reason why nothing may be left out where a property is judged; undefined if there is none. */
function refusalOf({ knowledge, refined }: NamedProperty): ReductionRefusal | undefined {
  if (knowledge !== undefined) return "knowledge is judged";
  return refined === undefined ? undefined : "steps are judged";
}

/** Whether a schedule has more events than it was found with. */
function isLonger(told: Verdict, found: Verdict): boolean {
  if (told.verdict !== "violated" || found.verdict !== "violated") return false;
  return told.schedule.events.length > found.schedule.events.length;
}
