/** Processes and shared objects: who may perform what, and what comes of it. */
import { atomicStep } from "../sequential/atomic.ts";
import { alternativesOf } from "../sequential/whichever.ts";
import { at } from "../../base/assert.ts";
import { stringOf } from "../../base/foreign.ts";
import { format } from "../../base/text.ts";
import { canonical, equal, type Plain } from "../../base/value.ts";
import type { LocalState } from "../state/localState.ts";
import { malformed, ProtocolError } from "../error.ts";
import { formatOperation } from "../event/phrase.ts";
import type { OperationRequest } from "../sequential/request.ts";
import type { Process } from "../state/process.ts";
import type { ObjectOfKind, Operation, Performed } from "./object.ts";
import { valueIn, type ObjectValues, type Writes } from "./objectValues.ts";

/** The shared objects of a system. */
interface Store {
  readonly objects: readonly ObjectOfKind[];
  /** Object numbers by name. */
  readonly objectNumbers: ReadonlyMap<string, number>;
}

/** Whether it depends on objects what a process may do next. */
export function looks(system: Pick<Store, "objectNumbers">, local: LocalState): boolean {
  return accessed(system, local) !== undefined || atomicStep(local.control) !== undefined;
}

/** The number of the object on which a process is about to perform an operation, or undefined. */
export function accessed(system: Pick<Store, "objectNumbers">, local: LocalState): number | undefined {
  for (const [, one] of alternativesOf(local.control?.awaits))
    if (one.kind === "operation") return system.objectNumbers.get(one.object);
  return undefined;
}

/** The operation that a process awaits has been performed. */
export interface Access {
  readonly value: Plain;
  /** The answer; absent if there is none. */
  readonly response?: Plain;
}

/** An operation that was performed on one of several objects. */
interface Performance {
  readonly writes: Writes;
  /** The answer; absent if there is none. */
  readonly response?: Plain;
}

/**
 * The ways in which an operation on one of the objects in sight may be performed; none if it has to wait.
 * @throws ProtocolError if the object's specification fails; Unseen
 */
export function performances(
  system: Store,
  { process, request, seen }: { process: Process; request: OperationRequest; seen: ObjectValues },
): Performance[] {
  const number = system.objectNumbers.get(request.object) ?? -1;
  const ways = accesses(at(system.objects, number), valueIn(seen, number), { process, request });
  return ways.map(({ value, response }) => {
    const writes = new Map([[number, value]]);
    return response === undefined ? { writes } : { writes, response };
  });
}

/**
 * The possible outcomes of an operation on an object that has a value; none if it has to wait.
 * @throws ProtocolError if the object's specification fails
 */
function accesses(
  object: ObjectOfKind,
  value: Plain,
  { process, request }: { readonly process: Process; readonly request: OperationRequest },
): readonly Access[] {
  const operation = at([object.kind.operations[request.operation]], 0);
  const what = `${formatOperation(request)} on ${object.name} (${object.kind.name})`;
  let ways: readonly Access[];
  try {
    ways = waysOf(operation?.(value, request.arguments, process.id));
  } catch (error) {
    if (error instanceof ProtocolError) throw error;
    throw malformed(`the specification of ${what} failed: ${stringOf(error)}`, error);
  }
  return toldApart(ways, what);
}

/** The ways in which a call of an operation may go, as its author lists them. */
export function listed(performed: ReturnType<Operation>): readonly Performed[] {
  const ways = performed ?? [];
  return Array.isArray(ways) ? ways : [ways as Performed];
}

/**
 * The ways in which a call of an operation may go, in canonical form.
 * @param plain makes canonical forms; default `canonical`
 * @throws NotPlain
 */
export function waysOf(
  performed: ReturnType<Operation>,
  plain: (value: unknown) => Plain = canonical,
): readonly Access[] {
  return listed(performed).map(({ value, response }) =>
    response === undefined ? { value: plain(value) } : { value: plain(value), response: plain(response) },
  );
}

/** Ways, each once. An event says what was answered, and no more: so that must tell them apart. */
function toldApart(ways: readonly Access[], what: string): readonly Access[] {
  if (ways.length < 2) return ways;
  const byAnswer = new Map<string, Access>();
  for (const way of ways) {
    const answer = way.response === undefined ? "nothing" : format(way.response);
    const twin = byAnswer.get(answer);
    if (twin !== undefined && !equal(twin.value, way.value)) {
      const values = `${format(twin.value)} or ${format(way.value)}`;
      throw malformed(`${what} may leave ${values} where it answers ${answer}; the answer must tell which`);
    }
    if (twin === undefined) byAnswer.set(answer, way);
  }
  return [...byAnswer.values()];
}

/** The mistake in an operation that a process asks for, if there is one. */
export function problemOf(
  system: Store,
  process: Process,
  request: OperationRequest,
): { readonly what: string; readonly evidence: readonly string[]; readonly advice: string } | undefined {
  const { object: name, operation } = request;
  const text = formatOperation(request);
  const object = system.objects[system.objectNumbers.get(name) ?? -1];
  if (object === undefined) {
    const known = system.objects.map((one) => one.name).join(", ");
    return {
      what: `is about to perform ${text} on "${name}", which is no object of the system`,
      evidence: [known === "" ? "There are no objects." : `Objects: ${known}.`],
      advice: "List every shared object under `objects` of the protocol.",
    };
  }
  if (!Object.hasOwn(object.kind.operations, operation)) {
    return {
      what: `is about to perform ${text} on ${name}, a ${object.kind.name}`,
      evidence: [`Operations of a ${object.kind.name}: ${Object.keys(object.kind.operations).join(", ")}.`],
      advice: "Use one of these, or another kind of object.",
    };
  }
  const isWriter = object.writers?.includes(process.id) !== false;
  if (isWriter || object.kind.writes?.includes(operation) !== true) return undefined;
  return {
    what: `is about to perform ${text} on ${name}, to which it may not write`,
    evidence: [`Writers of ${name}: ${object.writers?.join(", ") || "none"}.`],
    advice: "Let one of the writers write, or declare the object with more of them.",
  };
}
