/**
 * Generated process code with atomic steps of several operations; and the same where all objects are one, and
 * each atomic step is one operation on it, which is told what to do: that needs nothing of what is tried.
 */
import {
  atomically,
  compareAndSwapRegister,
  format,
  kindOf,
  may,
  pause,
  perform,
  protocol,
  provided,
  queue,
  receive,
  register,
  role,
  sharedObject,
  whichever,
  type Context,
  type ObjectKind,
  type Plain,
  type Protocol,
  type SharedObject,
  type Steps,
} from "lightcone/model";
import { seeded } from "../../src/base/random.ts";

/** Something that may have to wait, and that may answer several things. */
const gate: ObjectKind = {
  name: "gate",
  about: "enter waits until nobody is in; push may open or close it",
  operations: {
    enter: (isTaken: boolean) => (isTaken ? undefined : { value: true, response: 1 }),
    leave: () => ({ value: false }),
    push: (isTaken: boolean) => [{ value: isTaken }, { value: !isTaken, response: 1 }],
  },
};

const OBJECTS: readonly SharedObject[] = [
  register<Plain>("register", 0),
  register<Plain>("other", 1),
  sharedObject(gate, "gate", false),
  compareAndSwapRegister<Plain>("cas", 0),
  queue<Plain>("queue", [1]),
];

/** One thing that an atomic step does. */
export type Instruction =
  | { readonly kind: "operate"; readonly object: string; readonly operation: string; readonly given: Plain[] }
  | { readonly kind: "provided"; readonly not: Plain }
  | { readonly kind: "pause" | "receive" | "either" | "choose" | "send" };

/** An atomic step. */
type Block = readonly Instruction[];

interface Random {
  below(bound: number): number;
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)] as T;
}

function operation(random: Random, objects: readonly SharedObject[]): Instruction {
  const object = pick(random, objects);
  const operations = Object.keys(kindOf(object)?.operations ?? {});
  const given = [random.below(2), 1 + random.below(2)];
  return { kind: "operate", object: object.name, operation: pick(random, operations), given };
}

function block(random: Random, objects: readonly SharedObject[], hears: boolean): Block {
  const firsts = hears ? (["receive", "pause", "either", "operate"] as const) : (["operate"] as const);
  const first = pick(random, firsts);
  const rest = Array.from({ length: 1 + random.below(3) }, (): Instruction => {
    const kind = pick(random, ["operate", "operate", "operate", "provided", "choose", "send"] as const);
    if (kind === "operate") return operation(random, objects);
    return kind === "provided" ? { kind, not: random.below(2) } : { kind };
  });
  return [first === "operate" ? operation(random, objects) : { kind: first }, ...rest];
}

type Message = { type: "note"; value: Plain };
type State = { last: Plain };
type Can = Context<Message>;

/** The step that does what a block says. */
function* whole(instructions: Block, state: State, { send, choose, neighbors, receive: hear }: Can): Steps {
  for (let at = 0; at < instructions.length; at++) {
    const one = instructions[at] as Instruction;
    if (one.kind === "operate") {
      const answer = yield* perform<Plain | undefined>({ name: one.object }, one.operation, ...one.given);
      state.last = answer ?? 0;
    } else if (one.kind === "provided") yield* provided(format(state.last) !== format(one.not));
    else if (one.kind === "choose") state.last = choose([0, 1]);
    else if (one.kind === "send") send(neighbors[0] ?? "", { type: "note", value: state.last });
    else if (one.kind === "pause") yield* pause();
    else if (one.kind === "receive") state.last = (yield* hear("note")).message.value;
    else state.last = (yield* whichever({ heard: receive("note"), own: may() })).taken;
  }
}

/** What a block may come to, given all objects: what it leaves, and what it tells. */
interface Outcome {
  readonly value: Readonly<Record<string, Plain>>;
  readonly response: {
    readonly last: Plain;
    readonly said: readonly Plain[];
    readonly told: readonly Plain[];
  };
}

/** All ways in which a block may go: the sequential specification of the one object. */
function outcomes(before: Outcome, [one, ...rest]: Block, process: string): Outcome[] {
  if (one === undefined) return [before];
  const { value, response } = before;
  const { last, said, told } = response;
  const after = (next: Partial<Outcome["response"]>, changed: Outcome["value"] = {}): Outcome[] =>
    outcomes({ value: { ...value, ...changed }, response: { ...response, ...next } }, rest, process);
  switch (one.kind) {
    case "operate": {
      const object = OBJECTS.find(({ name }) => name === one.object) as SharedObject;
      const performed =
        kindOf(object)?.operations[one.operation]?.(value[one.object], one.given, process) ?? [];
      const ways = [performed].flat() as readonly { value: Plain; response?: Plain }[];
      return ways.flatMap((way) => {
        const answer = way.response ?? null;
        return after({ last: way.response ?? 0, told: [...told, answer] }, { [one.object]: way.value });
      });
    }
    case "provided":
      return format(last) === format(one.not) ? [] : after({});
    case "choose":
      return [0, 1].flatMap((chosen) => after({ last: chosen, told: [...told, chosen] }));
    case "send":
      return after({ said: [...said, last] });
    default:
      throw new Error("one operation receives nothing, and pauses nowhere");
  }
}

const store: ObjectKind = {
  name: "store",
  about: "all objects at once",
  operations: {
    run: (value: Outcome["value"], [instructions, last], process) => {
      return outcomes({ value, response: { last, said: [], told: [] } }, instructions, process);
    },
  },
};

/** The step that does what a block says, as an operation on the one object. */
function* asOne(instructions: Block, state: State, { send, neighbors }: Can): Steps {
  const { last, said } = yield* perform<Outcome["response"]>(
    { name: "store" },
    "run",
    instructions,
    state.last,
  );
  state.last = last;
  for (const value of said) send(neighbors[0] ?? "", { type: "note", value });
}

/** The blocks of each process, drawn from a seed. */
export interface Drawn {
  readonly objects: readonly SharedObject[];
  readonly blocks: readonly (readonly Block[])[];
}

/** Blocks for two or three processes. `hears`: whether some begin with a receipt, a pause or a choice. */
export function drawnBlocks(seed: number, { hears }: { readonly hears: boolean }): Drawn {
  const random = seeded(seed);
  const objects = [pick(random, OBJECTS), pick(random, OBJECTS), pick(random, OBJECTS)].filter(
    (object, i, list) => list.indexOf(object) === i,
  );
  const blocks = Array.from({ length: 2 + random.below(2) }, () =>
    Array.from({ length: 1 + random.below(2) }, () => block(random, objects, hears)),
  );
  return { objects, blocks };
}

/** What properties see of the processes. */
interface Seen {
  readonly process: readonly { readonly state: State; readonly halted: boolean; readonly crashed: boolean }[];
}

const PROPERTIES = {
  never: { invariant: ({ process }: Seen) => !process.every(({ state }) => state.last === 1) },
  end: { eventually: ({ process }: Seen) => process.every(({ halted, crashed }) => halted || crashed) },
  again: { infinitelyOften: ({ process: [first] }: Seen) => first?.state.last === 0 },
};

/** Processes that take atomic steps, for ever if `isEndless`. */
export function atomicCode({ objects, blocks }: Drawn, isEndless = false): Protocol {
  return protocol<Message>()({
    name: "atomic-code",
    objects,
    roles: {
      process: role<Message, State>({
        processes: blocks.length,
        initially: () => ({ last: 0 }),
        stable: ["last"],
        *run(state, context) {
          const mine = blocks[context.index - 1] ?? [];
          do {
            for (let at = 0; at < mine.length; at++)
              yield* atomically(whole(mine[at] as Block, state, context));
          } while (isEndless);
        },
      }),
    },
    properties: PROPERTIES,
  });
}

/** The same processes, on one object. */
export function codeOnOneObject({ objects, blocks }: Drawn): Protocol {
  const first = Object.fromEntries(objects.map(({ name, initials: [value = null] }) => [name, value]));
  return protocol<Message>()({
    name: "on-one-object",
    objects: [sharedObject<Plain>(store, "store", first)],
    roles: {
      process: role<Message, State>({
        processes: blocks.length,
        initially: () => ({ last: 0 }),
        stable: ["last"],
        *run(state, context) {
          const mine = blocks[context.index - 1] ?? [];
          for (let at = 0; at < mine.length; at++) yield* asOne(mine[at] as Block, state, context);
        },
      }),
    },
    properties: PROPERTIES,
  });
}
