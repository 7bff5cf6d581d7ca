/**
 * Process code that waits for whichever of several steps is possible first. What it comes to is told by the
 * event that happens, so no two alternatives may be the same event.
 */
import { unreachable } from "../../base/assert.ts";
import { equal, type Plain } from "../../base/value.ts";
import type { Cause } from "../event/cause.ts";
import { BadProcessCode } from "./machine.ts";
import { Awaited, untaken, type Request, type SingleRequest, type Step } from "./request.ts";

/** The answer of a step that waits for several: which of them was taken, and what that answered. */
type Taken<A> = {
  [K in keyof A & string]: {
    readonly taken: K;
    readonly answer: NonNullable<A[K]> extends Step<infer T> ? T : never;
  };
}[keyof A & string];

/**
 * The step that is whichever of several steps, by name, is possible; those that are undefined are not among
 * them. @returns which was taken, and its answer
 */
export function whichever<A extends Readonly<Record<string, Step<unknown> | undefined>>>(
  alternatives: A,
): Step<Taken<A>> {
  const of = Object.entries(alternatives).flatMap(([name, step]) => {
    if (step === undefined) return [];
    untaken.delete(step);
    if (!(step instanceof Awaited))
      throw new BadProcessCode(
        `waits for whichever of several calls of process code is possible: ${name}`,
        "An alternative is one step. Let one atomic step choose, with `choose` and `provided`.",
      );
    return [[name, step.request as SingleRequest] as const];
  });
  return new Awaited({ kind: "whichever", of: Object.fromEntries(of) });
}

/** An alternative that the process may choose on its own account, or never; within `whichever`. */
export function may(): Step<void> {
  return new Awaited({ kind: "own" });
}

/** The single steps that a request waits for, each with its name; one that is alone has none. */
export function alternativesOf(request: Request | undefined): readonly (readonly [string, SingleRequest])[] {
  if (request === undefined) return [];
  return request.kind === "whichever" ? Object.entries(request.of) : [["", request]];
}

/** The alternative that a cause takes. */
export function alternativeFor(
  request: Request | undefined,
  cause: Cause,
): readonly [string, SingleRequest] | undefined {
  return alternativesOf(request).find(([name, one]) => isTakenBy(name, one, cause));
}

function isTakenBy(name: string, request: SingleRequest, cause: Cause): boolean {
  switch (request.kind) {
    case "receive":
      return cause.kind === "receive" && takes(request.types, cause.message.type);
    case "operation":
      return (
        cause.kind === "operation" &&
        request.object === cause.object &&
        request.operation === cause.operation &&
        equal(request.arguments as Plain, cause.arguments as Plain)
      );
    case "own":
      return cause.kind === "may" && cause.action === name;
    case "pause":
      return cause.kind === "pause";
    case "provided":
      return false;
    default:
      return unreachable(request);
  }
}

function takes(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type);
}

/** The reason why a request cannot be waited for, if there is one; goes on after "waits for ". */
export function problemOfRequest(
  request: Request,
  {
    timing,
    actions,
  }: { readonly timing: "rounds" | "ticks" | undefined; readonly actions: readonly string[] },
): string | undefined {
  if (request.kind === "own") return "its own choice (may) outside of `whichever`";
  if (request.kind === "provided") return "a condition (provided) before the first step of an atomic one";
  if (request.kind !== "whichever") return undefined;
  if (timing === "rounds")
    return "whichever of several steps is possible, and in a round it does what it awaits";
  const all = alternativesOf(request);
  if (all.length === 0) return "whichever of no steps is possible";
  if (all.some(([, { kind }]) => (kind as string) === "whichever"))
    return "whichever of several steps within another";
  if (all.some(([, { kind }]) => kind === "provided")) return "a condition (provided), which is no step";
  const taken = all.find(([name, { kind }]) => kind === "own" && actions.includes(name));
  if (taken !== undefined) return `its own choice ${taken[0]}, and its role has an action of that name`;
  const operations = all.flatMap(([, one]) => (one.kind === "operation" ? [one] : []));
  if (new Set(operations.map(({ object }) => object)).size > 1)
    return "operations on several objects, and it can look at one only";
  if (timing === "ticks" && operations.length > 0)
    return "an operation or something else, and where time is kept an operation stands alone";
  const twins = all.flatMap(([name, one], i) =>
    all.slice(i + 1).flatMap(([other, another]) => (areOne(one, another) ? [`${name} and ${other}`] : [])),
  );
  return twins.length === 0 ? undefined : `${twins[0]}, which can be the same event`;
}

/** Whether two alternatives can be the same event. */
function areOne(one: SingleRequest, other: SingleRequest): boolean {
  if (one.kind === "own" || one.kind !== other.kind) return false;
  if (one.kind === "receive" && other.kind === "receive")
    return (
      one.types.length === 0 ||
      other.types.length === 0 ||
      one.types.some((type) => other.types.includes(type))
    );
  return one.kind === "pause" || equal(one as unknown as Plain, other as unknown as Plain);
}
