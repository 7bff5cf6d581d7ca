/**
 * The heartbeat: a few bytes that the worker and the main thread share. Before author code is called the
 * worker writes down what is called, and counts; a main thread that sees the same odd count for seconds
 * knows that this call does not return, and which it is. The main thread writes a wish to stop.
 *
 *     int32  count    even: outside author code; odd: inside
 *     int32  stop     0, or, where the job is to end, 1 plus the place of the reason among `EndReason`s
 *     int32  length   of what follows, in bytes
 *     bytes  called   what is called, as called.ts writes it
 */
import { END_REASONS, type EndReason } from "./curfew.ts";
import { decoded, encode, isToldAnew, type Called } from "./called.ts";

const COUNT = 0;
const STOP = 1;
const LENGTH = 2;
const CALLED_BYTES = 4_096;
const HEADER_BYTES = 12;

/** Memory for a heartbeat. */
export function heartbeatMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(HEADER_BYTES + CALLED_BYTES);
}

/** The hold that either side has of the shared memory. */
export class Heartbeat {
  private readonly numbers: Int32Array;
  private readonly bytes: Uint8Array;
  /** The call that was written last. */
  private said: Called | undefined;
  /** The bytes of calls that are told of in one object each time: predicates take turns very often. */
  private readonly written = new WeakMap<Called, Uint8Array>();

  constructor(memory: SharedArrayBuffer) {
    this.numbers = new Int32Array(memory, 0, 3);
    this.bytes = new Uint8Array(memory, HEADER_BYTES);
  }

  /** Author code is about to run. */
  enter(called: Called): void {
    this.say(called);
    Atomics.add(this.numbers, COUNT, 1);
  }

  /** Writes down the call that author code makes from now on, until another is written. */
  say(called: Called): void {
    if (called === this.said) return;
    this.said = called;
    Atomics.store(this.numbers, LENGTH, this.write(called));
  }

  private write(called: Called): number {
    const known = this.written.get(called);
    if (known !== undefined) {
      this.bytes.set(known);
      return known.length;
    }
    const length = encode(called, this.bytes);
    if (!isToldAnew(called)) this.written.set(called, this.bytes.slice(0, length));
    return length;
  }

  /** Author code has returned. */
  leave(): void {
    Atomics.add(this.numbers, COUNT, 1);
  }

  /** The count, odd inside author code. */
  get count(): number {
    return Atomics.load(this.numbers, COUNT);
  }

  /** Sets the count. Only the worker counts, so that this is enough, and cheaper than `enter` and `leave`. */
  set count(count: number) {
    this.numbers[COUNT] = count;
  }

  /** The last call; undefined if there was none. */
  get called(): Called | undefined {
    return decoded(this.bytes.slice(0, Atomics.load(this.numbers, LENGTH)));
  }

  /** Asks the worker to end its job. */
  requestStop(reason: EndReason): void {
    Atomics.store(this.numbers, STOP, 1 + END_REASONS.indexOf(reason));
  }

  /** The reason why the job should end; undefined if it may go on. */
  get stopReason(): EndReason | undefined {
    return END_REASONS[Atomics.load(this.numbers, STOP) - 1];
  }
}
