/**
 * A walk through the tables: the values of all slots, which change in place. What is asked of the tables
 * has been said by the model, once; here legs are put together to steps, rounds and ticks, and what a leg
 * sends is delivered when the step, or the round, is over. What the model leaves open is asked of a *fate*.
 */
import { assert, at, unreachable } from "../base/assert.ts";
import type { Alphabet } from "../model/system/alphabet.ts";
import type { Configuration, InputVector } from "../model/state/configuration.ts";
import { roundResolved, turnsIn } from "../model/transition/conflict.ts";
import type { Beat, Round } from "../model/event/event.ts";
import type { Process } from "../model/state/process.ts";
import type { System } from "../model/system/system.ts";
import type { Traffic } from "../model/transition/transit.ts";
import {
  ABSENT,
  REFUSED,
  mendedAt,
  tick,
  withWord,
  type ClockSlot,
  type Dispatch,
  type Juncture,
  type Leg,
  type ProcessSlot,
  type Prospect,
} from "../tables/index.ts";
import type { Compiled } from "./compiled.ts";
import type { Fate, Strikes } from "./fate.ts";

/** A listener that is told of what happens on a walk. */
export interface Companion {
  /** An event at a process. */
  happened(leg: Leg): void;
  /** An event of the whole system. */
  beat(beat: Beat): void;
  /** The change that the beginning of a round makes to letters in transit, before they could be received. */
  moved(traffic: Traffic): void;
  /** One of the messages that were sent since it was told last, by its position among these, has arrived. */
  arrived(position: number, dispatch: Dispatch): void;
  /** The step or round is over, and all messages have arrived that do. */
  settled(): void;
}

/** The next thing to happen on a walk. */
export type Next = Prospect | Beat;

/** A place in the tables, and the way on from it. */
export class Walk implements Strikes {
  readonly compiled: Compiled;
  /** The values of all slots. */
  readonly values: Int32Array;
  /** The messages that Byzantine processes may send. */
  alphabet: Alphabet;
  /**
   * The processes whose slots, or those that they look at, may have changed since somebody cleared the
   * list.
   */
  readonly touched: number[] = [];
  private readonly fate: Fate;
  private readonly companion: Companion;
  private readonly mayFail: boolean;
  private readonly hears: boolean;
  private sent: Dispatch[] = [];
  private noted: number[] = [];
  /** The juncture at which strikes are asked for; undefined: between steps, at every process. */
  private here: Juncture | undefined;

  constructor(
    compiled: Compiled,
    { values, alphabet }: { readonly values: Int32Array; readonly alphabet: Alphabet },
    { fate, companion }: { readonly fate: Fate; readonly companion: Companion },
  ) {
    this.compiled = compiled;
    this.values = values;
    this.alphabet = alphabet;
    this.fate = fate;
    this.companion = companion;
    this.mayFail = compiled.system.failures.length > 0;
    this.hears = compiled.hearsay.matters;
  }

  private get system(): System {
    return this.compiled.system;
  }

  /** The configuration that has been reached. */
  get configuration(): Configuration {
    return this.compiled.network.configuration(this.values);
  }

  /** The juncture of a process. */
  junctureOf(number: number): Juncture {
    const { network, junctures } = this.compiled;
    return junctures.at(at(network.processes, number), this.values);
  }

  /** Lets every process take its start step. @throws ProtocolError */
  start(inputs: InputVector): void {
    const { network, junctures } = this.compiled;
    const begun = network.processes.map((slot, i) => junctures.start(slot, at(inputs, i)));
    const ends = begun.map((juncture) => this.through(juncture));
    for (const [number, { value }] of ends.entries()) this.values[number] = value;
    for (const slot of network.roundBudgets) this.values[slot] = 0;
    this.touchAll();
    this.settle();
  }

  /** Takes a prospect or a beat to its end. @throws ProtocolError */
  take(next: Next): void {
    if ("legs" in next) return this.step(next.slot, next.legs.by(this.fate));
    if (next.kind === "round") return this.round();
    this.companion.beat(next);
    this.beat(next);
    this.touchAll();
    this.settle();
  }

  /** Changes the values as a beat does that is no round. */
  private beat(beat: Exclude<Beat, Round>): void {
    const { network } = this.compiled;
    switch (beat.kind) {
      case "tick": {
        const later = tick(network, this.values);
        assert(later !== undefined, "a tick that is offered may happen");
        this.values.set(later);
        break;
      }
      case "stabilize":
        this.values[network.clock] = (network.slots[network.clock] as ClockSlot).value(0);
        break;
      case "mend": {
        const object = network.system.objectNumbers.get(beat.object) ?? -1;
        this.values[network.processes.length + object] = mendedAt(network, this.values, object);
        break;
      }
      default:
        unreachable(beat);
    }
  }

  /** The beats that may happen next, failures aside. */
  beats(): Beat[] {
    const { network, junctures } = this.compiled;
    if (this.system.timing.rounds) {
      const isDue = network.processes.some((slot) => junctures.inRoundAt(slot, this.values).isDue);
      return isDue ? [{ kind: "round" }] : [];
    }
    const broken = this.system.objects.flatMap(({ name: object }, i): Beat[] =>
      mendedAt(network, this.values, i) === ABSENT ? [] : [{ kind: "mend", object }],
    );
    if (this.system.timing.ticks === undefined) return broken;
    const { clock, slots } = network;
    const isUnstable =
      clock !== ABSENT && (slots[clock] as ClockSlot).elapsed(this.values[clock] as number) === -1;
    const beats: Beat[] = tick(network, this.values) === undefined ? [] : [{ kind: "tick" }];
    return isUnstable ? [...beats, { kind: "stabilize" }] : beats;
  }

  /** Lets one thing go wrong between steps, or none. @returns whether something has. @throws ProtocolError */
  suffer(): boolean {
    this.here = undefined;
    const strike = this.fate.between(this);
    if (strike === undefined) return false;
    this.step(strike.to.slot, strike);
    return true;
  }

  get areLikely(): boolean {
    return this.hears || this.here?.hasFailed === true;
  }

  all(): readonly Leg[] {
    const { here } = this;
    if (here !== undefined) return this.affordable(here);
    return this.system.processes.flatMap(({ number }) => this.affordable(this.junctureOf(number)));
  }

  private affordable(juncture: Juncture): readonly Leg[] {
    const { network } = this.compiled;
    const isAccepted = (costs: readonly number[]): boolean => {
      for (let i = 0; i < costs.length; i += 2) {
        const [to, parcel] = [costs[i] as number, costs[i + 1] as number];
        if (network.deliver(to, this.values[to] as number, parcel) === REFUSED) return false;
      }
      return true;
    };
    return juncture.strikesWith(this.alphabet).filter(({ costs }) => isAccepted(costs));
  }

  private step(slot: ProcessSlot, first: Leg): void {
    const { number } = slot.process;
    this.values[number] = this.through(this.follow(first)).value;
    this.touched.push(number);
    this.settle();
  }

  /** Lets everything happen that has begun at a process. @returns where it is then */
  private through(begun: Juncture): Juncture {
    let juncture = begun;
    for (let head = juncture.head; head !== undefined; head = juncture.head) {
      this.here = juncture;
      const strike = this.mayFail ? this.fate.within(this, head) : undefined;
      juncture = this.follow(strike ?? juncture.next(this.fate));
    }
    return juncture;
  }

  private follow(leg: Leg): Juncture {
    const { values } = this;
    const { costs, writes, notes, sends, seen } = leg;
    if (seen.length > 0) this.compiled.network.deliverAll(seen, values);
    if (costs.length > 0) {
      this.compiled.network.deliverAll(costs, values);
      if (this.system.objects.length > 0) this.touchAll();
    }
    for (let i = 0; i < writes.length; i += 2) {
      const object = writes[i] as number;
      if (values[object] === writes[i + 1]) continue;
      values[object] = writes[i + 1] as number;
      const written = new Map([[object, values[object] as number]]);
      const word = withWord(this.compiled.network, leg.to.slot.process.number, { written, parcels: [] });
      this.compiled.network.deliverAll(word, values);
      this.touchAll();
    }
    if (notes !== ABSENT) this.noted.push(notes);
    for (let i = 0; i < sends.length; i++) this.sent.push(sends[i] as Dispatch);
    if (this.hears && leg.event.kind === "send")
      this.alphabet = this.compiled.hearsay.after(this.alphabet, leg.event);
    this.companion.happened(leg);
    return leg.to;
  }

  /** A round: one turn of each process. Who recovers does so first. */
  private round(): void {
    const { network, junctures } = this.compiled;
    const round = this.roundNow();
    this.companion.beat(round);
    const turns = turnsIn(this.system, round);
    const begun = ({ number }: Process): Juncture =>
      junctures.inRoundAt(at(network.processes, number), this.values);
    const recovers = (process: Process): boolean => begun(process).head?.kind === "recover";
    const order = [...turns.filter(recovers), ...turns.filter((process) => !recovers(process))];
    const ends = order.map((process) => {
      const juncture = begun(process);
      this.companion.moved(juncture.begins);
      return this.through(juncture);
    });
    for (const { slot, value } of ends) this.values[slot.process.number] = value;
    for (const slot of network.roundBudgets) this.values[slot] = 0;
    this.touchAll();
    this.settle();
  }

  /** The next round, with the conflicts at objects resolved. */
  private roundNow(): Round {
    if (this.system.objects.length === 0) return { kind: "round" };
    const resolve = (object: string, ids: readonly string[]): number => this.fate.first(ids, object);
    return roundResolved(this.system, this.configuration, resolve);
  }

  /** Delivers what was sent, and writes down what is to be remembered. */
  private settle(): void {
    const { values } = this;
    const { network } = this.compiled;
    for (let i = 0; i < this.sent.length; i++) {
      const dispatch = this.sent[i] as Dispatch;
      const { to, parcel } = dispatch;
      const after = network.deliver(to, values[to] as number, parcel);
      if (after === values[to]) continue;
      values[to] = after;
      this.touched.push(to);
      this.companion.arrived(i, dispatch);
    }
    this.sent.length = 0;
    for (const parcel of this.noted) {
      values[network.notes] = network.deliver(network.notes, values[network.notes] as number, parcel);
      this.touchAll();
    }
    this.noted.length = 0;
    this.companion.settled();
  }

  private touchAll(): void {
    for (const { number } of this.system.processes) this.touched.push(number);
  }
}
