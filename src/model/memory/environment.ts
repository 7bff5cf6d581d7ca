/** Objects of the environment: what processes that crash do to them, and what comes to them by itself. */
import { at } from "../../base/assert.ts";
import { stringOf } from "../../base/foreign.ts";
import { canonical, type Plain } from "../../base/value.ts";
import { malformed } from "../error.ts";
import type { LocalState } from "../state/localState.ts";
import type { ObjectOfKind } from "./object.ts";

/** The value of an object after a process has crashed; undefined if that cannot happen now. */
export function afterCrash(object: ObjectOfKind, value: Plain, process: string): Plain | undefined {
  const { uponCrash } = object.kind;
  return uponCrash === undefined ? value : changed(object, "uponCrash", () => uponCrash(value, process));
}

/** The values of all objects after a process has crashed; undefined if that cannot happen now. */
export function allAfterCrash(
  objects: readonly ObjectOfKind[],
  values: readonly Plain[],
  process: string,
): readonly Plain[] | undefined {
  const after = objects.map((object, i) => afterCrash(object, at(values, i), process));
  return after.every((value) => value !== undefined) ? after : undefined;
}

/** The value of an object after what has to happen to it at some time; undefined if nothing has to. */
export function afterMending({ kind, name }: ObjectOfKind, value: Plain): Plain | undefined {
  const { mended } = kind;
  return mended === undefined ? undefined : changed({ kind, name }, "mended", () => mended(value));
}

/** Whether a process crashes between two of its local states. */
export function isCrash(before: LocalState, after: LocalState): boolean {
  return before.down !== "for ever" && after.down === "for ever";
}

function changed(
  { name, kind }: Pick<ObjectOfKind, "name" | "kind">,
  rule: string,
  change: () => unknown,
): Plain | undefined {
  try {
    const after = change();
    return after === undefined ? undefined : canonical(after);
  } catch (error) {
    throw malformed(`\`${rule}\` of ${name} (${kind.name}) failed: ${stringOf(error)}`, error);
  }
}
