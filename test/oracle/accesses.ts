/** What process code does to shared objects: operations, one by one or several in one event. */
import type { Local } from "./configuration.ts";
import type { TinyRole } from "./tiny.ts";

/** What objects hold, and what code adds up: numbers below this. */
export const VALUES = 3;

/** One thing that an access does; `value` is added to what has been answered so far. */
export type Part =
  | {
      readonly does: "read" | "write" | "bump" | "take" | "flip";
      readonly object: number;
      readonly value: number;
    }
  /** The access happens only where the sum of the answers is not the value. */
  | { readonly does: "provided"; readonly value: number }
  /** Nothing, or one more: the adversary chooses. */
  | { readonly does: "choose" };

/** What process code awaits in a place, all of it in one event. */
export interface Access {
  readonly place: number;
  /** What comes first: nothing, a pause, a sleep, or the receipt of a message of this type. */
  readonly first: "" | "pause" | "sleep" | "a" | "b";
  /** How long it sleeps. */
  readonly ticks?: number;
  readonly parts: readonly Part[];
}

/** One way in which an access may go: what objects hold then, and the sum of what was answered. */
export interface Way {
  readonly objects: readonly number[];
  readonly sum: number;
}

/** Messages that process code awaits in a place, of these types, and for so many ticks at most. */
export interface Patience {
  readonly place: number;
  readonly types: readonly string[];
  readonly ticks: number;
}

/** What process code awaits in a place: the place, if it has an access or patience there; else messages. */
export function awaitedIn({ accesses, patience }: TinyRole, place: number | null): number | null {
  return [...accesses, ...patience].some((one) => one.place === place) ? place : null;
}

/** How a process awaits messages, if it does not for ever. */
export function patienceOf({ patience }: TinyRole, { awaits }: Pick<Local, "awaits">): Patience | undefined {
  return awaits === null ? undefined : patience.find(({ place }) => place === awaits);
}

/** The access that a process awaits, if it awaits one. */
export function accessOf({ accesses }: TinyRole, { awaits }: Pick<Local, "awaits">): Access | undefined {
  return awaits === null ? undefined : accesses.find(({ place }) => place === awaits);
}

/** All ways in which parts of an access may go, one after the other; none, if it cannot happen now. */
export function ways(parts: readonly Part[], before: Way): readonly Way[] {
  return parts.reduce<readonly Way[]>((here, part) => here.flatMap((way) => after(part, way)), [before]);
}

function after(part: Part, { objects, sum }: Way): readonly Way[] {
  if (part.does === "choose") return [0, 1].map((chosen) => ({ objects, sum: (sum + chosen) % VALUES }));
  if (part.does === "provided") return sum === part.value ? [] : [{ objects, sum }];
  const held = objects[part.object] ?? 0;
  const leaving = (value: number, answer: number): Way => ({
    objects: objects.map((one, i) => (i === part.object ? value : one)),
    sum: (sum + answer) % VALUES,
  });
  switch (part.does) {
    case "read":
      return [leaving(held, held)];
    case "write":
      return [leaving((sum + part.value) % VALUES, 0)];
    case "bump":
      return [leaving((held + 1) % VALUES, held)];
    case "take":
      return held === 0 ? [] : [leaving(0, held)];
    case "flip":
      return [leaving(held, 0), leaving((held + 1) % VALUES, 1)];
  }
}
