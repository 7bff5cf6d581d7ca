/**
 * Guarded steps: every step of a system by what it looks at, its *guard*, and by what it changes. A process
 * looks at its own state, at one letter or none, and at the objects that it is about to access; a failure,
 * at its budget, too. What else a configuration holds is the same to it. So a step is looked up in the tables
 * for an empty mailbox, or for one with a single letter, and happens in all configurations that have the
 * atoms of its guard.
 */
import { at } from "../../base/assert.ts";
import { isLocalMistake, type ProtocolError } from "../../model/error.ts";
import type { Event } from "../../model/event/event.ts";
import { fateIn } from "../../model/failure/index.ts";
import { ABSENT } from "../../tables/integers.ts";
import type { Network } from "../../tables/network.ts";
import { BudgetSlot, HEADER, idleIn, ObjectSlot, ProcessSlot, REFUSED, SUMMARY } from "../../tables/slot.ts";
import { copiesIn, type Coordinates } from "./coordinates.ts";
import type { Permits } from "./outline.ts";
import { askedAnywhere } from "./unproved.ts";

/** The change of a coordinate: so many letters are taken out, or less than none, and then a parcel comes. */
interface Change {
  readonly taken: number;
  /** ABSENT: none. */
  readonly parcel: number;
}

/** A step, or the mistake that author code makes instead. */
export interface GuardedStep {
  /** The number of the process that takes it. */
  readonly process: number;
  /** The atoms of all that it looks at. */
  readonly guard: readonly number[];
  /** Its position in the moves of the process. */
  readonly item: number;
  /** The local state after it. */
  readonly local: number;
  /** The changes of coordinates, but for the local state. */
  readonly changes: ReadonlyMap<number, Change>;
  /** Whether the process recovers in it: what was sent to it while it was down is gone. */
  readonly recovers: boolean;
  readonly mistake?: ProtocolError;
}

/** The entry of a change that would exceed the bound on equal letters in transit. */
export const BEYOND = -2;

/** The steps of a network, each found once. */
export class GuardedSteps {
  private readonly coordinates: Coordinates;
  private readonly network: Network;
  /** So many equal letters may be in transit. */
  private readonly copiesMax: number;
  private readonly known = new Map<string, readonly GuardedStep[]>();
  private readonly afters = new Map<Change, number[]>();

  constructor(coordinates: Coordinates, copiesMax: number) {
    this.coordinates = coordinates;
    this.network = coordinates.network;
    this.copiesMax = copiesMax;
  }

  /** All steps whose guards are permitted. Guards that become so meanwhile may be missing. */
  *permitted(permits: Permits): Generator<GuardedStep> {
    for (const { process } of this.network.processes) {
      const { number } = process;
      const letters = this.coordinates.lettersTo(number);
      for (const local of permits.domain(number)) {
        yield* this.lookingAround(permits, [local]);
        for (const coordinate of letters) {
          for (const copies of permits.domain(coordinate)) {
            if (this.coordinates.valueOf(copies) === 0 || !permits.fits([local], copies)) continue;
            yield* this.lookingAround(permits, [local, copies]);
          }
        }
      }
    }
  }

  /** The steps from a local state, perhaps with a letter, for all that it may see of objects. */
  private *lookingAround(permits: Permits, start: readonly number[]): Generator<GuardedStep> {
    const slot = at(this.network.processes, this.coordinates.coordinateOf(at(start, 0)));
    const rest: (readonly number[])[] = [start];
    for (let guard = rest.pop(); guard !== undefined; guard = rest.pop()) {
      const next = this.unseen(slot, guard);
      if (typeof next !== "number") {
        for (const step of next) if (isPermitted(permits, step, guard)) yield step;
        continue;
      }
      for (const atom of permits.domain(next)) if (permits.fits(guard, atom)) rest.push([...guard, atom]);
    }
  }

  /** The steps with a guard, or the coordinate of an object that they look at besides. */
  private unseen(slot: ProcessSlot, guard: readonly number[]): readonly GuardedStep[] | number {
    const name = guard.join();
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const values = this.valuesAt(guard);
    let found: readonly GuardedStep[];
    try {
      const { sight } = this.network.looks.at(slot, values);
      const seen = new Set(guard.map((atom) => this.coordinates.coordinateOf(atom)));
      for (let i = 0; i < sight.length; i += 2) if (!seen.has(at(sight, i))) return at(sight, i);
      found = this.stepsAt(slot, { values, guard });
    } catch (mistake) {
      if (!isLocalMistake(mistake)) throw mistake;
      const local = slot.localOf.at(values[slot.process.number] as number);
      const { number: process } = slot.process;
      found = [{ process, guard, item: ABSENT, local, changes: new Map(), recovers: false, mistake }];
    }
    this.known.set(name, found);
    return found;
  }

  /** The values of all slots where nothing is in transit but one letter of the guard. */
  private valuesAt(guard: readonly number[]): Int32Array {
    const { coordinates } = this;
    const single = guard.map((atom) => {
      const coordinate = coordinates.coordinateOf(atom);
      return at(coordinates.list, coordinate).kind === "letter" ? coordinates.atom(coordinate, 1) : atom;
    });
    return coordinates.valuesOf(single);
  }

  private stepsAt(
    slot: ProcessSlot,
    { values, guard }: { readonly values: Int32Array; readonly guard: readonly number[] },
  ): GuardedStep[] {
    const { moves } = slot;
    const begin = this.network.movesOf(slot, values);
    const letter = guard.map((atom) => this.coordinates.coordinateOf(atom)).find((one) => this.isLetter(one));
    const found: GuardedStep[] = [];
    let item = begin + HEADER;
    for (let left = moves.at(begin) + idleIn(moves.at(begin + SUMMARY)); left > 0; left--) {
      const [first] = slot.outcomeAt(item).events;
      if ((first !== undefined && isAtLetter(first)) === (letter !== undefined))
        found.push(...this.affordable(this.stepAt(slot, { item, guard, letter })));
      item += 3 + 2 * moves.at(item + 2);
    }
    return found;
  }

  private isLetter(coordinate: number): boolean {
    return at(this.coordinates.list, coordinate).kind === "letter";
  }

  private isLetterTo(coordinate: number, process: number): boolean {
    const one = at(this.coordinates.list, coordinate);
    return one.kind === "letter" && one.slot === process;
  }

  private stepAt(
    slot: ProcessSlot,
    { item, guard, letter }: Pick<GuardedStep, "item" | "guard"> & { readonly letter: number | undefined },
  ): GuardedStep {
    const { moves, process } = slot;
    const { parcels, local } = slot.outcomeAt(item);
    const changes = new Map<number, Change>();
    const taken = letter === undefined ? 0 : this.takenAt(slot, item, letter);
    if (letter !== undefined && taken !== 0) changes.set(letter, { taken, parcel: ABSENT });
    const all = [...parcels];
    // What it writes stands in the list of moves alone, and what it sends to itself in the outcome alone.
    const end = item + 3 + 2 * moves.at(item + 2);
    for (let i = item + 3; i < end; i += 2)
      if (this.network.slots[moves.at(i)] instanceof ObjectSlot) all.push(moves.at(i), moves.at(i + 1));
    for (let i = 0; i < all.length; i += 2) this.addParcel(changes, at(all, i), at(all, i + 1));
    const before = this.coordinates.valueOf(at(guard, 0));
    const isDown = (state: number): boolean => slot.locals.value(state).down !== undefined;
    const recovers = isDown(before) && !isDown(local);
    return { process: process.number, guard, item, local, changes, recovers };
  }

  /** The number of equal letters that are taken out: one that is received or lost; -1 where it is doubled. */
  private takenAt(slot: ProcessSlot, item: number, letter: number): number {
    const { moves } = slot;
    const [first] = slot.outcomeAt(item).events;
    if (first?.kind === "receive") return this.network.system.channel.keeps ? 0 : 1;
    const { letter: id } = at(this.coordinates.list, letter) as { readonly letter: number };
    return 1 - copiesIn(slot, moves.at(item + 1), id);
  }

  /** A step that costs something of budgets, once for each amount that may have been spent before. */
  private affordable(step: GuardedStep): readonly GuardedStep[] {
    let found: readonly GuardedStep[] = [step];
    for (const [to, { parcel }] of step.changes) {
      const budget = this.network.slots[to];
      if (!(budget instanceof BudgetSlot)) continue;
      const spent = [...Array(budget.count).keys()].filter((one) => budget.after(one, parcel) !== REFUSED);
      found = found.flatMap((one) =>
        spent.map((amount) => ({ ...one, guard: [...one.guard, this.coordinates.atom(to, amount)] })),
      );
    }
    return found;
  }

  /** The coordinates that a step may change. */
  touchedBy({ process, changes, recovers }: GuardedStep): number[] {
    return [process, ...changes.keys(), ...(recovers ? this.coordinates.lettersTo(process) : [])];
  }

  private addParcel(changes: Map<number, Change>, to: number, parcel: number): void {
    const receiver = this.network.slots[to];
    if (!(receiver instanceof ProcessSlot)) {
      changes.set(to, { taken: 0, parcel });
      return;
    }
    for (const letter of receiver.parcels.list(parcel)) {
      const coordinate = this.coordinates.letter(to, letter);
      changes.set(coordinate, { taken: changes.get(coordinate)?.taken ?? 0, parcel });
    }
  }

  /** The atom of a coordinate after a step, from the one before; BEYOND if the bound would be exceeded. */
  after(step: GuardedStep, coordinate: number, before: number): number {
    const { coordinates } = this;
    if (coordinate === step.process) return coordinates.atom(coordinate, step.local);
    const change = step.changes.get(coordinate);
    const isGone = step.recovers && this.isLetterTo(coordinate, step.process);
    const left = isGone ? coordinates.atom(coordinate, 0) : before;
    if (change === undefined) return left;
    let known = this.afters.get(change);
    if (known === undefined) this.afters.set(change, (known = []));
    return (known[left] ??= this.changed(change, coordinate, coordinates.valueOf(left)));
  }

  private changed({ taken, parcel }: Change, coordinate: number, value: number): number {
    const { coordinates, network } = this;
    const one = at(coordinates.list, coordinate);
    if (one.kind !== "letter") {
      const monitor = network.monitors[one.slot - network.monitorsAt]?.monitor;
      const after = askedAnywhere(`monitor ${monitor?.name}`, () => network.deliver(one.slot, value, parcel));
      return coordinates.atom(coordinate, after);
    }
    const left = value - taken;
    const { parcels, order } = at(network.processes, one.slot);
    const sent = parcel === ABSENT ? [] : parcels.list(parcel).filter((letter) => letter === one.letter);
    const { length: copies } = sent.reduce<readonly number[]>(
      (mailbox, letter) => network.system.channel.send(mailbox, letter, order),
      Array.from({ length: left }, () => one.letter),
    );
    return copies > this.copiesMax ? BEYOND : coordinates.atom(coordinate, copies);
  }
}

/** Whether an event is one of a single letter to its process, which has to be in transit. */
function isAtLetter(event: Event): boolean {
  const fate = fateIn(event);
  return fate === "received" || fate === "lost" || fate === "doubled";
}

/** Whether what a step looks at besides a part of its guard may be together with that. */
function isPermitted(permits: Permits, { guard }: GuardedStep, part: readonly number[]): boolean {
  return guard.every((atom, i) => i < part.length || permits.fits(guard.slice(0, i), atom));
}
