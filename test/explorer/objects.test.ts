/** Kernel and reference agree on generated systems of process code and shared objects. */
import { describe, expect, it } from "vitest";
import {
  channels,
  compareAndSwapRegister,
  counter,
  format,
  linkedRegister,
  parseFailures,
  pause,
  perform,
  protocol,
  queue,
  register,
  role,
  snapshot,
  stack,
  swapRegister,
  system,
  testAndSetBit,
  consensusObject,
  type Plain,
  type Protocol,
  type SharedObject,
  UsageError,
  type Steps,
} from "lightcone";
import { objectKinds } from "lightcone/model";
import { seeded } from "../../src/base/random.ts";
import { agreed, expectNothingRash } from "./agreement.ts";

const SYSTEMS = Number(process.env["SYSTEMS"] ?? 12);
const CONFIGURATIONS_MAX = 400;
const FAILURES = [
  "",
  "crash:1",
  "crash:2",
  "crash-recovery:1",
  "loss:1",
  "omission:1",
  "crash:1,duplication:1",
];

/** One object of each kind, for processes with these ids. */
const OBJECTS: readonly ((ids: readonly string[]) => SharedObject)[] = [
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
];

/** One line of a generated program. */
interface Instruction {
  readonly kind: "operate" | "send" | "receive" | "pause" | "remember" | "skip if 0" | "choose";
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
    const kind = pick<Instruction["kind"]>(random, [
      ...(["operate", "operate", "operate", "operate", "send", "receive", "pause"] as const),
      ...(["remember", "skip if 0", "choose"] as const),
    ]);
    const object = pick(random, objects);
    const { writers, kind: objectKind } = object;
    const allowed = Object.keys(objectKind.operations).filter(
      (name) => writers?.includes(self) !== false || objectKind.writes?.includes(name) !== true,
    );
    const given = [random.below(2), 1 + random.below(2)];
    return { kind, object: object.name, operation: pick(random, allowed), given };
  });
}

type Message = { type: "note"; value: Plain } | { type: "other" };

/** A protocol whose processes run generated programs, once or for ever. */
function generated(seed: number): Protocol {
  const random = seeded(seed);
  const count = 2 + random.below(2);
  const ids = Array.from({ length: count }, (_, i) => `p${i + 1}`);
  const all = OBJECTS.map((make) => make(ids));
  const objects = [pick(random, all), pick(random, all)].filter(
    (object, i, list) => list.indexOf(object) === i,
  );
  const programs = ids.map((id) => program(random, objects, id));
  const rounds = 1 + random.below(2);
  const hasHandler = random.below(2) === 0;
  const forbidden = random.below(5);
  return protocol<Message>()({
    name: `generated-${seed}`,
    objects,
    roles: {
      process: role({
        processes: count,
        initially: () => ({ last: 0 as Plain, heard: 0 }),
        stable: random.below(2) === 0 ? ["last"] : [],
        upon: hasHandler
          ? {
              other(state, _message, { output }) {
                state.heard = Math.min(2, state.heard + 1);
                output(state.heard);
              },
            }
          : {},
        *run(state, { index, neighbors, send, receive, choose }) {
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

describe.each(FAILURES)("failures %o", (failures) => {
  it.each(channels)("kernel and reference agree, $name channels", (channel) => {
    let compared = 0;
    if (channel.keeps && /loss|duplication/.test(failures)) {
      expect(() => system(generated(100), { channels: channel, failures: parseFailures(failures) })).toThrow(
        UsageError,
      );
      return;
    }
    for (let seed = 0; seed < SYSTEMS; seed++) {
      const made = system(generated(seed + 100), {
        channels: channel,
        failures: parseFailures(failures || "none"),
      });
      const result = agreed(made, CONFIGURATIONS_MAX);
      if (result === undefined) continue;
      compared++;
      if (result.configurations > 2 && seed % 3 === 0) expectNothingRash(made, result);
    }
    expect(compared).toBeGreaterThan(0);
  });
});

it("every kind of object is among them", () => {
  const kinds = OBJECTS.map((make) => make(["p1", "p2"]).kind.name);
  for (const { name } of objectKinds) expect(kinds).toContain(name);
});
