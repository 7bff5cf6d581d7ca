/**
 * The course of things in one turn of a run: a configuration goes on by the rules of the model until nothing
 * is in the middle of happening any more. What the model leaves open is asked of a *fate*.
 */
import { assert, at } from "../base/assert.ts";
import { extended, withAlphabet, wordsOf } from "../model/alphabet.ts";
import { afterBeat } from "../model/beat.ts";
import type { Configuration, LocalState } from "../model/configuration.ts";
import { roundResolved } from "../model/conflict.ts";
import { isBeat, type Beat, type Event, type Round, type Send } from "../model/event.ts";
import { hasForgers, strikesOf } from "../model/failure/index.ts";
import { LocalStep } from "../model/localStep.ts";
import { headOptions, optionsUpon, type Occasion, type Option, type Rules } from "../model/options.ts";
import { partOf, type Expected, type Pending } from "../model/part.ts";
import type { Cause } from "../model/cause.ts";
import type { Reaction } from "../model/reaction.ts";
import type { Process, System } from "../model/system.ts";
import { afterOption, isAffordable } from "../model/transition.ts";

/** What a turn begins with. */
export type Turn = { readonly name: string } & (
  | { readonly process: Process; readonly occasion: Occasion }
  | { readonly process: Process; readonly option: Option }
  | { readonly beat: Beat }
);

/** A coin, and the step in which it is tossed. */
export interface Toss {
  readonly weights: readonly number[];
  readonly step: Expected;
}

/** What may go wrong; it takes time to find out. */
export interface Strikes {
  all(): readonly Option[];
  /** Whether something has failed already, so that more may go wrong for nothing. */
  readonly areLikely: boolean;
}

/** Who decides what the model leaves open. */
export interface Fate {
  /** Which of its options a handler gets that calls `choose`. */
  choose(options: readonly unknown[], step: Expected): number;
  /** Which of some processes has its turn first at an object at which they meet in a round. */
  first(processes: readonly string[], object: string): number;
  /** How a coin falls. */
  toss(options: readonly unknown[], toss: Toss): number;
  /** What goes wrong in the middle of a step, before what is next; undefined: nothing. */
  within(strikes: Strikes, next: Pending): Option | undefined;
  /** What goes wrong after a step; undefined: nothing. */
  between(strikes: Strikes): Option | undefined;
  /** Whether more may go wrong after that, before the next step. */
  goesOn(): boolean;
}

/** Where things begin. */
export interface Start {
  readonly system: System;
  readonly configuration: Configuration;
}

/** What has happened in a turn, and what it has led to. */
export class Course {
  /** What Byzantine processes may say grows with what is said. */
  system: System;
  configuration: Configuration;
  readonly events: Event[] = [];
  /** Faults between steps. */
  faults = 0;
  private readonly fate: Fate;
  private readonly rules: Rules;
  private readonly hears: boolean;

  constructor({ system, configuration }: Start, fate: Fate) {
    this.system = system;
    this.configuration = configuration;
    this.fate = fate;
    this.rules = { system, react: (...step) => [this.reaction(...step)] };
    this.hears = hasForgers(system);
  }

  /** A whole turn. @throws ProtocolError */
  take(turn: Turn): void {
    this.begin(turn);
    this.settle();
    this.suffer();
  }

  /** Lets everything that has begun happen. @throws ProtocolError */
  settle(): void {
    for (;;) {
      const [head] = this.configuration.pending;
      if (head === undefined) return;
      const process = this.processOf(head.process);
      const strike = this.mayFail ? this.fate.within(this.strikesWithin(process), head) : undefined;
      this.follow(process, strike ?? at(this.headsAt(process), 0));
    }
  }

  /** Between two steps something may go wrong. @throws ProtocolError */
  suffer(): void {
    const { system, fate } = this;
    if (!this.mayFail || system.timing.rounds) return;
    const all = (): Option[] => system.processes.flatMap((process) => this.strikesAt(process));
    do {
      const strike = fate.between({ all, areLikely: this.hears });
      if (strike === undefined) return;
      this.faults++;
      assert(!isBeat(strike.event), "a failure strikes a process");
      this.follow(this.processOf(strike.event.process), strike);
      this.settle();
    } while (fate.goesOn());
  }

  private begin(turn: Turn): void {
    if ("beat" in turn) {
      const beat = turn.beat.kind === "round" ? this.round() : turn.beat;
      const after = afterBeat(this.system, this.configuration, beat);
      assert(after !== undefined, "a beat that is offered may happen");
      this.configuration = after;
      this.events.push(beat);
      return;
    }
    if ("option" in turn) return this.follow(turn.process, turn.option);
    const { process, occasion } = turn;
    const part = partOf(this.system, this.configuration, process);
    this.follow(process, at(optionsUpon(this.rules, process, { part, occasion }), 0));
  }

  /** The next round, with the conflicts at objects resolved. */
  private round(): Round {
    return roundResolved(this.system, this.configuration, (object, ids) => this.fate.first(ids, object));
  }

  private processOf(id: string): Process {
    return at(this.system.processes, this.system.numbers.get(id) ?? -1);
  }

  private headsAt(process: Process): readonly Option[] {
    return headOptions(this.rules, process, partOf(this.system, this.configuration, process));
  }

  private get mayFail(): boolean {
    return this.system.failures.length > 0;
  }

  private strikesWithin(process: Process): Strikes {
    const { faults, down, marks } = at(this.configuration.locals, process.number);
    const hasFailed = faults !== undefined || down !== undefined || marks !== undefined;
    return { all: () => this.strikesAt(process), areLikely: this.hears || hasFailed };
  }

  private strikesAt(process: Process): readonly Option[] {
    const { system, configuration } = this;
    return strikesOf(system, process, partOf(system, configuration, process)).filter((option) =>
      isAffordable(system, configuration, option),
    );
  }

  private follow(process: Process, option: Option): void {
    const { event } = option;
    this.configuration = afterOption(this.system, this.configuration, { process, option });
    this.events.push(event);
    if (this.hears && event.kind === "send") this.hear(event);
  }

  /** Byzantine processes may say what they have heard others say. */
  private hear(send: Send): void {
    const { alphabet } = this.system;
    const larger = extended(alphabet, wordsOf(this.system, send));
    if (larger !== alphabet) this.system = withAlphabet(this.system, larger);
  }

  /** What author code does upon a cause. */
  private reaction(process: Process, before: LocalState, cause: Cause): Reaction {
    const { fate, system } = this;
    const step: Expected = { ...cause, process: process.id };
    return new LocalStep(system, { process, cause, before }).run((options, weights) =>
      weights === undefined ? fate.choose(options, step) : fate.toss(options, { weights, step }),
    );
  }
}
