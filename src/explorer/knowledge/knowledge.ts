/**
 * Knowledge: a process knows what is true in all configurations that it cannot tell from the one that it is
 * in, as it sees the same in them. Everybody of a group knows something (E); together they know it, if nobody
 * but who sees all that they see could (D); it is common knowledge (C) if everybody knows it, and that
 * everybody knows, and so on (J. Halpern and Y. Moses, *Knowledge and Common Knowledge in a Distributed
 * Environment*, JACM 1990; R. Fagin, J. Halpern, Y. Moses and M. Vardi, *Reasoning about Knowledge*, 1995,
 * chapters 2 and 4).
 *
 * What a process sees is a number in each configuration. So a class of configurations that it cannot tell
 * apart is a number, too, and to know is to look at each configuration twice:
 *
 *     configuration   0 1 2 3      seen by p   0 0 1 1      by q   0 1 1 2
 *     fact            1 0 1 1      K{p}        0 0 1 1      K{q}   1 0 0 1    D{p,q}   1 0 1 1    C{p,q}   0
 */
import { ABSENT, PairTable } from "../../tables/integers.ts";

/** A fact: for each configuration whether it is true there, 1 or 0. */
export type FactTable = Uint8Array;

/** The knowledge of the processes of a system, about facts. */
export class Knowledge {
  /** The number of what a process sees, in each configuration. */
  private readonly sight: (process: number) => Int32Array;
  private readonly seen = new Map<number, Int32Array>();

  constructor(sight: Knowledge["sight"]) {
    this.sight = sight;
  }

  private seenBy(process: number): Int32Array {
    const seen = this.seen.get(process) ?? this.sight(process);
    this.seen.set(process, seen);
    return seen;
  }

  /** K: the process knows the fact. */
  knows(process: number, fact: FactTable): FactTable {
    return trueInAll(this.seenBy(process), fact);
  }

  /** E: every process of a group knows it. */
  everyone(group: readonly number[], fact: FactTable): FactTable {
    return group.map((process) => this.knows(process, fact)).reduce(both);
  }

  /** D: the processes of a group know it together: it is true wherever each of them sees the same. */
  distributed(group: readonly number[], fact: FactTable): FactTable {
    return trueInAll(group.map((process) => this.seenBy(process)).reduce(paired), fact);
  }

  /** C: it is common knowledge of a group: true in all that is connected by processes that cannot tell. */
  common(group: readonly number[], fact: FactTable): FactTable {
    const root = Int32Array.from({ length: fact.length }, (_, node) => node);
    const find = (node: number): number => {
      let top = node;
      while (root[top] !== top) {
        root[top] = root[root[top] as number] as number;
        top = root[top] as number;
      }
      return top;
    };
    for (const process of group) {
      const seen = this.seenBy(process);
      const first = new Int32Array(countOf(seen)).fill(ABSENT);
      for (let node = 0; node < seen.length; node++) {
        const [look, top] = [seen[node] as number, find(node)];
        if (first[look] === ABSENT) first[look] = top;
        else root[top] = find(first[look] as number);
      }
    }
    return trueInAll(
      root.map((_, node) => find(node)),
      fact,
    );
  }
}

/** The number of numbers from 0 to the largest of some. */
function countOf(numbers: Int32Array): number {
  return numbers.reduce((most, one) => Math.max(most, one + 1), 0);
}

/** The numbers of pairs: the same where both are the same. */
function paired(some: Int32Array, others: Int32Array): Int32Array {
  const numbers = new PairTable();
  let count = 0;
  return some.map((one, node) => {
    const other = others[node] as number;
    const known = numbers.get(one, other);
    if (known !== ABSENT) return known;
    numbers.add(one, other, count);
    return count++;
  });
}

/** The configurations in whose whole class a fact is true. */
function trueInAll(classes: Int32Array, fact: FactTable): FactTable {
  const isTrue = new Uint8Array(countOf(classes)).fill(1);
  for (let node = 0; node < classes.length; node++) if (fact[node] === 0) isTrue[classes[node] as number] = 0;
  return fact.map((_, node) => isTrue[classes[node] as number] as number);
}

/** Both facts. */
function both(a: FactTable, b: FactTable): FactTable {
  return a.map((truth, node) => truth & (b[node] as number));
}
