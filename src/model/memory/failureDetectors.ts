/**
 * Failure detectors (T. D. Chandra and S. Toueg, *Unreliable Failure Detectors for Reliable Distributed
 * Systems*, Journal of the ACM 43(2), 1996; for Ω T. D. Chandra, V. Hadzilacos and S. Toueg, *The Weakest
 * Failure Detector for Solving Consensus*, in the same number).
 *
 * A class of detectors says what is never answered (accuracy) and what is answered at some time and for ever
 * (completeness). The detector here is the weakest of its class: the adversary answers whatever the class
 * does not forbid. What holds only from some moment on holds from one event on, which the adversary may put
 * off, but not for ever; in an execution that is long enough to see it, nobody crashes after that moment, or
 * a later moment would do. Where the class asks that some process is never suspected, that is one which does
 * not crash: it is chosen at the beginning.
 */
import type { Step } from "../sequential/request.ts";
import { anyOf } from "./domain.ts";
import { made, perform, sharedObject, type CalledBy, type ObjectKind, type SharedObject } from "./object.ts";

/** The value of a detector. A type of its own and no interface, so that it is plain to properties. */
type Vigil = {
  /** The processes that it watches. */
  readonly watched: readonly string[];
  /** Those that have crashed, in the same order. */
  readonly crashed: readonly string[];
  /** Whether all that holds from some moment on holds. */
  readonly isReliable: boolean;
  /** The process that does not crash, and that the class protects; absent if it protects all. */
  readonly spared?: string;
};

/** The accuracy of a class: who is not suspected, and whether from the beginning or from some moment on. */
interface Accuracy {
  readonly spares: "all" | "one";
  readonly holds: "always" | "eventually";
}

/** A detector that answers who is suspected. */
export interface Detector extends SharedObject<Vigil> {
  readonly suspecting?: true;
}

/** A detector that answers who is trusted. */
export interface Oracle extends SharedObject<Vigil> {
  readonly trusting?: true;
}

/** The watch after a crash; undefined if it is the process that does not. */
function uponCrash(watch: Vigil, process: string): Vigil | undefined {
  const { watched, crashed, spared } = watch;
  if (process === spared) return undefined;
  return { ...watch, crashed: watched.filter((id) => id === process || crashed.includes(id)) };
}

/** The watch from the moment on from which all holds; undefined if that was before. */
function mended(watch: Vigil): Vigil | undefined {
  return watch.isReliable ? undefined : { ...watch, isReliable: true };
}

/** Whether a process may be suspected, or not, given the others. */
function possibleFor(
  { crashed, isReliable, spared }: Vigil,
  { spares, holds }: Accuracy,
  id: string,
): boolean[] {
  if (isReliable && crashed.includes(id)) return [true];
  const isProtected = spares === "one" ? id === spared : !crashed.includes(id);
  return isProtected && (isReliable || holds === "always") ? [false] : [false, true];
}

/** Every set of processes that may be suspected. */
function possibleSets(watch: Vigil, accuracy: Accuracy): readonly (readonly string[])[] {
  const none: readonly (readonly string[])[] = [[]];
  return watch.watched.reduce(
    (sets, id) =>
      sets.flatMap((set) => possibleFor(watch, accuracy, id).map((is) => (is ? [...set, id] : set))),
    none,
  );
}

function suspectingKind(name: string, about: string, accuracy: Accuracy): ObjectKind {
  return {
    name,
    about,
    operations: {
      suspects: (watch: Vigil) =>
        possibleSets(watch, accuracy).map((response) => ({ value: watch, response })),
      isSuspected: (watch: Vigil, [id]: readonly string[]) =>
        possibleFor(watch, accuracy, id ?? "").map((response) => ({ value: watch, response })),
    },
    uponCrash,
    mended,
  };
}

/** The kind of perfect detectors, P. */
export const perfectKind = suspectingKind(
  "perfect-detector",
  "P: suspects nobody who has not crashed, and at some time everybody who has, for ever",
  { spares: "all", holds: "always" },
);

/** The kind of eventually perfect detectors, ◇P. */
export const eventuallyPerfectKind = suspectingKind(
  "eventually-perfect-detector",
  "◇P: from some moment on it suspects those who have crashed, and nobody else",
  { spares: "all", holds: "eventually" },
);

/** The kind of strong detectors, S. */
export const strongKind = suspectingKind(
  "strong-detector",
  "S: never suspects some process that does not crash; at some time all who have crashed, for ever",
  { spares: "one", holds: "always" },
);

/** The kind of eventually strong detectors, ◇S. */
export const eventuallyStrongKind = suspectingKind(
  "eventually-strong-detector",
  "◇S: from some moment on it suspects all who have crashed, and never some process that does not",
  { spares: "one", holds: "eventually" },
);

/** The kind of leader oracles, Ω. */
export const leaderKind: ObjectKind = {
  name: "leader-oracle",
  about: "Ω: from some moment on it answers everybody the same process, which does not crash",
  operations: {
    leader: (watch: Vigil) => {
      const { watched, isReliable, spared } = watch;
      return (isReliable ? [spared] : watched).map((response) => ({ value: watch, response }));
    },
  },
  uponCrash: (watch: Vigil, process) => (process === watch.spared ? undefined : watch),
  mended,
};

/** The first values of a detector of these processes; one for each process that may be the spared one. */
function watchOf(watched: readonly string[]): Vigil {
  return { watched, crashed: [], isReliable: false };
}

function detector<N extends string>(
  kind: ObjectKind,
  name: N,
  watched: readonly string[],
): CalledBy<Detector, N> {
  const isWeak = kind === strongKind || kind === eventuallyStrongKind || kind === leaderKind;
  const initial = isWeak
    ? anyOf(...watched.map((spared): Vigil => ({ ...watchOf(watched), spared })))
    : watchOf(watched);
  return made({ ...sharedObject(kind, name, initial), watched }, kind) as CalledBy<Detector, N>;
}

/** A perfect failure detector of some processes. */
export function perfectDetector<const N extends string>(
  name: N,
  processes: readonly string[],
): CalledBy<Detector, N> {
  return detector(perfectKind, name, processes);
}

/** An eventually perfect failure detector. */
export function eventuallyPerfectDetector<const N extends string>(
  name: N,
  processes: readonly string[],
): CalledBy<Detector, N> {
  return detector(eventuallyPerfectKind, name, processes);
}

/** A strong failure detector. */
export function strongDetector<const N extends string>(
  name: N,
  processes: readonly string[],
): CalledBy<Detector, N> {
  return detector(strongKind, name, processes);
}

/** An eventually strong failure detector. */
export function eventuallyStrongDetector<const N extends string>(
  name: N,
  processes: readonly string[],
): CalledBy<Detector, N> {
  return detector(eventuallyStrongKind, name, processes);
}

/** A leader oracle. */
export function leaderOracle<const N extends string>(
  name: N,
  processes: readonly string[],
): CalledBy<Oracle, N> {
  return detector(leaderKind, name, processes) as CalledBy<Oracle, N>;
}

/** Asks who is suspected. Answers ids, in the order in which they were given to the detector. */
export function suspects(object: Detector): Step<readonly string[]> {
  return perform(object, "suspects");
}

/** Asks whether a process is suspected. */
export function isSuspected(object: Detector, process: string): Step<boolean> {
  return perform(object, "isSuspected", process);
}

/** Asks who is trusted. */
export function leader(object: Oracle): Step<string> {
  return perform(object, "leader");
}
