/**
 * A system as a network of slots: author code and channels run when a table has no answer yet, once for
 * each distinct question; after that a step is a look-up. Nothing here knows of visited sets or search.
 */
import {
  type Configuration,
  elapsedAtFirst,
  firstObjects,
  type InputVector,
} from "../model/state/configuration.ts";
import { formatLocal } from "../model/state/localState.ts";
import { type Cause, type Upon, triggerOf } from "../model/event/cause.ts";
import { at } from "../base/assert.ts";
import { Listener } from "../model/system/alphabet.ts";
import { hasForgers, remediesOf, strikesOf } from "../model/failure/index.ts";
import { notesOn, remembers } from "../model/failure/notes.ts";
import { occasionsIn, type Rules } from "../model/transition/options.ts";
import type { Option } from "../model/transition/option.ts";
import type { Part } from "../model/state/part.ts";
import type { System } from "../model/system/system.ts";
import { Author } from "./author.ts";
import { causeId, Causes } from "./causes.ts";
import { completions, type StepEnd } from "./completion.ts";
import { Conflicts } from "./conflicts.ts";
import { Contents } from "./contents.ts";
import { withWord } from "./heldUp.ts";
import { ABSENT } from "./integers.ts";
import { Looks, looksAt, MANY, type Look } from "./looks.ts";
import { writeMoves, type Turn } from "./moveList.ts";
import { Repeat } from "./repeat.ts";
import { withRepeatedOperations } from "./repeatedOperations.ts";
import { monitorSlots, type MonitorSlot } from "./monitorSlot.ts";
import { Repetition } from "./repetition.ts";
import {
  configurationOf,
  mailboxOf,
  parcelsOf,
  mailboxAt,
  partOf,
  valuesIn,
  writesIn,
} from "./valueParts.ts";
import { afterParcel } from "./delivery.ts";
import { Occasions } from "./occasions.ts";
import { withGuardsNoted } from "./guards.ts";
import { listen } from "../model/system/listen.ts";
import { waysInRound } from "./rounds.ts";
import { Starts } from "./starts.ts";
import {
  BudgetSlot,
  NOT_OWED,
  NOTHING,
  OWED,
  byIn,
  ClockSlot,
  NotesSlot,
  ObjectSlot,
  ProcessSlot,
  REFUSED,
  SUMMARY,
  type Outcome,
  type Slot,
} from "./slot.ts";

/**
 * A question about a process in some local state: the ways in which it may go on, by the id of their cause.
 */
interface LocalQuestion {
  readonly local: number;
  readonly id: number;
  /** The answer. */
  readonly ways: () => StepEnd[];
}

/** The compiled system. */
export class Network {
  readonly system: System;
  readonly author: Author;
  /** One for each process, object and monitor, the count of time, each budget of a failure, and the notes. */
  readonly slots: readonly Slot[];
  readonly processes: readonly ProcessSlot[];
  readonly objects: readonly ObjectSlot[];
  readonly monitors: readonly MonitorSlot[];
  /** The slot of the first monitor. */
  readonly monitorsAt: number;
  /** The slot that counts time, or ABSENT. */
  readonly clock: number;
  /** Whether something may happen to the system as a whole, besides rounds. */
  readonly hasBeats: boolean;
  /** The slots of the budgets that begin anew in each round. */
  readonly roundBudgets: readonly number[];
  readonly rules: Rules;
  /** The slots that processes look at, besides their own. */
  readonly looks: Looks;
  private readonly causes: Causes;
  /** The slot of what failure models remember, or ABSENT. */
  readonly notes: number;
  /** The slot of each failure's budget. */
  readonly budgetOf: readonly number[];
  readonly occasions = new Occasions();
  /** Learns of all that processes say, where somebody may forge it. */
  readonly listener = new Listener();
  private readonly listens: boolean;
  /** The initial configurations. */
  readonly starts: Starts;
  /** The conflicts at objects in rounds: who may go first. */
  readonly conflicts: Conflicts;

  constructor(given: System, repeat = new Repeat(new Repetition(() => given))) {
    const contents = given.objects.map(() => new Contents());
    const system = withRepeatedOperations(withGuardsNoted(given, repeat), { repeat, contents });
    this.system = system;
    this.author = new Author(system, repeat);
    this.rules = { system, react: (...step) => this.author.react(...step) };
    this.causes = new Causes(system.timing.ticks !== undefined);
    const ids = system.processes.map(({ id }) => id);
    this.processes = system.processes.map((process) => new ProcessSlot(process, system.channel, ids));
    this.objects = contents.map((one) => new ObjectSlot(one));
    this.monitors = monitorSlots(system, repeat);
    const slots: Slot[] = [...this.processes, ...this.objects, ...this.monitors];
    this.monitorsAt = this.processes.length + this.objects.length;
    const { ticks } = system.timing;
    const elapsed = elapsedAtFirst(ticks);
    this.clock = elapsed === undefined ? ABSENT : slots.push(new ClockSlot(elapsed, ticks?.horizon ?? 0)) - 1;
    this.budgetOf = system.failures.map((failure) =>
      failure.budget === Infinity ? ABSENT : slots.push(new BudgetSlot(failure)) - 1,
    );
    this.notes = remembers(system.failures) ? slots.push(new NotesSlot()) - 1 : ABSENT;
    this.roundBudgets = this.budgetOf.filter(
      (slot, i) => slot !== ABSENT && system.failures[i]?.perRound === true,
    );
    this.slots = slots;
    const newMoves = (slot: ProcessSlot, here: Look): number => this.newMoves(slot, here);
    this.looks = new Looks({ system, notes: this.notes, newMoves });
    this.starts = new Starts(this);
    this.conflicts = new Conflicts(this);
    this.listens = hasForgers(system);
    this.hasBeats = ticks !== undefined || system.objects.some(({ kind }) => kind.mended !== undefined);
  }

  /** Bytes that the tables take, about. */
  get bytes(): number {
    return this.slots.reduce((sum, slot) => sum + slot.bytes, this.conflicts.bytes);
  }

  /** The values of all slots before anything has happened; those of processes stand for nothing yet. */
  blank(inputs: InputVector): Int32Array {
    const values = new Int32Array(this.slots.length);
    for (const [i, value] of firstObjects(this.system, inputs).entries())
      values[this.processes.length + i] = at(this.objects, i).id(value);
    for (const [i, one] of this.monitors.entries()) values[this.monitorsAt + i] = one.id(one.monitor.initial);
    return values;
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
    const after = afterParcel(this, slot, { value, parcel });
    slot.delivered.add(value, parcel, after);
    return after;
  }

  /**
   * The offset of the moves of a process in a configuration, in `slot.moves`; finds them out if need be. They
   * depend on the value of its slot and, if it is about to perform an operation, on that of the object's; or
   * on what is remembered, if anything is.
   */
  movesOf(slot: ProcessSlot, values: Int32Array): number {
    const value = values[slot.process.number] as number;
    const start = slot.moveStart.at(value);
    if (start >= 0) return start;
    if (start !== ABSENT) return this.movesAfterLook(slot, values, looksAt(start));
    const looked = this.looks.first(slot, value);
    if (looked === MANY) return slot.sights.begin(this.looks.sight(slot, values));
    if (looked !== ABSENT) {
      slot.moveStart.put(value, looksAt(looked), ABSENT);
      return this.movesOf(slot, values);
    }
    const begin = this.newMoves(slot, { value, sight: [] });
    slot.moveStart.put(value, begin, ABSENT);
    return begin;
  }

  private movesAfterLook(slot: ProcessSlot, values: Int32Array, object: number): number {
    const [value, seen] = [values[slot.process.number] as number, values[object] as number];
    const known = slot.looked.get(value, seen);
    if (known !== ABSENT) return known;
    const begin = this.newMoves(slot, { value, sight: [object, seen] });
    slot.looked.add(value, seen, begin);
    return begin;
  }

  private newMoves(slot: ProcessSlot, here: Look): number {
    const found = this.system.timing.rounds ? this.roundMovesOf(slot, here) : this.triggersOf(slot, here);
    const deliver = (to: number, value: number, parcel: number): number => this.deliver(to, value, parcel);
    const told = (parcels: readonly number[], written: ReadonlyMap<number, number>): readonly number[] =>
      withWord(this, slot.process.number, { written, parcels });
    const begin = writeMoves(slot, { here, ...found, deliver, withWord: told });
    slot.leavesOut?.learn(here.value, begin);
    return begin;
  }

  /** The summary of who may act next at any process: see `summaryOf`. */
  movedBy(values: Int32Array): number {
    return this.processes.reduce(
      (by, slot) => Math.max(by, byIn(slot.moves.at(this.movesOf(slot, values) + SUMMARY))),
      NOTHING,
    );
  }

  /** The turns that may happen at a process, and by whom. */
  private triggersOf(slot: ProcessSlot, here: Look): { moves: Turn[]; by: number } {
    const moves = this.stepsAt(slot, here);
    if (this.system.failures.length > 0) moves.push(...this.failuresAt(slot, here));
    const isOwed = moves.some(({ outcome }) => !slot.isOptional(outcome));
    return { moves, by: isOwed ? OWED : moves.length > 0 ? NOT_OWED : NOTHING };
  }

  /** The turns by which something fails at a process, or is put right again. */
  private failuresAt(slot: ProcessSlot, here: Look): Turn[] {
    const mailbox = slot.mailboxOf.at(here.value);
    const remedies = remediesOf(this.system, slot.process, partOf(this, slot, here)).flatMap((option) =>
      this.outcomesOf(slot, this.waysAfter(slot, option)).map((outcome): Turn => ({ outcome, mailbox })),
    );
    return [...remedies, ...this.strikesAt(slot, here)];
  }

  /** The steps that a process may take next. */
  private stepsAt(slot: ProcessSlot, here: Look): Turn[] {
    const local = slot.localOf.at(here.value);
    const { control } = slot.locals.value(local);
    const { seen } = control === undefined ? {} : partOf(this, slot, here);
    const mailbox = mailboxAt(slot, here.value);
    const part = { local: slot.locals.value(local), mailbox, ...(seen === undefined ? {} : { seen }) };
    return occasionsIn(this.system, slot.process, part).flatMap((upon) => {
      const { letter, rest, writes } = upon;
      const left = rest === mailbox.letters ? slot.mailboxOf.at(here.value) : slot.mailboxes.id(rest);
      const after =
        writes === undefined ? { mailbox: left } : { mailbox: left, writes: writesIn(this, writes) };
      const ways = (): StepEnd[] => this.waysUpon(slot, local, upon);
      const cause = this.causes.id(slot, upon.cause, letter);
      const id = upon.seen === undefined ? cause : this.causes.inSight(cause, here.sight);
      return this.turns(slot, { local, id, ways }, after);
    });
  }

  /** The turns that a step may come to. `after`: what they leave unless the process crashes. */
  private turns(slot: ProcessSlot, question: LocalQuestion, after: Omit<Turn, "outcome">): Turn[] {
    const step = this.stepOf(slot, question);
    const turns: Turn[] = [];
    const [first, count] = [slot.steps.at(step), slot.steps.at(step + 1)];
    for (let outcome = first; outcome < first + count; outcome++) {
      const mailbox = this.mailboxAfter(slot, outcome, after.mailbox);
      turns.push(
        after.writes === undefined ? { outcome, mailbox } : { outcome, mailbox, writes: after.writes },
      );
    }
    return turns;
  }

  /** The id of what is in transit to a process after an outcome, given what was right before. */
  private mailboxAfter(slot: ProcessSlot, outcome: number, mailbox: number): number {
    const { down, local } = slot.outcomes[outcome] as Outcome;
    if (down === undefined) return slot.locals.value(local).halted ? slot.untimed(mailbox) : mailbox;
    return down === "for a time" ? slot.voices(mailbox) : slot.mailboxes.id([]);
  }

  /** The turns by which failures strike at a process. */
  private strikesAt(slot: ProcessSlot, here: Look): Turn[] {
    const local = slot.localOf.at(here.value);
    return strikesOf(this.system, slot.process, partOf(this, slot, here)).flatMap((strike) => {
      const { event, after } = strike;
      const mailbox = mailboxOf(this, slot, after.mailbox);
      const ways = (): StepEnd[] => this.waysAfter(slot, strike);
      if (event.kind !== "fault" || event.strikes !== "truth")
        return this.outcomesOf(slot, ways()).map((outcome): Turn => ({ outcome, mailbox }));
      const letter = slot.letterId({
        from: this.system.numbers.get(event.from) ?? -1,
        message: event.message,
      });
      return this.turns(slot, { local, id: causeId("forgery", letter), ways }, { mailbox });
    });
  }

  /** The ways in which a step goes on after a fault. */
  private waysAfter(slot: ProcessSlot, option: Option): StepEnd[] {
    const { event, after, sends, spends, notes = [], breaksBounds } = option;
    const spent = spends === undefined ? [] : [spends];
    const noted = [...notesOn(this.system.failures, sends), ...notes];
    return completions(this.rules, slot.process, after).map((way) => ({
      ...way,
      events: [event, ...way.events],
      sends: [...sends, ...way.sends],
      notes: [...noted, ...way.notes],
      spends: [...spent, ...way.spends],
      ...(breaksBounds === undefined ? {} : { breaksBounds }),
    }));
  }

  /** The turns that a round may bring for a process, as `triggersOf`. */
  private roundMovesOf(slot: ProcessSlot, here: Look): { moves: Turn[]; by: number } {
    const { ways, by } = waysInRound(this, slot, here);
    const outcomes = this.outcomesOf(slot, ways);
    const moves = ways.map(({ mailbox, writes }, i): Turn => {
      const turn = { outcome: at(outcomes, i), mailbox: mailboxOf(this, slot, mailbox) };
      return writes === undefined ? turn : { ...turn, writes: writesIn(this, writes) };
    });
    return { moves, by };
  }

  /**
   * The outcomes of a step in a local state, where time is not kept, and not in rounds.
   * @param letter the id of the letter, if it is a receipt
   */
  outcomesUpon(
    slot: ProcessSlot,
    local: number,
    { cause, letter }: { readonly cause: Cause; readonly letter?: number },
  ): Outcome[] {
    const ways = (): StepEnd[] => this.waysUpon(slot, local, { cause });
    const step = this.stepOf(slot, { local, id: this.causes.id(slot, cause, letter), ways });
    const first = slot.steps.at(step);
    return slot.outcomes.slice(first, first + slot.steps.at(step + 1));
  }

  /** Finds out, once for each local state and cause. @returns a position in `slot.steps` */
  private stepOf(slot: ProcessSlot, { local, id, ways }: LocalQuestion): number {
    const known = slot.stepIds.get(local, id);
    if (known !== ABSENT) return known;
    const found = ways();
    const step = slot.steps.length;
    slot.steps.push(slot.outcomes.length);
    slot.steps.push(found.length);
    slot.stepIds.add(local, id, step);
    this.outcomesOf(slot, found);
    return step;
  }

  /** Every way in which a step upon a cause may go; calls author code. */
  private waysUpon({ process, locals }: ProcessSlot, local: number, upon: Upon): StepEnd[] {
    return this.author.react(process, locals.value(local), upon).flatMap((reaction) => {
      const { writes, rearmed } = reaction;
      const trigger = triggerOf(process.id, upon.cause, reaction);
      const begun: Part = { local: reaction.next, mailbox: [], pending: reaction.effects };
      return completions(this.rules, process, begun).map((way) => ({
        ...way,
        events: [trigger, ...way.events],
        rearmed,
        ...(writes === undefined ? {} : { writes }),
      }));
    });
  }

  /** Interns ways. @returns their positions in `slot.outcomes`, which follow each other */
  private outcomesOf(slot: ProcessSlot, ways: readonly StepEnd[]): number[] {
    return ways.map((way) => slot.outcomes.push(this.outcome(slot, way)) - 1);
  }

  /** The outcome of a step, interned. */
  outcome(slot: ProcessSlot, completion: StepEnd): Outcome {
    const { events, local, rearmed, writes } = completion;
    this.occasions.note(events);
    if (this.listens) listen(this, completion);
    return {
      events,
      local: slot.locals.id(formatLocal(local), local),
      parcels: parcelsOf(this, slot.process.number, completion),
      rearmed,
      writes: writes === undefined ? [] : writesIn(this, writes),
      down: local.down,
      mistake: completion.mistake,
    };
  }

  /** The configuration that values of all slots stand for. */
  configuration(values: Int32Array): Configuration {
    return configurationOf(this, values);
  }

  /** The values of all slots in a settled configuration. */
  valuesOf(configuration: Configuration): Int32Array {
    return valuesIn(this, configuration);
  }
}
