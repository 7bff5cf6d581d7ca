/**
 * The slots of the kernel. Most are one process together with its mailbox: their *values* are pairs of a
 * local state and the contents of the mailbox, interned. Only events at the process and messages to it touch
 * such a slot, so everything it can do is a table over its values: its moves, and what a parcel does to it.
 */
import type { LocalState } from "../../model/configuration.ts";
import type { Channel, Letters } from "../../model/communication/index.ts";
import { formatMessage, type Event } from "../../model/event.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import type { Failure } from "../../model/failure/index.ts";
import type { Message } from "../../model/protocol.ts";
import type { Process } from "../../model/system.ts";
import { ABSENT, Interner, IntList, ListInterner, PairTable } from "./integers.ts";

/** One way in which a local step can turn out, interned: what it does and what it is called. */
export interface Outcome {
  /** The trigger and its effects. */
  readonly events: readonly Event[];
  /** The id of the local state after it. */
  readonly local: number;
  /** Receiver (a slot), and the id of the parcel that it gets there, alternately; each receiver once. */
  readonly parcels: readonly number[];
  /** Whether the process has crashed in it, and its mailbox is gone. */
  readonly isDown: boolean;
}

/** One kind of letter that a slot can receive. */
export interface SlotLetter {
  /** The sender's number. */
  readonly from: number;
  readonly message: Message;
}

/** The order of letters in the model's mailboxes (`lettersOf`); ids are in the order of their discovery. */
const MODEL_ORDER: Letters<SlotLetter> = {
  sender: ({ from }) => from,
  compare(a, b) {
    if (a.from !== b.from) return a.from - b.from;
    const [textA, textB] = [formatMessage(a.message), formatMessage(b.message)];
    return textA === textB ? 0 : textA < textB ? -1 : 1;
  },
};

/** What any slot has: values, counted from 0, and tables over them. */
export class Slot {
  /** By value: where its moves begin in `moves`, or ABSENT if they have not been asked for. */
  readonly moveStart = new IntList();
  /**
   * Moves, one list for each value: how many there are that can change something, how many that cannot
   * (*idle* ones: nothing is sent and the value stays), whether some of them are not the work of failures
   * (1 or 0), and then the former and the latter. For each: the number of its outcome, the value after it,
   * the number of parcels, and for each parcel its receiver and its id.
   */
  readonly moves = new IntList();

  /** By value and parcel: the value after the parcel has been taken in, or REFUSED. */
  readonly delivered = new PairTable();

  /** How many values there are. */
  get count(): number {
    return this.moveStart.length;
  }

  get bytes(): number {
    return this.moveStart.bytes + this.moves.bytes + this.delivered.bytes;
  }
}

/** Where the number of idle moves stands in a list of moves. */
export const IDLE = 1;
/** Where it stands whether some moves are not the work of failures. */
export const FORCED = 2;
/** The length of what stands before the moves. */
export const HEADER = 3;

/** What `delivered` says where a slot does not take a parcel: the whole move cannot happen. */
export const REFUSED = -2;

/** How much of a failure's budget has been spent: the values are that number; a parcel is what it costs. */
export class BudgetSlot extends Slot {
  readonly perRound: boolean;

  constructor({ budget, perRound = false }: Failure) {
    super();
    this.perRound = perRound;
    for (let spent = 0; spent <= budget; spent++) this.moveStart.push(ABSENT);
  }

  /** What has been spent after a cost, or REFUSED. */
  after(spent: number, cost: number): number {
    return spent + cost < this.count ? spent + cost : REFUSED;
  }
}

/** A shared object: the values are its own, interned; a parcel is the value that an operation leaves. */
export class ObjectSlot extends Slot {
  private readonly contents = new Interner<Plain>();

  /** The value for what the object holds. */
  id(content: Plain): number {
    const id = this.contents.id(format(content), content);
    if (id === this.count) this.moveStart.push(ABSENT);
    return id;
  }

  /** What the object holds in a value. */
  content(value: number): Plain {
    return this.contents.value(value);
  }

  override get bytes(): number {
    return super.bytes + this.contents.bytes;
  }
}

/** What `moveStart` says of a value whose moves depend on what object slot 0 holds; slot n: n less. */
const LOOKS = -3;

/** What `moveStart` says where moves depend on an object slot, and the other way round. */
export function looksAt(slotOrStart: number): number {
  return LOOKS - slotOrStart;
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

  /** By value: the ids of its local state and mailbox. */
  readonly localOf = new IntList();
  readonly mailboxOf = new IntList();
  private readonly valueIds = new PairTable();

  /** By value, and value of the object slot that it looks at: where its moves begin in `moves`. */
  readonly looked = new PairTable();

  /** By local state and cause: the position in `steps` of what author code answered. */
  readonly stepIds = new PairTable();
  /** What author code answered: first outcome and number of outcomes, alternately. */
  readonly steps = new IntList();

  constructor(process: Process, channel: Channel) {
    super();
    this.process = process;
    this.channel = channel;
    this.order = {
      compare: (a, b) => a - b,
      sender: (letter) => this.letters.value(letter).from,
    };
  }

  override get bytes(): number {
    const tables = [this.parcels, this.mailboxes, this.localOf, this.mailboxOf, this.valueIds, this.looked];
    const more = [this.stepIds, this.steps, this.locals, this.letters];
    return [...tables, ...more].reduce(
      (sum, table) => sum + table.bytes,
      super.bytes + 300 * this.outcomes.length,
    );
  }

  /** The value for a local state and a mailbox. */
  value(local: number, mailbox: number): number {
    const known = this.valueIds.get(local, mailbox);
    if (known !== ABSENT) return known;
    const value = this.count;
    this.valueIds.add(local, mailbox, value);
    this.localOf.push(local);
    this.mailboxOf.push(mailbox);
    this.moveStart.push(ABSENT);
    return value;
  }

  /** The outcome of the move that stands at a position in `moves`. */
  outcomeAt(item: number): Outcome {
    return this.outcomes[this.moves.at(item)] as Outcome;
  }

  /** The id of a letter. */
  letterId(from: number, message: Message): number {
    return this.letters.id(`${from} ${formatMessage(message)}`, { from, message });
  }

  /** The local state that a value stands for. */
  local(value: number): LocalState {
    return this.locals.value(this.localOf.at(value));
  }

  /** The letters in transit in a value, in the model's order, which predicates see. */
  mailbox(value: number): readonly SlotLetter[] {
    const letters = this.mailboxes.list(this.mailboxOf.at(value)).map((letter) => this.letters.value(letter));
    const sorted: readonly SlotLetter[] = [];
    return letters.reduce((mailbox, letter) => this.channel.send(mailbox, letter, MODEL_ORDER), sorted);
  }
}

const CAUSE_KINDS = ["letter", "timer", "recovery", "operation", "pause"] as const;

/** A cause within a slot, as one integer. */
export function causeId(kind: (typeof CAUSE_KINDS)[number], id: number): number {
  return CAUSE_KINDS.length * id + CAUSE_KINDS.indexOf(kind);
}
