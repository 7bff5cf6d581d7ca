/**
 * Properties of a protocol, asked about its simulation by registers: a step that a process is in the middle
 * of is seen as if it were over, and what is in transit is found in the registers.
 *
 * Whoever crashes in the middle of a step has, over channels, never completed it. So what has to be true at
 * some time is true in such a moment only if it is true, too, should the process crash before it is done.
 */
import { formatMessage, type Letter, type Message } from "../../model/state/message.ts";
import type { ConfigurationView, ProcessView, Protocol } from "../../model/system/protocol.ts";
import { UsageError } from "../../model/error.ts";
import { kindNamed } from "../../properties/kinds/index.ts";
import { asSimulated, seenWith, type ViewOf } from "../simulatedProperties.ts";
import { PAUSE, type Noted, type Exchanger } from "./act.ts";
import {
  NOTHING_SENT,
  NOTHING_TAKEN,
  placesLeft,
  rowName,
  type IncomingLinks,
  type Sent,
} from "./registerLink.ts";

/**
 * The properties of the protocol, for its simulation. @param crashes whether anybody may crash
 * @throws UsageError if somebody may, and a property is a formula, in which a predicate may be negated, or
 *   compares executions
 */
export function overRegistersAsked(
  properties: NonNullable<Protocol["properties"]>,
  crashes: boolean,
): typeof properties {
  for (const [name, property] of Object.entries(properties)) {
    const kind = Object.keys(property)
      .map(kindNamed)
      .find((one) => one !== undefined);
    if (!crashes || (kind?.formulaOf === undefined && kind?.comparesExecutions !== true)) continue;
    throw new UsageError(
      `Property ${name} is ${kind.name}, and over registers what is true of who crashes in a step is open.`,
      "Leave it out, or say it by other kinds: leadsTo, until, infinitelyOften, eventuallyAlways.",
    );
  }
  const viewsFor = (kind: string, all: ConfigurationView): Iterable<ViewOf> =>
    crashes && kindNamed(kind)?.waiting !== undefined ? viewsOf(all) : [viewIf(NOBODY)];
  return asSimulated(properties, viewsFor, {});
}

/** The number of effects after which each process crashes; a process that is not there completes its step. */
type Crashes = ReadonlyMap<string, number>;

const NOBODY: Crashes = new Map();

/** All that may become of the steps that processes are in the middle of; first, that all are completed. */
function* viewsOf({ processes }: ConfigurationView): Generator<ViewOf> {
  for (const crashes of crashesOf(processes)) yield viewIf(crashes);
}

function* crashesOf([process, ...others]: readonly ProcessView[]): Generator<Crashes> {
  if (process === undefined) return yield NOBODY;
  yield* crashesOf(others);
  const left = effectsLeft(process);
  for (let count = 0; count < left; count++)
    for (const crashes of crashesOf(others)) yield new Map([...crashes, [process.id, count]]);
}

/** The number of effects, halting included, that are left in a process's step. */
function effectsLeft(process: ProcessView): number {
  if (process.crashed || process.halted) return 0;
  const { effects, halts } = remoteOf(process);
  return effects.length + Number(halts);
}

function viewIf(crashes: Crashes): ViewOf {
  return (process, all) => {
    const isDown = (): boolean => process.crashed || crashes.has(process.id);
    return seenWith(process, {
      crashed: isDown,
      faulty: () => process.faulty || crashes.has(process.id),
      halted: () => process.halted || (!isDown() && remoteOf(process).halts),
      decision() {
        const decided = comingOf(process, crashes).find(({ kind }) => kind === "decide");
        return process.decision ?? (decided?.kind === "decide" ? decided.value : undefined);
      },
      timers() {
        if (crashes.has(process.id)) return [];
        const set = process.timers.filter((timer) => timer !== PAUSE);
        return process.crashed ? set : [...new Set([...set, ...remoteOf(process).due])].sort();
      },
      mailbox: () => (isDown() ? [] : mailboxOf(process, all, crashes)),
    });
  };
}

/** The effects that a process still comes to. */
function comingOf(process: ProcessView, crashes: Crashes): readonly Noted[] {
  if (process.crashed) return [];
  return remoteOf(process).effects.slice(0, crashes.get(process.id));
}

function remoteOf({ state }: ProcessView): Exchanger {
  return (state as { overRegisters: Exchanger }).overRegisters;
}

/** The messages in transit to a process that has not crashed, in the order of the channel. */
function mailboxOf(
  process: ProcessView,
  { processes, objects }: ConfigurationView,
  crashes: Crashes,
): readonly Letter[] {
  const row = objects[rowName(process.id)] as unknown as IncomingLinks;
  return processes.flatMap((sender) => {
    const { id: from } = sender;
    const sent = row.from[from] ?? NOTHING_SENT;
    const places = placesLeft(sent, remoteOf(process).taken[from] ?? NOTHING_TAKEN);
    const written = places.map((place) => sent.messages[place] as Message);
    const messages = inOrder(row, [...written, ...unwritten(comingOf(sender, crashes), process.id)]);
    return messages.map((message): Letter => ({ from, message }));
  });
}

/** Messages of one sender as a mailbox has them. */
function inOrder({ order, stays }: IncomingLinks, messages: readonly Message[]): readonly Message[] {
  if (order === "sender") return messages;
  const texts = messages.map((message) => ({ message, text: formatMessage(message) }));
  const kept = stays
    ? texts.filter(({ text }, i) => texts.findIndex((one) => one.text === text) === i)
    : texts;
  return kept.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ message }) => message);
}

/** The messages about to be sent to a process. */
function unwritten(effects: readonly Noted[], to: string): Sent["messages"] {
  return effects.flatMap((effect) => (effect.kind === "send" && effect.to === to ? [effect.message] : []));
}
