/** Schedules written by hand and played, event by event: what the tests of the semantics are made of. */
import {
  enabled,
  formatEvent,
  formatMessage,
  initialConfiguration,
  inputVectors,
  isQuiescent,
  NotEnabled,
  parseEvent,
  parseFailures,
  parseTiming,
  settle,
  step,
  system,
  type Configuration,
  type LocalState,
  type Plain,
  type Protocol,
  type System,
  type SystemOptions,
} from "lightcone/model";

/** A system as tests write it: failures and timing as users do. */
export interface Setting extends Omit<SystemOptions, "failures" | "timing"> {
  readonly failures?: string;
  readonly timing?: string;
  /** Another system made of this one, such as one with an alphabet. */
  readonly but?: (made: System) => System;
}

/** Where a schedule has led to. */
export interface Moment {
  readonly configuration: Configuration;
  /** What may happen next. */
  readonly next: readonly string[];
  readonly isQuiescent: boolean;
  local(process: string): LocalState;
  state(process: string): Readonly<Record<string, Plain>>;
  /** Such as `ping(n: 1) from p1`. */
  inTransit(process: string): readonly string[];
}

/** A system on which schedules are played, from its first vector of inputs. */
export interface Play {
  readonly system: System;
  /** After these events, and no others. @throws if one of them is not enabled */
  after(...lines: readonly string[]): Moment;
  /** After these events, each with all effects of its step; those of the start steps have happened, too. */
  afterSteps(...lines: readonly string[]): Moment;
}

/** Sets a system up. @throws UsageError, ProtocolError */
export function play(protocol: Protocol, setting: Setting = {}): Play {
  const { failures, timing, but = (made: System) => made, ...options } = setting;
  const made = but(
    system(protocol, {
      ...options,
      ...(failures === undefined ? {} : { failures: parseFailures(failures) }),
      ...(timing === undefined ? {} : { timing: parseTiming(timing) }),
    }),
  );
  const played = (lines: readonly string[], onward: (here: Configuration) => Configuration): Moment => {
    const [inputs = []] = inputVectors(made);
    let here = onward(initialConfiguration(made, inputs));
    for (const line of lines) here = onward(taken(made, here, line));
    return momentOf(made, here);
  };
  return {
    system: made,
    after: (...lines) => played(lines, (here) => here),
    afterSteps: (...lines) => played(lines, (here) => settle(made, here).settled),
  };
}

function taken(made: System, here: Configuration, line: string): Configuration {
  try {
    return step(made, here, parseEvent(line));
  } catch (error) {
    if (!(error instanceof NotEnabled)) throw error;
    throw new Error(`${error.message}; enabled: ${error.enabled.map(formatEvent).join("; ")}`, {
      cause: error,
    });
  }
}

function momentOf(made: System, configuration: Configuration): Moment {
  const numberOf = (id: string): number => made.numbers.get(id) as number;
  const local = (id: string): LocalState => configuration.locals[numberOf(id)] as LocalState;
  return {
    configuration,
    get next() {
      return enabled(made, configuration).map(formatEvent);
    },
    get isQuiescent() {
      return isQuiescent(made, configuration);
    },
    local,
    state: (id) => local(id).state,
    inTransit: (id) =>
      (configuration.mailboxes[numberOf(id)] ?? [])
        .filter(({ message }) => message.type !== "")
        .map(({ from, message }) => `${formatMessage(message)}${from === undefined ? "" : ` from ${from}`}`),
  };
}

/** A list of equal lines: so many ticks, for example. */
export function times(count: number, line: string): string[] {
  return new Array<string>(count).fill(line);
}
