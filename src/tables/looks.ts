/**
 * Looks: what the moves of a process depend on besides its own value. That may be nothing; one slot, of the
 * object that it is about to access, or of what is remembered; or many, where it is about to take an atomic
 * step of several operations.
 */
import { assert } from "../base/assert.ts";
import { accessed, looks } from "../model/memory/access.ts";
import { Unseen } from "../model/memory/objectValues.ts";
import { atomicStep } from "../model/sequential/atomic.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { System } from "../model/system/system.ts";
import { ABSENT } from "./integers.ts";
import type { ProcessSlot } from "./slot.ts";

/** The values on which a process's next step depends: that of its slot, and those of objects or the notes. */
export interface Look {
  readonly value: number;
  /** The other slots and their values, alternately. */
  readonly sight: readonly number[];
}

/** The entry of `moveStart` for a value whose moves depend on the value of slot 0; for slot n: n less. */
const LOOKS = -3;

/** The entry of `moveStart` for moves that depend on another slot, from the slot, and the other way round. */
export function looksAt(slotOrStart: number): number {
  return LOOKS - slotOrStart;
}

/** The entry of `looks` for a local state that nobody has asked about yet. */
const UNKNOWN = -2;

/** The entry of `looks` for a local state with which it depends on what objects hold which ones matter. */
export const MANY = -3;

/** The parts of a network that looks are about. */
interface NetworkParts {
  readonly system: System;
  /** The slot of what failure models remember, or ABSENT. */
  readonly notes: number;
  /** Finds out the moves of a value after a look. @throws Unseen if they depend on more */
  newMoves(slot: ProcessSlot, here: Look): number;
}

/** The looks of all processes. */
export class Looks {
  private readonly around: NetworkParts;

  constructor(around: NetworkParts) {
    this.around = around;
  }

  /** The slot besides its own on which it depends what a process may do next, or ABSENT, or MANY. */
  first(slot: ProcessSlot, value: number): number {
    const local = slot.localOf.at(value);
    const known = local < slot.looks.length ? slot.looks.at(local) : UNKNOWN;
    if (known !== UNKNOWN) return known;
    const looked = this.found(slot.locals.value(local));
    slot.looks.put(local, looked, UNKNOWN);
    return looked;
  }

  private found(local: LocalState): number {
    const { system, notes } = this.around;
    if (!looks(system, local)) return notes;
    assert(notes === ABSENT, "whoever lies does not share memory");
    if (atomicStep(local.control) !== undefined) return MANY;
    return system.processes.length + (accessed(system, local) ?? -1);
  }

  /**
   * All that a process sees in a configuration besides its own value, as one integer: a value of the slot
   * that it looks at, a node of its sights, or ABSENT.
   */
  sight(slot: ProcessSlot, values: Int32Array): number {
    const value = values[slot.process.number] as number;
    const object = this.first(slot, value);
    if (object === ABSENT) return ABSENT;
    if (object !== MANY) return values[object] as number;
    return slot.sights.find(value, values, (sight) => this.further(slot, { value, sight }));
  }

  /** The values on which the next step of a process depends in a configuration. */
  at(slot: ProcessSlot, values: Int32Array): Look {
    const value = values[slot.process.number] as number;
    const object = this.first(slot, value);
    if (object === ABSENT) return { value, sight: [] };
    const seen = this.sight(slot, values);
    return { value, sight: object === MANY ? slot.sights.sight(seen) : [object, seen] };
  }

  /** The place where the moves after a look begin, or the slot of another object on which they depend. */
  private further(slot: ProcessSlot, here: Look): { begin: number } | { slot: number } {
    const { system, newMoves } = this.around;
    try {
      return { begin: newMoves(slot, here) };
    } catch (error) {
      if (!(error instanceof Unseen)) throw error;
      return { slot: system.processes.length + error.object };
    }
  }
}
