/** Checking what a page of the zoo claims of its executions as a whole: the theory bench is asked. */
import type { TheoryFinding } from "../properties/theoryClaim.ts";
import { availableBytes } from "../host/node/machineMemory.ts";
import type { Job, JobReport } from "../host/node/assignment.ts";
import type { SystemReport, TheoryReport } from "../host/node/job.ts";
import type { ValenceReport } from "../host/node/theoryJobs.ts";
import { count, counted, duration } from "./amounts.ts";
import type { PageRunner } from "./pageRunner.ts";
import { dim, green, red } from "./ink.ts";
import { lengthText } from "./systemText.ts";

/** A claim, and what was found; undefined where that was not to be found out. */
export interface CheckedTheory extends TheoryReport {
  readonly found: TheoryFinding | undefined;
  readonly seconds: number;
  readonly agrees: boolean;
}

/** Checks such claims, one after the other. @throws Failed */
export async function checkTheory(
  claims: readonly TheoryReport[],
  run: PageRunner,
): Promise<CheckedTheory[]> {
  const checked: CheckedTheory[] = [];
  for (const [number, claim] of claims.entries()) {
    const began = performance.now();
    const found = findingIn(await run(jobFor(claim.finds, number)));
    const seconds = (performance.now() - began) / 1_000;
    const agrees = found !== undefined && sameFinding(found, claim.finds);
    checked.push({ ...claim, found, seconds, agrees });
  }
  return checked;
}

/** Whether two findings say the same. */
export function sameFinding(a: TheoryFinding, b: TheoryFinding): boolean {
  const text = (one: TheoryFinding): string => JSON.stringify(Object.entries(one).toSorted());
  return text(a) === text(b);
}

/** The job that finds out about the claim with this number. */
export function jobFor(finds: TheoryFinding, number: number): Job {
  const asked = { system: { theory: number }, memoryBytesMax: availableBytes() };
  switch (finds.kind) {
    case "chain":
      return { kind: "chain", ...asked, ...(finds.after === undefined ? {} : { after: finds.after }) };
    case "valence":
      return { kind: "valence", ...asked };
    case "splice":
      return { kind: "splice", system: asked.system };
    case "worst":
      return { kind: "worst", ...asked, cost: finds.cost, sizes: [{}] };
  }
}

/** The finding in a report; undefined if a limit was met. */
export function findingIn(report: JobReport): TheoryFinding | undefined {
  switch (report.kind) {
    case "chain": {
      const after = report.after === undefined ? {} : { after: report.after };
      return { kind: "chain", ...after, links: report.chain?.links.length ?? 0 };
    }
    case "valence":
      return valencesIn(report);
    case "splice":
      return {
        kind: "splice",
        violates: [...new Set(report.executions.flatMap(({ refuted }) => refuted))].toSorted(),
      };
    case "worst": {
      const [result] = report.results;
      if (result === undefined) return undefined;
      return { kind: "worst", cost: report.cost, greatest: result.isBounded ? result.cost : "unbounded" };
    }
    default:
      return undefined;
  }
}

function valencesIn({ counts, critical, adversary }: ValenceReport): TheoryFinding {
  const open = counts.filter(({ valence }) => valence.length > 1);
  const kinds = new Set(critical?.places.map(({ kind }) => kind));
  const [kind] = kinds;
  return {
    kind: "valence",
    bivalent: open.reduce((sum, { initial }) => sum + initial, 0),
    critical: critical?.count ?? 0,
    ...(kinds.size === 1 && kind !== undefined ? { at: kind } : {}),
    open: adversary?.lasts ?? "never",
  };
}

/** A finding in words. */
export function findingText(finding: TheoryFinding, system: SystemReport): string {
  switch (finding.kind) {
    case "chain": {
      const { after, links } = finding;
      const where = after === undefined ? "where executions end" : `after ${lengthText(after, system)}`;
      return `${links === 0 ? "no chain" : `a chain of ${counted(links, "link")}`} ${where}`;
    }
    case "valence": {
      const { bivalent, critical, at, open } = finding;
      const settled = counted(critical, "critical configuration");
      return [
        `${counted(bivalent, "bivalent initial configuration")}`,
        at === undefined ? settled : `${settled}, at ${at} alone`,
        OPEN[open],
      ].join("; ");
    }
    case "splice":
      return finding.violates.length === 0 ? "violates nothing" : `violates ${finding.violates.join(", ")}`;
    case "worst": {
      const { greatest, cost } = finding;
      return greatest === "unbounded"
        ? `no greatest number of ${cost}`
        : `${count(greatest)} ${cost} at most`;
    }
  }
}

/** The texts on how long an adversary can keep the decision open. */
const OPEN = {
  "for ever": "open for ever",
  unfairly: "open for ever, not fairly",
  "so long": "open for a time",
  never: "never open",
};

/** The lines on what was found. */
export function linesOfTheory(checked: readonly CheckedTheory[]): string[] {
  return checked.flatMap(({ claim, finds, found, seconds, agrees, system }) => {
    const told = found === undefined ? "a limit was met" : findingText(found, system);
    return [
      `${agrees ? green("✓") : red("✗")} ${claim}`,
      dim(`    ${finds.kind}: ${told}, ${duration(seconds)}`),
      ...(agrees ? [] : [red(`    claimed: ${findingText(finds, system)}`)]),
    ];
  });
}
