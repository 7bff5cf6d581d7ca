/** Marks: what failure models keep of a process that is not to blame, and knows nothing of it. */
import type { LocalState } from "../state/localState.ts";
import type { FaultForm } from "../event/event.ts";
import type { Failure, FailureKind, Marked } from "./failure.ts";

/** Whether a process has a mark. */
export function isMarked({ marks }: Marked, mark: string): boolean {
  return marks?.includes(mark) ?? false;
}

/** A local state after a fault of some form. */
export function marked(local: LocalState, { sets, clears }: Pick<FaultForm, "sets" | "clears">): LocalState {
  const { marks = [], ...unmarked } = local;
  const left = marks.filter((mark) => mark !== sets && mark !== clears);
  const now = sets === undefined ? left : [...left, sets].sort();
  return now.length === 0 ? unmarked : { ...unmarked, marks: now };
}

/** Whether what one process sends to another arrives, as far as failures are concerned. */
export function passes(failures: readonly Pick<Failure, "kind">[], from: Marked, to: Marked): boolean {
  return stoppedBy(failures, from, to) === undefined;
}

/** The failure model by which what one process sends to another does not arrive; undefined if it does. */
export function stoppedBy(
  failures: readonly Pick<Failure, "kind">[],
  from: Marked,
  to: Marked,
): FailureKind | undefined {
  return failures.find(({ kind }) => kind.passes?.(from, to) === false)?.kind;
}
