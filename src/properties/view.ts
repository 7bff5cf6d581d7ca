/**
 * Configurations as predicates see them. Everything that a predicate reads goes through an *observer*,
 * facet by facet, so that the explorer learns what a verdict depends on and need not ask again while
 * that has not changed.
 */
import { format } from "../base/text.ts";
import { elapsedAtFirst, type Configuration } from "../model/state/configuration.ts";
import type { LocalState } from "../model/state/localState.ts";
import { ProtocolError } from "../model/error.ts";
import type { ConfigurationView, ProcessView } from "../model/system/protocol.ts";
import type { Letter } from "../model/state/message.ts";
import type { Plain } from "../base/value.ts";
import type { Process } from "../model/state/process.ts";
import type { System } from "../model/system/system.ts";
import { isVoice } from "../model/state/voice.ts";

/**
 * A part of what there is to know of a process: "input", "decision", "halted", "crashed", "faulty", "timers",
 * "mailbox", "state" (all of it), or "state.NAME" (one variable).
 */
export type Facet = string;

/**
 * Answers what one facet of a process, by number, is at this moment; objects have the numbers after those
 * of the processes, and one facet, "object"; then monitors, with the facet "monitor"; after them comes what
 * counts time, with the facet "elapsed".
 */
export type Observer = (process: number, facet: Facet) => unknown;

/** The two parameters of a predicate. */
export interface View {
  readonly roles: Readonly<Record<string, readonly ProcessView[]>>;
  readonly configuration: ConfigurationView;
}

/** A facet of a process, from its local state and its mailbox. Everything that is returned is frozen. */
export function facetOf(local: LocalState, mailbox: readonly Letter[], facet: Facet): unknown {
  switch (facet) {
    case "input":
      return local.input;
    case "decision":
      return local.decision;
    case "halted":
      return local.halted;
    case "crashed":
      return local.down !== undefined && local.down !== "Byzantine";
    case "faulty":
      return local.faults !== undefined;
    case "timers":
      return local.timers;
    case "mailbox":
      return mailbox.some(isVoice) ? mailbox.filter((letter) => !isVoice(letter)) : mailbox;
    case "state":
      return local.state;
    default:
      return variableOf(local, facet.slice("state.".length));
  }
}

/** The value of a variable that was lost in a crash, while the process is down. */
const LOST = Symbol("lost");

function variableOf({ state, down }: LocalState, variable: string): unknown {
  return down === "for a time" && !Object.hasOwn(state, variable) ? LOST : state[variable];
}

/** The text of what was observed; equal texts look equal to a predicate. */
export function formatObserved(found: unknown): string {
  return found === undefined || found === LOST ? String(found) : format(found as Plain);
}

/** Thrown to a predicate that reads a variable of a process which has lost it. */
export class ReadsWhatIsLost extends Error {
  readonly process: Process;
  readonly variable: string;
  constructor(process: Process, variable: string) {
    super(`${variable} of ${process.id} is lost while it is down`);
    this.process = process;
    this.variable = variable;
  }
}

/** The views of a system's processes; each read asks `observe` anew. */
export function viewOf(system: System, observe: Observer): View {
  const facets = new Map<string, Facet>();
  /** The facet of a variable; made once, because large systems ask for it very often. */
  const facetFor = (variable: string): Facet => {
    const facet = facets.get(variable) ?? `state.${variable}`;
    if (!facets.has(variable)) facets.set(variable, facet);
    return facet;
  };
  const processes = system.processes.map((process) => processView(process, observe, facetFor));
  const roles = Object.fromEntries(
    Object.entries(system.roles).map(([role, ids]) => [
      role,
      ids.map((id) => processes[system.numbers.get(id) ?? -1] as ProcessView),
    ]),
  );
  const named = (all: readonly { readonly name: string }[], first: number, facet: Facet): object =>
    Object.freeze(
      Object.defineProperties(
        {},
        Object.fromEntries(
          all.map(({ name }, i) => [name, { enumerable: true, get: () => observe(first + i, facet) }]),
        ),
      ),
    );
  const monitors = processes.length + system.objects.length;
  const clock = monitors + system.monitors.length;
  const isCounted = elapsedAtFirst(system.timing.ticks) !== undefined;
  const configuration = Object.freeze({
    processes,
    objects: named(system.objects, processes.length, "object") as ConfigurationView["objects"],
    monitors: named(system.monitors, monitors, "monitor") as ConfigurationView["monitors"],
    get elapsed() {
      if (!isCounted) throw notCounted(system);
      return observe(clock, "elapsed") as number;
    },
  });
  return { roles, configuration };
}

/** A constant would make true what is asked of later times: silence would be no answer. */
function notCounted({ timing }: System): ProtocolError {
  return new ProtocolError(
    "bad-property",
    "A property reads `elapsed`, and this system counts no ticks.",
    [`Its timing: ${timing.text}.`],
    "Say how far they are counted: bounded({ maxDelay: 3, horizon: 20 }), or --timing bounded:3,horizon:20.",
  );
}

function processView(
  process: Process,
  observe: Observer,
  facetFor: (variable: string) => Facet,
): ProcessView {
  const { number, id, roleName, index, neighbors } = process;
  const state = stateView(process, (facet) => observe(number, facet), facetFor);
  return Object.freeze({
    id,
    role: roleName,
    index,
    neighbors,
    state,
    get input() {
      if (process.role.forgetsInput === true) throw forgotten(process);
      return observe(number, "input");
    },
    get decision() {
      return observe(number, "decision") as Plain | undefined;
    },
    get halted() {
      return observe(number, "halted") as boolean;
    },
    get crashed() {
      return observe(number, "crashed") as boolean;
    },
    get faulty() {
      return observe(number, "faulty") as boolean;
    },
    get timers() {
      return observe(number, "timers") as readonly string[];
    },
    get mailbox() {
      return observe(number, "mailbox") as readonly Letter[];
    },
  });
}

function forgotten({ id, roleName }: Process): ProtocolError {
  return new ProtocolError(
    "bad-property",
    `A property reads the input of ${id}, which is forgotten after the start step.`,
    [`Role ${roleName} says forgetsInput.`],
    "Keep in the state what properties are to see of it, or leave forgetsInput out.",
  );
}

/** The properties that the language itself reads of any object; no process can lose them. */
const ASKED_OF_ALL = new Set(["toJSON", "then", ...Object.getOwnPropertyNames(Object.prototype)]);

/** The state, variable by variable; asking which variables there are observes all of it. */
function stateView(
  process: Process,
  observe: (facet: Facet) => unknown,
  facetFor: (variable: string) => Facet,
): object {
  const variable = (name: string): unknown => {
    const value = observe(facetFor(name));
    if (value !== LOST) return value;
    const isAbsent = ASKED_OF_ALL.has(name) || process.role.stable?.includes(name) === true;
    if (isAbsent) return undefined;
    throw new ReadsWhatIsLost(process, name);
  };
  const whole = (): object => observe("state") as object;
  const refuse = (): never => {
    throw new TypeError("Cannot assign to read only state: properties may only look");
  };
  return new Proxy(
    {},
    {
      get: (_target, name) => (typeof name === "symbol" ? undefined : variable(name)),
      has: (_target, name) => Reflect.has(whole(), name),
      ownKeys: () => Reflect.ownKeys(whole()),
      getOwnPropertyDescriptor(_target, name) {
        const value: unknown = Reflect.get(whole(), name);
        return value === undefined
          ? undefined
          : { value, enumerable: true, configurable: true, writable: false };
      },
      set: refuse,
      defineProperty: refuse,
      deleteProperty: refuse,
    },
  );
}

/** A facet of a configuration, numbered as observers have it. */
export function facetIn(
  { locals, mailboxes, objects = [], monitors = [], elapsed = 0 }: Configuration,
  number: number,
  facet: Facet,
): unknown {
  if (facet === "elapsed") return elapsed;
  if (facet === "monitor") return monitors[number - locals.length - objects.length];
  return facet === "object"
    ? objects[number - locals.length]
    : facetOf(locals[number] as LocalState, mailboxes[number] ?? [], facet);
}

/** The view of one fixed configuration. */
export function viewOfConfiguration(system: System, configuration: Configuration): View {
  return viewOf(system, (number, facet) => facetIn(configuration, number, facet));
}
