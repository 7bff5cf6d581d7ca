/** The beginning of a system: what the adversary chooses, and how objects begin. */
import { format } from "../../base/text.ts";
import { equal, type Plain } from "../../base/value.ts";
import { UsageError } from "../error.ts";
import { mayBefall, type Failure } from "../failure/failure.ts";
import { Domain, firstValues } from "../memory/domain.ts";
import { afterCrash } from "../memory/environment.ts";
import type { ObjectOfKind } from "../memory/object.ts";
import type { Process } from "../state/process.ts";

/** A choice of the adversary at the beginning: the input of a process, or the first value of an object. */
export interface FirstChoice {
  /** The id of the process, or the name of the object. */
  readonly name: string;
  /** The number of the object; absent of processes, which come first, in order. */
  readonly object?: number;
  /** The values, canonical; at least one. */
  readonly values: readonly Plain[];
}

/** The facts on which it depends how an object begins. */
interface ObjectBeginning {
  /** The only values that it may begin with, if they are given. */
  readonly given: readonly unknown[] | undefined;
  readonly processes: readonly Process[];
  /** The faults that are in place. */
  readonly begin: readonly Failure[];
}

/** An object as it begins in a system. @throws UsageError if it cannot begin so */
export function asItBegins(object: ObjectOfKind, { given, processes, begin }: ObjectBeginning): ObjectOfKind {
  const gone = processes.filter((process) => isGoneAtFirst(begin, process)).map(({ id }) => id);
  return beginningAs(withCrashed(object, gone), given);
}

/** An object that begins with some of its first values only. @throws UsageError if one is none of them */
function beginningAs(object: ObjectOfKind, given: readonly unknown[] | undefined): ObjectOfKind {
  if (given === undefined) return object;
  const wanted = firstValues(new Domain(given));
  const stranger = wanted.find((value) => !object.initials.some((one) => equal(one, value)));
  const possible = object.initials.map(format).join(", ");
  if (stranger === undefined && wanted.length > 0) return { ...object, initials: wanted };
  throw new UsageError(
    `The object ${object.name} cannot begin with ${stranger === undefined ? "nothing" : format(stranger)}.`,
    `Its first values: ${possible}.`,
  );
}

/** Whether a process has crashed for ever before anything happens. */
function isGoneAtFirst(begin: readonly Failure[], process: Process): boolean {
  return begin.some((failure) => failure.kind.endsProcesses === true && mayBefall(failure, process));
}

/** An object that knows of those who have crashed before. @throws UsageError if it does not allow that */
function withCrashed(object: ObjectOfKind, gone: readonly string[]): ObjectOfKind {
  if (object.kind.uponCrash === undefined || gone.length === 0) return object;
  const initials = gone.reduce<readonly Plain[]>(
    (values, id) => values.flatMap((value) => afterCrash(object, value, id) ?? []),
    object.initials,
  );
  if (initials.length > 0) return { ...object, initials };
  throw new UsageError(
    `Of the processes that ${object.name} (${object.kind.name}) watches, one at least does not crash.`,
    `Begin with fewer of ${gone.join(", ")} crashed.`,
  );
}
