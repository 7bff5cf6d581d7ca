/**
 * The claims of the zoo, carried across: what holds of a protocol holds of it on the other kind of memory,
 * and what is violated is violated there. Pages of shared memory run on servers that exchange messages, pages
 * of messages on registers, as far as they can and are small enough. Registers on servers have stamps that
 * grow without end where processes write for ever; there, only what is found within the limit counts.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  check,
  parseMemory,
  system,
  UsageError,
  ProtocolError,
  type CheckResult,
  type Claim,
  type Failure,
  type Memory,
  type Protocol,
  type System,
} from "lightcone";
import { isThorough, isUpdate } from "./effort.ts";

/** Where there are more configurations, what has not been found by then is left open. */
const CONFIGURATIONS_MAX = isThorough ? 20_000 : 2_000;

interface Page {
  readonly file: string;
  readonly protocol: Protocol;
  readonly claims: readonly Claim[];
}

/** What is carried across from which page, and why no more. */
const golden = new URL("carried.txt", import.meta.url);

const zoo = new URL("../zoo/", import.meta.url);
const files = readdirSync(zoo, { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => file.endsWith(".ts"))
  .toSorted();
const pages = await Promise.all(
  files.map(async (file): Promise<Page> => {
    const page = (await import(fileURLToPath(new URL(file, zoo)))) as { default: Protocol; claims: Claim[] };
    return { file, protocol: page.default, claims: page.claims };
  }),
);

/** The memory that a page was not written for. */
function otherMemory({ objects }: Protocol): Memory {
  return parseMemory(objects === undefined ? "registers" : "servers:1");
}

/** The system of a claim on the other memory, where the same processes may fail; or why there is none. */
function carried(protocol: Protocol, claim: Claim): System | string {
  const memory = otherMemory(protocol);
  try {
    const { failures, processes } = system(protocol, claim.system);
    const ids = processes.map(({ id }) => id);
    const same = failures.map((failure): Failure => ({ ...failure, processes: failure.processes ?? ids }));
    return system(protocol, { ...claim.system, memory, failures: same });
  } catch (error) {
    if (error instanceof UsageError) return error.what;
    throw error;
  }
}

/** What becomes of each claim of a page. */
interface Outcome {
  readonly claim: string;
  readonly expected: string;
  readonly found: string;
}

/** Whether a claim is violated, or may hold within the limit: on another memory systems are no smaller. */
function mayBeSettled({ verdict, configurations = 0 }: Claim): boolean {
  return verdict === "violated" || configurations <= CONFIGURATIONS_MAX;
}

/** Those claims together that are about the same system. */
function bySystem(claims: readonly Claim[]): Claim[][] {
  const groups = new Map<Claim["system"], Claim[]>();
  for (const claim of claims) groups.set(claim.system, [...(groups.get(claim.system) ?? []), claim]);
  return [...groups.values()];
}

function outcomesOf({ protocol, claims }: Page): { outcomes: Outcome[]; reasons: string[] } {
  const outcomes: Outcome[] = [];
  const reasons = new Set<string>();
  for (const together of bySystem(claims)) {
    const there = carried(protocol, together[0] as Claim);
    if (typeof there === "string") {
      reasons.add(there);
      continue;
    }
    const open = together.filter(mayBeSettled);
    const properties = [...new Set(open.map(({ property }) => property))];
    const verdicts = open.length === 0 ? {} : verdictsThere(there, properties);
    if (typeof verdicts === "string") {
      reasons.add(verdicts);
      continue;
    }
    for (const { claim, property, verdict } of together) {
      const found = verdicts[property];
      if (found === undefined || found.verdict === "unknown")
        reasons.add(found?.reason.kind === "knowledge" ? "asks what processes know" : "too large");
      else outcomes.push({ claim, expected: verdict, found: found.verdict });
    }
  }
  return { outcomes, reasons: [...reasons] };
}

/** The verdicts on the other memory, or why there is none: code may ask for what only takes shape there. */
function verdictsThere(there: System, properties: readonly string[]): CheckResult["verdicts"] | string {
  try {
    return check(there, { properties, configurationsMax: CONFIGURATIONS_MAX, keepGoing: true }).verdicts;
  } catch (error) {
    if (error instanceof ProtocolError && /takes longer than one step/.test(error.message)) return error.what;
    throw error;
  }
}

const walked = new Map<string, ReturnType<typeof outcomesOf>>();

const tried = pages.filter((_, i) => isThorough || isUpdate || i % 24 === 3);

describe("what is claimed", () => {
  test.each(tried)("in $file is true on the other memory", (page) => {
    const found = outcomesOf(page);
    walked.set(page.file, found);
    for (const { claim, expected, found: verdict } of found.outcomes)
      expect({ claim, verdict }).toEqual({ claim, verdict: expected });
  });

  test.skipIf(isThorough)("is carried across from these pages, and not from others for these reasons", () => {
    const list = [...walked].map(([file, { outcomes, reasons }]) => {
      const held = outcomes.filter(({ found }) => found === "holds").length;
      const counted = `${held} hold, ${outcomes.length - held} violated`;
      const why = [...new Set(reasons.map(kindOf))].join(", ");
      return `${file}: ${counted}${why === "" ? "" : `; ${why}`}`;
    });
    if (isUpdate) writeFileSync(golden, `${list.join("\n")}\n`);
    const kept = readFileSync(golden, "utf8").trimEnd().split("\n");
    expect(kept.map((line) => line.split(":")[0])).toEqual(files);
    expect(list).toEqual(kept.filter((line) => tried.some(({ file }) => line.startsWith(`${file}: `))));
  });
});

/** A reason without its particulars. */
function kindOf(reason: string): string {
  if (reason.includes("befalls")) return "other failures than crashes";
  if (reason.includes("delays")) return "time is bounded";
  if (reason.includes("atomic step")) return "takes atomic steps";
  if (reason.includes("rounds")) return "acts in rounds";
  if (reason.includes("monitor")) return "monitors watch";
  if (reason.includes("registers alone")) return "other objects than registers";
  return reason;
}
