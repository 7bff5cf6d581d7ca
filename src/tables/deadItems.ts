/**
 * The letters and timers of one process that cannot matter: *dead* ones. A letter is dead in a local state if
 * its receipt does nothing there, nor in any state that the process can come to with the letter still in
 * transit; a timer, if its firing does nothing but that it has fired. They are left out of the values of the
 * slot. Decided on the local graph known so far, and verified while that grows: see `Reduction`.
 */
import { formatLocal, type LocalState } from "../model/state/localState.ts";
import type { Cause } from "../model/event/cause.ts";
import { accepts } from "../model/state/due.ts";
import { atomicStep } from "../model/sequential/atomic.ts";
import { awaitsMessage } from "../model/sequential/control.ts";
import type { Letter } from "../model/state/message.ts";
import { isVoice } from "../model/state/voice.ts";
import { react } from "../model/step/reaction.ts";
import type { System } from "../model/system/system.ts";
import { at } from "../base/assert.ts";
import { ABSENT, IntChains, Interner, PairTable } from "./integers.ts";
import { LocalGraph, type ItemRules, type LocalEdge } from "./localGraph.ts";
import type { Network } from "./network.ts";
import { isOfEarlierSteps } from "./repeat.ts";
import { HEADER, idleIn, SUMMARY, type LeavesOut, type ProcessSlot } from "./slot.ts";

/** The kinds of items that are left out. */
export interface LeftOutKinds {
  readonly letters: boolean;
  readonly timers: boolean;
}

/** Thrown where a search cannot go on with what has been left out, and has to begin again. */
export class LeftOutWrongly extends Error {}

/** The answers of probes, as they stand in a table. */
const ACTS = 0;
const IDLE = 1;

/**
 * The dead letters and timers of a process. An item is 2n for letter n, 2n + 1 for timer n.
 *
 * What is about to be left out is asked for as a search would ask, if it could happen now: so it is checked
 * to be deterministic, and its handler counts as reached. What is asked further on, about states that the
 * process may come to, is a *probe*, made on a copy of the system.
 */
export class DeadItems implements LeavesOut, ItemRules {
  readonly graph = new LocalGraph(this);
  /** Whether anything was left out. */
  any = { letters: false, timers: false };
  private readonly network: Network;
  private readonly slot: ProcessSlot;
  /** The kinds of items that are left out. */
  kinds: LeftOutKinds;
  /** The system on which probes are made, from when there are any. */
  private readonly probed: () => System;
  private readonly timers = new Interner<string>();
  private readonly probes = new PairTable();
  /** The local state that is left, by local state. */
  private locals: (number | undefined)[] = [];
  /** The local states in which all timers do something, by timer: nobody asks, as long as none is doubted. */
  private readonly acting = new IntChains();
  /** The moves that the graph knows, by local state and outcome. */
  private learnt = new PairTable();

  constructor(network: Network, slot: ProcessSlot, options: { kinds: LeftOutKinds; probed: () => System }) {
    this.network = network;
    this.slot = slot;
    this.kinds = options.kinds;
    this.probed = options.probed;
  }

  get bytes(): number {
    return this.graph.bytes + this.probes.bytes + this.acting.bytes + this.learnt.bytes;
  }

  private get inOrder(): boolean {
    return this.network.system.channel.order === "sender";
  }

  /** The mailbox without dead letters. Where channels are queues, only those in front are left out. */
  mailbox(local: number, mailbox: number): number {
    if (!this.kinds.letters) return mailbox;
    const letters = this.slot.mailboxes.list(mailbox);
    // Most often none is left out.
    return this.areKnownToMatter(local, letters) ? mailbox : this.withoutDead(local, mailbox, letters);
  }

  private areKnownToMatter(local: number, letters: readonly number[]): boolean {
    for (const letter of letters) if (!this.graph.isKnownToMatter(local, 2 * letter)) return false;
    return true;
  }

  private withoutDead(local: number, mailbox: number, letters: readonly number[]): number {
    const { slot, inOrder } = this;
    // Most often a mailbox is short and stays as it is: Sets would cost more than they save.
    const blocked: number[] = [];
    const gone: number[] = [];
    const left = letters.filter((letter) => {
      const { from } = slot.letters.value(letter);
      const stays = blocked.includes(from) || this.staysIn(local, letter);
      if (stays && inOrder) blocked.push(from);
      if (!stays) gone.push(letter);
      return stays;
    });
    for (const letter of gone) {
      this.any.letters = true;
      this.graph.leaveOut(local, 2 * letter);
    }
    this.throwIfUnreal();
    return gone.length === 0 ? mailbox : slot.mailboxes.id(left);
  }

  private staysIn(local: number, letter: number): boolean {
    if (this.graph.isKnownToMatter(local, 2 * letter)) return true;
    const { slot, network } = this;
    const { process } = slot;
    const letterHere = slot.letter(letter);
    if (isVoice(letterHere)) return true;
    const state = slot.locals.value(local);
    const isUp = !state.halted && state.down === undefined;
    const isKnown = !isUp || this.probes.get(local, 2 * letter) !== ABSENT;
    if (!isKnown && tried(() => accepts(network.system, { process, local: state }, letterHere))) {
      if (isOfAtomicStep(state, letterHere)) return true;
      const isIdle = tried(() => {
        const cause = { kind: "receive", from: letterHere.from, message: letterHere.message } as const;
        const outcomes = network.outcomesUpon(slot, local, { cause, letter });
        return outcomes.every((outcome) => outcome.local === local && outcome.events.length === 1);
      });
      this.probes.add(local, 2 * letter, isIdle ? IDLE : ACTS);
    }
    return this.graph.matters(local, 2 * letter);
  }

  /** The local state without dead timers: the greatest set of timers that are dead together. */
  local(local: number): number {
    const known = this.locals[local];
    if (known !== undefined) return known;
    const state = this.slot.locals.value(local);
    const mayFire = this.kinds.timers && !state.halted && state.down === undefined;
    let dead = mayFire ? state.timers.map((timer) => this.timers.id(timer, timer)) : [];
    // Who sends something upon one timer does so whatever other timers are set.
    const acting = dead.filter((timer) => this.sendsUpon(local, timer));
    if (acting.length === dead.length && !acting.some((timer) => this.graph.isDoubted(2 * timer + 1))) {
      for (const timer of acting) this.acting.add(timer, local);
      return (this.locals[local] = local);
    }
    let after = local;
    while (dead.length > 0) {
      after = this.without(state, dead);
      const here = after;
      const mattering = dead.filter((timer) => {
        const item = 2 * timer + 1;
        if (acting.includes(timer) && this.probes.get(here, item) === ABSENT)
          this.probes.add(here, item, ACTS);
        return this.graph.matters(here, item);
      });
      if (mattering.length === 0) break;
      dead = dead.filter((timer) => !mattering.includes(timer));
      after = local;
    }
    for (const timer of dead) {
      this.any.timers = true;
      this.graph.leaveOut(after, 2 * timer + 1);
    }
    return (this.locals[local] = after);
  }

  untold(item: number): number[] {
    if (item % 2 === 0) return [];
    const states: number[] = [];
    this.acting.forEach(item >> 1, (local) => states.push(this.without(this.slot.locals.value(local))));
    const unknown = states.filter((here) => this.probes.get(here, item) === ABSENT);
    for (const here of new Set(unknown)) this.probes.add(here, item, ACTS);
    return states;
  }

  private sendsUpon(local: number, timer: number): boolean {
    const cause = { kind: "timeout", timer: this.timers.value(timer) } as const;
    return tried(() => {
      const outcomes = this.network.outcomesUpon(this.slot, local, { cause });
      return outcomes.some(({ parcels }) => parcels.length > 0);
    });
  }

  /** The local state without some timers, or without any. */
  private without(state: LocalState, gone?: readonly number[]): number {
    const names = gone?.map((timer) => this.timers.value(timer)) ?? state.timers;
    const left = { ...state, timers: state.timers.filter((timer) => !names.includes(timer)) };
    return this.slot.locals.id(formatLocal(left), left);
  }

  /** The item of another process that stands for the same, given how its letters are called there. */
  itemAt(other: DeadItems, item: number, letterAt: (letter: number) => number): number {
    if (item % 2 === 0) return 2 * letterAt(item / 2);
    const timer = this.timers.value(item >> 1);
    return 2 * other.timers.id(timer, timer) + 1;
  }

  isIdle(local: number, item: number): boolean {
    const known = this.probes.get(local, item);
    if (known !== ABSENT) return known === IDLE;
    const isIdle = item % 2 === 0 ? this.isIdleLetter(local, item / 2) : this.isIdleTimer(local, item >> 1);
    this.probes.add(local, item, isIdle ? IDLE : ACTS);
    return isIdle;
  }

  private isIdleLetter(local: number, letter: number): boolean {
    const { slot, network } = this;
    const state = slot.locals.value(local);
    const { from, message } = slot.letter(letter);
    if (state.halted || state.down === "for ever") return true;
    if (state.down !== undefined) return false;
    const cause = { kind: "receive", from, message } as const;
    return tried(() => {
      // What is not asked for, or kept back by its guard, stays, and keeps back what was sent after it.
      if (!accepts(network.system, { process: slot.process, local: state }, cause)) return !this.inOrder;
      if (isOfAtomicStep(state, cause)) return false;
      return this.isUnchanged(state, cause, formatLocal(state));
    });
  }

  private isIdleTimer(local: number, number: number): boolean {
    const state = this.slot.locals.value(local);
    if (state.halted || state.down === "for ever") return true;
    if (state.down !== undefined) return false;
    const timer = this.timers.value(number);
    const others = state.timers.filter((other) => other !== timer);
    const set = { ...state, timers: [...others, timer].sort() };
    return this.isUnchanged(set, { kind: "timeout", timer }, formatLocal({ ...state, timers: others }));
  }

  /** Whether a step leads to one local state and does nothing. Nothing is interned: it may never be taken. */
  private isUnchanged(before: LocalState, cause: Cause, after: string): boolean {
    const probed = this.probed();
    const process = at(probed.processes, this.slot.process.number);
    return tried(() =>
      react(probed, process, before, { cause }).every(
        ({ next, effects }) => effects.length === 0 && formatLocal(next) === after,
      ),
    );
  }

  lasts(item: number, { to, by }: LocalEdge): boolean {
    if (item % 2 === 1) return !this.slot.locals.value(to).timers.includes(this.timers.value(item >> 1));
    // A queue has let it through before it lets a later letter of its sender through.
    return !this.inOrder || this.slot.letters.value(item / 2).from !== by;
  }

  learn(value: number, begin: number): void {
    const { moves, localOf } = this.slot;
    const from = localOf.at(value);
    let item = begin + HEADER;
    for (let left = moves.at(begin) + idleIn(moves.at(begin + SUMMARY)); left > 0; left--) {
      // Most values differ from one that is known in their mailboxes only.
      if (this.learnt.get(from, moves.at(item)) === ABSENT) this.learnMove(from, item);
      item += 3 + 2 * moves.at(item + 2);
    }
    this.throwIfUnreal();
  }

  private learnMove(from: number, item: number): void {
    const { slot, network } = this;
    this.learnt.add(from, slot.moves.at(item), 1);
    const to = slot.localOf.at(slot.moves.at(item + 1));
    // Who goes down loses what is in transit to it.
    if (slot.locals.value(to).down !== undefined) return;
    const [first] = slot.outcomeAt(item).events;
    const by = first?.kind === "receive" ? (network.system.numbers.get(first.from ?? "") ?? ABSENT) : ABSENT;
    this.graph.learn({ from, to, by });
  }

  /**
   * Without a letter that matters, what stood behind it in a queue is received too early, in states that
   * perhaps nobody is ever in: there author code is not asked for anything.
   */
  private throwIfUnreal(): void {
    if (this.inOrder && this.graph.wrong > 0) throw new LeftOutWrongly();
  }

  /** Forgets what was left out, and the moves that are made of it. */
  beginAgain(): void {
    this.graph.beginAgain();
    this.locals = [];
    this.learnt = new PairTable();
    this.slot.forgetMoves();
  }
}

/** Whether an atomic step is about to receive a letter: what it does then depends on objects, too. */
function isOfAtomicStep({ control }: LocalState, { message }: Pick<Letter, "message">): boolean {
  return atomicStep(control) !== undefined && awaitsMessage(control, message.type);
}

/**
 * The answer about a step that is tried out. A mistake in it counts as no: the step may be one that no
 * execution takes, and where one does, what matters is not left out, and the mistake is found.
 */
function tried(ask: () => boolean): boolean {
  try {
    return ask();
  } catch (error) {
    if (isOfEarlierSteps(error)) throw error;
    return false;
  }
}
