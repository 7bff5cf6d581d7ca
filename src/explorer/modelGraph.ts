/** The graph of a reference search with what is owed in it, found out from the events of the model alone. */
import { owedIn, paidIn, waitingIn } from "../model/transition/account.ts";
import {
  formatDebt,
  isCompassionate,
  isOwedAtEnds,
  isSettledWhenGone,
  type Debt,
  type Terms,
} from "../model/transition/debt.ts";
import type { Configuration } from "../model/state/configuration.ts";
import type { Event } from "../model/event/event.ts";
import type { System } from "../model/system/system.ts";
import { step } from "../model/transition/transition.ts";
import type { SteppedGraph } from "./endless/chanceGraph.ts";

/** A step of a search: its events, and the number of the configuration that it leads to. */
interface NumberedStep {
  readonly events: readonly Event[];
  readonly to: number;
}

/** The configurations of a search, by number, each with its steps. */
interface NumberedVisits {
  readonly configurations: readonly Configuration[];
  readonly steps: readonly (readonly NumberedStep[])[];
}

/** The graph of a search. Its only scope is the whole system, as facts are not for speed here. */
export function modelGraph(
  system: System,
  { configurations, steps }: NumberedVisits,
  terms: Terms,
): SteppedGraph {
  const names: string[] = [];
  const debts: Debt[] = [];
  const numberOf = (debt: Debt): number => {
    const name = formatDebt(debt);
    if (!names.includes(name)) {
      names.push(name);
      debts.push(debt);
    }
    return names.indexOf(name);
  };
  const numbersOf = (some: readonly Debt[]): number[] => {
    return [...new Set(some.filter((debt) => !terms.isForgiven(debt)).map(numberOf))];
  };
  const flat = steps.flatMap((some, from) => some.map((one) => ({ ...one, from })));
  const owed = configurations.map((one) => numbersOf(owedIn(system, one, terms)));
  const waiting = configurations.map((one) => numbersOf(waitingIn(system, one)));
  const paid = flat.map(({ events, from }) => {
    const before: Configuration[] = [];
    events.reduce((here, event) => {
      before.push(here);
      return step(system, here, event);
    }, configurations[from] as Configuration);
    return numbersOf(paidIn(system, { events, configurations: before }, terms));
  });
  return {
    size: configurations.length,
    first: Int32Array.from(steps.reduce((sums, some) => [...sums, (sums.at(-1) ?? 0) + some.length], [0])),
    to: Int32Array.from(flat, ({ to }) => to),
    move: Int32Array.from(flat, (_, edge) => edge),
    eventsFrom: (node) => (steps[node] ?? []).map(({ events }) => events),
    isOneStep: () => false,
    scopes: 1,
    factsOf: (node, facts) => void (facts[0] = node),
    owedIn: (fact) => owed[fact] as number[],
    waitingIn: (fact) => waiting[fact] as number[],
    paidBy: (move) => paid[move] as number[],
    isCompassionate: (debt) => isCompassionate(debts[debt] as Debt, terms),
    isOwedAtEnds: (debt) => isOwedAtEnds(debts[debt] as Debt),
    isSettledWhenGone: (debt) => isSettledWhenGone(system, debts[debt] as Debt),
  };
}
