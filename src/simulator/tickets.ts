/**
 * The events that may happen next in a run, in a form that changes in constant time. A *ticket* is a number
 * that stands for a letter in transit or for a timer that is set. Of the tickets, some are *enabled*: they
 * are the triggers from which an adversary chooses. A number is used again once its ticket is gone.
 *
 *     tickets of a process   a doubly linked list, oldest first
 *     enabled tickets        one array without gaps, in no order, and each ticket's place in it
 */
import { assert } from "../base/assert.ts";
import { formatMessage, type Message } from "../model/state/message.ts";
import type { Adversary, Situation } from "./adversary/adversary.ts";

/** The number that stands where there is no ticket, no sender or no link. */
export const NONE = -1;

/** The time that a ticket has waited so far, and may still wait, in ticks. */
interface Deadline {
  readonly waited: number;
  readonly left: number;
}

/** All tickets of a run. */
export class Tickets implements Situation {
  readonly processes: number;
  /** The number of enabled tickets. */
  count = 0;
  /** The process that takes the step of each ticket. */
  owner = new Int32Array(CAPACITY);
  /** The process that sent the letter of each ticket; NONE for a timer. */
  sender = new Int32Array(CAPACITY);
  /** The link on which the letter of each ticket travels; NONE for a timer. */
  link = new Int32Array(CAPACITY);
  /** The next letter on the same link, by ticket, unless letters are kept. */
  behind = new Int32Array(CAPACITY);
  /** The number of messages in the longest chain that ends with this letter, by ticket. */
  chain = new Int32Array(CAPACITY);
  private payload: (Message | string | undefined)[] = [];
  private younger = new Int32Array(CAPACITY);
  private older = new Int32Array(CAPACITY);
  private place = new Int32Array(CAPACITY);
  private enabledOnes = new Int32Array(CAPACITY);
  private readonly oldest: Int32Array;
  private readonly youngest: Int32Array;
  private readonly free: number[] = [];
  private used = 0;
  private listener: Adversary | undefined;
  /** The number of the process that stands for the system as a whole, or NONE. */
  private readonly system: number;
  private readonly deadlines = new Map<number, Deadline>();

  /** @param hasBeats whether the last process stands for the system as a whole */
  constructor(processes: number, hasBeats = false) {
    this.processes = processes;
    this.system = hasBeats ? processes - 1 : NONE;
    this.oldest = new Int32Array(processes).fill(NONE);
    this.youngest = new Int32Array(processes).fill(NONE);
  }

  /** Tells an adversary, from now on, what becomes enabled and what no longer is. */
  tell(adversary: Adversary): void {
    this.listener = adversary.enabled === undefined ? undefined : adversary;
    for (let i = 0; i < this.count; i++) this.listener?.enabled?.(this.enabledAt(i));
  }

  /** A new ticket, the youngest of its process and not enabled. */
  create(owner: number, sender: number, payload: Message | string): number {
    const ticket = this.free.pop() ?? this.used++;
    if (ticket === this.owner.length) this.grow();
    this.owner[ticket] = owner;
    this.sender[ticket] = sender;
    this.payload[ticket] = payload;
    this.link[ticket] = NONE;
    this.behind[ticket] = NONE;
    this.place[ticket] = NONE;
    this.append(ticket, owner);
    return ticket;
  }

  /** The adversary may choose this ticket from now on. */
  enable(ticket: number): void {
    this.place[ticket] = this.count;
    this.enabledOnes[this.count++] = ticket;
    this.listener?.enabled?.(ticket);
  }

  /** The adversary may no longer choose this ticket; does nothing if it may not anyway. */
  disable(ticket: number): void {
    const place = this.place[ticket] as number;
    if (place === NONE) return;
    const last = this.enabledOnes[--this.count] as number;
    this.enabledOnes[place] = last;
    this.place[last] = place;
    this.place[ticket] = NONE;
    this.listener?.disabled?.(ticket);
  }

  /** Takes a ticket out. */
  discard(ticket: number): void {
    this.disable(ticket);
    this.unlink(ticket);
    this.payload[ticket] = undefined;
    this.deadlines.delete(ticket);
    this.free.push(ticket);
  }

  /** Makes an enabled ticket the youngest, as if it had just been created. */
  renew(ticket: number): void {
    this.disable(ticket);
    this.unlink(ticket);
    this.append(ticket, this.ownerOf(ticket));
    this.enable(ticket);
  }

  /** A ticket has a deadline, where time is kept. */
  hurry(ticket: number, deadline: Deadline): void {
    this.deadlines.set(ticket, deadline);
  }

  timeLeft(ticket: number): number {
    return this.deadlines.get(ticket)?.left ?? Infinity;
  }

  timeWaited(ticket: number): number {
    return this.deadlines.get(ticket)?.waited ?? 0;
  }

  isBeat(ticket: number): boolean {
    return this.ownerOf(ticket) === this.system;
  }

  enabledAt(position: number): number {
    return this.enabledOnes[position] as number;
  }

  isEnabled(ticket: number): boolean {
    return this.place[ticket] !== NONE;
  }

  ownerOf(ticket: number): number {
    return this.owner[ticket] as number;
  }

  senderOf(ticket: number): number {
    return this.sender[ticket] as number;
  }

  messageOf(ticket: number): Message {
    return this.payload[ticket] as Message;
  }

  timerOf(ticket: number): string {
    return this.payload[ticket] as string;
  }

  /** Whether no process can tell two messages apart. */
  areEqual(ticket: number, other: number): boolean {
    const [one, another] = [this.messageOf(ticket), this.messageOf(other)];
    return one === another || formatMessage(one) === formatMessage(another);
  }

  oldestOf(process: number): number {
    return this.oldest[process] as number;
  }

  youngerThan(ticket: number): number {
    return this.younger[ticket] as number;
  }

  private append(ticket: number, owner: number): void {
    const last = this.youngest[owner] as number;
    this.older[ticket] = last;
    this.younger[ticket] = NONE;
    if (last === NONE) this.oldest[owner] = ticket;
    else this.younger[last] = ticket;
    this.youngest[owner] = ticket;
  }

  private unlink(ticket: number): void {
    const owner = this.ownerOf(ticket);
    const [older, younger] = [this.older[ticket] as number, this.younger[ticket] as number];
    if (older === NONE) this.oldest[owner] = younger;
    else this.younger[older] = younger;
    if (younger === NONE) this.youngest[owner] = older;
    else this.older[younger] = older;
  }

  private grow(): void {
    const length = this.owner.length * 2;
    assert(length <= TICKETS_MAX, `a run has at most ${TICKETS_MAX} tickets`);
    this.owner = longer(this.owner, length);
    this.sender = longer(this.sender, length);
    this.link = longer(this.link, length);
    this.behind = longer(this.behind, length);
    this.chain = longer(this.chain, length);
    this.younger = longer(this.younger, length);
    this.older = longer(this.older, length);
    this.place = longer(this.place, length);
    this.enabledOnes = longer(this.enabledOnes, length);
  }
}

/** The number of tickets for which there is room at first. */
const CAPACITY = 16;
const TICKETS_MAX = 2 ** 30;

/** A copy with room for more. */
export function longer(numbers: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(length);
  copy.set(numbers);
  return copy;
}
