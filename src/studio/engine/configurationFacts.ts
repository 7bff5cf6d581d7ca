/** A configuration as readers see it: states, with what the last step has changed, mailboxes, budgets. */
import { at } from "../../base/assert.ts";
import { statesAt } from "../../diagram/fields.ts";
import type { StateField } from "../../diagram/index.ts";
import {
  formatFailure,
  labelOf,
  type Configuration,
  type Execution,
  type System,
  type Wording,
} from "../../model/index.ts";
import { isVoice } from "../../model/state/voice.ts";
import type { BudgetFacts, PlayedMoment, ProcessFacts } from "../conversation.ts";

/** The part of a moment that its configuration tells. */
export type ConfigurationFacts = Pick<PlayedMoment, "processes" | "objects" | "budgets" | "time">;

/** The facts of a configuration, and of the one before it. */
export function configurationFacts(
  system: System,
  {
    now,
    before,
    names,
  }: { readonly now: Configuration; readonly before: Configuration | undefined; readonly names: Wording },
): ConfigurationFacts {
  const fields = fieldsOf(system, now, names);
  const old = before === undefined ? undefined : fieldsOf(system, before, names);
  return {
    processes: system.processes.map(({ id }, number): ProcessFacts => ({
      id,
      fields: compared(
        at(fields.processes, number),
        old === undefined ? undefined : at(old.processes, number),
      ),
      waiting: at(now.mailboxes, number)
        .filter((letter) => !isVoice(letter))
        .map(({ message }) => ({ label: labelOf(message) })),
      isDown: at(now.locals, number).down !== undefined,
    })),
    objects: compared(fields.objects, old?.objects),
    budgets: system.failures.map((failure, i): BudgetFacts => ({
      name: formatFailure(failure),
      spent: now.spent?.[i] ?? 0,
      ...(failure.budget === Infinity ? {} : { budget: failure.budget }),
    })),
    ...(now.elapsed === undefined || now.elapsed < 0 ? {} : { time: `${now.elapsed}` }),
  };
}

function fieldsOf(
  system: System,
  configuration: Configuration,
  names: Wording,
): { processes: StateField[][]; objects: StateField[] } {
  const execution: Execution = {
    protocol: "",
    processes: system.processes.map(({ id }) => id),
    inputs: [],
    configurations: [configuration],
    events: [],
    names,
  };
  const states = statesAt(execution, 0).map(({ fields }) => [...fields]);
  const count = system.processes.length;
  return { processes: states.slice(0, count), objects: states.slice(count).flat() };
}

/** Fields, each with its value before, where it was another. */
function compared(now: readonly StateField[], then: readonly StateField[] | undefined): StateField[] {
  if (then === undefined) return [...now];
  const key = ({ name, of }: StateField): string => `${of} ${name}`;
  const old = new Map(then.map((field) => [key(field), field.value]));
  const gone = then.filter((field) => !now.some((one) => key(one) === key(field)));
  return [...now, ...gone.map((field) => ({ ...field, value: "" }))].map((field) => {
    const before = old.get(key(field)) ?? "";
    return before === field.value ? field : { ...field, before };
  });
}
