/**
 * The one place where author code runs: a step of one process, as a function of its local state and the
 * event alone. Everything that a handler may do wrong is found here, and told by mistake.ts.
 */
import type { Chosen, Effect } from "../event/event.ts";
import { caught } from "../../base/foreign.ts";
import { canonicalTree } from "../../base/parts.ts";
import { format } from "../../base/text.ts";
import { canonical, equal, mutableCopy, NotPlain, type Plain } from "../../base/value.ts";
import { keepFieldOrder } from "../state/fieldOrder.ts";
import type { LocalState } from "../state/localState.ts";
import { ProtocolError } from "../error.ts";
import { outOfReach } from "./reach.ts";
import { handlerName, notAtomic, notPlainMistake, tell, thrownMistake, type Mistake } from "./mistake.ts";
import type { Message } from "../state/message.ts";
import type { Handler, MessageContext } from "../system/role.ts";
import type { Cause } from "../event/cause.ts";
import { mistakeInRequest, mistakeInTicks } from "./awaited.ts";
import { contextOf } from "./context.ts";
import { actsOf } from "./permit.ts";
import { NotNow, Unseen, type ObjectValues, type Writes } from "../memory/objectValues.ts";
import type { Request } from "../sequential/request.ts";
import { atomicStep } from "../sequential/atomic.ts";
import { AtomicRest } from "./atomicRest.ts";
import { controlOf } from "../sequential/automaton.ts";
import type { Control } from "../sequential/control.ts";
import {
  answerTo,
  goOn,
  heldPart,
  mistakeInProcessCode,
  partIn,
  placeOf,
} from "../sequential/processCode.ts";
import { handlerOf, parametersOf } from "./handler.ts";
import { withSender } from "../state/sender.ts";
import { isRecord, textOf } from "../state/shape.ts";
import { counterfeit } from "./counterfeit.ts";
import { mistakeInReturned } from "./returned.ts";
import { StepChoices, type Pick } from "./stepChoices.ts";
import { StepTimers } from "./stepTimers.ts";
import type { Process } from "../state/process.ts";
import type { System } from "../system/system.ts";

/** The result of a step for the process that takes it, for one sequence of choices. */
export interface Reaction extends Chosen {
  /** The local state right after the trigger; deciding and halting are effects and still to come. */
  readonly next: LocalState;
  readonly effects: readonly Effect[];
  /** The timers that it has set or cancelled: what they were set for before does not happen any more. */
  readonly rearmed: readonly string[];
  /** The new values of objects; absent but for atomic steps. */
  readonly writes?: Writes;
}

/** The process that takes a step, the cause, and the local state before it. */
interface StepStart {
  readonly process: Process;
  /** The cause; absent in the start step. */
  readonly cause: Cause | undefined;
  readonly before: LocalState;
  /** The objects, as the rest of an atomic step finds them. */
  readonly seen?: ObjectValues | undefined;
}

/** One step of one process: the call of its handler, and all that it asks for. */
export class LocalStep {
  readonly system: System;
  readonly process: Process;
  private readonly cause: Cause | undefined;
  private readonly before: LocalState;
  private readonly timers: StepTimers;
  private readonly effects: Effect[] = [];
  private readonly choices: StepChoices;
  /** The rest of the step, if it is atomic. */
  private readonly rest: AtomicRest | undefined;
  private halts = false;
  private decides = false;
  private over = false;
  /** The place where process code begins in this step, if it has come so far. */
  private begun: string | undefined;
  /** The first mistake, in case the handler catches what is thrown at it. */
  private told: ProtocolError | undefined;

  constructor(system: System, { process, cause, before, seen }: StepStart) {
    this.system = system;
    this.process = process;
    this.cause = cause;
    this.before = before;
    this.choices = new StepChoices(this);
    this.timers = new StepTimers(before, cause, system.timing.ticks);
    const name = partIn(process.role, cause, before) === "goes on" ? atomicStep(before.control) : undefined;
    this.rest = name === undefined ? undefined : new AtomicRest(this, name, seen ?? []);
  }

  /**
   * Takes the step. `pick` chooses where something is left open.
   * @returns undefined if the step is atomic, and some of it is not possible
   * @throws ProtocolError; Unseen
   */
  run(pick: Pick): Reaction | undefined {
    try {
      return this.taken(pick);
    } catch (error) {
      if (error instanceof NotNow && this.told === undefined) return undefined;
      throw this.told ?? error;
    }
  }

  private taken(pick: Pick): Reaction {
    const draft = mutableCopy(this.before.state);
    const context = this.context(pick);
    const part = partIn(this.process.role, this.cause, this.before);
    const left =
      part === "goes on" ? draft : this.stateAfter(draft, this.called(this.handler(), draft, context));
    const control =
      part === "none"
        ? this.controlKept()
        : this.guard(() => this.processCode(part, { left, context, pick }));
    this.over = true;
    if (this.told !== undefined) throw this.told;
    if (this.halts) this.effects.push({ kind: "halt", process: this.process.id });
    const { down: _, control: __, time: ___, ...kept } = this.before;
    const state = this.plainState(left);
    const onward = this.halts ? undefined : control;
    const forgets = this.process.role.forgetsInput === true;
    const settled: LocalState = {
      ...kept,
      ...(forgets ? { input: null } : {}),
      state,
      timers: this.timers.timers,
      ...(onward === undefined ? {} : { control: onward }),
    };
    const next = this.halts ? settled : this.timed(settled, part === "none");
    const { rest } = this;
    return {
      ...this.made,
      next,
      effects: this.effects,
      rearmed: this.timers.rearmed,
      ...(rest === undefined || rest.writes.size === 0 ? {} : { writes: rest.writes }),
    };
  }

  /** The local state with its times, where time is kept. `isKept`: process code waits as before. */
  private timed(settled: LocalState, isKept: boolean): LocalState {
    const { system, process, timers } = this;
    if (system.timing.ticks === undefined) return settled;
    const due = actsOf(system, { process, local: settled }).filter(({ kind }) => kind === "must");
    const time = timers.time(settled.control, { isKept, due: due.map(({ action }) => action) });
    return time === undefined ? settled : { ...settled, time };
  }

  /** All that was left open in the step, and the rest of an atomic one. */
  private get made(): Chosen {
    return { ...this.choices.made, ...this.rest?.made };
  }

  /** Runs process code to its next step, or asks an automaton for it. @returns where it is then */
  private processCode(
    part: "begins" | "goes on",
    { left: state, context, pick }: { readonly left: unknown; readonly context: object; readonly pick: Pick },
  ): Control | undefined {
    const { process, cause, before } = this;
    const { run } = process.role;
    if (!isRecord(state)) return undefined;
    const here = { state: state as object, context };
    const from = part === "begins" ? undefined : before.control;
    const within = (request: Request): unknown => this.rest?.answer(request, pick);
    if (part === "begins" && run !== undefined) this.begun = placeOf(run, here);
    const control =
      run === undefined
        ? controlOf(process.role, here)
        : goOn(run, { control: from, answer: answerTo(from, cause), within }, here);
    if (control === undefined && run !== undefined) this.halts = true;
    if (control !== undefined) this.refuse(mistakeInRequest(this.system, process, control));
    return control;
  }

  /** @throws ProtocolError if there is a mistake */
  private refuse(mistake: Mistake | undefined): void {
    if (mistake !== undefined) throw this.error(mistake);
  }

  /** The place of process code that does not go on in this step. */
  private controlKept(): Control | undefined {
    const held = heldPart(this.before.control);
    if (held === undefined) return this.before.control;
    throw this.error({
      fault: "process-code",
      what: `holds in \`${held}\` a part of its state, which a handler may change meanwhile`,
      advice: "Read it from `state` again after the step.",
    });
  }

  /** Whether something has been left to chance. */
  get isDrawing(): boolean {
    return this.choices.isDrawing;
  }

  /** The state that a handler leaves: the draft that it has changed, or what it returns. */
  private stateAfter(draft: unknown, result: unknown): unknown {
    if (this.cause === undefined) return result;
    if (this.cause.kind !== "recover") return draft;
    const isStart = this.process.role.uponRecovery === undefined;
    return isStart && isRecord(result) ? { ...(result as object), ...this.before.state } : result;
  }

  /** The handler. @throws ProtocolError if there is none */
  private handler(): Handler {
    const { role, roleName } = this.process;
    const handler = handlerOf(role, this.cause);
    if (handler !== undefined) return handler;
    const handlers = this.cause?.kind === "receive" ? role.upon : role.uponTimeout;
    const known = Object.keys(handlers ?? {}).join(", ");
    throw this.error({
      fault: "no-handler",
      what: `has no handler ${handlerName(this.cause)}`,
      evidence: [known === "" ? "It handles no such event at all." : `It handles: ${known}.`],
      advice: `Add ${handlerName(this.cause)} to role ${roleName}; an empty one ignores the event.`,
    });
  }

  /** Calls a handler. @returns what it returns: no promise, no generator, and no state that is lost */
  private called(handler: Handler, draft: unknown, context: object): unknown {
    const result = this.guard(
      () => handler(...parametersOf(this.process.role, this.cause, draft), context),
      handler,
    );
    this.refuse(notAtomic(result));
    this.guard(() => this.refuse(mistakeInReturned(result, draft, this.cause)));
    return result;
  }

  /** Runs author code; what it throws is a mistake of its author. */
  private guard<T>(run: () => T, handler?: Handler): T {
    try {
      return run();
    } catch (thrown) {
      this.over = true;
      const error = caught(thrown);
      if (error instanceof ProtocolError) throw this.told ?? error;
      if (error instanceof Unseen || error instanceof NotNow) throw error;
      const told = mistakeInProcessCode(error);
      const changed = (): readonly string[] => (handler === undefined ? [] : this.changedMessage(handler));
      throw this.told ?? this.error(told ?? thrownMistake(error, changed));
    }
  }

  /** Runs the handler again on a copy of the message that may be changed, to show what it does to it. */
  private changedMessage(handler: Handler): string[] {
    if (this.cause?.kind !== "receive") return [];
    const { process, cause, before: local } = this;
    const again = new LocalStep(this.system, { process, cause, before: local });
    const message = mutableCopy(this.cause.message);
    try {
      handler(
        mutableCopy(local.state),
        message,
        again.context(() => 0),
      );
    } catch {
      // What it throws this time does not matter: only what it did to the message does.
    }
    const before = this.cause.message as unknown as Plain;
    const after = message as unknown as Plain;
    if (equal(before, after)) return [];
    return [`message before: ${format(before)}`, `message after:  ${format(after)}`];
  }

  private plainState(state: unknown): LocalState["state"] {
    if (isRecord(state)) {
      const plain = this.plain(state, "state", canonicalTree) as LocalState["state"];
      if (this.cause === undefined) keepFieldOrder(plain, state as object);
      return plain;
    }
    throw this.error({
      fault: "bad-state",
      what: `returned ${state === undefined ? "nothing" : textOf(state)} as its state`,
      advice: "`initially` returns the process's state: a plain object.",
    });
  }

  /** A value of the author's in its canonical form. @throws ProtocolError if it is not plain */
  plain(value: unknown, what: string, form: (value: unknown, what: string) => Plain = canonical): Plain {
    try {
      return form(value, what);
    } catch (error) {
      throw error instanceof NotPlain ? this.error(notPlainMistake(error, what)) : error;
    }
  }

  private context(pick: Pick): MessageContext {
    const { id, index, neighbors } = this.process;
    const context = contextOf({
      self: id,
      index,
      neighbors,
      input: this.before.input,
      decision: this.before.decision,
      from: "",
      send: this.during((to: string, message: Message) => this.send(to, message)),
      processes: (role) => this.processes(role),
      late: this.timers.late,
      bounds: this.system.timing.ticks?.known === true ? this.system.timing.ticks.bounds : undefined,
      setTimer: this.during((name, ticks) => this.setTimer(name, ticks)),
      cancelTimer: this.during((name) => this.timers.cancel(name)),
      decide: this.during((value) => this.decide(value)),
      output: this.during((value) => this.output(value)),
      halt: this.during(() => void (this.halts = true)),
      choose: this.during((options) => this.choices.choose(options, pick)),
      flip: this.during((probability = 1 / 2) => this.choices.flip(probability, pick)),
      draw: this.during((options, weights) => this.choices.draw(options, weights, pick)),
    });
    return this.cause?.kind === "receive" ? withSender(context, this.cause.from) : context;
  }

  /** An effect that may be asked for only until the handler has returned. */
  private during<A extends unknown[], T>(effect: (...parameters: A) => T): (...parameters: A) => T {
    return (...parameters) => {
      if (!this.over) return effect(...parameters);
      throw this.error({
        fault: "late-effect",
        what: "used its context after it had returned",
        advice: "Ask for effects before the handler returns; do not keep the context.",
      });
    };
  }

  private processes(role: string | undefined): readonly string[] {
    const { roles } = this.system;
    if (role === undefined) return Object.values(roles).flat();
    if (Object.hasOwn(roles, role)) return roles[role] as readonly string[];
    throw this.error({
      fault: "no-such-process",
      what: `asked for the processes of role "${role}"`,
      evidence: [`Roles: ${Object.keys(roles).join(", ")}.`],
      advice: "Give `processes` the name of a role; without one it answers all processes.",
    });
  }

  private send(to: string, message: Message): void {
    if (!isRecord(message) || typeof message.type !== "string" || message.type === "") {
      throw this.error({
        fault: "bad-message",
        what: `sent ${textOf(message)} to ${to}`,
        advice: "A message is a plain object with a `type`, a string.",
      });
    }
    const plain = this.plain(message, `message ${message.type}`) as unknown as Message;
    keepFieldOrder(plain, message);
    if (!this.process.neighbors.includes(to)) throw this.error(outOfReach(this, to, message.type));
    const mistake = counterfeit(plain, { id: this.process.id, before: this.before, cause: this.cause });
    if (mistake !== undefined) throw this.error(mistake);
    this.effects.push({ kind: "send", process: this.process.id, to, message: plain });
  }

  private setTimer(name: string, after = 0): void {
    const { role, roleName } = this.process;
    const known = Object.keys(role.uponTimeout ?? {});
    if (!known.includes(name)) {
      throw this.error({
        fault: "no-such-timer",
        what: `set the timer "${name}", which has no handler`,
        evidence: [`Timers of role ${roleName}: ${known.join(", ") || "none"}.`],
        advice: `Add uponTimeout.${name}.`,
      });
    }
    this.refuse(mistakeInTicks("setTimer", after));
    this.timers.start(name, after);
  }

  private decide(value: unknown): void {
    const decision = this.plain(value, "the decision");
    if (this.decides || this.before.decision !== undefined) {
      const now = this.effects.find((effect) => effect.kind === "decide")?.value;
      const evidence = now === undefined ? [] : [`First decision: ${format(now)}.`];
      throw this.error({
        fault: "decided-twice",
        what: `decided ${format(decision)} after it had decided`,
        evidence,
        advice: "A decision is irrevocable and made once: look whether the context has a `decision` before.",
      });
    }
    this.decides = true;
    this.effects.push({ kind: "decide", process: this.process.id, value: decision });
  }

  private output(value: unknown): void {
    this.effects.push({ kind: "output", process: this.process.id, value: this.plain(value, "the output") });
  }

  /** The error for a mistake in this step. */
  error(mistake: Mistake): ProtocolError {
    const { process, cause, before, begun } = this;
    const error = tell({ process, cause, before, begun, chosen: this.made }, mistake);
    this.told ??= error;
    return error;
  }
}
