/** Values of untyped code: what they are like, and as text. */
import { stringOf } from "../../base/foreign.ts";
import { format } from "../../base/text.ts";
import { canonical } from "../../base/value.ts";

/** Whether a value is an object with named fields. */
export function isRecord(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return !Array.isArray(value) && !(value instanceof Map) && !(value instanceof Set);
}

/** The text of a value that may not be plain. */
export function textOf(value: unknown): string {
  try {
    return format(canonical(value));
  } catch {
    return stringOf(value);
  }
}
