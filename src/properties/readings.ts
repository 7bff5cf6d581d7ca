/**
 * The readings of a predicate: what it has looked at in the last configuration of an execution, and the step
 * that made it so. They are the evidence for its answer: it saw nothing else.
 */
import { at } from "../base/assert.ts";
import type { Letter } from "../model/state/message.ts";
import { formatLetter } from "../model/state/letter.ts";
import { stepNumbers, type Execution } from "../model/transition/execution.ts";
import { formatEvent } from "../model/event/eventText.ts";
import type { System } from "../model/system/system.ts";
import { facetIn, formatObserved, viewOf, type Facet, type Observer, type View } from "./view.ts";

/** One thing that a predicate has read. */
export interface PredicateReading {
  /** Its name: `client1.inside`, `p1.decision`, or that of a shared object. */
  readonly name: string;
  /** Its value, as text. */
  readonly value: string;
  /** The number of the step that made it so, and the event; absent if it was so from the beginning. */
  readonly since?: { readonly step: number; readonly event: string };
}

/** A reading, and the place where it was read. */
export interface FoundReading extends PredicateReading {
  /** The number of the process, or of the object behind the processes. */
  readonly number: number;
  readonly facet: Facet;
  /** The position of the event that made it so. */
  readonly position?: number;
}

/** A reading as plain data. */
export function readingOf({ name, value, since }: FoundReading): PredicateReading {
  return { name, value, ...(since === undefined ? {} : { since }) };
}

/** A predicate, and who is told of each read, by the number of the reading. */
interface Asking {
  predicate(view: View): unknown;
  heard?(reading: number): void;
}

/** All that a predicate reads in the last configuration of an execution, in the order in which it does. */
export function readingsOf(
  system: System,
  execution: Execution,
  { predicate, heard = () => undefined }: Asking,
): FoundReading[] {
  const { configurations, events } = execution;
  const last = at(configurations, events.length);
  const found = new Map<string, FoundReading>();
  const steps = stepNumbers(execution);
  const observe: Observer = (number, facet) => {
    const value = facetIn(last, number, facet);
    const key = `${number} ${facet}`;
    const known = [...found.keys()].indexOf(key);
    heard(known === -1 ? found.size : known);
    if (known !== -1) return value;
    const position = lastChange(execution, number, facet);
    found.set(key, {
      number,
      facet,
      name: nameOf(system, number, facet),
      value: textOf(facet, value),
      ...(position === undefined
        ? {}
        : { position, since: { step: at(steps, position), event: formatEvent(at(events, position)) } }),
    });
    return value;
  };
  predicate(viewOf(system, observe));
  return [...found.values()];
}

/** Whether a predicate would be true if one thing that it reads were as it was before it last changed. */
export function wouldBeTrue(
  system: System,
  { configurations, events }: Execution,
  { reading, predicate }: { readonly reading: FoundReading; readonly predicate: (view: View) => boolean },
): boolean {
  const { position, number, facet } = reading;
  if (position === undefined) return false;
  const [last, before] = [at(configurations, events.length), at(configurations, position)];
  return predicate(viewOf(system, (n, f) => facetIn(n === number && f === facet ? before : last, n, f)));
}

/** The position of the event with which a facet became what it is in the end. */
function lastChange({ configurations, events }: Execution, number: number, facet: Facet): number | undefined {
  const end = facetIn(at(configurations, events.length), number, facet);
  const text = textOf(facet, end);
  for (let i = events.length - 1; i >= 0; i--) {
    const before = facetIn(at(configurations, i), number, facet);
    if (before !== end && textOf(facet, before) !== text) return i;
  }
  return undefined;
}

function textOf(facet: Facet, value: unknown): string {
  if (facet === "mailbox") return `[${(value as readonly Letter[]).map(formatLetter).join("; ")}]`;
  return formatObserved(value);
}

function nameOf({ processes, objects, monitors }: System, number: number, facet: Facet): string {
  if (facet === "elapsed") return facet;
  if (facet === "object" || facet === "monitor")
    return at([...objects, ...monitors], number - processes.length).name;
  return `${at(processes, number).id}.${facet.replace(/^state\./, "")}`;
}
