import type { PropertyKind } from "./kind.ts";

/**
 * Safety: every execution, seen through a map, is one of a specification, up to stuttering. It is not asked
 * whether anything happens: who does nothing refines everything.
 */
export const refines: PropertyKind = {
  name: "refines",
  about: "safety alone: every execution, seen through a map, is one of a specification, up to stuttering",
  comparesExecutions: true,
  form: "{ protocol, map }: a protocol, or a function that makes one, and a function",
  predicatesOf: (given) => (isGiven(given) ? [] : undefined),
  isFine: () => true,
  caption: ({ length, isAtStart }) =>
    isAtStart ? "it does not begin so" : `by the last step of ${length}, which has no counterpart`,
  explanation: () => undefined,
  isShortest: true,
  falsehood: () => "the specification has no such execution",
};

function isGiven(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { protocol, map } = given as { readonly protocol?: unknown; readonly map?: unknown };
  const isProtocol = typeof protocol === "function" || (typeof protocol === "object" && protocol !== null);
  return isProtocol && typeof map === "function";
}
