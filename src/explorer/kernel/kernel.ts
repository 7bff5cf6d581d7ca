/** The kernel behind `Check`: a search for all that is judged everywhere, and one for each other property. */
import type { Listener } from "../../model/system/alphabet.ts";
import { formatWithin } from "../../model/system/within.ts";
import { system as layOut, type System } from "../../model/system/system.ts";
import { boundOf, propertiesOf, type NamedProperty } from "../../properties/property.ts";
import { cutOff, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import { Confines } from "../../tables/confines.ts";
import type { Check, CheckOptions, CheckResult, Progress } from "../explorer.ts";
import { hasForgers } from "../../model/failure/index.ts";
import { AlphabetCheck, type AlphabetRound } from "./alphabetCheck.ts";
import { omissionProbability } from "./fingerprint.ts";
import type { Expansion, Storage } from "./expansion.ts";
import { Judge } from "../../tables/judge.ts";
import { LivenessSearch } from "./liveness.ts";
import { Network } from "../../tables/network.ts";
import { Reduction } from "../../tables/reduction.ts";
import { whole } from "./whole.ts";
import { Repeat } from "../../tables/repeat.ts";
import { Repetition } from "../../tables/repetition.ts";
import { endlessRoom, NoRoom } from "./room.ts";
import { SafetySearch } from "./safety.ts";
import { sprawlOf } from "./sprawl.ts";

/** The number of configurations that are expanded between two looks at whether that is enough. */
const STRIDE = 256;

/** One call of `advance` ends before its stride does when it has called author code so often. */
const CALLS_MAX = 64;
/** The number of configurations that are expanded between two looks at that. */
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
  /** The number of configurations that have been expanded of a stride which is not over. */
  private inStride = 0;

  constructor(system: System, options: CheckOptions) {
    this.options = options;
    this.hashed = options.visited === "hashed";
    const repetition = (): Repetition => new Repetition(() => copyOf(system, options));
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
    if (options.reduced === true)
      this.reduction = new Reduction(this.network, [...this.judges.values()], {
        confines: this.confines,
        probed: copyOf(system, options),
      });
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
    return new SafetySearch(this.network, judges, { ...this.storage, keepGoing });
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
      configurations: visited.count,
      transitions,
      depth,
      frontier: visited.count - expanded,
      bytes: this.bytes,
      restarts: this.reduction?.report.restarts ?? 0,
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
    return this.safety.bytes + (this.liveness?.expansion.bytes ?? 0) + this.tableBytes;
  }

  private get tableBytes(): number {
    const rest = this.network.bytes + (this.confines?.bytes ?? 0);
    return this.allJudges.reduce((sum, { bytes }) => sum + bytes, rest);
  }

  private hasRoom(bytes: number): boolean {
    const { memoryBytesMax = Infinity, hasRoom = endlessRoom } = this.options;
    return this.bytes + bytes <= memoryBytesMax && hasRoom(bytes);
  }

  advance(): boolean {
    if (this.stopped !== undefined) return false;
    try {
      if (!this.safetyDone) this.advanceSafety();
      else if (!this.advanceLiveness()) return false;
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error;
      this.stop("memory");
    }
    // The other tables may double before the next look.
    if (!this.hasRoom(0) || this.options.hasRoom?.(this.tableBytes) === false) this.stop("memory");
    return this.stopped === undefined;
  }

  private advanceSafety(): void {
    const more = this.stride(this.safety.expansion);
    if (more && this.inStride > 0) return;
    const isOver = !more || this.safety.isEnough;
    if (this.mustBeginAgain(isOver) !== false) this.safety = this.newSafety();
    else if (isOver) this.endSafety(more);
  }

  /** Whether something was left out that matters, so that searches have to begin again. */
  private mustBeginAgain(isOver: boolean): ReturnType<Reduction["mustBeginAgain"]> {
    const { visited } = (this.liveness ?? this.safety).expansion;
    return this.reduction?.mustBeginAgain(visited.count, isOver) ?? false;
  }

  private beginAll(): void {
    this.safety = this.newSafety();
    this.safetyDone = false;
    this.safetyVerdicts = new Map();
    this.liveness = undefined;
    this.livenessVerdicts.clear();
    this.violated = false;
    this.waiting = this.mustBecomeTrue;
  }

  private endSafety(more: boolean): void {
    if (more) this.safetyCutoff = "violation";
    else if (this.safety.expansion.full) this.safetyCutoff = "configurations";
    this.safetyDone = true;
    // Schedules are found now, as a later search may begin again with other moves.
    this.safetyVerdicts = new Map(
      this.judgedEverywhere.map((property) => [property.name, this.safetyVerdict(property)]),
    );
    this.repeatRest();
  }

  /** Expands a stride, or a part of it. @returns false when there is nothing left to expand */
  private stride(expansion: Expansion): boolean {
    const { author } = this.network;
    const callsMax = author.calls + CALLS_MAX;
    let more = true;
    do {
      const count = expansion.completed === undefined ? STRIDE : PACE;
      more = expansion.advance(count);
      this.inStride += count;
    } while (more && this.inStride < STRIDE && author.calls < callsMax);
    if (!more || this.inStride >= STRIDE) this.inStride = 0;
    return more;
  }

  /** The maximum number of configurations for liveness: after a violation, no more than for invariants. */
  private get livenessMax(): number {
    const { max } = this.storage;
    const unlimited = this.options.keepGoing === true || !(this.violated || this.safety.isViolated);
    return unlimited ? max : Math.min(max, this.safety.expansion.visited.count);
  }

  /** @returns false when every liveness property has been judged. */
  private advanceLiveness(): boolean {
    const [property] = this.waiting;
    if (property === undefined) return false;
    const liveness = (this.liveness ??= this.newLiveness(property));
    const more = this.stride(liveness.expansion);
    if (more && this.inStride > 0) return true;
    const isOver = !more || liveness.isEnough;
    const again = this.mustBeginAgain(isOver);
    if (again === "all searches") this.beginAll();
    else if (again === "this search") this.liveness = this.newLiveness(property);
    else if (isOver) this.endLiveness(property, liveness);
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

  /** Asks again what author code has answered last. @throws ProtocolError */
  private repeatRest(): void {
    for (const repetition of this.repetitions) repetition.flush();
  }

  stop(cutoff: Cutoff): void {
    if (this.stopped !== undefined) return;
    this.stopped = cutoff;
    if (!this.safetyDone) this.safetyCutoff = cutoff;
  }

  result(): CheckResult {
    this.repeatRest();
    const { expansion, quiescent } = this.safety;
    const cutoff = this.cutoff ?? this.stopped;
    return {
      configurations: expansion.visited.count,
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
      ...(this.reduction === undefined ? {} : { reduction: this.reduction.report }),
      idle: this.network.idleFailures(),
      ...this.sprawl,
    };
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

/** The bounds of a network's system; undefined if it has none. */
function confinesOf(network: Network, repetition: Repetition): Confines | undefined {
  const { system } = network;
  if (formatWithin(system.within) === "") return undefined;
  const where = boundOf(system);
  const find = (copy: System): NamedProperty => boundOf(copy) ?? (where as NamedProperty);
  return new Confines(
    network,
    where === undefined ? undefined : new Judge(network, where, { repetition, find }),
  );
}

/** A system on which answers are repeated: the same, over a new copy of the protocol. */
function copyOf(system: System, { fresh }: CheckOptions): System {
  if (fresh === undefined) return system;
  const processes = Object.fromEntries(Object.entries(system.roles).map(([role, ids]) => [role, ids.length]));
  const inputs = Object.fromEntries(system.processes.map(({ id, inputs: possible }) => [id, possible]));
  const { topology, channel: channels, timing, failures, begin, memory, within: bounds } = system;
  const protocol = fresh();
  const isOwn = bounds.where !== undefined && bounds.where === system.protocol.within?.where;
  const within = isOwn ? { ...bounds, where: protocol.within?.where ?? bounds.where } : bounds;
  return layOut(protocol, { processes, topology, channels, timing, failures, begin, memory, inputs, within });
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
