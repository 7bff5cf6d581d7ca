/** The values of an object as integers: where operations lead by its sequential specification. */
import { format } from "../../base/text.ts";
import { canonical, equal, type Plain } from "../../base/value.ts";
import { UsageError } from "../../model/error.ts";
import type { ObjectKind, Operation, Performed } from "../../model/memory/object.ts";
import { mistakeInCall } from "../../model/memory/operationCall.ts";
import type { HistoryOperation } from "./concurrentHistory.ts";
import { NumberedValues } from "./numberedValues.ts";

/** A sequential specification: a kind of objects, and the value that each begins with. */
export interface Specification {
  readonly kind: ObjectKind;
  readonly initial: Plain;
}

/** More values than this are not followed where operations are free. */
const DRIFT_MAX = 200;

/** The number of values of which it is kept what comes of them: where there are more, each is soon left. */
const ROWS_MAX = 200;

/** Thrown where free operations make too many values of one. */
export class TooMany extends Error {}

/**
 * The values that come up, by number, from 0, and what operations make of them. Operations are of one class
 * if they do the same: it is asked for each class and value once.
 */
export class SpecifiedStates {
  /** The class of each operation. */
  readonly classOf: readonly number[];
  private readonly kind: ObjectKind;
  private readonly numbered = new NumberedValues();
  private readonly classes = new Map<string, number>();
  /** An operation of each class. */
  private readonly samples: HistoryOperation[] = [];
  private readonly performs: Operation[] = [];
  /** The values after operations, by value and class: of the first values, to which one comes back. */
  private readonly known: (readonly number[] | undefined)[][] = [];
  /** The classes of operations that may take effect at any time, any number of times. */
  private readonly free: readonly number[];
  private readonly drifts: (readonly number[] | undefined)[] = [];
  private readonly drifted: (readonly number[] | undefined)[][] = [];
  /** For each class, whether it is known to change some value, and whether it was said not to. */
  private readonly changes: Uint8Array;
  private readonly trusted: Uint8Array;

  constructor(
    { kind, initial }: Specification,
    operations: readonly HistoryOperation[],
    free: readonly HistoryOperation[] = [],
  ) {
    this.kind = kind;
    this.numbered.numberOf(canonical(initial));
    this.classOf = operations.map((one) => this.classOfCall(one));
    const atAnyTime = free.map(({ response: _response, ...one }) => ({ ...one, responded: Infinity }));
    this.free = [...new Set(atAnyTime.map((one) => this.classOfCall(one)))];
    this.changes = new Uint8Array(this.samples.length);
    this.trusted = new Uint8Array(this.samples.length);
  }

  private classOfCall(call: HistoryOperation): number {
    const { process, operation, response, responded, arguments: given } = call;
    const caller = this.kind.anonymous === true ? "" : process;
    const answer = responded === Infinity ? "?" : response === undefined ? "" : format(response);
    const text = `${caller} ${operation} ${given.map(format).join()} ${answer}`;
    const found = this.classes.get(text);
    if (found !== undefined) return found;
    this.refuseWrong(call);
    this.classes.set(text, this.samples.length);
    this.performs.push(this.kind.operations[operation] as Operation);
    return this.samples.push(call) - 1;
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

  /** The values after an operation of a class that answers as it did; none if it cannot. */
  after(state: number, one: number): readonly number[] {
    if (this.free.length === 0) return this.performed(state, one);
    const row = (this.drifted[state] ??= []);
    return (row[one] ??= [...new Set(this.drift(state).flatMap((value) => this.performed(value, one)))]);
  }

  /** Whether operations of a class answer a text or a list, of which a value may be the beginning. */
  isTelling(one: number): boolean {
    const { response } = this.samples[one] as HistoryOperation;
    return typeof response === "string" || Array.isArray(response);
  }

  /** Whether the answer of operations of a class begins with a value. */
  isBeginning(state: number, one: number): boolean {
    const value = this.numbered.values[state] as Plain;
    const { response } = this.samples[one] as HistoryOperation;
    if (typeof value === "string")
      return typeof response === "string" && response.slice(0, value.length) === value;
    if (!Array.isArray(value) || !Array.isArray(response)) return false;
    return value.every((part, i) => i < response.length && equal(part as Plain, response[i] as Plain));
  }

  /** Whether operations of a class that do not stay at a value, where they have been asked, cannot come. */
  isSettled(one: number): boolean {
    return this.free.length === 0 && this.changes[one] === 0;
  }

  /** Whether an operation of a class can answer as it did, and changes no value, as far as is known. */
  staysAt(state: number, one: number): boolean {
    if (this.changes[one] === 1 || this.performed(state, one).length === 0) return false;
    if ((this.changes[one] as number) === 1) return false;
    this.trusted[one] = 1;
    return true;
  }

  /** Whether what was said to be steady changes none of the values that came up. */
  areSteady(): boolean {
    let isTrue = true;
    for (const [one, isTrusted] of this.trusted.entries()) {
      if (isTrusted === 0) continue;
      for (let state = 0; state < this.numbered.values.length && this.changes[one] === 0; state++)
        this.performed(state, one);
      if (this.changes[one] === 1) isTrue = false;
    }
    this.trusted.fill(0);
    return isTrue;
  }

  /** The values that free operations may have made of one, that itself included. @throws TooMany */
  private drift(state: number): readonly number[] {
    const known = this.drifts[state];
    if (known !== undefined) return known;
    const found = new Set([state]);
    for (const value of found) {
      for (const one of this.free) for (const next of this.performed(value, one)) found.add(next);
      if (found.size > DRIFT_MAX) throw new TooMany();
    }
    return (this.drifts[state] = [...found]);
  }

  private performed(state: number, one: number): readonly number[] {
    const row = state < ROWS_MAX ? (this.known[state] ??= []) : undefined;
    const known = row?.[one];
    if (known !== undefined) return known;
    const ways = this.waysOf(state, one);
    if (ways !== NOTHING && ways.some((value) => value !== state)) this.changes[one] = 1;
    if (row !== undefined) row[one] = ways;
    return ways;
  }

  private waysOf(state: number, one: number): readonly number[] {
    const given = this.samples[one] as HistoryOperation;
    const value = this.numbered.values[state] as Plain;
    try {
      const done = (this.performs[one] as Operation)(value, given.arguments, given.process);
      if (!Array.isArray(done))
        return done !== undefined && isFitting(given, (done as Performed).response)
          ? [this.numbered.numberOf(canonical((done as Performed).value), state)]
          : NOTHING;
      const fitting = (done as readonly Performed[]).filter(({ response }) => isFitting(given, response));
      return [...new Set(fitting.map((way) => this.numbered.numberOf(canonical(way.value), state)))];
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

const NOTHING: readonly number[] = [];

/** Whether an operation answers so, or may have, as it is pending. */
function isFitting({ responded, response: given }: HistoryOperation, expected: unknown): boolean {
  if (responded === Infinity) return true;
  // What answers nothing may be written so, or as null.
  if (expected === undefined) return given === undefined || given === null;
  if (typeof expected === "string") return expected === given;
  return equal(canonical(expected), given ?? null);
}
