/** The kernel behind `Check`: a search for all that is judged everywhere, and one for each other property. */
import type { Listener } from "../../model/system/alphabet.ts";
import type { System } from "../../model/system/system.ts";
import { isOfConfigurations, looksBack } from "../../properties/kinds/kind.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { cutOff, turnedRound, type Cutoff, type Verdict, type Violated } from "../../properties/verdict.ts";
import { idlePartsOf } from "../../tables/idleParts.ts";
import type { Confines } from "../../tables/confines.ts";
import type { CheckOptions, CheckResult, Progress } from "../explorer.ts";
import type { AlphabetRound } from "./alphabetCheck.ts";
import { omissionProbability } from "./fingerprint.ts";
import { EdgeRecord } from "./edgeRecord.ts";
import type { Expansion, Storage } from "./expansion.ts";
import { Judge } from "../../tables/judge.ts";
import { StepJudge } from "../../tables/stepJudge.ts";
import { LongRuns } from "./longRuns.ts";
import { Network } from "../../tables/network.ts";
import { LeftOutWrongly } from "../../tables/deadItems.ts";
import { Reduction } from "../../tables/reduction.ts";
import { Unsettled } from "../../tables/symmetry/permutation.ts";
import { Symmetry } from "../../tables/symmetry/symmetry.ts";
import { ToldApart } from "../../tables/symmetry/toldApart.ts";
import { WholeViolations } from "./whole.ts";
import { Repeat } from "../../tables/repeat.ts";
import { Repetition } from "../../tables/repetition.ts";
import { confinesOf } from "./confinesOf.ts";
import { copyOf } from "./copyOf.ts";
import { endlessRoom, NoRoom } from "./room.ts";
import { SafetySearch } from "./safety.ts";
import { Shortening, stepsOf } from "./shortening.ts";
import { sprawlOf } from "./sprawl.ts";
import { STRIDE, Strides } from "./strides.ts";

/** A check with the kernel, under way. */
export class KernelCheck implements AlphabetRound {
  readonly network: Network;
  private readonly repetitions: readonly Repetition[];
  private readonly hashed: boolean;
  private readonly options: CheckOptions;
  private readonly properties: readonly NamedProperty[];
  /** The judges of each property, one for each of its predicates. */
  private readonly judges: ReadonlyMap<string, readonly Judge[]>;
  /** The judges of properties, and of what bounds the search. */
  private readonly allJudges: readonly (Judge | StepJudge)[];
  readonly stepJudges: readonly StepJudge[];
  private readonly confines: Confines | undefined;
  readonly reduction: Reduction | undefined;
  private readonly symmetry: Symmetry | undefined;
  safety: SafetySearch;
  safetyCutoff: Cutoff | undefined;
  private safetyDone = false;
  /** Whether edges are noted while exploring, as somebody looks back at them. */
  private notesEdges: boolean;
  /** The verdicts of the search for all invariants, when it is over. */
  private safetyVerdicts: ReadonlyMap<string, Verdict> = new Map();
  private readonly wholes: WholeViolations;
  private readonly longRuns: LongRuns;
  private stopped: Cutoff | undefined;
  /** The search for shorter violations, which comes last, and whether it is over. */
  private shortening: Shortening | undefined;
  private isShortened = false;
  private readonly strides: Strides;

  constructor(system: System, options: CheckOptions) {
    this.options = options;
    this.hashed = options.visited === "hashed";
    const repetition = (): Repetition => new Repetition(() => copyOf(system, options.fresh));
    const steps = repetition();
    this.network = new Network(system, new Repeat(steps));
    this.strides = new Strides(this.network.author);
    this.wholes = new WholeViolations(system);
    this.properties = propertiesOf(system, options.properties);
    this.judges = new Map(
      this.properties.map((property) => {
        const judges = property.predicates.map((_, part) => {
          return new Judge(this.network, property, { repetition: repetition(), part });
        });
        return [property.name, judges];
      }),
    );
    this.confines = confinesOf(this.network, repetition());
    const ofSteps = this.properties.filter(({ step }) => step !== undefined);
    this.stepJudges = ofSteps.map((property) => new StepJudge(this.network, property, repetition()));
    const judges = [...this.judges.values(), this.confines?.judge ?? [], this.stepJudges];
    this.allJudges = judges.flat();
    this.repetitions = [steps, ...this.allJudges.map((judge) => judge.repetition)];
    if (options.reduced === true) {
      this.reduction = new Reduction(this.network, [...this.judges.values()].flat(), {
        confines: this.confines,
        probed: () => copyOf(system, options.probed ?? options.fresh),
      });
      this.symmetry = new Symmetry(this.network, options.symmetryMin, this.looksBack);
    }
    const ofExecutions = this.properties.filter(({ kind }) => !isOfConfigurations(kind));
    this.longRuns = new LongRuns(this, ofExecutions, repetition);
    this.notesEdges = !this.hashed && ofExecutions.some(({ kind, step }) => looksBack(kind) && !step);
    this.safety = this.newSafety();
  }

  private get judgedEverywhere(): NamedProperty[] {
    return this.properties.filter(({ kind }) => isOfConfigurations(kind));
  }

  private newSafety(): SafetySearch {
    const { keepGoing, looksBack: notesEnds } = this;
    const judges = this.judgedEverywhere.flatMap((property) => this.judgesOf(property));
    const symmetry = this.symmetry?.begin();
    const edges = this.notesEdges && !symmetry ? new EdgeRecord(this.network, this.storage) : undefined;
    return new SafetySearch(this.network, judges, { ...this.storage, keepGoing, notesEnds, symmetry, edges });
  }

  /** Whether some property is judged on the configurations of the first search, which have to be all. */
  private get looksBack(): boolean {
    return this.properties.some(({ kind }) => looksBack(kind));
  }

  get keepGoing(): boolean {
    return this.options.keepGoing === true;
  }

  get isStriding(): boolean {
    return this.strides.isUnderWay;
  }

  get listener(): Listener {
    return this.network.listener;
  }

  get isCutOff(): boolean {
    return this.stopped !== undefined || this.safety.expansion.full;
  }

  get isExhaustive(): boolean {
    return this.safetyDone && this.safetyCutoff === undefined;
  }

  get storage(): Storage {
    const max = this.options.configurationsMax ?? Infinity;
    const { hashed, confines } = this;
    return { hashed, max, hasRoom: (bytes) => this.hasRoom(bytes), ...(confines && { confines }) };
  }

  /** The judge of a property that has one predicate. */
  private judgeOf(property: NamedProperty): Judge {
    return this.judgesOf(property)[0] as Judge;
  }

  judgesOf(property: NamedProperty): readonly Judge[] {
    return this.judges.get(property.name) as readonly Judge[];
  }

  get progress(): Progress {
    const expansion = this.longRuns.expansion ?? this.safety.expansion;
    const { visited, transitions, depth, expanded } = expansion;
    const { completed } = this;
    return {
      configurations: expansion.configurations,
      transitions,
      depth,
      frontier: visited.count - expanded,
      bytes: this.bytes,
      restarts: (this.reduction?.report.restarts ?? 0) + (this.symmetry?.report.restarts ?? 0),
      initial: this.safety.expansion.initial,
      quiescent: this.safety.quiescent,
      authorCalls: this.network.author.calls,
      ...(completed === undefined ? {} : { completed }),
    };
  }

  /** The number of steps within which all is visited that is judged everywhere, as far as that is known. */
  private get completed(): number | undefined {
    return this.reduction?.isRight === false ? undefined : this.safety.expansion.completed;
  }

  private get bytes(): number {
    return this.searchBytes + this.tableBytes;
  }

  private get searchBytes(): number {
    return this.safety.bytes + this.longRuns.bytes + (this.shortening?.bytes ?? 0);
  }

  private get tableBytes(): number {
    const rest = this.network.bytes + (this.confines?.bytes ?? 0) + (this.symmetry?.bytes ?? 0);
    return this.allJudges.reduce((sum, { bytes }) => sum + bytes, rest);
  }

  /** Whether the other tables may double before the next look. */
  private hasRoomForTables(): boolean {
    const { tableBytes } = this;
    return this.hasRoom(0, tableBytes) && this.options.hasRoom?.(tableBytes) !== false;
  }

  private hasRoom(bytes: number, tableBytes = this.tableBytes): boolean {
    const { memoryBytesMax = Infinity, hasRoom = endlessRoom } = this.options;
    return this.searchBytes + tableBytes + bytes <= memoryBytesMax && hasRoom(bytes);
  }

  advance(): boolean {
    if (this.stopped !== undefined || this.isShortened) return false;
    try {
      if (!this.safetyDone) this.advanceSafety();
      else if (!this.longRuns.advance() && !this.advanceShortening()) return false;
    } catch (error) {
      if (error instanceof LeftOutWrongly) this.mustBeginAgain(true);
      else if (error instanceof NoRoom) this.endForMemory();
      else if (!this.isTold(error)) throw error;
    }
    if (this.strides.mayHaveGrown() && !this.hasRoomForTables()) this.endForMemory();
    return this.stopped === undefined && !this.isShortened;
  }

  /** Ends for want of room, unless there is more without the edges: then it begins again without them. */
  private endForMemory(): void {
    if (this.safetyDone || !this.notesEdges) return this.stop("memory");
    this.notesEdges = false;
    this.beginAll();
    this.strides.beginAgain();
  }

  private advanceSafety(): void {
    if (this.symmetry?.isPreparing === true) {
      this.symmetry.prepare(STRIDE);
      if (!this.symmetry.isPreparing) this.safety = this.newSafety();
      return;
    }
    const more = this.stride(this.safety.expansion);
    if (more && this.strides.isUnderWay) return;
    const isOver = !more || this.safety.isEnough;
    if (isOver) this.symmetry?.settle();
    if (!this.mustBeginAgain(isOver) && isOver) this.endSafety(more);
  }

  /** Whether an error says that the search has to begin again without some symmetry; then it does. */
  private isTold(error: unknown): boolean {
    if (error instanceof Unsettled) return this.mustBeginAgain(true);
    if (!(error instanceof ToldApart)) return false;
    this.symmetry?.tell(error);
    this.safety = this.newSafety();
    this.strides.beginAgain();
    return true;
  }

  /** Whether something was left out that matters; if so, searches begin again. */
  mustBeginAgain(isOver: boolean): boolean {
    const { visited } = this.longRuns.expansion ?? this.safety.expansion;
    const again = this.reduction?.mustBeginAgain(visited.count, isOver) ?? false;
    if (again === false) return false;
    if (again === "all searches" || !this.safetyDone || this.longRuns.isLooking) this.beginAll();
    else this.longRuns.beginAgain(false);
    this.strides.beginAgain();
    return true;
  }

  beginAll(): void {
    this.safety = this.newSafety();
    this.safetyDone = false;
    this.safetyVerdicts = new Map();
    this.safetyCutoff = undefined;
    this.longRuns.beginAgain(true);
  }

  private endSafety(more: boolean): void {
    if (more) this.safetyCutoff = "violation";
    else if (this.safety.expansion.full) this.safetyCutoff = "configurations";
    this.safetyDone = true;
    // Schedules are found now, as a later search may begin again with other moves.
    const verdicts = this.judgedEverywhere.map((one) => [one.name, this.safetyVerdict(one)] as const);
    this.safetyVerdicts = new Map(verdicts);
    this.repeatRest();
  }

  /** Expands a stride, or a part of it. @returns false when there is nothing left to expand */
  stride(expansion: Expansion): boolean {
    return this.strides.take(expansion);
  }

  /** Looks for shorter violations, after all verdicts. @returns false when there is no need to, or no more */
  private advanceShortening(): boolean {
    const shortening = (this.shortening ??= this.newShortening());
    if (shortening === undefined) return false;
    this.isShortened = shortening.isOver || !this.stride(shortening.expansion);
    return !this.isShortened;
  }

  private newShortening(): Shortening | undefined {
    const steps = new Map(
      this.judgedEverywhere.flatMap((property) => {
        const verdict = this.toldOn(property);
        const isLonger = verdict.verdict === "violated" && !this.isAsFound(property, verdict);
        return isLonger ? [[this.judgeOf(property), stepsOf(this.network.system, verdict)] as const] : [];
      }),
    );
    if (steps.size === 0) return undefined;
    this.reduction?.suspend();
    return new Shortening(this.network, steps, { ...this.storage, before: this.safety.expansion });
  }

  /** Whether a schedule was whole as it was found: then it is a shortest one. */
  private isAsFound(property: NamedProperty, whole: Violated): boolean {
    const found = this.foundOn(property);
    return found.verdict === "violated" && found.schedule.events.length === whole.schedule.events.length;
  }

  private isShortest(property: NamedProperty): boolean {
    const verdict = this.toldOn(property);
    if (verdict.verdict !== "violated" || this.isAsFound(property, verdict)) return true;
    return this.shortening?.isShortest(this.judgeOf(property)) ?? false;
  }

  /** Asks again what author code has answered last. @throws ProtocolError */
  repeatRest(): void {
    for (const repetition of this.repetitions) repetition.flush();
  }

  stop(cutoff: Cutoff): void {
    if (this.stopped !== undefined) return;
    if (this.shortening !== undefined) this.isShortened = true;
    else this.stopped = cutoff;
    if (!this.safetyDone) this.safetyCutoff = cutoff;
  }

  result(): CheckResult {
    this.repeatRest();
    const { expansion, quiescent } = this.safety;
    const cutoff = this.cutoff ?? this.stopped;
    return {
      configurations: expansion.configurations,
      transitions: expansion.transitions,
      depth: expansion.depth,
      initial: expansion.initial,
      quiescent,
      ...(this.confines === undefined ? {} : { beyond: expansion.beyond }),
      ...(cutoff === undefined ? {} : { cutoff }),
      verdicts: Object.fromEntries(
        this.properties.map((property) => [property.name, this.verdictOn(property)]),
      ),
      authorCalls: this.network.author.calls,
      bytes: this.bytes,
      visited: this.hashed ? "hashed" : "exact",
      omissionProbability: this.hashed ? omissionProbability(expansion.visited.count) : 0,
      ...idlePartsOf(this.network),
      ...(this.reduction === undefined ? {} : { reduction: this.reductionReport(this.reduction) }),
      ...(this.symmetry === undefined
        ? {}
        : { symmetry: { ...this.symmetry.report, orbits: expansion.visited.count } }),
      ...this.sprawl,
    };
  }

  private reductionReport({ report, isWrong }: Reduction): NonNullable<CheckResult["reduction"]> {
    return {
      ...report,
      isShortest:
        !isWrong && !this.longRuns.isLengthened && this.judgedEverywhere.every((one) => this.isShortest(one)),
    };
  }

  /** The evidence of why the search under way has no end, where a limit has ended it. */
  private get sprawl(): Pick<CheckResult, "sprawl"> {
    const cutoff = this.stopped ?? this.cutoff;
    if (cutoff === undefined || cutoff === "violation") return {};
    const sprawl = sprawlOf(this.network, this.longRuns.expansion ?? this.safety.expansion);
    return sprawl === undefined ? {} : { sprawl };
  }

  /** The reason why the search for all invariants has not visited everything; undefined if it has. */
  private get cutoff(): Cutoff | undefined {
    return this.safetyDone ? this.safetyCutoff : (this.safetyCutoff ?? "interrupted");
  }

  private verdictOn(property: NamedProperty): Verdict {
    const told = this.toldOn(property);
    return property.kind.isWanted === true ? turnedRound(told) : told;
  }

  /** The verdict with its schedule made whole, and short; on what is wanted, that it is never so. */
  private toldOn(property: NamedProperty): Verdict {
    const verdict = this.foundOn(property);
    if (verdict.verdict !== "violated" || this.reduction === undefined) return verdict;
    if (!isOfConfigurations(property.kind)) return verdict;
    return this.shortening?.shorter(this.judgeOf(property)) ?? this.wholes.of(verdict);
  }

  private foundOn(property: NamedProperty): Verdict {
    if (isOfConfigurations(property.kind))
      return this.safetyVerdicts.get(property.name) ?? this.safetyVerdict(property);
    const judged = this.longRuns.verdictOn(property);
    return judged ?? cutOff(this.stopped ?? "interrupted", this.progress.configurations);
  }

  private safetyVerdict(property: NamedProperty): Verdict {
    return this.safety.verdict(this.judgeOf(property), this.cutoff, this.completed);
  }
}
