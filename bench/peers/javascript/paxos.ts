/**
 * Single-decree Paxos as in its TLA+ specification (L. Lamport, 2011): the state is one record, with the set
 * of all messages ever sent, and a function lists whatever may happen. There are three acceptors, three
 * ballots and two values.
 */
type Message =
  | { readonly type: "1a"; readonly bal: number }
  | {
      readonly type: "1b";
      readonly acc: number;
      readonly bal: number;
      readonly mbal: number;
      readonly mval: string | null;
    }
  | { readonly type: "2a"; readonly bal: number; readonly val: string }
  | { readonly type: "2b"; readonly acc: number; readonly bal: number; readonly val: string };

/** The state. Messages are in the order of their ranks. */
export type World = {
  readonly maxBal: readonly number[];
  readonly maxVBal: readonly number[];
  readonly maxVal: readonly (string | null)[];
  readonly messages: readonly Message[];
};

/** A state that may come next, and what leads to it. */
interface Next {
  readonly value: World;
  readonly response: string;
}

const ACCEPTORS = 3;
const BALLOTS = [0, 1, 2];
const VALUES = ["a", "b"];

/** The initial state. */
export const first: World = {
  maxBal: Array.from({ length: ACCEPTORS }, () => -1),
  maxVBal: Array.from({ length: ACCEPTORS }, () => -1),
  maxVal: Array.from({ length: ACCEPTORS }, () => null),
  messages: [],
};

function rank(message: Message): string {
  const { type, bal } = message;
  return [
    type,
    bal,
    "acc" in message ? message.acc : "",
    "val" in message ? message.val : "",
    "mbal" in message ? message.mbal : "",
  ].join(" ");
}

function has(messages: readonly Message[], message: Message): boolean {
  const place = rank(message);
  return messages.some((other) => rank(other) === place);
}

function said(messages: readonly Message[], message: Message): readonly Message[] {
  const place = rank(message);
  const at = messages.findIndex((other) => rank(other) >= place);
  return at === -1 ? [...messages, message] : [...messages.slice(0, at), message, ...messages.slice(at)];
}

function withOne<T>(list: readonly T[], at: number, one: T): readonly T[] {
  return list.map((other, i) => (i === at ? one : other));
}

/** Whatever may happen next. */
export function next(world: World): readonly Next[] {
  const begun = BALLOTS.flatMap((bal) => ofLeader(world, bal));
  return [...begun, ...world.messages.flatMap((message) => answers(world, message))];
}

function ofLeader(world: World, bal: number): readonly Next[] {
  const { messages } = world;
  const begin: Message = { type: "1a", bal };
  const begun = has(messages, begin)
    ? []
    : [{ value: { ...world, messages: said(messages, begin) }, response: `1a ${bal}` }];
  const promises = messages.filter((m) => m.type === "1b").filter((m) => m.bal === bal);
  const isOver = messages.some((m) => m.type === "2a" && m.bal === bal);
  if (isOver || 2 * promises.length <= ACCEPTORS) return begun;
  const best = promises.reduce((one, other) => (other.mbal > one.mbal ? other : one));
  const free = VALUES.filter((val) => best.mbal === -1 || best.mval === val);
  const proposals = free.map((val) => ({
    value: { ...world, messages: said(messages, { type: "2a", bal, val }) },
    response: `2a ${bal} ${val}`,
  }));
  return [...begun, ...proposals];
}

function answers(world: World, message: Message): readonly Next[] {
  const { maxBal, maxVBal, maxVal, messages } = world;
  return maxBal.flatMap((seen, acc): Next[] => {
    const { bal } = message;
    if (message.type === "1a" && bal > seen) {
      const { [acc]: mbal = -1 } = maxVBal;
      const promise: Message = { type: "1b", acc, bal, mbal, mval: maxVal[acc] ?? null };
      const value = { ...world, maxBal: withOne(maxBal, acc, bal), messages: said(messages, promise) };
      return [{ value, response: `1b ${acc} ${bal}` }];
    }
    if (message.type !== "2a" || bal < seen) return [];
    const { val } = message;
    const vote: Message = { type: "2b", acc, bal, val };
    if (has(messages, vote)) return [];
    const value = {
      maxBal: withOne(maxBal, acc, bal),
      maxVBal: withOne(maxVBal, acc, bal),
      maxVal: withOne(maxVal, acc, val),
      messages: said(messages, vote),
    };
    return [{ value, response: `2b ${acc} ${bal} ${val}` }];
  });
}

/** Whether no two values have been chosen. */
export function isSafe({ messages }: World): boolean {
  const votes = (bal: number, val: string): number =>
    messages.filter((m) => m.type === "2b" && m.bal === bal && m.val === val).length;
  const chosen = VALUES.filter((val) => BALLOTS.some((bal) => 2 * votes(bal, val) > ACCEPTORS));
  return chosen.length < 2;
}
