/** The values of an object as integers: where operations lead by its sequential specification. */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import { canonical, equal, type Plain } from "../base/value.ts";
import { UsageError } from "../model/error.ts";
import { listed } from "../model/memory/access.ts";
import type { ObjectKind } from "../model/memory/object.ts";
import { mistakeInCall } from "../model/memory/operationCall.ts";
import type { HistoryOperation } from "./concurrentHistory.ts";

/** A sequential specification: a kind of objects, and the value that each begins with. */
export interface Specification {
  readonly kind: ObjectKind;
  readonly initial: Plain;
}

/** More values than this are not followed where operations are free. */
const DRIFT_MAX = 200;

/** Thrown where free operations make too many values of one. */
export class TooMany extends Error {}

/** The values that come up, by number, from 0, and what each operation makes of them. */
export class SpecifiedStates {
  private readonly kind: ObjectKind;
  private readonly values: Plain[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly classes = new Map<string, number>();
  /** The class of each operation: those of one class do the same. */
  private readonly classOf: readonly number[];
  private readonly operations: readonly HistoryOperation[];
  private readonly known: (readonly number[] | undefined)[][] = [];
  /** Operations that may take effect at any time, any number of times. */
  private readonly free: readonly HistoryOperation[];
  private readonly drifts: (readonly number[] | undefined)[] = [];

  constructor(
    { kind, initial }: Specification,
    operations: readonly HistoryOperation[],
    free: readonly HistoryOperation[] = [],
  ) {
    this.kind = kind;
    this.operations = operations;
    this.free = free.map(({ response: _response, ...one }) => ({ ...one, responded: Infinity }));
    this.number(canonical(initial));
    this.classOf = operations.map((operation) => {
      const { process, response, responded, arguments: given } = operation;
      this.refuseWrong(operation);
      const answer = responded === Infinity ? "?" : response === undefined ? "" : format(response);
      const text = `${process} ${operation.operation} ${given.map(format).join()} ${answer}`;
      const found = this.classes.get(text) ?? this.classes.size;
      this.classes.set(text, found);
      return found;
    });
  }

  /** @throws UsageError if an operation is none of the kind's, or has not the arguments that it takes */
  private refuseWrong({ line, ...call }: HistoryOperation): void {
    const mistake = mistakeInCall(this.kind, call);
    if (mistake === undefined) return;
    const known = Object.keys(this.kind.operations);
    throw new UsageError(
      line === undefined ? `In the history ${mistake}.` : `Line ${line} is wrong: ${mistake}.`,
      `Operations of a ${this.kind.name}: ${known.join(", ")}.`,
      known.includes(call.operation) ? undefined : { given: call.operation, possible: known },
    );
  }

  private number(value: Plain): number {
    // Texts may be long, and only they begin with a quotation mark.
    const text = typeof value === "string" ? `"${value}` : format(value);
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.values.length);
    return this.values.push(value) - 1;
  }

  /** The values after an operation that answers as it did; none if it cannot. */
  after(state: number, operation: number): readonly number[] {
    const row = (this.known[state] ??= []);
    const given = at(this.operations, operation);
    return (row[this.classOf[operation] as number] ??= [
      ...new Set(this.drift(state).flatMap((one) => this.performed(one, given))),
    ]);
  }

  /** The values that free operations may have made of one, that itself included. @throws TooMany */
  private drift(state: number): readonly number[] {
    if (this.free.length === 0) return [state];
    const known = this.drifts[state];
    if (known !== undefined) return known;
    const found = new Set([state]);
    for (const value of found) {
      for (const one of this.free) for (const next of this.performed(value, one)) found.add(next);
      if (found.size > DRIFT_MAX) throw new TooMany();
    }
    return (this.drifts[state] = [...found]);
  }

  private performed(state: number, given: HistoryOperation): readonly number[] {
    const { operation, process, response, responded } = given;
    const perform = this.kind.operations[operation] as ObjectKind["operations"][string];
    const value = at(this.values, state);
    try {
      const ways = listed(perform(value, given.arguments, process));
      const fitting = ways.filter((way) => responded === Infinity || isAnswer(way.response, response));
      return [...new Set(fitting.map((way) => this.number(canonical(way.value))))];
    } catch (error) {
      throw this.impossible(given, value, error);
    }
  }

  /** An operation without its arguments, or on a value that is none of the kind. */
  private impossible(
    { operation, process, arguments: given }: HistoryOperation,
    value: Plain,
    error: unknown,
  ) {
    const what = `${process}'s ${operation}(${given.map(format).join(", ")})`;
    return new UsageError(
      `A ${this.kind.name} that holds ${format(value)} cannot perform ${what}: ${(error as Error).message}.`,
      "Give it its arguments, as in write(1), and the object a first value of its kind: --initial.",
    );
  }
}

function isAnswer(expected: unknown, given: Plain | undefined): boolean {
  // What answers nothing may be written so, or as null.
  if (expected === undefined) return given === undefined || given === null;
  return equal(canonical(expected), given ?? null);
}
