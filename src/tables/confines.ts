/** The confines of a search: which values of slots are within the bounds of its system. */
import { isVoice } from "../model/state/voice.ts";
import { ABSENT, IntList } from "./integers.ts";
import type { Judge } from "./judge.ts";
import { Jury } from "./jury.ts";
import type { Network } from "./network.ts";
import type { ProcessSlot } from "./slot.ts";

/** The entries for a mailbox of which the size has been looked at. */
const SMALL = 0;
const LARGE = 1;

/** The configurations within the bounds of a system. */
export class Confines {
  /** The maximum number of steps, which searches count. */
  readonly depth: number;
  /** The judge of the author's predicate. */
  readonly judge: Judge | undefined;
  private readonly mailbox: number;
  private readonly network: Network;
  private readonly where: Jury | undefined;
  /** The size of each value's mailbox, by process: SMALL, LARGE, or ABSENT. */
  private readonly sizes: readonly IntList[];

  constructor(network: Network, judge: Judge | undefined) {
    const { mailbox = Infinity, depth = Infinity } = network.system.within;
    this.network = network;
    this.mailbox = mailbox;
    this.depth = depth;
    this.judge = judge;
    this.where = judge === undefined ? undefined : new Jury([judge]);
    this.sizes = network.processes.map(() => new IntList());
  }

  get bytes(): number {
    return this.sizes.reduce((sum, { bytes }) => sum + bytes, this.where?.bytes ?? 0);
  }

  /** Whether a configuration with these slot values is within all bounds but that on steps. */
  contains(values: Int32Array): boolean {
    if (this.mailbox !== Infinity)
      for (const slot of this.network.processes) if (this.isLarge(slot, values)) return false;
    return this.where?.allTrue(values) ?? true;
  }

  private isLarge(slot: ProcessSlot, values: Int32Array): boolean {
    const sizes = this.sizes[slot.process.number] as IntList;
    const value = values[slot.process.number] as number;
    const known = value < sizes.length ? sizes.at(value) : ABSENT;
    if (known !== ABSENT) return known === LARGE;
    const messages = slot.mailbox(value).filter((letter) => !isVoice(letter));
    const isLarge = messages.length > this.mailbox;
    sizes.put(value, isLarge ? LARGE : SMALL, ABSENT);
    return isLarge;
  }
}
