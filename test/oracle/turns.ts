/** Who waits, and whose turn it is: fairness by name, judged on all that was visited. */
import { processesOf, type Claim, type Saying, type Tiny } from "./tiny.ts";
import { isTrue, only, type Sight } from "./view.ts";

/** A configuration that was visited, as far as it matters who goes first. */
interface Visited {
  readonly sight: Sight;
  readonly next: readonly { readonly to: number }[];
}

/** Whether something is true of a process of a role, of any of them. */
export function ofSomebody(tiny: Tiny, role: string | undefined): (saying: Saying, sight: Sight) => boolean {
  const those = numbersOf(tiny, role);
  return (saying, sight) => those.some((number) => isTrue(saying, only(number, sight)));
}

/** The numbers of the processes of a role. */
export function numbersOf(tiny: Tiny, name: string | undefined): readonly number[] {
  return processesOf(tiny).flatMap(({ role, number }) => (role.name === name ? [number] : []));
}

/**
 * Whether, while a process waits and has not its turn, another comes to its turn more than so many times.
 * Every way there is followed, with what has been counted on it.
 */
export function turnsVerdict(
  tiny: Tiny,
  visits: readonly Visited[],
  { claim, number }: { readonly claim: Claim; readonly number: number },
): string {
  const { later = claim, times = 0 } = claim;
  const others = numbersOf(tiny, claim.each).filter((other) => other !== number);
  const sees = (i: number, who: number, saying: Saying): boolean =>
    isTrue(saying, only(who, (visits[i] as Visited).sight));
  const waits = (i: number): boolean => sees(i, number, claim) && !sees(i, number, later);
  const begun = [...visits.keys()].filter(waits);
  const todo = begun.map((at) => ({ at, counts: others.map(() => 0) }));
  const known = new Set<string>();
  for (const { at, counts } of todo) {
    for (const { to } of visits[at]?.next ?? []) {
      if (!waits(to)) continue;
      const more = counts.map((count, i) => {
        const other = others[i] as number;
        return count + (!sees(at, other, later) && sees(to, other, later) ? 1 : 0);
      });
      if (more.some((count) => count > times)) return "violated";
      const text = JSON.stringify([to, more]);
      if (!known.has(text)) todo.push({ at: to, counts: more });
      known.add(text);
    }
  }
  return begun.length === 0 ? "holds, untested" : "holds";
}
