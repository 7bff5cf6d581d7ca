/** The table of junctures: by the value of a slot, and what else the process looks at, where it is. */
import { at } from "../base/assert.ts";
import type { Plain } from "../base/value.ts";
import { begunWith } from "../model/state/configuration.ts";
import { formatLocal, type LocalState } from "../model/state/localState.ts";
import type { Cause, Upon } from "../model/event/cause.ts";
import type { Event, Send } from "../model/event/event.ts";
import { formatMessage } from "../model/state/message.ts";
import { format } from "../base/text.ts";
import { notesOn, withNotes } from "../model/failure/notes.ts";
import { arrangedPart } from "../model/transition/lockstep.ts";
import { roundOf } from "../model/transition/options.ts";
import type { Option } from "../model/transition/option.ts";
import type { Part } from "../model/state/part.ts";
import { start } from "../model/step/reaction.ts";
import { delayOfSent } from "../model/state/letter.ts";
import { letterName, lettersTo, trafficBetween, type Traffic } from "../model/transition/transit.ts";
import type { Writes } from "../model/memory/objectValues.ts";
import { senderIn } from "../model/state/sender.ts";
import { isVoice } from "../model/state/voice.ts";
import { ABSENT } from "./integers.ts";
import { Juncture, type Dispatch, type JunctureTable } from "./juncture.ts";
import type { Network } from "./network.ts";
import { isCrash } from "../model/memory/environment.ts";
import { crashParcels, mailboxOf, partOf, seenParcels, writesIn } from "./valueParts.ts";
import { Reactions } from "./reactions.ts";
import { LATE, type NotesSlot, type ProcessSlot } from "./slot.ts";

/**
 * The approximate size of a juncture with its legs, and of each pending event or letter in transit, in bytes.
 */
const JUNCTURE_BYTES = 1_200;
const ITEM_BYTES = 32;

/**
 * The known junctures: by process, by what it looks at (a value of that slot, plus 1), by the value of its
 * own slot.
 */
type KnownJunctures = (Juncture | undefined)[][][];

const NOTHING: Traffic = { gone: [], come: [] };

/** All junctures that have come up. */
export class Junctures implements JunctureTable {
  readonly network: Network;
  private readonly between: KnownJunctures;
  private readonly inRound: KnownJunctures;
  private readonly starts: readonly Map<string, Juncture>[];
  /** The reactions, by process, then by local state and cause. */
  private readonly reactions: readonly Map<string, Reactions>[];
  /** Bytes that the table takes, without those of the network, about. */
  bytes = 0;

  constructor(network: Network) {
    const { processes } = network;
    this.network = network;
    this.between = processes.map(() => []);
    this.inRound = processes.map(() => []);
    this.starts = processes.map(() => new Map());
    this.reactions = processes.map(() => new Map());
  }

  get system(): Network["system"] {
    return this.network.system;
  }

  /** The juncture at which a process begins: its start step has been taken, and its effects are pending. */
  start({ process }: ProcessSlot, input: Plain): Juncture {
    const text = format(input);
    const starts = at(this.starts, process.number);
    const known = starts.get(text);
    if (known !== undefined) return known;
    const begun = begunWith(this.system, process, start(this.system, process, input));
    const noted = this.network.notes === ABSENT ? {} : { noted: [] };
    const slot = at(this.network.processes, process.number);
    const juncture = this.juncture(slot, { ...begun, mailbox: [], ...noted });
    starts.set(text, juncture);
    return juncture;
  }

  /** The juncture of a process between its steps, given the values of all slots. */
  at(slot: ProcessSlot, values: Int32Array): Juncture {
    return this.found(this.between, { slot, values }, (part) => part);
  }

  /** The juncture of a process when a round begins, given the values of all slots when its turn comes. */
  inRoundAt(slot: ProcessSlot, values: Int32Array): Juncture {
    const { process } = slot;
    return this.found(this.inRound, { slot, values }, (part) => ({
      ...part,
      mailbox: part.mailbox.filter(isVoice),
      pending: roundOf(process, part),
    }));
  }

  private found(
    known: KnownJunctures,
    { slot, values }: { readonly slot: ProcessSlot; readonly values: Int32Array },
    begun: (part: Part) => Part,
  ): Juncture {
    const { number } = slot.process;
    const value = values[number] as number;
    const seen = this.network.looks.sight(slot, values);
    const byValue = ((known[number] as KnownJunctures[number])[seen + 1] ??= []);
    const found = byValue[value];
    if (found !== undefined) return found;
    const part = partOf(this.network, slot, this.network.looks.at(slot, values));
    return (byValue[value] = this.juncture(slot, begun(part), part));
  }

  /**
   * The juncture at which a process has a part of the configuration. `before`: the part before a round began.
   */
  juncture(slot: ProcessSlot, begun: Part, before = begun): Juncture {
    this.bytes += JUNCTURE_BYTES + ITEM_BYTES * (begun.pending.length + begun.mailbox.length);
    const { id } = slot.process;
    const part = arrangedPart(this.system, slot.process, begun);
    const begins =
      before === begun ? NOTHING : trafficBetween(id, lettersTo(id, before), lettersTo(id, part));
    return new Juncture(this, slot, { part, begins });
  }

  valueOf({ slot, part: { local, mailbox } }: Juncture): number {
    return slot.value(slot.locals.id(formatLocal(local), local), mailboxOf(this.network, slot, mailbox));
  }

  reactionsTo({ process }: ProcessSlot, before: LocalState, upon: Upon): Reactions {
    const text = `${formatLocal(before)} ${format(upon.cause as unknown as Plain)}${sightText(upon)}`;
    const all = at(this.reactions, process.number);
    const known = all.get(text);
    if (known !== undefined) return known;
    const reactions = new Reactions(this.system, process, { before, upon });
    this.bytes += JUNCTURE_BYTES;
    all.set(text, reactions);
    return reactions;
  }

  dispatch({ process }: ProcessSlot, send: Send, { marks }: LocalState): Dispatch {
    const to = this.system.numbers.get(send.to) ?? -1;
    const { message } = send;
    const from = senderIn(this.system, process.id);
    const slot = at(this.network.processes, to);
    const letter = slot.letterId({
      from: from === undefined ? ABSENT : process.number,
      message,
      ...delayOfSent(this.system, { message }),
      ...(marks === undefined ? {} : { marks }),
    });
    const name = letterName(send.to, { from, message });
    const traffic = isVoice(send) ? NOTHING : { gone: [], come: [name] };
    return { send, to, parcel: slot.parcels.id([letter]), traffic };
  }

  costsOf({ spends, breaksBounds, after }: Option, before: LocalState, process: number): number[] {
    const { budgetOf, clock } = this.network;
    const news = isCrash(before, after.local) ? crashParcels(this.network, process) : [];
    const price = [...(spends === undefined ? [] : [at(budgetOf, spends), 1]), ...news];
    return breaksBounds === true && clock !== ABSENT ? [...price, clock, LATE] : price;
  }

  written(writes: Writes | undefined): readonly number[] {
    return writes === undefined ? [] : writesIn(this.network, writes);
  }

  seen(event: Event): number[] {
    return seenParcels(this.network, [event]);
  }

  noted(sends: readonly Send[], notes: readonly string[]): number {
    const all = [...notesOn(this.system.failures, sends), ...notes];
    if (all.length === 0) return ABSENT;
    return (this.network.slots[this.network.notes] as NotesSlot).id(withNotes([], all));
  }

  withinOf({ local, mailbox }: Part, cause: Cause): number | undefined {
    if (this.system.timing.ticks === undefined) return undefined;
    const { timers, acts, step, sleep } = local.time ?? {};
    if (cause.kind === "timeout") return timers?.[cause.timer]?.within;
    if (cause.kind === "must" || cause.kind === "may") return acts?.[cause.action]?.within;
    if (cause.kind !== "receive") return (sleep ?? step)?.within;
    const text = formatMessage(cause.message);
    const windows = mailbox
      .filter(({ from, message }) => from === cause.from && formatMessage(message) === text)
      .flatMap(({ delay }) => (delay === undefined ? [] : [delay.within]));
    return windows.length === 0 ? undefined : Math.min(...windows);
  }
}

/** The objects as the rest of an atomic step finds them, as a text; empty, if there is no such step. */
function sightText({ seen }: Upon): string {
  return seen === undefined
    ? ""
    : ` ${seen.map((value) => (value === undefined ? "" : format(value))).join("; ")}`;
}
