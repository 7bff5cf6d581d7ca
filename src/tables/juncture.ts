/**
 * Junctures: a process between two steps or in the middle of one, and what may come next there. A move
 * (move.ts) is a whole step with everything that may fail in it, and where n messages are sent in a round,
 * a crash has 2ⁿ ways to cut it. A search has to take them all; whoever follows a single run goes from
 * juncture to juncture and finds out only what it comes to. All is asked of the model's options, once, and
 * looked up after that.
 *
 *     between steps  --leg of a prospect-->  send, decide  --leg-->  decide  --leg-->  between steps
 *                                                 |--leg of a crash-->  between steps
 *
 */
import { at } from "../base/assert.ts";
import type { Cause, Upon } from "../model/event/cause.ts";
import type { Event, Send } from "../model/event/event.ts";
import { formatCause, formatEvent } from "../model/event/eventText.ts";
import { fateIn, remediesOf, strikesOf } from "../model/failure/index.ts";
import type { Alphabet } from "../model/system/alphabet.ts";
import type { System } from "../model/system/system.ts";
import { headOptions, isByVoice, occasions, optionsUpon, type Rules } from "../model/transition/options.ts";
import type { Option } from "../model/transition/option.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { Part, Pending } from "../model/state/part.ts";
import type { Reaction } from "../model/step/localStep.ts";
import type { Writes } from "../model/memory/objectValues.ts";
import { lettersTo, takenBy, trafficBetween, type Traffic } from "../model/transition/transit.ts";
import type { Chooser, Reactions } from "./reactions.ts";
import type { ProcessSlot } from "./slot.ts";

/** A message that leaves a process, as its receiver's slot takes it. */
export interface Dispatch {
  readonly send: Send;
  /** The slot that it is sent to, and the parcel that holds it alone. */
  readonly to: number;
  readonly parcel: number;
  /** The change that it makes to the letters in transit there, if it arrives. */
  readonly traffic: Traffic;
}

/** An event at one process, and what it leads to. */
export interface Leg {
  readonly event: Event;
  readonly to: Juncture;
  readonly sends: readonly Dispatch[];
  /**
   * The costs for budgets, and the demands on the clock: slots and parcels, alternately, all to be accepted.
   */
  readonly costs: readonly number[];
  /** The slots of the objects on which it performs operations, and their values after that, alternately. */
  readonly writes: readonly number[];
  /** The parcel for the slot of what is remembered, or ABSENT. */
  readonly notes: number;
  /** The parcels for monitors: slots and parcels, alternately. */
  readonly seen: readonly number[];
  /** Whether it follows from a failure that has happened before. */
  readonly isFree: boolean;
  /** The change to the letters in transit to the process. */
  readonly traffic: Traffic;
  /** Whether a liar has made up what comes to be in transit. */
  readonly isForged: boolean;
  /** The name of the letter that it receives. */
  readonly received: string | undefined;
}

/** A prospect: what may happen next at a process between its steps, and has to if it stays possible. */
export interface Prospect {
  readonly slot: ProcessSlot;
  /** The text of its event, before anything is chosen in it. */
  readonly name: string;
  /** The cause of the step; absent if something that has failed is put right again. */
  readonly cause: Cause | undefined;
  /** The number of ticks within which it must have happened; absent where time is not kept. */
  readonly within: number | undefined;
  readonly legs: Legs;
}

/** The legs of one thing that may happen: one for each way to choose that has come up. */
class Legs {
  private readonly from: Juncture;
  private readonly ask: (rules: Rules) => readonly Option[];
  /** The only leg, where author code leaves nothing open, or does not run. */
  private only: Leg | undefined;
  private reactions: Reactions | undefined;
  private readonly byReaction = new Map<Reaction, Leg>();

  /** @param ask what the model says, given who runs author code */
  constructor(from: Juncture, ask: (rules: Rules) => readonly Option[]) {
    this.from = from;
    this.ask = ask;
  }

  /** The leg if what is open goes as somebody has it. @throws ProtocolError */
  by(chooser: Chooser): Leg {
    if (this.only !== undefined) return this.only;
    const reaction = this.reactions?.by(chooser);
    const known = reaction === undefined ? undefined : this.byReaction.get(reaction);
    return known ?? this.found(chooser, reaction);
  }

  private found(chooser: Chooser, known: Reaction | undefined): Leg {
    const { from } = this;
    const asked: { readonly reactions: Reactions; readonly reaction: Reaction }[] = [];
    const { system } = from.table;
    const options = this.ask({
      system,
      react: (_process, before, upon) => {
        const reactions = from.reactionsTo(before, upon);
        const reaction = known ?? reactions.by(chooser);
        asked.push({ reactions, reaction });
        return [reaction];
      },
    });
    const leg = from.leg(at(options, 0));
    const [one, another] = asked;
    if (one === undefined) this.only = leg;
    else if (another === undefined) {
      this.reactions = one.reactions;
      this.byReaction.set(one.reaction, leg);
    }
    return leg;
  }
}

/** The operations of the table that a juncture needs. */
export interface JunctureTable {
  readonly system: System;
  /** The value that a slot has when nothing is pending any more. */
  valueOf(juncture: Juncture): number;
  /** The juncture at which a process has a part of the configuration. */
  juncture(slot: ProcessSlot, begun: Part): Juncture;
  /** The reactions of a process to a cause, in a local state. */
  reactionsTo(slot: ProcessSlot, before: LocalState, upon: Upon): Reactions;
  /** A message that leaves a process, which is in some local state then. */
  dispatch(slot: ProcessSlot, send: Send, local: LocalState): Dispatch;
  /** The costs of an option: what it takes from budgets, asks of the clock, and objects learn of a crash. */
  costsOf(option: Option, before: LocalState, process: number): number[];
  /** The slots of objects that are written, and their values. */
  written(writes: Writes | undefined): readonly number[];
  /** The parcels by which monitors see an event. */
  seen(event: Event): number[];
  /** The parcel for what is to be remembered, or ABSENT. */
  noted(sends: readonly Send[], notes: readonly string[]): number;
  /** The number of ticks within which something must have happened, where time is kept. */
  withinOf(part: Part, cause: Cause): number | undefined;
}

/** A process between two steps, or in the middle of one. */
export class Juncture {
  readonly table: JunctureTable;
  readonly slot: ProcessSlot;
  readonly part: Part;
  /**
   * The event that happens next, unless something fails; undefined between steps and at the end of a round.
   */
  readonly head: Pending | undefined;
  /** Whether something has failed here already, so that more may go wrong for nothing. */
  readonly hasFailed: boolean;
  /** The change that the beginning of a round makes to the letters in transit to the process. */
  readonly begins: Traffic;
  private settledValue: number | undefined;
  private nextLegs: Legs | undefined;
  private known: readonly Prospect[] | undefined;
  private readonly strikes = new Map<Alphabet, readonly Leg[]>();

  constructor(table: JunctureTable, slot: ProcessSlot, { part, begins }: { part: Part; begins: Traffic }) {
    const { faults, down, marks } = part.local;
    this.table = table;
    this.slot = slot;
    this.part = part;
    this.begins = begins;
    this.head = part.pending[0];
    this.hasFailed = faults !== undefined || down !== undefined || marks !== undefined;
  }

  /** Whether a round holds something for the process that is not up to a liar. */
  get isDue(): boolean {
    return this.part.pending.some((event) => !isByVoice(event));
  }

  /** The value of the slot, if nothing is pending. */
  get value(): number {
    return (this.settledValue ??= this.table.valueOf(this));
  }

  /** The leg by which pending events go on if nothing fails. @throws ProtocolError */
  next(chooser: Chooser): Leg {
    this.nextLegs ??= new Legs(this, (rules) => headOptions(rules, this.slot.process, this.part));
    return this.nextLegs.by(chooser);
  }

  /** The prospects between steps: all that may happen next, failures aside. */
  get prospects(): readonly Prospect[] {
    return (this.known ??= this.findProspects());
  }

  /**
   * The legs of faults that may happen next, affordable or not, if Byzantine processes may send what is in an
   * alphabet.
   */
  strikesWith(alphabet: Alphabet): readonly Leg[] {
    const known = this.strikes.get(alphabet);
    if (known !== undefined) return known;
    const { system } = this.table;
    const found = strikesOf({ ...system, alphabet }, this.slot.process, this.part);
    const legs = found.map((option) => this.leg(option));
    this.strikes.set(alphabet, legs);
    return legs;
  }

  private findProspects(): Prospect[] {
    const { slot, part, table } = this;
    const { process } = slot;
    const { system } = table;
    const steps = occasions(system, process, part).flatMap((occasion): Prospect[] => {
      const { cause } = occasion;
      const isPossible = occasion.seen === undefined || this.reactionsTo(part.local, occasion).arePossible;
      const prospect: Prospect = {
        slot,
        name: formatCause(process.id, cause),
        cause,
        within: table.withinOf(part, cause),
        legs: new Legs(this, (rules) => optionsUpon(rules, process, { part, occasion })),
      };
      return isPossible ? [prospect] : [];
    });
    const others = remediesOf(system, process, part).map((option): Prospect => {
      const legs = new Legs(this, () => [option]);
      return { slot, name: formatEvent(option.event), cause: undefined, within: undefined, legs };
    });
    return [...steps, ...others];
  }

  /** The reactions of the process to a cause. */
  reactionsTo(before: Part["local"], upon: Upon): Reactions {
    return this.table.reactionsTo(this.slot, before, upon);
  }

  /** The leg for an option of the model. */
  leg(option: Option): Leg {
    const { event, after, sends, writes, notes = [], isFree = false } = option;
    const { table, slot, part } = this;
    const { id } = slot.process;
    const to = table.juncture(slot, { ...part, ...after });
    return {
      event,
      to,
      sends: sends.map((send) => table.dispatch(slot, send, part.local)),
      costs: table.costsOf(option, part.local, slot.process.number),
      writes: table.written(writes),
      notes: table.noted(sends, notes),
      seen: table.seen(event),
      isFree,
      isForged: event.kind === "fault" && fateIn(event) === "sent",
      traffic: trafficBetween(id, lettersTo(id, part), lettersTo(id, to.part)),
      received: event.kind === "receive" ? takenBy(event) : undefined,
    };
  }
}
