/** `lightcone check FILE`: every schedule, and a verdict for each property. */
import { availableBytes } from "../../host/node/machineMemory.ts";
import { UsageError } from "../../model/error.ts";
import type { VisitedKind } from "../../properties/verdict.ts";
import { startChecking, type CheckOrder } from "../checking.ts";
import type { SearchLimits } from "../searchLimits.ts";
import { file, fileFlags, judgingFlags, type FileFlags, type JudgingFlags } from "../fileFlags.ts";
import { parseBytes, parseDuration, slip, wholeNumber } from "../flagValues.ts";
import { endedBySignal } from "../signals.ts";
import type { Terminal } from "../terminal.ts";
import { systemFlags, systemRequest, type SystemFlags } from "../systemFlags.ts";
import { verb, type Flags } from "../verb.ts";

/** One `--limit`. */
export type Limit =
  | { readonly kind: "configurations"; readonly count: number }
  | { readonly kind: "memory"; readonly bytes: number }
  | { readonly kind: "time"; readonly ms: number };

/** Flags of `check`, as they were given. */
interface CheckFlags extends SystemFlags, JudgingFlags, FileFlags {
  readonly limit: readonly Limit[] | undefined;
  readonly within: string | undefined;
  readonly visited: VisitedKind;
  readonly keepGoing: boolean;
  readonly full: boolean;
  readonly resilience: boolean;
  readonly watch: boolean;
}

const flags = {
  ...systemFlags,
  ...judgingFlags,
  limit: {
    kind: "parsed",
    parse: parseLimit,
    brief: "End the search at configurations=N, memory=2GB or time=30s",
    placeholder: "KIND=VALUE",
    optional: true,
    variadic: true,
    more:
      "What is not settled then is `unknown`. The memory is that of the whole process, by default three " +
      "quarters of what the machine has, or the container. The time counts from the start.",
  },
  within: {
    kind: "parsed",
    parse: String,
    brief: "Search only so far: mailbox=3, depth=20, or both; none",
    placeholder: "BOUNDS",
    optional: true,
    more:
      "No configuration is left that has more than 3 messages in transit to one process, or took 20 steps. " +
      "`where` is the predicate of the file: `within: { where: (roles) => … }`. What is not violated " +
      "is `unknown` then, if anything lies beyond.",
  },
  visited: {
    kind: "enum",
    values: ["exact", "hashed"],
    brief: "How to store what was visited; hashed takes less memory and may miss something",
    default: "exact",
    more:
      "`hashed` remembers 64 bits of each configuration: the report says how probable it is that one was " +
      "missed, and no liveness property is said to hold.",
  },
  keepGoing: {
    kind: "boolean",
    brief: "Visit everything, even after a violation",
    default: false,
    withNegated: false,
    more: "Without it, the search ends some time after a violation, and what is open becomes `unknown`.",
  },
  full: {
    kind: "boolean",
    brief: "Explore what cannot matter, too",
    default: false,
    withNegated: false,
    more:
      "Without it, letters that nobody will act on any more and timers whose firing changes nothing are " +
      "left out of configurations; and of those in which only interchangeable processes have changed " +
      "places, one is visited. No verdict depends on that (within bounds more may be known without it), " +
      "but what is left out is not counted.",
  },
  resilience: {
    kind: "boolean",
    brief: "Find the most failures with which each property holds",
    default: false,
    withNegated: false,
    more:
      "And show what one more does. The failures are of the kind that `--failures` names first, or " +
      "`crash`; the others that it names stay.",
  },
  watch: {
    kind: "boolean",
    brief: "Check again whenever the file, or what it imports, is saved",
    default: false,
    withNegated: false,
  },
  ...fileFlags,
} as const satisfies Flags<CheckFlags>;

/** The verb `check`. */
export const check = verb<CheckFlags, [string]>({
  brief: "Check a protocol against every schedule",
  about: [
    "Visits every configuration that a protocol can reach, and says of each property whether it holds.",
    "Every violation comes with a schedule, drawn and written to a file; for an invariant none has fewer",
    "steps.",
  ],
  examples: [
    "lightcone check my-protocol.ts",
    "lightcone check paxos.ts --processes acceptor=5 --limit time=5m",
    "lightcone check election.ts --topology ring:6 --channels fifo --property oneLeader",
    "lightcone check consensus.ts --inputs process=0,1 --watch",
  ],
  exitCodes: "0 all properties hold, 1 some are violated, 2 a mistake, 3 some are unknown",
  flags,
  positional: [file],
  async run(given, path) {
    const order = orderOf(given, path);
    if (given.resilience && given.watch)
      throw new UsageError("--watch and --resilience do not go together.", "Leave one of them out.");
    if (given.resilience) {
      const { resilience } = await import("../resilience.ts");
      return resilience(this, order, given.failures);
    }
    if (!given.watch) return checkOnce(this, order);
    const { watchFile } = await import("../watch.ts");
    return watchFile(this, order);
  },
});

async function checkOnce(terminal: Terminal, order: CheckOrder): Promise<void> {
  const { finished, interrupt } = startChecking(terminal, order);
  await endedBySignal(finished, interrupt);
}

/** The check that flags ask for. @throws UsageError */
function orderOf(given: CheckFlags, path: string): CheckOrder {
  const limits = { memoryBytes: availableBytes(), ...limitsOf(given.limit) };
  const { configurations, memoryBytes, timeMs } = limits;
  return {
    subject: { file: path, system: given.system },
    limits,
    types: given.typecheck,
    handlerTimeoutMs: given.handlerTimeout,
    job: {
      kind: "check",
      system: { ...systemRequest(given), ...(given.within === undefined ? {} : { within: given.within }) },
      visited: given.visited,
      keepGoing: given.keepGoing,
      reduced: !given.full,
      memoryBytesMax: memoryBytes,
      ...(given.property === undefined ? {} : { properties: given.property }),
      ...(configurations === undefined ? {} : { configurationsMax: configurations }),
      ...(timeMs === undefined ? {} : { timeMsMax: timeMs }),
    },
  };
}

/** One limit, as it is written. */
export function parseLimit(text: string): Limit {
  const [, kind, value = ""] = /^(configurations|memory|time)=(.+)$/.exec(text) ?? [];
  switch (kind) {
    case "configurations":
      return { kind, count: parseCount(value) };
    case "memory":
      return { kind, bytes: parseBytes(value) };
    case "time":
      return { kind, ms: parseDuration(value) };
    default:
      throw slip("limits are configurations=1000000, memory=2GB and time=30s");
  }
}

function parseCount(text: string): number {
  const count = wholeNumber(text);
  if (count > 0) return count;
  throw slip(`"${text}" is no number of configurations; give a whole number, such as 1000000 or 1e6`);
}

/** The limits of one kind each; of several of one kind, the last. */
export function limitsOf(limits: readonly Limit[] = []): Partial<SearchLimits> {
  return Object.assign(
    {},
    ...limits.map((limit): Partial<SearchLimits> => {
      switch (limit.kind) {
        case "configurations":
          return { configurations: limit.count };
        case "memory":
          return { memoryBytes: limit.bytes };
        case "time":
          return { timeMs: limit.ms };
      }
    }),
  ) as Partial<SearchLimits>;
}
