/**
 * What may go on for ever, judged by brute force and not as Lightcone does it. Of an execution that goes on
 * for ever all that matters is which configurations it comes to again and again. In small parts every set of
 * them is tried. In larger ones, for every choice of messages that are receivable only for a time, the
 * largest set is found from every member of which all that is left can be done within the set (the nested
 * fixed points of E. A. Emerson and C.-L. Lei).
 *
 * An execution that goes on for ever is admissible if, from no moment on for ever,
 *
 * - a message is in transit and can be received again and again, and no message like it is received, or lost;
 * - a message over a fair-lossy channel can be received again and again, and no message like it is received;
 * - a timer could fire, and neither fires nor is set anew nor cancelled; nor could a process recover, or be
 *   connected again, or the bounds on time begin to hold, and it does not happen;
 * - time stands still, though something waits for it.
 */
import { TIME } from "./ticking.ts";

/** A configuration as far as it matters what goes on for ever. */
export interface Stay {
  readonly next: readonly { readonly to: number; readonly pays: readonly string[] }[];
  /** What can happen here that may be owed. */
  readonly owed: ReadonlySet<string>;
  /** The names of the messages in transit. */
  readonly mail: ReadonlySet<string>;
  /** Whether something waits for time to pass. */
  readonly waitsForTime: boolean;
}

/** What counts as owed. */
export interface Rules {
  /** Messages are owed that can be received again and again, or only for good, or none. */
  readonly messages: "again and again" | "for good" | "never";
  /** Whether a message is owed, too, that is lost again and again. */
  readonly isFair: (name: string) => boolean;
  /** Whether something happens again and again if it can again and again, because somebody asks for that. */
  readonly isAsked: (name: string) => boolean;
  /** Time is owed where something waits for it; or only if it can pass again and again. */
  readonly time: "where something waits" | "where it can pass";
}

/** A part of all configurations, by number. */
type Part = ReadonlySet<number>;

/** The largest part of which all subsets are tried. */
const SUBSETS_MAX = 9;

/** Larger numbers of messages in a part are not judged. */
const MESSAGES_MAX = 9;

/** Thrown where there is too much to try. */
export class TooMany extends Error {}

/**
 * Whether an admissible execution can stay for ever within a part, coming to a wanted configuration again and
 * again.
 */
export function canStay(
  stays: readonly Stay[],
  part: Part,
  { rules, isWanted }: { readonly rules: Rules; readonly isWanted: (number: number) => boolean },
): boolean {
  const core = lasting(stays, part);
  if (core.size === 0) return false;
  const byFixedPoints = staysByFixedPoints(stays, core, { rules, isWanted });
  if (core.size > SUBSETS_MAX) return byFixedPoints;
  const bySubsets = staysBySubsets(stays, core, { rules, isWanted });
  if (bySubsets !== byFixedPoints) throw new Error("the oracle does not agree with itself");
  return bySubsets;
}

/** The configurations from which one can go on within a part. */
function lasting(stays: readonly Stay[], part: Part): Set<number> {
  const left = new Set(part);
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const one of left) if (!stays[one]?.next.some(({ to }) => left.has(to))) left.delete(one);
  }
  return left;
}

interface Asked {
  readonly rules: Rules;
  readonly isWanted: (number: number) => boolean;
}

/** All subsets of a part, as the sets of configurations that an execution comes to again and again. */
function staysBySubsets(stays: readonly Stay[], part: Part, asked: Asked): boolean {
  const all = [...part];
  for (let bits = 1; bits < 2 ** all.length; bits++) {
    const set = new Set(all.filter((_, i) => (bits & (1 << i)) !== 0));
    if (isRound(stays, set) && isAdmissible(stays, set, asked)) return true;
  }
  return false;
}

/** Whether one can go from everywhere in a set to everywhere in it, with at least one step. */
function isRound(stays: readonly Stay[], set: Part): boolean {
  for (const from of set) {
    const reached = new Set<number>();
    const todo = [from];
    for (const one of todo) {
      for (const { to } of stays[one]?.next ?? []) {
        if (!set.has(to) || reached.has(to)) continue;
        reached.add(to);
        todo.push(to);
      }
    }
    if (reached.size < set.size) return false;
  }
  return true;
}

/** Whether nothing is owed for ever by an execution that takes all steps within a set again and again. */
function isAdmissible(stays: readonly Stay[], set: Part, { rules, isWanted }: Asked): boolean {
  const members = [...set].map((one) => stays[one] as Stay);
  if (![...set].some(isWanted)) return false;
  const done = new Set(
    members.flatMap(({ next }) => next.filter(({ to }) => set.has(to)).flatMap((one) => one.pays)),
  );
  const owed = new Set(members.flatMap((one) => [...one.owed]));
  if (!done.has(TIME)) {
    const stands = rules.time === "where something waits" && members.every((one) => one.waitsForTime);
    if (stands || (rules.time === "where it can pass" && owed.has(TIME))) return false;
  }
  return [...owed].every((name) => {
    if (name === TIME || done.has(name)) return true;
    if (rules.isAsked(name)) return false;
    if (isMessage(name) && rules.messages !== "for good")
      return (
        rules.messages === "never" || (!rules.isFair(name) && members.some(({ mail }) => !mail.has(name)))
      );
    return members.some((one) => !one.owed.has(name));
  });
}

function isMessage(name: string): boolean {
  return name.startsWith("letter ");
}

/** Something that has to be met again and again: in a configuration, or by a step. */
interface Goal {
  at(one: Stay, number: number): boolean;
  by(pays: readonly string[]): boolean;
}

function staysByFixedPoints(stays: readonly Stay[], part: Part, { rules, isWanted }: Asked): boolean {
  const owed = [...new Set([...part].flatMap((one) => [...(stays[one] as Stay).owed]))];
  const strong = owed.filter((name) => {
    if (name === TIME) return rules.time === "where it can pass";
    return rules.isAsked(name) || (isMessage(name) && rules.messages === "again and again");
  });
  if (strong.length > MESSAGES_MAX) throw new TooMany();
  const weak = owed.filter(
    (name) => name !== TIME && !rules.isAsked(name) && (!isMessage(name) || rules.messages === "for good"),
  );
  for (let bits = 0; bits < 2 ** strong.length; bits++) {
    const avoided = strong.filter((_, i) => (bits & (1 << i)) !== 0);
    const left = [...part].filter((one) => !avoided.some((name) => stays[one]?.owed.has(name)));
    const goals = [
      { at: (_one: Stay, number: number) => isWanted(number), by: () => false },
      ...weak.map((name): Goal => ({
        at: (one) => !one.owed.has(name),
        by: (pays) => pays.includes(name),
      })),
      ...strong
        .filter((name) => !avoided.includes(name))
        .map((name): Goal => ({
          at: (one) => isMessage(name) && !rules.isFair(name) && !one.mail.has(name),
          by: (pays) => pays.includes(name),
        })),
      ...(rules.time === "where something waits"
        ? [{ at: (one: Stay) => !one.waitsForTime, by: (pays: readonly string[]) => pays.includes(TIME) }]
        : []),
    ];
    if (fixedPoint(stays, left, goals).size > 0) return true;
  }
  return false;
}

/** The largest set from every member of which each goal can be met within it, and one can go on. */
function fixedPoint(stays: readonly Stay[], part: readonly number[], goals: readonly Goal[]): Set<number> {
  let set = new Set(part);
  for (let size = -1; size !== set.size;) {
    size = set.size;
    set = lasting(stays, set);
    for (const goal of goals) set = reaching(stays, set, goal);
  }
  return set;
}

/** The members of a set from which a goal can be met within it. */
function reaching(stays: readonly Stay[], set: Part, goal: Goal): Set<number> {
  const onward = (one: number): Stay["next"] => (stays[one]?.next ?? []).filter(({ to }) => set.has(to));
  const meets = (one: number): boolean =>
    onward(one).length > 0 &&
    (goal.at(stays[one] as Stay, one) || onward(one).some(({ pays }) => goal.by(pays)));
  const found = new Set([...set].filter(meets));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const one of set) if (onward(one).some(({ to }) => found.has(to))) found.add(one);
  }
  return found;
}
