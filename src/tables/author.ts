/** The author's code as the kernel runs it: counted, repeated by the determinism check, noted as reached. */
import type { Plain } from "../base/value.ts";
import type { LocalState } from "../model/state/localState.ts";
import type { Upon } from "../model/event/cause.ts";
import { react, start } from "../model/step/reaction.ts";
import type { Reaction } from "../model/step/localStep.ts";
import { handlerName } from "../model/step/mistake.ts";
import type { Process } from "../model/state/process.ts";
import type { System } from "../model/system/system.ts";
import type { Repeat } from "./repeat.ts";

/** Runs handlers. */
export class Author {
  /** Calls of handlers so far; the repetitions of the determinism check are not counted. */
  calls = 0;
  private readonly system: System;
  private readonly repeat: Repeat;
  /** The handlers that have run, as `role.upon.TYPE`, `role.uponTimeout.NAME` or `role.initially`. */
  private readonly reached = new Set<string>();

  constructor(system: System, repeat: Repeat) {
    this.system = system;
    this.repeat = repeat;
  }

  /** The start step of a process. @throws ProtocolError */
  start(process: Process, input: Plain): Reaction {
    this.calls++;
    this.reached.add(`${process.roleName}.initially`);
    const reaction = start(this.system, process, input);
    this.repeat.start(process.number, input, reaction);
    return reaction;
  }

  /** The step of a process upon a cause. @throws ProtocolError */
  react(process: Process, local: LocalState, upon: Upon): readonly Reaction[] {
    const reactions = react(this.system, process, local, upon);
    this.calls += reactions.length;
    this.reached.add(`${process.roleName}.${handlerName(upon.cause, local)}`);
    this.repeat.step(process.number, { before: local, ...upon, reactions });
    return reactions;
  }

  /** Handlers that have not run, as `role.upon.TYPE`, `role.uponTimeout.NAME` or `role.uponRound`. */
  unreached(): string[] {
    const { protocol, timing, failures } = this.system;
    const mayRecover = failures.some(({ kind }) => kind.recovers === true);
    return Object.entries(protocol.roles).flatMap(([name, role]) => {
      const inRounds = timing.rounds && role.uponRound !== undefined;
      return [
        ...(inRounds ? ["uponRound"] : Object.keys(role.upon ?? {}).map((type) => `upon.${type}`)),
        ...Object.keys(role.uponTimeout ?? {})
          .filter((timer) => role.spare?.includes(timer) !== true)
          .map((timer) => `uponTimeout.${timer}`),
        ...Object.keys(role.may ?? {}).map((action) => `may.${action}`),
        ...Object.keys(role.must ?? {}).map((action) => `must.${action}`),
        ...(mayRecover && role.uponRecovery !== undefined ? ["uponRecovery"] : []),
      ]
        .map((handler) => `${name}.${handler}`)
        .filter((handler) => !this.reached.has(handler));
    });
  }
}
