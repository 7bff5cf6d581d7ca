/** The foot: going back and on, and the scrubber over the history that the reader is in. */
import type { JSX } from "preact";
import { railOf, railsOf, type Histories } from "../histories.ts";
import type { PlayedMoment } from "../conversation.ts";
import { Icon } from "./shapes.tsx";
import type { Studio } from "./studio.ts";

/** Buttons, the step, the scrubber, undo. */
export function Transport({
  studio,
  histories,
  moment,
  isWalking,
  walk,
}: {
  readonly studio: Studio;
  readonly histories: Histories;
  readonly moment: PlayedMoment;
  readonly isWalking: boolean;
  walk(): void;
}): JSX.Element {
  const rail = railOf(histories);
  const place = rail.indexOf(histories.now);
  const rails = railsOf(histories);
  const letter = rails.find(({ end }) => end === rail.at(-1))?.letter;
  const unit = studio.state.system?.report.rounds === true ? "Round" : "Step";
  const last = studio.state.moments.get(rail.at(-1) ?? 0)?.step ?? 0;
  const [canUndo, canRedo] = studio.canUndo;
  const text =
    moment.step === 0 ? "Start" : `${unit} ${moment.step}${last > moment.step ? ` of ${last}` : ""}`;
  return (
    <footer class="foot">
      <Steps studio={studio} place={place} last={rail.length - 1} />
      <span class="where">
        {text}
        {rails.length > 1 && (
          <>
            , history <b>{letter}</b>
          </>
        )}
      </span>
      <Scrubber studio={studio} rail={rail} place={place} />
      <button class="btn quiet" disabled={rail.length < 2} onClick={walk}>
        <Icon name={isWalking ? "pause" : "walk"} /> {isWalking ? "Pause" : "Walk"} <kbd>space</kbd>
      </button>
      <div class="ctl">
        <button aria-label="Undo" title="Undo (Z)" disabled={!canUndo} onClick={() => void studio.undo()}>
          <Icon name="undo" />
        </button>
        <button
          aria-label="Redo"
          title="Redo (⇧Z)"
          disabled={!canRedo}
          onClick={() => void studio.undo(true)}
        >
          <Icon name="redo" />
        </button>
      </div>
      {rails.length > 1 && (
        <button class="btn quiet" onClick={() => studio.overlay("compare")}>
          Compare
        </button>
      )}
      <button class="btn quiet keys-hint" onClick={() => studio.overlay("keys")}>
        <kbd>?</kbd> all keys
      </button>
    </footer>
  );
}

/** The buttons that go back and on. */
function Steps({
  studio,
  place,
  last,
}: {
  readonly studio: Studio;
  readonly place: number;
  readonly last: number;
}): JSX.Element {
  const buttons = [
    { name: "first", text: "To the start", key: "Home", by: -Infinity },
    { name: "back", text: "One step back", key: "←", by: -1 },
    { name: "on", text: "One step on", key: "→", by: 1 },
    { name: "last", text: "To the end", key: "End", by: Infinity },
  ] as const;
  return (
    <div class="ctl">
      {buttons.map(({ name, text, key, by }) => (
        <button
          key={name}
          aria-label={text}
          title={`${text} (${key})`}
          disabled={by < 0 ? place === 0 : place === last}
          onClick={() => void studio.goBy(by)}
        >
          <Icon name={name} />
        </button>
      ))}
    </div>
  );
}

/** More moments than so many get no tick of their own. */
const TICKS_MAX = 80;

function Scrubber({
  studio,
  rail,
  place,
}: {
  readonly studio: Studio;
  readonly rail: readonly number[];
  readonly place: number;
}): JSX.Element {
  const max = Math.max(1, rail.length - 1);
  const bad = rail.findIndex((id) => studio.state.moments.get(id)?.truth.some(({ isRefuted }) => isRefuted));
  const at = (number: number): string => `${(number / max) * 100}%`;
  return (
    <div class={bad !== -1 && place >= bad ? "scrub bad" : "scrub"}>
      <div class="track">
        <i class="done" style={{ width: at(place) }} />
        {rail.length <= TICKS_MAX &&
          rail.map((id, i) => (
            <i key={id} class={i <= place ? "tick past" : "tick"} style={{ left: at(i) }} />
          ))}
        {bad !== -1 && <i class="tick violation" style={{ left: at(bad) }} />}
      </div>
      <input
        type="range"
        min={0}
        max={max}
        value={place}
        aria-label="Moment"
        aria-valuetext={`moment ${place} of ${rail.length - 1}`}
        onInput={({ currentTarget }) => {
          const id = rail[Number(currentTarget.value)];
          if (id !== undefined) void studio.go(id);
        }}
      />
    </div>
  );
}
