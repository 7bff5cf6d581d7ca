/** Generated process code with shared objects: short programs, drawn from a seed, of every kind of step. */
import {
  anyOf,
  compareAndSwapRegister,
  consensusObject,
  counter,
  eventuallyPerfectDetector,
  eventuallyStrongDetector,
  format,
  leaderOracle,
  linkedRegister,
  pause,
  perfectDetector,
  perform,
  protocol,
  queue,
  register,
  role,
  sharedObject,
  sleep,
  snapshot,
  stack,
  strongDetector,
  swapRegister,
  testAndSetBit,
  type ObjectKind,
  type Plain,
  type Protocol,
  type SharedObject,
  type Steps,
} from "lightcone";
import { kindOf } from "../../src/model/memory/index.ts";
import { seeded } from "../../src/base/random.ts";

/** What is written, until a process crashes: then it is gone. */
const legacy: ObjectKind = {
  name: "legacy",
  about: "a register that holds who has crashed instead; p1 does not while it holds 2",
  operations: {
    read: (value: Plain) => ({ value, response: value }),
    write: (_: Plain, [next]) => ({ value: next as Plain }),
  },
  uponCrash: (value: Plain, process) => (value === 2 && process === "p1" ? undefined : process),
  mended: (value: Plain) => (value === 1 ? 0 : undefined),
};

/** Failure detectors, and what is like them. */
export const DETECTORS: readonly ((ids: readonly string[]) => SharedObject)[] = [
  (ids) => perfectDetector("perfect", ids),
  (ids) => eventuallyPerfectDetector("eventuallyPerfect", ids),
  (ids) => strongDetector("strong", ids),
  (ids) => eventuallyStrongDetector("eventuallyStrong", ids),
  (ids) => leaderOracle("omega", ids),
  () => sharedObject(legacy, "legacy", anyOf<Plain>(0, 1)),
  () => register<Plain>("register", 0),
];

/** Lets one process in at a time: an operation that has to wait. */
const gate: ObjectKind = {
  name: "gate",
  about: "enter waits until nobody is in; push may open or close it",
  operations: {
    enter: (isTaken: boolean) => (isTaken ? undefined : { value: true, response: 1 }),
    leave: () => ({ value: false }),
    push: (isTaken: boolean) => [{ value: isTaken }, { value: !isTaken, response: 1 }],
  },
};

/** One object of each kind, and some that begin with any of several values, for these processes. */
export const OBJECTS: readonly ((ids: readonly string[]) => SharedObject)[] = [
  () => register<Plain>("register", 0),
  ([id = ""]) => register<Plain>("own", 0, id),
  () => testAndSetBit("bit"),
  () => counter("counter"),
  () => swapRegister<Plain>("swap", 0),
  () => compareAndSwapRegister<Plain>("cas", 0),
  () => linkedRegister<Plain>("linked", 0),
  () => queue<Plain>("queue", [1]),
  () => stack<Plain>("stack", [1, 2]),
  (ids) => snapshot<Plain>("snapshot", ids, 0),
  () => consensusObject<Plain>("consensus"),
  () => sharedObject(gate, "gate", false),
  () => register<Plain>("any", anyOf<Plain>(0, 1)),
  () => linkedRegister<Plain>("anyLinked", anyOf<Plain>(0, 2)),
];

type Kind =
  | "operate"
  | "send"
  | "receive"
  | "pause"
  | "sleep"
  | "remember"
  | "skip if 0"
  | "choose"
  | "timer";

/** One line of a generated program. */
interface Instruction {
  readonly kind: Kind;
  readonly object: string;
  readonly operation: string;
  readonly given: readonly Plain[];
}

interface Random {
  below(bound: number): number;
}

function pick<T>(random: Random, list: readonly T[]): T {
  return list[random.below(list.length)] as T;
}

function program(random: Random, objects: readonly SharedObject[], self: string): Instruction[] {
  return Array.from({ length: 2 + random.below(3) }, () => {
    const kind = pick<Kind>(random, [
      ...(["operate", "operate", "operate", "operate", "operate", "send", "receive", "pause"] as const),
      ...(["remember", "skip if 0", "choose", "sleep", "timer"] as const),
    ]);
    const object = pick(random, objects);
    const { writers } = object;
    const objectKind = kindOf(object) as ObjectKind;
    const allowed = Object.keys(objectKind.operations).filter(
      (name) => writers?.includes(self) !== false || objectKind.writes?.includes(name) !== true,
    );
    const given = [random.below(2), 1 + random.below(2)];
    return { kind, object: object.name, operation: pick(random, allowed), given };
  });
}

type Message = { type: "note"; value: Plain } | { type: "other" };

/**
 * A protocol whose processes run generated programs, once or twice; in every fourth, three run the same one
 * on one object.
 */
export function generatedCode(seed: number, makers = OBJECTS): Protocol {
  const random = seeded(seed);
  const isCrowded = seed % 4 === 0;
  const count = isCrowded ? 3 : 2 + random.below(2);
  const ids = Array.from({ length: count }, (_, i) => `p${i + 1}`);
  const all = makers.map((make) => make(ids));
  const objects = [pick(random, all), pick(random, all)]
    .slice(isCrowded ? 1 : 0)
    .filter((object, i, list) => list.indexOf(object) === i);
  const shared = program(random, objects, "");
  const programs = ids.map((id) => (isCrowded ? shared : program(random, objects, id)));
  const rounds = 1 + random.below(2);
  const hasHandler = random.below(2) === 0;
  const forbidden = random.below(5);
  return protocol<Message>()({
    name: `generated-${seed}`,
    objects,
    roles: {
      process: role({
        processes: count,
        initially: () => ({ last: 0 as Plain, heard: 0, late: 0 }),
        uponTimeout: { alarm: (state, { late }) => void (state.late = 1 + late) },
        stable: random.below(2) === 0 ? ["last"] : [],
        upon: hasHandler
          ? {
              other(state, _message, { output }) {
                state.heard = Math.min(2, state.heard + 1);
                output(state.heard);
              },
            }
          : {},
        *run(state, { index, neighbors, send, receive, choose, setTimer }) {
          const instructions = programs[index - 1] ?? [];
          yield* pause();
          for (let round = 0; round < rounds; round++) {
            for (let at = 0; at < instructions.length; at++) {
              const { kind, object, operation, given } = instructions[at] as Instruction;
              const [to = ""] = neighbors;
              if (kind === "operate") {
                const answer = yield* perform<Plain | undefined>({ name: object }, operation, ...given);
                state.last = answer ?? 0;
              } else if (kind === "send") send(to, { type: "note", value: given[0] as Plain });
              else if (kind === "pause") yield* pauseTwice();
              else if (kind === "sleep") yield* sleep(given[0] as number);
              else if (kind === "timer") setTimer("alarm", given[0] as number);
              else if (kind === "skip if 0" && state.last === 0) at++;
              else if (kind === "choose") state.last = choose([0, 1]);
              else if (kind === "remember" && hasHandler) send(to, { type: "other" });
              else if (kind === "receive") {
                const { from, message } = yield* receive("note");
                state.last = [from, message.value];
              }
            }
          }
        },
      }),
    },
    properties: {
      same: {
        invariant: ({ process }) =>
          process.some(({ crashed }) => crashed) ||
          format(process[0].state.last) !== format(process[1]?.state.last ?? forbidden),
      },
      values: {
        invariant: (_, { objects: now }) =>
          Object.values(now).every((value) => format(value) !== format(forbidden)),
      },
      end: { eventually: ({ process }) => process.every(({ halted, crashed }) => halted || crashed) },
    },
  });
}

function* pauseTwice(): Steps {
  yield* pause();
  yield* pause();
}
