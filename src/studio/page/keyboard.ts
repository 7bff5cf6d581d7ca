/** The keyboard: what keys do to the studio. */
import type { OfferedEvent } from "../conversation.ts";
import { actionOf, type KeyAction } from "../keys.ts";
import { checkThenOpen, simulateSystem } from "./checkDesk.ts";
import { toggleTheme } from "./lighting.ts";
import { momentNow } from "./studioState.ts";
import type { Studio } from "./studio.ts";

/** The parts of the page that keys reach besides the studio. */
export interface KeyTargets {
  walk(): void;
  lecture(): void;
  /** Whether single letters are obeyed. */
  areLettersOn(): boolean;
}

/** Obeys a key, unless it is typed into something. @returns whether it meant anything */
export function obey(studio: Studio, event: KeyboardEvent, targets: KeyTargets): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { target, key } = event;
  if (target instanceof Element && target.closest("input, textarea, select, .cm-editor, dialog") !== null)
    return false;
  const isActivation = key === "Enter" || key === " ";
  if (isActivation && target instanceof Element && target.closest("button, a, summary") !== null)
    return false;
  if (key.length === 1 && key !== " " && !targets.areLettersOn()) return false;
  if (/^[1-9]$/.test(key)) {
    void studio.take(() => Number(key) - 1);
    return true;
  }
  const action = actionOf(key, event.shiftKey);
  if (action === undefined) return false;
  ACTIONS[action](studio, targets);
  return true;
}

type KeyDoing = (studio: Studio, targets: KeyTargets) => void;

const takeOne =
  (isWanted: (offer: OfferedEvent, selected: OfferedEvent | undefined) => boolean): KeyDoing =>
  (studio) =>
    void studio.take((offers, selected) => offers.findIndex((offer) => isWanted(offer, offers[selected])));

const selectBy =
  (count: number): KeyDoing =>
  (studio) =>
    studio.afterwards(() => studio.select(studio.state.selected + count));

const aboutSelected =
  (verb: string) =>
  (offer: OfferedEvent, selected: OfferedEvent | undefined): boolean =>
    offer.verb === verb &&
    offer.letter?.message === selected?.letter?.message &&
    offer.letter?.to === selected?.letter?.to;

const show =
  (panel: Parameters<Studio["show"]>[0]): KeyDoing =>
  (studio) =>
    studio.show(panel);

const ACTIONS: Readonly<Record<KeyAction, KeyDoing>> = {
  take: (studio) => void studio.take(),
  next: selectBy(1),
  previous: selectBy(-1),
  lose: takeOne(aboutSelected("Lose")),
  duplicate: takeOne(aboutSelected("Duplicate")),
  tick: takeOne(({ sort }) => sort === "beat"),
  crash: takeOne(
    ({ verb, who }, selected) => verb === "Crash" && (selected === undefined || who === whoOf(selected)),
  ),
  recover: takeOne(({ verb }) => verb === "Recover"),
  finish: (studio) => void studio.finish(),
  careful: (studio) => studio.set({ isCareful: !studio.state.isCareful }),
  back: (studio) => void studio.goBy(-1),
  on: (studio) => void studio.goBy(1),
  first: (studio) => void studio.goBy(-Infinity),
  last: (studio) => void studio.goBy(Infinity),
  undo: (studio) => void studio.undo(),
  redo: (studio) => void studio.undo(true),
  walk: (_, { walk }) => walk(),
  cone: (studio) =>
    studio.afterwards(() => {
      const { focus, scene } = studio.state;
      const last = (scene?.scene.marks.length ?? 0) - 1;
      studio.lookAt(focus === undefined && last >= 0 ? last : undefined);
    }),
  eyes(studio) {
    if ((momentNow(studio.state)?.objects.length ?? 0) > 0) return;
    const ids = studio.state.system?.processes.map(({ id }) => id) ?? [];
    const place = studio.state.eyes === undefined ? -1 : ids.indexOf(studio.state.eyes);
    studio.seeAs(ids[place + 1]);
  },
  check: (studio) => void checkThenOpen(studio),
  simulate: (studio) => void simulateSystem(studio, 200, 1),
  story: show("story"),
  code: show("code"),
  why: show("why"),
  runs: show("runs"),
  graph: show("graph"),
  zoo: (studio) => studio.overlay("zoo"),
  system: (studio) => studio.overlay("system"),
  share: (studio) => studio.overlay("share"),
  theme: toggleTheme,
  lecture: (_, { lecture }) => lecture(),
  keys: (studio) => studio.overlay("keys"),
  close(studio) {
    studio.set({ overlay: undefined, eyes: undefined, focus: undefined, notice: undefined });
  },
};

function whoOf({ who, letter }: OfferedEvent): string {
  return who === "" ? (letter?.to ?? "") : who;
}
