/**
 * A system as a network of slots: author code and channels run when a table has no answer yet, once for
 * each distinct question; after that a step is a look-up. Nothing here knows of visited sets or search.
 */
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import {
  formatLocal,
  inputCandidates,
  type Configuration,
  type InputVector,
  type LocalState,
} from "../../model/configuration.ts";
import type { Event } from "../../model/event.ts";
import { strikesOf } from "../../model/failure/index.ts";
import type { Cause } from "../../model/reaction.ts";
import { accessed } from "../../model/memory/access.ts";
import { accepts, goingOn, roundOf, type Rules } from "../../model/options.ts";
import type { Part } from "../../model/part.ts";
import type { System } from "../../model/system.ts";
import { Author } from "./author.ts";
import { completions, type Completion } from "./completion.ts";
import { ABSENT, Interner } from "./integers.ts";
import type { Repeat } from "./repeat.ts";
import { mailboxOf, parcelsOf, partOf, type Look } from "./parts.ts";
import { roundMoves } from "./rounds.ts";
import {
  BudgetSlot,
  causeId,
  FORCED,
  HEADER,
  IDLE,
  looksAt,
  ObjectSlot,
  ProcessSlot,
  REFUSED,
  type Outcome,
  type Slot,
} from "./slot.ts";

/** A move, spelled out. */
export interface Move {
  readonly events: readonly Event[];
  /** The values of all slots after it. */
  readonly values: Int32Array;
}

/** Something that may happen at a process. */
interface Turn {
  /** A position in `outcomes`. */
  readonly outcome: number;
  /** The id of the mailbox after it. */
  readonly mailbox: number;
  /** The value of the object slot after it; absent: as before. */
  readonly writes?: number;
}

/** The compiled system. */
export class Network {
  readonly system: System;
  readonly author: Author;
  /** First one for each process, then one for each object, then one for each failure with a budget. */
  readonly slots: readonly Slot[];
  readonly processes: readonly ProcessSlot[];
  readonly objects: readonly ObjectSlot[];
  /** Where budgets begin anew in each round. */
  readonly roundBudgets: readonly number[];
  private readonly rules: Rules;
  private readonly timers = new Interner<string>();
  /** The texts of what objects answer. */
  private readonly answers = new Interner<string>();
  /** By failure: the slot of its budget. */
  readonly budgetOf: readonly number[];
  /** By process: what the start step can come to, by the text of the input. */
  private readonly starts: readonly Map<string, readonly Outcome[]>[];

  constructor(system: System, repeat: Repeat) {
    this.system = system;
    this.author = new Author(system, repeat);
    this.rules = { system, react: (...step) => this.author.react(...step) };
    this.processes = system.processes.map((process) => new ProcessSlot(process, system.channel));
    this.objects = system.objects.map(() => new ObjectSlot());
    const slots: Slot[] = [...this.processes, ...this.objects];
    this.budgetOf = system.failures.map((failure) =>
      failure.budget === Infinity ? ABSENT : slots.push(new BudgetSlot(failure)) - 1,
    );
    this.roundBudgets = this.budgetOf.filter(
      (slot, i) => slot !== ABSENT && system.failures[i]?.perRound === true,
    );
    this.slots = slots;
    this.starts = system.processes.map(() => new Map());
  }

  /** Bytes that the tables take, about. */
  get bytes(): number {
    return this.slots.reduce((sum, slot) => sum + slot.bytes, 0);
  }

  /** Every initial configuration; undefined where inputs are not allowed. */
  *initial(): Generator<Move | undefined> {
    for (const inputs of inputCandidates(this.system)) {
      if (inputs === undefined) yield undefined;
      else yield* this.initialFor(inputs, []);
    }
  }

  /** The initial configurations in which the first processes have started as given. */
  private *initialFor(inputs: InputVector, started: readonly Outcome[]): Generator<Move | undefined> {
    const slot = this.processes[started.length];
    if (slot === undefined) yield this.initialMove(started);
    else
      for (const outcome of this.startsOf(slot, inputs[started.length] as Plain))
        yield* this.initialFor(inputs, [...started, outcome]);
  }

  /** The initial configuration that start steps lead to; undefined if they exceed a budget. */
  private initialMove(started: readonly Outcome[]): Move | undefined {
    const values = new Int32Array(this.slots.length);
    for (const [i, slot] of this.processes.entries())
      values[i] = slot.value(at(started, i).local, slot.mailboxes.id([]));
    for (const [i, slot] of this.objects.entries())
      values[this.processes.length + i] = slot.id(at(this.system.objects, i).initial);
    if (!started.every(({ parcels }) => this.deliverAll(parcels, values))) return undefined;
    return { events: started.flatMap(({ events }) => events), values };
  }

  private startsOf(slot: ProcessSlot, input: Plain): readonly Outcome[] {
    const starts = at(this.starts, slot.process.number);
    const text = format(input);
    const known = starts.get(text);
    if (known !== undefined) return known;
    const { next: local, effects } = this.author.start(slot.process, input);
    const begun: Part = { local, mailbox: [], pending: effects };
    const outcomes = completions(this.rules, slot.process, begun).map((completion) =>
      this.outcome(slot, completion),
    );
    starts.set(text, outcomes);
    return outcomes;
  }

  /** Delivers parcels, in order. @returns false if one of them is refused; then `values` are of no use. */
  deliverAll(parcels: readonly number[], values: Int32Array): boolean {
    for (let i = 0; i < parcels.length; i += 2) {
      const to = parcels[i] as number;
      const after = this.deliver(to, values[to] as number, parcels[i + 1] as number);
      if (after === REFUSED) return false;
      values[to] = after;
    }
    return true;
  }

  /** The value of slot `to` after a parcel has been put into its mailbox, or REFUSED. */
  deliver(to: number, value: number, parcel: number): number {
    const slot = this.slots[to] as Slot;
    const known = slot.delivered.get(value, parcel);
    if (known !== ABSENT) return known;
    const after = this.received(slot, value, parcel);
    slot.delivered.add(value, parcel, after);
    return after;
  }

  private received(slot: Slot, value: number, parcel: number): number {
    if (slot instanceof ObjectSlot) return parcel;
    return slot instanceof BudgetSlot
      ? slot.after(value, parcel)
      : this.mailed(slot as ProcessSlot, value, parcel);
  }

  private mailed(slot: ProcessSlot, value: number, parcel: number): number {
    if (slot.local(value).down !== undefined) return value;
    const { channel } = this.system;
    let mailbox: readonly number[] = slot.mailboxes.list(slot.mailboxOf.at(value));
    for (const letter of slot.parcels.list(parcel)) mailbox = channel.send(mailbox, letter, slot.order);
    return slot.value(slot.localOf.at(value), slot.mailboxes.id(mailbox));
  }

  /**
   * Where the moves of a process in a configuration begin in `slot.moves`; finds them out if need be. They
   * depend on the value of its slot and, if it is about to perform an operation, on that of the object's.
   */
  movesOf(slot: ProcessSlot, values: Int32Array): number {
    const value = values[slot.process.number] as number;
    const start = slot.moveStart.at(value);
    if (start >= 0) return start;
    if (start !== ABSENT) return this.movesAfterLook(slot, values, looksAt(start));
    const object = accessed(this.system, slot.local(value));
    if (object !== undefined) {
      slot.moveStart.put(value, looksAt(this.processes.length + object), ABSENT);
      return this.movesOf(slot, values);
    }
    const begin = this.newMoves(slot, { value, object: ABSENT, seen: ABSENT });
    slot.moveStart.put(value, begin, ABSENT);
    return begin;
  }

  private movesAfterLook(slot: ProcessSlot, values: Int32Array, object: number): number {
    const [value, seen] = [values[slot.process.number] as number, values[object] as number];
    const known = slot.looked.get(value, seen);
    if (known !== ABSENT) return known;
    const begin = this.newMoves(slot, { value, object, seen });
    slot.looked.add(value, seen, begin);
    return begin;
  }

  private newMoves(slot: ProcessSlot, here: Look): number {
    const { moves, isForced } = this.system.timing.rounds
      ? this.roundMovesOf(slot, here.value)
      : this.triggersOf(slot, here);
    const begin = slot.moves.length;
    for (let i = 0; i < HEADER; i++) slot.moves.push(0);
    const active = this.pushMoves(slot, { here, moves, idle: false });
    const idle = this.pushMoves(slot, { here, moves, idle: true });
    slot.moves.put(begin, active, ABSENT);
    slot.moves.put(begin + IDLE, idle, ABSENT);
    slot.moves.put(begin + FORCED, isForced ? 1 : 0, ABSENT);
    return begin;
  }

  /** Whether something that is not the work of failures may happen at a process. */
  isForced(slot: ProcessSlot, values: Int32Array): boolean {
    return slot.moves.at(this.movesOf(slot, values) + FORCED) !== 0;
  }

  /** Writes down the moves that are idle, or those that are not. @returns how many there are. */
  private pushMoves(
    slot: ProcessSlot,
    { here: { value, object, seen }, moves, idle }: { here: Look; moves: readonly Turn[]; idle: boolean },
  ): number {
    let count = 0;
    for (const { outcome: number, mailbox, writes = seen } of moves) {
      const { local, parcels: sent } = slot.outcomes[number] as Outcome;
      const parcels = writes === seen ? sent : [object, writes, ...sent];
      const after = slot.value(local, mailbox);
      if ((after === value && parcels.length === 0) !== idle) continue;
      slot.moves.push(number);
      slot.moves.push(after);
      slot.moves.push(parcels.length / 2);
      for (const item of parcels) slot.moves.push(item);
      count++;
    }
    return count;
  }

  /** Everything that may happen at a process, and whether some of it is not the work of failures. */
  private triggersOf(slot: ProcessSlot, here: Look): { moves: Turn[]; isForced: boolean } {
    const { value } = here;
    const local = slot.localOf.at(value);
    const { halted, timers, down } = slot.locals.value(local);
    const moves: Turn[] = [];
    const none = slot.mailboxes.id([]);
    const add = (id: number, after: Pick<Turn, "mailbox" | "writes">, cause: () => Cause): void => {
      const step = this.stepOf(slot, { local, id, cause });
      const first = slot.steps.at(step);
      for (let outcome = first; outcome < first + slot.steps.at(step + 1); outcome++) {
        const { isDown } = slot.outcomes[outcome] as Outcome;
        moves.push({ outcome, ...after, ...(isDown ? { mailbox: none } : {}) });
      }
    };
    const mailbox = slot.mailboxOf.at(value);
    if (down === "for a time") add(causeId("recovery", 0), { mailbox }, () => ({ kind: "recover" }));
    if (halted || down !== undefined) return { moves, isForced: moves.length > 0 };
    const letters = slot.mailboxes.list(mailbox);
    for (const { letter, rest } of this.system.channel.receivable(letters, slot.order)) {
      const { from, message } = slot.letters.value(letter);
      if (!accepts(slot.process, slot.locals.value(local), message.type)) continue;
      add(
        causeId("letter", letter),
        { mailbox: rest === letters ? mailbox : slot.mailboxes.id(rest) },
        () => {
          return { kind: "receive", from: at(this.system.processes, from).id, message };
        },
      );
    }
    for (const timer of timers) {
      add(causeId("timer", this.timers.id(timer, timer)), { mailbox }, () => ({ kind: "timeout", timer }));
    }
    const occasion = goingOn(this.system, slot.process, partOf(this, slot, here));
    if (occasion !== undefined) {
      const { cause, writes } = occasion;
      const answer = cause.kind === "operation" && cause.response !== undefined ? format(cause.response) : "";
      const id =
        cause.kind === "pause" ? causeId("pause", 0) : causeId("operation", this.answers.id(answer, answer));
      const written =
        writes === undefined ? {} : { writes: (this.slots[here.object] as ObjectSlot).id(writes) };
      add(id, { mailbox, ...written }, () => cause);
    }
    const isForced = moves.length > 0;
    return { moves: [...moves, ...this.strikesAt(slot, here)], isForced };
  }

  /** What failures may do at a process. */
  private strikesAt(slot: ProcessSlot, here: Look): Turn[] {
    if (this.system.failures.length === 0) return [];
    return strikesOf(this.system, slot.process, partOf(this, slot, here)).map(
      ({ event, after, spends }): Turn => {
        const spending = spends === undefined ? [] : [spends];
        const outcome = this.outcome(slot, {
          events: [event],
          local: after.local,
          sends: [],
          spends: spending,
        });
        return { outcome: slot.outcomes.push(outcome) - 1, mailbox: mailboxOf(this, slot, after.mailbox) };
      },
    );
  }

  /** Everything that a round may come to for a process, as `triggersOf`. */
  private roundMovesOf(slot: ProcessSlot, value: number): { moves: Turn[]; isForced: boolean } {
    const part = partOf(this, slot, { value, object: ABSENT, seen: ABSENT });
    const pending = roundOf(slot.process, part);
    const mailbox = slot.mailboxes.id([]);
    const begun: Part = { local: part.local, mailbox: [], pending };
    const moves = completions(this.rules, slot.process, begun).map((completion): Turn => ({
      outcome: slot.outcomes.push(this.outcome(slot, completion)) - 1,
      mailbox,
    }));
    return { moves, isForced: pending.length > 0 };
  }

  /** Calls author code, once for each local state and cause. @returns a position in `slot.steps` */
  private stepOf(
    slot: ProcessSlot,
    { local, id, cause: describe }: { local: number; id: number; cause: () => Cause },
  ): number {
    const known = slot.stepIds.get(local, id);
    if (known !== ABSENT) return known;
    const { process } = slot;
    const cause = describe();
    const first = slot.outcomes.length;
    for (const { next, effects, ...chosen } of this.author.react(process, slot.locals.value(local), cause)) {
      const trigger = { ...cause, process: process.id, ...chosen } as Event;
      for (const completion of completions(this.rules, process, {
        local: next,
        mailbox: [],
        pending: effects,
      }))
        slot.outcomes.push(this.outcome(slot, { ...completion, events: [trigger, ...completion.events] }));
    }
    const step = slot.steps.length;
    slot.steps.push(first);
    slot.steps.push(slot.outcomes.length - first);
    slot.stepIds.add(local, id, step);
    return step;
  }

  private outcome(slot: ProcessSlot, completion: Completion): Outcome {
    const { events, local } = completion;
    return {
      events,
      local: slot.locals.id(formatLocal(local), local),
      parcels: parcelsOf(this, slot.process.number, completion),
      isDown: local.down !== undefined,
    };
  }

  /** All moves from a configuration, spelled out: slow, for rebuilding schedules and for analysis. */
  *moves(values: Int32Array): Generator<Move> {
    if (this.system.timing.rounds) yield* roundMoves(this, values);
    else for (const slot of this.processes) yield* this.movesAt(slot, values);
  }

  private *movesAt(slot: ProcessSlot, values: Int32Array): Generator<Move> {
    const { number } = slot.process;
    const begin = this.movesOf(slot, values);
    let left = slot.moves.at(begin) + slot.moves.at(begin + IDLE);
    for (let item = begin + HEADER; left > 0; left--) {
      const { events } = slot.outcomeAt(item);
      const end = item + 3 + 2 * slot.moves.at(item + 2);
      const parcels = Array.from({ length: end - item - 3 }, (_, i) => slot.moves.at(item + 3 + i));
      const changed = values.slice();
      changed[number] = slot.moves.at(item + 1);
      if (this.deliverAll(parcels, changed)) yield { events, values: changed };
      item = end;
    }
  }

  /** The configuration that values of all slots stand for. */
  configuration(values: Int32Array): Configuration {
    const parts = this.processes.map((slot, i) =>
      partOf(this, slot, { value: values[i] as number, object: ABSENT, seen: ABSENT }),
    );
    const objects = this.objects.map((slot, i) => slot.content(values[this.processes.length + i] as number));
    const spent = this.budgetOf.map((slot) => (slot === ABSENT ? 0 : (values[slot] as number)));
    return {
      locals: parts.map(({ local }): LocalState => local),
      mailboxes: parts.map(({ mailbox }) => mailbox),
      ...(objects.length === 0 ? {} : { objects }),
      pending: [],
      ...(spent.length === 0 ? {} : { spent }),
    };
  }
}
