/** The requests of process code: what it waits for between two steps. */
import type { Plain } from "../../base/value.ts";
import type { Message, Received } from "../state/message.ts";

/** An operation on a shared object. */
export interface OperationRequest {
  readonly kind: "operation";
  readonly object: string;
  readonly operation: string;
  readonly arguments: readonly Plain[];
}

/** A message of one of some types; of any type if none is given. */
export interface ReceiveRequest {
  readonly kind: "receive";
  readonly types: readonly string[];
}

/** The request of a process that waits only to be scheduled again. */
export interface PauseRequest {
  readonly kind: "pause";
  /** The number of ticks that must have passed; absent: none. */
  readonly ticks?: number;
}

/** The choice of a process itself, by the name that it has among others. */
interface OwnRequest {
  readonly kind: "own";
}

/** A condition for the atomic step that it is asked in. */
interface ProvidedRequest {
  readonly kind: "provided";
  readonly holds: boolean;
}

/** Whichever of several requests is possible, by name. */
interface WhicheverRequest {
  readonly kind: "whichever";
  readonly of: Readonly<Record<string, SingleRequest>>;
}

/** A request for one step. */
export type SingleRequest = OperationRequest | ReceiveRequest | PauseRequest | OwnRequest | ProvidedRequest;

/** A request: what a process waits for. */
export type Request = SingleRequest | WhicheverRequest;

/** One atomic step, which answers T: `const answer = yield* step;` in process code. */
export interface Step<T> {
  [Symbol.iterator](): Iterator<Request, T, unknown>;
}

/** The return type of a generator function of process code, for TypeScript. */
export type Steps<T = void> = Generator<Request, T, unknown>;

/**
 * The steps and calls that process code has made since it went on, and not taken. Whoever forgets `yield*`
 * before one of them would otherwise not notice.
 */
export const untaken = new Set<object>();

/** A step, as compiled code sees it. */
export class Awaited<T> implements Step<T> {
  readonly request: Request;

  constructor(request: Request) {
    this.request = request;
    untaken.add(this);
  }

  /** Throws: only code that has not been compiled asks for an iterator. */
  [Symbol.iterator](): never {
    throw new NotCompiled();
  }
}

/** Thrown where process code runs that was not compiled. */
export class NotCompiled extends Error {
  constructor() {
    super("process code (function*) ran without having been compiled");
  }
}

/** A step that does nothing but let others go first. */
export function pause(): Step<void> {
  return new Awaited({ kind: "pause" });
}

/**
 * A step that does nothing, and not before `ticks` have passed on the local clock. In systems that keep no
 * time, that may be at any time.
 */
export function sleep(ticks: number): Step<void> {
  return new Awaited({ kind: "pause", ticks });
}

/** A step that receives a message of one of some types; of any type if none is given. */
export function receive<M extends Message>(...types: readonly string[]): Step<Received<M>> {
  return new Awaited({ kind: "receive", types });
}
