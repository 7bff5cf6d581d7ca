/**
 * Guards around author code: every function of a protocol is wrapped so that the heartbeat says which one
 * runs, what it changes of the language is noticed, and the search for a path can stop right before it.
 */
import { format } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { ProtocolError } from "../../model/error.ts";
import { formatMessage } from "../../model/event.ts";
import { Call } from "../../model/sequential/machine.ts";
import type { Assumption, MessageContext, Message, Protocol } from "../../model/protocol.ts";
import { badnessOf } from "../../properties/property.ts";
import type { Heartbeat } from "./heartbeat.ts";
import { refuseChanges } from "./language.ts";
import type { Recording } from "./recording.ts";

type AuthorFunction = (...parameters: unknown[]) => unknown;

/** What a guard needs. */
export interface Guard {
  readonly heartbeat: Heartbeat;
  /**
   * If author code is about to run that is described by lines for which this is true, a ProtocolError is
   * thrown instead. May be set at any time.
   */
  trap?: ((lines: string) => boolean) | undefined;
  /** What the heartbeat says of predicates besides their names, where it is set. */
  note?: (() => string | undefined) | undefined;
  /** Where calls of handlers are noted. */
  readonly recording?: Recording;
  /**
   * Whether calls are counted only, at little cost: the heartbeat does not tell them, and whoever makes
   * them looks after the language that all share.
   */
  readonly isBrief?: boolean;
}

/** The longest state or message that is told of a step that does not return. */
const TEXT_MAX = 400;

/** The same protocol, with guards around all of its functions. What is malformed is left as it is. */
export function guarded(protocol: Protocol, guard: Guard): Protocol {
  const { roles, properties, assume } = protocol as { [K in keyof Protocol]: unknown };
  const copy: Record<string, unknown> = { ...protocol };
  if (isRecord(roles)) copy["roles"] = mapRecord(roles, (role, name) => guardedRole(name, role, guard));
  if (isRecord(properties))
    copy["properties"] = mapRecord(properties, (property, name) => guardedProperty(name, property, guard));
  if (typeof assume === "function") {
    const { draw } = assume as Assumption;
    const asked = watched(assume as AuthorFunction, () => "The function `assume`", guard);
    copy["assume"] = draw === undefined ? asked : Object.assign(asked, { draw });
  }
  return copy as unknown as Protocol;
}

function guardedRole(role: string, definition: unknown, guard: Guard): unknown {
  if (!isRecord(definition)) return definition;
  const copy: Record<string, unknown> = { ...definition };
  const { initially, run, automaton, upon, uponTimeout, uponRound, uponRecovery, inputs } = definition;
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
      () => `The function \`inputs\` of role ${role}`,
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
  return copy;
}

/** Process code is watched from one step to the next. */
function guardedRun(role: string, run: AuthorFunction, guard: Guard): AuthorFunction {
  const describeRun = describe(`roles.${role}.run`, ([, context]) => `${selfOf(context)} goes on`);
  return (...parameters) => {
    const call = run(...parameters);
    if (!(call instanceof Call)) return call;
    call.within = (advance) => watched(advance, describeRun, guard)(...parameters) as never;
    return call;
  };
}

function guardedProperty(name: string, property: unknown, guard: Guard): unknown {
  if (!isRecord(property)) return property;
  return mapRecord(property, (body, field) =>
    typeof body === "function"
      ? watched(
          body as AuthorFunction,
          () =>
            [field === "badness" ? badnessOf(name) : `Property ${name}`, guard.note?.()]
              .filter((line) => line !== undefined)
              .join("\n"),
          guard,
        )
      : body,
  );
}

function receiveText(message: Message, { self, from }: MessageContext): string {
  return `${self} receives ${formatMessage(message)} from ${from}`;
}

/** What a handler's call is called: its process, event, handler and state, a line each. */
function describe(
  handler: string,
  event: (parameters: unknown[]) => string,
): (parameters: unknown[]) => string {
  return (parameters) => {
    const context = parameters.at(-1);
    const state =
      parameters.length === 1
        ? `input: ${clip((context as { input: Plain }).input)}`
        : `state: ${clip(parameters[0] as Plain)}`;
    const { decision } = context as { decision?: Plain };
    const decided = decision === undefined ? [] : [`decision: ${clip(decision)}`];
    const step = [`Process ${selfOf(context)}`, `event: ${event(parameters)}`, `handler: ${handler}`];
    return [...step, state, ...decided].join("\n");
  };
}

/** The handler, with each call noted. */
function recorded(
  body: AuthorFunction,
  path: readonly string[],
  recording: Recording | undefined,
): AuthorFunction {
  if (recording === undefined) return body;
  return (...parameters) => body(...recording.note(path, parameters));
}

function watched(
  body: AuthorFunction,
  describeCall: (parameters: unknown[]) => string,
  guard: Guard,
): AuthorFunction {
  if (guard.isBrief === true) return brief(body, guard.heartbeat);
  return (...parameters) => {
    const lines = describeCall(parameters);
    if (guard.trap?.(lines) === true) throw new ProtocolError("never-returns", "trapped", [], "");
    guard.heartbeat.enter(lines);
    try {
      const result = body(...parameters);
      refuseChanges();
      return result;
    } finally {
      guard.heartbeat.leave();
    }
  };
}

/** Author functions have at most three parameters. */
function brief(body: AuthorFunction, heartbeat: Heartbeat): AuthorFunction {
  return (first, second, third) => {
    heartbeat.count++;
    try {
      return body(first, second, third);
    } finally {
      heartbeat.count++;
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
