/** The parts of a system that go together, and the reasons why others do not. */
import { duplication } from "../failure/channels.ts";
import { crashRecovery } from "../failure/crashRecovery.ts";
import { formatFailure } from "../failure/index.ts";
import { asynchronous } from "../timing/asynchronous.ts";
import type { Channel } from "../communication/index.ts";
import type { Failure } from "../failure/failure.ts";
import type { ObjectOfKind } from "../memory/object.ts";
import type { Protocol } from "./protocol.ts";
import type { Timing } from "../timing/timing.ts";

/** The mistake in a system, and advice. */
type Refusal = readonly [what: string, advice: string];

interface SystemParts {
  readonly channel: Channel;
  readonly timing: Timing;
  readonly failures: readonly Failure[];
  readonly protocol: Protocol;
  /** The shared objects, where they are laid out. */
  readonly objects?: readonly ObjectOfKind[];
}

/** The first reason why the parts of a system do not go together, or undefined if they do. */
export function refusalOf(parts: SystemParts): Refusal | undefined {
  return (
    refusalOfTiming(parts) ??
    refusalOfAutomaton(parts) ??
    refusalOfServed(parts) ??
    refusalOfDetectors(parts) ??
    refusalOfFailures(parts)
  );
}

/** Registers have no delays, lose nothing, and are there when their writer is not. */
function refusalOfAutomaton({ channel, timing, failures, protocol }: SystemParts): Refusal | undefined {
  const found = Object.entries(protocol.roles).find(([, role]) => role.automaton !== undefined);
  if (found === undefined) return undefined;
  if (channel.capacity !== undefined)
    return [
      `The channels ${channel.name} make no sense here: ` +
        `role ${found[0]} exchanges messages by way of registers, which lose nothing.`,
      "Use channels without a bound.",
    ];
  if (channel.hidesSenders === true)
    return [
      `The channels ${channel.name} make no sense here: ` +
        `role ${found[0]} exchanges messages by way of registers, each of which has one writer.`,
      "Use channels that tell who sends.",
    ];
  if (timing !== asynchronous)
    return [
      `Role ${found[0]} exchanges messages by way of registers, which have no delays to bound ` +
        `(timing ${timing.text}).`,
      "Use timing asynchronous.",
    ];
  const odd = failures.find(({ kind }) => kind.endsProcesses !== true);
  if (odd === undefined) return undefined;
  return [
    `The failure ${formatFailure(odd)} makes no sense here: ` +
      `role ${found[0]} exchanges messages by way of registers, and nothing befalls these.`,
    "Leave it out (--failures none), or let processes crash.",
  ];
}

/** Failure detectors tell of crashes that nothing else tells of, and from which nobody comes back. */
function refusalOfDetectors({ timing, failures, objects = [] }: SystemParts): Refusal | undefined {
  const detector = objects.find(({ kind }) => kind.uponCrash ?? kind.mended);
  if (detector === undefined) return undefined;
  const told = `${detector.name} (${detector.kind.name})`;
  if (timing !== asynchronous)
    return [
      `Timing ${timing.text} makes no sense here: ${told} tells of crashes where time does not.`,
      "Use timing asynchronous, or heartbeats and timers.",
    ];
  const odd = failures.find(
    (failure) =>
      failure.kind.recovers === true ||
      (failure.kind.counts === "processes" && failure.kind.endsProcesses !== true),
  );
  if (odd === undefined) return undefined;
  return [
    `The failure ${formatFailure(odd)} makes no sense here: ${told} is defined for crashes alone.`,
    "Let processes crash for ever (crash:1); messages may be lost as well.",
  ];
}

/** Servers forget nothing, and answer each question once: who asks counts the answers. */
function refusalOfServed({ channel, timing, failures, protocol }: SystemParts): Refusal | undefined {
  const found = Object.entries(protocol.roles).find(([, role]) => role.isServed === true);
  if (found === undefined) return undefined;
  const role = `role ${found[0]} reads and writes registers that servers keep`;
  if (timing !== asynchronous)
    return [
      `Timing ${timing.text} makes no sense here: ${role}, and an operation takes longer than one step.`,
      "Use timing asynchronous.",
    ];
  if (channel.keeps)
    return [
      `The channels ${channel.name} make no sense here: ${role}, and an answer that came again would count.`,
      "Use unordered or fifo channels.",
    ];
  if (channel.capacity !== undefined)
    return [
      `The channels ${channel.name} make no sense here: ${role}, whose answers may not vanish.`,
      "Use channels without a bound.",
    ];
  if (channel.hidesSenders === true)
    return [
      `The channels ${channel.name} make no sense here: ${role}, and who has answered would not be known.`,
      "Use channels that tell who sends.",
    ];
  const odd = failures.find(({ kind }) => kind === duplication || kind === crashRecovery);
  if (odd === undefined) return undefined;
  const why =
    odd.kind === duplication
      ? "an answer that came twice would count twice"
      : "who recovers has forgotten them";
  return [
    `The failure ${formatFailure(odd)} makes no sense here: ${role}, and ${why}.`,
    "Leave it out (--failures none), or let processes crash for ever.",
  ];
}

function refusalOfTiming({ channel, timing, protocol }: SystemParts): Refusal | undefined {
  if (timing.rounds && channel.capacity !== undefined) {
    return [
      `Timing ${timing.text} and ${channel.name} channels do not go together: ` +
        "in a round everything that was sent is received.",
      "Use channels without a bound, and loss:N/round.",
    ];
  }
  if (timing.rounds && channel.keeps) {
    return [
      `Timing ${timing.text} and ${channel.name} channels do not go together: ` +
        "in a round everything that was sent is received, once.",
      "Use unordered or fifo channels.",
    ];
  }
  if (timing.ticks !== undefined && channel.keeps) {
    return [
      `Timing ${timing.text} and ${channel.name} channels do not go together: ` +
        "a message that may come again at any time has no delay.",
      "Use unordered or fifo channels.",
    ];
  }
  const both = Object.entries(protocol.roles).find(([, role]) => role.run && role.uponRound);
  if (both !== undefined) {
    return [
      `Role ${both[0]} is process code (run) and acts on all messages of a round at once (uponRound).`,
      "Use one of the two: process code receives the messages that it asks for.",
    ];
  }
  const inRounds = Object.entries(protocol.roles).find(([, role]) => role.uponRound !== undefined);
  if (inRounds !== undefined && !timing.rounds) {
    return [
      `Role ${inRounds[0]} acts in rounds (uponRound), and with timing ${timing.text} there are none.`,
      'Use timing synchronous, or write handlers for single messages ("upon").',
    ];
  }
  return timing.rounds ? refusalInRounds(protocol) : undefined;
}

/** A round leaves nothing to choose: all that is in transit is received in it, and then all timers fire. */
function refusalInRounds({ roles }: Protocol): Refusal | undefined {
  const all = Object.entries(roles);
  const acting = all.find(([, { may, must }]) => may ?? must);
  if (acting !== undefined) {
    return [
      `Role ${acting[0]} does things on its own account (may, must), and in rounds it is not said when.`,
      "Use a timer, which fires in the next round, and `choose` in its handler.",
    ];
  }
  const guarded = all.find(([, { when, uponRound }]) => when && uponRound);
  if (guarded === undefined) return undefined;
  return [
    `Role ${guarded[0]} has guards of messages (when), and gets all messages of a round at once (uponRound).`,
    "Leave out in `uponRound` what is to wait, and keep it in the state.",
  ];
}

function refusalOfFailures({ channel, timing, failures, protocol }: SystemParts): Refusal | undefined {
  const hasObjects = protocol.objects !== undefined;
  const forgetful = Object.entries(protocol.roles).find(
    ([, role]) => role.forgetsInput === true && role.uponRecovery === undefined,
  );
  const recovering = failures.find(({ kind }) => kind.recovers === true);
  if (forgetful !== undefined && recovering !== undefined)
    return [
      `Role ${forgetful[0]} forgets its input, and would need it to start again after a crash ` +
        `(${formatFailure(recovering)}).`,
      "Write `uponRecovery`, which starts from what is stable, or leave forgetsInput out.",
    ];
  const isSelective = Object.values(protocol.roles).some(({ run, when }) => run !== undefined || when);
  const setting = { channel, timing, failures, hasObjects, isSelective };
  for (const [i, failure] of failures.entries()) {
    const { kind, perRound } = failure;
    const reason = kind.refusal?.(failure, setting);
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
