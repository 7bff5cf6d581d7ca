/**
 * Linearizability in every execution: a monitor keeps all ways in which the operations so far may have taken
 * effect, and none is left where a history has none (G. Lowe, *Testing for linearizability*, 2017, section 4:
 * just-in-time linearization; M. Herlihy and J. Wing, *Linearizability*, 1990).
 */
import { format } from "../../base/text.ts";
import { canonical, equal, type Plain } from "../../base/value.ts";
import type { Invoked } from "../../model/event/saidOperation.ts";
import type { ObjectKind, SharedObject } from "../../model/memory/object.ts";
import type { Message } from "../../model/state/message.ts";
import { monitor, type Monitor } from "../../model/system/monitor.ts";
import type { Invariant } from "../../model/system/protocol.ts";
import { kindFor, saidBy, saidOf, stateOf } from "./said.ts";

/** A way in which the operations so far may have taken effect. */
interface Possibility {
  value: Plain;
  /** The answers of operations that have taken effect and are pending, by process. */
  answers: Record<string, Plain>;
}

/** The state of the monitor of a history. */
interface PossibleHistories {
  pending: Record<string, Invoked>;
  /** All ways; empty where the history is not linearizable. */
  possible: Set<Possibility>;
}

/**
 * A monitor of the operations on an object: of those that processes tell of (`invoke`, `respond`), or, if a
 * shared object of the protocol has its name, of those on that, be it simulated or not.
 * What a process invokes and never answers may have taken effect, or not.
 */
export function historyOf<M extends Message>(object: SharedObject): Monitor<M, PossibleHistories> {
  const kind = kindFor("historyOf", object);
  const { initials, name } = object;
  const hear = (state: PossibleHistories, process: string, value: unknown): void => {
    const said = saidBy(process, value, { kind, object: name, pending: state.pending[process] });
    if (said === undefined) return;
    if ("invokes" in said) state.pending[process] = said;
    else answered(kind, state, { process, responds: said.responds });
  };
  return monitor<M, PossibleHistories>({
    history: { object, consistency: "linearizable" },
    initially: () => ({
      pending: {},
      possible: new Set(initials.map((value) => ({ value, answers: {} }))),
    }),
    upon: {
      output: (state, { process, value }) => hear(state, process, value),
      operation(state, { process, ...seen }) {
        if (seen.object === object.name) for (const said of saidOf(seen)) hear(state, process, said);
      },
    },
  });
}

/** Leaves the ways in which the operation of a process has taken effect, and answered so. */
function answered(
  kind: ObjectKind,
  state: PossibleHistories,
  { process, responds }: { readonly process: string; readonly responds: Plain },
): void {
  const ways = allWays(kind, state).filter(({ answers }) => {
    const answer = answers[process];
    return answer !== undefined && equal(answer, responds);
  });
  delete state.pending[process];
  // What ways have in common is made one that nobody can change.
  state.possible = canonical(new Set(ways.map((way) => without(way, process)))) as never;
}

/** The property that the history which a monitor keeps is linearizable. */
export function linearizable(name: string): Invariant<unknown> {
  return {
    history: name,
    invariant: (_roles, { monitors }) =>
      stateOf<PossibleHistories>(monitors, name, { maker: "historyOf", field: "possible" }).possible.size > 0,
  };
}

/** All ways that come of those so far if pending operations take effect, some or none, in any order. */
function allWays(kind: ObjectKind, { pending, possible }: PossibleHistories): Possibility[] {
  const found = new Map<string, Possibility>();
  const add = (way: Possibility): void => void found.set(textOf(way), way);
  for (const way of possible) add(way);
  for (const { value, answers } of found.values())
    for (const [process, { invokes, arguments: given }] of Object.entries(pending)) {
      if (answers[process] !== undefined) continue;
      const done = kind.operations[invokes]?.(value, given, process) ?? [];
      for (const one of Array.isArray(done) ? done : [done])
        add({
          value: canonical(one.value),
          answers: { ...answers, [process]: canonical(one.response ?? null) },
        });
    }
  return [...found.values()];
}

function textOf(way: Possibility): string {
  return format(canonical(way));
}

function without({ value, answers }: Possibility, process: string): Possibility {
  return { value, answers: Object.fromEntries(Object.entries(answers).filter(([id]) => id !== process)) };
}
