/** Demands: fairness that an author adds, for events of a kind, beside what every execution owes. */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { partsOf, type Event, type Trigger } from "../event/event.ts";

/** A pattern of events: of this kind, with these fields. */
export interface EventPattern {
  readonly kind: Exclude<Trigger["kind"], "exchange">;
  readonly process?: string;
  /** Of receipts. */
  readonly from?: string;
  readonly message?: Plain;
  /** Of timing events. */
  readonly timer?: string;
  /** Of what a process may, or must, do on its own account. */
  readonly action?: string;
  /** Of operations. */
  readonly object?: string;
  readonly operation?: string;
  readonly response?: Plain;
  /** Of atomic steps of several operations: the name of the function. */
  readonly atomic?: string;
}

/**
 * The kinds of events that can be demanded, each with what a pattern may say of it beside the process: each
 * begins a step, and is the work of no failure.
 */
export const DEMANDED: Readonly<Record<EventPattern["kind"], readonly (keyof EventPattern)[]>> = {
  receive: ["from", "message", "atomic"],
  timeout: ["timer"],
  operation: ["object", "operation", "response", "atomic"],
  pause: ["atomic"],
  may: ["action", "atomic"],
  must: ["action"],
  recover: [],
};

/**
 * The demand that at each process some event of a pattern happens again and again: if one is possible from
 * some moment on for ever (justice), or again and again (compassion).
 */
export interface Demand {
  readonly strength: "justice" | "compassion";
  readonly pattern: EventPattern;
}

/** Whether an event, or some operation in an atomic step, fits the pattern of a demand. */
export function fits(event: Event, { pattern }: Demand): boolean {
  const atomic = "atomic" in event ? { atomic: event.atomic?.name } : {};
  return partsOf(event).some((part) => {
    const fields = { ...part, ...atomic } as unknown as Readonly<Record<string, Plain | undefined>>;
    return Object.entries(pattern).every(([name, value]: [string, Plain]) => {
      const found = fields[name];
      return found !== undefined && format(found) === format(value);
    });
  });
}

/** The text of a demand, such as `justice for {kind: "may", action: "eat"}`. */
export function formatDemand({ strength, pattern }: Demand): string {
  const { kind, ...others } = pattern;
  const fields = Object.entries(others).map(([name, value]) => `, ${name}: ${format(value as Plain)}`);
  return `${strength} for {kind: ${format(kind)}${fields.join("")}}`;
}
