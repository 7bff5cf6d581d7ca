/** The sheet at the foot of a small screen: the selected event as one large button, and the others. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import type { PlayedMoment, SystemFacts } from "../conversation.ts";
import { takeEvent } from "./choosing.ts";
import { GoalEnd } from "./Goal.tsx";
import { Sentence } from "./Header.tsx";
import { ConfigurationNow, Properties, WhatCanHappen } from "./NowPanel.tsx";
import { Icon } from "./shapes.tsx";
import type { Studio } from "./studio.ts";
import type { Panel } from "./studioState.ts";

type SheetTab = "play" | "now" | Panel;

const TABS: readonly (readonly [SheetTab, string])[] = [
  ["story", "Story"],
  ["play", "Play"],
  ["now", "Now"],
  ["why", "Why"],
  ["runs", "Runs"],
  ["graph", "Graph"],
  ["code", "Code"],
];

/** The sheet. */
export function PhoneSheet(props: {
  readonly studio: Studio;
  readonly moment: PlayedMoment;
  readonly system: SystemFacts;
}): JSX.Element {
  const { studio, system } = props;
  const { panel, sheet } = studio.state;
  const tab: SheetTab = sheet === "panel" ? panel : sheet;
  const choose = (wanted: SheetTab): void => {
    if (wanted !== "play" && wanted !== "now") return studio.show(wanted);
    // The graph stands in place of the diagram, which is wanted now.
    studio.set({ sheet: wanted, panel: panel === "graph" ? "story" : panel });
  };
  return (
    <section class="sheet" aria-label="Play">
      {tab === "play" && <PlayButtons {...props} />}
      {tab === "now" && (
        <div class="sheet-now">
          <Properties {...props} />
          <ConfigurationNow {...props} />
          <section class="sec" aria-label="System">
            <h2>System</h2>
            <button class="big" onClick={() => studio.overlay("system")} aria-haspopup="dialog">
              <span class="words">
                <Sentence report={system.report} />
              </span>
            </button>
          </section>
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
    .filter(
      (one) =>
        one !== offer &&
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
      <GoalEnd studio={studio} />
      {offer !== undefined && (
        <button class="big pri" onClick={() => void studio.take()}>
          {offer.verb === "Deliver" && offer.letter !== undefined
            ? `Deliver ${offer.letter.label} to ${offer.letter.to}`
            : `${offer.who} ${offer.words}`}
        </button>
      )}
      {kindred.map((one) => (
        <button key={one.text} class="big" onClick={() => takeEvent(studio, one.text)}>
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
