import { waitsFor, type PropertyKind } from "./kind.ts";

/**
 * Every admissible execution, seen through a map, is an admissible one of a specification, up to stuttering:
 * its safety, and its liveness as far as the specification owes something.
 */
export const refines: PropertyKind = {
  name: "refines",
  about: "every admissible execution, seen through a map, is one of a specification, up to stuttering",
  comparesExecutions: true,
  form: "{ protocol, map }: a protocol, or a function that makes one, and a function",
  predicatesOf: (given) => (isGiven(given) ? [] : undefined),
  isFine: () => true,
  caption: ({ length, cycle }) => {
    const execution = cycle === undefined ? `of ${length}` : "that goes on for ever";
    return `by an execution ${execution}, which has no counterpart`;
  },
  explanation: (told) =>
    told.cycle === undefined ? undefined : waitsFor(told, "no execution of the specification looks the same"),
  isShortest: true,
  falsehood: () => "the specification has no such execution",
};

function isGiven(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  const { protocol, map } = given as { readonly protocol?: unknown; readonly map?: unknown };
  const isProtocol = typeof protocol === "function" || (typeof protocol === "object" && protocol !== null);
  return isProtocol && typeof map === "function";
}
