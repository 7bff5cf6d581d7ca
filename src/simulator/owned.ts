/**
 * States that handlers change in place, without ever sharing an object with others. After a step a state is a
 * *draft* again: its own, with keys, entries and elements in canonical order, as the model's handlers find
 * it. A message that is sent is frozen and in canonical order.
 *
 * Most states and messages are records of numbers, strings and the like. Those share nothing and need only a
 * look; a cached list of the keys in order makes it a quick one. All others are copied.
 */
import { canonicalTree } from "../base/parts.ts";
import { canonical, mutableCopy, type Plain } from "../base/value.ts";
import type { Message } from "../model/state/message.ts";

/** The state of a process while a run goes on: plain, but not frozen. */
export type Draft = Record<string, unknown>;

/** The canonical form of a state. @throws NotPlain if it has none, as it is not plain, or no tree */
export function canonicalState(state: unknown): Plain {
  return canonicalTree(state, "state");
}

/** Whether a value is plain and has no parts. */
function isScalar(value: unknown): boolean {
  switch (typeof value) {
    case "number":
    case "string":
    case "boolean":
    case "bigint":
      return true;
    default:
      return value === null;
  }
}

/** States of one role, after their steps. */
export class Drafts {
  /** The keys, in order, of a state without parts. */
  private keys: readonly string[] = [];

  /** The state as the next handler may have it. @throws NotPlain */
  settled(state: Draft): Draft {
    const { keys } = this;
    let i = 0;
    for (const key in state) {
      if (key !== keys[i++] || !isScalar(state[key])) return this.copied(state);
    }
    return i === keys.length ? state : this.copied(state);
  }

  private copied(state: Draft): Draft {
    const copy = mutableCopy(canonicalState(state)) as Draft;
    if (Object.values(copy).every(isScalar)) this.keys = Object.keys(copy);
    return copy;
  }
}

/** Messages, as they are sent. */
export class Seals {
  /** The keys of a message without parts, as authors write them and in order, by type. */
  private readonly shapes = new Map<
    string,
    readonly [written: readonly string[], inOrder: readonly string[]]
  >();

  /** A frozen message in canonical form that nobody else has. @throws NotPlain */
  sealed(message: Message): Message {
    const shape = this.shapes.get(message.type);
    if (shape === undefined) return this.canonical(message);
    const [written, inOrder] = shape;
    const record = message as unknown as Draft;
    let i = 0;
    for (const key in record) {
      if (key !== written[i++] || !isScalar(record[key])) return this.canonical(message);
    }
    if (i !== written.length) return this.canonical(message);
    const copy: Draft = {};
    for (let k = 0; k < inOrder.length; k++) copy[inOrder[k] as string] = record[inOrder[k] as string];
    return Object.freeze(copy) as unknown as Message;
  }

  private canonical(message: Message): Message {
    const copy = canonical(message) as unknown as Message;
    const isFlat = Object.values(copy).every(isScalar);
    if (isFlat) this.shapes.set(copy.type, [Object.keys(message), Object.keys(copy)]);
    return copy;
  }
}
