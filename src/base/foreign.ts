/** Values of others: an author may throw or answer anything, which may throw again when it is looked at. */

const HIDDEN = "something that cannot be looked at";

/** The value as text, in whatever words it has; it need not have any. */
export function stringOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return HIDDEN;
  }
}

/** The value that was thrown, if it can be looked at; otherwise an error in its place. */
export function caught(thrown: unknown): unknown {
  try {
    // To make a text of it is to look at it.
    if (!(thrown instanceof Error)) return (void String(thrown), thrown);
    const said: unknown[] = [thrown.name, thrown.message, thrown.stack ?? ""];
    return said.every((text) => typeof text === "string") ? thrown : new Error(HIDDEN);
  } catch {
    return new Error(HIDDEN);
  }
}

/** The text of what was thrown, as `caught` has it: for an error, its name and its message. */
export function textOfThrown(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : stringOf(thrown);
}
