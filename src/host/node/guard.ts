/**
 * Guards around author code: every function of a protocol is wrapped so that the heartbeat says which one
 * runs, what it changes of the language is noticed, and the search for a path can stop right before it.
 */
import { caught } from "../../base/foreign.ts";
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { ProtocolError, type StepFacts } from "../../model/error.ts";
import { formatCause } from "../../model/event/eventText.ts";
import { formatMessage, type Message } from "../../model/state/message.ts";
import { bySender, knownSender } from "../../model/state/sender.ts";
import { Call, type Suspended } from "../../model/sequential/machine.ts";
import type { Called } from "./called.ts";
import type { Assumption, Protocol } from "../../model/system/protocol.ts";
import type { MessageContext } from "../../model/system/role.ts";
import { FORMULA_DEPTH_MAX } from "../../properties/formula/coreFormula.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { refuseChanges } from "./language.ts";
import type { Recording } from "./recording.ts";

type AuthorFunction = (...parameters: unknown[]) => unknown;

/** The parts of a guard. */
export interface Guard {
  readonly heartbeat: Heartbeat;
  /**
   * The trap: a ProtocolError is thrown instead of any call for which this is true. May be set at any time.
   */
  trap?: ((called: Called) => boolean) | undefined;
  /** The events before a predicate is asked, for the heartbeat, where it is set. */
  path?: (() => readonly string[]) | undefined;
  /**
   * The recording in which calls of handlers are noted. With it, each handler also runs once more before it
   * runs, for nothing, so that what it keeps outside its state is not where it was: the twin of the
   * determinism check is guarded so.
   */
  readonly recording?: Recording;
  /**
   * Whether calls are counted only, at little cost: the heartbeat does not tell them, and whoever makes
   * them looks after the language that all share.
   */
  readonly isBrief?: boolean;
  /** Whether steps are only tried out, and perhaps no process takes them. */
  readonly isProbe?: boolean;
}

/** The longest state or message that is told of a step that does not return. */
const TEXT_MAX = 400;

/** The same protocol, with guards around all of its functions. What is malformed is left as it is. */
export function guarded(protocol: Protocol, guard: Guard): Protocol {
  const { properties } = protocol as { [K in keyof Protocol]: unknown };
  const copy = guardedExecutions(protocol, guard);
  if (!isRecord(properties)) return copy;
  return {
    ...copy,
    properties: mapRecord(properties, (property, name) => guardedProperty(name, property, guard)),
  } as Protocol;
}

/** The same protocol, with guards around all of its functions but its properties. */
function guardedExecutions(protocol: Protocol, guard: Guard): Protocol {
  const { roles, monitors, assume, within } = protocol as { [K in keyof Protocol]: unknown };
  const copy: Record<string, unknown> = { ...protocol };
  if (isRecord(roles)) copy["roles"] = mapRecord(roles, (role, name) => guardedRole(name, role, guard));
  if (isRecord(monitors))
    copy["monitors"] = mapRecord(monitors, (one, name) => guardedMonitor(name, one, guard));
  if (isRecord(within) && typeof within["where"] === "function") {
    const asked = toldAs({ kind: "function", name: "within.where" });
    copy["within"] = { ...within, where: watched(within["where"] as AuthorFunction, asked, guard) };
  }
  if (typeof assume === "function") {
    const { draw } = assume as Assumption;
    const asked = watched(assume as AuthorFunction, toldAs({ kind: "function", name: "assume" }), guard);
    copy["assume"] = draw === undefined ? asked : Object.assign(asked, { draw });
  }
  return copy as unknown as Protocol;
}

function guardedRole(role: string, definition: unknown, guard: Guard): unknown {
  if (!isRecord(definition)) return definition;
  const copy: Record<string, unknown> = { ...definition };
  const { initially, run, automaton, upon, uponTimeout, uponRound, uponRecovery, inputs, when } = definition;
  const handler = (path: string[], body: unknown, event: (parameters: unknown[]) => string): unknown =>
    typeof body === "function"
      ? watched(
          recorded(body as AuthorFunction, [role, ...path], guard.recording),
          describe(`roles.${role}.${path.join(".")}`, event),
          guard,
        )
      : body;
  copy["initially"] = handler(["initially"], initially, ([context]) => `${selfOf(context)} starts`);
  if (typeof inputs === "function")
    copy["inputs"] = watched(
      inputs as AuthorFunction,
      toldAs({ kind: "function", name: "inputs", role }),
      guard,
    );
  if (typeof run === "function") copy["run"] = guardedRun(role, run as AuthorFunction, guard);
  if (isRecord(automaton) && typeof automaton["performed"] === "function") {
    const performed = automaton["performed"] as AuthorFunction;
    const goesOn = describe(`roles.${role}`, ([, , context]) => `${selfOf(context)} goes on`);
    copy["automaton"] = { ...automaton, performed: watched(performed, goesOn, guard) };
  }
  if (typeof uponRound === "function")
    copy["uponRound"] = handler(
      ["uponRound"],
      uponRound,
      ([, , context]) => `${selfOf(context)} ends the round`,
    );
  if (typeof uponRecovery === "function")
    copy["uponRecovery"] = handler(
      ["uponRecovery"],
      uponRecovery,
      ([, context]) => `${selfOf(context)} recovers`,
    );
  if (isRecord(upon)) {
    copy["upon"] = mapRecord(upon, (body, type) =>
      handler(["upon", type], body, ([, message, context]) =>
        receiveText(message as Message, context as MessageContext),
      ),
    );
  }
  if (isRecord(uponTimeout)) {
    copy["uponTimeout"] = mapRecord(uponTimeout, (body, timer) =>
      handler(["uponTimeout", timer], body, ([, context]) => `${selfOf(context)} times out on ${timer}`),
    );
  }
  const asked = (body: unknown, name: string): unknown =>
    typeof body === "function"
      ? watched(body as AuthorFunction, toldAs({ kind: "function", name, role }), guard)
      : body;
  if (isRecord(when)) copy["when"] = mapRecord(when, (body, type) => asked(body, `when.${type}`));
  for (const kind of ["may", "must"] as const) {
    const actions = definition[kind];
    if (!isRecord(actions)) continue;
    copy[kind] = mapRecord(actions, (parts, action) => {
      if (!isRecord(parts)) return parts;
      const did = ([, context]: unknown[]): string => formatCause(selfOf(context), { kind, action });
      const step = handler([kind, action, "do"], parts["do"], did);
      return { ...parts, while: asked(parts["while"], `${kind}.${action}.while`), do: step };
    });
  }
  return copy;
}

/** Process code is watched from one step to the next. */
function guardedRun(role: string, run: AuthorFunction, guard: Guard): AuthorFunction {
  const describeRun = describe(`roles.${role}.run`, ([, context]) => `${selfOf(context)} goes on`);
  return (...parameters) => {
    const call = run(...parameters);
    if (!(call instanceof Call)) return call;
    call.within = (advance) => {
      const left = watched(advance, describeRun, guard)(...parameters);
      guard.recording?.noteSleep(left as Suspended | undefined);
      return left as never;
    };
    return call;
  };
}

function guardedMonitor(monitor: string, definition: unknown, guard: Guard): unknown {
  if (!isRecord(definition)) return definition;
  const asked = (body: unknown, name: string): unknown =>
    typeof body === "function"
      ? watched(
          body as AuthorFunction,
          toldAs({ kind: "function", name: `monitors.${monitor}.${name}` }),
          guard,
        )
      : body;
  const { initially, upon } = definition;
  return {
    ...definition,
    initially: asked(initially, "initially"),
    ...(isRecord(upon) ? { upon: mapRecord(upon, (body, kind) => asked(body, `upon.${kind}`)) } : {}),
  };
}

function guardedProperty(property: string, definition: unknown, guard: Guard): unknown {
  if (!isRecord(definition)) return definition;
  const asked = (kind: "predicate" | "badness"): (() => Called) => {
    const called: Called = { kind, property };
    return () => {
      const path = guard.path?.();
      return path === undefined ? called : { ...called, path };
    };
  };
  /** Guards a part of a property's definition, which may hold several functions. */
  const within = (given: unknown, kind: "predicate" | "badness", depth = 0): unknown => {
    if (typeof given === "function") return watched(given as AuthorFunction, asked(kind), guard);
    // What holds itself is refused where it is read.
    if (depth > 2 * FORMULA_DEPTH_MAX) return given;
    if (Array.isArray(given)) return given.map((part) => within(part, kind, depth + 1));
    return isRecord(given) ? mapRecord(given, (part) => within(part, kind, depth + 1)) : given;
  };
  return mapRecord(definition, (given, field) => {
    if (field === "refines" && isRecord(given))
      return {
        ...given,
        map: within(given["map"], "predicate"),
        protocol: guardedMaker(given["protocol"], guard),
      };
    return within(given, field === "badness" ? "badness" : "predicate");
  });
}

/** A specification, or what makes one, with guards around its functions; its properties are not asked. */
function guardedMaker(given: unknown, guard: Guard): unknown {
  if (typeof given !== "function")
    return isRecord(given) ? guardedExecutions(given as unknown as Protocol, guard) : given;
  return (...parameters: unknown[]) =>
    guardedExecutions((given as AuthorFunction)(...parameters) as Protocol, guard);
}

function receiveText(message: Message, context: MessageContext): string {
  return `${context.self} receives ${formatMessage(message)}${bySender(knownSender(context))}`;
}

/** A call that is told of in the same words each time, and in one object, which is written down once. */
function toldAs(called: Called): () => Called {
  return () => called;
}

/** The step that a handler's call is. */
function describe(
  handler: string,
  event: (parameters: unknown[]) => string,
): (parameters: unknown[]) => Called {
  return (parameters) => {
    const context = parameters.at(-1);
    const { decision } = context as { decision?: Plain };
    const trigger = event(parameters);
    const step: StepFacts = {
      process: selfOf(context),
      event: trigger,
      trigger,
      handler,
      before:
        parameters.length === 1
          ? { of: "input", value: clip((context as { input: Plain }).input) }
          : { of: "state", value: clip(parameters[0] as Plain) },
      ...(decision === undefined ? {} : { decision: clip(decision) }),
    };
    return { kind: "step", step };
  };
}

/** The handler, with each call noted. */
function recorded(
  body: AuthorFunction,
  path: readonly string[],
  recording: Recording | undefined,
): AuthorFunction {
  if (recording === undefined) return body;
  return (...parameters) => {
    recording.note(path, parameters);
    return body(...parameters);
  };
}

function watched(
  body: AuthorFunction,
  describeCall: (parameters: unknown[]) => Called,
  guard: Guard,
): AuthorFunction {
  if (guard.isBrief === true) return brief(body, guard.heartbeat);
  return (...parameters) => {
    const told = describeCall(parameters);
    const called: Called = guard.isProbe === true && told.kind === "step" ? { ...told, kind: "probe" } : told;
    if (guard.trap?.(called) === true) throw new ProtocolError("never-returns", "trapped", [], "");
    guard.heartbeat.enter(called);
    try {
      const result = body(...parameters);
      refuseChanges();
      guard.heartbeat.leave();
      return result;
    } catch (error) {
      // Its stack has author code's lines for those who are outside of it.
      guard.heartbeat.leave();
      throw caught(error);
    }
  };
}

/** Author functions have at most three parameters. */
function brief(body: AuthorFunction, heartbeat: Heartbeat): AuthorFunction {
  return (first, second, third) => {
    heartbeat.count++;
    try {
      const result = body(first, second, third);
      heartbeat.count++;
      return result;
    } catch (error) {
      heartbeat.count++;
      throw caught(error);
    }
  };
}

function selfOf(context: unknown): string {
  return (context as MessageContext).self;
}

function clip(value: Plain): string {
  const text = format(value);
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)}… (${text.length} characters)`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function mapRecord<T>(
  record: Record<string, unknown>,
  change: (value: unknown, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
