/**
 * Recorded calls of handlers, to be made again where nothing depends on them: after a search, to see what
 * they never reach.
 */
import { mutableCopy } from "../../base/value.ts";
import { CONTEXT } from "../../model/step/context.ts";
import type { Suspended } from "../../model/sequential/machine.ts";
import { alternativesOf } from "../../model/sequential/whichever.ts";
import type { Handler, MessageContext } from "../../model/system/role.ts";

/** One call of a handler, as it can be made again. */
export interface RecordedCall {
  /** The place of the handler in `roles`: `["client", "upon", "response"]`. */
  readonly path: readonly string[];
  /** The parameters but for the context; the state is a copy. */
  readonly parameters: readonly unknown[];
  /** The context that it was made with. */
  readonly context: Readonly<Record<string, unknown>>;
  /** The answers of `choose`, in order. */
  readonly chosen: readonly unknown[];
}

/** The maximum number of recorded calls. If there are more, none is kept: they would take too much memory. */
const CALLS_MAX = 10_000;

/** The calls of all handlers of one copy of a protocol. */
export class Recording {
  private readonly list: RecordedCall[] = [];
  /** The numbers of ticks for which timers were set, and process code slept. */
  readonly durations = new Set<number>();
  private count = 0;

  /** The recorded calls; undefined if there were too many. */
  get calls(): readonly RecordedCall[] | undefined {
    return this.count > CALLS_MAX ? undefined : this.list;
  }

  /** Notes a call that is about to be made, and changes its context so that what it asks for is noted. */
  note(path: readonly string[], parameters: readonly unknown[]): void {
    const context = parameters.at(-1) as ContextMembers;
    this.noteTimers(context);
    if (++this.count > CALLS_MAX) {
      this.list.length = 0;
      return;
    }
    const chosen: unknown[] = [];
    for (const name of OPEN) {
      const answer = context[name] as Handler;
      context[name] = (...given: unknown[]) => {
        const option = answer(...given);
        chosen.push(option);
        return option;
      };
    }
    this.list.push({ path, parameters: copied(parameters), context, chosen });
  }

  /** Notes for how long process code sleeps, if that is its next step. */
  noteSleep(left: Suspended | undefined): void {
    for (const [, one] of alternativesOf(left?.request))
      if (one.kind === "pause" && one.ticks !== undefined) this.durations.add(one.ticks);
  }

  private noteTimers(context: ContextMembers): void {
    const setTimer = context["setTimer"] as (name: string, ticks?: number) => void;
    context["setTimer"] = (name: string, ticks?: number): void => {
      if (ticks !== undefined) this.durations.add(ticks);
      setTimer(name, ticks);
    };
  }
}

/** A context by its members. It is made for one call. */
type ContextMembers = Record<string, unknown>;

/** The parameters before the context; the state, if there is one, is copied. */
function copied(parameters: readonly unknown[]): unknown[] {
  const [state, ...rest] = parameters.slice(0, -1);
  return parameters.length === 1 ? [] : [mutableCopy(state), ...rest];
}

/** The methods of a context whose answers are left open. */
const OPEN = Object.entries(CONTEXT).flatMap(([name, sort]) => (sort === "choice" ? [name] : []));

const silence = (): void => undefined;

/** A context whose effects do nothing. */
function silenced(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const facts = Object.entries(context).map(([name, value]) => {
    const isFact = CONTEXT[name as keyof MessageContext] === "fact";
    return [name, isFact ? value : silence];
  });
  return Object.fromEntries(facts) as Record<string, unknown>;
}

/** Makes a call for nothing: the state is a copy, and effects and errors are dropped. */
export function callQuietly(
  handler: Handler,
  { parameters, context, chosen }: Omit<RecordedCall, "path">,
): void {
  let next = 0;
  const again = (options: unknown): unknown =>
    chosen[next++] ?? (Array.isArray(options) ? (options[0] as unknown) : true);
  const [state, ...rest] = parameters;
  const copy = parameters.length === 0 ? [] : [mutableCopy(state), ...rest];
  try {
    handler(...copy, { ...silenced(context), ...Object.fromEntries(OPEN.map((name) => [name, again])) });
  } catch {
    // Where the call counts, it will throw again.
  }
}
