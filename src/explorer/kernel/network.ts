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
} from "../../model/configuration.ts";
import { formatMessage, type Effect, type Event } from "../../model/event.ts";
import { afterEffect, react, start, type Cause, type Reaction } from "../../model/localStep.ts";
import type { System } from "../../model/system.ts";
import { ABSENT, Interner } from "./integers.ts";
import type { Repeat } from "./repeat.ts";
import { causeId, Slot, type Outcome } from "./slot.ts";

/** A move of a slot, spelled out. */
export interface Move {
  readonly events: readonly Event[];
  /** The values of all slots after it. */
  readonly values: Int32Array;
}

/** The compiled system. */
export class Network {
  readonly system: System;
  readonly slots: readonly Slot[];
  /** Calls of handlers so far; the repetitions of the determinism check are not counted. */
  authorCalls = 0;
  /** The causes that have run, as `role.upon.TYPE`, `role.uponTimeout.NAME` or `role.initially`. */
  readonly reached = new Set<string>();
  private readonly repeat: Repeat;
  private readonly timers = new Interner<string>();
  /** By process: what the start step does, by the text of the input. */
  private readonly starts: readonly Map<string, Outcome>[];

  constructor(system: System, repeat: Repeat) {
    this.system = system;
    this.repeat = repeat;
    this.slots = system.processes.map((process) => new Slot(process, system.channel));
    this.starts = system.processes.map(() => new Map());
  }

  /** Bytes that the tables take, about. */
  get bytes(): number {
    return this.slots.reduce((sum, slot) => sum + slot.bytes, 0);
  }

  /** Every initial configuration, as the values of all slots; undefined where inputs are not allowed. */
  *initial(): Generator<Int32Array | undefined> {
    for (const inputs of inputCandidates(this.system)) {
      yield inputs === undefined ? undefined : this.initialValues(inputs);
    }
  }

  private initialValues(inputs: InputVector): Int32Array {
    const started = this.slots.map((slot, i) => this.startOf(slot, inputs[i] as Plain));
    const values = Int32Array.from(started, ({ local }, i) =>
      at(this.slots, i).value(local, at(this.slots, i).mailboxes.id([])),
    );
    for (const { parcels } of started) this.deliverAll(parcels, values);
    return values;
  }

  private startOf(slot: Slot, input: Plain): Outcome {
    const starts = at(this.starts, slot.process.number);
    const text = format(input);
    const known = starts.get(text);
    if (known !== undefined) return known;
    this.authorCalls++;
    const reaction = start(this.system, slot.process, input);
    this.repeat.start(slot.process.number, input, reaction);
    const outcome = this.outcome(slot, undefined, reaction);
    starts.set(text, outcome);
    return outcome;
  }

  /** The schedule's first events: the effects of the start steps. */
  startEvents(inputs: InputVector): Event[] {
    return this.slots.flatMap((slot, i) => this.startOf(slot, inputs[i] as Plain).events);
  }

  private deliverAll(parcels: readonly number[], values: Int32Array): void {
    for (let i = 0; i < parcels.length; i += 2) {
      const to = parcels[i] as number;
      values[to] = this.deliver(to, values[to] as number, parcels[i + 1] as number);
    }
  }

  /** The value of slot `to` after a parcel has been put into its mailbox. */
  deliver(to: number, value: number, parcel: number): number {
    const slot = this.slots[to] as Slot;
    const known = slot.delivered.get(value, parcel);
    if (known !== ABSENT) return known;
    const { channel } = this.system;
    let mailbox: readonly number[] = slot.mailboxes.list(slot.mailboxOf.at(value));
    for (const letter of slot.parcels.list(parcel)) mailbox = channel.send(mailbox, letter, slot.order);
    const after = slot.value(slot.localOf.at(value), slot.mailboxes.id(mailbox));
    slot.delivered.add(value, parcel, after);
    return after;
  }

  /** Where the moves of a value of a slot begin in `slot.moves`; finds them out if need be. */
  movesOf(slot: Slot, value: number): number {
    const known = slot.moveStart.at(value);
    if (known !== ABSENT) return known;
    const outcomes = this.outcomesOf(slot, value);
    const begin = slot.moves.length;
    slot.moves.push(0);
    slot.moves.push(0);
    const active = this.pushMoves(slot, value, outcomes, false);
    const idle = this.pushMoves(slot, value, outcomes, true);
    slot.moves.put(begin, active, ABSENT);
    slot.moves.put(begin + 1, idle, ABSENT);
    slot.moveStart.put(value, begin, ABSENT);
    return begin;
  }

  /** Writes down the moves that are idle, or those that are not. @returns how many there are. */
  private pushMoves(slot: Slot, value: number, outcomes: readonly number[], idle: boolean): number {
    let count = 0;
    for (let i = 0; i < outcomes.length; i += 2) {
      const number = outcomes[i] as number;
      const { local, parcels } = slot.outcomes[number] as Outcome;
      const after = slot.value(local, outcomes[i + 1] as number);
      if ((after === value && parcels.length === 0) !== idle) continue;
      slot.moves.push(number);
      slot.moves.push(after);
      slot.moves.push(parcels.length / 2);
      for (const item of parcels) slot.moves.push(item);
      count++;
    }
    return count;
  }

  /** Everything the process may do in a value: outcome and mailbox after it, alternately. */
  private outcomesOf(slot: Slot, value: number): number[] {
    const local = slot.localOf.at(value);
    const { halted, timers } = slot.locals.value(local);
    if (halted) return [];
    const found: number[] = [];
    const add = (id: number, mailbox: number, cause: () => Cause): void => {
      const step = this.stepOf(slot, local, id, cause);
      const first = slot.steps.at(step);
      for (let i = 0; i < slot.steps.at(step + 1); i++) found.push(first + i, mailbox);
    };
    const mailbox = slot.mailboxOf.at(value);
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
    return found;
  }

  /** Calls author code, once for each local state and cause. */
  private stepOf(slot: Slot, local: number, id: number, describe: () => Cause): number {
    const known = slot.stepIds.get(local, id);
    if (known !== ABSENT) return known;
    const cause = describe();
    const before = slot.locals.value(local);
    const reactions = react(this.system, slot.process, before, cause);
    this.authorCalls += reactions.length;
    this.repeat.step(slot.process.number, before, cause, reactions);
    const first = slot.outcomes.length;
    for (const reaction of reactions) slot.outcomes.push(this.outcome(slot, cause, reaction));
    const step = slot.steps.length;
    slot.steps.push(first);
    slot.steps.push(reactions.length);
    slot.stepIds.add(local, id, step);
    return step;
  }

  private outcome(slot: Slot, cause: Cause | undefined, { choices, next, effects }: Reaction): Outcome {
    const { process } = slot;
    this.noteReached(process.roleName, cause);
    const trigger: readonly Event[] = cause === undefined ? [] : [{ ...cause, process: process.id, choices }];
    const local = effects.reduce(afterEffect, next);
    return {
      events: [...trigger, ...effects],
      local: slot.locals.id(formatLocal(local), local),
      parcels: this.parcelsOf(process.number, effects),
    };
  }

  private noteReached(role: string, cause: Cause | undefined): void {
    if (cause === undefined) this.reached.add(`${role}.initially`);
    else if (cause.kind === "receive") this.reached.add(`${role}.upon.${cause.message.type}`);
    else this.reached.add(`${role}.uponTimeout.${cause.timer}`);
  }

  /** What a step sends, put together by receiver. */
  private parcelsOf(from: number, effects: readonly Effect[]): number[] {
    const byReceiver = new Map<number, number[]>();
    for (const effect of effects) {
      if (effect.kind !== "send") continue;
      const to = this.system.numbers.get(effect.to) ?? -1;
      const letter = at(this.slots, to).letters.id(`${from} ${formatMessage(effect.message)}`, {
        from,
        message: effect.message,
      });
      byReceiver.set(to, [...(byReceiver.get(to) ?? []), letter]);
    }
    return [...byReceiver].flatMap(([to, letters]) => [to, at(this.slots, to).parcels.id(letters)]);
  }

  /** All moves from a configuration, spelled out: slow, for rebuilding schedules and for analysis. */
  *moves(values: Int32Array): Generator<Move> {
    for (const slot of this.slots) {
      let item = this.movesOf(slot, values[slot.process.number] as number);
      let left = slot.moves.at(item) + slot.moves.at(item + 1);
      for (item += 2; left > 0; left--) {
        const { events, parcels } = at(slot.outcomes, slot.moves.at(item));
        const after = values.slice();
        after[slot.process.number] = slot.moves.at(item + 1);
        this.deliverAll(parcels, after);
        yield { events, values: after };
        item += 3 + parcels.length;
      }
    }
  }

  /** The configuration that values of all slots stand for. */
  configuration(values: Int32Array): Configuration {
    const mailboxes = this.slots.map((slot, i) =>
      slot
        .mailbox(values[i] as number)
        .map(({ from, message }) => ({ from: at(this.system.processes, from).id, message })),
    );
    return { locals: this.slots.map((slot, i) => slot.local(values[i] as number)), mailboxes, pending: [] };
  }

  /** Handlers that have not run, as `role.upon.TYPE` and `role.uponTimeout.NAME`. */
  unreached(): string[] {
    return Object.entries(this.system.protocol.roles).flatMap(([role, { upon, uponTimeout }]) =>
      [
        ...Object.keys(upon ?? {}).map((type) => `${role}.upon.${type}`),
        ...Object.keys(uponTimeout ?? {}).map((timer) => `${role}.uponTimeout.${timer}`),
      ].filter((handler) => !this.reached.has(handler)),
    );
  }
}
