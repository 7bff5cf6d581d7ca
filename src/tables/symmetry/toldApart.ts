/** Processes that looked interchangeable are told apart: by a start, a step, or a property. */
import { at } from "../../base/assert.ts";
import type { Event } from "../../model/event/event.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import { formatLocal } from "../../model/state/localState.ts";
import { HEADER, idleIn, SUMMARY, type ProcessSlot } from "../slot.ts";
import type { Permutation } from "./permutation.ts";
import { renamedEvent, renamedLocal, type NewIds } from "./renaming.ts";

/** A step of one process: its state, what happens, and all that may come of it, as texts. */
interface ToldStep {
  readonly process: string;
  readonly state: string;
  readonly event: string;
  /** For each outcome, the state after it and its effects; none: it cannot happen. */
  readonly outcomes: readonly (readonly string[])[];
}

/** A reason why processes cannot change places. */
export type Telling =
  /** No initial configuration is what some other one becomes. */
  | { readonly kind: "start" }
  /** A property changes its answer. */
  | { readonly kind: "property"; readonly property: string }
  /** A step comes to something else: the step of one process, and of the one that takes its place. */
  | { readonly kind: "step"; readonly steps: readonly [ToldStep, ToldStep] };

/** Thrown by a search that would build on symmetry which is not there. */
export class ToldApart extends Error {
  /** The difference between those that change places, for each generator under which there is one. */
  readonly tellings: ReadonlyMap<Permutation, Telling>;

  constructor(tellings: ReadonlyMap<Permutation, Telling>) {
    super("processes are told apart");
    this.tellings = tellings;
  }
}

/** A value of a slot. */
interface ValueOf {
  readonly slot: ProcessSlot;
  readonly value: number;
}

/** The step at a value that what the value becomes under a permutation does not take alike. */
export function tellingStep(permutation: Permutation, here: ValueOf, there: ValueOf): Telling {
  const { ids } = permutation;
  const ours = stepsAt(here, ids);
  const theirs = stepsAt(there, new Map());
  const events = [...new Set([...ours.keys(), ...theirs.keys()])];
  const told = events.find((event) => sorted(ours.get(event)) !== sorted(theirs.get(event)));
  const back = new Map([...ids].map(([before, after]) => [after, before]));
  const event = told ?? at(events, 0);
  const first = [...stepsAt(here, new Map())].find(([, { trigger }]) => textOf(trigger, ids) === event);
  const other = theirs.get(event);
  const text = first?.[0] ?? (other === undefined ? event : textOf(other.trigger, back));
  const step = ({ slot, value }: ValueOf, name: string, taken: StepOutcomes | undefined): ToldStep => ({
    process: slot.process.id,
    state: formatLocal(slot.local(value)),
    event: name,
    outcomes: taken?.outcomes ?? [],
  });
  return { kind: "step", steps: [step(here, text, first?.[1]), step(there, event, other)] };
}

/** All that may come of one event. */
interface StepOutcomes {
  readonly trigger: Event;
  readonly outcomes: string[][];
}

/** The steps at a value with other ids in them, by the text of what happens. */
function stepsAt({ slot, value }: ValueOf, ids: NewIds): ReadonlyMap<string, StepOutcomes> {
  const steps = new Map<string, StepOutcomes>();
  const begin = slot.moveStart.at(value);
  let item = begin + HEADER;
  for (let left = slot.moves.at(begin) + idleIn(slot.moves.at(begin + SUMMARY)); left > 0; left--) {
    const { events, local } = slot.outcomeAt(item);
    item += 3 + 2 * slot.moves.at(item + 2);
    const [trigger, ...others] = events;
    if (trigger === undefined) continue;
    const text = textOf(trigger, ids);
    const known = steps.get(text) ?? { trigger, outcomes: [] };
    steps.set(text, known);
    const after = formatLocal(renamedLocal(slot.locals.value(local), ids));
    known.outcomes.push([after, ...others.map((event) => textOf(event, ids))]);
  }
  return steps;
}

function textOf(event: Event, ids: NewIds): string {
  return formatEvent(renamedEvent(event, ids));
}

/** The outcomes of a step in one order. */
function sorted(steps: StepOutcomes | undefined): string {
  return JSON.stringify((steps?.outcomes ?? []).map((outcome) => JSON.stringify(outcome.toSorted())).sort());
}
