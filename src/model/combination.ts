/** Which parts of a system go together, and why others do not. */
import { formatFailure } from "./failure/index.ts";
import type { System } from "./system.ts";

/** What is wrong with a system, and what to do. */
export type Refusal = readonly [what: string, advice: string];

type Parts = Pick<System, "channel" | "timing" | "failures" | "protocol">;

/** The first reason why the parts of a system do not go together, or undefined if they do. */
export function refusalOf(parts: Parts): Refusal | undefined {
  return refusalOfTiming(parts) ?? refusalOfFailures(parts);
}

function refusalOfTiming({ channel, timing, protocol }: Parts): Refusal | undefined {
  if (timing.rounds && channel.keeps) {
    return [
      `Timing ${timing.text} and ${channel.name} channels do not go together: ` +
        "in a round everything that was sent is received, once.",
      "Use unordered or fifo channels.",
    ];
  }
  const sequential = Object.entries(protocol.roles).find(([, role]) => role.run !== undefined);
  if (sequential !== undefined && timing.rounds) {
    return [
      `Role ${sequential[0]} is process code (run), which does not go in rounds (timing ${timing.text}).`,
      'Use timing asynchronous, or say what happens in a round ("uponRound").',
    ];
  }
  const inRounds = Object.entries(protocol.roles).find(([, role]) => role.uponRound !== undefined);
  if (inRounds !== undefined && !timing.rounds) {
    return [
      `Role ${inRounds[0]} acts in rounds (uponRound), and with timing ${timing.text} there are none.`,
      'Use timing synchronous, or write handlers for single messages ("upon").',
    ];
  }
  return undefined;
}

function refusalOfFailures({ channel, timing, failures }: Parts): Refusal | undefined {
  for (const [i, failure] of failures.entries()) {
    const { kind, perRound } = failure;
    const reason = kind.refusal?.(failure, { channel, timing, failures });
    if (reason !== undefined)
      return [
        `The failure ${formatFailure(failure)} makes no sense here: ${reason}.`,
        "Leave it out, or change the other.",
      ];
    if (failures.findIndex((other) => other.kind === kind) < i)
      return [`The failure ${kind.name} is given twice.`, "Give one budget to each kind of failure."];
    if (perRound !== true) continue;
    if (!timing.rounds)
      return [
        `The budget of ${formatFailure(failure)} is for each round; timing ${timing.text} has none.`,
        "Use timing synchronous, or a budget for the whole execution.",
      ];
    if (kind.counts === "processes")
      return [
        `The budget of ${formatFailure(failure)} counts processes that fail, which they do for good.`,
        `Use ${kind.name}:N, for the whole execution.`,
      ];
  }
  return undefined;
}
