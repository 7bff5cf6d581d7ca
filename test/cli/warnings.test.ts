/** Warnings: what can do nothing, or something else than its author may think. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTurn, isThorough, share } from "../effort.ts";
import { lightcone } from "./lightcone.ts";

let folder = "";

beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "lightcone-test-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** The warnings of a check of this file. */
async function warnings(source: string, ...flags: string[]): Promise<string[]> {
  writeFileSync(join(folder, "some.ts"), source);
  const { stdout, stderr } = await lightcone(["check", "some.ts", "--no-typecheck", ...flags], {
    cwd: folder,
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line.startsWith("warning: "));
}

/** A broadcast at the start, or after a timer. */
const broadcast = (start: string): string => `import { protocol, role } from "lightcone";
  export default protocol<{ type: "value" }>()({
    name: "broadcast",
    roles: {
      sender: role({
        initially: ({ broadcast, setTimer }) => { ${start}; return {}; },
        uponTimeout: { go: (_state, { broadcast }) => broadcast({ type: "value" }) },
      }),
      node: role({
        processes: 2,
        initially: () => ({ has: false }),
        upon: { value: (state) => { state.has = true; } },
      }),
    },
    properties: { known: { invariant: () => true } },
  });`;

const NOW = 'broadcast({ type: "value" })';
const LATER = 'setTimer("go")';
const UNCALLED = "warning: nothing ever calls sender.uponTimeout.go";

const some = inTurn(6);

some("a variable that is called stable, and that no state has", async () => {
  const misspelt = broadcast(NOW).replace("processes: 2,", 'processes: 2, stable: ["hsa"],');
  expect(await warnings(misspelt, "--failures", "crash-recovery:1")).toContain(
    'warning: role node calls "hsa" stable (did you mean "has"?), and no state has it: there are has',
  );
});

test("claims that are no list are refused, and not passed over", async () => {
  writeFileSync(join(folder, "claims.ts"), `${broadcast(NOW)} export const claims = { known: "holds" };`);
  const { stderr, exitCode } = await lightcone(["check", "claims.ts"], { cwd: folder });
  expect(stderr).toContain("claims.ts exports `claims`, which is no list of claims.");
  expect(exitCode).toBe(2);
});

describe("a failure that can do nothing", () => {
  some("is a partition, where start steps send all there is", async () => {
    const why =
      "there is never a message sent across a partition " +
      "(what start steps send is in transit before there is one)";
    expect(await warnings(broadcast(NOW), "--failures", "partition:1")).toEqual([
      `warning: ${why}, so partition:1 changes nothing`,
      UNCALLED,
    ]);
    expect(await warnings(broadcast(LATER), "--failures", "partition:1")).toEqual([]);
  });

  some("is one without a budget, or at processes that give no occasion", async () => {
    const given = ["--failures", "loss:0,send-omission:node2,receive-omission:sender,crash:node1"];
    expect(await warnings(broadcast(LATER), ...given)).toEqual([
      "warning: its budget is 0, so loss:0 changes nothing",
      "warning: there is never an occasion on which it matters, so send-omission:node2 changes nothing",
      "warning: there is never an occasion on which it matters, so receive-omission:sender changes nothing",
    ]);
  });

  const OTHERS = [
    "crash",
    "crash-recovery:1",
    "send-omission:1",
    "receive-omission:1",
    "omission:1",
    "loss:1",
    "byzantine:1",
  ];

  test.each(share(OTHERS, 4, 1))("is not %s, here", async (failure) => {
    expect(await warnings(broadcast(NOW), "--failures", failure)).toEqual([UNCALLED]);
  });
});

some("code that runs when the file is loaded is no branch that schedules should reach", async () => {
  const source = `import { protocol, role } from "lightcone";
    function least(a: number, b: number): number {
      if (a < b) return a;
      return b;
    }
    function make(late: boolean) {
      const first = late ? 2 : least(1, 2);
      return protocol<never>()({
        name: "made",
        roles: { process: role({
          initially: ({ setTimer }) => { setTimer("go"); return { n: 0 }; },
          uponTimeout: { go(state) {
            state.n = least(3, first);
            if (state.n > 9) {
              state.n = 0;
            }
          } },
        }) },
        properties: { known: { invariant: () => true } },
      });
    }
    export default make(false);`;
  expect(await warnings(source)).toEqual(["warning: some.ts:15:15: no schedule gets here: state.n = 0;"]);
});

const DRIFTING = [
  ["a timer", 'initially: ({ setTimer }) => { setTimer("go", 3); return {}; }, uponTimeout: { go() {} }'],
  ["process code", "initially: () => ({}), *run() { yield* sleep(3); }"],
] as const;

test.each(share(DRIFTING, 2, 0))(
  "a drift that is rounded is told in numbers, and finer ticks are proposed: %s",
  async (_name, role) => {
    const source = `import { parseTiming, protocol, role, sleep } from "lightcone";
    export default protocol<never>()({
      name: "drifting",
      timing: parseTiming("bounded:1,drift:0.1"),
      roles: { process: role({ ${role} }) },
      properties: { known: { invariant: () => true } },
    });`;
    expect(await warnings(source)).toEqual([
      "warning: 3 ticks at drift 0.1 may fire after 2, and not after 4, as ticks are whole; " +
        "with ticks 2 times finer, 6 may fire after 5, and not after 7",
    ]);
    expect(await warnings(source, "--timing", "bounded:1")).toEqual([]);
  },
);

test.runIf(isThorough)("--resilience keeps budgets that are for each round", async () => {
  const flags = ["--failures", "loss:1/round", "--resilience", "--no-typecheck"];
  const { stdout } = await lightcone(["check", "flood.ts", ...flags, "--property", "agreement"]);
  expect(stdout).toContain("more and more failures: loss in each round\n");
  const { stdout: document } = await lightcone(["check", "flood.ts", ...flags, "--json"]);
  const { failure, perRound, system } = JSON.parse(document) as Record<string, unknown>;
  expect({ failure, perRound }).toEqual({ failure: "loss", perRound: true });
  expect(system).toMatchObject({ failures: [expect.stringMatching(/^loss:\d\/round$/)] });
});

some("a step that is only tried out, and does not return, is told and decides nothing", async () => {
  const flags = ["--no-typecheck", "--handler-timeout", "1s"];
  const { stdout, stderr, exitCode } = await lightcone(["check", "loops-nowhere.ts", ...flags]);
  expect([stderr, exitCode]).toEqual(["", 0]);
  expect(stdout).toContain("✓ done  holds");
  expect(stdout.split("\n").filter((line) => line.startsWith("warning: "))).toEqual([
    "warning: roles.server.upon.late did not return when it was tried out on a state " +
      "that perhaps no schedule leads to, so all that would call it was kept",
  ]);
});

test("a property that nothing puts to the test, with what it lacks", async () => {
  const source = `import { protocol, role } from "lightcone";
  export default protocol<{ type: "value" }>()({
    name: "spinning",
    roles: {
      node: role({
        initially: ({ setTimer }) => { setTimer("spin"); return { n: 0 }; },
        upon: { value() {} },
        uponTimeout: { spin: (_state, { setTimer }) => setTimer("spin") },
      }),
    },
    properties: {
      answered: { leadsTo: [({ node: [{ state }] }) => state.n > 0, () => false] },
      ended: { whenQuiescent: () => false },
      fed: { forEach: "node", starvationFree: [({ state }) => state.n > 0, () => false] },
      begun: { until: [() => true, () => true] },
      zero: { infinitelyOften: ({ node: [{ state }] }) => state.n === 0 },
    },
  });`;
  expect((await warnings(source)).filter((line) => line.includes("holds"))).toEqual([
    "warning: answered holds whatever follows: its first part is never true",
    "warning: ended holds whatever follows: no execution ends",
    "warning: fed.node holds whatever follows: nobody ever waits",
    "warning: begun holds whatever follows: its second part is true at the start",
  ]);
});

some("a simulation says which properties it leaves to a check: those of what processes know", async () => {
  const { stdout } = await lightcone([
    "simulate",
    "../../../zoo/coordination/common-knowledge.ts",
    "--runs",
    "2",
  ]);
  expect(stdout).toContain("\nNothing was judged, and nothing went wrong in any step.\n");
  expect(stdout).toMatch(/\nwarning: what processes know .* no run can: neverCommon, .*, noFourthLevel\n/);
});
