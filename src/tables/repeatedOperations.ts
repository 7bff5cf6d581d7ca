/**
 * Operations on objects of an author's own kinds, for the determinism check: like a step, each is a
 * function of what it is given, and may not act on the order in which a Set, a Map or an object lists what is
 * in it.
 */
import { at } from "../base/assert.ts";
import type { Arrangement } from "../base/rearranged.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { ProtocolError } from "../model/error.ts";
import { formatOperation } from "../model/event/phrase.ts";
import { listed, waysOf, type Access } from "../model/memory/access.ts";
import { objectKinds, type Operation, type Performed } from "../model/memory/index.ts";
import type { System } from "../model/system/system.ts";
import type { Contents } from "./contents.ts";
import type { Repeat } from "./repeat.ts";
import { differenceOf, type Copies } from "./repetition.ts";

/** The notes of what operations come to, and of what each object has held. */
interface OperationNotes {
  readonly repeat: Repeat;
  readonly contents: readonly Contents[];
}

/** The system, in which what operations of the author's own kinds come to is noted, to be asked again. */
export function withRepeatedOperations(system: System, { repeat, contents }: OperationNotes): System {
  const objects = system.objects.map((object, number) => {
    const { kind } = object;
    if (objectKinds.includes(kind)) return object;
    const operations = Object.entries(kind.operations).map(([name, operation]) => {
      return [name, noted(operation, { number, name, contents: at(contents, number) }, repeat)] as const;
    });
    return { ...object, kind: { ...kind, operations: Object.fromEntries(operations) } };
  });
  return { ...system, objects };
}

/** An operation of an object, by the number of the object; and what that has held. */
interface OperationName {
  readonly number: number;
  readonly name: string;
  readonly contents: Contents;
}

/** A call of an operation. */
interface OperationCall extends OperationName {
  readonly value: Plain;
  readonly given: readonly Plain[];
  readonly process: string;
}

/** The operation, which answers each call once and then from memory, and notes the answer. */
function noted(operation: Operation, named: OperationName, repeat: Repeat): Operation {
  const known = new Map<string, Map<Plain, readonly Access[]>>();
  return (value: Plain, given: readonly Plain[], process) => {
    const asked = `${process} ${given.map(format).join(", ")}`;
    let answers = known.get(asked);
    if (answers === undefined) known.set(asked, (answers = new Map<Plain, readonly Access[]>()));
    const before = answers.get(value);
    if (before !== undefined) return before;
    const ways = waysOf(operation(value, given, process), (one) => named.contents.unique(one));
    answers.set(value, ways);
    repeat.note((copies) => repeatCall(copies, { ...named, value, given, process }, ways));
    return ways;
  };
}

/** Repeats a call, on equal values in another order; what comes of it then shows two kinds of mistakes. */
function repeatCall(copies: Copies, call: OperationCall, ways: readonly Access[]): void {
  const difference = differenceOf<CallOutcome>(copies, ways, {
    ask: (copy, order) => again(copy, { ...call, ways }, order),
    areEqual: (one, other) => one === other || formatOutcome(one) === formatOutcome(other),
  });
  if (difference === undefined) return;
  const { by, answers } = difference;
  const told = by === "order" ? ordered : byChance;
  throw told(copies.copy, call, [formatOutcome(answers[0]), formatOutcome(answers[1])]);
}

/** The ways in which a call may go, or the message of what it throws. */
type CallOutcome = readonly Access[] | string;

/** The outcome of a call whose values are given in some order; the ways of the first, if it is the same. */
function again(
  copy: System,
  { number, name, contents, ways, ...call }: OperationCall & { readonly ways: readonly Access[] },
  order: Arrangement,
): CallOutcome {
  const operation = at([at(copy.objects, number).kind.operations[name]], 0) as Operation;
  try {
    const answer = operation(order(call.value), order(call.given), call.process);
    return comesTo(listed(answer), ways, contents) ? ways : waysOf(answer);
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whether an answer surely lists these ways. */
function comesTo(answer: readonly Performed[], ways: readonly Access[], contents: Contents): boolean {
  if (answer.length !== ways.length) return false;
  for (let i = 0; i < ways.length; i++) {
    const [{ value, response }, way] = [answer[i] as Performed, ways[i] as Access];
    if (!contents.readsAs(value, way.value) || !contents.readsAs(response, way.response)) return false;
  }
  return true;
}

/** The text of an outcome. In which order its ways are listed makes no difference. */
function formatOutcome(outcome: CallOutcome): string {
  if (typeof outcome === "string") return `throws ${outcome}`;
  const texts = outcome.map(({ value, response }) => {
    const answer = response === undefined ? "nothing" : format(response);
    return `leaves ${format(value)}, answers ${answer}`;
  });
  return texts.length === 0 ? "waits" : texts.sort().join("; or ");
}

type Results = readonly [first: string, second: string];

function byChance(system: System, call: OperationCall, [first, second]: Results): ProtocolError {
  return new ProtocolError(
    "not-deterministic",
    `The specification of ${nameOf(system, call)} is not deterministic: the same call gave two results.`,
    [...linesOf(call), `first result:  ${first}`, `second result: ${second}`],
    "An operation is a function of the object's value, its arguments and the process: it may not use other " +
      "variables. Keep what it remembers in the value; where it may come to several things, list them.",
  );
}

function ordered(system: System, call: OperationCall, [first, second]: Results): ProtocolError {
  return new ProtocolError(
    "order-observed",
    `The specification of ${nameOf(system, call)} acts on the order in which a Set, a Map or an object ` +
      "lists what is in it.",
    [...linesOf(call), `result:                  ${first}`, `result in another order: ${second}`],
    "Sets, Maps and objects with the same contents are one value, in whatever order it was put into them. " +
      "Keep an array where the order matters, sort what is listed, or list all ways in which it may go.",
  );
}

function nameOf({ objects }: System, { number, name, given }: OperationCall): string {
  const { name: object, kind } = at(objects, number);
  return `${formatOperation({ operation: name, arguments: given })} on ${object} (${kind.name})`;
}

function linesOf({ value, process }: OperationCall): string[] {
  return [`process: ${process}`, `value: ${format(value)}`];
}
