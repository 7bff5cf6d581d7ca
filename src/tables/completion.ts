/** Ways in which what has begun at one process can go on to its end: with failures, there are several. */
import type { LocalState } from "../model/state/localState.ts";
import type { Event, Send } from "../model/event/event.ts";
import { at } from "../base/assert.ts";
import { isLocalMistake, type ProtocolError } from "../model/error.ts";
import { affords } from "../model/failure/failure.ts";
import type { Writes } from "../model/memory/objectValues.ts";
import { notesOn } from "../model/failure/notes.ts";
import { arrangedPart } from "../model/transition/lockstep.ts";
import { options, type Rules } from "../model/transition/options.ts";
import type { Part } from "../model/state/part.ts";
import type { Letter } from "../model/state/message.ts";
import type { Process } from "../model/state/process.ts";

/** One way. */
export interface StepEnd {
  readonly events: readonly Event[];
  /** The local state at the end. */
  readonly local: LocalState;
  /** The messages that leave the process, in order. */
  readonly sends: readonly Send[];
  /** The marks that it has while it sends, which a crash takes away; absent if there are none. */
  readonly marks?: readonly string[];
  /** The notes that failure models take. */
  readonly notes: readonly string[];
  /** The timers of the process that it sets or cancels. */
  readonly rearmed: readonly string[];
  /** The failures, by position in the system's list, from whose budgets one is taken: each time anew. */
  readonly spends: readonly number[];
  /** The letters in transit to the process at the end. */
  readonly mailbox: readonly Letter[];
  /** The new values of objects; absent if there was no operation. */
  readonly writes?: Writes;
  /** Whether it cannot happen before the bounds on time hold. */
  readonly breaksBounds?: true;
  /** The mistake of the protocol in which it ends: it is made if what is spent before can be afforded. */
  readonly mistake?: ProtocolError;
}

/** A way as far as it has come. */
type StepBegun = Omit<StepEnd, "local" | "mailbox" | "marks" | "mistake">;

/** Every way in which the pending events of a part can happen. @throws ProtocolError */
export function completions(rules: Rules, process: Process, begun: Part): StepEnd[] {
  const ways = attempts(rules, process, begun);
  for (const { mistake } of ways) if (mistake !== undefined) throw mistake;
  return ways;
}

/** The same, also where some of them end in mistakes, after failures that perhaps cannot be afforded. */
export function attempts(rules: Rules, process: Process, begun: Part): StepEnd[] {
  const found: StepEnd[] = [];
  const { failures } = rules.system;
  const { seen, noted } = begun;
  const { marks } = begun.local;
  const remembering = (part: Part): Part => ({
    ...part,
    ...(seen === undefined ? {} : { seen }),
    ...(noted === undefined ? {} : { noted }),
  });
  const on = (next: Part, sofar: StepBegun): void => {
    const part = arrangedPart(rules.system, process, remembering(next));
    if (part.pending.length === 0) {
      const marked = marks === undefined ? {} : { marks };
      found.push({ ...sofar, ...marked, local: part.local, mailbox: part.mailbox });
      return;
    }
    for (const option of options(rules, process, part)) {
      const { event, after, sends, spends, writes, notes = [], rearmed = [] } = option;
      if (spends !== undefined && !affords(at(failures, spends), countOf(sofar.spends, spends))) continue;
      go(after, {
        ...(writes === undefined ? sofar : { ...sofar, writes }),
        events: [...sofar.events, event],
        sends: [...sofar.sends, ...sends],
        rearmed: rearmed.length === 0 ? sofar.rearmed : [...sofar.rearmed, ...rearmed],
        notes: [...sofar.notes, ...notesOn(rules.system.failures, sends), ...notes],
        spends: spends === undefined ? sofar.spends : [...sofar.spends, spends],
      });
    }
  };
  /** Goes on; a mistake after failures is one of the ways to end. */
  const go = (next: Part, sofar: StepBegun): void => {
    try {
      on(next, sofar);
    } catch (mistake) {
      if (sofar.spends.length === 0 || !isLocalMistake(mistake)) throw mistake;
      found.push({ ...sofar, sends: [], local: begun.local, mailbox: begun.mailbox, mistake });
    }
  };
  go(begun, { events: [], sends: [], rearmed: [], notes: [], spends: [] });
  return found;
}

/** The number of times a failure has been paid for in a step, without what was paid before it. */
function countOf(spends: readonly number[], failure: number): number {
  return spends.filter((one) => one === failure).length;
}
