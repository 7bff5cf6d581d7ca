/** The page: head, panel, diagram, what is now, and foot. */
import type { JSX } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { PlayedMoment, SystemFacts } from "../conversation.ts";
import { railOf, type Histories } from "../histories.ts";
import { Diagram } from "./Diagram.tsx";
import { GoalStrip } from "./Goal.tsx";
import { Header } from "./Header.tsx";
import { obey, type KeyTargets } from "./keyboard.ts";
import { lazily } from "./lazily.tsx";
import { Mistake } from "./Mistake.tsx";
import { NowPanel } from "./NowPanel.tsx";
import { PhoneSheet } from "./PhoneSheet.tsx";
import { StoryPanel } from "./StoryPanel.tsx";
import { momentNow, PANELS, type Panel } from "./studioState.ts";
import type { Studio } from "./studio.ts";
import { Transport } from "./Transport.tsx";

const CodePanel = lazily(async () => (await import("./CodePanel.tsx")).CodePanel);
const WhyPanel = lazily(async () => (await import("./WhyPanel.tsx")).WhyPanel);
const RunsPanel = lazily(async () => (await import("./RunsPanel.tsx")).RunsPanel);
const GraphView = lazily(async () => (await import("./GraphPanel.tsx")).GraphView);
const ZooMenu = lazily(async () => (await import("./ZooMenu.tsx")).ZooMenu);
const SystemMenu = lazily(async () => (await import("./SystemMenu.tsx")).SystemMenu);
const Comparison = lazily(async () => (await import("./Comparison.tsx")).Comparison);
const KeysHelp = lazily(async () => (await import("./KeysHelp.tsx")).KeysHelp);
const Stranger = lazily(async () => (await import("./Stranger.tsx")).Stranger);
const ShareMenu = lazily(async () => (await import("./ShareMenu.tsx")).ShareMenu);

/** The time between two steps of a walk, in milliseconds. */
const WALK_MS = 700;

/** The page. */
export function App({ studio }: { readonly studio: Studio }): JSX.Element {
  const [, redraw] = useState(0);
  // Before anything is painted: what the address says may change the state at once. The card alone shows what
  // would come of an event.
  useLayoutEffect(() => {
    return studio.subscribe((changed) => {
      if (changed.some((part) => part !== "preview")) redraw((count) => count + 1);
    });
  }, []);
  const [isLecture, setLecture] = useState(false);
  const [areLettersOn, setLetters] = useState(true);
  const { isWalking, walk } = useWalk(studio);
  const lecture = (): void => setLecture((was) => !was);
  const targets = useRef<KeyTargets>({ walk, lecture, areLettersOn: () => areLettersOn });
  targets.current = { walk, lecture, areLettersOn: () => areLettersOn };
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      if (obey(studio, event, targets.current)) event.preventDefault();
    };
    window.addEventListener("keydown", hear);
    return () => window.removeEventListener("keydown", hear);
  }, []);
  const { system, histories, panel, sheet, overlay, stranger, program } = studio.state;
  const moment = momentNow(studio.state);
  const isWide = panel === "code" || panel === "runs";
  const isReady = system !== undefined && histories !== undefined && moment !== undefined;
  return (
    <div
      class={`app panel-${panel} ${isLecture ? "lecture" : ""} ${isWide ? "wide" : ""}`}
      data-sheet={sheet === "panel" ? panel : sheet}
    >
      <Header studio={studio} />
      {stranger !== undefined ? (
        <Stranger studio={studio} stranger={stranger} />
      ) : (
        <>
          <main class="work">
            <SidePanel studio={studio} moment={moment} system={system} />
            <div class="mid">
              <Told studio={studio} />
              {isReady && panel !== "graph" && <Views studio={studio} system={system} />}
              {isReady && panel === "graph" && <GraphView studio={studio} />}
              {isReady && panel !== "graph" && (
                <Diagram studio={studio} system={system} histories={histories} />
              )}
            </div>
          </main>
          {isReady && <NowPanel studio={studio} system={system} moment={moment} />}
          {isReady && <Foot {...{ studio, histories, moment, isWalking, walk }} />}
          {isReady && <PhoneSheet studio={studio} moment={moment} system={system} />}
        </>
      )}
      {overlay === "zoo" && <ZooMenu studio={studio} />}
      {overlay === "system" && system !== undefined && <SystemMenu studio={studio} system={system} />}
      {overlay === "compare" && histories !== undefined && (
        <Comparison studio={studio} histories={histories} />
      )}
      {overlay === "share" && program !== undefined && <ShareMenu studio={studio} />}
      {overlay === "keys" && (
        <KeysHelp
          isOn={areLettersOn}
          toggle={() => setLetters((was) => !was)}
          close={() => studio.overlay(undefined)}
        />
      )}
      <Announcements studio={studio} moment={moment} />
    </div>
  );
}

function Foot(props: {
  readonly studio: Studio;
  readonly histories: Histories;
  readonly moment: PlayedMoment;
  readonly isWalking: boolean;
  walk(): void;
}): JSX.Element {
  return <Transport {...props} />;
}

const PANEL_TEXTS: Readonly<Record<Panel, string>> = {
  story: "Story",
  code: "Code",
  why: "Why",
  runs: "Runs",
  graph: "Graph",
};

function SidePanel({
  studio,
  moment,
  system,
}: {
  readonly studio: Studio;
  readonly moment: PlayedMoment | undefined;
  readonly system: SystemFacts | undefined;
}): JSX.Element {
  const { panel, codeMistake } = studio.state;
  return (
    <section class="left" aria-label={PANEL_TEXTS[panel]}>
      <div class="tabs" role="tablist">
        {PANELS.map((one) => (
          <button
            key={one}
            role="tab"
            aria-selected={one === panel}
            class={one === panel ? "on" : ""}
            onClick={() => studio.show(one)}
          >
            {PANEL_TEXTS[one]}
            {one === "code" && codeMistake !== undefined && <em>1</em>}
          </button>
        ))}
      </div>
      <div class="panel" role="tabpanel">
        {(panel === "story" || panel === "graph") && <StoryPanel studio={studio} />}
        {panel === "code" && <CodePanel studio={studio} />}
        {panel === "why" && <WhyPanel studio={studio} moment={moment} system={system} />}
        {panel === "runs" && <RunsPanel studio={studio} />}
      </div>
    </section>
  );
}

/** The chips that say with whose eyes the execution is seen. */
function Views({
  studio,
  system,
}: {
  readonly studio: Studio;
  readonly system: SystemFacts;
}): JSX.Element | null {
  const { eyes, scene } = studio.state;
  // Who reads an object learns what others wrote there: the picture follows messages alone.
  const isByObjects = (momentNow(studio.state)?.objects.length ?? 0) > 0;
  if (isByObjects || ((scene?.scene.stepCount ?? 0) === 0 && eyes === undefined)) return null;
  const shown = system.processes.slice(0, 8);
  return (
    <div class="chips views" role="group" aria-label="Whose eyes">
      <button class={eyes === undefined ? "chip on" : "chip"} onClick={() => studio.seeAs(undefined)}>
        everything
      </button>
      {shown.map(({ id }, i) => (
        <button
          key={id}
          class={eyes === id ? "chip on" : "chip"}
          onClick={() => studio.seeAs(eyes === id ? undefined : id)}
        >
          {i === 0 || eyes === id ? `as ${id} sees it` : id}
        </button>
      ))}
    </div>
  );
}

/** A word on what has just happened, or has gone wrong. */
function Told({ studio }: { readonly studio: Studio }): JSX.Element | null {
  const { mistake, notice, damaged, panel } = studio.state;
  const isShown = mistake !== undefined && !(panel === "code" && mistake.place !== undefined);
  return (
    <>
      {damaged !== undefined && (
        <div class="banner" role="status">
          <b>The link cannot be opened.</b> {damaged}{" "}
          <button class="btn" onClick={() => studio.set({ damaged: undefined })}>
            Close
          </button>
        </div>
      )}
      {isShown && (
        <div class="banner bad">
          <Mistake mistake={mistake} studio={studio} />
        </div>
      )}
      <GoalStrip studio={studio} />
      {notice !== undefined && (
        <div class="banner quiet" role="status">
          {notice}
        </div>
      )}
    </>
  );
}

/** The words that a screen reader says after each step. */
function Announcements({
  studio,
  moment,
}: {
  readonly studio: Studio;
  readonly moment: PlayedMoment | undefined;
}): JSX.Element {
  const refuted =
    moment?.truth.filter(({ isRefuted }) => isRefuted).map(({ name }) => `${name} is false`) ?? [];
  const told =
    moment === undefined
      ? ""
      : [moment.events[0] ?? "the start", ...refuted, `${moment.offers.length} events can happen next`].join(
          ". ",
        );
  return (
    <p class="heard" aria-live="polite">
      {studio.state.isBusy ? "" : told}
    </p>
  );
}

/** Walking: a step after the other, to the end of the history. */
function useWalk(studio: Studio): { isWalking: boolean; walk(): void } {
  const [isWalking, setWalking] = useState(false);
  useEffect(() => {
    if (!isWalking) return undefined;
    const timer = setInterval(() => {
      const { histories } = studio.state;
      if (histories === undefined || railOf(histories).at(-1) === histories.now) setWalking(false);
      else void studio.goBy(1);
    }, WALK_MS);
    return () => clearInterval(timer);
  }, [isWalking]);
  const walk = (): void => {
    const { histories } = studio.state;
    const isAtEnd = histories !== undefined && railOf(histories).at(-1) === histories.now;
    if (!isWalking && isAtEnd) void studio.goBy(-Infinity);
    setWalking((was) => !was);
  };
  return { isWalking, walk };
}
