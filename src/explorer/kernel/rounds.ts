/** Rounds of synchronous systems: every process makes a move, and what they send is in transit after it. */
import type { Network, Move } from "./network.ts";
import { HEADER, IDLE, REFUSED, type ProcessSlot } from "./slot.ts";

/**
 * Shows every round that is possible: one of the moves of each process, in every combination that no budget
 * refuses. `show` gets the values of all slots after it, and where the moves stand, by process; both are
 * valid during the call only.
 */
export function eachRound(
  network: Network,
  before: Int32Array,
  show: (values: Int32Array, items: Int32Array) => void,
): void {
  const { processes, roundBudgets } = network;
  const items = new Int32Array(processes.length);
  /** By how many processes have moved: the values after their own changes and costs. */
  const stages = Array.from({ length: processes.length + 1 }, () => before.slice());
  for (const slot of roundBudgets) (stages[0] as Int32Array)[slot] = 0;
  const go = (number: number): void => {
    const now = stages[number] as Int32Array;
    const slot = processes[number];
    if (slot === undefined) {
      for (let i = 0; i < items.length; i++)
        deliver(network, { slot: processes[i] as ProcessSlot, item: items[i] as number }, now);
      show(now, items);
      return;
    }
    const next = stages[number + 1] as Int32Array;
    const begin = network.movesOf(slot, before);
    let item = begin + HEADER;
    for (let left = slot.moves.at(begin) + slot.moves.at(begin + IDLE); left > 0; left--) {
      next.set(now);
      next[number] = slot.moves.at(item + 1);
      items[number] = item;
      if (pay(network, { slot, item }, next)) go(number + 1);
      item += 3 + 2 * slot.moves.at(item + 2);
    }
  };
  go(0);
}

/** A move, by where it stands. */
interface Chosen {
  readonly slot: ProcessSlot;
  readonly item: number;
}

/** Takes the costs of a move from the budgets. @returns false if one of them does not allow it */
function pay(network: Network, { slot: { moves }, item }: Chosen, values: Int32Array): boolean {
  const end = item + 3 + 2 * moves.at(item + 2);
  for (let i = item + 3; i < end && moves.at(i) >= network.processes.length; i += 2) {
    const to = moves.at(i);
    const after = network.deliver(to, values[to] as number, moves.at(i + 1));
    if (after === REFUSED) return false;
    values[to] = after;
  }
  return true;
}

/** Delivers what a move sends. */
function deliver(network: Network, { slot: { moves }, item }: Chosen, values: Int32Array): void {
  const end = item + 3 + 2 * moves.at(item + 2);
  for (let i = item + 3; i < end; i += 2) {
    const to = moves.at(i);
    if (to < network.processes.length)
      values[to] = network.deliver(to, values[to] as number, moves.at(i + 1));
  }
}

/** The same, spelled out. */
export function roundMoves(network: Network, before: Int32Array): Move[] {
  const found: Move[] = [];
  const { processes } = network;
  if (!processes.some((slot) => network.isForced(slot, before))) return [];
  eachRound(network, before, (values, items) => {
    const steps = processes.map((slot, i) => slot.outcomeAt(items[i] as number).events);
    const [first, rest] = [true, false].map((wanted) =>
      steps.filter(([begin]) => (begin?.kind === "recover") === wanted),
    );
    const events = [{ kind: "round" } as const, ...(first ?? []).flat(), ...(rest ?? []).flat()];
    found.push({ events, values: values.slice() });
  });
  return found;
}
