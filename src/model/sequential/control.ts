/**
 * The place of a process in its code, as plain data: the calls that it is in, each with its place and
 * variables, and what it awaits. Between two steps this is all that is left of process code.
 *
 * Variables are copied, but what has two names before the step has them after it: objects that several
 * variables reach, or variables and the state, or the context, are written down as the path to one of their
 * places, and stand in all of them again when the code goes on. `const table = { row }` leaves, in the second
 * of the two variables, a copy of the row, and in `same` that `[0, "table", "row"]` is `[0, "row"]`.
 */
import { canonical, mutableCopy, NotPlain, type Plain } from "../../base/value.ts";
import { assert } from "../../base/assert.ts";
import { isObject, partAt, replacePart, visitParts, type Path } from "../../base/parts.ts";
import { alternativeFor } from "./whichever.ts";
import {
  BadProcessCode,
  Call,
  type Closure,
  type Completion,
  type CodeSite,
  type Suspended,
} from "./machine.ts";
import type { Request } from "./request.ts";

/** A call under way. */
export interface SavedCall {
  /** The function, as in `peterson.ts:12 run`. */
  readonly code: string;
  /** The line of the step that it awaits. */
  readonly line: number;
  /** The number of the place where it goes on. */
  readonly place: number;
  /** The variables that are still of use, but for those that are shared. */
  readonly variables: Readonly<Record<string, Plain>>;
  /** Variables that hold what something else holds, too, by the path to that. */
  readonly shared?: Readonly<Record<string, Path>>;
  /** The end, for each `try`, of what its `finally` goes on with, or 0. Absent if none is under way. */
  readonly completions?: readonly number[];
  /** Whether it is one atomic step, and about to take it. */
  readonly isAtomic?: true;
}

/** The place that a process has reached in its code. */
export interface Control {
  /** The calls, outermost first. */
  readonly calls: readonly SavedCall[];
  /** Parts of variables that are also elsewhere, each with the path to that. Absent if there are none. */
  readonly same?: readonly (readonly [part: Path, other: Path])[];
  readonly awaits: Request;
}

/** The objects outside of process code that it may hold on to: its state and its context. */
export interface Surroundings {
  readonly state: object;
  readonly context: object;
}

/** The places of objects that more than one name may lead to. */
interface SharedPlaces {
  readonly outside: ReadonlyMap<object, Path>;
  readonly places: Map<object, Path>;
  readonly same: (readonly [Path, Path])[];
}

/**
 * Writes down the place that process code has reached.
 * @throws BadProcessCode if it holds what is not plain
 */
export function save({ calls, request }: Suspended, surroundings: Surroundings): Control {
  const { code } = calls[0] as Call;
  const known: SharedPlaces = { outside: placesOutside(code.site), places: new Map(), same: [] };
  note(known, code.around?.(), ["around"]);
  note(known, surroundings.context, ["context"]);
  note(known, surroundings.state, ["state"]);
  const saved = calls.map((call, i) => savedCall(call, { i, isLast: i === calls.length - 1 }, known));
  const same = known.same.length === 0 ? {} : { same: known.same };
  return { ...(canonical({ calls: saved, ...same }) as unknown as Control), awaits: plainRequest(request) };
}

/** A request as plain data. @throws NotPlain */
export function plainRequest(request: Request): Request {
  return canonical(request) as unknown as Request;
}

/** The position of a call among those under way. */
interface Depth {
  readonly i: number;
  readonly isLast: boolean;
}

function savedCall(call: Call, { i, isLast }: Depth, known: SharedPlaces): SavedCall {
  const { site } = call.code;
  const place = site.places[call.n];
  assert(place !== undefined, "code waits at its steps only");
  const held = heldBy(call, isLast ? place.live : [...place.live, ...place.caught]);
  const shared: Record<string, Path> = {};
  const kept: Record<string, Plain> = {};
  for (const [name, value] of Object.entries(held)) {
    const path = isObject(value) ? placeOf(value, known) : undefined;
    if (path !== undefined) shared[name] = path;
    else {
      kept[name] = plain(value, { name, code: site.name, line: place.line });
      note(known, value, [i, name]);
    }
  }
  return {
    code: site.name,
    line: place.line,
    place: call.n,
    variables: kept,
    ...(Object.keys(shared).length === 0 ? {} : { shared }),
    ...(call.completions.every((one) => one === undefined)
      ? {}
      : { completions: call.completions.map((one) => one?.[0] ?? 0) }),
    ...(call.isAtomic ? { isAtomic: true } : {}),
  };
}

/** The values that a call still needs, by name: its variables, and what each `finally` goes on with. */
function heldBy({ variables, completions }: Call, names: readonly string[]): Record<string, unknown> {
  const held = [...new Set(names)].map((name) => [name, variables[name]] as const);
  const ends = completions.map((one, i) => [goesOn(i), one?.[1]] as const);
  const all = [...held, ...ends].filter(([, value]) => value !== undefined);
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The name of what a `finally` goes on with. */
function goesOn(i: number): string {
  return `what \`finally\` goes on with${i === 0 ? "" : ` (${i + 1})`}`;
}

/** Writes down how to get to a value and to all that it contains. */
function note(known: SharedPlaces, value: unknown, path: Path): void {
  visitParts(value, path, (part, here) => {
    const other = placeOf(part, known);
    if (other === undefined) known.places.set(part, here);
    else if (typeof here[0] === "number") known.same.push([here, other]);
    return other === undefined;
  });
}

function placeOf(value: object, { outside, places }: SharedPlaces): Path | undefined {
  return outside.get(value) ?? places.get(value);
}

/** The objects at the top level of each program's files, by its `outside`; they do not change. */
const found = new WeakMap<CodeSite["outside"], ReadonlyMap<object, Path>>();

function placesOutside({ outside }: CodeSite): ReadonlyMap<object, Path> {
  const places = new Map<object, Path>();
  const known = found.get(outside);
  if (known !== undefined) return known;
  note({ outside: places, places, same: [] }, allOutside(outside), ["outside"]);
  found.set(outside, places);
  return places;
}

function allOutside(outside: CodeSite["outside"]): object {
  return Object.fromEntries([...outside].map(([file, names]) => [file, names()]));
}

interface Variable {
  readonly name: string;
  readonly code: string;
  readonly line: number;
}

/** A held value as authors write it: a name as it is, other code in quotes. */
function quoted(name: string): string {
  return /^[\p{ID_Continue}$]+( \(line .*\))?$|`/u.test(name) ? name : `\`${name}\``;
}

function plain(value: unknown, { name, code, line }: Variable): Plain {
  try {
    return canonical(value);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw new BadProcessCode(
      `holds ${error.found} in ${quoted(name)}${error.path} across the step in line ${line} (${code})`,
      "Between two steps, variables hold plain data only. Move functions to the top level of the file, and " +
        "turn iterators into arrays: [...map].",
    );
  }
}

/**
 * The calls that were written down, ready to go on.
 * @param begun the outermost function, called anew
 */
export function restore(
  { calls, same = [] }: Control,
  begun: Call,
  { state, context }: Surroundings,
): Call[] {
  const restored: Call[] = [];
  for (const saved of calls) {
    const outer = restored.at(-1);
    const call = new Call(
      outer === undefined ? begun.code : codeOf(outer, saved),
      mutableCopy(saved.variables) as Record<string, unknown>,
    );
    call.awaitAt(saved.place);
    call.isAtomic = call.isEntered = saved.isAtomic === true;
    restored.push(call);
  }
  const { site, around } = begun.code;
  const everything = {
    state,
    context,
    around: around?.(),
    get outside() {
      return allOutside(site.outside);
    },
    ...restored.map(({ variables }) => variables),
  };
  for (const [part, other] of same) replacePart(everything, part, partAt(everything, other));
  for (const [i, { shared = {}, completions = [] }] of calls.entries()) {
    const { variables, completions: ends } = restored[i] as Call;
    for (const [name, path] of Object.entries(shared)) variables[name] = partAt(everything, path);
    for (const [number, kind] of completions.entries())
      if (kind !== 0) ends[number] = [kind, variables[goesOn(number)]] as Completion;
  }
  return restored;
}

/** The code of a call that another one has made. */
function codeOf({ code: { site } }: Call, saved: SavedCall): Closure {
  const callee = site.sites.get(saved.code);
  assert(callee?.body !== undefined, "calls are made of functions that are known by name");
  return { site: callee, body: callee.body };
}

/** Whether a process awaits a message, and of this type. */
export function awaitsMessage(control: Control | undefined, type: string): boolean {
  const message = { kind: "receive", from: "", message: { type } } as const;
  return alternativeFor(control?.awaits, message) !== undefined;
}
