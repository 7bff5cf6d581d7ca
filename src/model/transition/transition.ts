/**
 * The transition rules: which events are enabled in a configuration, and what each leads to. Everything
 * that explores, simulates or replays stands on these two functions. What may happen at one process is
 * said in options.ts, to the whole system in beat.ts; here it is put together. What comes of it is said in
 * sentences, each of them a test, in docs/semantics.md.
 */
import { at } from "../../base/assert.ts";
import type { Plain } from "../../base/value.ts";
import { extended, withAlphabet } from "../system/alphabet.ts";
import { afterBeat, beatsOf } from "./beat.ts";
import { type Configuration, formatConfiguration, partOf } from "../state/configuration.ts";
import { delayOfSent, lettersOf } from "../state/letter.ts";
import { formatEvent, nameOf } from "../event/eventText.ts";
import { isBeat, type Beat, type Event, type Send } from "../event/event.ts";
import type { Letter } from "../state/message.ts";
import { affords, type Marked } from "../failure/failure.ts";
import { isOwed } from "../failure/index.ts";
import { passes } from "../failure/mark.ts";
import { afterNoting, notesOn } from "../failure/notes.ts";
import { afterSeeing } from "../step/monitoring.ts";
import { arranged } from "./lockstep.ts";
import { allAfterCrash, isCrash } from "../memory/environment.ts";
import { withWrites } from "../memory/objectValues.ts";
import { options, regularOptions, rulesOf } from "./options.ts";
import type { Option } from "./option.ts";
import type { Part } from "../state/part.ts";
import type { Process } from "../state/process.ts";
import { heldUp } from "./tick.ts";
import type { System } from "../system/system.ts";
import { senderIn } from "../state/sender.ts";
import { isTakenIn, isVoice } from "../state/voice.ts";

/**
 * The events that may happen next, each once. In the middle of a step only its next effect may, or a
 * failure instead of it; in a settled configuration every trigger of every process may, process by process,
 * or something happens to the whole system: a round begins, or time passes.
 * @param optionsAt answers what may happen at a process; default: that is found by running author code
 */
export function enabled(
  system: System,
  configuration: Configuration,
  optionsAt: OptionsAt = foundIn(system),
): Event[] {
  return [
    ...processesDue(system, configuration).flatMap((process) => {
      const all = optionsAt(process, partOf(system, configuration, process));
      return affordable(system, configuration, { process, all }).map(({ event }) => event);
    }),
    ...beatsOf(system, configuration),
  ];
}

/** All that may happen next at a process: found, or remembered by somebody who asked before. */
type OptionsAt = (process: Process, part: Part) => readonly Option[];

function foundIn(system: System): OptionsAt {
  return (process, part) => options(rulesOf(system), process, part);
}

/** Whether nothing is enabled that is owed to somebody: the execution may end here. */
export function isQuiescent(system: System, configuration: Configuration): boolean {
  const rules = rulesOf(system);
  return (
    processesDue(system, configuration).every((process) =>
      regularOptions(rules, process, partOf(system, configuration, process)).every(
        ({ event }) => !isOwed(event),
      ),
    ) && beatsOf({ ...system, failures: [] }, configuration).length === 0
  );
}

/** Thrown by `step` for an event that is not enabled. `enabled` lists what was. */
export class NotEnabled extends Error {
  readonly event: Event;
  readonly enabled: readonly Event[];
  constructor(event: Event, enabledEvents: readonly Event[]) {
    super(`"${formatEvent(event)}" is not enabled`);
    this.event = event;
    this.enabled = enabledEvents;
  }
}

/**
 * The configuration after `event`. Liars need not keep to the alphabet that the system has: neither what is
 * forged, nor what happens instead in the turn of a liar.
 * @throws NotEnabled if the event is not enabled in `configuration`.
 */
export function step(system: System, configuration: Configuration, event: Event): Configuration {
  const after = unseen(system, configuration, event);
  const { monitors } = after;
  if (monitors === undefined) return after;
  const seen = system.monitors.map((monitor, i) => afterSeeing(monitor, at(monitors, i), event));
  return { ...after, monitors: seen };
}

/** The configuration after an event that no monitor has seen yet. @throws NotEnabled */
function unseen(system: System, configuration: Configuration, event: Event): Configuration {
  if (isBeat(event)) {
    const next = afterBeat(system, configuration, event);
    if (next === undefined) throw notEnabled(system, configuration, event);
    return next;
  }
  const taken = optionOf(system, configuration, event);
  if (taken === undefined) throw notEnabled(system, configuration, event);
  return afterOption(system, configuration, taken);
}

/** The timers that a process sets or cancels with an event that is enabled. */
export function rearmedBy(system: System, configuration: Configuration, event: Event): readonly string[] {
  return isBeat(event) ? [] : (optionOf(system, configuration, event)?.option.rearmed ?? []);
}

/** The process and the option that an event stands for; undefined if it is not enabled. */
function optionOf(
  system: System,
  configuration: Configuration,
  event: Exclude<Event, Beat>,
): { readonly process: Process; readonly option: Option } | undefined {
  const [head] = configuration.pending;
  const isForged = event.kind === "fault" && event.strikes === "truth";
  const said = isForged ? event : head?.kind === "receive" && isVoice(head) ? head : undefined;
  const known = said === undefined ? system : withWord(system, said);
  const process = processesDue(system, configuration).find(({ id }) => id === event.process);
  if (process === undefined) return undefined;
  const name = nameOf(event);
  const all = foundIn(known)(process, partOf(known, configuration, process));
  const option = affordable(known, configuration, { process, all }).find((one) => nameOf(one.event) === name);
  return option === undefined ? undefined : { process, option };
}

/** A system in which a message may be forged. */
function withWord(
  system: System,
  { process, from = "", message }: { readonly process: string } & Pick<Letter, "from" | "message">,
): System {
  const [sender, receiver] = [from, process].map((id) => system.processes[system.numbers.get(id) ?? -1]);
  if (sender === undefined || receiver === undefined) return system;
  const word = { from: sender.roleName, to: receiver.roleName, message };
  return withAlphabet(system, extended(new Map(), [word]));
}

/** The processes at which something may happen: all, or the one that is in the middle of a step. */
function processesDue(system: System, { pending: [head] }: Configuration): readonly Process[] {
  if (head === undefined) return system.processes;
  return [at(system.processes, system.numbers.get(head.process) ?? -1)];
}

/** The options at a process that do not exceed the budget of any failure. */
function affordable(
  system: System,
  configuration: Configuration,
  { process, all }: { readonly process: Process; readonly all: readonly Option[] },
): Option[] {
  return all.filter(
    (option) =>
      isAffordable(system, configuration, option) &&
      objectsAfter(system, configuration, { process, option }) !== undefined,
  );
}

/** Whether an option does not exceed the budget of any failure, and breaks no bounds before they hold. */
function isAffordable(
  { failures }: System,
  { spent = [], elapsed }: Configuration,
  { spends, breaksBounds }: Option,
): boolean {
  if (breaksBounds === true && elapsed === -1) return false;
  return spends === undefined || affords(at(failures, spends), at(spent, spends));
}

/** The values of the objects after something that may happen at a process; undefined if they rule it out. */
function objectsAfter(
  system: System,
  { locals, objects = [] }: Configuration,
  { process, option }: { readonly process: Process; readonly option: Option },
): readonly Plain[] | undefined {
  const local = at(locals, process.number);
  const written = withWrites(objects, option.writes) as readonly Plain[];
  return isCrash(local, option.after.local) ? allAfterCrash(system.objects, written, process.id) : written;
}

/** The configuration after something that may happen at a process. */
function afterOption(
  system: System,
  before: Configuration,
  { process, option }: { readonly process: Process; readonly option: Option },
): Configuration {
  const { number } = process;
  const { after: part, sends, spends, notes = [] } = option;
  const objects = objectsAfter(system, before, { process, option });
  const others = before.pending.slice(partOf(system, before, process).pending.length);
  const noted = [...notesOn(system.failures, sends), ...notes];
  const locals = before.locals.with(number, part.local);
  const isWritten = objects !== undefined && objects !== before.objects;
  const changed: Configuration = {
    ...before,
    locals: isWritten
      ? locals.map((local, i) => heldUp(system, at(system.processes, i), { local, seen: objects }))
      : locals,
    mailboxes: before.mailboxes.with(number, part.mailbox),
    ...(before.objects === undefined || objects === undefined ? {} : { objects }),
    pending: [...part.pending, ...others],
    ...(spends === undefined || before.spent === undefined
      ? {}
      : { spent: before.spent.with(spends, at(before.spent, spends) + 1) }),
  };
  const after = arranged(
    system,
    sends.reduce((configuration, send) => {
      const sender = at(before.locals, system.numbers.get(send.process) ?? -1);
      return delivered(system, configuration, { ...send, sender });
    }, changed),
  );
  const isSettled = after.pending.length === 0;
  const over = isSettled && system.timing.rounds ? refilled(system, after) : after;
  return before.notes === undefined ? over : { ...over, notes: afterNoting(before.notes, noted, isSettled) };
}

/** The configuration at the end of a round, with the budgets for each round full again. */
function refilled({ failures }: System, configuration: Configuration): Configuration {
  const { spent } = configuration;
  if (spent === undefined || !failures.some(({ perRound }) => perRound)) return configuration;
  return {
    ...configuration,
    spent: spent.map((count, i) => (at(failures, i).perRound === true ? 0 : count)),
  };
}

/**
 * Puts a message on its channel. What is sent to a process that is down is gone; in a round, those who
 * recover in it are up from its beginning, in whatever order they do. @param sender its marks when it sends
 */
function delivered(
  system: System,
  before: Configuration,
  { process, to, message, sender }: Send & { readonly sender: Marked },
): Configuration {
  const number = system.numbers.get(to) ?? -1;
  const receiver = at(before.locals, number);
  const isBack = before.pending.some((event) => event.kind === "recover" && event.process === to);
  if (!isBack && !isTakenIn(receiver, { message })) return before;
  if (!isVoice({ message }) && !passes(system.failures, sender, receiver)) return before;
  const from = senderIn(system, process);
  const letter = { from, message, ...(receiver.halted ? {} : delayOfSent(system, { message })) };
  const mailbox = system.channel.send(at(before.mailboxes, number), letter, lettersOf(system));
  return { ...before, mailboxes: before.mailboxes.with(number, mailbox) };
}

function notEnabled(system: System, configuration: Configuration, event: Event): NotEnabled {
  return new NotEnabled(event, enabled(system, configuration));
}

/**
 * Lets everything that has begun happen, without further failures; where something is chosen, the first
 * option. @returns the settled configuration and the events, in order.
 */
export function settle(
  system: System,
  configuration: Configuration,
): { settled: Configuration; effects: Event[] } {
  const effects: Event[] = [];
  let settled = configuration;
  while (settled.pending.length > 0) {
    const next = at(enabled(system, settled), 0);
    effects.push(next);
    settled = step(system, settled, next);
  }
  return { settled, effects };
}

/** A way in which everything that has begun can happen. */
interface Settlement {
  readonly settled: Configuration;
  readonly events: readonly Event[];
}

/** Every way in which everything that has begun can happen, whatever is chosen and whatever fails. */
export function* settlements(
  system: System,
  configuration: Configuration,
  events: readonly Event[] = [],
): Generator<Settlement> {
  if (configuration.pending.length === 0) {
    yield { settled: configuration, events };
    return;
  }
  for (const event of enabled(system, configuration)) {
    yield* settlements(system, step(system, configuration, event), [...events, event]);
  }
}

/** Whether two configurations are equal. */
export function sameConfiguration(a: Configuration, b: Configuration): boolean {
  return formatConfiguration(a) === formatConfiguration(b);
}
