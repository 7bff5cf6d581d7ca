/**
 * Judging what is asked of steps: every step of a search that is over is taken again.
 *
 * Where letters and timers are left out, so are the steps that take them, which change nothing else. So the
 * steps that are left tell all, if the predicate reads neither events nor letters nor timers, and is true
 * where nothing changes. Otherwise nothing may be left out.
 */
import { ProtocolError } from "../../model/error.ts";
import type { Event } from "../../model/event/event.ts";
import { cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import { eachMove, movesFrom } from "../../tables/move.ts";
import type { Network } from "../../tables/network.ts";
import { ProcessSlot } from "../../tables/slot.ts";
import type { StepJudge } from "../../tables/stepJudge.ts";
import type { Expansion } from "./expansion.ts";
import { retrace } from "./retrace.ts";
import { unpack } from "./rowLayout.ts";

/** The number of configurations whose steps are judged between two looks at whether that is enough. */
const STRIDE = 1_000;

/** Judges a property on the steps from all configurations that an expansion has left, nearest first. */
export class StepsSearch {
  private readonly network: Network;
  private readonly expansion: Expansion;
  private readonly judge: StepJudge;
  private readonly isReduced: boolean;
  private number = 0;

  /** @param isReduced whether letters or timers are left out */
  constructor(
    network: Network,
    {
      expansion,
      judge,
      isReduced,
    }: { readonly expansion: Expansion; readonly judge: StepJudge; readonly isReduced: boolean },
  ) {
    this.network = network;
    this.expansion = expansion;
    this.judge = judge;
    this.isReduced = isReduced;
  }

  /**
   * Goes on.
   * @param cutoff why the expansion ended early, if it did
   * @returns the verdict, if known, or that nothing may be left out
   */
  advance(cutoff: Cutoff | undefined): Verdict | "leave nothing out" | undefined {
    const { expansion, network } = this;
    if (expansion.hashed) return { verdict: "unknown", reason: { kind: "hashed" } };
    const count = Math.min(expansion.visited.count, this.number + STRIDE);
    for (; this.number < count; this.number++) {
      const broken = this.brokenFrom(this.number);
      if (this.isReduced && !this.isBlindToRest(this.number)) return "leave nothing out";
      if (broken === undefined) continue;
      const { inputs, events } = retrace(network, expansion, this.number);
      return { verdict: "violated", schedule: { inputs, events: [...events, ...broken] } };
    }
    if (this.number < expansion.visited.count) return undefined;
    return cutoff === undefined
      ? heldWithin(network.system.within, expansion)
      : cutOff(cutoff, expansion.configurations);
  }

  /** Whether it does not matter in a configuration what is left out. */
  private isBlindToRest(number: number): boolean {
    const { judge } = this;
    if (judge.readsFacet("mailbox") || judge.readsFacet("timers") || judge.readsEvents) return false;
    const here = this.valuesOf(number);
    try {
      return judge.isTrue({ before: here, after: here, events: () => [] }) && !judge.readsEvents;
    } catch (error) {
      if (error instanceof ProtocolError) return false;
      throw error;
    }
  }

  /** The events of a step from a configuration that refutes the property; undefined if none does. */
  private brokenFrom(number: number): readonly Event[] | undefined {
    const { network, expansion, judge } = this;
    const before = this.valuesOf(number);
    if (number >= expansion.expanded || !expansion.leaves(number, before)) return undefined;
    if (network.system.timing.rounds)
      return movesFrom(network, before).find(
        ({ values: after, events }) => !judge.isTrue({ before, after, events: () => events }),
      )?.events;
    let broken: readonly Event[] | undefined;
    eachMove(network, before, (after, slot, item) => {
      if (broken !== undefined) return;
      const events = (): readonly Event[] => this.eventsOf(before, after, { slot, item });
      if (!judge.isTrue({ before, after, events })) broken = events();
    });
    return broken;
  }

  private eventsOf(
    before: Int32Array,
    after: Int32Array,
    { slot, item }: { readonly slot: number; readonly item: number },
  ): readonly Event[] {
    const process = this.network.slots[slot];
    if (process instanceof ProcessSlot) return process.outcomeAt(item).events;
    const beat = movesFrom(this.network, before).find(
      (one) => one.slot === slot && one.item === item && one.values.every((value, i) => value === after[i]),
    );
    return beat?.events ?? [];
  }

  private valuesOf(number: number): Int32Array {
    const { expansion, network } = this;
    const words = new Int32Array(expansion.layout.words);
    const values = new Int32Array(network.slots.length);
    expansion.visited.read(number, words);
    unpack(expansion.layout, words, 0, values);
    return values;
  }
}
