/** The processes that look interchangeable before anything is known of what they do. */
import { assert, at } from "../../base/assert.ts";
import type { System } from "../../model/system/system.ts";

/** The processes that may change places. */
export type Group =
  /** All of each block may, in any way; their numbers. */
  | { readonly kind: "blocks"; readonly blocks: readonly (readonly number[])[] }
  /** All processes may move on by one place together, so many of them. */
  | { readonly kind: "ring"; readonly size: number };

/** A system with more processes is not looked at. */
const PROCESSES_MAX = 64;

/** A group has at most so many permutations, so that sums of the sizes of orbits are exact. */
const ORDER_MAX = 2 ** 40;

/** The number of permutations in a group. */
export function orderOf(group: Group): number {
  if (group.kind === "ring") return group.size;
  return group.blocks.reduce((product, { length }) => product * factorial(length), 1);
}

/** The larger group of those that may change places by their roles and by who can send to whom. */
export function candidates(system: System): Group {
  const { processes } = system;
  if (processes.length > PROCESSES_MAX) return { kind: "blocks", blocks: [] };
  const numbers = processes.map(({ number }) => number);
  const blocks = classesOf(numbers, (one, other) => {
    if (at(processes, one).roleName !== at(processes, other).roleName) return false;
    return keepsLinks(system, exchanged(numbers.length, [one, other]));
  });
  const exchanges: Group = { kind: "blocks", blocks: limited(blocks) };
  const turns: Group = { kind: "ring", size: processes.length };
  const isRing = Object.keys(system.roles).length === 1 && keepsLinks(system, turned(processes.length));
  return isRing && orderOf(turns) > orderOf(exchanges) ? turns : exchanges;
}

/** Of all processes, by whom each is replaced if two change places. */
export function exchanged(count: number, [one, other]: readonly [number, number]): number[] {
  return Array.from({ length: count }, (_, i) => (i === one ? other : i === other ? one : i));
}

/** Of all processes, by whom each is replaced if they move on by one place. */
export function turned(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (i + 1) % count);
}

/** The classes of numbers that are alike, if there are several in it. */
export function classesOf(
  numbers: readonly number[],
  areAlike: (one: number, other: number) => boolean,
): number[][] {
  const classes: number[][] = [];
  for (const number of numbers) {
    const known = classes.find(([first]) => first !== undefined && areAlike(first, number));
    if (known === undefined) classes.push([number]);
    else known.push(number);
  }
  return classes.filter(({ length }) => length > 1);
}

/** Blocks of which the longest are made shorter, until the group is not too large. */
function limited(blocks: readonly number[][]): number[][] {
  const left = blocks.map((block) => [...block]);
  while (orderOf({ kind: "blocks", blocks: left }) > ORDER_MAX) {
    const longest = left.toSorted((a, b) => b.length - a.length)[0];
    assert(longest !== undefined, "no block has only one permutation");
    longest.pop();
  }
  return left;
}

/** Whether who can send to whom stays the same. */
function keepsLinks({ processes, numbers }: System, to: readonly number[]): boolean {
  const linked = processes.map(({ neighbors }) => new Set(neighbors.map((id) => numbers.get(id))));
  return linked.every((targets, from) => {
    const there = at(linked, at(to, from));
    return targets.size === there.size && [...targets].every((target) => there.has(to[target ?? -1]));
  });
}

function factorial(count: number): number {
  return count < 2 ? 1 : count * factorial(count - 1);
}
