/** Rounds of synchronous systems: every process makes a move, and what they send is in transit after it. */
import type { Turns } from "./conflicts.ts";
import type { Move } from "./move.ts";
import type { Event } from "../model/event/event.ts";
import { expected } from "../model/transition/lockstep.ts";
import { isByVoice, roundOf } from "../model/transition/options.ts";
import { canCome } from "../model/failure/index.ts";
import { isVoice } from "../model/state/voice.ts";
import { attempts, type StepEnd } from "./completion.ts";
import { ABSENT } from "./integers.ts";
import type { Network } from "./network.ts";
import type { Look } from "./looks.ts";
import { partOf } from "./valueParts.ts";
import { NOT_OWED, NOTHING, OWED, HEADER, idleIn, REFUSED, SUMMARY, type ProcessSlot } from "./slot.ts";

/**
 * Every way in which a round may go for a process, and by whom something may happen in it (see `summaryOf`).
 * It is a function of the value of its slot and of that of the object that it looks at.
 */
export function waysInRound(
  network: Network,
  slot: ProcessSlot,
  here: Look,
): { readonly ways: readonly StepEnd[]; readonly by: number } {
  const { system, rules } = network;
  const { process } = slot;
  const part = partOf(network, slot, here);
  const begun = { ...part, mailbox: part.mailbox.filter(isVoice), pending: roundOf(process, part) };
  const ways = attempts(rules, process, begun);
  const pending = expected(system, process, part);
  if (pending.some((event) => !isByVoice(event))) return { ways, by: OWED };
  const isDue = pending.some((event) => canCome(system, process, event));
  return { ways, by: isDue ? NOT_OWED : NOTHING };
}

/**
 * Shows every round that is possible: one of the moves of each process, in every combination that no budget
 * refuses. `show` gets the values of all slots after it, where the moves stand, by process, both valid during
 * the call only, and in which order the processes had their turns.
 */
export function eachRound(
  network: Network,
  before: Int32Array,
  show: (values: Int32Array, items: Int32Array, turns: Turns) => void,
): void {
  const { processes, roundBudgets } = network;
  const items = new Int32Array(processes.length);
  /** The values after the moves of so many processes, with changes to objects and costs, by that number. */
  const stages = Array.from({ length: processes.length + 1 }, () => before.slice());
  const go = (turns: Turns, count: number): void => {
    const now = stages[count] as Int32Array;
    const number = turns.processes[count];
    if (number === undefined) {
      for (let i = 0; i < items.length; i++)
        deliver(network, { slot: processes[i] as ProcessSlot, item: items[i] as number }, now);
      if (network.monitors.length > 0) letSee(network, { items, turns }, now);
      for (const slot of roundBudgets) now[slot] = 0;
      show(now, items, turns);
      return;
    }
    const slot = processes[number] as ProcessSlot;
    const next = stages[count + 1] as Int32Array;
    // What is remembered is what was so when the round began; objects are as those before have left them.
    const begin = network.movesOf(slot, network.notes === ABSENT ? now : before);
    let item = begin + HEADER;
    for (let left = slot.moves.at(begin) + idleIn(slot.moves.at(begin + SUMMARY)); left > 0; left--) {
      next.set(now);
      next[number] = slot.moves.at(item + 1);
      items[number] = item;
      if (pay(network, { slot, item }, next)) go(turns, count + 1);
      item += 3 + 2 * slot.moves.at(item + 2);
    }
  };
  network.conflicts.eachOrder(before, (turns) => go(turns, 0));
}

/** A move, by where it stands. */
interface ChosenMove {
  readonly slot: ProcessSlot;
  readonly item: number;
}

/**
 * Does what a move does to objects and budgets. @returns false if one of the latter does not allow it
 * @throws ProtocolError if it does, and the protocol makes a mistake in the move
 */
function pay(network: Network, { slot, item }: ChosenMove, values: Int32Array): boolean {
  const { moves } = slot;
  const end = item + 3 + 2 * moves.at(item + 2);
  for (let i = item + 3; i < end && moves.at(i) >= network.processes.length; i += 2) {
    const to = moves.at(i);
    if (isMonitor(network, to)) continue;
    const after = network.deliver(to, values[to] as number, moves.at(i + 1));
    if (after === REFUSED) return false;
    values[to] = after;
  }
  const { mistake } = slot.outcomeAt(item);
  if (mistake !== undefined) throw mistake;
  return true;
}

function isMonitor({ monitors, monitorsAt }: Network, slot: number): boolean {
  return slot >= monitorsAt && slot < monitorsAt + monitors.length;
}

/** Lets monitors see a round: who recovers in it does so first. */
function letSee(
  network: Network,
  { items, turns }: { readonly items: Int32Array; readonly turns: Turns },
  values: Int32Array,
): void {
  const seen = turns.processes.map((i) => ({
    slot: network.processes[i] as ProcessSlot,
    item: items[i] as number,
  }));
  for (const { slot, item } of inOrderOfEvents(seen, ({ slot, item }) => slot.outcomeAt(item).events)) {
    const { moves } = slot;
    for (let i = item + 3; i < item + 3 + 2 * moves.at(item + 2); i += 2) {
      const to = moves.at(i);
      if (isMonitor(network, to)) values[to] = network.deliver(to, values[to] as number, moves.at(i + 1));
    }
  }
}

/** The parts of a round in the order in which they happen, from that of turns: who recovers does so first. */
function inOrderOfEvents<T>(parts: readonly T[], eventsOf: (part: T) => readonly Event[]): T[] {
  const recovers = (part: T): boolean => eventsOf(part)[0]?.kind === "recover";
  return [...parts.filter(recovers), ...parts.filter((part) => !recovers(part))];
}

/** Delivers what a move sends. */
function deliver(network: Network, { slot: { moves }, item }: ChosenMove, values: Int32Array): void {
  const end = item + 3 + 2 * moves.at(item + 2);
  for (let i = item + 3; i < end; i += 2) {
    const to = moves.at(i);
    if (to < network.processes.length)
      values[to] = network.deliver(to, values[to] as number, moves.at(i + 1));
  }
}

/** The moves that a round may consist of, spelled out. */
export function roundMoves(network: Network, before: Int32Array): Move[] {
  const found: Move[] = [];
  const { processes } = network;
  if (network.movedBy(before) === NOTHING) return [];
  eachRound(network, before, (values, items, { processes: numbers, order }) => {
    const steps = numbers.map((i) => (processes[i] as ProcessSlot).outcomeAt(items[i] as number).events);
    const round: Event = order.length === 0 ? { kind: "round" } : { kind: "round", order };
    const events = [round, ...inOrderOfEvents(steps, (step) => step).flat()];
    found.push({ events, values: values.slice(), slot: ABSENT, item: 0 });
  });
  return found;
}
