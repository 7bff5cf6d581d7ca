/**
 * The debts in the configurations of a network, in tables (see `Debt`). What may be paid at a process is a
 * function of its moves, and so it is found out once for each list of moves; what a move pays, once for each
 * move.
 */
import {
  debtsUpon,
  formatDebt,
  isCompassionate,
  isOwedAtEnds,
  isSettledWhenGone,
  paidBy,
  type Debt,
  type Terms,
} from "../model/transition/debt.ts";
import type { Event } from "../model/event/event.ts";
import { isVoice } from "../model/state/voice.ts";
import { ABSENT, Interner, IntList } from "./integers.ts";
import type { MovePlace } from "./move.ts";
import type { Network } from "./network.ts";
import { HEADER, idleIn, SUMMARY, type ProcessSlot } from "./slot.ts";
import { beatAt, isOverdue, isUnstable, mendedAt, tick } from "./ticks.ts";

/** A fact: what is owed where it holds, and which letters wait there, as numbers of debts. */
interface Fact {
  readonly owed: readonly number[];
  readonly waiting: readonly number[];
}

/** Debts and facts of a network, numbered from 0 as they come up. */
export class Debts {
  /** The number of scopes: the processes, and the system as a whole where something may happen to it. */
  readonly scopes: number;
  private readonly network: Network;
  private readonly debts = new Interner<Debt>();
  private readonly factList: Fact[] = [];
  /** The fact of a list of moves, by where it begins; one table for each process. */
  private readonly factAt: readonly IntList[];
  private readonly wholeFacts = new Map<string, number>();
  private readonly keepsTime: boolean;
  private readonly terms: Terms;

  constructor(network: Network, terms: Terms) {
    this.network = network;
    this.factAt = network.processes.map(() => new IntList());
    this.keepsTime = network.system.timing.ticks !== undefined;
    this.scopes = network.processes.length + Number(network.hasBeats);
    this.terms = terms;
  }

  /** The debts that may be paid where a fact holds. */
  owedIn(fact: number): readonly number[] {
    return (this.factList[fact] as Fact).owed;
  }

  /** The letters, as debts, that are in transit where a fact holds. */
  waitingIn(fact: number): readonly number[] {
    return (this.factList[fact] as Fact).waiting;
  }

  /** Whether a debt that may be paid again and again has to be. */
  isCompassionate(debt: number): boolean {
    return isCompassionate(this.debts.value(debt), this.terms);
  }

  /** Whether an execution may not even end where a debt can be paid. */
  isOwedAtEnds(debt: number): boolean {
    return isOwedAtEnds(this.debts.value(debt));
  }

  /** Whether such a debt is settled where there is no such letter in transit. */
  isSettledWhenGone(debt: number): boolean {
    return isSettledWhenGone(this.network.system, this.debts.value(debt));
  }

  /** Writes the fact of each scope in a configuration. */
  factsOf(values: Int32Array, facts: Int32Array): void {
    const { processes } = this.network;
    for (let i = 0; i < processes.length; i++) facts[i] = this.factOf(processes[i] as ProcessSlot, values);
    if (this.network.hasBeats) facts[processes.length] = this.wholeFact(values);
  }

  /** The debts that the move at a place pays. */
  paidAt({ slot, item }: MovePlace): number[] {
    const { network } = this;
    if (network.system.timing.rounds) return [];
    if (slot === ABSENT)
      return this.numbersOf(
        paidBy(network.system, { events: [beatAt(network, item)], rearmed: [] }, this.terms),
      );
    const { events, rearmed } = (network.processes[slot] as ProcessSlot).outcomeAt(item);
    return this.numbersOf(paidBy(network.system, { events, rearmed }, this.terms));
  }

  private factOf(slot: ProcessSlot, values: Int32Array): number {
    const number = slot.process.number;
    const begin = this.network.movesOf(slot, values);
    const table = this.factAt[number] as IntList;
    const known = begin < table.length ? table.at(begin) : ABSENT;
    if (known !== ABSENT) return known;
    const fact = this.addFact(this.owedAt(slot, begin), this.waitingAt(slot, values[number] as number));
    table.put(begin, fact, ABSENT);
    return fact;
  }

  private addFact(owed: readonly Debt[], waiting: readonly Debt[]): number {
    return this.factList.push({ owed: this.numbersOf(owed), waiting: this.numbersOf(waiting) }) - 1;
  }

  /** The debts that some move of a list would pay. */
  private owedAt(slot: ProcessSlot, begin: number): Debt[] {
    if (this.network.system.timing.rounds) return [];
    let left = slot.moves.at(begin) + idleIn(slot.moves.at(begin + SUMMARY));
    const owed: Debt[] = [];
    for (let item = begin + HEADER; left > 0; left--) {
      owed.push(...debtsUpon(slot.outcomeAt(item).events[0] as Event, this.terms));
      item += 3 + 2 * slot.moves.at(item + 2);
    }
    return owed;
  }

  private waitingAt(slot: ProcessSlot, value: number): Debt[] {
    const { processes } = this.network.system;
    return slot
      .mailbox(value)
      .filter((letter) => !isVoice(letter))
      .map(({ from, message }): Debt => {
        return { kind: "letter", process: slot.process.id, from: processes[from]?.id, message };
      });
  }

  /** The fact about the whole: whether it is owed that time passes, its bounds hold, an object is mended. */
  private wholeFact(values: Int32Array): number {
    const { network } = this;
    const isOwed =
      tick(network, values) !== undefined ||
      (this.keepsTime && this.terms.time === "while it waits" && isOverdue(network, values));
    const isOpen = isUnstable(network, values);
    const broken = network.system.objects.flatMap(({ name: object }, i): Debt[] =>
      mendedAt(network, values, i) === ABSENT ? [] : [{ kind: "mending", object }],
    );
    const key = [isOwed, isOpen, ...broken.map(formatDebt)].join();
    const known = this.wholeFacts.get(key);
    if (known !== undefined) return known;
    const [time, bounds]: [Debt, Debt] = [{ kind: "time" }, { kind: "stabilization" }];
    const owed = [...(isOwed ? [time] : []), ...(isOpen ? [bounds] : []), ...broken];
    const fact = this.addFact(owed, []);
    this.wholeFacts.set(key, fact);
    return fact;
  }

  private numbersOf(debts: readonly Debt[]): number[] {
    const counted = debts.filter((debt) => !this.terms.isForgiven(debt));
    return [...new Set(counted.map((debt) => this.debts.id(formatDebt(debt), debt)))];
  }
}
