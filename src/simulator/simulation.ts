/** A simulation: many runs of a system, each with a seed of its own, and statistics on them. */
import { seeded } from "../base/random.ts";
import { ProtocolError } from "../model/error.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { KindName } from "../model/system/protocol.ts";
import type { System } from "../model/system/system.ts";
import { isOfLongRuns } from "../properties/kinds/kind.ts";
import type { NamedProperty } from "../properties/property.ts";
import type { Foresight, NamedAdversary } from "./adversary/index.ts";
import { drawInputs } from "./inputs.ts";
import { Engine } from "./engine.ts";
import { mistakeAt } from "./runMistake.ts";
import { Referee } from "./referee.ts";
import { Misstep } from "./run.ts";
import { RunUnderWay, type Ending, type Finished } from "./runUnderWay.ts";
import { TableRun } from "./tableRun.ts";

/** The options of a simulation. */
export interface SimulationOptions {
  readonly adversary: NamedAdversary;
  readonly runs: number;
  /** The seed of the first run; the others have the numbers after it. */
  readonly seed: number;
  /** A run ends after so many events. Default `eventsMaxOf`. */
  readonly eventsMax?: number;
  /** Properties are judged after every so many steps, and at the end of a run. Default `strideOf`. */
  readonly stride?: number;
  /** The properties to judge; default all. */
  readonly properties?: readonly string[];
  /** Tables that take more bytes are forgotten, and begun anew. Default `TABLES_MAX`. */
  readonly tablesMax?: number;
}

/** The numbers of a run. */
export const MEASURES = ["steps", "messages", "chain", "rounds", "time", "decisions"] as const;

/** One of the numbers of a run. */
export type Measure = (typeof MEASURES)[number];

/** One property, over all runs. */
export interface PropertyFindings {
  readonly name: string;
  readonly kind: KindName;
  /** The number of runs in which it was violated. */
  readonly violated: number;
  /** The number of runs that tell of it: a run ends with the first violation, which may be another's. */
  readonly judged: number;
  /** The seed of the first of these. */
  readonly seed?: number;
}

/** The result of a simulation. */
export interface SimulationResult {
  /** Runs that came to an end. */
  readonly runs: number;
  readonly endings: Readonly<Record<Ending, number>>;
  readonly properties: readonly PropertyFindings[];
  /** Events of all runs together. */
  readonly events: number;
  readonly stride: number;
  readonly eventsMax: number;
  /** The runs that `samples` is about: those that ended quiescent, if there are any; otherwise all. */
  readonly sampled: "quiescent" | "all";
  /** The numbers of these runs, run by run. */
  readonly samples: Readonly<Record<Measure, readonly number[]>>;
}

/** The progress of a simulation. */
export interface SimulationProgress {
  readonly runs: number;
  readonly events: number;
  readonly violated: number;
}

/** The default limit of events of a run. */
function eventsMaxOf({ processes }: System): number {
  return Math.max(10_000, 1_000 * processes.length);
}

/** The maximum number of processes with which properties are judged after every step. */
const LOOK_MAX = 100;

/** The number of steps of each process, on average, between two looks at larger systems. */
const STEPS_PER_LOOK = 10;

/**
 * The default number of steps between two looks at the properties, so that looking takes time linear in the
 * steps.
 */
function strideOf({ processes }: System): number {
  return processes.length <= LOOK_MAX ? 1 : STEPS_PER_LOOK * processes.length;
}

/** A simulation under way. It owns no clock: whoever calls `advance` decides how long it goes on. */
export class Simulation {
  readonly system: System;
  readonly options: SimulationOptions;
  readonly engine: Engine;
  readonly stride: number;
  readonly eventsMax: number;
  private readonly referee: Referee;
  private readonly found = new Map<string, { violated: number; cutShort: number; seed: number }>();
  /** The number of runs that a violation has ended before they were judged as a whole. */
  private cutShort = 0;
  private readonly endings: Record<Ending, number> = { quiescent: 0, limit: 0, violation: 0, stopped: 0 };
  private readonly samples = { quiescent: noNumbers(), other: noNumbers() };
  private runs = 0;
  private events = 0;
  private current: RunUnderWay | undefined;

  constructor(system: System, options: SimulationOptions) {
    this.engine = new Engine(system, options.tablesMax);
    this.system = this.engine.system;
    this.options = options;
    this.eventsMax = options.eventsMax ?? eventsMaxOf(system);
    this.referee = new Referee(system, options.properties);
    this.stride = this.referee.looksAtSteps ? 1 : (options.stride ?? strideOf(system));
  }

  /** Goes on for some thousand steps. @returns false when all is done. @throws ProtocolError, UsageError */
  advance(): boolean {
    let steps = STEPS;
    while (this.runs < this.options.runs && steps > 0) {
      const run = (this.current ??= this.begin(this.options.seed + this.runs));
      const before = run.run.steps;
      const finished = this.go(run, steps);
      steps -= run.run.steps - before + 1;
      if (finished !== undefined) this.finish(finished);
    }
    return this.runs < this.options.runs;
  }

  get progress(): SimulationProgress {
    const events = this.events + (this.current?.run.events ?? 0);
    return { runs: this.runs, events, violated: this.endings.violation };
  }

  /** The result so far. */
  result(): SimulationResult {
    const { quiescent, other } = this.samples;
    const isAny = this.endings.quiescent > 0;
    return {
      runs: this.runs,
      endings: { ...this.endings },
      properties: this.referee.properties.map(({ name, kind }) => {
        const { violated, cutShort, ...first } = this.found.get(name) ?? { violated: 0, cutShort: 0 };
        const judged = this.runs - this.cutShort + cutShort;
        return { name, kind: kind.name, violated, judged, ...first };
      }),
      events: this.events,
      stride: this.stride,
      eventsMax: this.eventsMax,
      sampled: isAny ? "quiescent" : "all",
      samples: isAny ? quiescent : other,
    };
  }

  /** The run with a seed, from its beginning. */
  begin(seed: number, recorded = false): RunUnderWay {
    const random = seeded(seed);
    const adversaryRandom = seeded(random.next());
    const inputs = drawInputs(this.system, seeded(random.next()));
    const chance = seeded(random.next());
    const { kind, parameter, text } = this.options.adversary;
    const onset = {
      inputs,
      coins: chance,
      failures: seeded(random.next()),
      recorded: recorded || this.referee.asksSteps,
    };
    const run = this.engine.run({ ...onset, looksAhead: kind.looksAhead === true });
    const adversary = kind.begin({
      situation: run.tickets,
      random: adversaryRandom,
      eventsMax: this.eventsMax,
      parameter,
      text,
      ...(run instanceof TableRun ? { foresight: this.foresightOf(run) } : {}),
    });
    return new RunUnderWay(run, seed, adversary);
  }

  private foresightOf(run: TableRun): Foresight {
    const { properties } = this.referee;
    return { properties, now: () => run.now(), after: (ticket, fate) => run.after(ticket, fate) };
  }

  private go(under: RunUnderWay, steps: number): Finished | undefined {
    try {
      return under.go(this.referee, { steps, stride: this.stride, eventsMax: this.eventsMax });
    } catch (error) {
      if (error instanceof Misstep) throw this.told(under, error);
      if (error instanceof ProtocolError && under.isStarted) error.schedule ??= this.pathTo(under);
      throw error;
    }
  }

  /** All events of a run so far, as texts, those of a step included in which a mistake was made. */
  private pathTo({ seed, run: { steps, underWay } }: RunUnderWay): string[] {
    const again = this.begin(seed, true);
    again.start();
    while (again.run.steps < steps && again.advance() === undefined);
    return [...(again.run.record ?? []), ...underWay].map(formatEvent);
  }

  private told({ seed, run }: RunUnderWay, error: Misstep): ProtocolError {
    return mistakeAt({ system: this.system, again: this.begin(seed, true) }, run.steps, error);
  }

  private finish({ ending, run, seed, violated, isWhole, time }: Finished): void {
    const confirmed = this.confirmed(seed, violated);
    const real = violated.length > 0 && confirmed.length === 0 ? "quiescent" : ending;
    this.endings[real]++;
    const isCutShort = confirmed.length > 0 && !isWhole;
    if (isCutShort) this.cutShort++;
    for (const { name } of confirmed) {
      const found = this.found.get(name) ?? { violated: 0, cutShort: 0, seed };
      found.violated++;
      if (isCutShort) found.cutShort++;
      this.found.set(name, found);
    }
    const sample = this.samples[real === "quiescent" ? "quiescent" : "other"];
    sample.steps.push(run.steps);
    sample.messages.push(run.messages);
    sample.chain.push(run.chain);
    sample.rounds.push(run.rounds);
    sample.time.push(time);
    sample.decisions.push(run.decided);
    this.events += run.events;
    this.runs++;
    this.current = undefined;
  }

  /**
   * The properties that are violated in a run when every configuration is looked at. Between two looks,
   * something that has to become true may have been true for a while, so such a run is taken again.
   */
  private confirmed(seed: number, violated: readonly NamedProperty[]): readonly NamedProperty[] {
    const doubtful = violated.filter(({ kind }) => isOfLongRuns(kind)).map(({ name }) => name);
    if (this.stride === 1 || doubtful.length === 0) return violated;
    const again = this.begin(seed);
    const referee = new Referee(this.system, doubtful);
    const steps = Number.MAX_SAFE_INTEGER;
    return again.go(referee, { steps, stride: 1, eventsMax: this.eventsMax })?.violated ?? [];
  }
}

function noNumbers(): Record<Measure, number[]> {
  return { steps: [], messages: [], chain: [], rounds: [], time: [], decisions: [] };
}

/** The number of steps that one call of `advance` takes. */
const STEPS = 10_000;
