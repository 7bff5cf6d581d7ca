/**
 * Engines: what carries out the runs of a system. There are two, and this is the place that says which one
 * when.
 *
 * - *In place* (run.ts), for plain systems: those without failures, bounds on channels, hidden senders,
 *   rounds, time, shared objects, monitors, process code, guards and forgotten inputs. Handlers change states
 *   in place, nothing is looked up or remembered, so that there may be ten thousand processes, whose states
 *   are never the same twice.
 * - *Through tables* (tableRun.ts), for all others, and for adversaries that look ahead. Author code runs
 *   once for each local step that is new, in whatever run that was. The tables are the same for all runs,
 *   until they become too large (compiled.ts).
 */
import type { Random } from "../base/random.ts";
import type { InputVector } from "../model/state/configuration.ts";
import type { System } from "../model/system/system.ts";
import type { AnyRole } from "../model/system/role.ts";
import { hasGuards } from "../model/step/permit.ts";
import { asynchronous } from "../model/timing/index.ts";
import { Compiled, TABLES_MAX } from "./compiled.ts";
import { withStartWords } from "./hearsay.ts";
import { RunLayout } from "./runLayout.ts";
import { Run } from "./run.ts";
import { TableRun } from "./tableRun.ts";

/** The conditions under which a run begins. */
interface Onset {
  readonly inputs: InputVector;
  /** The sources of chance: for coins, and for failures. */
  readonly coins: Random;
  readonly failures: Random;
  /** Whether every event is recorded. Default false. */
  readonly recorded?: boolean;
  /** Whether somebody asks what would come of events. Default false. */
  readonly looksAhead?: boolean;
}

/** Whether a system has nothing that runs in place do not know. */
function isPlain({ timing, failures, objects, monitors, protocol, channel }: System): boolean {
  const isOdd = Object.values(protocol.roles).some((role) => isOddRole(role));
  const isReliable = failures.length === 0 && channel.capacity === undefined && channel.hidesSenders !== true;
  const isSeen = objects.length > 0 || monitors.length > 0;
  return timing === asynchronous && isReliable && !isSeen && !isOdd;
}

function isOddRole(role: AnyRole): boolean {
  return role.run !== undefined || role.forgetsInput === true || hasGuards(role);
}

/** Carries out the runs of a system. */
export class Engine {
  readonly system: System;
  private readonly layout: RunLayout | undefined;
  private compiled: Compiled | undefined;
  private readonly tablesMax: number;

  /** @param tablesMax tables that take more bytes are forgotten */
  constructor(given: System, tablesMax = TABLES_MAX) {
    this.tablesMax = tablesMax;
    this.system = withStartWords(given);
    this.layout = isPlain(given) ? new RunLayout(given) : undefined;
  }

  /** A run that has not begun. */
  run(onset: Onset & { readonly looksAhead: true }): TableRun;
  run(onset: Onset): Run | TableRun;
  run({ inputs, coins, failures, recorded = false, looksAhead = false }: Onset): Run | TableRun {
    if (this.layout !== undefined && !looksAhead)
      return new Run(this.layout, inputs, { recorded, chance: coins });
    if (this.compiled === undefined || this.compiled.isFull) this.renew();
    const compiled = this.compiled as Compiled;
    return new TableRun(inputs, { compiled, renew: () => this.renew(), coins, failures, recorded });
  }

  private renew(): Compiled {
    this.compiled = new Compiled(this.system, this.tablesMax);
    return this.compiled;
  }
}
