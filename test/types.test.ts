/**
 * The types that authors meet. Most of this file is checked by the compiler: a line under
 * `@ts-expect-error` must be a type error. In the end, the built package is used as others use it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, expectTypeOf, test } from "vitest";
import {
  agreement,
  anyOf,
  check,
  consensusObject,
  counter,
  linkedRegister,
  monitor,
  type Plain,
  protocol,
  queue,
  register,
  role,
  sharedObject,
  snapshot,
  stack,
  strongDetector,
  system,
  testAndSetBit,
} from "lightcone";

type Message = { type: "ask" } | { type: "answer"; value: number };

const yes = (): boolean => true;

const answering = protocol<Message>()({
  name: "answering",
  roles: {
    asker: role({
      processes: 2,
      inputs: ["red", "green"],
      initially({ input, send }) {
        expectTypeOf(input).toEqualTypeOf<string>();
        send("oracle", { type: "ask" });
        return { heard: null as number | null };
      },
      upon: {
        answer(state, message, { from, decide }) {
          expectTypeOf(state).toEqualTypeOf<{ heard: number | null }>();
          expectTypeOf(message).toEqualTypeOf<{ type: "answer"; value: number }>();
          expectTypeOf(from).toEqualTypeOf<string>();
          state.heard = message.value;
          decide(message.value);
        },
      },
    }),
    oracle: role({
      initially({ input }) {
        expectTypeOf(input).toEqualTypeOf<null>();
        return { asked: 0 };
      },
      upon: {
        ask(state, _message, { reply, choose }) {
          state.asked++;
          const value = choose([1, 2]);
          expectTypeOf(value).toEqualTypeOf<1 | 2>();
          reply({ type: "answer", value });
        },
      },
    }),
  },
  properties: {
    agreement,
    honest: {
      invariant({ asker, oracle: [oracle] }, { processes }) {
        expectTypeOf(asker[0].state.heard).toEqualTypeOf<number | null>();
        expectTypeOf(asker[0].input).toEqualTypeOf<string>();
        expectTypeOf(oracle.state.asked).toEqualTypeOf<number>();
        expectTypeOf(processes[0]?.decision).toEqualTypeOf<Plain | undefined>();
        return asker.filter(({ state }) => state.heard !== null).length <= oracle.state.asked;
      },
      badness({ oracle: [oracle] }, { elapsed }) {
        expectTypeOf(oracle.state.asked).toEqualTypeOf<number>();
        expectTypeOf(elapsed).toEqualTypeOf<number>();
        return oracle.state.asked;
      },
    },
  },
});

const turn = register("turn", "p1");
const shared = protocol<never>()({
  name: "shared",
  objects: ({ process = [] }) => [
    turn,
    counter("count"),
    testAndSetBit("bit"),
    queue("queue", [1]),
    stack("stack", ["a"]),
    snapshot("snapshot", process, anyOf(0, 1)),
    linkedRegister("linked", anyOf("red", "green")),
    consensusObject<number, "agreed">("agreed"),
    sharedObject({ name: "own", about: "nothing", operations: {} }, "own", anyOf(true, false)),
    strongDetector("watch", process),
    ...process.map((id) => register(`wants[${id}]`, false)),
  ],
  monitors: {
    turns: monitor({
      initially: ({ process = [] }) => ({ count: process.length, last: null as string | null }),
      upon: {
        operation(state, event) {
          expectTypeOf(state).toEqualTypeOf<{ count: number; last: string | null }>();
          state.last = event.process;
        },
      },
    }),
  },
  roles: { process: role({ processes: 2, initially: () => ({}) }) },
  within: { where: (_roles, { objects }) => objects.count < 3, depth: 9 },
  properties: {
    agreement,
    typed: {
      invariant(_roles, { objects, monitors }) {
        expectTypeOf(monitors.turns.last).toEqualTypeOf<string | null>();
        expectTypeOf(objects["turn"]).toEqualTypeOf<string>();
        expectTypeOf(objects["count"]).toEqualTypeOf<number>();
        expectTypeOf(objects["bit"]).toEqualTypeOf<boolean>();
        expectTypeOf(objects["queue"]).toEqualTypeOf<readonly number[]>();
        expectTypeOf(objects["stack"]).toEqualTypeOf<readonly string[]>();
        expectTypeOf(objects["snapshot"]).toEqualTypeOf<Readonly<Record<string, number>>>();
        expectTypeOf(objects["linked"].holds).toEqualTypeOf<string>();
        expectTypeOf(objects["agreed"]).toEqualTypeOf<readonly number[]>();
        expectTypeOf(objects["own"]).toEqualTypeOf<boolean>();
        expectTypeOf(objects["watch"].crashed).toEqualTypeOf<readonly string[]>();
        expectTypeOf(objects["wants[p1]"]).toEqualTypeOf<boolean | undefined>();
        return objects.turn === "p1";
      },
    },
  },
});

/** What must not compile. Never called. */
export function mistakes(): unknown[] {
  return [
    protocol<Message>()({
      name: "unknown-message",
      // @ts-expect-error there is no message "shout"
      roles: { asker: role({ initially: () => ({}), upon: { shout() {} } }) },
    }),
    protocol<Message>()({
      name: "wrong-message",
      roles: {
        asker: role({
          initially({ send }) {
            // @ts-expect-error an answer has a value
            send("oracle", { type: "answer" });
            return {};
          },
        }),
      },
    }),
    protocol<Message>()({
      name: "wrong-state",
      roles: {
        asker: role({
          initially: () => ({ heard: 0 }),
          upon: {
            answer(state) {
              // @ts-expect-error it is called `heard`
              state.herd = 1;
            },
          },
        }),
      },
    }),
    protocol<Message>()({
      name: "wrong-property",
      roles: { asker: role({ initially: () => ({ heard: 0 }) }) },
      properties: {
        // @ts-expect-error there is no role "askers"
        heard: { invariant: ({ askers }) => askers.length > 0 },
        // @ts-expect-error a property only looks
        changed: { invariant: ({ asker: [asker] }) => (asker.state.heard = 1) === 1 },
      },
    }),
    protocol<never>()({
      name: "wrong-object",
      objects: [turn],
      roles: {},
      // @ts-expect-error there is no object "trun"
      properties: { x: { invariant: (_roles, { objects }) => objects["trun"] === "p1" } },
    }),
    // @ts-expect-error badness is a number
    protocol<Message>()({ name: "a", roles: {}, properties: { b: { eventually: yes, badness: () => "" } } }),
    // @ts-expect-error a property answers true or false
    protocol<Message>()({ name: "a", roles: {}, properties: { one: { invariant: () => 1 } } }),
  ];
}

test("a protocol without messages is one, and properties know what its objects hold", () => {
  expect(check(system(shared)).verdicts).toMatchObject({ typed: { verdict: "holds" } });
});

test("what has these types also runs", () => {
  const { verdicts } = check(system(answering));
  expect(Object.entries(verdicts).map(([name, { verdict }]) => `${name} ${verdict}`)).toEqual([
    "agreement violated",
    "honest holds",
  ]);
});

describe("the package, as it is built, in a project of somebody else:", () => {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const program = `
    import { check, protocol, role, system } from "lightcone";
    import { enabled } from "lightcone/model";
    import { search } from "lightcone/explorer";
    import { causality } from "lightcone/analysis";
    import { drawText } from "lightcone/diagram";
    const process = role({ initially: () => ({}) });
    const one = protocol<{ type: "a" }>()({ name: "one", roles: { process } });
    const count: number = check(system(one)).configurations;
    console.log(count, typeof enabled, typeof search, typeof causality, typeof drawText);
  `;

  test.each([
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])("--module %s --moduleResolution %s", { timeout: 60_000 }, (module, resolution) => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-types-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/lightcone"));
    writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
    writeFileSync(join(folder, "main.ts"), program);
    const libraries = ["--lib", "es2023,dom", "--types", "", "--skipLibCheck", "false", "--ignoreConfig"];
    const options = ["--strict", "--target", "es2023", "--module", module, "--moduleResolution", resolution];
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    execFileSync(process.execPath, [compiler, ...options, ...libraries, "main.ts"], { cwd: folder });
    const printed = execFileSync(process.execPath, ["main.js"], { cwd: folder, encoding: "utf8" });
    expect(printed).toBe("1 function function function function\n");
    rmSync(folder, { recursive: true });
  });
});
