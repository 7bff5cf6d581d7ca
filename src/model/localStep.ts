/**
 * The one place where author code runs: a step of one process, as a function of its local state and the
 * event alone. Everything that a handler may do wrong is found here and told.
 */
import { everyChoice } from "../base/choice.ts";
import { format } from "../base/text.ts";
import { canonical, equal, mutableCopy, NotPlain, type Plain } from "../base/value.ts";
import type { LocalState } from "./configuration.ts";
import { ForbiddenInHandler, ProtocolError, type ProtocolFault } from "./error.ts";
import { formatEvent, type Effect, type Receive, type Timeout } from "./event.ts";
import type { Message, MessageContext } from "./protocol.ts";
import type { Process, System } from "./system.ts";

/** A trigger before the adversary has chosen what happens inside the step. */
export type Cause = Omit<Receive, "choices" | "process"> | Omit<Timeout, "choices" | "process">;

/** What a step does to the process that takes it, for one way to choose. */
export interface Reaction {
  readonly choices: readonly Plain[];
  /** The local state right after the trigger; deciding and halting are effects and still to come. */
  readonly next: LocalState;
  readonly effects: readonly Effect[];
}

/** The start step. @throws ProtocolError */
export function start(system: System, process: Process, input: Plain): Reaction {
  const step = new LocalStep(system, process, undefined, { input, state: {}, timers: [], halted: false });
  return step.run(() => {
    throw step.error("bad-choice", "chose in its start step", [], "Nondeterminism at the start is an input: use `inputs`.");
  });
}

/** Everything that `process` may do upon `cause`: one reaction for each way to choose. @throws ProtocolError */
export function react(system: System, process: Process, local: LocalState, cause: Cause): Reaction[] {
  return everyChoice((pick) => new LocalStep(system, process, cause, local).run(pick));
}

/** The name of the handler that a cause calls, as it stands in the protocol: `upon.request`. */
export function handlerName(cause: Cause | undefined): string {
  if (cause === undefined) return "initially";
  return cause.kind === "receive" ? `upon.${cause.message.type}` : `uponTimeout.${cause.timer}`;
}

/** What befalls a local state when the process decides or halts; other effects do not change it. */
export function afterEffect(local: LocalState, effect: Effect): LocalState {
  if (effect.kind === "decide") return { ...local, decision: effect.value };
  return effect.kind === "halt" ? { ...local, halted: true } : local;
}

type Handler = (...parameters: unknown[]) => unknown;

const PLAIN_ADVICE =
  "States, messages, inputs and decisions are plain data: null, booleans, numbers, bigints, strings, arrays, plain objects, Map and Set.";

class LocalStep {
  private readonly system: System;
  private readonly process: Process;
  private readonly cause: Cause | undefined;
  private readonly before: LocalState;
  private readonly timers: Set<string>;
  private readonly effects: Effect[] = [];
  private readonly choices: Plain[] = [];
  private halts = false;
  private decides = false;
  private over = false;

  constructor(system: System, process: Process, cause: Cause | undefined, before: LocalState) {
    this.system = system;
    this.process = process;
    this.cause = cause;
    this.before = before;
    this.timers = new Set(before.timers);
    if (cause?.kind === "timeout") this.timers.delete(cause.timer);
  }

  run(pick: (count: number) => number): Reaction {
    const handler = this.handler();
    const draft = mutableCopy(this.before.state);
    const context = this.context(pick);
    const result = this.call(handler, draft, context);
    this.over = true;
    if (result instanceof Promise) {
      throw this.error("asynchronous-handler", "returned a promise", [], "A step is atomic: handlers may not be async. Send a message or set a timer for what comes later.");
    }
    const effects = this.halts ? [...this.effects, { kind: "halt" as const, process: this.process.id }] : this.effects;
    const state = this.plainState(this.cause === undefined ? result : draft);
    const next: LocalState = { ...this.before, state, timers: [...this.timers].sort() };
    return { choices: this.choices, next, effects };
  }

  private handler(): Handler {
    const { role } = this.process;
    if (this.cause === undefined) return role.initially as Handler;
    const table = (this.cause.kind === "receive" ? role.upon : role.uponTimeout) ?? {};
    const name = this.cause.kind === "receive" ? this.cause.message.type : this.cause.timer;
    if (Object.hasOwn(table, name)) return (table as Record<string, Handler>)[name] as Handler;
    const known = Object.keys(table).join(", ");
    throw this.error("no-handler", `has no handler ${handlerName(this.cause)}`,
      [known === "" ? "It handles no such event at all." : `It handles: ${known}.`],
      `Add ${handlerName(this.cause)} to role ${this.process.roleName}; an empty one ignores the event.`);
  }

  private call(handler: Handler, draft: unknown, context: unknown): unknown {
    try {
      if (this.cause === undefined) return handler(context);
      return this.cause.kind === "receive" ? handler(draft, this.cause.message, context) : handler(draft, context);
    } catch (error) {
      throw this.explain(error, handler);
    } finally {
      this.over = true;
    }
  }

  /** Turns what a handler threw into an error that says what it did wrong. */
  private explain(thrown: unknown, handler: Handler): unknown {
    if (thrown instanceof ProtocolError) return thrown;
    if (thrown instanceof ForbiddenInHandler) {
      return this.error("ambient-state", `used ${thrown.used}`, stackLine(thrown),
        "A handler acts on its state and its message alone. Take time as timers, and randomness as `choose` or inputs.", thrown);
    }
    const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
    if (thrown instanceof TypeError && /read only|not extensible|Cannot delete|Cannot redefine/.test(thrown.message)) {
      return this.error("changed-a-message", "changed a value that others share", [text, ...this.changedMessage(handler), ...stackLine(thrown)],
        "Only `state` may be changed. Copy what you want to change: { ...message }.", thrown);
    }
    return this.error("handler-threw", "threw an error", [text, ...stackLine(thrown)], "Mend the handler; an event that should be ignored needs no more than a return.", thrown);
  }

  /** Runs the handler again on a copy of the message that may be changed, to show what it does to it. */
  private changedMessage(handler: Handler): string[] {
    if (this.cause?.kind !== "receive") return [];
    const message = mutableCopy(this.cause.message);
    try {
      handler(mutableCopy(this.before.state), message, new LocalStep(this.system, this.process, this.cause, this.before).context(() => 0));
    } catch {
      // What it throws this time does not matter: only what it did to the message does.
    }
    const before = this.cause.message as unknown as Plain;
    const after = message as unknown as Plain;
    return equal(before, after) ? [] : [`message before: ${format(before)}`, `message after:  ${format(after)}`];
  }

  private plainState(state: unknown): LocalState["state"] {
    if (typeof state !== "object" || state === null || Array.isArray(state) || state instanceof Map || state instanceof Set) {
      throw this.error("bad-state", `returned ${state === undefined ? "nothing" : String(state)} as its state`, [], "`initially` returns the process's state: a plain object.");
    }
    return this.plain(state, "state") as LocalState["state"];
  }

  private plain(value: unknown, what: string): Plain {
    try {
      return canonical(value);
    } catch (error) {
      if (!(error instanceof NotPlain)) throw error;
      throw this.error("value-not-plain", "made a value that is not plain", [`${what}${error.path} is ${error.found}`], PLAIN_ADVICE);
    }
  }

  private context(pick: (count: number) => number): MessageContext {
    const { id, index, neighbors } = this.process;
    const from = this.cause?.kind === "receive" ? this.cause.from : "";
    const during = <A extends unknown[], T>(effect: (...parameters: A) => T) => (...parameters: A): T => {
      if (!this.over) return effect(...parameters);
      throw this.error("late-effect", "used its context after it had returned", [], "Ask for effects before the handler returns; do not keep the context.");
    };
    const send = during((to: string, message: Message) => this.send(to, message));
    return {
      self: id, index, processes: this.system.roles, neighbors, input: this.before.input, from, send,
      reply: (message) => send(from, message),
      broadcast: (message) => neighbors.forEach((to) => send(to, message)),
      setTimer: during((name) => this.setTimer(name)),
      cancelTimer: during((name) => void this.timers.delete(name)),
      decide: during((value) => this.decide(value)),
      output: during((value) => void this.effects.push({ kind: "output", process: id, value: this.plain(value, "the output") })),
      halt: during(() => void (this.halts = true)),
      choose: during((options) => this.choose(options, pick)),
    };
  }

  private send(to: string, message: Message): void {
    const { id, neighbors } = this.process;
    if (typeof message !== "object" || message === null || typeof message.type !== "string" || message.type === "") {
      throw this.error("bad-message", `sent ${String(message)} to ${to}`, [], "A message is a plain object with a `type`, a string.");
    }
    const plain = this.plain(message, `message ${message.type}`) as unknown as Message;
    if (!this.system.numbers.has(to)) {
      throw this.error("no-such-process", `sent ${message.type} to "${to}"`, [`Processes: ${[...this.system.numbers.keys()].join(", ")}.`],
        "Take ids from the context: `neighbors`, `processes.ROLE`, `from`.");
    }
    if (!neighbors.includes(to)) {
      throw this.error("not-a-neighbour", `sent ${message.type} to ${to}`, [`Neighbours of ${id}: ${neighbors.join(", ") || "none"} (topology ${this.system.topology.text}).`],
        "A process can send along the links of the topology only. Use `neighbors`, or another topology.");
    }
    this.effects.push({ kind: "send", process: id, to, message: plain });
  }

  private setTimer(name: string): void {
    if (!Object.hasOwn(this.process.role.uponTimeout ?? {}, name)) {
      const known = Object.keys(this.process.role.uponTimeout ?? {}).join(", ");
      throw this.error("no-such-timer", `set the timer "${name}", which has no handler`, [`Timers of role ${this.process.roleName}: ${known || "none"}.`], `Add uponTimeout.${name}.`);
    }
    this.timers.add(name);
  }

  private decide(value: unknown): void {
    const decision = this.plain(value, "the decision");
    if (this.decides || this.before.decision !== undefined) {
      const first = this.before.decision ?? this.effects.find((effect) => effect.kind === "decide")?.value;
      throw this.error("decided-twice", `decided ${format(decision)} after it had decided`, [`First decision: ${format(first ?? null)}.`], "A decision is irrevocable and made once: remember in the state that it was made.");
    }
    this.decides = true;
    this.effects.push({ kind: "decide", process: this.process.id, value: decision });
  }

  private choose<T>(options: readonly T[], pick: (count: number) => number): T {
    if (!Array.isArray(options) || options.length === 0) {
      throw this.error("bad-choice", "called `choose` without options", [], "Give `choose` an array of at least one option.");
    }
    const chosen = options[pick(options.length)] as T;
    this.choices.push(this.plain(chosen, "the option"));
    return chosen;
  }

  error(fault: ProtocolFault, what: string, evidence: readonly string[], advice: string, cause?: unknown): ProtocolError {
    const event = this.cause === undefined ? `${this.process.id} starts` : formatEvent({ ...this.cause, process: this.process.id, choices: this.choices });
    const facts = [
      `event: ${event}`,
      `handler: roles.${this.process.roleName}.${handlerName(this.cause)}`,
      ...(this.cause === undefined ? [`input: ${clip(format(this.before.input))}`] : [`state: ${clip(format(this.before.state))}`]),
    ];
    return new ProtocolError(fault, `Process ${this.process.id} ${what}.`, [...facts, ...evidence], advice, cause);
  }
}

function clip(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}… (${text.length} characters)`;
}

/** Where in the author's file it happened: the first line of the stack that is not Lightcone's own. */
function stackLine(thrown: unknown): string[] {
  const lines = thrown instanceof Error ? (thrown.stack ?? "").split("\n") : [];
  const own = lines.findIndex((line) => /LocalStep\.|localStep\./.test(line));
  const authors = lines.slice(0, own === -1 ? undefined : own).filter((line) => /^\s+at /.test(line));
  const frame = authors.find((line) => /\.[cm]?[jt]sx?:\d+:\d+/.test(line) && !/[\\/]host[\\/]/.test(line));
  return frame === undefined ? [] : [frame.trim()];
}
