/** The bracket of a cycle: what happened since an equal configuration can go on so for ever. */
import type { JSX } from "preact";
import type { PlayedMoment } from "../conversation.ts";
import type { DiagramPlan } from "./diagramPlan.ts";
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
  return (
    <g class={isRefuting(moment, studio) ? "lasso bad" : "lasso"}>
      <title>Here is the same configuration as there: this can go on for ever.</title>
      <rect x={x} y={from} width={Math.max(0, lanes - x)} height={to - from} />
      <path d={`${side}H${x + 9}`} />
      <path d={`M${x + 5} ${from - 4}L${x + 10} ${from}L${x + 5} ${from + 4}`} />
      <text transform={`translate(${x - 6} ${(from + to) / 2}) rotate(-90)`} text-anchor="middle">
        {to - from > 62 ? "for ever" : "↻"}
      </text>
    </g>
  );
}

/** Whether the cycle is the end of a violation that was opened. */
function isRefuting({ id }: PlayedMoment, { state: { opened, check } }: Studio): boolean {
  if (opened?.end !== id || check.kind !== "done") return false;
  const finding = check.findings.properties.find(({ name }) => name === opened.property);
  return finding?.verdict === "violated" && finding.cycle !== undefined;
}
