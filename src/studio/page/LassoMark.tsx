/** The bracket of a cycle: what happened since an equal configuration can go on so for ever. */
import type { JSX } from "preact";
import type { PlayedMoment } from "../conversation.ts";
import type { DiagramPlan } from "./diagramPlan.ts";
import type { FoundCycle, Payment } from "../findings.ts";
import { FlagAt } from "./shapes.tsx";
import type { Studio } from "./studio.ts";

/** The bracket at the left of the numbers of steps, if the moment has the configuration of an earlier one. */
export function LassoMark({
  plan,
  moment,
  studio,
}: {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
  readonly studio: Studio;
}): JSX.Element | null {
  const { scene, rows, pitch, now, numbers, lanes, isNarrow } = plan;
  const since = moment.repeats === undefined ? undefined : studio.state.moments.get(moment.repeats)?.step;
  if (since === undefined) return null;
  const first = scene.rows.findIndex((row) => row.kind === "step" && row.step > since);
  const top = rows[first];
  if (top === undefined) return null;
  const [from, to] = [top - pitch / 2 + 4, now - 4];
  const x = numbers - (isNarrow ? 22 : 30);
  const side = `M${x + 7} ${to}H${x + 4}Q${x} ${to} ${x} ${to - 4}V${from + 4}Q${x} ${from} ${x + 4} ${from}`;
  const refuting = refutingCycle(moment, studio);
  return (
    <g class={refuting === undefined ? "lasso" : "lasso bad"}>
      <title>Here is the same configuration as there: this can go on for ever.</title>
      <rect x={x} y={from} width={Math.max(0, lanes - x)} height={to - from} />
      <path d={`${side}H${x + 9}`} />
      <path d={`M${x + 5} ${from - 4}L${x + 10} ${from}L${x + 5} ${from + 4}`} />
      <text transform={`translate(${x - 6} ${(from + to) / 2}) rotate(-90)`} text-anchor="middle">
        {to - from > 62 ? "for ever" : "↻"}
      </text>
      <Flags plan={plan} x={x} payments={refuting?.payments ?? []} />
    </g>
  );
}

/** The flags of the steps that pay what is owed on the cycle. */
function Flags({
  plan: { scene, rows },
  x,
  payments,
}: {
  readonly plan: DiagramPlan;
  readonly x: number;
  readonly payments: readonly Payment[];
}): JSX.Element {
  return (
    <>
      {[...new Set(payments.map(({ step }) => step))].map((step) => {
        const here = payments.filter((payment) => payment.step === step);
        const y = rows[scene.rows.findLastIndex((row) => row.kind === "step" && row.step === step)];
        if (y === undefined) return null;
        return (
          <g key={step}>
            <title>{here.map(({ text }) => text).join("\n")}</title>
            <circle class="target" cx={x + 4} cy={y} r={10} />
            <FlagAt x={x} y={y} isOwed={here.some(({ isOwed }) => isOwed)} />
          </g>
        );
      })}
    </>
  );
}

/** The cycle with which the violation ends that was opened, if the moment is its end. */
function refutingCycle({ id }: PlayedMoment, { state: { opened, check } }: Studio): FoundCycle | undefined {
  if (opened?.end !== id || check.kind !== "done") return undefined;
  const finding = check.findings.properties.find(({ name }) => name === opened.property);
  return finding?.verdict === "violated" ? finding.cycle : undefined;
}
