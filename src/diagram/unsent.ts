/** The messages that are not sent: of a process that crashes, what it was about to send; and omissions. */
import {
  fateIn,
  formatEvent,
  formOf,
  isFault,
  phrase,
  type Configuration,
  type Event,
  type Fault,
} from "../model/index.ts";
import { faultOf } from "../model/event/event.ts";
import { failsToSend } from "../model/failure/suffering.ts";
import type { DrawnStep } from "./steps.ts";

/** The configurations before and after a step, and the process that takes it. */
interface Around {
  readonly process: string;
  readonly before: Configuration;
  readonly after: Configuration;
}

/**
 * The effects of a step; of a crash, all that is not sent among them, in the order of the code: what it took
 * the place of, what is passed over after it, and what cannot go out any more. What still may when the
 * picture ends is not.
 */
export function effectsTold(step: DrawnStep, { process, before, after }: Around): DrawnStep["effects"] {
  const { trigger, effects } = step;
  if (trigger === undefined || !isFault(trigger) || fateIn(trigger) !== "emptied") return effects;
  const sent = effects.filter(({ kind }) => kind === "send");
  const begun = before.pending.filter((event) => event.process === process);
  const unsent = without(begun.flatMap(unsentIn), [...sent, ...after.pending].flatMap(unsentIn));
  return [...sent, ...unsent, ...without(effects, [...sent, ...unsent])];
}

/** Events without others, each as often as it is there. */
function without<T extends Event>(events: readonly T[], others: readonly Event[]): T[] {
  const left = others.map(formatEvent);
  return events.filter((event) => {
    const place = left.indexOf(formatEvent(event));
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  });
}

/** The message of an event that sends it or fails to, as one that is not sent. */
function unsentIn(event: DrawnStep["effects"][number] | Configuration["pending"][number]): Fault[] {
  if (event.kind !== "send" && !(event.kind === "fault" && event.strikes === "sending")) return [];
  const { process, to, message } = event;
  return [faultOf(failsToSend, { process, to, message })];
}

/** The words for faults among effects; of a message that is not sent to several, its receivers together. */
export function omissionsOf(effects: DrawnStep["effects"]): string[] {
  const told = new Map<string, { fault: Fault; to: string[] }>();
  for (const fault of effects) {
    if (fault.kind !== "fault") continue;
    const to = fault.strikes === "sending" ? [fault.to] : [];
    const text = sayingOf(fault, []);
    told.set(text, { fault, to: [...(told.get(text)?.to ?? []), ...to] });
  }
  return [...told.values()].map(({ fault, to }) => sayingOf(fault, to));
}

function sayingOf(fault: Fault, to: readonly string[]): string {
  const spoken = fault.strikes === "sending" ? { ...fault, to: to.join(", ") } : fault;
  return phrase(formOf(fault).drawn?.remark ?? "", spoken);
}
