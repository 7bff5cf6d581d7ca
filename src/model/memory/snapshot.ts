/** Atomic snapshots (Y. Afek et al., Atomic snapshots of shared memory, JACM 40(4), 1993). */
import type { Plain } from "../../base/value.ts";
import type { Step } from "../sequential/request.ts";
import { everyAssignment, type Domain } from "./domain.ts";
import { perform, sharedObject, type CalledBy, type ObjectKind, type SharedObject } from "./object.ts";

/** The kind. */
export const snapshotKind: ObjectKind = {
  name: "snapshot",
  about: "one segment for each process: update writes the process's own, scan answers all of them at once",
  operations: {
    update: (segments: Readonly<Record<string, Plain>>, [value], process) => ({
      value: { ...segments, [process]: value as Plain },
    }),
    scan: (segments) => ({ value: segments, response: segments }),
  },
  takes: { update: 1, scan: 0 },
};

/** A snapshot object whose segments hold T. */
export interface Snapshot<T> extends SharedObject<Readonly<Record<string, T>>> {
  readonly segments?: T;
}

/** A snapshot object with a segment for each of some processes. */
export function snapshot<const N extends string, T>(
  name: N,
  processes: readonly string[],
  initial: T | Domain<T>,
): CalledBy<Snapshot<T>, N>;
/** The same, of segments whose type is given. */
export function snapshot<T>(name: string, processes: readonly string[], initial: T | Domain<T>): Snapshot<T>;
/** The object, whatever is known of its type. */
export function snapshot<T>(name: string, processes: readonly string[], initial: T | Domain<T>): Snapshot<T> {
  return sharedObject(snapshotKind, name, everyAssignment(processes, initial)) as Snapshot<T>;
}

/** Writes the process's own segment. */
export function update<T>(object: Snapshot<T>, value: NoInfer<T>): Step<void> {
  return perform(object, "update", value);
}

/** Reads all segments at once. Answers them by process id. */
export function scan<T>(object: Snapshot<T>): Step<Readonly<Record<string, T>>> {
  return perform(object, "scan");
}
