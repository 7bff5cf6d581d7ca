/** The check: what it is to be, how it goes on, and what was found. */
import type { JSX } from "preact";
import type { SystemReport } from "../../host/node/job.ts";
import type { CheckWish, SystemFacts } from "../conversation.ts";
import type { CheckFindings, FoundCycle, FoundSchedule, PropertyFinding } from "../findings.ts";
import { checkThenOpen, simulateSystem, stopWork } from "./checkDesk.ts";
import { HowToCheck } from "./HowToCheck.tsx";
import { Mistake } from "./Mistake.tsx";
import { Flag, Icon } from "./shapes.tsx";
import type { Studio } from "./studio.ts";
import type { CheckStatus } from "./studioState.ts";

/** The check, as far as it has come. */
export function CheckView({
  studio,
  system,
}: {
  readonly studio: Studio;
  readonly system: SystemFacts | undefined;
}): JSX.Element {
  const { check } = studio.state;
  switch (check.kind) {
    case "none":
      return <NotChecked studio={studio} system={system} />;
    case "running":
      return <Running studio={studio} check={check} />;
    case "failed":
      return (
        <>
          <Mistake mistake={check.mistake} studio={studio} />
          {system !== undefined && <HowToCheck studio={studio} system={system} />}
        </>
      );
    case "done":
      return <Done studio={studio} findings={check.findings} system={system} />;
  }
}

function NotChecked({
  studio,
  system,
}: {
  readonly studio: Studio;
  readonly system: SystemFacts | undefined;
}): JSX.Element {
  const { properties } = studio.state.wish;
  return (
    <>
      <h2 class="serif-title">Does it hold under every schedule?</h2>
      <p class="serif">
        The check tries all of them, in this tab. A property that is false somewhere opens as an execution,
        which you can walk, and leave at any step.
      </p>
      <div>
        {system?.properties.map(({ name, kind }) => (
          <div key={name} class={properties?.includes(name) === false ? "prop dim" : "prop"}>
            <span class="n">{name}</span>
            <span class="v">{kind}</span>
          </div>
        ))}
      </div>
      <div class="acts">
        <button class="btn pri" onClick={() => void checkThenOpen(studio)}>
          Check every schedule <kbd>C</kbd>
        </button>
      </div>
      {system !== undefined && <HowToCheck studio={studio} system={system} />}
    </>
  );
}

function Running({
  studio,
  check,
}: {
  readonly studio: Studio;
  readonly check: Extract<CheckStatus, { kind: "running" }>;
}): JSX.Element {
  const { progress, rate, bytes } = check;
  const { megabytes } = studio.state.wish;
  const taken = bytes / 2 ** 20;
  return (
    <section aria-label="The check" aria-live="polite">
      <h2 class="meta">Checking, and play goes on</h2>
      <div class="nums">
        <span>
          <b>{number(progress?.configurations ?? 0)}</b>configurations
        </span>
        <span>
          <b>{number(rate)}</b>a second
        </span>
        <span>
          <b>{progress?.depth ?? 0}</b>depth
        </span>
        <span>
          <b>{number(taken)} MB</b>of {number(megabytes)} MB
        </span>
      </div>
      <div class="bar">
        <i style={{ width: `${Math.min(100, (taken / megabytes) * 100)}%` }} />
      </div>
      <p class="serif">The bar is memory. How many there are, nobody knows yet.</p>
      <button class="btn" onClick={() => void stopWork()}>
        Stop <kbd>C</kbd>
      </button>
    </section>
  );
}

function Done({
  studio,
  findings,
  system: facts,
}: {
  readonly studio: Studio;
  readonly findings: CheckFindings;
  readonly system: SystemFacts | undefined;
}): JSX.Element {
  const { properties, configurations, transitions, depth, seconds, unreached, system } = findings;
  return (
    <section aria-label="The check" aria-live="polite">
      <h2 class="meta">{howFar(findings)}</h2>
      {properties.map((finding) => (
        <Verdict key={finding.name} studio={studio} finding={finding} system={system} />
      ))}
      <p class="counts">
        {number(configurations)} configurations, {number(transitions)} transitions, depth {depth},{" "}
        {seconds.toFixed(2)} s. {findings.isReduced && "What cannot matter was left out."}
        {findings.symmetry !== undefined && ` ${symmetryText(findings.symmetry)}`}
      </p>
      {unreached.length > 0 && <p class="counts">No schedule reaches {unreached.join(", ")}.</p>}
      <WhatNext studio={studio} findings={findings} />
      {facts !== undefined && <HowToCheck studio={studio} system={facts} />}
    </section>
  );
}

/** The part of all schedules that was tried. */
function howFar({ cutoff, beyond, system }: CheckFindings): string {
  if (cutoff !== undefined) return "The check ended early";
  return beyond > 0 ? `Every schedule within ${system.within ?? ""} was tried` : "Every schedule was tried";
}

function symmetryText({ groups, orbits }: NonNullable<CheckFindings["symmetry"]>): string {
  const names = groups.map((group) => group.join(", ")).join("; ");
  return `Interchangeable are ${names}: ${number(orbits)} orbits.`;
}

/** The ways on where something is unknown. */
function WhatNext({
  studio,
  findings: { properties, cutoff },
}: {
  readonly studio: Studio;
  readonly findings: CheckFindings;
}): JSX.Element | null {
  if (!properties.some(({ verdict }) => verdict === "unknown")) return null;
  const again = (part: Partial<CheckWish>): void => {
    studio.set({ wish: { ...studio.state.wish, ...part } });
    void checkThenOpen(studio);
  };
  const { seconds, megabytes } = studio.state.wish;
  return (
    <div class="acts">
      {cutoff === "violation" && (
        <button class="btn" onClick={() => again({ keepsGoing: true })}>
          Keep going
        </button>
      )}
      {(cutoff === "memory" || cutoff === "time") && (
        <button class="btn" onClick={() => again({ seconds: seconds * 4, megabytes: megabytes * 2 })}>
          Allow more
        </button>
      )}
      <button class="btn" onClick={() => void simulateSystem(studio, 200, 1)}>
        Simulate instead
      </button>
      <button class="btn quiet" onClick={() => studio.overlay("system")}>
        Smaller system
      </button>
    </div>
  );
}

function Verdict({
  studio,
  finding,
  system,
}: {
  readonly studio: Studio;
  readonly finding: PropertyFinding;
  readonly system: SystemReport;
}): JSX.Element {
  const { name, verdict } = finding;
  const lines = [...restsOn(finding)];
  const found = verdict === "violated" ? finding : verdict === "holds" ? finding.witness : undefined;
  const isBad = verdict === "violated" || verdict === "unreachable";
  return (
    <div class="verdict">
      <div class={isBad ? "prop bad" : "prop"}>
        {verdict === "holds" && <Icon name="tick" />}
        <span class="n">{name}</span>
        <span class="v">
          {verdict}
          {verdict === "violated" && ` after ${lengthText(finding.steps, system)}`}
        </span>
      </div>
      {verdict === "unknown" && <p class="serif small">{sentence(finding.reason)}</p>}
      {lines.length > 0 && <p class="small dim">{lines.join(" ")}</p>}
      {found !== undefined && <Found studio={studio} name={name} found={found} system={system} />}
    </div>
  );
}

/** The sentences on what a verdict rests on. */
function restsOn(finding: PropertyFinding): string[] {
  if (finding.verdict !== "holds") return [];
  return [
    ...(finding.assumed === undefined ? [] : [sentence(finding.assumed)]),
    ...(finding.isVacuous === true ? ["Nothing puts it to the test: what it speaks of never comes."] : []),
  ];
}

/** A schedule that was found: how short it is, how it goes on for ever, and the way into it. */
function Found({
  studio,
  name,
  found: { steps, cycle, isShortest, inputs, events },
  system,
}: {
  readonly studio: Studio;
  readonly name: string;
  readonly found: FoundSchedule;
  readonly system: SystemReport;
}): JSX.Element {
  const among = system.within === undefined ? "" : ` within ${system.within}`;
  return (
    <>
      {cycle !== undefined && <Cycle cycle={cycle} system={system} />}
      {isShortest && (
        <p class="small dim">
          No schedule{among} with fewer than {lengthText(steps, system)} does it.
        </p>
      )}
      <button class="btn" onClick={() => void studio.openSchedule(inputs, events, name)}>
        Open it
      </button>
    </>
  );
}

/** The maximum number of payments that are told. */
const PAYMENTS_MAX = 12;

/** The steps that can go on for ever, and why that is admissible: all that has to happen does. */
function Cycle({
  cycle: { steps, payments },
  system,
}: {
  readonly cycle: FoundCycle;
  readonly system: SystemReport;
}): JSX.Element {
  const told = payments?.slice(0, PAYMENTS_MAX) ?? [];
  const more = (payments?.length ?? 0) - told.length;
  const why =
    payments === undefined
      ? "Whether it is admissible was not asked: no fairness is assumed."
      : payments.length === 0
        ? "Nothing else has to happen meanwhile."
        : "It is admissible, as all that has to happen does:";
  return (
    <>
      <p class="small dim">
        Its last {lengthText(steps, system)} can go on for ever. {why}
      </p>
      {told.length > 0 && (
        <ul class="payments">
          {told.map(({ text, isOwed }) => (
            <li key={text}>
              <Flag isOwed={isOwed} />
              {text}
            </li>
          ))}
          {more > 0 && <li>… and {more} more</li>}
        </ul>
      )}
    </>
  );
}

function lengthText(count: number, { rounds }: SystemReport): string {
  const unit = rounds ? "round" : "step";
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
