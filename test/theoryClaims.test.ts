/** What pages of the zoo claim of their executions as a whole is what the theory bench finds there. */
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Protocol, TheoryClaim } from "lightcone";
import { at } from "../src/base/assert.ts";
import { findingIn, jobFor, linesOfTheory, sameFinding } from "../src/cli/theoryClaims.ts";
import type { JobReport } from "../src/host/node/assignment.ts";
import { runChain } from "../src/host/node/chainJob.ts";
import type { GraphSurroundings } from "../src/host/node/graphJob.ts";
import { Heartbeat, heartbeatMemory } from "../src/host/node/heartbeat.ts";
import { runSplice } from "../src/host/node/spliceJob.ts";
import { reportOfSystem, systemFor } from "../src/host/node/systemRequest.ts";
import { runValence } from "../src/host/node/valenceJob.ts";
import { runWorst } from "../src/host/node/worstJob.ts";
import { ROOMS } from "./rooms.ts";

interface TheoryPage {
  readonly file: string;
  readonly protocol: Protocol;
  readonly theory: readonly TheoryClaim[];
}

const zoo = new URL("../zoo/", import.meta.url);
const pages = (await Promise.all(ROOMS.map(enter))).filter(({ theory }) => theory.length > 0);

async function enter(file: string): Promise<TheoryPage> {
  const page = (await import(fileURLToPath(new URL(file, zoo)))) as {
    default: Protocol;
    theory?: readonly TheoryClaim[];
  };
  return { file, protocol: page.default, theory: page.theory ?? [] };
}

/** The report of the bench on the claim with this number. */
function reportOn({ protocol, theory }: TheoryPage, number: number): JobReport {
  const surroundings: GraphSurroundings = {
    protocol,
    systems: {},
    theory,
    fresh: () => protocol,
    heartbeat: new Heartbeat(heartbeatMemory()),
    version: "0",
    report: () => undefined,
  };
  const job = jobFor(at(theory, number).finds, number);
  if (job.kind === "chain") return runChain(job, surroundings);
  if (job.kind === "valence") return runValence(job, surroundings);
  if (job.kind === "splice") return runSplice(job, surroundings);
  if (job.kind === "worst") return runWorst(job, surroundings);
  throw new Error(`nothing of ${job.kind} is claimed`);
}

describe.each(pages)("$file:", (page) => {
  test.each(page.theory.map(({ claim }, number) => ({ claim, number })))("$claim", ({ number }) => {
    expect(findingIn(reportOn(page, number))).toEqual(at(page.theory, number).finds);
  });
});

test("there is one of each kind", () => {
  const kinds = pages.flatMap(({ theory }) => theory.map(({ finds }) => finds.kind));
  expect([...new Set(kinds)].toSorted()).toEqual(["chain", "splice", "valence", "worst"]);
});

test("a claim that is wrong is told, with what was found", () => {
  const page = at(pages, 0);
  const [first] = page.theory;
  if (first === undefined) throw new Error("the page claims nothing");
  const finds = { kind: "chain", links: 77 } as const;
  const system = reportOfSystem(systemFor({ ...page, systems: {} }, { theory: 0 }));
  const agrees = sameFinding(finds, first.finds);
  const lines = linesOfTheory([{ ...first, system, finds, found: first.finds, agrees, seconds: 0 }]);
  expect(agrees).toBe(false);
  expect(lines.join("\n")).toContain("claimed: a chain of 77 links where executions end");
});
