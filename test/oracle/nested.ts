/**
 * Some formulas in which operators are nested, each with an automaton, written by hand, of the executions of
 * which it is false. It reads configurations one by one, as two sayings that are true or false there; an
 * execution is accepted if the automaton comes to a wanted state again and again. Where an execution ends,
 * its last configuration is read for ever.
 */
import type { Stay } from "./forever.ts";

/** An automaton: the states after reading a configuration in a state, or at the start. */
export interface Reader {
  next(state: number | undefined, first: boolean, second: boolean): readonly number[];
  readonly wanted: readonly number[];
  /** The state that accepts whatever follows. */
  readonly broken?: number;
}

/** A formula over two sayings. */
interface Shape extends Reader {
  formula(first: unknown, second: unknown): unknown;
  /** The executions that put it to the test; absent: all. */
  readonly tested?: Reader;
}

/** The name of a formula. */
export type ShapeName =
  | "one or the other remains"
  | "again and again if again and again"
  | "one after the other"
  | "from then on";

const again: Reader = {
  // 1: the first is false, 2: it is true.
  next: (_state, first) => [first ? 2 : 1],
  wanted: [2],
};

/** The formulas, by name. */
export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  "one or the other remains": {
    formula: (first, second) => ({ or: [{ eventuallyAlways: first }, { eventuallyAlways: second }] }),
    // 0: waits until the first is false, 1: until the second is; 2: it is, and all begins again.
    next: (state, first, second) => (state === 1 ? [second ? 1 : 2] : [first ? 0 : 1]),
    wanted: [2],
  },
  "again and again if again and again": {
    formula: (first, second) => ({ implies: [{ infinitelyOften: first }, { infinitelyOften: second }] }),
    // 0: anything; 1, 2: the second is never true any more, and the first is false, or true.
    next(state, first, second) {
      const stays = second ? [] : [first ? 2 : 1];
      return state === undefined || state === 0 ? [0, ...stays] : stays;
    },
    wanted: [2],
    tested: again,
  },
  "one after the other": {
    formula: (first, second) => ({ eventually: { and: [first, { eventually: second }] } }),
    // 0: the first was never true; 1: it was, and the second is never true from then on.
    next(state, first, second) {
      if (state !== 1 && !first) return [0];
      return second ? [] : [1];
    },
    wanted: [0, 1],
  },
  "from then on": {
    formula: (first, second) => ({ always: { implies: [first, { always: second }] } }),
    // 0: the first was never true; 1: it was; 2: and then the second was not.
    next(state, first, second) {
      if (state === 2) return [2];
      if (state !== 1 && !first) return [0];
      return [second ? 1 : 2];
    },
    wanted: [2],
    broken: 2,
    tested: { next: (state, first) => [state === 2 || first ? 2 : 1], wanted: [2], broken: 2 },
  },
};

/** Configurations as an automaton reads them. */
export interface Readable {
  readonly stays: readonly Stay[];
  readonly initial: number;
  readonly isEnd: (number: number) => boolean;
  readonly isFirst: (number: number) => boolean;
  readonly isSecond: (number: number) => boolean;
}

/** Each configuration with each state that the automaton may be in after reading it. */
export interface ReadStays {
  readonly stays: readonly Stay[];
  readonly part: ReadonlySet<number>;
  readonly isWanted: (number: number) => boolean;
  /** Whether an execution is accepted that ends, or whatever follows. */
  readonly isRefuted: boolean;
}

/** What becomes of configurations that an automaton reads. */
export function readBy(reader: Reader, { stays, initial, isEnd, isFirst, isSecond }: Readable): ReadStays {
  const nodes: { readonly at: number; readonly state: number }[] = [];
  const numbers = new Map<string, number>();
  const node = (at: number, state: number): number => {
    const text = `${at} ${state}`;
    if (!numbers.has(text)) numbers.set(text, nodes.push({ at, state }) - 1);
    return numbers.get(text) as number;
  };
  const read = (state: number | undefined, at: number): readonly number[] =>
    reader.next(state, isFirst(at), isSecond(at));
  for (let at = 0; at < initial; at++) for (const state of read(undefined, at)) node(at, state);
  const found: Stay[] = [];
  for (const { at, state } of nodes) {
    const here = stays[at] as Stay;
    const next = here.next.flatMap((step) =>
      read(state, step.to).map((one) => ({ ...step, to: node(step.to, one) })),
    );
    found.push({ ...here, next });
  }
  /** Whether the configuration, read again and again, leads from a state to another. */
  const leads = (at: number, from: number, to: number): boolean => {
    const reached = new Set(read(from, at));
    for (const state of reached) for (const one of read(state, at)) reached.add(one);
    return reached.has(to);
  };
  const accepts = (at: number, state: number): boolean =>
    reader.wanted.some(
      (wanted) => (state === wanted || leads(at, state, wanted)) && leads(at, wanted, wanted),
    );
  return {
    stays: found,
    part: new Set(found.keys()),
    isWanted: (number) => reader.wanted.includes(nodes[number]?.state ?? -1),
    isRefuted: nodes.some(({ at, state }) => state === reader.broken || (isEnd(at) && accepts(at, state))),
  };
}
