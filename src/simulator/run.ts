/**
 * One run of a system: a configuration that changes in place, by the rules of the model. A step calls the
 * handler and does what it asks for at once; nothing is copied but what could be shared (owned.ts).
 *
 * A run never explains. Where a handler does something wrong it stops with a `Misstep`, and the model,
 * asked for the same local step, says what is wrong (runMistake.ts).
 */
import { seeded, type Random } from "../base/random.ts";
import { canonical, type Plain } from "../base/value.ts";
import type { InputVector } from "../model/state/configuration.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { Event, Trigger } from "../model/event/event.ts";
import { formatMessage, type Message } from "../model/state/message.ts";
import { probabilityOf, problemOfDraw } from "../model/step/lots.ts";
import type { Cause } from "../model/event/cause.ts";
import type { MessageContext } from "../model/system/role.ts";
import { contextOf, receiversIn, type ContextParts } from "../model/step/context.ts";
import type { Process } from "../model/state/process.ts";
import type { Facet } from "../properties/view.ts";
import type { Adversary } from "./adversary/adversary.ts";
import { drawn } from "./chance.ts";
import type { Handler } from "../model/system/role.ts";
import type { RoleCode, RunLayout } from "./runLayout.ts";
import { Links } from "./links.ts";
import { canonicalState, type Draft } from "./owned.ts";
import { observed } from "./observe.ts";
import type { Running } from "./running.ts";
import { NONE, Tickets } from "./tickets.ts";

/** Thrown when a handler does what no handler may do. What that was, the model tells. */
export class Misstep extends Error {
  /** The error thrown in the handler, if that was the mistake. */
  constructor(cause?: unknown) {
    super("a handler made a mistake", { cause });
  }
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The options of a run besides its system and inputs. */
interface Extras {
  /** Whether every event is recorded. Default false. */
  readonly recorded?: boolean;
  /** The source of chance for coins. */
  readonly chance?: Random;
}

/** A run under way. */
export class Run implements Running {
  readonly layout: RunLayout;
  readonly inputs: InputVector;
  readonly tickets: Tickets;
  steps = 0;
  events = 0;
  messages = 0;
  decided = 0;
  chain = 0;
  readonly rounds = 0;
  readonly time = 0;
  readonly underWay: readonly Event[] = [];
  readonly observe = (process: number, facet: Facet): unknown => observed(this, process, facet);
  readonly record: Event[] | undefined;
  private readonly states: Draft[] = [];
  private readonly decisions: (Plain | undefined)[];
  private readonly halted: Uint8Array;
  /** The longest chain of messages, by process, that ends with one it has received. */
  private readonly chains: Int32Array;
  /** The letters on each link, unless letters are kept. */
  private readonly links: Links;
  /** The letters ever sent to each process, where letters are kept. */
  private readonly known: Set<string>[];
  private readonly timers: (Map<string, number> | undefined)[] = [];
  private readonly context: Writable<MessageContext>;
  private adversary: Adversary | undefined;
  private current = 0;
  private choices: Plain[] = [];
  /** The trigger of the step, where events are recorded. */
  private trigger: Writable<Trigger> | undefined;
  /** The source of chance. */
  private readonly chance: Random;
  private inside = false;
  private halts = false;
  /** Whether a mistake was made in this step, in case the handler caught what was thrown at it. */
  private missed = false;

  constructor(layout: RunLayout, inputs: InputVector, { recorded = false, chance = seeded(0) }: Extras = {}) {
    const { processes } = layout;
    const { keeps } = layout.system.channel;
    this.layout = layout;
    this.inputs = inputs;
    this.record = recorded ? [] : undefined;
    this.chance = chance;
    this.tickets = new Tickets(processes.length);
    this.decisions = new Array<Plain | undefined>(processes.length).fill(undefined);
    this.halted = new Uint8Array(processes.length);
    this.chains = new Int32Array(processes.length);
    this.links = new Links(keeps ? 0 : layout.target.length, this.tickets);
    this.known = keeps ? processes.map(() => new Set<string>()) : [];
    this.context = this.newContext();
  }

  /** @throws Misstep */
  start(adversary: Adversary): void {
    for (const process of this.layout.processes) this.startOne(process);
    this.adversary = adversary;
    this.tickets.tell(adversary);
  }

  /** @throws Misstep */
  take(ticket: number): void {
    const { tickets, layout } = this;
    const number = tickets.ownerOf(ticket);
    const sender = tickets.senderOf(ticket);
    const code = layout.codes[number] as RoleCode;
    const process = layout.processes[number] as Process;
    if (this.record !== undefined) this.begin(ticket, this.record);
    this.steps++;
    this.events++;
    this.enter(process);
    const state = this.states[number] as Draft;
    if (sender === NONE) {
      const timer = tickets.timerOf(ticket);
      this.timers[number]?.delete(timer);
      tickets.discard(ticket);
      this.call(code.uponTimeout.get(timer), state, undefined);
    } else {
      const message = tickets.messageOf(ticket);
      const chain = this.receive(ticket);
      if (chain > (this.chains[number] as number)) this.chains[number] = chain;
      this.context.from = (layout.processes[sender] as Process).id;
      this.call(code.upon.get(message.type), state, message);
    }
    this.states[number] = this.settled(code, state);
    if (this.halts) this.halt(number);
  }

  /** Lets nothing fail: plain systems have no failures. */
  suffer(): boolean {
    return false;
  }

  causeOf(ticket: number): Cause {
    const sender = this.tickets.senderOf(ticket);
    if (sender === NONE) return { kind: "timeout", timer: this.tickets.timerOf(ticket) };
    const from = (this.layout.processes[sender] as Process).id;
    return { kind: "receive", from, message: this.tickets.messageOf(ticket) };
  }

  local(number: number): LocalState {
    const decision = this.decisions[number];
    return {
      input: this.inputs[number] as Plain,
      state: canonical(this.states[number]) as LocalState["state"],
      timers: this.timersOf(number),
      halted: this.isHalted(number),
      ...(decision === undefined ? {} : { decision }),
    };
  }

  /** A variable of a process; what it holds may not be changed. */
  variable(number: number, name: string): unknown {
    const value = (this.states[number] as Draft)[name];
    return typeof value === "object" && value !== null ? canonical(value) : value;
  }

  decisionOf(number: number): Plain | undefined {
    return this.decisions[number];
  }

  isHalted(number: number): boolean {
    return this.halted[number] === 1;
  }

  timersOf(number: number): readonly string[] {
    return [...(this.timers[number]?.keys() ?? [])].sort();
  }

  private startOne(process: Process): void {
    const { number } = process;
    const code = this.layout.codes[number] as RoleCode;
    this.enter(process);
    const state = this.call(code.initially, undefined, undefined);
    const isRecord = typeof state === "object" && state !== null && !Array.isArray(state);
    if (!isRecord || state instanceof Map || state instanceof Set) throw new Misstep();
    // `initially` may return an object that others have as well; from here on it is the process's own.
    this.states[number] = this.settled(code, { ...(canonicalOf(state) as Draft) });
    if (this.halts) this.halt(number);
  }

  private enter({ number, id, index, neighbors }: Process): void {
    const { context } = this;
    this.current = number;
    this.missed = false;
    this.halts = false;
    context.self = id;
    context.index = index;
    context.neighbors = neighbors;
    context.input = this.inputs[number];
    context.decision = this.decisions[number];
    context.from = "";
  }

  /** Calls a handler. Without a state it is that of the start step; without a message, of a timer. */
  private call(
    handler: Handler | undefined,
    state: Draft | undefined,
    message: Message | undefined,
  ): unknown {
    if (handler === undefined) throw new Misstep();
    let result: unknown;
    this.inside = true;
    try {
      if (message !== undefined) result = handler(state, message, this.context);
      else result = state === undefined ? handler(this.context) : handler(state, this.context);
    } catch (error) {
      throw error instanceof Misstep ? error : new Misstep(error);
    } finally {
      this.inside = false;
    }
    if (this.missed || result instanceof Promise) throw new Misstep();
    return result;
  }

  private settled(code: RoleCode, state: Draft): Draft {
    try {
      return code.drafts.settled(state);
    } catch (error) {
      throw new Misstep(error);
    }
  }

  private begin(ticket: number, record: Event[]): void {
    this.choices = [];
    const process = (this.layout.processes[this.tickets.ownerOf(ticket)] as Process).id;
    this.trigger = { ...this.causeOf(ticket), process, choices: this.choices } as Writable<Trigger>;
    record.push(this.trigger);
  }

  /** Takes a letter from its channel. @returns the length of the longest chain that ends with it */
  private receive(ticket: number): number {
    const { tickets, links } = this;
    const { order, keeps } = this.layout.system.channel;
    if (keeps) {
      tickets.renew(ticket);
      return tickets.chain[ticket] as number;
    }
    const chain = links.take(ticket);
    const next = links.first(tickets.link[ticket] as number);
    if (order === "sender" && next !== NONE) tickets.enable(next);
    tickets.discard(ticket);
    return chain;
  }

  private halt(number: number): void {
    this.halted[number] = 1;
    this.note({ kind: "halt", process: (this.layout.processes[number] as Process).id });
    this.silence(number);
  }

  /** Disables all that could happen at a process that has halted. */
  private silence(number: number): void {
    const { tickets } = this;
    for (let t = tickets.oldestOf(number); t !== NONE; t = tickets.youngerThan(t)) tickets.disable(t);
  }

  private note(event: Event): void {
    this.events++;
    this.record?.push(event);
  }

  /** Throws, and remembers it should the handler catch that. */
  private miss(cause?: unknown): never {
    this.missed = true;
    throw new Misstep(cause);
  }

  private newContext(): MessageContext {
    const { roles } = this.layout.system;
    const parts: ContextParts = {
      self: "",
      index: 0,
      neighbors: [],
      late: 0,
      bounds: undefined,
      input: null,
      decision: undefined,
      from: "",
      send: (to, message) => this.send(to, message),
      processes: (role) => {
        if (role === undefined) return Object.values(roles).flat();
        return Object.hasOwn(roles, role) ? (roles[role] as readonly string[]) : this.miss();
      },
      setTimer: (name) => this.setTimer(name),
      cancelTimer: (name) => this.cancelTimer(name),
      decide: (value) => this.decide(value),
      output: (value) => this.note({ kind: "output", process: this.context.self, value: this.plain(value) }),
      halt: () => {
        if (!this.inside) this.miss();
        this.halts = true;
      },
      choose: (options) => this.choose(options),
      flip: (probability = 1 / 2) => this.flip(probability),
      draw: (options, weights) => this.draw(options, weights),
    };
    return contextOf(parts, (message, to) => this.broadcast(message, to));
  }

  private send(to: string, message: Message): void {
    const link = this.layout.linkTo(this.current, to);
    if (link === undefined) this.miss();
    this.dispatch(link, this.sealed(message));
  }

  private broadcast(message: Message, to: readonly string[] | undefined): void {
    const { layout, current } = this;
    const { neighbors } = layout.processes[current] as Process;
    const sealed = neighbors.length === 0 ? message : this.sealed(message);
    if (to === undefined || to === neighbors) {
      const first = layout.firstLink[current] as number;
      for (let i = 0; i < neighbors.length; i++) this.dispatch(first + i, sealed);
    } else {
      for (const one of receiversIn(to)) this.send(one, message);
    }
  }

  private sealed(message: Message): Message {
    const isRecord = typeof message === "object" && message !== null && !Array.isArray(message);
    if (!this.inside || !isRecord || typeof message.type !== "string" || message.type === "") this.miss();
    if (message instanceof Map || message instanceof Set) this.miss();
    try {
      return this.layout.seals.sealed(message);
    } catch (error) {
      return this.miss(error);
    }
  }

  /** Puts a message on a link. */
  private dispatch(link: number, message: Message): void {
    const { tickets, layout, current } = this;
    const { order, keeps } = layout.system.channel;
    const to = layout.target[link] as number;
    this.messages++;
    this.events++;
    if (this.record !== undefined) this.recordSend(to, message, this.record);
    const chain = (this.chains[current] as number) + 1;
    if (chain > this.chain) this.chain = chain;
    if (keeps && this.isKnown(to, message)) return;
    const ticket = tickets.create(to, current, message);
    tickets.chain[ticket] = chain;
    tickets.link[ticket] = link;
    if (!keeps) this.links.add(ticket);
    const isFirst = keeps || order === "any" || this.links.first(link) === ticket;
    if (isFirst && this.halted[to] === 0) tickets.enable(ticket);
  }

  private recordSend(to: number, message: Message, record: Event[]): void {
    const { processes } = this.layout;
    record.push({ kind: "send", process: this.context.self, to: (processes[to] as Process).id, message });
  }

  /** Whether an equal letter is in transit already, where letters are kept. */
  private isKnown(to: number, message: Message): boolean {
    const known = this.known[to] as Set<string>;
    const size = known.size;
    known.add(`${this.current} ${formatMessage(message)}`);
    return known.size === size;
  }

  private setTimer(name: string): void {
    const { current, tickets } = this;
    if (!this.inside || !(this.layout.codes[current] as RoleCode).uponTimeout.has(name)) this.miss();
    const timers = (this.timers[current] ??= new Map());
    if (timers.has(name)) return;
    const ticket = tickets.create(current, NONE, name);
    timers.set(name, ticket);
    tickets.enable(ticket);
  }

  private cancelTimer(name: string): void {
    if (!this.inside) this.miss();
    const ticket = this.timers[this.current]?.get(name);
    if (ticket === undefined) return;
    this.timers[this.current]?.delete(name);
    this.tickets.discard(ticket);
  }

  private decide(value: unknown): void {
    const decision = this.plain(value);
    if (this.decisions[this.current] !== undefined) this.miss();
    this.decisions[this.current] = decision;
    this.decided++;
    this.note({ kind: "decide", process: this.context.self, value: decision });
  }

  private choose<T>(options: readonly T[]): T {
    const { adversary } = this;
    if (!this.inside || adversary === undefined || !Array.isArray(options) || options.length === 0)
      this.miss();
    const option = options[adversary.choose(options)] as T;
    const chosen = this.plain(option);
    if (this.record !== undefined) this.choices.push(chosen);
    return option;
  }

  private flip(probability: number): boolean {
    if (!(probability >= 0 && probability <= 1)) this.miss();
    return this.draw([true, false], [probability, 1 - probability]);
  }

  private draw<T>(options: readonly T[], weights: readonly number[] | undefined): T {
    const { adversary } = this;
    const isWrong = problemOfDraw(options, weights) !== undefined;
    if (!this.inside || adversary === undefined || isWrong) this.miss();
    const isPossible = (_: unknown, i: number): boolean =>
      weights === undefined || (weights[i] as number) > 0;
    const possible = options.filter(isPossible);
    const position =
      adversary.draw?.(possible) ?? drawn(this.chance, possible.length, weights?.filter(isPossible));
    const option = possible[position] as T;
    const chosen = this.plain(option);
    if (this.trigger !== undefined) {
      const at = this.choices.push(chosen) - 1;
      const probability = probabilityOf(chosen, possible, weights?.filter(isPossible));
      this.trigger.coins = [...(this.trigger.coins ?? []), { at, probability }];
    }
    return option;
  }

  private plain(value: unknown): Plain {
    if (!this.inside) this.miss();
    try {
      return canonical(value);
    } catch (error) {
      return this.miss(error);
    }
  }
}

function canonicalOf(state: unknown): Plain {
  try {
    return canonicalState(state);
  } catch (error) {
    throw new Misstep(error);
  }
}
