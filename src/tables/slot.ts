/**
 * The slots of the kernel. Most are one process together with its mailbox: their *values* are pairs of a
 * local state and the contents of the mailbox, interned. Only events at the process and messages to it touch
 * such a slot, so everything it can do is a table over its values: its moves, and what a parcel does to it.
 */
import type { ProtocolError } from "../model/error.ts";
import { formatMessage, type Letter, type Message } from "../model/state/message.ts";
import type { Event } from "../model/event/event.ts";
import { orderOf, untimed } from "../model/state/letter.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { Channel, Letters } from "../model/communication/index.ts";
import type { Contents } from "./contents.ts";
import type { Plain } from "../base/value.ts";
import { affords, type Failure } from "../model/failure/failure.ts";
import { isOwed } from "../model/failure/index.ts";
import { withNotes } from "../model/failure/notes.ts";
import type { Process } from "../model/state/process.ts";
import { isVoice } from "../model/state/voice.ts";
import type { Window } from "../model/timing/window.ts";
import { ABSENT, Interner, IntList, ListInterner, PairTable } from "./integers.ts";
import { Sights } from "./sights.ts";

/** One way in which a local step can turn out, interned: what it does and what it is called. */
export interface Outcome {
  /** The trigger and its effects. */
  readonly events: readonly Event[];
  /** The id of the local state after it. */
  readonly local: number;
  /** The timers of the process that it sets or cancels. */
  readonly rearmed: readonly string[];
  /** Objects that the rest of an atomic step writes, and their values, alternately. */
  readonly writes: readonly number[];
  /** Receiver (a slot), and the id of the parcel that it gets there, alternately; each receiver once. */
  readonly parcels: readonly number[];
  /** Whether the process has crashed in it, and its mailbox is gone. */
  readonly down: LocalState["down"];
  /** The mistake of the protocol in which it ends, if budgets allow what comes before. */
  readonly mistake: ProtocolError | undefined;
}

/** One kind of letter that a slot can receive. */
export interface SlotLetter {
  /** The sender's number; ABSENT where channels hide it. */
  readonly from: number;
  readonly message: Message;
  readonly delay?: Window;
  /** The marks of its sender, on which it may depend whether it arrives. Never in a mailbox. */
  readonly marks?: readonly string[];
}

/** The order of letters in the model's mailboxes; ids are in the order of their discovery. */
const MODEL_ORDER: Letters<SlotLetter> = orderOf(({ from }) => from);

/** The part that all slots share: values, counted from 0, and tables over them. */
export class Slot {
  /** The offset of each value's moves in `moves`, or ABSENT if they have not been asked for. */
  readonly moveStart = new IntList();
  /**
   * Moves, one list for each value: how many there are that can change something, what there is to say of
   * the others (`summaryOf`), and then the former and the others, which are *idle*: nothing is sent and the
   * value stays. For each: the number of its outcome, the value after it, the number of parcels, and for each
   * parcel its receiver and its id.
   */
  readonly moves = new IntList();

  /** The value after a parcel has been taken in, by value and parcel, or REFUSED. */
  delivered = new PairTable();

  /** The number of values. */
  get count(): number {
    return this.moveStart.length;
  }

  get bytes(): number {
    return this.moveStart.bytes + this.moves.bytes + this.delivered.bytes;
  }
}

/** The summary of what may happen: nothing. */
export const NOTHING = 0;
/** The summary of what may happen: only what is owed to nobody, such as failures. */
export const NOT_OWED = 1;
/** The summary of what may happen: also what is owed. */
export const OWED = 2;

/** The offset of the summary in a list of moves. */
export const SUMMARY = 1;
/** The length of what stands before the moves. */
export const HEADER = 2;

/**
 * The summary of a list of moves, as one integer, which the hot loop reads in one go: the number of idle
 * moves, whether some of those may be all that happens (`loops`), and by whom something may happen.
 */
export function summaryOf(idle: number, loops: boolean, by: number): number {
  return 8 * idle + (loops ? LOOPS : 0) + by;
}

const LOOPS = 4;

/** The number of idle moves in a summary. */
export function idleIn(summary: number): number {
  return summary >>> 3;
}

/** Whether some idle moves may be all that happens from some moment on. */
export function loopsIn(summary: number): boolean {
  return (summary & LOOPS) !== 0;
}

/** The part of a summary that says who may act. */
export function byIn(summary: number): number {
  return summary & 3;
}

/** The entry of `delivered` where a slot does not take a parcel: the whole move cannot happen. */
export const REFUSED = -2;

/** The slot of a failure's budget. Its values are the amount spent; a parcel is a cost. */
export class BudgetSlot extends Slot {
  private readonly failure: Failure;

  constructor(failure: Failure) {
    super();
    this.failure = failure;
    for (let spent = 0; affords(failure, 0, spent); spent++) this.moveStart.push(ABSENT);
  }

  /** The amount spent after a cost, or REFUSED. */
  after(spent: number, cost: number): number {
    return affords(this.failure, spent, cost) ? spent + cost : REFUSED;
  }
}

/** The least parcel to an object that says which process has crashed; less is a value that is written. */
export const CRASH = 2 ** 30;

/** The parcel to the clock of a move that breaks the bounds on time. */
export const LATE = 0;

/** The slot of `elapsed`: its values count from `first` to the horizon. It makes no moves of its own. */
export class ClockSlot extends Slot {
  private readonly first: number;

  constructor(first: number, horizon: number) {
    super();
    this.first = first;
    for (let elapsed = first; elapsed <= horizon; elapsed++) this.moveStart.push(ABSENT);
  }

  /** The `elapsed` that a value stands for; `value` is the inverse. */
  elapsed(value: number): number {
    return value + this.first;
  }

  value(elapsed: number): number {
    return elapsed - this.first;
  }

  /** The value after the bounds on time have been broken: as before, or REFUSED before they hold. */
  afterLate(value: number): number {
    return this.elapsed(value) === -1 ? REFUSED : value;
  }
}

/** The slot of the notes of failure models. Its values are sets of notes, interned; a parcel adds notes. */
export class NotesSlot extends Slot {
  private readonly sets = new Interner<readonly string[]>();

  constructor() {
    super();
    this.id([]);
  }

  /** The value for a sorted set of notes, which is also the parcel that adds them. */
  id(notes: readonly string[]): number {
    const id = this.sets.id(JSON.stringify(notes), notes);
    if (id === this.count) this.moveStart.push(ABSENT);
    return id;
  }

  /** The notes of a value. */
  notes(value: number): readonly string[] {
    return this.sets.value(value);
  }

  /** The value after a parcel. */
  after(value: number, parcel: number): number {
    return this.id(withNotes(this.notes(value), this.notes(parcel)));
  }

  override get bytes(): number {
    return super.bytes + this.sets.bytes;
  }
}

/** A shared object: the values are its own, interned; a parcel is the value that an operation leaves. */
export class ObjectSlot extends Slot {
  private readonly contents: Contents;

  constructor(contents: Contents) {
    super();
    this.contents = contents;
  }

  /** The value for what the object holds. */
  id(content: Plain): number {
    const id = this.contents.number(content);
    if (id === this.count) this.moveStart.push(ABSENT);
    return id;
  }

  /** The content of the object that a value stands for. */
  content(value: number): Plain {
    return this.contents.value(value);
  }

  override get bytes(): number {
    return super.bytes + this.contents.bytes;
  }
}

/** The parts of a process's values that cannot matter, and are left out. */
export interface LeavesOut {
  /** The id of what is left of a local state. */
  local(local: number): number;
  /** The id of what is left of a mailbox, in a local state of which that is left. */
  mailbox(local: number, mailbox: number): number;
  /** Learns where the moves of a value lead. */
  learn(value: number, begin: number): void;
  readonly bytes: number;
}

/** The tables of one process. */
export class ProcessSlot extends Slot {
  readonly process: Process;
  private readonly channel: Channel;
  readonly locals = new Interner<LocalState>();
  readonly letters = new Interner<SlotLetter>();
  /** The letters that one step sends here, in order: lists of letter ids. */
  readonly parcels = new ListInterner();
  /** Lists of letter ids, in the channel's canonical order. */
  readonly mailboxes = new ListInterner();
  /** The outcomes of local steps, by cause and local state; see `outcomesOf`. */
  readonly outcomes: Outcome[] = [];
  readonly order: Letters<number>;

  /** The ids of the local state and mailbox of each value. */
  readonly localOf = new IntList();
  readonly mailboxOf = new IntList();
  private readonly valueIds = new PairTable();
  /** The value that is left of a local state and mailbox, where something is left out. */
  private leftOf = new PairTable();

  /** The slot, besides its own, on which a local state's moves depend, ABSENT, UNKNOWN, or MANY. */
  readonly looks = new IntList();

  /**
   * The offset in `moves` of the moves of a value, by it and the value of the object slot that it looks at.
   */
  looked = new PairTable();
  /** The moves of values that look at many objects. */
  sights = new Sights();

  /** The value one tick later, by value and what else matters, or REFUSED. See `ticks.ts`. */
  readonly ticked = new PairTable();

  /** The position in `steps` of what author code answered, by local state and cause. */
  readonly stepIds = new PairTable();
  /** The answers of author code: first outcome and number of outcomes, alternately. */
  readonly steps = new IntList();

  /** Letters as the model has them, by id. */
  private readonly read: (Letter | undefined)[] = [];
  private readonly ids: readonly string[];

  /** The judge of what cannot matter; absent: all of it is kept. */
  leavesOut: LeavesOut | undefined;

  /** @param ids of all processes, by number */
  constructor(process: Process, channel: Channel, ids: readonly string[]) {
    super();
    this.process = process;
    this.ids = ids;
    this.channel = channel;
    this.order = {
      compare: (a, b) => a - b,
      sender: (letter) => this.letters.value(letter).from,
    };
  }

  override get bytes(): number {
    const tables = [this.parcels, this.mailboxes, this.localOf, this.mailboxOf, this.valueIds, this.leftOf];
    const more = [this.looked, this.stepIds, this.steps, this.locals, this.letters, this.ticked, this.looks];
    return [...tables, ...more, this.sights].reduce(
      (sum, table) => sum + table.bytes,
      super.bytes + 300 * this.outcomes.length + (this.leavesOut?.bytes ?? 0),
    );
  }

  /** The value for a local state and a mailbox, without what is left out. */
  value(local: number, mailbox: number): number {
    const { leavesOut } = this;
    if (leavesOut === undefined) return this.interned(local, mailbox);
    const known = this.leftOf.get(local, mailbox);
    if (known !== ABSENT) return known;
    const left = leavesOut.local(local);
    const value = this.interned(left, leavesOut.mailbox(left, mailbox));
    this.leftOf.add(local, mailbox, value);
    return value;
  }

  private interned(local: number, mailbox: number): number {
    const known = this.valueIds.get(local, mailbox);
    if (known !== ABSENT) return known;
    const value = this.count;
    this.valueIds.add(local, mailbox, value);
    this.localOf.push(local);
    this.mailboxOf.push(mailbox);
    this.moveStart.push(ABSENT);
    return value;
  }

  /** Forgets where moves and parcels lead; what author code has answered stays known. */
  forgetMoves(): void {
    for (let value = 0; value < this.count; value++) this.moveStart.put(value, ABSENT, ABSENT);
    this.moves.length = 0;
    this.delivered = new PairTable();
    this.leftOf = new PairTable();
    this.looked = new PairTable();
    this.sights = new Sights();
  }

  /** The outcome of the move that stands at a position in `moves`. */
  outcomeAt(item: number): Outcome {
    return this.outcomes[this.moves.at(item)] as Outcome;
  }

  /** Whether the move that stands at a position in `moves` is owed to nobody. */
  isOptionalAt(item: number): boolean {
    return this.isOptional(this.moves.at(item));
  }

  /** Whether an outcome, by its position, is owed to nobody. */
  isOptional(outcome: number): boolean {
    const [first] = (this.outcomes[outcome] as Outcome).events;
    return first !== undefined && !isOwed(first);
  }

  /** The id of a letter. */
  letterId(letter: SlotLetter): number {
    const { from, message, delay, marks } = letter;
    const when = delay === undefined ? "" : `${delay.after} ${delay.within} `;
    const marked = marks === undefined ? "" : `${marks.join()}: `;
    return this.letters.id(`${marked}${when}${from} ${formatMessage(message)}`, letter);
  }

  /** The local state that a value stands for. */
  local(value: number): LocalState {
    return this.locals.value(this.localOf.at(value));
  }

  /** The id of what is left of a mailbox when all messages are gone from it. */
  voices(mailbox: number): number {
    const letters = this.mailboxes.list(mailbox);
    return this.mailboxes.id(letters.filter((letter) => isVoice(this.letters.value(letter))));
  }

  /** The id of a mailbox whose letters are never late. */
  untimed(mailbox: number): number {
    let letters: readonly number[] = [];
    for (const letter of this.mailboxes.list(mailbox)) {
      const free = this.letterId(untimed(this.letters.value(letter)));
      letters = this.channel.send(letters, free, this.order);
    }
    return this.mailboxes.id(letters);
  }

  /** The letter that an id stands for. */
  letter(id: number): Letter {
    const known = this.read[id];
    if (known !== undefined) return known;
    const { from, message, delay } = this.letters.value(id);
    const letter = { from: this.ids[from], message, ...(delay === undefined ? {} : { delay }) };
    return (this.read[id] = letter);
  }

  /** The letters in transit in a value, in the model's order, which predicates see. */
  mailbox(value: number): readonly SlotLetter[] {
    const letters = this.mailboxes.list(this.mailboxOf.at(value)).map((letter) => this.letters.value(letter));
    const sorted: readonly SlotLetter[] = [];
    return letters.reduce((mailbox, letter) => this.channel.send(mailbox, letter, MODEL_ORDER), sorted);
  }
}
