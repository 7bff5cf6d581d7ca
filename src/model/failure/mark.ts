/** Marks: what failure models keep of a process that is not to blame, and knows nothing of it. */
import type { LocalState } from "../configuration.ts";
import type { Fault } from "../event.ts";
import type { Part } from "../part.ts";
import type { Failure, Marked, MishapForm } from "./failure.ts";

/** Whether a process has a mark. */
export function isMarked({ marks }: Marked, mark: string): boolean {
  return marks?.includes(mark) ?? false;
}

/** A local state after a mishap. */
export function afterMishap(
  local: LocalState,
  { sets, clears }: Pick<MishapForm, "sets" | "clears">,
): LocalState {
  const { marks = [], ...unmarked } = local;
  const left = marks.filter((mark) => mark !== sets && mark !== clears);
  const now = sets === undefined ? left : [...left, sets].sort();
  return now.length === 0 ? unmarked : { ...unmarked, marks: now };
}

/** A mishap that befalls a process, and what it leads to. */
export function mishapAt(
  process: string,
  form: MishapForm,
  part: Part,
): { readonly event: Fault; readonly after: Part } {
  const event: Fault = { kind: "mishap", process, what: form.what };
  return { event, after: { ...part, local: afterMishap(part.local, form) } };
}

/** Whether what one process sends to another arrives, as far as failures are concerned. */
export function passes(failures: readonly Pick<Failure, "kind">[], from: Marked, to: Marked): boolean {
  return failures.every(({ kind }) => kind.passes?.(from, to) !== false);
}
