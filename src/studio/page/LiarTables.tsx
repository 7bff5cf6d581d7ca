/** Speaking for liars: a table of what each could say, to whom, and what it has told so far. */
import type { JSX } from "preact";
import { pathTo } from "../histories.ts";
import { selectEvent, takeEvent } from "./choosing.ts";
import type { Studio } from "./studio.ts";
import type { NumberedOffer } from "./studioState.ts";

interface LiarProps {
  readonly studio: Studio;
  readonly offers: readonly NumberedOffer[];
}

/** A table for each liar. */
export function LiarTables({ studio, offers }: LiarProps): JSX.Element {
  const liars = [...new Set(offers.flatMap(({ offer }) => offer.liar ?? []))];
  return (
    <>
      {liars.map((liar) => (
        <LiarTable
          key={liar}
          studio={studio}
          liar={liar}
          offers={offers.filter(({ offer }) => offer.liar === liar)}
        />
      ))}
    </>
  );
}

/** The row of what is said by saying nothing. */
const NOTHING = "nothing";

function LiarTable({ studio, liar, offers }: LiarProps & { readonly liar: string }): JSX.Element {
  const hearers = [...new Set(offers.map(({ offer }) => offer.hearer ?? ""))];
  const words = [...new Set(offers.map(({ offer }) => wordOf(offer)))].toSorted(
    (a, b) => Number(b === NOTHING) - Number(a === NOTHING),
  );
  const told = toldIn(studio);
  return (
    <table class="liar-table">
      <caption>What does {liar} say?</caption>
      <thead>
        <tr>
          <th scope="col">{words.includes(NOTHING) ? "in its turn" : "any of it, or nothing"}</th>
          {hearers.map((hearer) => (
            <th key={hearer} scope="col">
              to {hearer}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {words.map((word) => (
          <tr key={word}>
            <th scope="row">{word === NOTHING ? <i>{word}</i> : word}</th>
            {hearers.map((hearer) => (
              <td key={hearer}>
                {offers
                  .filter(({ offer }) => offer.hearer === hearer && wordOf(offer) === word)
                  .map((one) => (
                    <Saying
                      key={one.number}
                      studio={studio}
                      found={one}
                      steps={told.get(one.offer.text) ?? []}
                    />
                  ))}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A thing that may be said to somebody: a ring, with a dot in it if it was said before. */
function Saying({
  studio,
  found: { offer, number },
  steps,
}: {
  readonly studio: Studio;
  readonly found: NumberedOffer;
  readonly steps: readonly number[];
}): JSX.Element {
  const isOn = number === studio.state.selected;
  const before = steps.length === 0 ? "" : `, said in ${steps.join(", ")}`;
  return (
    <button
      class={`${isOn ? "saying on" : "saying"} ${steps.length > 0 ? "said" : ""}`}
      title={`${offer.text}${before}${number < 9 ? ` (key ${number + 1})` : ""}`}
      aria-label={`${offer.text}${before}`}
      aria-pressed={isOn}
      onPointerEnter={({ pointerType }) => pointerType === "mouse" && selectEvent(studio, offer.text)}
      onFocus={() => selectEvent(studio, offer.text)}
      onClick={() => takeEvent(studio, offer.text)}
    >
      <i />
    </button>
  );
}

function wordOf({ letter }: NumberedOffer["offer"]): string {
  return letter?.label ?? NOTHING;
}

/** The steps in which each event has happened so far. */
function toldIn({ state: { histories, moments } }: Studio): Map<string, number[]> {
  const found = new Map<string, number[]>();
  if (histories === undefined) return found;
  for (const id of pathTo(histories, histories.now)) {
    const { events = [], step = 0 } = moments.get(id) ?? {};
    for (const event of events) found.set(event, [...(found.get(event) ?? []), step]);
  }
  return found;
}
