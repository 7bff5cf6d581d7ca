/** Checking the claims of a page of the zoo. */
import { availableBytes } from "../host/node/machineMemory.ts";
import type { PageRunner } from "./pageRunner.ts";
import type { CheckReport, ClaimReport, DescribeReport, SystemReport } from "../host/node/job.ts";
import { decisive } from "../properties/claim.ts";
import type { Reason } from "../properties/verdict.ts";
import type { InductionReport } from "../host/node/theoryJobs.ts";
import { linesOfTheory, type CheckedTheory } from "./theoryClaims.ts";
import { count, counted, duration } from "./amounts.ts";
import { lengthText, reasonText } from "./systemText.ts";
import { bold, dim, green, red } from "./ink.ts";

/** The values that can be claimed and found. */
interface Numbers {
  readonly verdict: string;
  readonly configurations?: number;
  readonly steps?: number;
  readonly facts?: number;
}

/** A claim, and what was found. */
interface CheckedClaim {
  readonly claim: string;
  readonly property: string;
  readonly system: SystemReport;
  readonly claimed: Numbers;
  readonly found: Numbers & { readonly reason?: string; readonly because?: Reason };
  readonly seconds: number;
  /** Whether verdict, configurations and steps are as claimed, as far as anything is claimed of them. */
  readonly agrees: boolean;
}

/** Checks claims, one after the other. @throws Failed */
export async function checkClaims(claims: readonly ClaimReport[], run: PageRunner): Promise<CheckedClaim[]> {
  const checked: CheckedClaim[] = [];
  for (const [number, claim] of claims.entries()) {
    if (claim.facts !== undefined) {
      checked.push(await checkProof(claim, number, run));
      continue;
    }
    const keepGoing = claim.configurations !== undefined;
    const report = await run({
      kind: "check",
      system: {},
      claim: number,
      keepGoing,
      reduced: !keepGoing,
      memoryBytesMax: availableBytes(),
    });
    checked.push(compare(claim, report as CheckReport));
  }
  return checked;
}

/** Checks a claim that is proved by induction. */
async function checkProof(
  { claim, property, verdict, facts }: ClaimReport,
  number: number,
  run: PageRunner,
): Promise<CheckedClaim> {
  const began = performance.now();
  const job = { kind: "induction", system: {}, claim: number, strengthen: true, copies: 3 } as const;
  const { system, outcome, beyond } = (await run({
    ...job,
    memoryBytesMax: availableBytes(),
  })) as InductionReport;
  const isProved = outcome.kind === "inductive" && beyond.length === 0;
  const found = isProved ? { verdict: "holds", facts: outcome.facts.length } : { verdict: "unknown" };
  const agrees = isProved && verdict === "holds" && found.facts === facts;
  const claimed = { verdict, ...(facts === undefined ? {} : { facts }) };
  return { claim, property, system, claimed, found, seconds: (performance.now() - began) / 1_000, agrees };
}

function compare(
  { claim, property, verdict, configurations, steps }: ClaimReport,
  report: CheckReport,
): CheckedClaim {
  const judged = decisive(report.properties);
  const found = {
    verdict: judged?.verdict ?? "unknown",
    ...(report.result.configurations === undefined ? {} : { configurations: report.result.configurations }),
    ...(judged?.verdict === "unknown"
      ? { reason: reasonText(judged.reason, report.system, judged.kind), because: judged.reason }
      : {}),
    ...(judged?.verdict === "violated" ? { steps: judged.steps } : {}),
  };
  const agrees =
    found.verdict === verdict &&
    (configurations === undefined || configurations === found.configurations) &&
    (steps === undefined || steps === found.steps);
  const claimed = {
    verdict,
    ...(configurations === undefined ? {} : { configurations }),
    ...(steps === undefined ? {} : { steps }),
  };
  return { claim, property, system: report.system, claimed, found, seconds: report.seconds, agrees };
}

/** The lines on what was found. */
export function linesOfClaims(
  { protocol }: DescribeReport,
  { claims, theory }: { readonly claims: readonly CheckedClaim[]; readonly theory: readonly CheckedTheory[] },
): string[] {
  const checked = [...claims, ...theory];
  const wrong = checked.filter(({ agrees }) => !agrees).length;
  const lines = claims.flatMap(({ claim, property, claimed, found, seconds, agrees, system }) => [
    `${agrees ? green("✓") : red("✗")} ${claim}`,
    dim(`    ${property}: ${numbersOf(found, system)}, ${duration(seconds)}`),
    ...(agrees ? [] : [red(`    claimed: ${numbersOf(claimed, system)}`)]),
  ]);
  const sum =
    wrong === 0
      ? green(`All ${checked.length} claims are true.`)
      : red(`${wrong} of ${checked.length} claims are wrong.`);
  const end = checked.length === 0 ? "It makes no claims." : sum;
  return [bold(protocol), "", ...lines, ...linesOfTheory(theory), "", end];
}

function numbersOf({ verdict, configurations, steps, facts }: Numbers, system: SystemReport): string {
  const parts = [verdict, ...(steps === undefined ? [] : [`after ${lengthText(steps, system)}`])];
  return [
    parts.join(" "),
    ...(facts === undefined ? [] : [inductionText(facts)]),
    ...(configurations === undefined ? [] : [`${count(configurations)} configurations`]),
  ].join(", ");
}

/** The text on a proof by induction with so many facts. */
export function inductionText(facts: number): string {
  return facts === 0 ? "by induction" : `by induction with ${counted(facts, "fact")}`;
}
