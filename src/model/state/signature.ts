/**
 * Signatures: values that name who signed them. A correct process signs only in its own name and passes on
 * what others have signed only as it got it; whether a Byzantine one can forge signatures is said by the
 * failure model (failure/authenticatedByzantine.ts).
 */
import type { Plain } from "../../base/value.ts";

/** A value, and the id of the process that has signed it. */
export interface Signed<V = unknown> {
  readonly signedBy: string;
  readonly value: V;
}

function isSigned(value: Plain): value is Plain & Signed<Plain> {
  const keys = Object.keys(value as object);
  const { signedBy } = value as { readonly signedBy?: Plain };
  return keys.length === 2 && keys.includes("value") && typeof signedBy === "string";
}

/** All that is signed in a plain value, at any depth, also within what is signed. */
export function signedParts(value: Plain): Signed<Plain>[] {
  if (typeof value !== "object" || value === null) return [];
  const within = (parts: Iterable<Plain>): Signed<Plain>[] => [...parts].flatMap(signedParts);
  if (Array.isArray(value) || value instanceof Set) return within(value as Iterable<Plain>);
  if (value instanceof Map) return within([...(value as ReadonlyMap<Plain, Plain>)].flat());
  const own = isSigned(value) ? [value] : [];
  return [...own, ...within(Object.values(value as Readonly<Record<string, Plain>>))];
}

/** The same value with its signers renamed, at any depth. @param names by signer */
export function signedAnew(value: Plain, names: ReadonlyMap<string, string>): Plain {
  if (typeof value !== "object" || value === null) return value;
  const within = (one: Plain): Plain => signedAnew(one, names);
  if (Array.isArray(value)) return value.map(within);
  if (value instanceof Set) return new Set([...(value as ReadonlySet<Plain>)].map(within));
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<Plain, Plain>)];
    return new Map(entries.map(([key, one]) => [within(key), within(one)]));
  }
  if (isSigned(value)) {
    const { signedBy } = value;
    return { signedBy: names.get(signedBy) ?? signedBy, value: within(value.value) };
  }
  const fields = Object.entries(value as Readonly<Record<string, Plain>>);
  return Object.fromEntries(fields.map(([name, one]) => [name, within(one)]));
}
