/** An assumption about the inputs of a system, for protocols that need processes with different ids. */
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import type { Assumption } from "../model/system/protocol.ts";

/** The assumption, for a protocol's `assume`, that no two processes have equal inputs. */
export const distinct: Assumption = Object.assign(
  (inputs: Readonly<Record<string, unknown>>): boolean => {
    const texts = Object.values(inputs).map((input) => format(input as Plain));
    return new Set(texts).size === texts.length;
  },
  { draw: drawDistinct },
);

/**
 * Gives the processes in turn an input that nobody has. Where all have the same list, every arrangement has
 * the same probability.
 */
function drawDistinct(
  lists: readonly (readonly Plain[])[],
  below: (bound: number) => number,
): readonly Plain[] | undefined {
  const [first = []] = lists;
  if (lists.every((list) => list === first)) return arranged(first, lists.length, below);
  const taken = new Set<string>();
  const drawn: Plain[] = [];
  for (const list of lists) {
    let input = list[below(list.length)] as Plain;
    for (let tries = 0; taken.has(format(input)) && tries < TRIES_MAX; tries++)
      input = list[below(list.length)] as Plain;
    if (taken.has(format(input))) {
      const free = list.filter((other) => !taken.has(format(other)));
      if (free.length === 0) return undefined;
      input = free[below(free.length)] as Plain;
    }
    taken.add(format(input));
    drawn.push(input);
  }
  return drawn;
}

/** A number of different values of a list, in a random order (Fisher and Yates). */
function arranged(
  list: readonly Plain[],
  count: number,
  below: (bound: number) => number,
): readonly Plain[] | undefined {
  const values = [...new Map(list.map((value) => [format(value), value])).values()];
  if (values.length < count) return undefined;
  for (let i = 0; i < count; i++) {
    const j = i + below(values.length - i);
    [values[i], values[j]] = [values[j] as Plain, values[i] as Plain];
  }
  return values.slice(0, count);
}

/**
 * The number of inputs that somebody has already after which the list is searched for those that are left.
 */
const TRIES_MAX = 1_000;
