/** Handlers that give their state another value, of which nobody learns. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile, LostState } from "../../src/compiler/index.ts";
import { mayLoseState } from "../../src/compiler/suspicion.ts";

const zooFiles = readdirSync("zoo", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => `zoo/${name}`);

const compiled = (source: string): unknown => compile(source, { file: "a.ts", name: "a.ts" });

test.each([
  "role({ initially, upon: { vote: (state) => { state = { votes: 1 }; } } })",
  "role({ initially, upon: { vote(state, message) { if (message.yes) state = { ...state, votes: 1 }; } } })",
  "role({ initially, uponTimeout: { retry: function (mine, { send }) { mine ??= {}; } } })",
  "role({ initially, uponRound(state, messages) { for (const m of messages) state = put(state, m); } })",
  'role({ initially, "uponRound": (state) => { state = { votes: 1 }; } })',
  "role({ initially, may: { stop: { while: () => true, do(state) { state = { stopped: true }; } } } })",
  "role({ initially, *run(state) { state = { votes: 1 }; yield* pause(); } })",
  "role({ ...another, upon: { vote: (state) => { state = { votes: 1 }; } } })",
  "role({ initially, upon: { vote(state) { ({ state } = put(state)); } } })",
  "role({ initially, upon: { vote(state) { [state] = [{ votes: 1 }]; } } })",
  "role({ initially, upon: { vote(state) { ({ votes: [, ...state], n: x = 1 } = put(state)); } } })",
  "role({ initially, upon: { vote(state, { votes }) { for (state of votes); } } })",
  "role({ initially, upon: { vote(state, { votes }) { for ({ state } of votes); } } })",
  "const monitors = { seen: { initially: () => ({}), upon: { send: (state) => { state = { n: 1 }; } } } };",
  "role({ initially, upon: { vote: ({ votes }) => { votes = 1; } } })",
  "role({ initially, upon: { vote({ votes }, { yes }, { send }) { if (yes) votes++; send(votes); } } })",
  "role({ initially, upon: { vote({ seen: { votes: mine = 0 } }) { ++mine; } } })",
  "role({ initially, *run({ votes }: State) { votes += 1; yield* pause(); } })",
  "role({ initially, uponTimeout: { stop: ({ votes, ...rest }) => void ({ rest } = votes) } })",
  "function vote(state) { state = { votes: 1 }; } role({ initially, upon: { vote } });",
  "const count = (state) => { state = { votes: 1 }; }; role({ initially, upon: { vote: count } });",
  "role({ initially, uponRound }); function uponRound({ votes }: State) { votes++; }",
])("%s is refused", (source) => {
  expect(mayLoseState(source)).toBe(true);
  expect(() => compiled(source)).toThrow(LostState);
});

test.each([
  "role({ initially, upon: { vote: (state) => { state.votes = 1; } } })",
  "role({ initially, upon: { vote: (state) => { const m = { votes: 1 }; Object.assign(state, m); } } })",
  "role({ initially, upon: { vote: (state, message) => { message = { ...message }; } } })",
  "role({ initially, upon: { vote: (state) => { { let state = {}; state = { votes: 1 }; } } } })",
  "role({ initially, upon: { vote: (state) => { const f = (state) => { state = {}; return state; }; } } })",
  "role({ initially, upon: { vote: ({ votes }) => { votes.add(1); } } })",
  "role({ initially, upon: { vote: ({ votes }, message) => { message = votes; } } })",
  "role({ initially, upon: { vote({ votes }) { const f = (votes) => votes++; f(votes); } } })",
  "role({ initially, may: { stop: { while({ votes }) { votes++; return votes > 1; }, do() {} } } })",
  "role({ initially, uponRecovery(stable) { stable = { ...stable, n: 0 }; return stable; } })",
  "function put(state) { state = {}; return state; } role({ initially, upon: { vote: (s) => put(s) } });",
  "const merged = (state, one) => { state = { ...state, one }; return state; };",
  "const table = { vote: (state) => { state = {}; return state; } };",
  "const tool = { run: (task) => { task = task ?? 1; return task; }, do(n) { n += 1; return n; } };",
  "const bus = { upon: { vote: (one) => { one = { ...one }; return one; } } };",
])("%s is left as it is", (source) => {
  expect(compiled(source)).toBeUndefined();
});

describe("by the text alone", () => {
  test("few files of the zoo are suspected, and none is refused", () => {
    const suspected = zooFiles.filter((file) => mayLoseState(readFileSync(file, "utf8")));
    expect(suspected.length).toBeLessThan(zooFiles.length / 3);
    for (const file of suspected)
      expect(() => compile(readFileSync(file, "utf8"), { file, name: "a.ts" })).not.toThrow();
  });
});
