/**
 * Guards as the tables ask them: once for each state and message, and again by the determinism check. Whoever
 * asks finds them where they are, in the roles of the processes.
 */
import { at } from "../base/assert.ts";
import type { Arrangement } from "../base/rearranged.ts";
import { format } from "../base/text.ts";
import type { Plain } from "../base/value.ts";
import type { Process } from "../model/state/process.ts";
import type { LocalState } from "../model/state/localState.ts";
import { ProtocolError } from "../model/error.ts";
import { tell } from "../model/step/mistake.ts";
import { hasGuards, permits, type Guarded, type GuardFunction } from "../model/step/permit.ts";
import { formatMessage, type Letter } from "../model/state/message.ts";
import { knownSender } from "../model/state/sender.ts";
import type { AnyRole } from "../model/system/role.ts";
import type { System } from "../model/system/system.ts";
import { WORDS, type Repeat } from "./repeat.ts";
import { differenceOf, type Copies } from "./repetition.ts";

/** The system, whose guards remember what they have answered, and are asked again. */
export function withGuardsNoted(system: System, repeat: Repeat): System {
  if (!system.processes.some(({ role }) => hasGuards(role))) return system;
  const processes = system.processes.map((process) =>
    hasGuards(process.role) ? { ...process, role: noted(process, repeat) } : process,
  );
  return { ...system, processes };
}

/** The facts that a guard is told, as far as its answer is remembered by them. */
type Known = { readonly input: Plain };

function noted({ role, number }: Process, repeat: Repeat): AnyRole {
  const noting = (guard: GuardFunction, whatOf: (about: readonly unknown[]) => Guarded): GuardFunction => {
    const known = new WeakMap<LocalState["state"], Map<string, unknown>>();
    return (state, ...about) => {
      const what = whatOf(about);
      const { input } = about.at(-1) as Known;
      const letter = what.kind === "receive" ? `${what.from} ${formatMessage(what.message)}` : "";
      const question = `${format(input)} ${letter}`;
      let answers = known.get(state);
      if (answers === undefined) known.set(state, (answers = new Map()));
      if (answers.has(question)) return answers.get(question);
      const answer = guard(state, ...about);
      answers.set(question, answer);
      // What is no answer is a mistake of another kind, which whoever asks finds.
      const asked = { state, input, what, answer };
      if (typeof answer === "boolean") repeat.note((copies) => repeatGuard(copies, number, asked));
      return answer;
    };
  };
  const receiptOf = ([message, facts]: readonly unknown[] & readonly [Letter["message"], Known]): Guarded => {
    return { kind: "receive", ...knownSender(facts), message };
  };
  const whenOf = (guard: GuardFunction): GuardFunction => noting(guard, receiptOf as never);
  const acting = (kind: "may" | "must"): Pick<AnyRole, "may" | "must"> => {
    const actions = role[kind];
    if (actions === undefined) return {};
    const notedAction = (one: NamedAction, action: string): NamedAction => {
      return {
        ...one,
        while: noting(one.while as GuardFunction, () => ({ kind, action })) as typeof one.while,
      };
    };
    return { [kind]: mapped(actions, notedAction) };
  };
  const when =
    role.when === undefined ? {} : { when: mapped(role.when as Record<string, GuardFunction>, whenOf) };
  return { ...role, ...when, ...acting("may"), ...acting("must") } as AnyRole;
}

/** A question to a guard, and its answer. */
interface NotedGuard extends Pick<LocalState, "state" | "input"> {
  readonly what: Guarded;
  readonly answer: unknown;
}

/** Asks a guard again, on equal values in another order. */
function repeatGuard(copies: Copies, number: number, { state, input, what, answer }: NotedGuard): void {
  const ask = (system: System, order: Arrangement): unknown => {
    const local = { ...order({ state, input }), timers: [], halted: false };
    try {
      return permits(system, { process: at(system.processes, number), local }, order(what));
    } catch (error) {
      if (error instanceof ProtocolError) return error.message;
      throw error;
    }
  };
  const difference = differenceOf(copies, answer, { ask, areEqual: Object.is });
  if (difference === undefined) return;
  const { results, ...words } = WORDS[difference.by];
  const evidence = results.map((name, i) => `${name}${String(difference.answers[i])}`);
  const standing = {
    process: at(copies.copy.processes, number),
    cause: what,
    before: { state, input, timers: [], halted: false },
  };
  throw tell({ ...standing, chosen: { choices: [] }, isGuard: true }, { ...words, evidence });
}

type NamedAction = NonNullable<AnyRole["may"]>[string];

function mapped<T>(
  record: Readonly<Record<string, T>>,
  change: (value: T, name: string) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}
