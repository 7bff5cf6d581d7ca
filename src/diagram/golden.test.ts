/**
 * The gallery: each picture is kept as text and as SVG beside this file, and read by eye when it changes.
 * UPDATE_GOLDEN=1 writes them anew.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sceneOf, type SceneOptions } from "./compose.ts";
import { clientServer, paxos, tokenRing, twoPhaseCommit } from "./protocols.test-data.ts";
import { drawSvg } from "./svg.ts";
import { drawText, type TextOptions } from "./text.ts";
import type { Execution } from "../model/index.ts";

function expectGolden(name: string, text: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env["UPDATE_GOLDEN"] !== undefined || !existsSync(file)) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

interface Picture {
  readonly name: string;
  readonly execution: Execution;
  readonly options?: SceneOptions;
  readonly text?: TextOptions;
}

const violated = (execution: Execution, property: string): SceneOptions => ({
  violation: { at: execution.configurations.length - 1, property, verdict: "violated" },
});
const mixed = twoPhaseCommit([true, false, true], 3);
const broken = paxos(1, 21, 46);

const pictures: readonly Picture[] = [
  { name: "client-server", execution: clientServer() },
  { name: "two-phase-commit", execution: twoPhaseCommit([true, true, true], 1) },
  { name: "two-phase-commit-aborted", execution: mixed },
  { name: "paxos", execution: paxos(2, 25, 4) },
  { name: "paxos-broken-quorum", execution: broken, options: violated(broken, "agreement") },
  { name: "token-ring", execution: tokenRing(200), options: { maxSteps: 24 } },
];

describe("the gallery", () => {
  for (const { name, execution, options, text } of pictures) {
    test(`${name} as text`, () => expectGolden(`${name}.txt`, drawText(sceneOf(execution, options), text)));
    test(`${name} as SVG`, () => expectGolden(`${name}.svg`, drawSvg(sceneOf(execution, options))));
  }
});
