/**
 * Sequential consistency in every execution (L. Lamport, *How to make a multiprocessor computer that
 * correctly executes multiprocess programs*, 1979): a monitor keeps what each process has done, in its own
 * order, and nothing of what was before what at different ones. An operation may take effect long after its
 * answer, so none can be forgotten: where processes go on for ever, so does what is kept. No monitor could do
 * with finitely much: it is undecidable (R. Alur, K. McMillan, D. Peled, *Model-checking of correctness
 * conditions for concurrent objects*, 1996).
 */
import type { Plain } from "../../base/value.ts";
import type { Invoked } from "../../model/event/saidOperation.ts";
import type { ObjectKind, SharedObject } from "../../model/memory/object.ts";
import type { Message } from "../../model/state/message.ts";
import { monitor, type Monitor } from "../../model/system/monitor.ts";
import type { Invariant } from "../../model/system/protocol.ts";
import type { HistoryOperation } from "./concurrentHistory.ts";
import { kindFor, saidBy, saidOf, stateOf } from "./said.ts";
import { sequentialOrder } from "./sequentialOrder.ts";

/** An operation of a process, with its answer; without one while it is pending. */
interface OwnOperation extends Invoked {
  responds?: Plain;
}

/** The state of the monitor. */
interface ProgramOrder {
  /** The operations of each process, in its order. */
  programs: Record<string, OwnOperation[]>;
  /** Whether the object could have gone through all of them, one at a time. */
  isOrdered: boolean;
}

/**
 * A monitor of the operations on an object, as `historyOf` hears of them,
 * in the order of each process alone.
 */
export function programOrderOf<M extends Message>(object: SharedObject): Monitor<M, ProgramOrder> {
  const kind = kindFor("programOrderOf", object);
  const hear = (state: ProgramOrder, process: string, value: unknown): void => {
    const own = state.programs[process] ?? [];
    const last = own.at(-1);
    const pending = last === undefined || "responds" in last ? undefined : last;
    const said = saidBy(process, value, { kind, object: object.name, pending });
    if (said === undefined) return;
    if ("invokes" in said) state.programs[process] = [...own, said];
    else if (pending !== undefined) pending.responds = said.responds;
    state.isOrdered = isOrdered(state.programs, kind, object.initials);
  };
  return monitor<M, ProgramOrder>({
    history: { object, consistency: "sequential" },
    initially: () => ({ programs: {}, isOrdered: true }),
    upon: {
      output: (state, { process, value }) => hear(state, process, value),
      operation(state, { process, ...seen }) {
        if (seen.object === object.name) for (const said of saidOf(seen)) hear(state, process, said);
      },
    },
  });
}

/**
 * The property that what a monitor keeps is sequentially consistent: so far, at every moment. What has been
 * answered is explained by what was invoked by then.
 */
export function sequentiallyConsistent(name: string): Invariant<unknown> {
  return {
    history: name,
    invariant: (_roles, { monitors }) =>
      stateOf<ProgramOrder>(monitors, name, { maker: "programOrderOf", field: "programs" }).isOrdered,
  };
}

function isOrdered(
  programs: ProgramOrder["programs"],
  kind: ObjectKind,
  initials: readonly Plain[],
): boolean {
  const operations = Object.entries(programs).flatMap(([process, own]) =>
    own.map((one, i): HistoryOperation => {
      const call = { process, object: "", operation: one.invokes, arguments: one.arguments, invoked: i };
      if (one.responds === undefined) return { ...call, responded: Infinity };
      return { ...call, response: one.responds, responded: i };
    }),
  );
  return initials.some((initial) => sequentialOrder({ kind, initial }, operations) !== undefined);
}
