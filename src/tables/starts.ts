/** The initial configurations of a network: what start steps come to, for every vector of inputs. */
import { at } from "../base/assert.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import { begunWith, inputCandidates, type InputVector } from "../model/state/configuration.ts";
import type { Event } from "../model/event/event.ts";
import type { Part } from "../model/state/part.ts";
import { completions } from "./completion.ts";
import type { Network } from "./network.ts";
import { BudgetSlot, REFUSED, type Outcome, type ProcessSlot } from "./slot.ts";

/** An initial configuration: the inputs, which it may not show, the start steps, the values of all slots. */
export interface InitialMove {
  readonly inputs: InputVector;
  readonly events: readonly Event[];
  readonly values: Int32Array;
}

/** More vectors of inputs are found anew each time. */
const ALLOWED_MAX = 100_000;

/** Start steps, each run once. */
export class Starts {
  private readonly network: Network;
  /** The possible outcomes of the start step of each process, by the text of the input. */
  private readonly known: readonly Map<string, readonly Outcome[]>[];
  /** The vectors of inputs that are allowed, if all have been asked for and they are not too many. */
  private allowed: readonly InputVector[] | undefined;

  constructor(network: Network) {
    this.network = network;
    this.known = network.system.processes.map(() => new Map());
  }

  /** Every initial configuration; undefined where inputs are not allowed. */
  *all(): Generator<InitialMove | undefined> {
    const allowed: InputVector[] = [];
    for (const inputs of this.allowed ?? inputCandidates(this.network.system)) {
      if (inputs === undefined) yield undefined;
      else {
        if (allowed.length <= ALLOWED_MAX) allowed.push(inputs);
        yield* this.startedAs(inputs, []);
      }
    }
    if (allowed.length <= ALLOWED_MAX) this.allowed = allowed;
  }

  /** The initial configurations in which the first processes have started as given. */
  private *startedAs(inputs: InputVector, started: readonly Outcome[]): Generator<InitialMove | undefined> {
    const slot = this.network.processes[started.length];
    if (slot === undefined) yield this.beginning(inputs, started);
    else
      for (const outcome of this.outcomesOf(slot, inputs[started.length] as Plain)) {
        const more = [...started, outcome];
        if (this.isAffordable(more)) yield* this.startedAs(inputs, more);
      }
  }

  /** Whether the first start steps stay within the budgets, whatever the others cost. */
  private isAffordable(started: readonly Outcome[]): boolean {
    const { slots } = this.network;
    const spent = new Map<number, number>();
    for (const { parcels } of started) {
      for (let i = 0; i < parcels.length; i += 2) {
        const to = parcels[i] as number;
        const budget = slots[to];
        if (!(budget instanceof BudgetSlot)) continue;
        const after = budget.after(spent.get(to) ?? 0, parcels[i + 1] as number);
        if (after === REFUSED) return false;
        spent.set(to, after);
      }
    }
    return true;
  }

  /** The initial configuration that start steps lead to; undefined if they exceed a budget. */
  private beginning(inputs: InputVector, started: readonly Outcome[]): InitialMove | undefined {
    const values = this.network.blank(inputs);
    for (const [i, slot] of this.network.processes.entries())
      values[i] = slot.value(at(started, i).local, slot.mailboxes.id([]));
    if (!started.every(({ parcels }) => this.network.deliverAll(parcels, values))) return undefined;
    for (const slot of this.network.roundBudgets) values[slot] = 0;
    return { inputs, events: started.flatMap(({ events }) => events), values };
  }

  private outcomesOf(slot: ProcessSlot, input: Plain): readonly Outcome[] {
    const starts = at(this.known, slot.process.number);
    const text = format(input);
    const known = starts.get(text);
    if (known !== undefined) return known;
    const reaction = this.network.author.start(slot.process, input);
    const begun: Part = { ...begunWith(this.network.system, slot.process, reaction), mailbox: [] };
    const outcomes = completions(this.network.rules, slot.process, begun).map((completion) =>
      this.network.outcome(slot, completion),
    );
    starts.set(text, outcomes);
    return outcomes;
  }
}
