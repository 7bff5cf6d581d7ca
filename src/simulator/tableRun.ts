/**
 * One run of any system, through its tables: author code runs once for each local step that is new, in
 * whatever run that was. Failures, rounds, time, shared objects and process code are in what the tables
 * say.
 *
 * An adversary chooses among what is enabled; failures are left to chance (misfortune.ts), unless it chooses
 * those too. The last number of a process stands for the system as a whole, which takes its turn when a
 * round begins or time passes.
 */
import { assert, at } from "../base/assert.ts";
import type { Random } from "../base/random.ts";
import type { InputVector } from "../model/state/configuration.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { Cause } from "../model/event/cause.ts";
import type { Beat, Event } from "../model/event/event.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { Pending } from "../model/state/part.ts";
import { Transit, type Traffic } from "../model/transition/transit.ts";
import type { Truths } from "../properties/kinds/kind.ts";
import type { NamedProperty } from "../properties/property.ts";
import { facetIn, type Facet } from "../properties/view.ts";
import type { Dispatch, Leg, Prospect } from "../tables/index.ts";
import type { Adversary, Outlook } from "./adversary/adversary.ts";
import { drawn } from "./chance.ts";
import type { Compiled } from "./compiled.ts";
import type { Fate, Strikes } from "./fate.ts";
import { Misfortune } from "./misfortune.ts";
import type { Running } from "./running.ts";
import { NONE, Tickets } from "./tickets.ts";
import { Walk, type Companion, type Next } from "./walk.ts";

/** The parts of a run besides its inputs. */
interface Circumstances {
  readonly compiled: Compiled;
  /** Tables to go on with when those have become too large. */
  readonly renew: () => Compiled;
  /** The sources of chance: for coins, and for failures. */
  readonly coins: Random;
  readonly failures: Random;
  /** Whether every event is recorded. Default false. */
  readonly recorded?: boolean;
}

/** The number of times that Byzantine processes may send something when nothing else can happen. */
const PROVOCATIONS = 4;

/** The number of steps after which it is seen whether the tables have become too large. */
const STEPS_PER_LOOK = 256;

/** A run under way. */
export class TableRun implements Running, Companion {
  readonly inputs: InputVector;
  readonly tickets: Tickets;
  readonly record: Event[] | undefined;
  steps = 0;
  events = 0;
  messages = 0;
  decided = 0;
  rounds = 0;
  time = 0;
  chain = 0;
  /** The events since the last settled configuration. */
  readonly underWay: Event[] = [];
  private walk: Walk;
  private readonly circumstances: Circumstances;
  private readonly misfortune: Misfortune;
  private readonly fate: Fate;
  private adversary: Adversary | undefined;
  /** The length of the longest chain of messages that ends with each letter. */
  private readonly transit = new Transit<number>();
  /** The length of the longest chain, by process, that ends with a message it has received. */
  private readonly chains: Int32Array;
  /** The lengths of the chains of the messages sent in this step. */
  private readonly lengths: number[] = [];
  /** The tickets of what may happen, by owner, then by name. */
  private readonly open: readonly Map<string, number>[];
  private readonly nexts: (Next | undefined)[] = [];
  /** The stamp at which each ticket was last found to stand for something that may still happen. */
  private readonly stamps: number[] = [];
  private stamp = 0;
  /** The prospects that each process had last. */
  private readonly offered: (readonly Prospect[] | undefined)[] = [];
  /** Whether something may fail before the next step. */
  private isUneasy = false;
  private provoked = 0;

  constructor(inputs: InputVector, circumstances: Circumstances) {
    const { compiled, failures, recorded = false } = circumstances;
    const { length } = compiled.system.processes;
    this.inputs = inputs;
    this.circumstances = circumstances;
    this.record = recorded ? [] : undefined;
    this.misfortune = new Misfortune(failures);
    this.tickets = new Tickets(length + 1, true);
    this.open = Array.from({ length: length + 1 }, () => new Map());
    this.chains = new Int32Array(length);
    this.fate = this.fateByAdversary();
    const { alphabet } = compiled.system;
    this.walk = new Walk(
      compiled,
      { values: compiled.network.blank(inputs), alphabet },
      { fate: this.fate, companion: this },
    );
  }

  readonly observe = (process: number, facet: Facet): unknown =>
    facetIn(this.walk.configuration, process, facet);

  truths(property: NamedProperty): Truths {
    return this.walk.compiled.truths(property, this.walk.values);
  }

  start(adversary: Adversary): void {
    this.adversary = adversary;
    this.walk.start(this.inputs);
    this.offer();
    this.tickets.tell(adversary);
    this.isUneasy = this.mayFailBetween;
  }

  take(ticket: number): void {
    const next = this.nextOf(ticket);
    this.walk.take(next);
    this.steps++;
    // What is possible again, such as the next of equal messages, is possible anew.
    const owner = this.tickets.ownerOf(ticket);
    if ("legs" in next) {
      this.close(owner, next.name);
      this.offered[owner] = undefined;
    }
    this.offer();
    this.isUneasy = this.mayFailBetween;
    this.provoked = 0;
    if (this.steps % STEPS_PER_LOOK === 0) this.renewTables();
  }

  suffer(): boolean {
    for (;;) {
      if (this.isUneasy) {
        this.isUneasy = false;
        if (!this.walk.suffer()) continue;
        this.steps++;
        this.offer();
        this.isUneasy = this.fate.goesOn();
        return true;
      }
      // Where nothing can happen any more, Byzantine processes may still say something.
      const mayProvoke = this.walk.compiled.hearsay.matters && this.mayFailBetween;
      if (!mayProvoke || this.tickets.count > 0 || this.provoked === PROVOCATIONS) return false;
      this.provoked++;
      this.isUneasy = true;
    }
  }

  /** The outlook on the present configuration. */
  now(): Outlook {
    const { compiled, configuration } = this.walk;
    return { system: compiled.system, configuration, events: [] };
  }

  /** The outlook after a ticket, if a fate decides all that is open. @throws ProtocolError */
  after(ticket: number, fate: Fate): Outlook {
    const { compiled, values, alphabet } = this.walk;
    this.underWay.length = 0;
    const nobody = { moved: () => {}, arrived: () => {}, settled: () => {} };
    const companion: Companion = {
      ...nobody,
      happened: ({ event }) => this.underWay.push(event),
      beat: (beat) => this.underWay.push(beat),
    };
    const walk = new Walk(compiled, { values: values.slice(), alphabet }, { fate, companion });
    walk.take(this.nextOf(ticket));
    if (this.mayFailBetween) while (walk.suffer() && fate.goesOn());
    return { system: compiled.system, configuration: walk.configuration, events: this.underWay.splice(0) };
  }

  local(number: number): LocalState {
    return this.walk.junctureOf(number).part.local;
  }

  causeOf(ticket: number): Cause {
    const next = this.nextOf(ticket);
    assert("legs" in next && next.cause !== undefined, "the ticket stands for a trigger");
    return next.cause;
  }

  happened(leg: Leg): void {
    const { event, sends, traffic, received, isForged, to } = leg;
    const { number } = to.slot.process;
    this.note(event);
    if (received !== undefined) {
      const chain = this.transit.next(received) ?? 0;
      if (chain > (this.chains[number] as number)) this.chains[number] = chain;
    }
    if (traffic.gone.length > 0 || traffic.come.length > 0)
      this.transit.change(traffic, isForged && "from" in event ? this.longer(event.from ?? "") : undefined);
    for (let i = 0; i < sends.length; i++)
      this.lengths.push(event.kind === "send" ? this.longer(event.process) : 0);
    if (event.kind === "send") this.messages++;
    else if (event.kind === "decide") this.decided++;
  }

  beat(beat: Beat): void {
    this.note(beat);
    if (beat.kind === "round") this.rounds++;
    else if (beat.kind === "tick") this.time++;
  }

  moved(traffic: Traffic): void {
    if (traffic.gone.length > 0) this.transit.change(traffic);
  }

  arrived(position: number, { traffic }: Dispatch): void {
    this.transit.change(traffic, this.lengths[position]);
  }

  settled(): void {
    this.lengths.length = 0;
    this.underWay.length = 0;
  }

  private note(event: Event): void {
    this.events++;
    this.underWay.push(event);
    this.record?.push(event);
  }

  /** The length of a chain that a process makes longer by a message. */
  private longer(process: string): number {
    const number = this.walk.compiled.system.numbers.get(process) ?? -1;
    const length = at(this.chains as unknown as readonly number[], number) + 1;
    if (length > this.chain) this.chain = length;
    return length;
  }

  private get mayFailBetween(): boolean {
    const { failures, timing } = this.walk.compiled.system;
    return failures.length > 0 && !timing.rounds;
  }

  private nextOf(ticket: number): Next {
    const next = this.nexts[ticket];
    assert(next !== undefined, "every ticket stands for something");
    return next;
  }

  /** Goes on with tables that are empty, where these have become too large. */
  private renewTables(): void {
    if (!this.walk.compiled.isFull) return;
    const compiled = this.circumstances.renew();
    const { configuration, alphabet } = this.walk;
    const values = compiled.network.valuesOf(configuration);
    this.walk = new Walk(compiled, { values, alphabet }, { fate: this.fate, companion: this });
    for (const { number } of compiled.system.processes) this.walk.touched.push(number);
    this.offer();
  }

  /** The fate that follows the adversary, and otherwise chance. */
  private fateByAdversary(): Fate {
    /** The failure that the adversary wants; null: none; undefined: that is left to chance. */
    const struck = (strikes: Strikes, next?: Pending): Leg | null | undefined => {
      const { adversary } = this;
      if (adversary?.fail === undefined) return undefined;
      const all = strikes.all();
      if (all.length === 0) return null;
      const events = all.map(({ event }) => event);
      const wanted = adversary.fail(events, next);
      return wanted === undefined ? undefined : (all[wanted] ?? null);
    };
    return {
      choose: (options, step) => this.adversary?.choose(options, step) ?? 0,
      first: (ids, object) => this.adversary?.goesFirst?.(ids, object) ?? this.adversary?.choose(ids) ?? 0,
      toss: (options, { weights, step }) =>
        this.adversary?.draw?.(options, step) ?? drawn(this.circumstances.coins, options.length, weights),
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

  /** Brings the tickets up to date with what may happen now. */
  private offer(): void {
    const { touched, compiled } = this.walk;
    const { processes, timing } = compiled.system;
    for (let i = 0; i < touched.length && !timing.rounds; i++) {
      const number = touched[i] as number;
      const { prospects } = this.walk.junctureOf(number);
      if (prospects === this.offered[number]) continue;
      this.offered[number] = prospects;
      this.offerTo(number, prospects);
    }
    touched.length = 0;
    this.offerTo(processes.length, this.walk.beats());
  }

  private offerTo(owner: number, nexts: readonly Next[]): void {
    const open = at(this.open, owner);
    const stamp = ++this.stamp;
    let kept = 0;
    for (const next of nexts) {
      const ticket = open.get(nameOf(next));
      if (ticket === undefined) continue;
      this.stamps[ticket] = stamp;
      kept++;
    }
    if (kept < open.size)
      for (const [name, ticket] of open) if (this.stamps[ticket] !== stamp) this.close(owner, name);
    for (const next of nexts) {
      const name = nameOf(next);
      let ticket = open.get(name);
      if (ticket === undefined) open.set(name, (ticket = this.newTicket(owner, next)));
      this.nexts[ticket] = next;
    }
  }

  private close(owner: number, name: string): void {
    const open = at(this.open, owner);
    const ticket = open.get(name) ?? NONE;
    open.delete(name);
    this.nexts[ticket] = undefined;
    this.tickets.discard(ticket);
  }

  private newTicket(owner: number, next: Next): number {
    const { numbers, timing } = this.walk.compiled.system;
    const { cause, within } = "legs" in next ? next : { cause: undefined, within: undefined };
    const ticket =
      cause?.kind === "receive"
        ? this.tickets.create(owner, numbers.get(cause.from ?? "") ?? NONE, cause.message)
        : this.tickets.create(owner, NONE, cause?.kind === "timeout" ? cause.timer : nameOf(next));
    if (within !== undefined) {
      const waited = cause?.kind === "receive" ? (timing.ticks?.bounds.maxDelay ?? 0) - within : 0;
      this.tickets.hurry(ticket, { waited: Math.max(0, waited), left: within });
    }
    this.tickets.enable(ticket);
    return ticket;
  }
}

/** The name of what may happen, among all that may at its process. */
function nameOf(next: Next): string {
  return "legs" in next ? next.name : formatEvent(next.kind === "round" ? { kind: "round" } : next);
}
