/** The panel *why*: the check while it goes on, its verdicts, and what makes a property false. */
import type { JSX } from "preact";
import type { Mark } from "../../diagram/index.ts";
import type { PlayedMoment, SystemFacts } from "../conversation.ts";
import type { CheckFindings, PropertyFinding } from "../findings.ts";
import { pathTo } from "../histories.ts";
import { knownTo } from "../sight.ts";
import { checkThenOpen, simulateSystem, stopWork } from "./checkDesk.ts";
import { Mistake } from "./Mistake.tsx";
import { violatedIn } from "./PropertyLanes.tsx";
import { Icon } from "./shapes.tsx";
import type { Studio } from "./studio.ts";
import type { CheckStatus } from "./studioState.ts";

/** The panel. */
export function WhyPanel({
  studio,
  moment,
  system,
}: {
  readonly studio: Studio;
  readonly moment: PlayedMoment | undefined;
  readonly system: SystemFacts | undefined;
}): JSX.Element {
  const { check, histories, moments } = studio.state;
  const path =
    histories === undefined ? [] : pathTo(histories, histories.now).flatMap((id) => moments.get(id) ?? []);
  const violated = violatedIn(path);
  return (
    <div class="why">
      {violated.length > 0 && moment !== undefined && (
        <WhyFalse studio={studio} path={path} property={violated[0] ?? ""} />
      )}
      {check.kind === "none" && violated.length === 0 && <NotChecked studio={studio} system={system} />}
      {check.kind === "running" && <Running studio={studio} check={check} />}
      {check.kind === "failed" && <Mistake mistake={check.mistake} studio={studio} />}
      {check.kind === "done" && <Done studio={studio} findings={check.findings} />}
    </div>
  );
}

function NotChecked({
  studio,
  system,
}: {
  readonly studio: Studio;
  readonly system: SystemFacts | undefined;
}): JSX.Element {
  const { limits } = studio.state;
  return (
    <>
      <h2 class="serif-title">Does it hold under every schedule?</h2>
      <p class="serif">
        The check tries all of them, in this tab. A property that is false somewhere opens as an execution,
        which you can walk, and leave at any step.
      </p>
      {system?.properties.map(({ name, kind }) => (
        <div key={name} class="prop">
          <span class="n">{name}</span>
          <span class="v">{kind}</span>
        </div>
      ))}
      <div class="acts">
        <button class="btn pri" onClick={() => void checkThenOpen(studio)}>
          Check every schedule <kbd>C</kbd>
        </button>
      </div>
      <fieldset class="limits">
        <legend>Limits</legend>
        <label>
          seconds
          <input
            type="number"
            min={1}
            value={limits.seconds}
            onChange={({ currentTarget }) =>
              studio.set({ limits: { ...limits, seconds: Math.max(1, Number(currentTarget.value) || 1) } })
            }
          />
        </label>
        <label>
          megabytes
          <input
            type="number"
            min={64}
            step={64}
            value={limits.megabytes}
            onChange={({ currentTarget }) =>
              studio.set({
                limits: { ...limits, megabytes: Math.max(64, Number(currentTarget.value) || 64) },
              })
            }
          />
        </label>
      </fieldset>
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
  const { megabytes } = studio.state.limits;
  const taken = bytes / 2 ** 20;
  return (
    <section aria-label="The check" aria-live="polite">
      <h3 class="meta">Checking, and play goes on</h3>
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
}: {
  readonly studio: Studio;
  readonly findings: CheckFindings;
}): JSX.Element {
  const { properties, configurations, transitions, depth, seconds, cutoff, unreached, system } = findings;
  const unknown = properties.some(({ verdict }) => verdict === "unknown");
  return (
    <section aria-label="The check" aria-live="polite">
      <h3 class="meta">{cutoff === undefined ? "Every schedule was tried" : "The check ended early"}</h3>
      {properties.map((finding) => (
        <Verdict key={finding.name} studio={studio} finding={finding} isInRounds={system.rounds} />
      ))}
      <p class="counts">
        {number(configurations)} configurations, {number(transitions)} transitions, depth {depth},{" "}
        {seconds.toFixed(2)} s. What cannot matter was left out.
      </p>
      {unreached.length > 0 && <p class="counts">No schedule reaches {unreached.join(", ")}.</p>}
      {unknown && (
        <div class="acts">
          <button class="btn" onClick={() => void simulateSystem(studio, 200, 1)}>
            Simulate instead
          </button>
          {(cutoff === "memory" || cutoff === "time") && (
            <button
              class="btn"
              onClick={() => {
                const { limits } = studio.state;
                studio.set({ limits: { seconds: limits.seconds * 4, megabytes: limits.megabytes * 2 } });
                void checkThenOpen(studio);
              }}
            >
              Allow more
            </button>
          )}
          <button class="btn quiet" onClick={() => studio.overlay("system")}>
            Smaller system
          </button>
        </div>
      )}
    </section>
  );
}

function Verdict({
  studio,
  finding,
  isInRounds,
}: {
  readonly studio: Studio;
  readonly finding: PropertyFinding;
  readonly isInRounds: boolean;
}): JSX.Element {
  const { name } = finding;
  const { verdict } = finding;
  if (finding.verdict === "holds" || finding.verdict === "unreachable")
    return (
      <div class={verdict === "holds" ? "prop verdict" : "prop verdict bad"}>
        {verdict === "holds" && <Icon name="tick" />}
        <span class="n">{name}</span>
        <span class="v">{verdict}</span>
      </div>
    );
  if (finding.verdict === "unknown")
    return (
      <div class="verdict">
        <div class="prop">
          <span class="n">{name}</span>
          <span class="v">unknown</span>
        </div>
        <p class="serif small">{sentence(finding.reason)}</p>
      </div>
    );
  const { steps, cycle, isShortest, inputs, events } = finding;
  const unit = isInRounds ? "round" : "step";
  return (
    <div class="verdict">
      <div class="prop bad">
        <span class="n">{name}</span>
        <span class="v">
          violated after {steps} {steps === 1 ? unit : `${unit}s`}
        </span>
      </div>
      <p class="small dim">
        {cycle !== undefined && `Its last ${cycle} ${cycle === 1 ? unit : `${unit}s`} can go on for ever. `}
        {isShortest && `No schedule with fewer ${unit}s does it.`}
      </p>
      <button class="btn" onClick={() => void studio.openSchedule(inputs, events, name)}>
        Open it
      </button>
    </div>
  );
}

/** The reason why a property is false here: who knew what. */
function WhyFalse({
  studio,
  path,
  property,
}: {
  readonly studio: Studio;
  readonly path: readonly PlayedMoment[];
  readonly property: string;
}): JSX.Element {
  const { scene, system, opened, histories } = studio.state;
  const broken = path.find(({ truth }) => truth.some((one) => one.name === property && one.isRefuted));
  const unit = system?.report.rounds === true ? "round" : "step";
  const last = scene?.scene.marks.findLast(({ step }) => step === broken?.step);
  const known = last === undefined || scene === undefined ? undefined : knownTo(scene.scene, last.process);
  const unseen = [
    ...new Set(
      (scene?.scene.marks ?? [])
        .filter((mark) => mark.step > 0 && known?.has(mark) === false)
        .map(({ step }) => step),
    ),
  ];
  const isByObjects = path.some(({ objects }) => objects.length > 0);
  const isAway = opened !== undefined && histories !== undefined && histories.now !== opened.end;
  return (
    <>
      <div class="goal bad">
        <p class="k">{property} is false</p>
        <p class="g">
          {broken === undefined || broken.step === 0
            ? "From the start."
            : `Since ${unit} ${broken.step}: ${broken.events[0] ?? ""}.`}
        </p>
      </div>
      {last !== undefined && !isByObjects && (
        <p class="serif">
          When {last.process} takes its last step, all that it has seen is its causal past.{" "}
          {unseen.length > 0 &&
            `Of ${steps(unseen, unit)} it knows nothing: without them, it would have done the same.`}
        </p>
      )}
      {last !== undefined && (
        <div class="acts">
          {!isByObjects && (
            <button
              class="btn"
              onClick={() => studio.seeAs(studio.state.eyes === last.process ? undefined : last.process)}
            >
              {studio.state.eyes === last.process ? "See everything" : `As ${last.process} sees it`}
            </button>
          )}
          <button class="btn" onClick={() => void studio.goBy(-1)}>
            Back, and otherwise <kbd>←</kbd>
          </button>
          {isAway && (
            <button class="btn" onClick={() => void studio.go(opened.end)}>
              To the violation
            </button>
          )}
        </div>
      )}
      <Decisions marks={scene?.scene.marks ?? []} />
    </>
  );
}

/** The decisions so far. */
function Decisions({ marks }: { readonly marks: readonly Mark[] }): JSX.Element | null {
  const decisions = marks.filter(({ decision }) => decision !== undefined);
  if (decisions.length === 0) return null;
  return (
    <div class="because">
      <h3 class="meta">Decisions</h3>
      {decisions.map(({ process, decision, step }) => (
        <p key={process}>
          <code>
            {process} = {decision}
          </code>{" "}
          <small>since {step}</small>
        </p>
      ))}
    </div>
  );
}

function steps(numbers: readonly number[], unit: string): string {
  const [first] = numbers;
  const last = numbers.at(-1);
  const isRun = numbers.every((one, i) => i === 0 || one === (numbers[i - 1] ?? 0) + 1);
  if (numbers.length === 1) return `${unit} ${first}`;
  return isRun ? `${unit}s ${first} to ${last}` : `${unit}s ${numbers.join(", ")}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function number(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}
