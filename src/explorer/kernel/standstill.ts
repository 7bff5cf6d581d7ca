/**
 * Standing still: whether an admissible execution may stay in one configuration for ever, while events happen
 * that change nothing. It is asked of each configuration as it is expanded, so that no graph is needed where
 * nothing else goes round; and most are answered by the facts of single processes, which are few.
 */
import { isSettled } from "../../model/admissible/admissible.ts";
import { noLetters, timeMayStand, type Terms } from "../../model/transition/debt.ts";
import { Debts } from "../../tables/debts.ts";
import { eachMove } from "../../tables/move.ts";
import type { Network } from "../../tables/network.ts";
import { HEADER, idleIn, SUMMARY, type ProcessSlot } from "../../tables/slot.ts";

/** The answers for a fact of one process. */
const FORBIDS = 1;
const MAY_LOOP = 2;

/** Asks of an expansion's configurations whether one may stand still in any, where nothing is demanded. */
export class StandingStill {
  private readonly admissible: readonly Standstill[];
  private readonly unread: Standstill | undefined;

  constructor(network: Network, terms: Terms) {
    const { channel, timing } = network.system;
    const admissible = timing.ticks === undefined ? [terms] : [terms, timeMayStand(terms)];
    this.admissible = admissible.map((one) => new Standstill(network, one));
    this.unread = channel.keeps ? new Standstill(network, noLetters(terms)) : undefined;
  }

  /** Looks at a configuration that is left; `loops`: by an event, too, that may be all that happens. */
  see(values: Int32Array, loops: boolean): void {
    if (loops) for (const one of this.admissible) one.see(values);
    this.unread?.see(values);
  }

  /** Whether an admissible execution may; where time is kept, also one in which it stands still. */
  get isAdmissible(): boolean {
    return this.admissible.some(({ isPossible }) => isPossible);
  }

  /** Whether one may if letters that stay need not be received. */
  get isUnread(): boolean {
    return this.unread?.isPossible === true;
  }
}

/** Asks whether one may stand still, on some terms. */
class Standstill {
  /** Whether one may, in some configuration that was seen. */
  isPossible = false;
  private readonly network: Network;
  private readonly debts: Debts;
  private readonly facts: Int32Array;
  /** For each fact of a process, whether it forbids to stand still, and whether its moves may allow it. */
  private readonly answers: number[] = [];

  constructor(network: Network, terms: Terms) {
    this.network = network;
    this.debts = new Debts(network, terms);
    this.facts = new Int32Array(this.debts.scopes);
  }

  /** Looks at one more configuration, unless all is known. */
  see(values: Int32Array): void {
    if (!this.isPossible) this.isPossible = this.mayStayIn(values);
  }

  private mayStayIn(values: Int32Array): boolean {
    const { network, facts } = this;
    this.debts.factsOf(values, facts);
    let mayLoop = network.hasBeats || network.system.timing.rounds;
    for (const [number, slot] of network.processes.entries()) {
      const answer = (this.answers[facts[number] as number] ??= this.answerOf(slot, values));
      if ((answer & FORBIDS) !== 0) return false;
      mayLoop ||= (answer & MAY_LOOP) !== 0;
    }
    return mayLoop && this.staysIn(values);
  }

  /** The answer for the fact of a process: what is owed at it is paid by its own moves alone. */
  private answerOf(slot: ProcessSlot, values: Int32Array): number {
    const { moves, process } = slot;
    const begin = this.network.movesOf(slot, values);
    const paid = new Set<number>();
    let mayLoop = false;
    let left = moves.at(begin) + idleIn(moves.at(begin + SUMMARY));
    for (let item = begin + HEADER; left > 0; left--) {
      if (moves.at(item + 1) === values[process.number]) {
        mayLoop = true;
        for (const debt of this.debts.paidAt({ slot: process.number, item })) paid.add(debt);
      }
      item += 3 + 2 * moves.at(item + 2);
    }
    const fact = this.facts[process.number] as number;
    const forbids = !isSettled(this.debts, fact, (debt) => paid.has(debt));
    return (forbids ? FORBIDS : 0) | (mayLoop ? MAY_LOOP : 0);
  }

  /** Whether some events change nothing, and pay all that is owed. */
  private staysIn(values: Int32Array): boolean {
    const { network, debts, facts } = this;
    const paid = new Set<number>();
    let loops = false;
    eachMove(network, values, (after, slot, item) => {
      if (after.some((value, i) => value !== values[i])) return;
      loops = true;
      for (const debt of debts.paidAt({ slot, item })) paid.add(debt);
    });
    return loops && facts.every((fact) => isSettled(debts, fact, (debt) => paid.has(debt)));
  }
}
