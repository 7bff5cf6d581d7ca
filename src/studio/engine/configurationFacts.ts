/** A configuration as readers see it: states, with what the last step has changed, mailboxes, budgets. */
import { at } from "../../base/assert.ts";
import { DrawnBefore } from "../../diagram/drawnBefore.ts";
import { aroundIn, compared, textsOf } from "../../diagram/fields.ts";
import {
  formatFailure,
  labelOf,
  type Configuration,
  type LocalState,
  type System,
  type Wording,
} from "../../model/index.ts";
import { isVoice } from "../../model/state/voice.ts";
import type { BudgetFacts, PlayedMoment, ProcessFacts } from "../conversation.ts";

/** The part of a moment that its configuration tells. */
export type ConfigurationFacts = Pick<PlayedMoment, "processes" | "objects" | "budgets" | "time">;

/** A configuration, the one before it, and the names in both. */
interface SeenConfiguration {
  readonly now: Configuration;
  readonly before: Configuration | undefined;
  readonly names: Wording;
}

/** The facts of a configuration, and of the one before it. */
export function configurationFacts(system: System, seen: SeenConfiguration): ConfigurationFacts {
  const { now, before, names } = seen;
  const around = aroundIn(now, names);
  return {
    processes: system.processes.map(({ id }, number) => processFacts(id, number, seen)),
    objects: before === undefined ? around : compared(around, aroundIn(before, names)),
    budgets: system.failures.map((failure, i): BudgetFacts => ({
      name: formatFailure(failure),
      spent: now.spent?.[i] ?? 0,
      ...(failure.budget === Infinity ? {} : { budget: failure.budget }),
    })),
    ...(now.elapsed === undefined || now.elapsed < 0 ? {} : { time: `${now.elapsed}` }),
  };
}

/** The facts of processes, which are the same objects as long as these are as before. */
const known = new DrawnBefore<LocalState, ProcessFacts>();

function processFacts(id: string, number: number, { now, before, names }: SeenConfiguration): ProcessFacts {
  const [local, mailbox] = [at(now.locals, number), at(now.mailboxes, number)];
  const then = before === undefined ? undefined : at(before.locals, number);
  return known.recall(local, [id, mailbox, then, names], () => {
    const order = names.states[number];
    const fields = textsOf(local, order);
    return {
      id,
      fields: then === undefined ? fields : compared(fields, textsOf(then, order)),
      waiting: mailbox.filter((letter) => !isVoice(letter)).map(({ message }) => labelOf(message)),
      isDown: local.down !== undefined,
    };
  });
}
