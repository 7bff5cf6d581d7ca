/** Local steps as a function: everything that a process may do upon a cause, given its local state alone. */
import { assert } from "../../base/assert.ts";
import { everyChoice } from "../../base/choice.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import type { LocalState } from "../state/localState.ts";
import type { ProtocolError } from "../error.ts";
import type { Upon } from "../event/cause.ts";
import type { Effect } from "../event/event.ts";
import { LocalStep, type Reaction } from "./localStep.ts";
import { textOf } from "../state/shape.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";

/** The reaction of the start step. @throws ProtocolError */
export function start(system: System, process: Process, input: Plain): Reaction {
  const nothing: LocalState = { input, state: {}, timers: [], halted: false };
  const step = new LocalStep(system, { process, cause: undefined, before: nothing });
  const begun = step.run(() => {
    throw step.error({
      fault: "bad-choice",
      what: step.isDrawing ? "left something to chance in its start step" : "chose in its start step",
      advice: step.isDrawing
        ? "Coins are flipped in later steps: set a timer, and flip when it fires."
        : "Nondeterminism at the start is an input: use `inputs`.",
    });
  });
  assert(begun !== undefined, "a start step is no atomic one");
  return begun;
}

/**
 * The reactions of `process` to `cause`: one reaction for each way to choose. Options that are equal by value
 * are one option, because events are named by value. None, if no way of an atomic step is possible.
 * @throws ProtocolError; Unseen
 */
export function react(system: System, process: Process, local: LocalState, upon: Upon): Reaction[] {
  const beginning = { process, ...upon, before: local };
  const reactions = everyChoice((pick) =>
    new LocalStep(system, beginning).run(({ length }) => pick(length)),
  ).filter((reaction) => reaction !== undefined);
  if (reactions.length === 1) return reactions;
  const byChoices = new Map<string, Reaction>();
  for (const reaction of reactions) {
    const name = format([reaction.choices, answersIn(reaction)]);
    const twin = byChoices.get(name);
    if (twin === undefined) byChoices.set(name, reaction);
    else if (textOf(twin) !== textOf(reaction))
      throw toldApart(new LocalStep(system, beginning), twin, reaction);
  }
  return [...byChoices.values()];
}

/** The answers of objects in an atomic step. */
function answersIn({ atomic }: Reaction): Plain {
  return (atomic?.operations ?? []).map(({ response = null }) => response);
}

/** The error for two reactions that the same choices lead to. */
function toldApart(step: LocalStep, first: Reaction, second: Reaction): ProtocolError {
  return step.error({
    fault: "bad-choice",
    what: `told options apart that are equal by value: ${first.choices.map(format).join(", ")}`,
    evidence: [
      `state after one:       ${textOf(first.next.state)}`,
      `state after the other: ${textOf(second.next.state)}`,
    ],
    advice: "What is chosen is named by its value. Choose among positions or ids instead.",
  });
}

/** The local state after an effect; only deciding and halting change it. */
export function afterEffect(local: LocalState, effect: Effect): LocalState {
  if (effect.kind === "decide") return { ...local, decision: effect.value };
  if (effect.kind !== "halt") return local;
  const { time: _, ...kept } = local;
  return { ...kept, halted: true };
}
