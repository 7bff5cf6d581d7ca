/**
 * Generated protocols: small deterministic tables, drawn from a seed, that use everything a handler can
 * do. Every process has fuel, and spends some in each step, so all but message sets stay finite; those do
 * too, because the messages are few.
 */
import {
  channels,
  edges,
  line,
  protocol,
  ring,
  role,
  star,
  system,
  complete,
  type System,
  type Topology,
} from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";

type Message = { type: "a"; n: number } | { type: "b"; n: number };

interface State {
  place: number;
  fuel: number;
  seen: Set<number>;
}

/** What one handler does in one place, as drawn. */
interface Row {
  readonly place: number;
  readonly sends: readonly { readonly to: number; readonly type: "a" | "b"; readonly n: number }[];
  readonly set: readonly string[];
  readonly cancel: readonly string[];
  readonly decide: number | null;
  readonly output: boolean;
  readonly halt: boolean;
  readonly choices: number;
  readonly remember: boolean;
}

const PLACES = 3;
const NUMBERS = 2;

function drawRow(random: Random): Row {
  const list = <T>(max: number, draw: () => T): T[] => Array.from({ length: random.below(max + 1) }, draw);
  const timer = (): string => (random.below(2) === 0 ? "x" : "y");
  return {
    place: random.below(PLACES),
    sends: list(2, () => ({
      to: random.below(3),
      type: random.below(2) === 0 ? "a" : "b",
      n: random.below(NUMBERS),
    })),
    set: list(1, timer),
    cancel: list(1, timer),
    decide: random.below(4) === 0 ? random.below(2) : null,
    output: random.below(4) === 0,
    halt: random.below(8) === 0,
    choices: random.below(4) === 0 ? 2 : 1,
    remember: random.below(3) === 0,
  };
}

/** A protocol of one or two roles, whose invariants and liveness properties hold or not as luck has it. */
export function generatedProtocol(seed: number, fuel: number) {
  const random = seeded(seed);
  const rows = new Map<string, Row>();
  const row = (...key: readonly (string | number)[]): Row => {
    const name = key.join();
    const known = rows.get(name) ?? drawRow(seeded(seed ^ hash(name)));
    rows.set(name, known);
    return known;
  };
  const process = (name: string, processes: number) =>
    role({
      processes,
      inputs: random.below(2) === 0 ? [0] : [0, 1],
      initially: ({ input, neighbors, send, setTimer }): State => {
        const { sends, set } = row(name, "start", Number(input));
        for (const timer of set) setTimer(timer);
        for (const { to, type, n } of sends)
          if (neighbors.length > 0) send(neighbors[to % neighbors.length] as string, { type, n });
        return { place: Number(input), fuel, seen: new Set() };
      },
      upon: { a: handler(name, "a"), b: handler(name, "b") },
      uponTimeout: {
        x: (state: State, context: Can) => act(row(name, "x", state.place), state, context),
        y: (state: State, context: Can) => act(row(name, "y", state.place), state, context),
      },
    });
  const handler =
    (name: string, type: string) =>
    (state: State, { n }: { n: number }, context: Can) => {
      if (row(name, type, state.place, n).remember) state.seen.add(n);
      act(row(name, type, state.place, n), state, context);
    };
  const [badPlace, badNumber] = [random.below(PLACES), random.below(NUMBERS)];
  return protocol<Message>()({
    name: `generated-${seed}`,
    roles:
      random.below(2) === 0 ? { one: process("one", 3) } : { one: process("one", 2), two: process("two", 1) },
    properties: {
      places: {
        invariant: (_roles, { processes }) =>
          processes.filter(({ state }) => (state as State).place === badPlace).length < 2,
      },
      memory: {
        invariant: (_roles, { processes }) =>
          !processes.every(({ state }) => (state as State).seen.has(badNumber)),
      },
      crowd: { invariant: (_roles, { processes }) => processes.every(({ mailbox }) => mailbox.length < 3) },
      agreement: {
        invariant: (_roles, { processes }) =>
          new Set(processes.map(({ decision }) => decision).filter((value) => value !== undefined)).size < 2,
      },
      someoneDecides: {
        eventually: (_roles, { processes }) => processes.some(({ decision }) => decision !== undefined),
      },
      allHaltOrRunDry: {
        eventually: (_roles, { processes }) =>
          processes.every(({ state, halted }) => halted || (state as State).fuel === 0),
      },
    },
  });
}

interface Can {
  readonly neighbors: readonly string[];
  send(to: string, message: Message): void;
  setTimer(name: string): void;
  cancelTimer(name: string): void;
  decide(value: unknown): void;
  output(value: unknown): void;
  choose<const T>(options: readonly T[]): T;
  halt(): void;
}

function act(row: Row, state: State & { decided?: boolean }, can: Can): void {
  if (state.fuel === 0) return;
  state.fuel--;
  const chosen = row.choices === 1 ? 0 : can.choose([0, 1]);
  state.place = (row.place + chosen) % PLACES;
  for (const timer of row.set) can.setTimer(timer);
  for (const timer of row.cancel) can.cancelTimer(timer);
  for (const { to, type, n } of row.sends) {
    if (can.neighbors.length > 0) can.send(can.neighbors[to % can.neighbors.length] as string, { type, n });
  }
  if (row.output) can.output(row.place);
  if (row.decide !== null && state.decided !== true) {
    state.decided = true;
    can.decide(row.decide);
  }
  if (row.halt) can.halt();
}

function hash(text: string): number {
  let sum = 7;
  for (const character of text) sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return sum;
}

const topologies: readonly Topology[] = [
  complete(),
  ring({ directed: true }),
  line(),
  star(),
  edges(
    [
      [1, 2],
      [2, 3],
      [3, 1],
      [1, 3],
    ],
    { directed: true },
  ),
];

/** A system over a generated protocol, every part of it drawn from the seed. */
export function generatedSystem(seed: number, fuel: number): System {
  const random = seeded(seed * 31 + 7);
  const topology = topologies[random.below(topologies.length)] as Topology;
  return system(generatedProtocol(seed, fuel), {
    topology,
    channels: channels[seed % channels.length] as (typeof channels)[number],
  });
}
