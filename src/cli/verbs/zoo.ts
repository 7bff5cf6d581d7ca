/** `lightcone zoo`: the rooms, a page, or the check of a page's claims. */
import { relative } from "node:path";
import { bundle } from "../../host/node/bundle.ts";
import { Cache } from "../../host/node/cache.ts";
import { Failed, usageFailure } from "../../host/node/mistakeReport.ts";
import type { ClaimReport, DescribeReport } from "../../host/node/job.ts";
import { nearest } from "../../base/spelling.ts";
import { Supervisor } from "../../host/node/supervise.ts";
import { zooPages, type ZooPage } from "../../host/node/zooFolder.ts";
import { checkClaims, inductionText, linesOfClaims } from "../claims.ts";
import type { PageRunner } from "../pageRunner.ts";
import { checkTheory, findingText } from "../theoryClaims.ts";
import { ExitCode } from "../exitCode.ts";
import { json } from "../fileFlags.ts";
import { HANDLER_TIMEOUT_MS } from "../fileJob.ts";
import { bold, cyan, dim } from "../ink.ts";
import { JSON_VERSION } from "../json.ts";
import { LiveProgress } from "../progress.ts";
import { endedBySignal } from "../signals.ts";
import type { Terminal } from "../terminal.ts";
import { lengthText, textOfSystem } from "../systemText.ts";
import { verb, type Flags } from "../verb.ts";
import { wrapped } from "../wrap.ts";

/** Flags of `zoo`. */
interface ZooFlags {
  readonly check: boolean;
  readonly json: boolean;
}

const flags = {
  json,
  check: { kind: "boolean", brief: "Check the claims of the page", default: false, withNegated: false },
} as const satisfies Flags<ZooFlags>;

/** The verb `zoo`. */
export const zoo = verb<ZooFlags, [string?]>({
  brief: "Visit the zoo of textbook algorithms",
  about: [
    "Without a name, lists the rooms. With a name, shows the page: what it is, where it comes from, its",
    "properties, and what is claimed of them.",
  ],
  examples: ["lightcone zoo", "lightcone zoo two-phase-commit", "lightcone zoo two-phase-commit --check"],
  flags,
  positional: [{ brief: "A page of the zoo", parse: String, placeholder: "NAME", optional: true }],
  run: visit,
});

/** Lists the zoo, shows a page, or checks its claims. */
async function visit(this: Terminal, flags: ZooFlags, name?: string): Promise<void> {
  const progress = new LiveProgress();
  const supervisor = new Supervisor({
    handlerTimeoutMs: HANDLER_TIMEOUT_MS,
    onProgress: (now) => progress.show(now),
  });
  const runner =
    (page: ZooPage): PageRunner =>
    async (job) => {
      const bundled = await bundle(page.file, new Cache(page.file));
      const running = supervisor.run(job, bundled, relative(process.cwd(), page.file));
      const outcome = await unlessInterrupted(running).finally(() => progress.clear());
      if (outcome.kind === "done") return outcome.report;
      throw new Failed(
        outcome.kind === "failed"
          ? outcome.failure
          : usageFailure("The check ran out of memory.", "This claim needs a larger machine."),
      );
    };
  try {
    if (name === undefined && flags.check)
      throw new Failed(
        usageFailure("--check needs the name of a page.", "Write lightcone zoo NAME --check, such as paxos."),
      );
    if (name === undefined) await list(this, runner);
    else await show(this, { page: pageNamed(name), check: flags.check, runner });
  } finally {
    await supervisor.close();
  }
}

/** The result of some work. @throws Failed as soon as a signal asks for an end */
function unlessInterrupted<T>(work: Promise<T>): Promise<T> {
  let interrupt = (): void => undefined;
  const interrupted = new Promise<never>((_, reject) => {
    const failure = usageFailure("It was interrupted before it could answer.", "Let it go on for longer.");
    interrupt = () => reject(new Failed(failure));
  });
  return endedBySignal(Promise.race([work, interrupted]), interrupt);
}

/** The page with a name. @throws Failed with a suggestion */
function pageNamed(name: string): ZooPage {
  const pages = zooPages();
  const page = pages.find((candidate) => candidate.name === name.replace(/\.ts$/, ""));
  if (page !== undefined) return page;
  const names = pages.map((candidate) => candidate.name);
  const close = names.find((candidate) => candidate.startsWith(name)) ?? nearest(name, names);
  throw new Failed(
    usageFailure(
      `The zoo has no page "${name}".`,
      close === undefined ? "See them all: lightcone zoo" : `Did you mean ${close}?`,
    ),
  );
}

async function list(terminal: Terminal, runner: (page: ZooPage) => PageRunner): Promise<void> {
  const pages: (ZooPage & Pick<DescribeReport, "about">)[] = [];
  for (const page of zooPages()) {
    const { about } = (await runner(page)({ kind: "describe" })) as DescribeReport;
    pages.push({ ...page, ...(about === undefined ? {} : { about }) });
  }
  if (terminal.json) {
    const listed = pages.map(({ name, room, about = null }) => ({ name, room, about }));
    return terminal.answer({ lightcone: "zoo", version: JSON_VERSION, pages: listed });
  }
  const width = Math.max(...pages.map(({ name }) => name.length));
  const lines: string[] = [];
  for (const [i, { name, room, about = "" }] of pages.entries()) {
    if (pages[i - 1]?.room !== room) lines.push(...(i === 0 ? [] : [""]), bold(room.replaceAll("-", " ")));
    const [first = "", ...rest] = wrapped(about, (process.stdout.columns || 100) - width - 4);
    lines.push(
      `  ${cyan(name.padEnd(width))}  ${first}`,
      ...rest.map((line) => `${" ".repeat(width + 4)}${line}`),
    );
  }
  terminal.print([...lines, "", dim("A page: lightcone zoo NAME. Its claims: lightcone zoo NAME --check")]);
}

interface Shown {
  readonly page: ZooPage;
  readonly check: boolean;
  readonly runner: (page: ZooPage) => PageRunner;
}

async function show(terminal: Terminal, { page, check, runner }: Shown): Promise<void> {
  const { json } = terminal;
  const run = runner(page);
  const described = (await run({ kind: "describe" })) as DescribeReport;
  const { kind: _kind, ...facts } = described;
  const path = relative(process.cwd(), page.file);
  if (!check) {
    const { name, room } = page;
    if (json) terminal.answer({ lightcone: "zoo-page", version: JSON_VERSION, name, room, path, ...facts });
    else terminal.print(linesOfPage(described, path));
    return;
  }
  const checked = {
    claims: await checkClaims(described.claims, run),
    theory: await checkTheory(described.theory, run),
  };
  const isTrue = [...checked.claims, ...checked.theory].every(({ agrees }) => agrees);
  terminal.process.exitCode = isTrue ? ExitCode.holds : ExitCode.violated;
  const document = { lightcone: "zoo-claims", version: JSON_VERSION, name: page.name, path, ...checked };
  if (json) terminal.answer(document);
  else terminal.print(linesOfClaims(described, checked));
}

function linesOfPage(
  { protocol, about, source, system, properties, claims, theory }: DescribeReport,
  path: string,
): string[] {
  const width = process.stdout.columns || 100;
  return [
    bold(protocol),
    ...(about === undefined ? [] : ["", ...wrapped(about, width)]),
    "",
    ...(source === undefined ? [] : wrapped(`Source: ${source}`, width)),
    `File:   ${path}`,
    `System: ${textOfSystem(system)}`,
    "",
    bold("Properties"),
    ...properties.map(({ name, kind }) => `  ${name} ${dim(`(${kind})`)}`),
    ...(claims.length === 0
      ? []
      : ["", bold("Claims"), ...claims.flatMap((claim) => claimLines(claim, width))]),
    ...theory.flatMap(({ claim, finds, system: of }) =>
      sentenceLines(claim, width, [`${finds.kind}: ${findingText(finds, of)}`, of]),
    ),
  ];
}

function claimLines(
  { claim, property, verdict, configurations, steps, facts, system }: ClaimReport,
  width: number,
): string[] {
  const numbers = [
    ...(facts === undefined ? [] : [inductionText(facts)]),
    ...(steps === undefined ? [] : [`after ${lengthText(steps, system)}`]),
    ...(configurations === undefined ? [] : [`${configurations.toLocaleString("en-US")} configurations`]),
  ];
  return sentenceLines(claim, width, [[`${property} ${verdict}`, ...numbers].join(", "), system]);
}

/** A claim, what is found, and of which system. */
function sentenceLines(
  claim: string,
  width: number,
  [found, system]: readonly [string, ClaimReport["system"]],
): string[] {
  const [first = "", ...rest] = wrapped(claim, width - 4);
  return [`  - ${first}`, ...rest.map((line) => `    ${line}`), dim(`    ${found}: ${textOfSystem(system)}`)];
}
