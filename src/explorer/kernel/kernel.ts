/** The kernel behind `Check`: a search for all that is judged everywhere, and one for each other property. */
import type { Listener } from "../../model/system/alphabet.ts";
import type { System } from "../../model/system/system.ts";
import { propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { cutOff, type Cutoff, type Verdict, type Violated } from "../../properties/verdict.ts";
import type { Confines } from "../../tables/confines.ts";
import type { Check, CheckOptions, CheckResult, Progress } from "../explorer.ts";
import { hasForgers } from "../../model/failure/index.ts";
import { AlphabetCheck, type AlphabetRound } from "./alphabetCheck.ts";
import { omissionProbability } from "./fingerprint.ts";
import type { Expansion, Storage } from "./expansion.ts";
import { Judge } from "../../tables/judge.ts";
import { LivenessSearch } from "./liveness.ts";
import { Network } from "../../tables/network.ts";
import { LeftOutWrongly } from "../../tables/deadItems.ts";
import { Reduction } from "../../tables/reduction.ts";
import { Unsettled } from "../../tables/symmetry/permutation.ts";
import { Symmetry } from "../../tables/symmetry/symmetry.ts";
import { ToldApart } from "../../tables/symmetry/toldApart.ts";
import { whole } from "./whole.ts";
import { Repeat } from "../../tables/repeat.ts";
import { Repetition } from "../../tables/repetition.ts";
import { confinesOf } from "./confinesOf.ts";
import { copyOf } from "./copyOf.ts";
import { endlessRoom, NoRoom } from "./room.ts";
import { SafetySearch } from "./safety.ts";
import { Shortening, stepsOf } from "./shortening.ts";
import { sprawlOf } from "./sprawl.ts";

/** The number of configurations that are expanded between two looks at whether that is enough. */
const STRIDE = 256;

/** One call of `advance` ends before its stride does when it has called author code so often. */
const CALLS_MAX = 64;
/** The number of configurations that are expanded between two looks at that, where it is called at all. */
const PACE = 64;

class KernelCheck implements AlphabetRound {
  private readonly network: Network;
  private readonly repetitions: readonly Repetition[];
  private readonly hashed: boolean;
  private readonly options: CheckOptions;
  private readonly properties: readonly NamedProperty[];
  private readonly judges: ReadonlyMap<string, Judge>;
  private readonly confines: Confines | undefined;
  private readonly reduction: Reduction | undefined;
  private readonly symmetry: Symmetry | undefined;
  private safety: SafetySearch;
  private safetyCutoff: Cutoff | undefined;
  private safetyDone = false;
  /** The properties that have to become true and are still to be judged, and the search for the first. */
  private waiting: NamedProperty[];
  /** The verdicts of the search for all invariants, when it is over. */
  private safetyVerdicts: ReadonlyMap<string, Verdict> = new Map();
  private liveness: LivenessSearch | undefined;
  private readonly livenessVerdicts = new Map<string, Verdict>();
  /** Whether a liveness property has been violated. */
  private violated = false;
  private stopped: Cutoff | undefined;
  /** The search for shorter violations, which comes last, and whether it is over. */
  private shortening: Shortening | undefined;
  private isShortened = false;
  /** The number of configurations that have been expanded of a stride which is not over. */
  private inStride = 0;
  private pace = STRIDE;

  constructor(system: System, options: CheckOptions) {
    this.options = options;
    this.hashed = options.visited === "hashed";
    const repetition = (): Repetition => new Repetition(() => copyOf(system, options.fresh));
    const steps = repetition();
    this.network = new Network(system, new Repeat(steps));
    this.properties = propertiesOf(system.protocol, options.properties);
    this.judges = new Map(
      this.properties.map((property) => {
        return [property.name, new Judge(this.network, property, { repetition: repetition() })];
      }),
    );
    this.confines = confinesOf(this.network, repetition());
    this.repetitions = [steps, ...this.allJudges.map((judge) => judge.repetition)];
    this.waiting = this.mustBecomeTrue;
    if (options.reduced === true) {
      this.reduction = new Reduction(this.network, [...this.judges.values()], {
        confines: this.confines,
        probed: copyOf(system, options.probed ?? options.fresh),
      });
      this.symmetry = new Symmetry(this.network, options.symmetryMin);
    }
    this.safety = this.newSafety();
  }

  /** The judges of properties, and of what bounds the search. */
  private get allJudges(): Judge[] {
    return [...this.judges.values(), ...[this.confines?.judge ?? []].flat()];
  }

  private get mustBecomeTrue(): NamedProperty[] {
    return this.properties.filter(({ kind }) => kind.goesOn === "while false");
  }

  private get judgedEverywhere(): NamedProperty[] {
    return this.properties.filter(({ kind }) => kind.goesOn === "everywhere");
  }

  private newSafety(): SafetySearch {
    const { keepGoing = false } = this.options;
    const judges = this.judgedEverywhere.map((property) => this.judgeOf(property));
    return new SafetySearch(this.network, judges, {
      ...this.storage,
      keepGoing,
      symmetry: this.symmetry?.begin(),
    });
  }

  private newLiveness(property: NamedProperty): LivenessSearch {
    return new LivenessSearch(this.network, this.judgeOf(property), {
      ...this.storage,
      max: this.livenessMax,
    });
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

  private get storage(): Storage {
    const max = this.options.configurationsMax ?? Infinity;
    const { hashed, confines } = this;
    const bounded = confines === undefined ? {} : { confines };
    return { hashed, max, hasRoom: (bytes) => this.hasRoom(bytes), ...bounded };
  }

  private judgeOf(property: NamedProperty): Judge {
    return this.judges.get(property.name) as Judge;
  }

  get progress(): Progress {
    const { expansion } = this.liveness ?? this.safety;
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
    return this.safety.bytes + (this.liveness?.expansion.bytes ?? 0) + (this.shortening?.bytes ?? 0);
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
      else if (!this.advanceLiveness() && !this.advanceShortening()) return false;
    } catch (error) {
      if (error instanceof LeftOutWrongly) this.mustBeginAgain(true);
      else if (error instanceof NoRoom) this.stop("memory");
      else if (!this.isTold(error)) throw error;
    }
    if (!this.hasRoomForTables()) this.stop("memory");
    return this.stopped === undefined && !this.isShortened;
  }

  private advanceSafety(): void {
    if (this.symmetry?.isPreparing === true) {
      this.symmetry.prepare(STRIDE);
      if (!this.symmetry.isPreparing) this.safety = this.newSafety();
      return;
    }
    const more = this.stride(this.safety.expansion);
    if (more && this.inStride > 0) return;
    const isOver = !more || this.safety.isEnough;
    if (!this.mustBeginAgain(isOver) && isOver) this.endSafety(more);
  }

  /** Whether an error says that the search has to begin again without some symmetry; then it does. */
  private isTold(error: unknown): boolean {
    if (error instanceof Unsettled) return this.mustBeginAgain(true);
    if (!(error instanceof ToldApart)) return false;
    this.symmetry?.tell(error);
    this.safety = this.newSafety();
    this.inStride = 0;
    return true;
  }

  /** Whether something was left out that matters; if so, searches begin again. */
  private mustBeginAgain(isOver: boolean): boolean {
    const { visited } = (this.liveness ?? this.safety).expansion;
    const again = this.reduction?.mustBeginAgain(visited.count, isOver) ?? false;
    if (again === false) return false;
    if (again === "all searches" || !this.safetyDone) this.beginAll();
    this.liveness = undefined;
    this.inStride = 0;
    return true;
  }

  private beginAll(): void {
    this.safety = this.newSafety();
    this.safetyDone = false;
    this.safetyVerdicts = new Map();
    this.livenessVerdicts.clear();
    this.violated = false;
    this.waiting = this.mustBecomeTrue;
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
  private stride(expansion: Expansion): boolean {
    const { author } = this.network;
    const callsMax = author.calls + CALLS_MAX;
    let more = true;
    do {
      const { calls } = author;
      more = expansion.advance(this.pace);
      this.inStride += this.pace;
      this.pace = author.calls === calls ? STRIDE : PACE;
    } while (more && this.inStride < STRIDE && author.calls < callsMax);
    if (!more || this.inStride >= STRIDE) this.inStride = 0;
    return more;
  }

  /** The maximum number of configurations for liveness: after a violation, no more than for invariants. */
  private get livenessMax(): number {
    const { max } = this.storage;
    const unlimited = this.options.keepGoing === true || !(this.violated || this.safety.isViolated);
    return unlimited ? max : Math.min(max, this.safety.expansion.configurations);
  }

  /** @returns false when every liveness property has been judged. */
  private advanceLiveness(): boolean {
    const [property] = this.waiting;
    if (property === undefined) return false;
    const liveness = (this.liveness ??= this.newLiveness(property));
    const more = this.stride(liveness.expansion);
    if (more && this.inStride > 0) return true;
    const isOver = !more || liveness.isEnough;
    if (!this.mustBeginAgain(isOver) && isOver) this.endLiveness(property, liveness);
    return true;
  }

  private endLiveness(property: NamedProperty, liveness: LivenessSearch): void {
    const limit = this.livenessMax < this.storage.max ? "violation" : "configurations";
    const verdict = liveness.verdict(liveness.expansion.full ? limit : undefined);
    this.livenessVerdicts.set(property.name, verdict);
    if (verdict.verdict === "violated") this.violated = true;
    this.waiting.shift();
    this.liveness = undefined;
    this.repeatRest();
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
        const verdict = this.verdictOn(property);
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
    const verdict = this.verdictOn(property);
    if (verdict.verdict !== "violated" || this.isAsFound(property, verdict)) return true;
    return this.shortening?.isShortest(this.judgeOf(property)) ?? false;
  }

  /** Asks again what author code has answered last. @throws ProtocolError */
  private repeatRest(): void {
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
      unreached: this.network.author.unreached(),
      ...(this.reduction === undefined ? {} : { reduction: this.reductionReport(this.reduction) }),
      ...(this.symmetry === undefined
        ? {}
        : { symmetry: { ...this.symmetry.report, orbits: expansion.visited.count } }),
      idle: this.network.idleFailures(),
      ...this.sprawl,
    };
  }

  private reductionReport({ report, isWrong }: Reduction): NonNullable<CheckResult["reduction"]> {
    return { ...report, isShortest: !isWrong && this.judgedEverywhere.every((one) => this.isShortest(one)) };
  }

  /** The evidence of why the search under way has no end, where a limit has ended it. */
  private get sprawl(): Pick<CheckResult, "sprawl"> {
    const cutoff = this.stopped ?? this.cutoff;
    if (cutoff === undefined || cutoff === "violation") return {};
    const sprawl = sprawlOf(this.network, (this.liveness ?? this.safety).expansion);
    return sprawl === undefined ? {} : { sprawl };
  }

  /** The reason why the search for all invariants has not visited everything; undefined if it has. */
  private get cutoff(): Cutoff | undefined {
    return this.safetyDone ? this.safetyCutoff : (this.safetyCutoff ?? "interrupted");
  }

  private verdictOn(property: NamedProperty): Verdict {
    const verdict = this.foundOn(property);
    if (verdict.verdict !== "violated" || this.reduction === undefined) return verdict;
    const { system } = this.network;
    const shorter = this.shortening?.shorter(this.judgeOf(property));
    if (shorter !== undefined) return shorter;
    return { ...verdict, schedule: whole(system, verdict.schedule, property.kind.refutedBy === "end") };
  }

  private foundOn(property: NamedProperty): Verdict {
    if (property.kind.goesOn === "everywhere")
      return this.safetyVerdicts.get(property.name) ?? this.safetyVerdict(property);
    const judged = this.livenessVerdicts.get(property.name);
    return judged ?? cutOff(this.stopped ?? "interrupted", this.progress.configurations);
  }

  private safetyVerdict(property: NamedProperty): Verdict {
    return this.safety.verdict(this.judgeOf(property), this.cutoff, this.completed);
  }
}

/**
 * Begins to check a system with the kernel.
 * @throws UsageError if a property is named that does not exist.
 */
export function startCheck(system: System, options: CheckOptions = {}): Check {
  if (!hasForgers(system)) return new KernelCheck(system, options);
  return new AlphabetCheck(system, (one) => new KernelCheck(one, options));
}

/** Checks a system to the end. @throws ProtocolError, UsageError */
export function check(system: System, options: CheckOptions = {}): CheckResult {
  const running = startCheck(system, options);
  while (running.advance());
  return running.result();
}
