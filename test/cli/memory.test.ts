/** `--memory`, end to end: checks, simulations, schedules that say it, and what makes no sense. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { goldenShare, inTurn, share } from "../effort.ts";
import { expectGolden, fixtures, lightcone } from "./lightcone.ts";

const some = inTurn(9);

describe.concurrent("--memory", () => {
  some("makes channels of registers", () =>
    expectGolden("memory-registers", ["check", "relay.ts", "--memory", "registers", "--property", "inTurn"]),
  );
  some("has servers keep registers", () =>
    expectGolden("memory-servers", ["check", "flags.ts", "--memory", "servers:1"]),
  );
  some("is part of systems that a file exports, and of the report as JSON", async () => {
    const parameters = ["--system", "onServers", "--property", "oneSeesTheOther", "--json"];
    const { stdout } = await lightcone(["check", "flags.ts", ...parameters]);
    expect(JSON.parse(stdout)).toMatchObject({
      system: { processes: { process: 2, server: 1 }, memory: "servers:1" },
      verdict: "holds",
    });
    const usual = await lightcone(["check", "flags.ts", "--memory", "shared", "--json"]);
    expect(JSON.parse(usual.stdout)).not.toHaveProperty("system.memory");
  });
  some("is simulated, too", async () => {
    const parameters = ["--memory", "registers", "--runs", "20", "--json"];
    const { stdout } = await lightcone(["simulate", "relay.ts", ...parameters]);
    expect(JSON.parse(stdout)).toMatchObject({
      system: { memory: "registers" },
      runs: 20,
      endings: { limit: 0 },
    });
  });

  test.each(
    goldenShare(
      [
        ["objects-for-registers", "flags.ts", ["--memory", "registers"]],
        ["no-objects-for-servers", "relay.ts", ["--memory", "servers:3"]],
        ["no-servers", "flags.ts", ["--memory", "servers:0"]],
        ["typo", "flags.ts", ["--memory", "sevrers:3"]],
        ["rounds", "flood.ts", ["--memory", "registers"]],
        ["loss", "relay.ts", ["--memory", "registers", "--failures", "loss:1"]],
        ["delays", "relay.ts", ["--memory", "registers", "--timing", "bounded:2"]],
        ["servers-in-rounds", "flags.ts", ["--memory", "servers:3", "--timing", "synchronous"]],
        ["swap", "swap.ts", ["--memory", "servers:3"]],
      ],
      5,
    ),
  )("is refused where it makes no sense: %s", (name, file, flags) =>
    expectGolden(`memory-refused-${name}`, ["check", file, ...flags]),
  );

  const VIOLATED = [
    ["relay", "inTurn", "registers"],
    ["flags", "bothSee", "servers:2"],
  ] as const;
  test.each(share(VIOLATED, 2, 0))(
    "is in the schedules of %s, which replay and can be drawn",
    async (name, property, memory) => {
      const folder = mkdtempSync(join(tmpdir(), "lightcone-test-"));
      const file = join(fixtures, `${name}.ts`);
      await lightcone(["check", file, "--property", property, "--memory", memory], { cwd: folder });
      const schedule = `.lightcone/${name}-${property}.schedule`;
      const text = readFileSync(join(folder, schedule), "utf8");
      expect(text).toContain(`\nmemory ${memory}\n`);
      const replayed = await lightcone(["replay", file, schedule], { cwd: folder });
      expect(replayed.stdout).toContain(`memory ${memory}`);
      expect(replayed.stdout).toMatch(new RegExp(`${property} +false: it is violated`));
      const drawn = await lightcone(["draw", file, schedule], { cwd: folder });
      expect(drawn.exitCode).toBe(0);
      const elsewhere = text.replace(/\nmemory .*\n/, "\n").replace(/^processes.*/m, "");
      const lost = await lightcone(["replay", file, "-"], { cwd: folder, input: elsewhere });
      expect(lost.exitCode).not.toBe(0);
      rmSync(folder, { recursive: true });
    },
  );
});
