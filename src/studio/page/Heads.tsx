/** The names above the lines: of processes, of shared objects, and of properties. */
import type { JSX } from "preact";
import type { PlayedMoment, ProcessFacts } from "../conversation.ts";
import { widthPx } from "../../diagram/layout.ts";
import { LANE_PX, objectPx, shortened, type DiagramPlan } from "./diagramPlan.ts";
import { memo } from "./memo.tsx";
import type { Studio } from "./studio.ts";

/** The names of the processes, which stay where they are when the rest is scrolled. */
export function Heads({
  plan,
  moment,
  colours,
  studio,
}: {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
  readonly colours: readonly string[];
  readonly studio: Studio;
}): JSX.Element {
  const { eyes } = studio.state;
  const { columns, head } = plan;
  const rooms = headRooms(plan);
  return (
    <div class="heads" style={{ width: `${plan.width}px`, height: `${head}px` }}>
      {moment.processes.map((process, i) => (
        <Head
          key={process.id}
          process={process}
          left={(columns[i] ?? 0) - (rooms[i] ?? 0) / 2}
          room={rooms[i] ?? 0}
          top={head - 52}
          colour={colours[i] ?? ""}
          isOn={eyes === process.id}
          // Who reads an object learns what others wrote there: the picture follows messages alone.
          isChoice={moment.objects.length === 0}
          studio={studio}
        />
      ))}
      <ObjectHeads plan={plan} moment={moment} />
      <LaneNames plan={plan} names={studio.state.system?.properties.map(({ name }) => name) ?? []} />
    </div>
  );
}

/** The name of a process, with what is most to be known of it; whoever clicks it sees with its eyes. */
const Head = memo(function Head({
  process,
  left,
  top,
  room,
  colour,
  isOn,
  isChoice,
  studio,
}: {
  readonly process: ProcessFacts;
  readonly left: number;
  readonly top: number;
  readonly room: number;
  readonly colour: string;
  readonly isOn: boolean;
  readonly isChoice: boolean;
  readonly studio: Studio;
}): JSX.Element {
  const { id } = process;
  return (
    <button
      class={isOn ? "head on" : "head"}
      style={{ left: `${left}px`, width: `${room}px`, top: `${top}px` }}
      title={isChoice ? `See it as ${id} sees it` : id}
      aria-pressed={isOn}
      onClick={() => isChoice && studio.seeAs(isOn ? undefined : id)}
    >
      <b>
        <i class="dot" style={{ background: colour }} />
        {widthPx(id, 14) <= room - 18 ? id : shortened(id, Math.floor((room - 18) / 8.2))}
      </b>
      <span class="under">{underOf(process)}</span>
    </button>
  );
});

/** The text under the name of a process. */
function underOf({ fields, isDown }: ProcessFacts): string {
  const down = fields.find(({ name }) => name === "down")?.value ?? "";
  if (isDown) return down === "for ever" ? "crashed" : down === "Byzantine" ? down : `down ${down}`;
  const decision = fields.find(({ name, of }) => of === "process" && name === "decision")?.value ?? "";
  if (decision !== "") return `decided ${decision}`;
  const first = fields.find(({ of }) => of === "state");
  return first === undefined ? "" : `${first.name}: ${first.value}`;
}

/** The width of the head of each process, which stands over the middle of its line. */
function headRooms({ columns, width, lanes, objects, isNarrow, isSlanted }: DiagramPlan): number[] {
  const [first = 0, last = 0] = [columns[0], columns.at(-1)];
  const all = Math.min(170, ...columns.slice(1).map((x, i) => x - (columns[i] ?? 0))) - 4;
  if (isNarrow) return columns.map(() => Math.min(all, 2 * Math.min(first, width - last) - 4));
  // The last ends where the names of objects and properties begin; slanted ones lean away from it.
  const end = Math.min(lanes + (isSlanted ? 12 : 0), ...objects.map((x) => x - 32));
  return columns.map((x) => (x === last ? Math.min(all, 2 * (end - last) - 4) : all));
}

/** The names of the properties, each of which begins at its lane. */
function LaneNames({
  plan: { lanes, laneNames, isSlanted, head },
  names,
}: {
  readonly plan: DiagramPlan;
  readonly names: readonly string[];
}): JSX.Element {
  return (
    <>
      {laneNames.map((name, i) => (
        <span
          key={names[i] ?? name}
          class={isSlanted ? "lane-name slanted" : "lane-name"}
          style={{
            left: `${lanes + i * LANE_PX - 4}px`,
            top: `${head - (isSlanted ? 16 : 22 + (laneNames.length - 1 - i) * 18)}px`,
          }}
          title={names[i]}
        >
          {name}
        </span>
      ))}
    </>
  );
}

/** The names of the shared objects, with what they hold. */
function ObjectHeads({
  plan,
  moment,
}: {
  readonly plan: DiagramPlan;
  readonly moment: PlayedMoment;
}): JSX.Element {
  return (
    <>
      {plan.objects.map((x, i) => {
        const { name = "", value = "" } = moment.objects[i] ?? {};
        const size = objectPx(name) - 6;
        return (
          <span
            key={name}
            class="head object"
            style={{ left: `${x - size / 2}px`, width: `${size}px`, top: `${plan.head - 52}px` }}
          >
            <b title={name}>{name}</b>
            <span class="under">{value}</span>
          </span>
        );
      })}
    </>
  );
}
