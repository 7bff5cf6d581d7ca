/** The verbs, end to end. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { goldenShare, inTurn } from "../effort.ts";
import { expectGolden, fixtures, lightcone, start } from "./lightcone.ts";

const some = inTurn(9);

describe.concurrent("check", () => {
  some("says what holds and what does not, with diagrams", () =>
    expectGolden("check", ["check", "relay.ts"]),
  );
  some("says it as JSON", () =>
    expectGolden("check-json", ["check", "relay.ts", "--property", "inTurn", "--json"]),
  );
  some("of one system among many", () =>
    expectGolden("check-system", [
      "check",
      "relay.ts",
      "--processes",
      "client=3",
      "--channels",
      "fifo",
      "--inputs",
      "client=7",
      "--inputs",
      "client2=8,9",
      "--property",
      "bothAnswered",
    ]),
  );
  some("knows what it does not know", () =>
    expectGolden("check-limit", [
      "check",
      "relay.ts",
      "--limit",
      "configurations=10",
      "--property",
      "inTurn",
    ]),
  );
  some("tells handlers and branches that no schedule reaches", () =>
    expectGolden("check-branches", ["check", "branches.ts"]),
  );
  some("finds the resilience", () => expectGolden("check-resilience", ["check", "flood.ts", "--resilience"]));
  some("of a system that the file exports", () =>
    expectGolden("check-named-system", [
      "check",
      "flood.ts",
      "--system",
      "broken",
      "--property",
      "agreement",
    ]),
  );
  some("says the resilience as JSON", () =>
    expectGolden("check-resilience-json", [
      "check",
      "flood.ts",
      "--resilience",
      "--failures",
      "send-omission",
      "--json",
    ]),
  );
  test.each(
    goldenShare(
      [
        ["no-such-system", ["--system", "lossy"]],
        ["no-such-failure", ["--failures", "crsh:1"]],
        ["unreadable-failure", ["--failures", "crash:"]],
        ["failure-of-nobody", ["--failures", "crash:p9"]],
        ["failure-twice", ["--failures", "crash:1,crash:2"]],
        ["failure-of-one-twice", ["--failures", "crash:p1+p1"]],
        ["failure-of-too-many", ["--failures", "crash:99"]],
        ["failure-and-none", ["--failures", "none,crash:1"]],
        ["no-such-timing", ["--timing", "synchronus"]],
        ["no-such-bound", ["--timing", "bounded:3,stp:2"]],
        ["no-such-delay", ["--timing", "partially-synchronous:gts:3"]],
        ["too-long-a-delay", ["--timing", "bounded:99999999999999999999999"]],
        ["too-many-losses", ["--failures", "loss:99999999999999999999999"]],
        ["too-many-processes", ["--processes", "process=99999999999999999999999"]],
        ["timing-without-rounds", ["--timing", "asynchronous"]],
        ["channels-in-rounds", ["--channels", "message-set"]],
        ["resilience-against-nothing", ["--resilience", "--failures", "none"]],
      ],
      8,
    ),
  )("refuses a system that makes no sense: %s", (name, flags) =>
    expectGolden(`refused-${name}`, ["check", "flood.ts", ...flags]),
  );
  some("warns of failures of messages where there are none", () =>
    expectGolden("check-no-messages", ["check", "swap.ts", "--failures", "loss:1,omission:1,crash:1"]),
  );
  some("hashes", () =>
    expectGolden("check-hashed", ["check", "relay.ts", "--visited", "hashed", "--property", "bothAnswered"]),
  );

  test.each([
    ["holds", ["--property", "bothAnswered"], 0],
    ["violated", ["--property", "inTurn"], 1],
    ["violated wins over unknown", ["--limit", "configurations=30"], 1],
    ["unknown", ["--property", "bothAnswered", "--limit", "configurations=10"], 3],
  ])("exit code: %s", async (_name, parameters, expected) => {
    const { exitCode, stderr } = await lightcone(["check", "relay.ts", ...parameters]);
    expect(stderr).toBe("");
    expect(exitCode).toBe(expected);
  });

  some("what a protocol prints does not mix with results", async () => {
    const { stdout, stderr } = await lightcone(["check", "prints.ts", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({ lightcone: "check", version: 1, verdict: "holds" });
    expect(stderr).toContain("received");
  });

  some("ends at the time limit, and upon an interrupt, with what it has", async () => {
    const timed = await lightcone(["check", "endless.ts", "--json", "--limit", "time=300ms"]);
    const { says, interrupt, outcome } = start(["check", "endless.ts", "--json"]);
    await says(/has counted to three/);
    interrupt();
    const interrupted = await outcome;
    expect(timed.exitCode).toBe(3);
    expect(JSON.parse(timed.stdout)).toMatchObject({ verdict: "unknown", cutoff: "time" });
    expect(interrupted.exitCode).toBe(3);
    expect(JSON.parse(interrupted.stdout)).toMatchObject({ verdict: "unknown", cutoff: "interrupted" });
  });
});

describe.concurrent("simulate", () => {
  some("says what was violated, how, and what runs cost", () =>
    expectGolden("simulate", ["simulate", "relay.ts", "--runs", "200"]),
  );
  some("says it as JSON", () =>
    expectGolden("simulate-json", ["simulate", "relay.ts", "--runs", "20", "--property", "inTurn", "--json"]),
  );
  some("under another adversary, in another system", () =>
    expectGolden("simulate-system", [
      "simulate",
      "relay.ts",
      "--adversary",
      "priority:1",
      "--processes",
      "client=3",
      "--channels",
      "fifo",
      "--seed",
      "9",
      "--inputs",
      "client=7",
      "--runs",
      "10",
      "--property",
      "bothAnswered",
      "--limit",
      "events=50",
    ]),
  );
  test.each(
    goldenShare(
      [
        ["adversary", ["--adversary", "randon"]],
        ["worst", ["--adversary", "worst:bothAnswred"]],
        ["delay", ["--adversary", "virtual-time:unifrom:1-5"]],
        ["script", ["--adversary", "scripted:nowhere.schedule"]],
        ["unreadable-script", ["--adversary", "scripted:schedules/unreadable.schedule"]],
        ["histogram", ["--histogram", "mesages"]],
        ["runs", ["--runs", "0"]],
        ["every", ["--every", "1.5"]],
        ["seed", ["--seed", "-1"]],
        ["limit", ["--limit", "configurations=9"]],
      ],
      5,
    ),
  )("refuses a wrong %s", (name, parameters) =>
    expectGolden(`simulate-bad-${name}`, ["simulate", "relay.ts", ...parameters]),
  );
  test.each(
    goldenShare(["decides-twice", "never-returns", "shared-state", "undecided-property", "late-effect"], 3),
  )("tells a mistake: %s", (name) =>
    expectGolden(`simulate-${name}`, ["simulate", `${name}.ts`, "--no-typecheck", "--handler-timeout", "2s"]),
  );

  some("a violating run is there again with its seed, and its schedule can be replayed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
    const relay = join(fixtures, "relay.ts");
    const flags = ["--property", "inTurn", "--no-typecheck"];
    const { stdout } = await lightcone(["simulate", relay, "--seed", "100", ...flags], { cwd: folder });
    const [, seed = ""] = /--seed (\d+) --runs 1/.exec(stdout) ?? [];
    const again = await lightcone(["simulate", relay, "--seed", seed, "--runs", "1", ...flags], {
      cwd: folder,
    });
    expect(again.stdout).toContain(`violated in 1 of 1 run, first with seed ${seed}`);
    const schedule = `.lightcone/relay-inTurn-seed${seed}.schedule`;
    const replayed = await lightcone(["replay", relay, schedule], { cwd: folder });
    expect(replayed.stdout).toContain("inTurn         false: it is violated");
    rmSync(folder, { recursive: true });
  });

  some("says when most runs end at the limit", async () => {
    const parameters = ["simulate", "endless.ts", "--runs", "3", "--limit", "events=20"];
    const { stdout } = await lightcone(parameters);
    expect(stdout).toContain("Runs ended: 3 at the limit of 20 events.");
    expect(stdout).toMatch(/Most runs did not come to an end by themselves.*\n {2}--limit events=200\n/);
    const { stdout: others } = await lightcone(["simulate", "relay.ts", "--runs", "3"]);
    expect(others).not.toContain("Most runs");
  });

  some("ends at the time limit with what it has", async () => {
    const { stdout, exitCode } = await lightcone([
      "simulate",
      "endless.ts",
      "--json",
      "--runs",
      "1000000",
      "--limit",
      "time=300ms",
    ]);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ lightcone: "simulate", cutoff: "time" });
  });
});

describe.concurrent("run", () => {
  some("draws a good execution where nobody can be asked", () => expectGolden("run", ["run", "relay.ts"]));
  some("says it as JSON", () =>
    expectGolden("run-json", ["run", "relay.ts", "--seed", "3", "--inputs", "client=7", "--json"]),
  );
  some("ends what goes on for ever", () => expectGolden("run-cut", ["run", "endless.ts", "--events", "12"]));
  some("tells a mistake", () =>
    expectGolden("run-decides-twice", ["run", "decides-twice.ts", "--no-typecheck"]),
  );
  some("keeps a schedule that can be replayed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
    const relay = join(fixtures, "relay.ts");
    await lightcone(["run", relay, "--seed", "5", "--no-typecheck"], { cwd: folder });
    const again = await lightcone(["replay", relay, ".lightcone/relay-run-seed5.schedule"], { cwd: folder });
    expect(again).toMatchObject({ exitCode: 0 });
    expect(again.stdout).toContain("It is complete: nothing is enabled after it.");
    rmSync(folder, { recursive: true });
  });
});

test("check --watch checks again after a save, also of an import", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
  const source = readFileSync(join(fixtures, "relay.ts"), "utf8");
  const counting = source.replace("value: state.answered", "value: FIRST + state.answered");
  writeFileSync(join(folder, "relay.ts"), `import { FIRST } from "./first.ts";\n${counting}`);
  writeFileSync(join(folder, "first.ts"), "export const FIRST: number = 0;\n");
  const watching = start(["check", "relay.ts", "--watch", "--property", "secondIsFirst"], { cwd: folder });
  await watching.says(/secondIsFirst {2}violated[^]*Watching/);
  writeFileSync(join(folder, "first.ts"), "export const FIRST: string = 0;\n");
  await watching.says(/type-error[^]*Watching/);
  writeFileSync(join(folder, "relay.ts"), source.replace("value: state.answered", "value: 1"));
  await watching.says(/secondIsFirst {2}holds[^]*Watching/);
  watching.interrupt();
  expect((await watching.outcome).exitCode).toBe(0);
  rmSync(folder, { recursive: true });
});

describe.concurrent("replay and draw", () => {
  test.each(["good", "stuck", "effects-missing", "unreadable", "no-inputs"])("replay: %s", (name) =>
    expectGolden(`replay-${name}`, ["replay", "relay.ts", `schedules/${name}.schedule`]),
  );
  test.each(["fair", "unfair"])("replay: what goes on for ever, %s", (name) =>
    expectGolden(`replay-${name}`, ["replay", "unfair.ts", `schedules/${name}.schedule`]),
  );
  some("replay as JSON", () =>
    expectGolden("replay-json", ["replay", "relay.ts", "schedules/stuck.schedule", "--json"]),
  );
  some("replay what is not there", () =>
    expectGolden("replay-missing", ["replay", "relay.ts", "schedules/none.schedule"]),
  );
  some("draw", () =>
    expectGolden("draw", ["draw", "relay.ts", "-"], {
      input: readFileSync(join(fixtures, "schedules/good.schedule"), "utf8"),
    }),
  );
  some("draw in ASCII, as far as it goes", () =>
    expectGolden("draw-stuck", ["draw", "relay.ts", "schedules/stuck.schedule", "--ascii"]),
  );

  some("a violation can be replayed and drawn", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
    const relay = join(fixtures, "relay.ts");
    await lightcone(["check", relay, "--property", "inTurn", "--no-typecheck"], { cwd: folder });
    const schedule = ".lightcone/relay-inTurn.schedule";
    expect((await lightcone(["replay", relay, schedule], { cwd: folder })).stdout).toContain(
      "inTurn         false: it is violated",
    );
    await lightcone(["draw", relay, schedule, "--svg", "out.svg", "--html", "out.html"], { cwd: folder });
    expect(readFileSync(join(folder, "out.svg"), "utf8")).toMatch(/^<svg/);
    expect(readFileSync(join(folder, "out.html"), "utf8")).toMatch(/^<!doctype html>/i);
    const text = readFileSync(join(folder, schedule), "utf8");
    const over = await lightcone(["draw", relay, schedule, "--svg", `./${schedule}`], { cwd: folder });
    expect(over).toMatchObject({ exitCode: 2, stdout: "" });
    expect(over.stderr).toContain("is what is to be drawn, and is left as it is.");
    expect(readFileSync(join(folder, schedule), "utf8")).toBe(text);
    rmSync(folder, { recursive: true });
  });

  some("a folder is no schedule", async () => {
    const { exitCode, stderr } = await lightcone(["replay", "relay.ts", "schedules"]);
    expect(stderr).toMatch(/^error: The schedule schedules cannot be read: EISDIR/);
    expect(exitCode).toBe(2);
  });

  some("what a terminal would obey is not quoted", async () => {
    const { stderr } = await lightcone(["replay", "relay.ts", "-"], { input: "\u001b[2Jclient1\u0007" });
    expect(stderr).toContain("The line: \\u001b[2Jclient1\\u0007\n");
  });

  some("replay says which process there is not", async () => {
    const input = "inputs client1=1 client2=1\nclient9 halts\n";
    const { stdout } = await lightcone(["replay", "relay.ts", "-"], { input });
    expect(stdout).toContain("There is no process client9; there are client1, client2, server.");
  });
});

describe.concurrent("new and zoo", () => {
  some("new writes a file that checks at once, and never over another", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
    expect(await lightcone(["new", "first"], { cwd: folder })).toMatchObject({ exitCode: 0 });
    expect((await lightcone(["check", "first.ts"], { cwd: folder })).stdout).toContain(
      "✓ everybodyDecides  holds",
    );
    writeFileSync(join(folder, "first.ts"), "mine");
    const again = await lightcone(["new", "first"], { cwd: folder });
    expect(again).toMatchObject({
      exitCode: 2,
      stderr: "error: first.ts exists already, and is left as it is.\n\nChoose another name.\n",
    });
    expect(readFileSync(join(folder, "first.ts"), "utf8")).toBe("mine");
    expect(existsSync(join(folder, ".lightcone"))).toBe(false);
    rmSync(folder, { recursive: true });
  });

  some("zoo lists its rooms, shows a page, and checks its claims", async () => {
    const list = JSON.parse((await lightcone(["zoo", "--json"])).stdout) as { pages: { name: string }[] };
    expect(list.pages.map(({ name }) => name)).toContain("client-server");
    expect((await lightcone(["zoo", "client-server"])).stdout).toContain("Claims");
    const checked = await lightcone(["zoo", "client-server", "--check"]);
    expect(checked.stdout).toMatch(/All \d+ claims are true\.\n$/);
    expect(checked.exitCode).toBe(0);
  });
});
