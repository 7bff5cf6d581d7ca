/** Runs: a simulation, what was violated in it, and its numbers as plots. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { MEASURES } from "../../simulator/simulation.ts";
import { histogram, summarize } from "../../simulator/statistics.ts";
import type { FoundRun, SimulationFindings } from "../conversation.ts";
import { simulateSystem } from "./checkDesk.ts";
import { MEASURE_TEXTS } from "./measures.ts";
import { Mistake } from "./Mistake.tsx";
import { SweepView } from "./SweepView.tsx";
import type { Studio } from "./studio.ts";

/** The panel. */
export function RunsPanel({ studio }: { readonly studio: Studio }): JSX.Element {
  const { simulation, system } = studio.state;
  const [runs, setRuns] = useState(200);
  const [seed, setSeed] = useState(1);
  return (
    <div class="why">
      <h2 class="serif-title">Many runs</h2>
      <p class="serif">
        A fair adversary chooses; what may fail, fails by chance. No violation seen is not a proof: the check
        is.
      </p>
      <div class="acts fields">
        <label>
          runs
          <input
            type="number"
            min={1}
            max={100_000}
            value={runs}
            onChange={({ currentTarget }) => setRuns(Math.max(1, Number(currentTarget.value) || 1))}
          />
        </label>
        <label>
          seed
          <input
            type="number"
            min={0}
            value={seed}
            onChange={({ currentTarget }) => setSeed(Math.max(0, Number(currentTarget.value) || 0))}
          />
        </label>
        <button class="btn strong" onClick={() => void simulateSystem(studio, runs, seed)}>
          {simulation.kind === "running" ? "Stop" : "Simulate"} <kbd>M</kbd>
        </button>
      </div>
      {simulation.kind === "running" && (
        <p class="serif" aria-live="polite">
          {(simulation.progress?.runs ?? 0).toLocaleString("en-US")} runs,{" "}
          {(simulation.progress?.events ?? 0).toLocaleString("en-US")} events so far.
        </p>
      )}
      {simulation.kind === "failed" && <Mistake mistake={simulation.mistake} studio={studio} />}
      {simulation.kind === "done" && <Findings studio={studio} findings={simulation.findings} />}
      {system !== undefined && <SweepView studio={studio} system={system} runs={{ runs, seed }} />}
    </div>
  );
}

function Findings({
  studio,
  findings,
}: {
  readonly studio: Studio;
  readonly findings: SimulationFindings;
}): JSX.Element {
  const { properties, samples, sampled, runs, seconds } = findings;
  const shown = MEASURES.filter((measure) => new Set(samples[measure]).size > 1);
  const still = MEASURES.filter((measure) => !shown.includes(measure) && (samples[measure][0] ?? 0) > 0);
  return (
    <section aria-label="The simulation">
      {properties.map(({ name, violated, found }) => (
        <div key={name} class={violated > 0 ? "prop bad" : "prop"}>
          <span class="n">{name}</span>
          <span class="v">{violated > 0 ? `violated in ${violated} of ${runs}` : "not violated"}</span>
          {found !== undefined && <FoundRuns studio={studio} name={name} found={found} />}
        </div>
      ))}
      <p class="counts">
        {runs.toLocaleString("en-US")} runs in {seconds.toFixed(2)} s
        {sampled === "quiescent" ? "; the numbers are of those that came to an end" : ""}.
      </p>
      {shown.map((measure) => (
        <Histogram key={measure} title={MEASURE_TEXTS[measure]} samples={samples[measure]} />
      ))}
      {still.length > 0 && (
        <p class="counts">
          In each run: {still.map((measure) => `${samples[measure][0]} ${MEASURE_TEXTS[measure]}`).join(", ")}
          .
        </p>
      )}
    </section>
  );
}

/** A violation to be opened: made short, and as it came where that is another. */
function FoundRuns({
  studio,
  name,
  found: { inputs, asItCame, short },
}: {
  readonly studio: Studio;
  readonly name: string;
  readonly found: NonNullable<SimulationFindings["properties"][number]["found"]>;
}): JSX.Element {
  const open = ({ events }: FoundRun): void => void studio.openSchedule(inputs, events, name);
  return (
    <div class="acts">
      <button class="btn" onClick={() => open(short)}>
        Open, in {countText(short.steps)}
      </button>
      {asItCame.events.join() !== short.events.join() && (
        <button class="btn quiet" onClick={() => open(asItCame)}>
          As it came, in {countText(asItCame.steps)}
        </button>
      )}
    </div>
  );
}

function countText(steps: number): string {
  return steps === 1 ? "1 step" : `${steps} steps`;
}

const WIDTH = 280;
const HEIGHT = 84;

/** The distribution of a number, with its median. */
function Histogram({
  title,
  samples,
}: {
  readonly title: string;
  readonly samples: readonly number[];
}): JSX.Element {
  const bins = histogram(samples, 12);
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const summary = summarize(samples);
  const size = WIDTH / Math.max(1, bins.length);
  return (
    <figure class="plot">
      <figcaption>
        {title} <i>{summaryText(summary)}</i>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT + 18}`}
        role="img"
        aria-label={`${title}: ${summaryText(summary)}`}
      >
        {bins.map(({ from, to, count }, i) => {
          const height = (count / most) * (HEIGHT - 16);
          const isMiddle = summary.median >= from && summary.median <= to;
          return (
            <g key={from}>
              <rect
                class={isMiddle ? "bin middle" : "bin"}
                x={i * size + 1}
                y={HEIGHT - height}
                width={Math.max(1, size - 2)}
                height={height}
              />
              {count > 0 && (
                <text x={(i + 0.5) * size} y={HEIGHT - height - 4} text-anchor="middle">
                  {count}
                </text>
              )}
              {(bins.length <= 8 || i % 2 === 0) && (
                <text class="axis" x={(i + 0.5) * size} y={HEIGHT + 14} text-anchor="middle">
                  {Math.round(from * 10) / 10}
                </text>
              )}
            </g>
          );
        })}
      </svg>
    </figure>
  );
}

function summaryText({ median, p95, max }: ReturnType<typeof summarize>): string {
  return `median ${round(median)}, 95 % up to ${round(p95)}, at most ${round(max)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
