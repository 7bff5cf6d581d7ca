/** Two histories compared: where they part, what is different at their ends, and who can tell them apart. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { PlayedMoment } from "../conversation.ts";
import { comparisonOf, railOf, railsOf, type Histories, type Rail } from "../histories.ts";
import { fieldText } from "../../diagram/scene.ts";
import { Dialog } from "./Dialog.tsx";
import type { Studio } from "./studio.ts";

/** The comparison of two histories: at first the reader's own, and the one that was begun last. */
export function Comparison({
  studio,
  histories,
}: {
  readonly studio: Studio;
  readonly histories: Histories;
}): JSX.Element {
  const rails = railsOf(histories);
  const here = railOf(histories).at(-1) ?? histories.now;
  const [own, chooseOwn] = useState(here);
  const [chosen, choose] = useState(rails.findLast(({ end }) => end !== here)?.end ?? here);
  const { moments } = studio.state;
  const letterOf = (end: number): string => rails.find((rail) => rail.end === end)?.letter ?? "";
  const { common, rest } = comparisonOf(histories, own, chosen);
  const [mine, theirs] = rest.map((ids) => ids.flatMap((id) => moments.get(id) ?? []));
  const parting = moments.get(common.at(-1) ?? 0)?.step ?? 0;
  const ends = [moments.get(own), moments.get(chosen)] as const;
  return (
    <Dialog title={`They part after step ${parting}.`} close={() => studio.overlay(undefined)}>
      <div class="compared">
        <Chosen rails={rails} chosen={own} other={chosen} choose={chooseOwn} />
        <Chosen rails={rails} chosen={chosen} other={own} choose={choose} />
      </div>
      <div class="compared">
        <Side title={`history ${letterOf(own)}`} moments={mine ?? []} />
        <Side title={`history ${letterOf(chosen)}`} moments={theirs ?? []} />
      </div>
      <Differences ends={ends} />
      <SameTo studio={studio} ends={[own, chosen]} />
    </Dialog>
  );
}

/** The histories, one of which is compared with the other. */
function Chosen({
  rails,
  chosen,
  other,
  choose,
}: {
  readonly rails: readonly Rail[];
  readonly chosen: number;
  readonly other: number;
  choose(end: number): void;
}): JSX.Element | null {
  if (rails.length < 3) return null;
  return (
    <div class="chips">
      {rails.map(({ end, letter }) => (
        <button
          key={end}
          class={end === chosen ? "chip on" : "chip"}
          aria-pressed={end === chosen}
          disabled={end === other}
          onClick={() => choose(end)}
        >
          {letter}
        </button>
      ))}
    </div>
  );
}

function Side({
  title,
  moments,
}: {
  readonly title: string;
  readonly moments: readonly PlayedMoment[];
}): JSX.Element {
  return (
    <section>
      <h3 class="meta">{title}</h3>
      <ol>
        {moments.map(({ id, step, events }) => (
          <li key={id} value={step}>
            {events[0] ?? ""}
          </li>
        ))}
      </ol>
      {moments.length === 0 && <p class="dim">It ends there.</p>}
    </section>
  );
}

function Differences({
  ends: [a, b],
}: {
  readonly ends: readonly [PlayedMoment | undefined, PlayedMoment | undefined];
}): JSX.Element {
  const rows = (a?.processes ?? []).flatMap(({ id, fields }) => {
    const other = b?.processes.find((process) => process.id === id);
    return fields.flatMap((field) => {
      const value =
        other?.fields.find(({ name, of }) => name === field.name && of === field.of)?.value ?? "none";
      return value === field.value ? [] : [{ id, text: fieldText(field), value }];
    });
  });
  return (
    <section class="conf">
      <h3 class="meta">At their ends</h3>
      {rows.map(({ id, text, value }) => (
        <p key={`${id} ${text}`}>
          {id} <span class="field changed">{text}</span> and <span class="field changed">{value}</span>
        </p>
      ))}
      {rows.length === 0 && <p>All processes are in the same states.</p>}
    </section>
  );
}

/** The processes that cannot tell the two apart: they have seen the same. */
function SameTo({
  studio,
  ends,
}: {
  readonly studio: Studio;
  readonly ends: readonly [number, number];
}): JSX.Element | null {
  const [alike, setAlike] = useState<readonly string[]>();
  useEffect(() => void studio.alike(ends).then(setAlike), ends);
  if (alike === undefined) return null;
  if (alike.length === 0) return <p class="serif">Every process can tell them apart.</p>;
  return (
    <p class="serif">
      As {alike.join(" and ")} {alike.length === 1 ? "sees" : "see"} them, the two are the same.
    </p>
  );
}
