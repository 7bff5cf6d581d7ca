/**
 * One run of any system: configurations of the model, one after the other, by its own rules. It takes far
 * longer for an event than a `Run`, and knows failures, rounds, time, shared objects and process code.
 *
 * An adversary chooses among what is enabled; failures are left to chance (misfortune.ts), unless it chooses
 * those too. The last number of a process stands for the system as a whole, which takes its turn when a
 * round begins or time passes.
 */
import { assert, at } from "../base/assert.ts";
import type { Random } from "../base/random.ts";
import { canonical } from "../base/value.ts";
import { extended, withAlphabet, type Word } from "../model/alphabet.ts";
import { beatsOf } from "../model/beat.ts";
import {
  initialConfiguration,
  type Configuration,
  type InputVector,
  type LocalState,
} from "../model/configuration.ts";
import { ProtocolError } from "../model/error.ts";
import { formatEvent, formatMessage, type Event } from "../model/event.ts";
import { hasForgers, remediesOf } from "../model/failure/index.ts";
import { occasions, type Option } from "../model/options.ts";
import { partOf, type Pending } from "../model/part.ts";
import { triggerOf, type Cause } from "../model/cause.ts";
import { start } from "../model/reaction.ts";
import type { Process, System } from "../model/system.ts";
import { asynchronous } from "../model/timing/index.ts";
import { facetIn, type Facet } from "../properties/view.ts";
import type { Adversary, Outlook } from "./adversary/adversary.ts";
import { drawn } from "./chance.ts";
import { Chains } from "./chains.ts";
import { Course, type Fate, type Strikes, type Turn } from "./course.ts";
import { Misfortune } from "./misfortune.ts";
import type { Running } from "./running.ts";
import { NONE, Tickets, type Deadline } from "./tickets.ts";

/** Where chance comes from. */
export interface Chances {
  /** For coins. */
  readonly coins: Random;
  /** For failures. */
  readonly failures: Random;
}

/** How often Byzantine processes may say something when nothing else can happen. */
const PROVOCATIONS = 4;

/** A run under way. */
export class ModelRun implements Running {
  readonly inputs: InputVector;
  readonly tickets: Tickets;
  readonly record: Event[] = [];
  steps = 0;
  messages = 0;
  decided = 0;
  rounds = 0;
  time = 0;
  private system: System;
  private configuration: Configuration;
  private readonly misfortune: Misfortune;
  private readonly coins: Random;
  private readonly chains = new Chains();
  private readonly hears: boolean;
  private readonly fate = this.fateByAdversary();
  private adversary: Adversary | undefined;
  /** By owner: the tickets of its turns, by their names. */
  private readonly open: readonly Map<string, number>[];
  private readonly turns = new Map<number, Turn>();

  constructor(system: System, inputs: InputVector, { coins, failures }: Chances) {
    this.system = system;
    this.inputs = inputs;
    this.coins = coins;
    this.misfortune = new Misfortune(failures);
    this.tickets = new Tickets(system.processes.length + 1, true);
    this.open = Array.from({ length: system.processes.length + 1 }, () => new Map());
    this.hears = hasForgers(system);
    this.configuration = initialConfiguration(system, inputs);
  }

  get events(): number {
    return this.record.length;
  }

  get chain(): number {
    return this.chains.longest;
  }

  readonly observe = (process: number, facet: Facet): unknown => facetIn(this.configuration, process, facet);

  start(adversary: Adversary): void {
    this.adversary = adversary;
    this.go((course) => {
      course.settle();
      course.suffer();
    });
    this.offer(undefined);
    this.tickets.tell(adversary);
    this.provoke();
  }

  take(ticket: number): void {
    const turn = this.turnOf(ticket);
    const before = this.configuration;
    this.steps++;
    this.go((course) => course.take(turn));
    // What is possible again, such as the next of equal messages, is possible anew.
    if (!("beat" in turn)) this.close(this.tickets.ownerOf(ticket), turn.name);
    this.offer(before);
    this.provoke();
  }

  /** What there is now. */
  now(): Outlook {
    return { system: this.system, configuration: this.configuration, events: [] };
  }

  /** What there would be after a ticket, if all that is open goes as a fate has it. @throws ProtocolError */
  after(ticket: number, fate: Fate): Outlook {
    return this.course(fate, (course) => course.take(this.turnOf(ticket)));
  }

  local(number: number): LocalState {
    return at(this.configuration.locals, number);
  }

  causeOf(ticket: number): Cause {
    const turn = this.turnOf(ticket);
    assert("occasion" in turn, "the ticket stands for a trigger");
    return turn.occasion.cause;
  }

  private turnOf(ticket: number): Turn {
    const turn = this.turns.get(ticket);
    assert(turn !== undefined, "every ticket stands for something");
    return turn;
  }

  /** What happens, as a fate has it; mistakes of authors are told with all that led to them. */
  private course(fate: Fate, body: (course: Course) => void): Course {
    const course = new Course(this.now(), fate);
    try {
      body(course);
    } catch (error) {
      if (error instanceof ProtocolError) {
        error.schedule ??= [...this.record, ...course.events].map(formatEvent);
      }
      throw error;
    }
    return course;
  }

  /** Lets it happen. */
  private go(body: (course: Course) => void): void {
    const { system, configuration, events, faults } = this.course(this.fate, body);
    this.system = system;
    this.configuration = configuration;
    this.steps += faults;
    for (const event of events) {
      this.record.push(event);
      this.count(event);
    }
  }

  /** What the adversary wants, and otherwise chance. */
  private fateByAdversary(): Fate {
    /** The failure that the adversary wants; null: none; undefined: that is left to chance. */
    const struck = (strikes: Strikes, next?: Pending): Option | null | undefined => {
      if (this.adversary?.fail === undefined) return undefined;
      const all = strikes.all();
      if (all.length === 0) return null;
      const events = all.map(({ event }) => event);
      const wanted = this.adversary.fail(events, next);
      return wanted === undefined ? undefined : (all[wanted] ?? null);
    };
    return {
      choose: (options, step) => this.adversary?.choose(options.map(canonical), step) ?? 0,
      first: (ids, object) => this.adversary?.goesFirst?.(ids, object) ?? this.adversary?.choose(ids) ?? 0,
      toss: (options, { weights, step }) =>
        this.adversary?.draw?.(options, step) ?? drawn(this.coins, options.length, weights),
      within: (strikes, next) => {
        const wanted = struck(strikes, next);
        return wanted === undefined ? this.misfortune.within(strikes) : (wanted ?? undefined);
      },
      between: (strikes) => {
        const wanted = struck(strikes);
        return wanted === undefined ? this.misfortune.between(strikes) : (wanted ?? undefined);
      },
      goesOn: () => this.adversary?.failsAgain ?? this.misfortune.goesOn(),
    };
  }

  /** Where nothing can happen any more, Byzantine processes may still say something. */
  private provoke(): void {
    for (let i = 0; i < PROVOCATIONS && this.hears && this.tickets.count === 0; i++) {
      const before = this.configuration;
      this.go((course) => course.suffer());
      this.offer(before);
    }
  }

  private count(event: Event): void {
    switch (event.kind) {
      case "send":
        this.messages++;
        return this.chains.sent(event.process, event.to, formatMessage(event.message));
      case "forge":
        return this.chains.sent(event.from, event.process, formatMessage(event.message));
      case "receive":
      case "lose":
      case "omit receive": {
        const letter = { from: event.from, to: event.process, text: formatMessage(event.message) };
        return this.chains.gone(letter, event.kind === "receive");
      }
      case "decide":
        this.decided++;
        return;
      case "round":
        this.rounds++;
        return;
      case "tick":
        this.time++;
        return;
      default:
    }
  }

  /** Brings the tickets up to date with what may happen now. */
  private offer(before: Configuration | undefined): void {
    const { system, configuration } = this;
    for (const process of system.processes) {
      const { number } = process;
      const isSame =
        before !== undefined &&
        before.locals[number] === configuration.locals[number] &&
        before.mailboxes[number] === configuration.mailboxes[number] &&
        (before.objects === configuration.objects || configuration.locals[number]?.control === undefined);
      if (!isSame) this.offerTo(number, this.turnsOf(process));
    }
    const calm = { ...system, failures: [] };
    const beats = beatsOf(calm, configuration, () => [{ kind: "round" }]).map((beat): Turn => {
      return { name: formatEvent(beat), beat };
    });
    this.offerTo(system.processes.length, beats);
  }

  private turnsOf(process: Process): Turn[] {
    const { system, configuration } = this;
    if (system.timing.rounds) return [];
    const part = partOf(system, configuration, process);
    const steps = occasions(system, process, part).map((occasion): Turn => {
      const name = formatEvent(triggerOf(process.id, occasion.cause));
      return { name, process, occasion };
    });
    const others = remediesOf(system, process, part).map((option): Turn => {
      return { name: formatEvent(option.event), process, option };
    });
    return [...steps, ...others];
  }

  private offerTo(owner: number, turns: readonly Turn[]): void {
    const open = at(this.open, owner);
    const names = new Set(turns.map(({ name }) => name));
    for (const name of open.keys()) if (!names.has(name)) this.close(owner, name);
    for (const turn of turns) {
      const ticket = open.get(turn.name) ?? this.newTicket(owner, turn);
      open.set(turn.name, ticket);
      this.turns.set(ticket, turn);
    }
  }

  private close(owner: number, name: string): void {
    const ticket = at(this.open, owner).get(name) ?? NONE;
    at(this.open, owner).delete(name);
    this.turns.delete(ticket);
    this.tickets.discard(ticket);
  }

  private newTicket(owner: number, turn: Turn): number {
    const { numbers } = this.system;
    const cause = "occasion" in turn ? turn.occasion.cause : { kind: "other" as const };
    const ticket =
      cause.kind === "receive"
        ? this.tickets.create(owner, numbers.get(cause.from) ?? NONE, cause.message)
        : this.tickets.create(owner, NONE, cause.kind === "timeout" ? cause.timer : turn.name);
    const deadline = "occasion" in turn ? this.deadlineOf(turn.process, turn.occasion.cause) : undefined;
    if (deadline !== undefined) this.tickets.hurry(ticket, deadline);
    this.tickets.enable(ticket);
    return ticket;
  }

  /** By when something must have happened, where time is kept. */
  private deadlineOf({ number }: Process, cause: Cause): Deadline | undefined {
    const { locals, mailboxes } = this.configuration;
    const { ticks } = this.system.timing;
    if (ticks === undefined) return undefined;
    const { timers, step } = at(locals, number).time ?? {};
    if (cause.kind !== "receive") {
      const window = cause.kind === "timeout" ? timers?.[cause.timer] : step;
      return window === undefined ? undefined : { waited: 0, left: window.within };
    }
    const text = formatMessage(cause.message);
    const letters = at(mailboxes, number).filter(
      ({ from, message }) => from === cause.from && formatMessage(message) === text,
    );
    const windows = letters.flatMap(({ delay }) => (delay === undefined ? [] : [delay.within]));
    if (windows.length === 0) return undefined;
    const left = Math.min(...windows);
    return { waited: Math.max(0, ticks.bounds.maxDelay - left), left };
  }
}

/** Whether a system has nothing that a `Run` does not know. */
export function isPlain({ timing, failures, objects, protocol }: System): boolean {
  const isSequential = Object.values(protocol.roles).some(({ run }) => run !== undefined);
  return timing === asynchronous && failures.length === 0 && objects.length === 0 && !isSequential;
}

/** A system in which Byzantine processes may say all that start steps say, whatever the inputs. */
export function withStartWords(system: System): System {
  const words = system.processes.flatMap((process) =>
    process.inputs.flatMap((input) =>
      start(system, process, input).effects.flatMap((effect): Word[] => {
        if (effect.kind !== "send") return [];
        const to = at(system.processes, system.numbers.get(effect.to) ?? -1).roleName;
        return [{ from: process.roleName, to, message: effect.message }];
      }),
    ),
  );
  return withAlphabet(system, extended(system.alphabet, words));
}
