/** Every error that teaches, as a newcomer gets it: the transcripts in golden/ are the full texts. */
import { describe, test } from "vitest";
import { goldenShare, inTurn } from "../effort.ts";
import { expectGolden } from "./lightcone.ts";

const HANDLERS = [
  "random-choice",
  "reads-clock",
  "changes-message",
  "shared-state",
  "first-of-set",
  "earlier-of-set",
  "not-a-neighbour",
  "sender-hidden",
  "no-such-process",
  "decides-twice",
  "no-handler",
  "no-such-timer",
  "not-plain",
  "throws-in-handler",
  "asynchronous",
  "late-effect",
  "bad-state",
  "returns-a-state",
  "bad-guard",
  "bad-message",
  "bad-choice",
  "bad-monitor",
  "bad-property",
  "lost-variable",
  "undecided-property",
  "malformed",
  "first-step",
  "reads-the-environment",
  "makes-code",
  "forgets-a-promise",
  "sticks-to-the-globals",
  "sticks-to-a-prototype",
  "sticks-to-the-file",
  "second-time",
  "operation-counts",
  "operation-of-order",
  "property-sticks",
  "property-of-order",
  "assume-sticks",
];

const FILES = [
  "no-such-file",
  "type-error",
  "no-default",
  "exports-nothing",
  "a-class",
  "uncalled",
  "several",
  "without-roles",
  "syntax-error",
  "loses-its-state",
  "bad-import",
  "bad-package",
  "throws-at-load",
  "awaits-at-load",
  "ends-the-program",
  "loads-by-chance",
  "circular",
];

const some = inTurn(9);

describe.concurrent("mistakes in a protocol", () => {
  test.each(goldenShare(HANDLERS, 12))("%s", async (name) => {
    await expectGolden(`${name}`, ["check", `${name}.ts`, "--no-typecheck"]);
  });

  some("a handler that never returns", async () => {
    await expectGolden("never-returns", ["check", "never-returns.ts", "--handler-timeout", "1s"]);
  });

  some("a property that never answers", async () => {
    await expectGolden("endless-property", ["check", "endless-property.ts", "--handler-timeout", "1s"]);
  });

  test.each(goldenShare(["endless-badness", "throwing-badness"], 2))(
    "a badness that has no value: %s",
    async (name) => {
      const flags = ["--adversary", "worst:reached", "--handler-timeout", "1s"];
      await expectGolden(name, ["simulate", `${name}.ts`, ...flags]);
    },
  );

  some("a property that reads what a process has lost, simulated", async () => {
    await expectGolden("lost-variable-simulated", ["simulate", "lost-variable.ts", "--runs", "20"]);
  });

  some("a variable of the file, in a simulation", async () => {
    await expectGolden("sticks-simulated", ["simulate", "sticks-to-the-file.ts"]);
  });

  some("as JSON, with the path", async () => {
    await expectGolden("decides-twice-json", ["check", "decides-twice.ts", "--json"]);
  });

  some("a handler that fills the memory", async () => {
    const flags = ["--limit", "memory=200MB", "--handler-timeout", "10m"];
    await expectGolden("fills-memory", ["check", "fills-memory.ts", ...flags]);
  });
});

describe.concurrent("mistakes in a file", () => {
  test.each(goldenShare(FILES, 9))("%s", async (name) => {
    await expectGolden(`${name}`, ["check", `${name}.ts`]);
  });

  some("a name that Lightcone does not export", async () => {
    await expectGolden("bad-name", ["check", "bad-name.ts", "--no-typecheck"]);
  });

  test.each(goldenShare(["imports-chance", "imports-by-a-file"], 2))(
    "a module of the host: %s",
    async (name) => {
      await expectGolden(name, ["check", `${name}.ts`, "--no-typecheck"]);
    },
  );

  some("a file that is never loaded", async () => {
    await expectGolden("never-loads", ["check", "never-loads.ts", "--handler-timeout", "1s"]);
  });
});

describe.concurrent("mistakes on the command line", () => {
  test.each(
    goldenShare(
      [
        ["unknown-command", ["chekc", "relay.ts"]],
        ["unknown-option", ["check", "relay.ts", "--topolgy", "ring"]],
        ["option-typo-kebab", ["check", "relay.ts", "--keep-goin"]],
        ["option-twice", ["check", "relay.ts", "--topology", "ring", "--topology", "line"]],
        ["no-alias", ["check", "relay.ts", "-x"]],
        ["inputs-without-values", ["check", "relay.ts", "--inputs", "client="]],
        ["topology-form", ["check", "relay.ts", "--topology", "grid:2y3"]],
        ["file-missing", ["check"]],
        ["unknown-property", ["check", "relay.ts", "--property", "inTrun"]],
        ["unknown-role", ["check", "relay.ts", "--processes", "clinet=3"]],
        ["unknown-topology", ["check", "relay.ts", "--topology", "rnig:5"]],
        ["unknown-channels", ["check", "relay.ts", "--channels", "fif"]],
        ["bad-processes", ["check", "relay.ts", "--processes", "client"]],
        ["bad-inputs", ["check", "relay.ts", "--inputs", "client=red"]],
        ["bad-limit", ["check", "relay.ts", "--limit", "memory=2XB"]],
        ["forgotten-unit", ["check", "relay.ts", "--limit", "memory=1"]],
        ["bad-limit-json", ["check", "relay.ts", "--limit", "memory=2XB", "--json"]],
        ["bad-visited", ["check", "relay.ts", "--visited", "hashd"]],
        ["misfit", ["check", "relay.ts", "--topology", "ring:5"]],
        ["unknown-page", ["zoo", "client-sever"]],
        ["claims-of-no-page", ["zoo", "--check"]],
        ["watch-and-resilience", ["check", "relay.ts", "--resilience", "--watch"]],
      ],
      8,
    ),
  )("%s", async (name, parameters) => {
    await expectGolden(`usage-${name}`, parameters);
  });
});
