/** The sheet at the foot of a small screen: the selected event as one large button, and the others. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PlayedMoment, SystemFacts } from "../conversation.ts";
import { ConfigurationNow, Properties, WhatCanHappen } from "./NowPanel.tsx";
import { Icon } from "./shapes.tsx";
import type { Studio } from "./studio.ts";
import type { Panel } from "./studioState.ts";

type SheetTab = "play" | "now" | Extract<Panel, "story" | "code" | "why" | "runs">;

const TABS: readonly (readonly [SheetTab, string])[] = [
  ["story", "Story"],
  ["play", "Play"],
  ["now", "Now"],
  ["why", "Why"],
  ["runs", "Runs"],
  ["code", "Code"],
];

/** The sheet. */
export function PhoneSheet(props: {
  readonly studio: Studio;
  readonly moment: PlayedMoment;
  readonly system: SystemFacts;
}): JSX.Element {
  const { studio } = props;
  const [tab, setTab] = useState<SheetTab>("play");
  const choose = (wanted: SheetTab): void => {
    setTab(wanted);
    if (wanted !== "play" && wanted !== "now") studio.show(wanted);
    document.documentElement.dataset["sheet"] = wanted;
  };
  return (
    <section class={`sheet sheet-${tab}`} aria-label="Play">
      {tab === "play" && <PlayButtons {...props} />}
      {tab === "now" && (
        <div class="sheet-now">
          <Properties {...props} />
          <ConfigurationNow {...props} />
        </div>
      )}
      <div class="ptabs" role="tablist">
        {TABS.map(([name, text]) => (
          <button
            key={name}
            role="tab"
            aria-selected={name === tab}
            class={name === tab ? "on" : ""}
            onClick={() => choose(name)}
          >
            {text}
          </button>
        ))}
      </div>
    </section>
  );
}

/** The maximum number of things to do with the selected letter that get a button each. */
const KINDRED_MAX = 2;

function PlayButtons({
  studio,
  moment,
  system,
}: {
  readonly studio: Studio;
  readonly moment: PlayedMoment;
  readonly system: SystemFacts;
}): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const { selected } = studio.state;
  const offer = moment.offers[selected];
  const kindred = moment.offers
    .map((one, number) => ({ one, number }))
    .filter(
      ({ one, number }) =>
        number !== selected &&
        one.letter !== undefined &&
        one.letter.message === offer?.letter?.message &&
        one.letter.to === offer.letter.to,
    )
    .slice(0, KINDRED_MAX);
  if (isOpen)
    return (
      <div class="sheet-now">
        <WhatCanHappen studio={studio} moment={moment} system={system} />
        <button class="big" onClick={() => setOpen(false)}>
          Close
        </button>
      </div>
    );
  return (
    <>
      {offer === undefined ? (
        <p class="serif">Nothing can happen any more.</p>
      ) : (
        <button class="big pri" onClick={() => void studio.take()}>
          {offer.verb === "Deliver" && offer.letter !== undefined
            ? `Deliver ${offer.letter.label} to ${offer.letter.to}`
            : `${offer.who} ${offer.words}`}
        </button>
      )}
      {kindred.map(({ one, number }) => (
        <button key={one.text} class="big" onClick={() => void studio.take(number)}>
          {one.verb} it{one.left !== undefined && <span class="x">{one.left}</span>}
        </button>
      ))}
      <div class="pair">
        <button class="big" disabled={moment.parent === undefined} onClick={() => void studio.goBy(-1)}>
          <Icon name="back" /> Back
        </button>
        <button class="big" disabled={moment.offers.length === 0} onClick={() => setOpen(true)}>
          All <span class="x">{moment.offers.length}</span>
        </button>
      </div>
    </>
  );
}
