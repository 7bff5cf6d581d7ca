/** States that handlers return, and should not: they change the one that they are given. */
import type { Cause } from "../event/cause.ts";
import { isRecord, textOf } from "../state/shape.ts";
import { clip, type Mistake } from "./mistake.ts";

/**
 * The mistake of returning a state: a record of variables that the state has, which is neither the state nor
 * in it. Whatever else an arrow function comes to, as in `(state) => (state.votes = 3)`, means nothing.
 * @param cause the step's; start and recovery return a state
 */
export function mistakeInReturned(
  result: unknown,
  state: unknown,
  cause: Cause | undefined,
): Mistake | undefined {
  if (cause === undefined || cause.kind === "recover") return undefined;
  if (!isRecord(result) || !isRecord(state)) return undefined;
  const variables = Object.keys(state as object);
  const [variable] = Object.keys(result as object).filter((key) => variables.includes(key));
  if (variable === undefined || isWithin(result, state, new Set())) return undefined;
  return {
    fault: "bad-state",
    what: "returned a state in place of changing the one that it has",
    evidence: [`returned: ${clip(textOf(result))}`],
    advice: `Change \`state\`, as in state.${variable} = …; what is returned here is not looked at.`,
  };
}

/** Whether something is a value, or a part of it. `seen`: the parts that were looked at; it may be cyclic. */
function isWithin(part: unknown, value: unknown, seen: Set<unknown>): boolean {
  if (part === value) return true;
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  const parts = value instanceof Map || value instanceof Set ? [...value] : Object.values(value);
  return parts.some((one) => isWithin(part, one, seen));
}
