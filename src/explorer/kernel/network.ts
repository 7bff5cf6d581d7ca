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
import { roundOf, type Rules } from "../../model/options.ts";
import type { Part } from "../../model/part.ts";
import type { Letter } from "../../model/protocol.ts";
import type { System } from "../../model/system.ts";
import { Author } from "./author.ts";
import { completions, type Completion } from "./completion.ts";
import { ABSENT, Interner } from "./integers.ts";
import type { Repeat } from "./repeat.ts";
import { roundMoves } from "./rounds.ts";
import {
  BudgetSlot,
  causeId,
  FORCED,
  HEADER,
  IDLE,
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

/** The compiled system. */
export class Network {
  readonly system: System;
  readonly author: Author;
  /** First one for each process, then one for each failure with a budget. */
  readonly slots: readonly Slot[];
  readonly processes: readonly ProcessSlot[];
  /** Where budgets begin anew in each round. */
  readonly roundBudgets: readonly number[];
  private readonly rules: Rules;
  private readonly timers = new Interner<string>();
  /** By failure: the slot of its budget. */
  private readonly budgetOf: readonly number[];
  /** By process: what the start step can come to, by the text of the input. */
  private readonly starts: readonly Map<string, readonly Outcome[]>[];

  constructor(system: System, repeat: Repeat) {
    this.system = system;
    this.author = new Author(system, repeat);
    this.rules = { system, react: (...step) => this.author.react(...step) };
    this.processes = system.processes.map((process) => new ProcessSlot(process, system.channel));
    const slots: Slot[] = [...this.processes];
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
    const after =
      slot instanceof BudgetSlot
        ? slot.after(value, parcel)
        : this.mailed(slot as ProcessSlot, value, parcel);
    slot.delivered.add(value, parcel, after);
    return after;
  }

  private mailed(slot: ProcessSlot, value: number, parcel: number): number {
    if (slot.local(value).down !== undefined) return value;
    const { channel } = this.system;
    let mailbox: readonly number[] = slot.mailboxes.list(slot.mailboxOf.at(value));
    for (const letter of slot.parcels.list(parcel)) mailbox = channel.send(mailbox, letter, slot.order);
    return slot.value(slot.localOf.at(value), slot.mailboxes.id(mailbox));
  }

  /** Where the moves of a value of a slot begin in `slot.moves`; finds them out if need be. */
  movesOf(slot: ProcessSlot, value: number): number {
    const known = slot.moveStart.at(value);
    if (known !== ABSENT) return known;
    const { moves, isForced } = this.system.timing.rounds
      ? this.roundMovesOf(slot, value)
      : this.triggersOf(slot, value);
    const begin = slot.moves.length;
    for (let i = 0; i < HEADER; i++) slot.moves.push(0);
    const active = this.pushMoves(slot, { value, moves, idle: false });
    const idle = this.pushMoves(slot, { value, moves, idle: true });
    slot.moves.put(begin, active, ABSENT);
    slot.moves.put(begin + IDLE, idle, ABSENT);
    slot.moves.put(begin + FORCED, isForced ? 1 : 0, ABSENT);
    slot.moveStart.put(value, begin, ABSENT);
    return begin;
  }

  /** Whether something that is not the work of failures may happen in a value of a slot. */
  isForced(slot: ProcessSlot, value: number): boolean {
    return slot.moves.at(this.movesOf(slot, value) + FORCED) !== 0;
  }

  /** Writes down the moves that are idle, or those that are not. @returns how many there are. */
  private pushMoves(
    slot: ProcessSlot,
    { value, moves, idle }: { value: number; moves: readonly number[]; idle: boolean },
  ): number {
    let count = 0;
    for (let i = 0; i < moves.length; i += 2) {
      const number = moves[i] as number;
      const { local, parcels } = slot.outcomes[number] as Outcome;
      const after = slot.value(local, moves[i + 1] as number);
      if ((after === value && parcels.length === 0) !== idle) continue;
      slot.moves.push(number);
      slot.moves.push(after);
      slot.moves.push(parcels.length / 2);
      for (const item of parcels) slot.moves.push(item);
      count++;
    }
    return count;
  }

  /**
   * Everything that may happen at a process in a value: outcome and mailbox after it, alternately; and
   * whether some of it is not the work of failures.
   */
  private triggersOf(slot: ProcessSlot, value: number): { moves: number[]; isForced: boolean } {
    const local = slot.localOf.at(value);
    const { halted, timers, down } = slot.locals.value(local);
    const moves: number[] = [];
    const none = slot.mailboxes.id([]);
    const add = (id: number, mailbox: number, cause: () => Cause): void => {
      const step = this.stepOf(slot, { local, id, cause });
      const first = slot.steps.at(step);
      for (let i = first; i < first + slot.steps.at(step + 1); i++)
        moves.push(i, (slot.outcomes[i] as Outcome).isDown ? none : mailbox);
    };
    const mailbox = slot.mailboxOf.at(value);
    if (down === "for a time") add(causeId("recovery", 0), mailbox, () => ({ kind: "recover" }));
    if (halted || down !== undefined) return { moves, isForced: moves.length > 0 };
    const letters = slot.mailboxes.list(mailbox);
    for (const { letter, rest } of this.system.channel.receivable(letters, slot.order)) {
      add(causeId("letter", letter), rest === letters ? mailbox : slot.mailboxes.id(rest), () => {
        const { from, message } = slot.letters.value(letter);
        return { kind: "receive", from: at(this.system.processes, from).id, message };
      });
    }
    for (const timer of timers) {
      add(causeId("timer", this.timers.id(timer, timer)), mailbox, () => ({ kind: "timeout", timer }));
    }
    const isForced = moves.length > 0;
    return { moves: [...moves, ...this.strikesAt(slot, value)], isForced };
  }

  /** What failures may do in a value: outcome and mailbox after it, alternately. */
  private strikesAt(slot: ProcessSlot, value: number): number[] {
    if (this.system.failures.length === 0) return [];
    return strikesOf(this.system, slot.process, this.partOf(slot, value)).flatMap(
      ({ event, after, spends }) => {
        const spending = spends === undefined ? [] : [spends];
        const outcome = this.outcome(slot, {
          events: [event],
          local: after.local,
          sends: [],
          spends: spending,
        });
        return [slot.outcomes.push(outcome) - 1, this.mailboxOf(slot, after.mailbox)];
      },
    );
  }

  /** Everything that a round may come to for a process, as `triggersOf`. */
  private roundMovesOf(slot: ProcessSlot, value: number): { moves: number[]; isForced: boolean } {
    const part = this.partOf(slot, value);
    const pending = roundOf(slot.process, part);
    const none = slot.mailboxes.id([]);
    const begun: Part = { local: part.local, mailbox: [], pending };
    const moves = completions(this.rules, slot.process, begun).flatMap((completion) => [
      slot.outcomes.push(this.outcome(slot, completion)) - 1,
      none,
    ]);
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
      parcels: this.parcelsOf(slot.process.number, completion),
      isDown: local.down !== undefined,
    };
  }

  /** What a step sends, put together by receiver, and what it costs. */
  private parcelsOf(from: number, { sends, spends }: Completion): number[] {
    const byReceiver = new Map<number, number[]>();
    for (const { to: id, message } of sends) {
      const to = this.system.numbers.get(id) ?? -1;
      const letter = at(this.processes, to).letterId(from, message);
      byReceiver.set(to, [...(byReceiver.get(to) ?? []), letter]);
    }
    const costs = new Map<number, number>();
    for (const failure of spends) {
      const slot = at(this.budgetOf, failure);
      costs.set(slot, (costs.get(slot) ?? 0) + 1);
    }
    return [
      ...[...costs].flat(),
      ...[...byReceiver].flatMap(([to, letters]) => [to, at(this.processes, to).parcels.id(letters)]),
    ];
  }

  /** The part of a configuration that belongs to a process, by the value of its slot. */
  private partOf(slot: ProcessSlot, value: number): Part {
    const mailbox = slot.mailbox(value).map((letter) => this.letterOf(letter));
    return { local: slot.local(value), mailbox, pending: [] };
  }

  private letterOf({
    from,
    message,
  }: {
    readonly from: number;
    readonly message: Letter["message"];
  }): Letter {
    return { from: at(this.system.processes, from).id, message };
  }

  /** The id of a mailbox of the model. */
  private mailboxOf(slot: ProcessSlot, mailbox: readonly Letter[]): number {
    let ids: readonly number[] = [];
    for (const { from, message } of mailbox) {
      const letter = slot.letterId(this.system.numbers.get(from) ?? -1, message);
      ids = this.system.channel.send(ids, letter, slot.order);
    }
    return slot.mailboxes.id(ids);
  }

  /** All moves from a configuration, spelled out: slow, for rebuilding schedules and for analysis. */
  *moves(values: Int32Array): Generator<Move> {
    if (this.system.timing.rounds) yield* roundMoves(this, values);
    else for (const slot of this.processes) yield* this.movesAt(slot, values);
  }

  private *movesAt(slot: ProcessSlot, values: Int32Array): Generator<Move> {
    const { number } = slot.process;
    const begin = this.movesOf(slot, values[number] as number);
    let left = slot.moves.at(begin) + slot.moves.at(begin + IDLE);
    for (let item = begin + HEADER; left > 0; left--) {
      const { events, parcels } = slot.outcomeAt(item);
      const changed = values.slice();
      changed[number] = slot.moves.at(item + 1);
      if (this.deliverAll(parcels, changed)) yield { events, values: changed };
      item += 3 + parcels.length;
    }
  }

  /** The configuration that values of all slots stand for. */
  configuration(values: Int32Array): Configuration {
    const parts = this.processes.map((slot, i) => this.partOf(slot, values[i] as number));
    const spent = this.budgetOf.map((slot) => (slot === ABSENT ? 0 : (values[slot] as number)));
    return {
      locals: parts.map(({ local }): LocalState => local),
      mailboxes: parts.map(({ mailbox }) => mailbox),
      pending: [],
      ...(spent.length === 0 ? {} : { spent }),
    };
  }
}
