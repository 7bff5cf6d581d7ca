/**
 * Programs run by the language itself: each process is a generator, and every interleaving is run from its
 * start. Objects are the few lines that they are.
 */
import { evaluateModule } from "../evaluate.ts";
import { textOf, type Program } from "./program.ts";

/** A value as text, with the elements of sets and maps in order, as far as it is plain. */
export function plainText(value: unknown): string {
  if (value instanceof Set) return `Set{${[...value].map(plainText).sort().join()}}`;
  if (value instanceof Map) {
    return `Map{${[...value]
      .map(([key, one]) => `${plainText(key)}: ${plainText(one)}`)
      .sort()
      .join()}}`;
  }
  if (Array.isArray(value)) return `[${value.map(plainText).join()}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, one]) => `${key}: ${plainText(one)}`).join()}}`;
  }
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

/** What a process asks for at a `yield`. */
interface Request {
  readonly object?: string;
  /** The object's new value, and what is answered. */
  readonly operation: (value: unknown) => readonly [value: unknown, answer: unknown];
  /** A condition without which the step does not happen. */
  readonly holds?: boolean;
  /** It follows another in one step. */
  readonly follows?: boolean;
}

/** Makes one step of all that a call asks for. */
function* atOnce(call: Generator<Request, unknown, unknown>): Generator<Request, unknown, unknown> {
  let { done = false, value } = call.next();
  if (done || (value as Request).holds !== undefined) yield { operation: MISTAKEN };
  for (let follows = false; !done; follows = true)
    ({ done = false, value } = call.next(yield { ...(value as Request), follows }));
  return value;
}

interface Thing {
  readonly name: string;
  readonly initial: unknown;
}

function* ask(request: Request): Generator<Request, unknown, unknown> {
  return yield request;
}

const thing =
  (initial?: unknown) =>
  (name: string, given: unknown = initial): Thing => ({ name, initial: given });
const operation =
  (does: (value: unknown, ...given: readonly unknown[]) => readonly [unknown, unknown]) =>
  ({ name }: Thing, ...given: readonly unknown[]) =>
    ask({ object: name, operation: (value) => does(value, ...given) });

/** What is asked for in place of a step that is none. */
const MISTAKEN: Request["operation"] = (value) => [value, undefined];

/** What a pause does: nothing, for one step. */
const WAITING: Request["operation"] = (value) => [value, undefined];

const LIBRARY = {
  protocol: () => (parts: unknown) => parts,
  role: (parts: unknown) => parts,
  register: thing(),
  counter: thing(0),
  swapRegister: thing(),
  compareAndSwapRegister: thing(),
  testAndSetBit: thing(false),
  queue: thing([]),
  read: operation((value) => [value, value]),
  write: operation((_value, next) => [next, undefined]),
  fetchAndAdd: operation((value, more) => [(value as number) + (more as number), value]),
  swap: operation((value, next) => [next, value]),
  compareAndSwap: operation((value, expected, next) => (value === expected ? [next, true] : [value, false])),
  testAndSet: operation((value) => [true, value]),
  reset: operation(() => [false, undefined]),
  enqueue: operation((value, item) => [[...(value as unknown[]), item], undefined]),
  dequeue: operation((value) => {
    const [first = null, ...others] = value as unknown[];
    return [others, first];
  }),
  atomically: atOnce,
  provided: (holds: boolean) => ask({ operation: (value) => [value, undefined], holds }),
  pause: () => ask({ operation: WAITING }),
};

interface Loaded {
  readonly objects: readonly Thing[];
  readonly roles: {
    readonly process: {
      initially(): object;
      run(state: object, context: object): Generator<Request, unknown, unknown>;
    };
  };
}

/** A program asks for something that it must not; it may catch that, and does not get away with it. */
class Failed extends Error {}

/** More steps or interleavings than are looked at. */
class TooLong extends Error {}

/** A step: whose, and what it chooses. */
interface Turn {
  readonly process: number;
  readonly choices: readonly number[];
}

interface Running {
  readonly state: object;
  readonly generator: Generator<Request, unknown, unknown>;
  awaits: Request | undefined;
  decision: unknown;
  halted: boolean;
  /** All that it has been answered, and chosen: in which it is the only one to know where it is. */
  readonly history: unknown[];
}

/** One run: what the processes and the objects have come to. */
interface Run {
  readonly processes: readonly Running[];
  readonly objects: Map<string, unknown>;
  /** How many options each choice of the last step had. */
  readonly options: number[];
  /** Whether the last step has come to its end. */
  readonly isPossible: boolean;
}

const STEPS_MAX = 7;

/** Runs a program along a schedule. @throws Failed */
function runAlong({ objects, roles }: Loaded, processes: number, schedule: readonly Turn[]): Run {
  const options: number[] = [];
  let left: number[] | undefined;
  let failure: Failed | undefined;
  const fail = (because: string): void => {
    failure = new Failed(because);
    throw failure;
  };
  const all = Array.from({ length: processes }, (_, i): Running => {
    const state = roles.process.initially();
    const choose = (list: readonly unknown[]): unknown => {
      if (left === undefined) fail("chooses in its start step");
      options.push(list.length);
      const choice = left?.shift() ?? 0;
      one.history.push(choice);
      return list[choice];
    };
    const decide = (value: unknown): void => {
      if (one.decision !== null) fail("decides again");
      one.decision = value;
    };
    const halt = (): void => void (one.halted = true);
    const generator = roles.process.run(state, { index: i + 1, decide, choose, halt });
    const one: Running = { state, generator, awaits: undefined, decision: null, halted: false, history: [] };
    return one;
  });
  const goOn = (one: Running, answer: unknown): void => {
    const { done, value } = one.generator.next(answer);
    if (failure !== undefined) throw failure;
    one.awaits = done === true ? undefined : value;
    if (one.awaits?.operation === MISTAKEN) fail("makes a step of no step");
    if (done === true) one.halted = true;
  };
  const values = new Map(objects.map(({ name, initial }) => [name, initial]));
  const perform = (one: Running, { object, operation: does }: Request): void => {
    const [value, answer] = does(values.get(object ?? ""));
    if (object !== undefined) values.set(object, value);
    one.history.push(answer);
    goOn(one, answer);
  };
  for (const one of all) goOn(one, undefined);
  for (const { process, choices } of schedule) {
    const one = all[process] as Running;
    left = [...choices];
    options.length = 0;
    perform(one, one.awaits as Request);
    while (one.awaits?.follows === true) {
      if (one.awaits.holds === false) return { processes: all, objects: values, options, isPossible: false };
      if (one.awaits.operation === WAITING) fail("waits in the middle of a step");
      perform(one, one.awaits);
    }
  }
  return { processes: all, objects: values, options, isPossible: true };
}

/** What is seen of a run: states, decisions, who has halted, and the objects. */
function sightOf({ processes, objects }: Run): string {
  const all = processes.map(({ state, decision, halted }) => ({ state, decision, halted }));
  const text = plainText([all, Object.fromEntries(objects)]);
  if (text.includes("undefined") || text.includes("NaN")) throw new Failed("is not plain");
  return text;
}

/** What comes of a program. */
export interface Reached {
  /** `a mistake`, `too long`, `no program` or `refused`: then there is nothing else to say. */
  readonly refused?: string;
  readonly because?: string;
  readonly sights: readonly string[];
  /** How many different pasts there are: no more configurations can there be. */
  readonly pasts?: number;
  readonly configurations?: number;
}

/** All that the language makes of a program, under every interleaving. */
export function native(program: Program, pastsMax: number): Reached {
  const sights = new Set<string>();
  const pasts = new Set<string>();
  try {
    const loaded = evaluateModule(textOf(program, ""), { lightcone: LIBRARY }, { properties: {} })[
      "default"
    ] as Loaded;
    const todo: (readonly Turn[])[] = [[]];
    for (let schedule = todo.pop(); schedule !== undefined; schedule = todo.pop()) {
      const run = runAlong(loaded, program.processes, schedule);
      todo.push(...otherChoices(schedule, run.options));
      if (!run.isPossible) continue;
      const past = plainText([run.processes.map(({ history }) => history), Object.fromEntries(run.objects)]);
      if (pasts.has(past)) continue;
      pasts.add(past);
      if (pasts.size > pastsMax) throw new TooLong("many pasts");
      sights.add(sightOf(run));
      for (const [process, one] of run.processes.entries()) {
        if (one.halted) continue;
        if (schedule.filter((turn) => turn.process === process).length >= STEPS_MAX)
          throw new TooLong("many steps");
        todo.push([...schedule, { process, choices: [] }]);
      }
    }
  } catch (error) {
    const because = (error as Error).message;
    if (error instanceof TooLong) return { refused: "too long", because, sights: [] };
    return { refused: error instanceof SyntaxError ? "no program" : "a mistake", because, sights: [] };
  }
  return { sights: [...sights].sort(), pasts: pasts.size };
}

/** The schedules whose last step chooses otherwise, each once: from the choices that it did not name. */
function otherChoices(schedule: readonly Turn[], options: readonly number[]): (readonly Turn[])[] {
  const last = schedule.at(-1);
  if (last === undefined) return [];
  const before = schedule.slice(0, -1);
  return options.flatMap((count, i) => {
    if (i < last.choices.length) return [];
    const same = [...last.choices, ...new Array<number>(i - last.choices.length).fill(0)];
    return Array.from({ length: count - 1 }, (_, k) => [...before, { ...last, choices: [...same, k + 1] }]);
  });
}
