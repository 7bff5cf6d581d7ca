/**
 * Where a process is in its code, as plain data: the calls that it is in, each with its place and variables,
 * and what it awaits. Between two steps this is all that is left of process code.
 *
 * Variables are copied, but what they share with the state or the context, or with each other, they share
 * again when the code goes on: that is written down as a path.
 */
import { canonical, mutableCopy, NotPlain, type Plain } from "../../base/value.ts";
import { assert } from "../../base/assert.ts";
import { BadProcessCode, Call, type Code, type Completion, type Suspended } from "./machine.ts";
import type { Request } from "./request.ts";

/** A call under way. */
export interface SavedCall {
  /** The function, as in `peterson.ts:12 run`. */
  readonly code: string;
  /** The line of the step that it awaits. */
  readonly line: number;
  /** Where it goes on. */
  readonly place: number;
  /** The variables that are still of use, but for those that are shared. */
  readonly variables: Readonly<Record<string, Plain>>;
  /** Variables that hold what something else holds, too, by the path to that. */
  readonly shared?: Readonly<Record<string, readonly (string | number)[]>>;
  /** By `try`: what its `finally` goes on with. Absent if none is under way. */
  readonly completions?: readonly (readonly Plain[])[];
}

/** Where a process has got to in its code. */
export interface Control {
  /** Outermost first. */
  readonly calls: readonly SavedCall[];
  readonly awaits: Request;
}

/** What process code may hold on to: its state and its context. */
export interface Surroundings {
  readonly state: object;
  readonly context: object;
}

type Path = readonly (string | number)[];

/** Writes down where process code has got to. @throws BadProcessCode if it holds what is not plain */
export function save({ calls, request }: Suspended, surroundings: Surroundings): Control {
  const known = new Map<unknown, Path>();
  note(known, surroundings.state, ["state"]);
  known.set(surroundings.context, ["context"]);
  for (const [name, value] of Object.entries(surroundings.context))
    if (isShareable(value)) known.set(value, ["context", name]);
  return { calls: calls.map((call, i) => savedCall(call, i, known)), awaits: plainRequest(request) };
}

function savedCall(
  { code: { site }, n, variables, completions }: Call,
  i: number,
  known: Map<unknown, Path>,
) {
  const place = site.places[n];
  assert(place !== undefined, "code waits at its steps only");
  const shared: Record<string, Path> = {};
  const kept: Record<string, Plain> = {};
  for (const name of place.live) {
    const value = variables[name];
    if (value === undefined) continue;
    const path = known.get(value);
    if (path !== undefined) shared[name] = path;
    else {
      kept[name] = plain(value, { name, code: site.name, line: place.line });
      note(known, value, [i, name]);
    }
  }
  const isUnderWay = completions.some((one) => one !== undefined);
  return {
    code: site.name,
    line: place.line,
    place: n,
    variables: canonical(kept) as SavedCall["variables"],
    ...(Object.keys(shared).length === 0 ? {} : { shared }),
    ...(isUnderWay
      ? { completions: completions.map((one) => savedCompletion(one, { code: site.name, line: place.line })) }
      : {}),
  };
}

function savedCompletion(
  completion: Completion | undefined,
  { code, line }: Omit<Variable, "name">,
): readonly Plain[] {
  if (completion === undefined) return [];
  const [kind, value] = completion;
  return value === undefined
    ? [kind]
    : [kind, plain(value, { name: "what `finally` goes on with", code, line })];
}

/** Whether two variables can hold the same of it. What is frozen cannot be told from its copy. */
function isShareable(value: unknown): boolean {
  return (
    typeof value === "function" || (typeof value === "object" && value !== null && !Object.isFrozen(value))
  );
}

/** Writes down how to get to a value and to all that it contains. */
function note(known: Map<unknown, Path>, value: unknown, path: Path): void {
  if (!isShareable(value) || known.has(value)) return;
  known.set(value, path);
  if (value instanceof Map || value instanceof Set) return;
  for (const [key, held] of Object.entries(value as object))
    note(known, held, [...path, Array.isArray(value) ? Number(key) : key]);
}

interface Variable {
  readonly name: string;
  readonly code: string;
  readonly line: number;
}

function plain(value: unknown, { name, code, line }: Variable): Plain {
  try {
    return canonical(value);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw new BadProcessCode(
      `holds ${error.found} in ${name}${error.path} across the step in line ${line} (${code})`,
      "Between two steps, variables hold plain data only. Move functions to the top level of the file, and " +
        "turn iterators into arrays: [...map].",
    );
  }
}

function plainRequest(request: Request): Request {
  return canonical(request) as unknown as Request;
}

/**
 * The calls that were written down, ready to go on.
 * @param begun the outermost function, called anew
 */
export function restore({ calls }: Control, begun: Call, surroundings: Surroundings): Call[] {
  const restored: Call[] = [];
  let outer: Call | undefined;
  for (const saved of calls) {
    const call: Call = new Call(
      outer === undefined ? begun.code : codeOf(outer, saved),
      mutableCopy(saved.variables) as Record<string, unknown>,
    );
    call.n = saved.place;
    call.p = saved.place;
    for (const [i, [kind, value]] of (saved.completions ?? []).entries())
      if (kind !== undefined) call.completions[i] = [kind, value] as Completion;
    restored.push(call);
    for (const [name, path] of Object.entries(saved.shared ?? {}))
      call.variables[name] = follow(path, restored, surroundings);
    outer = call;
  }
  return restored;
}

/** The code of a call that another one has made. */
function codeOf({ code: { site } }: Call, saved: SavedCall): Code {
  const callee = site.sites.get(saved.code);
  assert(callee?.body !== undefined, "calls are made of functions that are known by name");
  return { site: callee, body: callee.body };
}

function follow([first, ...rest]: Path, calls: readonly Call[], { state, context }: Surroundings): unknown {
  const root: unknown =
    first === "state" ? state : first === "context" ? context : calls[first as number]?.variables;
  return rest.reduce((value, key) => (value as Readonly<Record<string, unknown>>)[key], root);
}

/** Whether a process awaits a message, and of this type. */
export function awaitsMessage(control: Control | undefined, type: string): boolean {
  if (control?.awaits.kind !== "receive") return false;
  return control.awaits.types.length === 0 || control.awaits.types.includes(type);
}
