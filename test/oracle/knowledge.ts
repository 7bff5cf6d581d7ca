/**
 * What processes know, from its definition: a fact that is true in all configurations in which they are in
 * the same states, which are texts here.
 */

/** What is known, and by whom. */
export interface Knowing {
  readonly operator: "knows" | "knowTogether" | "commonKnowledge";
  /** The numbers of some processes. */
  readonly group: readonly number[];
  /** It is said that this is not known. */
  readonly isDenied: boolean;
}

/** Configurations, by the states of all processes in each, and whether a fact is true there. */
interface Facts {
  readonly states: readonly (readonly string[])[];
  readonly isFact: (number: number) => boolean;
}

/** Whether it is as it is said, in each configuration. */
export function saidToBeKnown({ operator, group, isDenied }: Knowing, { states, isFact }: Facts): boolean[] {
  const looksAlike = (a: number, b: number): boolean => {
    const isSame = (who: number): boolean => states[a]?.[who] === states[b]?.[who];
    return operator === "knowTogether" ? group.every(isSame) : group.some(isSame);
  };
  const all = [...states.keys()];
  const said: boolean[] = [];
  for (const here of all) {
    if (said[here] !== undefined) continue;
    const possible = new Set([here]);
    for (const one of possible) {
      for (const other of all) if (looksAlike(one, other)) possible.add(other);
      // What others think that others think is asked of common knowledge alone.
      if (operator !== "commonKnowledge") break;
    }
    const isKnown = [...possible].every(isFact);
    // From each of those that somebody takes for possible, somebody comes to the same.
    for (const one of operator === "commonKnowledge" ? possible : [here]) said[one] = isKnown !== isDenied;
  }
  return said;
}
