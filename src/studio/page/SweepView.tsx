/** A sweep over the sizes of a role: the choice of them, a table, and a plot. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { MEASURES, type Measure } from "../../simulator/simulation.ts";
import { summarize } from "../../simulator/statistics.ts";
import type { SystemFacts } from "../conversation.ts";
import type { PropertyFinding } from "../findings.ts";
import { MEASURE_TEXTS } from "./measures.ts";
import { SizePlot, type SizePoint } from "./SizePlot.tsx";
import { sweep, systemOfSize, type SweepRuns } from "./sweepDesk.ts";
import type { Studio } from "./studio.ts";
import type { Sweep, SweepOrder, SweepRow } from "./studioState.ts";

interface SweepProps {
  readonly studio: Studio;
  readonly system: SystemFacts;
  readonly runs: SweepRuns;
}

/** The sizes that a sweep has if nobody wants others. */
const SIZES_USUAL = 4;

/** The section. */
export function SweepView({ studio, system, runs }: SweepProps): JSX.Element {
  const roles = Object.entries(system.report.processes);
  const largest = roles.toSorted(([, a], [, b]) => b - a)[0] ?? ["", 1];
  const [sort, setSort] = useState<SweepOrder["sort"]>("check");
  const [role, setRole] = useState(largest[0]);
  const [from, setFrom] = useState(Math.max(1, largest[1] - 1));
  const [to, setTo] = useState(Math.max(1, largest[1] - 1) + SIZES_USUAL - 1);
  const { sweep: now } = studio.state;
  const isRunning = now?.isRunning === true;
  return (
    <section aria-label="Sizes" class="sweep">
      <h2 class="serif-title">Other sizes</h2>
      <p class="serif">The same for one number of processes after the other: what grows, and how fast?</p>
      <div class="acts fields">
        <label>
          what
          <select value={sort} onChange={({ currentTarget: { value } }) => setSort(value as typeof sort)}>
            <option value="check">check every schedule</option>
            <option value="simulate">simulate {runs.runs} runs</option>
          </select>
        </label>
        <label>
          role
          <select value={role} onChange={({ currentTarget: { value } }) => setRole(value)}>
            {roles.map(([name]) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <SizeField name="from" value={from} choose={setFrom} />
        <SizeField name="to" value={to} choose={setTo} />
        <button
          class="btn strong"
          onClick={() => void sweep(studio, { sort, role, from, to: Math.max(from, to) }, runs)}
        >
          {isRunning ? "Stop" : "Sweep"}
        </button>
      </div>
      {now !== undefined && <Swept studio={studio} swept={now} />}
    </section>
  );
}

function SizeField({
  name,
  value,
  choose,
}: {
  readonly name: string;
  readonly value: number;
  choose(value: number): void;
}): JSX.Element {
  return (
    <label>
      {name}
      <input
        type="number"
        min={1}
        max={500}
        value={value}
        onChange={({ currentTarget }) => choose(Math.max(1, Math.floor(Number(currentTarget.value)) || 1))}
      />
    </label>
  );
}

/** The findings so far. */
function Swept({ studio, swept }: { readonly studio: Studio; readonly swept: Sweep }): JSX.Element {
  const { order, rows, isRunning } = swept;
  const measures = MEASURES.filter((measure) => rows.some((row) => (topOf(row, measure) ?? 0) > 0));
  const [wanted, setWanted] = useState<Measure>("messages");
  const measure = measures.includes(wanted) ? wanted : (measures[0] ?? "steps");
  const next = order.from + rows.length;
  const points = rows.flatMap((row) => pointOf(row, measure) ?? []);
  const title = order.sort === "check" ? "configurations" : MEASURE_TEXTS[measure];
  return (
    <>
      {points.length > 1 && <SizePlot title={title} axis={order.role} points={points} />}
      {order.sort === "simulate" && measures.length > 1 && (
        <div class="chips" role="group" aria-label="Measure">
          {measures.map((one) => (
            <button
              key={one}
              class={one === measure ? "chip on" : "chip"}
              aria-pressed={one === measure}
              onClick={() => setWanted(one)}
            >
              {MEASURE_TEXTS[one]}
            </button>
          ))}
        </div>
      )}
      {rows.length > 0 && <SizeTable studio={studio} swept={swept} measure={measure} />}
      <p class="counts" aria-live="polite">
        {isRunning ? `${order.role}=${next} …` : endText(swept)}
      </p>
    </>
  );
}

/** The words on why a sweep ended before its last size. */
function endText({ order, rows }: Sweep): string {
  const last = rows.at(-1);
  if (last === undefined || last.size === order.to) return "";
  const cutoff = last.kind === "checked" ? last.findings.cutoff : undefined;
  return cutoff === "time" || cutoff === "memory"
    ? `The limit of ${cutoff} was met with ${order.role}=${last.size}: larger ones were not tried.`
    : `It was stopped at ${order.role}=${last.size}.`;
}

function SizeTable({
  studio,
  swept: { order, rows },
  measure,
}: {
  readonly studio: Studio;
  readonly swept: Sweep;
  readonly measure: Measure;
}): JSX.Element {
  const names = namesIn(rows);
  const numbers = order.sort === "check" ? ["configurations", "depth", "s"] : ["median", "95 %", "most"];
  return (
    <div class="table-scroll">
      <table class="sizes">
        <thead>
          <tr>
            <th scope="col">{order.role}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                <code>{name}</code>
              </th>
            ))}
            {numbers.map((name) => (
              <th key={name} scope="col" class="number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.size}>
              <th scope="row">
                <button class="size" title="Play this size" onClick={() => void open(studio, order, row)}>
                  {row.size}
                </button>
              </th>
              {row.kind === "failed" ? (
                <td colSpan={names.length + numbers.length}>{row.mistake.what}</td>
              ) : (
                <>
                  {names.map((name) => (
                    <td key={name}>{verdictIn(row, name)}</td>
                  ))}
                  {numbersIn(row, measure).map((text, i) => (
                    <td key={numbers[i]} class="number">
                      {text}
                    </td>
                  ))}
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The properties of all sizes: those of every process of a role become more. */
function namesIn(rows: readonly SweepRow[]): string[] {
  const names = rows.flatMap((row) => (row.kind === "failed" ? [] : row.findings.properties.map(familyOf)));
  return [...new Set(names)];
}

/** The name of a property, without the process where it is asked of each of a role. */
function familyOf({ name, process }: { readonly name: string; readonly process?: string }): string {
  return process === undefined ? name : name.slice(0, -process.length - 1);
}

/** The verdict on a property, or on all of a family: the worst of them. */
function verdictIn(row: SweepRow, family: string): JSX.Element | string {
  if (row.kind === "failed") return "";
  if (row.kind === "simulated") {
    const found = row.findings.properties.filter((one) => familyOf(one) === family);
    const violated = Math.max(0, ...found.map((one) => one.violated));
    if (found.length === 0) return "";
    return violated === 0 ? "not violated" : <b class="bad">in {violated}</b>;
  }
  const found = row.findings.properties.filter((one) => familyOf(one) === family);
  const worst = WORST_FIRST.flatMap((verdict) => found.filter((one) => one.verdict === verdict))[0];
  if (worst === undefined) return "";
  if (worst.verdict === "violated") return <b class="bad">violated after {worst.steps}</b>;
  return worst.verdict === "unreachable" ? <b class="bad">unreachable</b> : worst.verdict;
}

const WORST_FIRST = [
  "violated",
  "unreachable",
  "unknown",
  "holds",
] as const satisfies readonly PropertyFinding["verdict"][];

function numbersIn(row: SweepRow, measure: Measure): string[] {
  if (row.kind === "failed") return [];
  if (row.kind === "checked") {
    const { configurations, depth, seconds } = row.findings;
    return [grouped(configurations), grouped(depth), seconds.toFixed(seconds < 10 ? 2 : 0)];
  }
  const samples = row.findings.samples[measure];
  if (samples.length === 0) return ["–", "–", "–"];
  const { median, p95, max } = summarize(samples);
  return [median, p95, max].map(grouped);
}

function grouped(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 1 });
}

function topOf(row: SweepRow, measure: Measure): number | undefined {
  return row.kind === "simulated"
    ? row.findings.samples[measure].reduce((a, b) => Math.max(a, b), 0)
    : undefined;
}

/** The point of a size in the plot. */
function pointOf(row: SweepRow, measure: Measure): SizePoint | undefined {
  if (row.kind === "failed") return undefined;
  const { size } = row;
  if (row.kind === "checked") {
    const { configurations, cutoff, properties } = row.findings;
    const isBad = properties.some(({ verdict }) => verdict === "violated" || verdict === "unreachable");
    return { size, value: configurations, isBad, isOpen: cutoff !== undefined };
  }
  const samples = row.findings.samples[measure];
  if (samples.length === 0) return undefined;
  const { median, p95 } = summarize(samples);
  const isBad = row.findings.properties.some(({ violated }) => violated > 0);
  return { size, value: median, high: p95, isBad, isOpen: false };
}

/** Plays a size, and opens what violates a property there. */
async function open(studio: Studio, { role }: SweepOrder, row: SweepRow): Promise<void> {
  const { sweep: swept, request } = studio.state;
  await studio.changeSystem(systemOfSize(request, role, row.size));
  studio.set({ sweep: swept });
  if (row.kind === "failed") return;
  for (const { name, ...finding } of row.findings.properties) {
    if (!("events" in finding) || finding.events === undefined) continue;
    return studio.openSchedule(finding.inputs, finding.events, name);
  }
}
