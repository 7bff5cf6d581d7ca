/**
 * Conflicts in a synchronous round: several processes are about to perform an operation on the same object.
 * Who goes first is left to the adversary, and the round's event says what was chosen.
 */
import { at } from "../../base/assert.ts";
import { everyChoice } from "../../base/choice.ts";
import { equal, type Plain } from "../../base/value.ts";
import { formatEvent } from "../event/eventText.ts";
import type { Precedence, Round } from "../event/event.ts";
import { accessed } from "../memory/access.ts";
import { withWrites } from "../memory/objectValues.ts";
import { goingOn } from "./options.ts";
import { type Configuration, partOf } from "../state/configuration.ts";
import type { Part } from "../state/part.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";

/**
 * The maximum number of values that an object may have; with more, it may have any, and the order is said in
 * full.
 */
export const POSSIBLE_MAX = 16;

/** Chooses who is next at an object, by a position in a list of process ids. */
type Resolve = (object: string, contenders: readonly string[]) => number;

/** A process that is about to perform an operation on an object. */
interface Contender {
  readonly process: Process;
  readonly part: Part;
}

/**
 * A round in which conflicts are resolved as `resolve` has it. It is asked only where that matters: while
 * some of the processes that have not had their turn would change the object. If none would, each gets the
 * same answer wherever it stands, and no order is said. Where something may fail, that must be so whoever of
 * the others has crashed in its turn, because nobody crashes in the place of an operation that has to wait.
 */
export function roundResolved(system: System, configuration: Configuration, resolve: Resolve): Round {
  if (system.timing.conflicts === "in order") return { kind: "round" };
  const order = system.objects.flatMap(({ name }, object): Precedence[] => {
    const contenders = contendersFor(system, configuration, object);
    if (contenders.length < 2) return [];
    const value = at(configuration.objects ?? [], object);
    const processes = ordered(system, { value, contenders, resolve: (ids) => resolve(name, ids) });
    return processes === undefined ? [] : [{ object: name, processes }];
  });
  return order.length === 0 ? { kind: "round" } : { kind: "round", order };
}

/** Every round that may begin, as far as conflicts are concerned, each once. */
export function roundsOf(system: System, configuration: Configuration): Round[] {
  return everyChoice((pick) => roundResolved(system, configuration, (_, { length }) => pick(length)));
}

/** Whether the conflicts of a configuration can be resolved as a round has it. */
export function isResolved(system: System, configuration: Configuration, round: Round): boolean {
  return formatEvent(roundLike(system, configuration, round)) === formatEvent(round);
}

/** The round in which conflicts are resolved as in another, as far as that says how. */
function roundLike(system: System, configuration: Configuration, round: Round): Round {
  const turns = new Map(round.order?.map(({ object, processes }) => [object, processes]));
  const resolve: Resolve = (object, contenders) => {
    const next = turns.get(object)?.find((id) => contenders.includes(id));
    return next === undefined ? 0 : contenders.indexOf(next);
  };
  return roundResolved(system, configuration, resolve);
}

/** The processes in the order of their turns: their own, but for those of which the round says otherwise. */
export function turnsIn({ processes, numbers }: System, { order = [] }: Round): Process[] {
  const turns = [...processes];
  for (const { processes: ids } of order) {
    const those = ids.map((id) => numbers.get(id) ?? -1);
    const places = those.toSorted((a, b) => a - b);
    for (const [i, place] of places.entries()) turns[place] = at(processes, at(those, i));
  }
  return turns;
}

function contendersFor(system: System, configuration: Configuration, object: number): Contender[] {
  return system.processes
    .filter(({ number }) => accessed(system, at(configuration.locals, number)) === object)
    .map((process) => ({ process, part: partOf(system, configuration, process) }));
}

interface Contest {
  readonly value: Plain;
  readonly contenders: readonly Contender[];
  readonly resolve: (ids: readonly string[]) => number;
}

/** The ids of contenders in the order that was chosen; undefined if there was nothing to choose. */
function ordered(system: System, contest: Contest): string[] | undefined {
  const ids: string[] = [];
  let { contenders: left } = contest;
  let values: readonly Plain[] | undefined = [contest.value];
  while (left.length > 1 && isOpen(system, left, values)) {
    const place = contest.resolve(left.map(({ process }) => process.id));
    const next = at(left, place);
    values = valuesAfter(system, next, values);
    ids.push(next.process.id);
    left = left.toSpliced(place, 1);
  }
  return ids.length === 0 ? undefined : [...ids, ...left.map(({ process }) => process.id)];
}

/** Whether some contender may change an object, given what it may hold; undefined: anything. */
function isOpen(
  system: System,
  contenders: readonly Contender[],
  values: readonly Plain[] | undefined,
): boolean {
  if (values === undefined) return true;
  return contenders.some((one) =>
    values.some((value) => valuesAfterTurn(system, one, value).some((after) => !equal(after, value))),
  );
}

/** The values that an object may have after a contender's turn, in which it may also have crashed. */
function valuesAfter(
  system: System,
  contender: Contender,
  values: readonly Plain[] | undefined,
): readonly Plain[] | undefined {
  const after = values?.flatMap((value) => valuesAfterTurn(system, contender, value));
  if (values === undefined || after === undefined) return undefined;
  const all = system.failures.length === 0 ? after : [...values, ...after];
  const distinct = all.filter((value, i) => all.findIndex((other) => equal(other, value)) === i);
  return distinct.length > POSSIBLE_MAX ? undefined : distinct;
}

/** The values that an object may have after a contender's turn; as before if the operation has to wait. */
function valuesAfterTurn(system: System, { process, part }: Contender, seen: Plain): readonly Plain[] {
  const number = accessed(system, part.local) ?? -1;
  const occasions = goingOn(system, process, { ...part, seen: withWrites([], new Map([[number, seen]])) });
  return occasions.length === 0 ? [seen] : occasions.map(({ writes }) => writes?.get(number) ?? seen);
}
