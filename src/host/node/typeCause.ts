/** The causes of type errors, where they are known: slips of authors that the compiler tells at length. */
import { SEEN_KINDS } from "../../model/system/monitor.ts";
import type { MessageContext } from "../../model/system/role.ts";
import { nearest } from "../../base/spelling.ts";

/** An error of the compiler. */
export interface Diagnostic {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly message: string;
}

/** The errors without those that only follow from others; one of each cause is left. */
export function withoutConsequences(found: readonly Diagnostic[]): Diagnostic[] {
  const causes = found.filter((diagnostic) => !isConsequence(diagnostic));
  const left = found.filter((diagnostic) => !isConsequence(diagnostic) || !causes.some(isUnder(diagnostic)));
  return left.filter((one, i) => left.findIndex((other) => isBeside(one, other) || lacks(one, other)) === i);
}

/** Whether two errors of a line say that the same type lacks something. */
function lacks(one: Diagnostic, other: Diagnostic): boolean {
  const type = lackingIn(one)?.type;
  const isSameLine = one.path === other.path && one.line === other.line;
  return isSameLine && type !== undefined && type === lackingIn(other)?.type;
}

/** The property that an error says a type lacks. */
function lackingIn({ code, message }: Diagnostic): { name: string; type: string } | undefined {
  const [, name, type] = /^Property '(\w+)' does not exist on type '(.*)'/s.exec(message) ?? [];
  return code !== "TS2339" || name === undefined || type === undefined ? undefined : { name, type };
}

/** Whether two errors stand in the same place. */
function isBeside(one: Diagnostic, other: Diagnostic): boolean {
  return one.path === other.path && one.line === other.line && one.column === other.column;
}

/** Whether another error of the same file stands before one. */
function isUnder({ path, line, column }: Diagnostic): (other: Diagnostic) => boolean {
  return (other) =>
    other.path === path && (other.line < line || (other.line === line && other.column < column));
}

/** Whether it is about `any`, `unknown` or `object`, which are inferred where a literal fits no type. */
function isConsequence({ code, message }: Diagnostic): boolean {
  if (code === "TS7006" || code === "TS7031") return true;
  return /^Property '\w+' does not exist on type 'object'|^Type 'unknown' is not assignable/.test(message);
}

/** The members of contexts, by name. */
const IN_CONTEXT = Object.keys({
  self: true,
  index: true,
  neighbors: true,
  input: true,
  decision: true,
  processes: true,
  send: true,
  broadcast: true,
  reply: true,
  from: true,
  setTimer: true,
  cancelTimer: true,
  late: true,
  bounds: true,
  decide: true,
  output: true,
  invoke: true,
  respond: true,
  choose: true,
  flip: true,
  draw: true,
  sign: true,
  halt: true,
  receive: true,
} satisfies Record<keyof MessageContext, true>);

/** The cause of an error that a type lacks something. */
function causeOfLack({ name, type }: { name: string; type: string }): string | undefined {
  if (/^(?:Message)?Context</.test(type)) {
    if (IN_CONTEXT.includes(name)) return `Only the context of a message's handler has ${name}.`;
    return `A context has no ${name}${suggestion(name, IN_CONTEXT) || `; it has ${IN_CONTEXT.join(", ")}`}.`;
  }
  if (/^\{.*\btype: "/s.test(type) && IN_CONTEXT.includes(name))
    return `A message has no ${name}: handlers take (state, message, context), and ${name} is of the third.`;
  if (type === "(role?: string | undefined) => readonly string[]")
    return `The processes of a role are asked for by its name: processes("${name}").`;
  return undefined;
}

/** The cause of an error, in the words of authors; undefined where it is not known. */
export function causeOf(diagnostic: Diagnostic, rest: string): string | undefined {
  const { code, message } = diagnostic;
  const lacking = lackingIn(diagnostic);
  if (lacking !== undefined) return causeOfLack(lacking);
  const [, name, type] = /'([^']+)' does not exist in type '(.*)'/s.exec(message) ?? [];
  if (name !== undefined && type !== undefined && (code === "TS2353" || code === "TS2561")) {
    const handlers = [...type.matchAll(/readonly ("[^"]+"|[\w$]+)\?: \(state: /g)].map(
      ([, type = ""]) => type,
    );
    if (handlers.length > 0 && /\?: \(state: [^,]+, event: /.test(type))
      return (
        `There is no kind of events ${name}${suggestion(name, SEEN_KINDS)}; ` +
        `monitors see ${SEEN_KINDS.join(", ")}.`
      );
    if (type.startsWith("Property<"))
      return `A property is { invariant: … } or { eventually: … }, and not { ${name}: … }${meant(name)}.`;
    if (handlers.length > 0)
      return (
        `There is no message ${name}${suggestion(name, handlers)}; ` +
        `the messages are ${handlers.join(", ")}.`
      );
  }
  if (/^(?:Type|Argument of type) 'Step<.*> ?' is not assignable/.test(message))
    return "A step of process code is taken by `yield*`: it stands for its answer then.";
  if (/'Steps<void>'/.test(message) && /\byield\b(?!\s*\*)/.test(rest))
    return "A `yield` has no `*`: a step of process code is taken by `yield*`, as in `yield* pause()`.";
  return undefined;
}

/** Others call an invariant by other names. */
function meant(name: string): string {
  if (/^(?:always|globally|safety|never|invariants?|holds)$/i.test(name))
    return "; what is always true is an invariant";
  return /^(?:finally|liveness|eventual|sometime)$/i.test(name) ? "; what becomes true is `eventually`" : "";
}

function suggestion(name: string, possible: readonly string[]): string {
  const close = nearest(name, possible);
  return close === undefined ? "" : `: did you mean ${close}`;
}
