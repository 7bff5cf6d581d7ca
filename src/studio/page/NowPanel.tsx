/** The panel at the right: what can happen, the properties, and the configuration. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { OfferedEvent, PlayedMoment, ProcessFacts, SystemFacts } from "../conversation.ts";
import { pathTo } from "../histories.ts";
import { Change } from "./Change.tsx";
import { selectEvent, takeEvent } from "./choosing.ts";
import { coloursOf } from "./colours.ts";
import { lazily } from "./lazily.tsx";
import { memo } from "./memo.tsx";
import type { Studio } from "./studio.ts";
import type { NumberedOffer } from "./studioState.ts";

const ChosenStep = lazily(async () => (await import("./ChosenStep.tsx")).ChosenStep);
const LiarTables = lazily(async () => (await import("./LiarTables.tsx")).LiarTables);

/** The parts of the panel. */
interface NowProps {
  readonly studio: Studio;
  readonly system: SystemFacts;
  readonly moment: PlayedMoment;
}

/** The panel. */
export function NowPanel(props: NowProps): JSX.Element {
  return (
    <aside class="right" aria-label="Now">
      {props.studio.state.focus !== undefined && <ChosenStep studio={props.studio} />}
      <WhatCanHappen {...props} />
      <Properties {...props} />
      <ConfigurationNow {...props} />
    </aside>
  );
}

/** Longer lists are cut, until one types a part of what one wants. */
const LIST_MAX = 60;

/** The list of all that is enabled. */
export function WhatCanHappen({ studio, moment }: NowProps): JSX.Element {
  const [filter, setFilter] = useState("");
  const { isCareful, system, selected } = studio.state;
  const all = moment.offers.map((offer, number) => ({ offer, number }));
  const found = all.filter(({ offer }) => offer.text.toLowerCase().includes(filter.toLowerCase()));
  const wanted = found.filter(({ offer }) => offer.liar === undefined);
  const shown = wanted.slice(0, LIST_MAX);
  return (
    <section class="sec" aria-label="What can happen">
      <h2>
        What can happen <i>{moment.offers.length}</i>
      </h2>
      {moment.offers.length > 12 && (
        <input
          class="filter"
          type="search"
          placeholder="a part of an event"
          aria-label="Filter what can happen"
          value={filter}
          onInput={({ currentTarget }) => setFilter(currentTarget.value)}
        />
      )}
      <LiarTables studio={studio} offers={found.filter(({ offer }) => offer.liar !== undefined)} />
      <div role="listbox" aria-label="Events" class="offers" hidden={shown.length === 0}>
        {groupsOf(shown).map(({ title, rows }) => (
          <div key={title} role="group" aria-label={title}>
            {title !== "" && (
              <div class="grp" aria-hidden="true">
                {title}
              </div>
            )}
            {rows.map(({ offer, number }) => (
              <OfferRow
                key={offer.text}
                studio={studio}
                offer={offer}
                digit={number < 9 ? number + 1 : undefined}
                title={title}
                isOn={number === selected}
              />
            ))}
          </div>
        ))}
      </div>
      {wanted.length > shown.length && <p class="dim">and {wanted.length - shown.length} more</p>}
      {moment.offers.length === 0 && <NothingLeft moment={moment} studio={studio} />}
      {!moment.isSettled && (
        <button class="btn wide" onClick={() => void studio.finish()}>
          Let it go on to the end <kbd>F</kbd>
        </button>
      )}
      {system?.cutsSteps === true && !system.report.rounds && (
        <label class="check-box">
          <input type="checkbox" checked={isCareful} onChange={() => studio.set({ isCareful: !isCareful })} />
          Stop inside steps, where a crash may cut them
        </label>
      )}
    </section>
  );
}

/** The events in the order of the model, those of one process together where there are many. */
function groupsOf(rows: readonly NumberedOffer[]): { title: string; rows: readonly NumberedOffer[] }[] {
  if (rows.length <= 4) return [{ title: "", rows }];
  const groups = new Map<string, NumberedOffer[]>();
  for (const row of rows) {
    const { sort, who } = row.offer;
    const title = sort === "fault" ? "failures" : who === "" ? "the system" : who;
    groups.set(title, [...(groups.get(title) ?? []), row]);
  }
  return [...groups].map(([title, members]) => ({ title, rows: members }));
}

const OfferRow = memo(function OfferRow({
  studio,
  offer,
  digit,
  title,
  isOn,
}: {
  readonly studio: Studio;
  readonly offer: OfferedEvent;
  /** The key that takes it; undefined if none does. */
  readonly digit: number | undefined;
  readonly title: string;
  readonly isOn: boolean;
}): JSX.Element {
  const { who, words, left, probability, verb, place } = offer;
  return (
    <button
      class={isOn ? "row on" : "row"}
      role="option"
      aria-selected={isOn}
      title={offer.text}
      onPointerEnter={({ pointerType }) => pointerType === "mouse" && selectEvent(studio, offer.text)}
      onFocus={() => selectEvent(studio, offer.text)}
      onClick={() => takeEvent(studio, offer.text)}
    >
      {digit === undefined ? <span class="no-key" /> : <kbd>{digit}</kbd>}
      <span class="w">
        {who !== "" && title !== who && <b>{who} </b>}
        {words}
      </span>
      {left !== undefined && <span class="x">{left}</span>}
      {verb === "Go on" && place !== undefined && <span class="x">line {place.line}</span>}
      {probability !== undefined && <span class="x">{Math.round(probability * 1_000) / 10} %</span>}
    </button>
  );
});

function NothingLeft({
  moment,
  studio,
}: {
  readonly moment: PlayedMoment;
  readonly studio: Studio;
}): JSX.Element {
  const missed = moment.truth.filter(({ isRefuted }) => isRefuted).map(({ name }) => name);
  return (
    <div class="nothing">
      <p class="serif-title">Nothing can happen any more.</p>
      <p class="serif">
        Every message has arrived or is lost, and no timer is set.
        {missed.length > 0 && ` ${missed.join(" and ")} ${missed.length === 1 ? "is" : "are"} false here.`}
      </p>
      <button class="btn" onClick={() => void studio.goBy(-1)}>
        Back <kbd>←</kbd>
      </button>
    </div>
  );
}

/** Each property, and since when it is what it is. */
export function Properties({ studio, system, moment }: NowProps): JSX.Element | null {
  const { histories, moments } = studio.state;
  if (system.properties.length === 0 || histories === undefined) return null;
  const path = pathTo(histories, moment.id).flatMap((id) => moments.get(id) ?? []);
  return (
    <section class="sec" aria-label="Properties">
      <h2>Properties</h2>
      {system.properties.map(({ name, kind }) => {
        const of = path.flatMap(({ step, truth }) => {
          const found = truth.find((one) => one.name === name);
          return found === undefined ? [] : [{ ...found, step }];
        });
        const refuted = of.find(({ isRefuted }) => isRefuted);
        const met = of.find(({ isTrue }) => isTrue);
        const text = truthText(kind, {
          refuted: refuted?.step,
          met: met?.step,
          isTrue: of.at(-1)?.isTrue === true,
        });
        return (
          <div key={name} class={refuted === undefined ? "prop" : "prop bad"}>
            <span class="n">{name}</span>
            <span class="v">{text}</span>
          </div>
        );
      })}
    </section>
  );
}

/** The steps with which a property was refuted, and was first true; and whether it is true now. */
interface TruthSoFar {
  readonly refuted: number | undefined;
  readonly met: number | undefined;
  readonly isTrue: boolean;
}

function truthText(kind: string, { refuted, met, isTrue }: TruthSoFar): string {
  const since = (step: number): string => (step === 0 ? "from the start" : `since ${step}`);
  const comes = kind === "eventually" || kind === "reachable";
  if (refuted !== undefined) return comes ? "never true" : `false ${since(refuted)}`;
  if (kind === "invariant") return "true so far";
  if (comes) return met === undefined ? "not yet" : `true ${since(met)}`;
  return isTrue ? "true now" : "not now";
}

/** The configuration, with what the last step has changed. */
export function ConfigurationNow({ system, moment, studio }: NowProps): JSX.Element {
  const colours = coloursOf(system);
  const { step, isSettled, processes, objects, budgets, time, repeats } = moment;
  const unit = system.report.rounds ? "round" : "step";
  const when = step === 0 ? "at the start" : `${isSettled ? "after" : "in"} ${unit} ${step}`;
  const earlier = repeats === undefined ? undefined : studio.state.moments.get(repeats);
  return (
    <section class="sec conf" aria-label="Configuration">
      <h2>
        Configuration <i>{when}</i>
      </h2>
      {earlier !== undefined && (
        <p class="sans">
          The same configuration as {earlier.step === 0 ? "at the start" : `after ${unit} ${earlier.step}`}.
        </p>
      )}
      {processes.map((process, i) => (
        <ProcessNow key={process.id} process={process} colour={colours[i] ?? ""} />
      ))}
      {objects.length > 0 && (
        <div>
          <p class="p">Objects</p>
          {objects.map((field) => (
            <p key={field.name}>
              <Change field={field} />
            </p>
          ))}
        </div>
      )}
      {budgets.length > 0 && (
        <div>
          <p class="p">Budget</p>
          {budgets.map(({ name, spent, budget }) => (
            <p key={name}>
              {name.replace(/:.*/, "")}:{" "}
              {budget === undefined ? `${spent} so far` : `${budget - spent} of ${budget} left`}
            </p>
          ))}
        </div>
      )}
      {time !== undefined && (
        <div>
          <p class="p">Time</p>
          <p>{time}</p>
        </div>
      )}
    </section>
  );
}

/** A process, with what the last step has changed, and what is in transit to it. */
const ProcessNow = memo(function ProcessNow({
  process: { id, fields, waiting },
  colour,
}: {
  readonly process: ProcessFacts;
  readonly colour: string;
}): JSX.Element {
  return (
    <div>
      <p class="p">
        <i class="dot" style={{ background: colour }} />
        {id}
      </p>
      {fields.map((field) => (
        <p key={`${field.of} ${field.name}`}>
          <Change field={field} />
        </p>
      ))}
      {waiting.length > 0 && <p class="in">waiting: {waitingText(waiting)}</p>}
    </div>
  );
});

const WAITING_MAX = 6;

function waitingText(waiting: readonly string[]): string {
  const shown = waiting.slice(0, WAITING_MAX);
  const more = waiting.length - shown.length;
  return `${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
