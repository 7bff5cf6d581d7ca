/** Verdicts: what a check says of a property. */
import type { KindName, Within } from "../model/system/protocol.ts";
import { formatWithin } from "../model/system/within.ts";
import { formatDemand, type Demand } from "../model/transition/demand.ts";
import type { Schedule } from "../model/transition/execution.ts";

/** A bound on a search. What is absent is not bounded. */
export interface Limits {
  /** The number of configurations that may be visited. */
  readonly configurations?: number;
  /** The number of bytes that the search may take, as far as it can tell. */
  readonly memoryBytes?: number;
  /** The time that it may take, in milliseconds. */
  readonly timeMs?: number;
}

/** The reason why a search ended before it had visited everything. */
export type Cutoff = "configurations" | "memory" | "time" | "interrupted" | "violation";

/** An assumption on executions that goes beyond admissibility, or does without it. */
type Assumed =
  /** Messages that stay in transit are received again and again, and not only once. */
  | "kept messages come again"
  /** Fairness that the author demands. */
  | `fairness: ${string}`
  /** None: all executions that never end are judged, and not the admissible ones alone. */
  | "no fairness";

/** Safety or liveness was established: the search was exhausted. */
export interface Holds {
  readonly verdict: "holds";
  /** The assumption without which it may not hold; absent: there is none. */
  readonly assumed?: Assumed;
  /** Whether nothing puts it to the test, because what it speaks of never comes. */
  readonly isVacuous?: true;
  /** A shortest schedule to a configuration that is wanted. */
  readonly witness?: Schedule;
}

/** A configuration is wanted that no execution comes to. */
export interface Unreachable {
  readonly verdict: "unreachable";
}

/** The property is refuted by a schedule; no schedule with fewer steps refutes an invariant. */
export interface Violated {
  readonly verdict: "violated";
  readonly schedule: Schedule;
}

/** The edge of a search that has bounds. */
interface Edge {
  /** The bounds, as text. */
  readonly bounds: string;
  /** The number of configurations beyond them, which were not left although something may happen there. */
  readonly beyond: number;
  /** No schedule with at most so many steps violates the property; absent where that is not known of any. */
  readonly safeSteps?: number;
}

/** The reason why a verdict is unknown. */
export type Reason =
  | {
      readonly kind: "cut off";
      readonly cutoff: Cutoff;
      /** The number of those that were visited; absent where it is not known. */
      readonly configurations?: number;
      /** No schedule with at most so many steps violates it; absent where that is not known of any. */
      readonly safeSteps?: number;
    }
  /** It is not violated within the bounds of the search, and something lies beyond them. */
  | ({ readonly kind: "within" } & Edge)
  /** An execution refutes it in which time stands still, and that cannot be otherwise there. */
  | { readonly kind: "time stands still" }
  /** An execution refutes it that goes on for ever; what it owes is not known of processes that simulate. */
  | { readonly kind: "simulated" }
  /** Of several executions of a specification that look alike it is not known which one pays what it owes. */
  | { readonly kind: "look alike" }
  /** It says what processes know, and that depends on what cannot be told. */
  | {
      readonly kind: "knowledge";
      readonly of: "beyond bounds" | "simulated" | "later times" | "endless schedules";
    }
  /** Hashed storage keeps no configurations, so that neither steps nor cycles can be judged. */
  | { readonly kind: "hashed" };

/** The verdict where neither of the others was established. */
export interface Unknown {
  readonly verdict: "unknown";
  readonly reason: Reason;
}

/** The verdict of a check on a property. */
export type Verdict = Holds | Violated | Unreachable | Unknown;

/** The way in which a search remembers what it has visited. */
export type VisitedKind = "exact" | "hashed";

/** The findings of a search. The reference search and the kernel agree in every number. */
export interface Exploration {
  /** Distinct reachable configurations, between steps, that were visited. */
  readonly configurations: number;
  /** Enabled events of the configurations that were expanded; those that change nothing count too. */
  readonly transitions: number;
  /** The largest number of steps on a shortest schedule to a configuration. */
  readonly depth: number;
  /** Initial configurations. */
  readonly initial: number;
  /** Configurations in which nothing is enabled. */
  readonly quiescent: number;
  /** Configurations beyond the bounds in which something may happen; absent where there are no bounds. */
  readonly beyond?: number;
  /** The cutoff; absent if everything was visited within the bounds. */
  readonly cutoff?: Cutoff;
  /** The verdicts, by property, in the protocol's order. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

/** The verdict on a property of which a configuration is wanted, from that on its never being true. */
export function turnedRound(verdict: Verdict): Verdict {
  if (verdict.verdict === "violated") return { verdict: "holds", witness: verdict.schedule };
  return verdict.verdict === "holds" ? { verdict: "unreachable" } : verdict;
}

/** The assumption of a verdict that rests on demands, and perhaps on another assumption. */
export function assumedIn(
  demands: readonly Demand[],
  other?: "kept messages come again",
): Pick<Holds, "assumed"> {
  if (demands.length === 0) return other === undefined ? {} : { assumed: other };
  const texts = [...demands.map(formatDemand), ...(other === undefined ? [] : [other])];
  return { assumed: `fairness: ${texts.join("; ")}` };
}

/** A verdict where something puts the property to the test, or nothing does. */
export function testedBy(verdict: Verdict, isTested: boolean): Verdict {
  return verdict.verdict === "holds" && !isTested ? { ...verdict, isVacuous: true } : verdict;
}

/** The verdict where a search was cut off after so many configurations, with those of so many steps tried. */
export function cutOff(cutoff: Cutoff, configurations?: number, safeSteps?: number): Unknown {
  const visited = configurations === undefined ? {} : { configurations };
  const safe = safeSteps === undefined ? {} : { safeSteps };
  return { verdict: "unknown", reason: { kind: "cut off", cutoff, ...visited, ...safe } };
}

/** The verdict where a search has found nothing against a property, whatever of it lies beyond bounds. */
export function heldWithin(
  within: Within,
  { beyond }: { readonly beyond: number },
  safeSteps?: number,
): Verdict {
  if (beyond === 0) return { verdict: "holds" };
  const safe = safeSteps === undefined ? {} : { safeSteps };
  return { verdict: "unknown", reason: { kind: "within", bounds: formatWithin(within), beyond, ...safe } };
}

const CUTOFFS: Readonly<Record<Cutoff, string>> = {
  configurations: "the limit on configurations was reached",
  memory: "the limit on memory was reached",
  time: "the limit on time was reached",
  interrupted: "the search was interrupted",
  violation: "the search ended some time after another property was violated",
};

/** The parts of what may be on which knowledge depends, and which are not told. */
const OPEN: Readonly<Record<Extract<Reason, { readonly kind: "knowledge" }>["of"], string>> = {
  "beyond bounds": "something lies beyond the bounds of the search",
  simulated: "processes that simulate others are in the midst of their steps",
  "later times": "of later times it is not told where clocks tick, or messages stay in transit",
  "endless schedules": "local schedules grow for ever; ask what is known by states",
};

/** The words on what a verdict rests on besides admissibility. */
export function formatAssumed(assumed: Assumed): string {
  if (assumed === "no fairness") return "of all executions, admissible or not";
  if (assumed === "kept messages come again") return "if messages that stay are received again and again";
  return `assumed: ${assumed.slice("fairness: ".length)}`;
}

/**
 * The text of a reason, where lengths are counted in these units; goes on after "unknown: ".
 * @param kind the kind of property; of `reachable` a witness is looked for, of others a violation
 */
export function formatReason(reason: Reason, unit: "step" | "round" = "step", kind?: KindName): string {
  const isSought = kind === "reachable";
  switch (reason.kind) {
    case "cut off": {
      const { cutoff, configurations, safeSteps } = reason;
      const parts = [CUTOFFS[cutoff]];
      if (configurations !== undefined)
        parts.push(`${configurations.toLocaleString("en-US")} configurations were visited`);
      return [...parts, ...safeText(safeSteps, unit, isSought)].join("; ");
    }
    case "within": {
      const { bounds, beyond, safeSteps } = reason;
      const edge = `beyond, something may happen in ${beyond.toLocaleString("en-US")} of those visited`;
      const what = isSought ? "not reached" : "not violated";
      return [`${what} within ${bounds}`, edge, ...safeText(safeSteps, unit, isSought)].join("; ");
    }
    case "time stands still":
      return "infinitely much would have to happen at one time, so that time stands still";
    case "simulated":
      return (
        "an execution goes on for ever without it, and what is owed in it is not known, " +
        "because its processes simulate others"
      );
    case "knowledge":
      return `what processes know depends on all that may be, and ${OPEN[reason.of]}`;
    case "look alike":
      return "executions of the specification look alike, and which one pays what it owes is not known";
    case "hashed":
      return "hashed storage keeps no configurations to judge steps and cycles of; use exact storage";
  }
}

/** The text on schedules that were all tried; a list of one or none. */
function safeText(safeSteps: number | undefined, unit: string, isSought: boolean): string[] {
  if (safeSteps === undefined) return [];
  const length = `${safeSteps + 1} ${unit}${safeSteps === 0 ? "" : "s"}`;
  return [`no schedule with fewer than ${length} ${isSought ? "comes to it" : "violates it"}`];
}
