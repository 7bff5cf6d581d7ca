/**
 * Runs compiled process code: a stack of calls, each a place in its code and a record of its variables,
 * from one step to the next. What the compiler emits is described by `Site`.
 */
import { assert } from "../../base/assert.ts";
import { Awaited, NotCompiled, untaken, type Request } from "./request.ts";

/** A function of process code, as the compiler describes it. */
export interface CodeSite {
  /** The name, such as `peterson.ts:12 run`. */
  readonly name: string;
  /** Whether no other function contains it: then all of its instances are equal. */
  readonly isTop: boolean;
  readonly parameters: readonly string[];
  /** Each `try`: where it begins, its `catch`, its `finally`, what follows that; -1 for what is not there. */
  readonly tries: readonly (readonly [begin: number, caught: number, last: number, after: number])[];
  /** The functions of the same program, by name. */
  readonly sites: ReadonlyMap<string, CodeSite>;
  /** The objects at the top level of each file of the same program, by name. */
  readonly outside: ReadonlyMap<string, () => object>;
  /** Its code, if it sees nothing but the top level of its file. */
  readonly body?: Closure["body"];
  /** The places where steps go on, by number. */
  readonly places: Readonly<Record<number, ResumePoint>>;
}

/** The place where a step goes on. */
interface ResumePoint {
  /** The line of the step. */
  readonly line: number;
  /** The place in which it is awaited. */
  readonly from: number;
  /** The variables that are still of use. */
  readonly live: readonly string[];
  /** The variables that are of use if what is awaited throws an error, which only calls do. */
  readonly caught: readonly string[];
}

/** A function, with what it can see. */
export interface Closure {
  readonly site: CodeSite;
  readonly body: (variables: Variables, context: Call) => unknown;
  /** The variables of the functions around it that it uses, by name. */
  readonly around?: (() => object) | undefined;
}

/** The variables of a call, by name. */
export type Variables = Record<string, unknown>;

/** The end of a statement that did not run to its end: an error, a value to return, or a jump. */
export type Completion = readonly [kind: typeof THROW | typeof RETURN | typeof JUMP, value: unknown];

const THROW = 1;
const RETURN = 2;
const JUMP = 3;

/** The answer of a body that has not come to a step yet. */
const GO_ON = Symbol("go on");

/** A call of process code under way; lowered code calls its short methods. */
export class Call {
  readonly code: Closure;
  readonly variables: Variables;
  /** The completions with which each `finally` will go on, by `try`. */
  readonly completions: (Completion | undefined)[];
  /** The place where it goes on. */
  n = 0;
  /** The place where it is, by which a `try` is known. */
  p = 0;
  /** The answer to the last step, or the error that was caught. */
  v: unknown;
  /** Whether nothing comes between its steps, and whether it has taken the first of them. */
  isAtomic = false;
  isEntered = false;
  private returned: { readonly value: unknown } | undefined;

  constructor(code: Closure, variables: Variables) {
    this.code = code;
    this.variables = variables;
    this.completions = code.site.tries.map(() => undefined);
  }

  /** Puts the call where it awaits a step. */
  awaitAt(place: number): void {
    this.n = place;
    this.p = this.code.site.places[place]?.from ?? place;
  }

  /** Ends a statement early. Called by lowered code, for returns and jumps. */
  a(kind: number, value: unknown): typeof GO_ON {
    if (!this.leave([kind as typeof JUMP, value])) {
      if (kind === JUMP) this.goTo(value as number);
      else this.returned = { value };
    }
    return GO_ON;
  }

  /** Ends a `finally`. Called by lowered code. */
  f(place: number): typeof GO_ON {
    const { tries } = this.code.site;
    const number = tries.findIndex(([, , last]) => last === place);
    const completion = this.completions[number];
    this.completions[number] = undefined;
    if (completion === undefined) return this.a(JUMP, tries[number]?.[3]);
    if (completion[0] === THROW) this.throw(completion[1]);
    else this.a(completion[0], completion[1]);
    return GO_ON;
  }

  /** Goes to the handler of an error. @throws the error, if there is none. */
  throw(error: unknown): void {
    if (!this.leave([THROW, error])) throw error;
  }

  /** Looks for a `catch` or `finally` on the way out. @returns whether there is one, where it goes on. */
  private leave(completion: Completion): boolean {
    const [kind, value] = completion;
    for (const [i, [begin, caught, last]] of this.code.site.tries.entries()) {
      if (begin > this.p) continue;
      if (kind === THROW && this.p < caught) {
        this.v = value;
        this.goTo(caught);
        return true;
      }
      const isOut = kind !== JUMP || begin > (value as number) || (value as number) > last;
      if (this.p < last && isOut) {
        this.goTo(last);
        this.completions[i] = completion;
        return true;
      }
    }
    return false;
  }

  /** Jumps. A `finally` that is left by a jump or an error does not go on with what led to it. */
  private goTo(place: number): void {
    for (const [i, [, , last, after]] of this.code.site.tries.entries()) {
      const contains = (one: number): boolean => last <= one && one < after;
      if (contains(this.p) && !contains(place)) this.completions[i] = undefined;
    }
    this.n = place;
  }

  /** The wrapper around everything that runs, for those who watch author code. */
  within: <T>(run: () => T) => T = (run) => run();

  /** Runs to the next thing that it awaits, or to its end. */
  run(): { readonly awaited: unknown } | { readonly value: unknown } {
    for (;;) {
      let answer: unknown;
      try {
        answer = this.code.body(this.variables, this);
      } catch (error) {
        this.throw(inAuthorsWords(error));
        continue;
      }
      if (this.returned !== undefined) return this.returned;
      if (answer !== GO_ON) return { awaited: answer };
    }
  }

  /** Throws: only code that has not been compiled asks for an iterator. */
  [Symbol.iterator](): never {
    throw new NotCompiled();
  }
}

/** An error of the language's own says `$.x is not a function`, where authors have written `x`. */
function inAuthorsWords(error: unknown): unknown {
  const isOwn = Object.prototype.toString.call(error) === "[object Error]";
  if (!isOwn || (error as Error).name !== "TypeError") return error;
  const { message, stack } = error as Error;
  const told = message.replaceAll(/(?<![\w$])_?\$\d*\.(?=\S)/g, "");
  if (told === message) return error;
  return Object.assign(error as Error, { message: told, stack: stack?.replace(message, () => told) });
}

/** The parts of a function that are made anew with each call of the function around it. */
type Own = readonly [body?: Closure["body"], around?: Closure["around"]];

/** A call of process code. Compiled functions return this; nothing of their code has run yet. */
export function callOf(site: CodeSite, given: readonly unknown[], ...[body = site.body, around]: Own): Call {
  assert(body !== undefined, "a call has code");
  const variables = Object.fromEntries(site.parameters.map((name, i) => [name, given[i]]));
  const call = new Call({ site, body, around }, variables);
  untaken.add(call);
  return call;
}

/** The place that a process has reached: its calls, outermost first, and what the innermost awaits. */
export interface Suspended {
  readonly calls: readonly Call[];
  readonly request: Request;
}

/** Whether a process is in the middle of an atomic step. */
export function isWithin({ calls }: Suspended): boolean {
  return calls.some(({ isAtomic, isEntered }) => isAtomic && isEntered);
}

/** Thrown for what process code may not do. */
export class BadProcessCode extends Error {
  readonly advice: string;
  constructor(what: string, advice: string) {
    super(what);
    this.advice = advice;
  }
}

/**
 * Runs calls, of which the innermost goes on with an answer, to the next step.
 * @returns undefined if the outermost has come to its end
 * @throws whatever author code throws, and BadProcessCode
 */
export function advance(begun: readonly Call[], answer: unknown): Suspended | undefined {
  const calls = [...begun];
  (calls.at(-1) as Call).v = answer;
  untaken.clear();
  for (;;) {
    const result = outcomeOf(calls);
    if ("awaited" in result) untaken.delete(result.awaited as object);
    refuseUntaken();
    if ("value" in result) {
      calls.pop();
      const outer = calls.at(-1);
      if (outer === undefined) return undefined;
      outer.v = result.value;
    } else if (result.awaited instanceof Awaited) {
      return { calls, request: result.awaited.request };
    } else {
      calls.push(calleeOf(result.awaited));
    }
  }
}

/** @throws BadProcessCode if process code has made a step, or called a function, without `yield*` */
function refuseUntaken(): void {
  const [forgotten] = untaken;
  if (forgotten === undefined) return;
  throw new BadProcessCode(
    forgotten instanceof Call
      ? `calls ${forgotten.code.site.name} without \`yield*\`, so that nothing of it runs`
      : `makes a step and does not take it: ${textOfRequest((forgotten as Awaited<unknown>).request)}`,
    "Write `yield*` before it.",
  );
}

/** A request in a few words. */
export function textOfRequest(request: Request): string {
  if (request.kind === "operation") return `${request.operation} on ${request.object}`;
  if (request.kind === "receive") return `receive ${request.types.join(", ")}`.trim();
  return request.kind === "own" ? "may" : request.kind;
}

/** Runs the innermost call; an error that it does not catch is thrown in the one that called it. */
function outcomeOf(calls: Call[]): ReturnType<Call["run"]> {
  let thrown: { readonly error: unknown } | undefined;
  for (;;) {
    const last = calls.at(-1) as Call;
    try {
      if (thrown !== undefined) last.throw(thrown.error);
      return last.run();
    } catch (error) {
      if (calls.length === 1) throw error;
      calls.pop();
      thrown = { error };
    }
  }
}

/** The call that process code awaits. */
function calleeOf(awaited: unknown): Call {
  if (isGenerator(awaited)) return withoutSteps(awaited);
  if (!(awaited instanceof Call)) throw notAwaitable();
  const { site: callee } = awaited.code;
  if (!callee.isTop)
    throw new BadProcessCode(
      `calls ${callee.name}, which was made inside another function`,
      "Write that function* at the top level of a file, and give it what it needs as parameters.",
    );
  return awaited;
}

/** The call of a function* in which there is no `yield` at all: it is not compiled, and runs to its end. */
function withoutSteps(generator: Generator): Call {
  const [sites, outside] = [new Map<string, CodeSite>(), new Map<string, () => object>()];
  const site = { name: "", isTop: true, parameters: [], tries: [], sites, outside, places: {} };
  const body = (_variables: Variables, call: Call): unknown => {
    const { done, value } = generator.next();
    if (done !== true) throw notCompiled();
    return call.a(RETURN, value);
  };
  return new Call({ site, body }, {});
}

/** Whether it is one of the language's own; those of author code have prototypes of their own. */
function isGenerator(awaited: unknown): awaited is Generator {
  return Object.prototype.toString.call(awaited).endsWith("Generator]");
}

function notCompiled(): BadProcessCode {
  return new BadProcessCode(
    "awaits a generator that is no process code",
    "In process code every `yield` is a `yield*`: write `yield* step` in that function*, too.",
  );
}

function notAwaitable(): BadProcessCode {
  return new BadProcessCode(
    "awaits something that is no step",
    "After `yield*` comes a step, such as read(register), receive() or pause(), or a call of process code.",
  );
}
