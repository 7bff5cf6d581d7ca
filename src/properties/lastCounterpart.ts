/** The last execution of a specification that looks like an execution which has no counterpart as a whole. */
import { at } from "../base/assert.ts";
import { formatConfiguration, initialConfiguration, inputVectors } from "../model/state/configuration.ts";
import type { Configuration } from "../model/state/configuration.ts";
import { owedIn } from "../model/transition/account.ts";
import { formatDebt, type Debt } from "../model/transition/debt.ts";
import type { Execution, Schedule } from "../model/transition/execution.ts";
import type { System } from "../model/system/system.ts";
import { enabled, settlements, step } from "../model/transition/transition.ts";
import { Counterparts, NO_COUNTERPART } from "./counterparts.ts";
import type { RefinementAsked } from "./property.ts";
import { seenThrough, type SeenExecution } from "./seenExecution.ts";
import { looksOf } from "./specificationGraph.ts";

/** The specification beside an execution that it does not have. */
export interface LastCounterpart {
  readonly specification: System;
  /** A schedule of the specification up to the step; absent if it does not even begin like this. */
  readonly schedule?: Schedule;
  /** The look that it would have to have after the step, and those that it can have. */
  readonly wanted: string;
  readonly possible: readonly string[];
  /** The debts that it never pays, though it has each step; absent if it has not. */
  readonly owes?: readonly string[];
}

/** A configuration of the specification, and a schedule that leads to it. */
interface ReachedBy {
  readonly configuration: Configuration;
  readonly schedule: Schedule;
}

/** The counterpart of an execution, as far as there is one. @throws ProtocolError */
export function lastCounterpart(
  system: System,
  refined: RefinementAsked,
  execution: Execution,
): LastCounterpart {
  const { specification } = refined;
  const { stem, round } = seenThrough(refined, system, execution);
  const isBroken = new Counterparts(refined).after([...stem, ...round]) === NO_COUNTERPART;
  const changes = [...stem, ...round].filter((text, i, all) => text !== all[i - 1]);
  let [next, last] = [beginnings(specification), undefined as ReachedBy | undefined];
  for (const text of changes) {
    const same = alike(specification, next, text);
    if (same.length === 0) break;
    last = at(same, 0);
    next = same.flatMap((one) => after(specification, one));
  }
  const seen = next.map(({ configuration }) => looksOf(specification, configuration));
  const before = last === undefined ? undefined : looksOf(specification, last.configuration);
  return {
    specification,
    ...(last === undefined ? {} : { schedule: last.schedule }),
    wanted: at(changes, changes.length - 1),
    possible: [...new Set(seen)].filter((text) => text !== before).sort(),
    ...(isBroken || last === undefined ? {} : { owes: owedOn(refined, { stem, round }, last.configuration) }),
  };
}

/**
 * The debts of a specification without which it would have an execution that looks like another; if it has
 * none, all that it owes where it is at the end.
 */
function owedOn(
  { specification, terms }: RefinementAsked,
  { stem, round }: SeenExecution,
  end: Configuration,
): string[] {
  const counterparts = new Counterparts({ specification, terms });
  counterparts.mayRepeat(counterparts.after(stem), round);
  const found = counterparts.graph.textsOfDebts.filter((text) => {
    const isForgiven = (debt: Debt): boolean => formatDebt(debt) === text;
    const others = new Counterparts({ specification, terms: { ...terms, isForgiven } });
    return others.mayRepeat(others.after(stem), round);
  });
  return found.length > 0 ? found : owedIn(specification, end, terms).map(formatDebt);
}

/** Those that look like this, and all that they come to by steps that are not seen. */
function alike(specification: System, some: readonly ReachedBy[], text: string): readonly ReachedBy[] {
  const known = new Set<string>();
  const isNew = ({ configuration }: ReachedBy): boolean => {
    const name = formatConfiguration(configuration);
    return looksOf(specification, configuration) === text && !known.has(name) && known.add(name).has(name);
  };
  const found = some.filter(isNew);
  for (const one of found) found.push(...after(specification, one).filter(isNew));
  return found;
}

function beginnings(specification: System): readonly ReachedBy[] {
  return [...inputVectors(specification)].flatMap((inputs) =>
    [...settlements(specification, initialConfiguration(specification, inputs))].map(
      ({ settled, events }) => {
        return { configuration: settled, schedule: { inputs, events } };
      },
    ),
  );
}

function after(specification: System, { configuration, schedule }: ReachedBy): readonly ReachedBy[] {
  return enabled(specification, configuration).flatMap((event) =>
    [...settlements(specification, step(specification, configuration, event), [event])].map(
      ({ settled, events }) => {
        const longer = { inputs: schedule.inputs, events: [...schedule.events, ...events] };
        return { configuration: settled, schedule: longer };
      },
    ),
  );
}
