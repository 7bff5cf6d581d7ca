/** The events that are enabled, as a reader is offered them: all of them, in the model's order. */
import { format } from "../../base/text.ts";
import { abridged } from "../../diagram/characters.ts";
import { DrawnBefore } from "../../diagram/drawnBefore.ts";
import {
  drawnOf,
  EVENTS,
  failureKinds,
  formatEvent,
  formatMessage,
  isTrigger,
  labelOf,
  participantOf,
  phrase,
  type Configuration,
  type Event,
  type Message,
  type System,
  type Wording,
} from "../../model/index.ts";
import { worded } from "../../model/transition/wording.ts";
import { bySender } from "../../model/state/sender.ts";
import type { CodePlace } from "../compiling/program.ts";
import type { OfferedEvent } from "../conversation.ts";

/** All that is enabled in a configuration, each event once. */
export function offersIn(
  system: System,
  configuration: Configuration,
  { possible, ...around }: { readonly possible: ReadonlyMap<string, Event> } & OfferPlaces,
): OfferedEvent[] {
  return [...possible].map(([text, event]) => {
    const left = event.kind === "fault" ? leftOf(event, system, configuration) : undefined;
    return offered.recall(event, [system, around.names, left], () => ({
      ...offerOf(text, event, around),
      ...(left === undefined ? {} : { left }),
    }));
  });
}

/** The offers of events, which are the same objects as long as their processes are as before. */
const offered = new DrawnBefore<Event, OfferedEvent>();

interface OfferPlaces {
  readonly names: Wording;
  /** The code that deals with an event. */
  placeOf(event: Event): CodePlace | undefined;
}

function offerOf(text: string, event: Event, around: OfferPlaces): OfferedEvent {
  const message = "message" in event ? worded(around.names, event).message : undefined;
  const to = "to" in event ? event.to : "process" in event ? event.process : "";
  const from = "from" in event ? event.from : "to" in event ? event.process : undefined;
  const chosen = isTrigger(event) && event.choices.length > 0 ? event : undefined;
  const coins = chosen?.coins ?? [];
  const isCoin = coins.length > 0 && coins.every(({ probability }) => probability !== undefined);
  const [title, place] = [titleOf(event), around.placeOf(event)];
  return {
    text,
    ...wordsOf(event, message),
    ...(title === undefined ? {} : { title }),
    verb: verbOf(event),
    sort: EVENTS[event.kind].sort,
    ...(message === undefined
      ? {}
      : { letter: { from, to, label: labelOf(message), message: abridged(formatMessage(message)) } }),
    ...(event.kind === "timeout" ? { timer: event.timer } : {}),
    ...(isSpeech(event) ? { liar: event.from, hearer: event.process } : {}),
    ...(chosen === undefined ? {} : { choices: chosen.choices.map(format).join(", ") }),
    ...(isCoin ? { probability: coins.reduce((all, { probability = 1 }) => all * probability, 1) } : {}),
    ...(place === undefined ? {} : { place }),
  };
}

/** The title of a step of process code: what it does, in few words. */
function titleOf(event: Event): string | undefined {
  if (event.kind !== "operation") return undefined;
  return abridged(phrase(drawnOf(event)?.remark ?? "", { ...event, choices: [] }));
}

/** Whether a liar speaks in an event, or says nothing in its turn. */
function isSpeech(event: Event): event is Extract<Event, { kind: "fault" }> & { readonly from: string } {
  return event.kind === "fault" && (event.strikes === "truth" || event.strikes === "silence");
}

/** The event for readers: who, and what happens there. */
function wordsOf(event: Event, message: Message | undefined): { who: string; words: string } {
  const label = message === undefined ? "" : labelOf(message);
  const chosen =
    isTrigger(event) && event.choices.length > 0 ? `, chooses ${event.choices.map(format).join(", ")}` : "";
  switch (event.kind) {
    case "receive":
      return { who: event.process, words: `receives ${label}${bySender(event)}${chosen}` };
    case "timeout":
      return { who: event.process, words: `times out on ${event.timer}${chosen}` };
    case "fault":
      if (event.strikes !== "channel") return wordsOfText(event, label);
      return {
        who: "",
        words: `${label}${bySender(event)} to ${event.process} ${PASSIVE[event.what] ?? event.what}`,
      };
    default:
      return wordsOfText(event, label);
  }
}

/** The words of faults that happen to a message on its channel. */
const PASSIVE: Readonly<Record<string, string>> = {
  loses: "is lost",
  duplicates: "is duplicated",
  delays: "is late",
};

/** The text of an event, with the short text of its message, and who takes part in it by itself. */
function wordsOfText(event: Event, label: string): { who: string; words: string } {
  const text =
    "message" in event ? formatEvent(event).replace(formatMessage(event.message), label) : formatEvent(event);
  const who = participantOf(event) ?? "";
  return who !== "" && text.startsWith(`${who} `)
    ? { who, words: text.slice(who.length + 1) }
    : { who: "", words: text };
}
/** The verbs of buttons, for faults that have none of their own. */
const FAULT_VERBS: Readonly<Record<string, string>> = {
  loses: "Lose",
  duplicates: "Duplicate",
  crashes: "Crash",
  "is cut off": "Cut off",
  "is connected again": "Connect",
  delays: "Delay",
};

function verbOf(event: Event): string {
  switch (event.kind) {
    case "receive":
      return "Deliver";
    case "timeout":
      return "Fire";
    case "operation":
    case "pause":
      return "Go on";
    case "may":
    case "must":
      return "Act";
    case "recover":
      return "Recover";
    case "round":
      return "Begin the round";
    case "tick":
      return "Let time pass";
    case "stabilize":
      return "Stabilize";
    case "mend":
      return "Make reliable";
    case "fault":
      return FAULT_VERBS[event.what] ?? `${event.what.charAt(0).toUpperCase()}${event.what.slice(1)}`;
    default:
      return "Go on";
  }
}

/** The budget that is left of the failures that bring a fault: "1 left"; undefined if any number is. */
function leftOf(
  event: Event & { kind: "fault" },
  system: System,
  { spent }: Configuration,
): string | undefined {
  const kind = failureKinds.find(({ faults }) =>
    faults.some(({ what, strikes }) => what === event.what && strikes === event.strikes),
  );
  const position = system.failures.findIndex((failure) => failure.kind === kind);
  const budget = system.failures[position]?.budget ?? Infinity;
  if (budget === Infinity) return undefined;
  // What is offered although nothing is left belongs to a failure that was paid for before.
  const left = budget - (spent?.[position] ?? 0);
  return left > 0 ? `${left} left` : undefined;
}
