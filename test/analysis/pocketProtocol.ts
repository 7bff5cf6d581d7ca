/**
 * Pocket protocols: so small that all their configurations can be listed, reachable or not. Drawn from a
 * seed: tables of what two or three processes do, with messages or with registers.
 */
import {
  anonymous,
  messageSet,
  pause,
  protocol,
  read,
  register,
  role,
  unordered,
  write,
  type Protocol,
  type ProcessView,
} from "lightcone";
import { seeded, type Random } from "../../src/base/random.ts";

const PLACES = [0, 1, 2] as const;
const TYPES = ["a", "b"] as const;

type Type = (typeof TYPES)[number];
type Message = { type: Type };
type Place = { place: number };

/** What is done in a place: the next one, and perhaps a message to a neighbour, by its position. */
interface Row {
  readonly place: number;
  readonly send?: readonly [to: number, type: Type];
  readonly timer: boolean;
  readonly halt: boolean;
}

function drawRow(random: Random): Row {
  const place = random.below(PLACES.length);
  const timer = random.below(6) === 0;
  const halt = random.below(12) === 0;
  if (random.below(2) === 0) return { place, timer, halt };
  return { place, timer, halt, send: [random.below(2), TYPES[random.below(TYPES.length)] ?? "a"] };
}

/** The pairs of places in which two processes may not be together, and whether letters matter, too. */
function drawInvariant(random: Random) {
  const forbidden = [`${random.below(2) + 1} ${random.below(2) + 1}`, `2 ${random.below(3)}`].slice(
    random.below(2),
  );
  const readsMailbox = random.below(3) === 0;
  return (process: readonly ProcessView<Place>[]): boolean =>
    process.every((one, i) =>
      process.slice(i + 1).every((other) => !forbidden.includes(`${one.state.place} ${other.state.place}`)),
    ) &&
    (!readsMailbox ||
      process.every(
        ({ state, mailbox }) => state.place < 2 || mailbox.every(({ message }) => message.type === "a"),
      ));
}

/** A protocol in which processes send messages. */
export function pocketMessages(seed: number): Protocol {
  const random = seeded(seed);
  const rows = (): Row[] => PLACES.map(() => drawRow(random));
  const [a, b, go, late] = [rows(), rows(), rows(), rows()];
  const goes = PLACES.map(() => random.below(3) > 0);
  const isSafe = drawInvariant(random);
  interface Context {
    readonly neighbors: readonly string[];
    send(to: string, message: Message): void;
    setTimer(name: string): void;
    halt(): void;
  }
  const take = (table: readonly Row[], state: Place, { neighbors, send, setTimer, halt }: Context): void => {
    const row = table[state.place] as Row;
    state.place = row.place;
    const to = row.send === undefined ? undefined : neighbors[row.send[0] % neighbors.length];
    if (to !== undefined && row.send !== undefined) send(to, { type: row.send[1] });
    if (row.timer) setTimer("late");
    if (row.halt) halt();
  };
  return protocol<Message>()({
    name: `pocket-messages-${seed}`,
    channels: random.below(2) === 0 ? unordered : messageSet,
    roles: {
      process: role({
        processes: 2,
        initially: (): Place => ({ place: 0 }),
        upon: {
          a: (state, _message, context) => take(a, state, context),
          b: (state, _message, context) => take(b, state, context),
        },
        uponTimeout: { late: (state, context) => take(late, state, context) },
        may: {
          go: {
            while: ({ place }) => goes[place] === true,
            do: (state, context) => take(go, state, context),
          },
        },
      }),
    },
    properties: { safe: { invariant: ({ process }) => isSafe(process) } },
  });
}

/** An instruction of a program: a register to read, with a place for either value; to write; or a pause. */
type Instruction =
  | { readonly kind: "read"; readonly register: number; readonly next: readonly [number, number] }
  | { readonly kind: "write"; readonly register: number; readonly value: boolean; readonly next: number }
  | { readonly kind: "pause"; readonly next: number };

/** The lock by two flags: raise one's own, wait for the other's to be down, be inside, lower one's own. */
function lock(own: number): Instruction[] {
  return [
    { kind: "write", register: own, value: true, next: 1 },
    { kind: "read", register: 1 - own, next: [2, 1] },
    { kind: "pause", next: 3 },
    { kind: "write", register: own, value: false, next: 0 },
  ];
}

const LOCK_PLACES = 4;

function drawInstruction(random: Random): Instruction {
  const [register, next] = [random.below(2), random.below(LOCK_PLACES)];
  switch (random.below(3)) {
    case 0:
      return { kind: "pause", next };
    case 1:
      return { kind: "write", register, value: random.below(2) === 0, next };
    default:
      return { kind: "read", register, next: [next, random.below(LOCK_PLACES)] };
  }
}

/** A protocol in which two processes share two registers: a lock, with some instructions changed. */
export function pocketRegisters(seed: number): Protocol {
  const random = seeded(seed);
  const programs = [0, 1].map((own) =>
    lock(own).map((right) => (random.below(8) === 0 ? drawInstruction(random) : right)),
  );
  const registers = [register("x", random.below(6) === 0), register("y", false)] as const;
  return protocol<never>()({
    name: `pocket-registers-${seed}`,
    objects: [...registers],
    roles: {
      process: role({
        processes: 2,
        initially: (): Place => ({ place: 0 }),
        *run(state, { self }) {
          while (true) {
            const instruction = programs[self === "p1" ? 0 : 1]?.[state.place] as Instruction;
            if (instruction.kind === "pause") {
              yield* pause();
              state.place = instruction.next;
            } else if (instruction.kind === "write") {
              yield* write(registers[instruction.register === 0 ? 0 : 1], instruction.value);
              state.place = instruction.next;
            } else {
              const isSet = yield* read(registers[instruction.register === 0 ? 0 : 1]);
              state.place = instruction.next[isSet ? 1 : 0];
            }
          }
        },
      }),
    },
    properties: {
      safe: { invariant: ({ process }) => process.filter(({ state }) => state.place === 2).length < 2 },
    },
  });
}

/** A protocol of messages over channels that hide who sends. */
export function pocketVotes(seed: number): Protocol {
  const drawn = pocketMessages(seed);
  return { ...drawn, channels: anonymous(drawn.channels ?? unordered) };
}
