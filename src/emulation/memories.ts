/** The kinds of memory: the one a protocol was written for, or an emulation of it. */
import { UsageError } from "../model/error.ts";
import { shared, type Memory } from "../model/memory/memory.ts";
import { registerKind } from "../model/memory/register.ts";
import { hasGuards } from "../model/step/permit.ts";
import type { Protocol } from "../model/system/protocol.ts";
import { overMessages } from "./overMessages.ts";
import { overRegisters } from "./overRegisters/index.ts";

/** Registers are kept by servers that exchange messages with everybody (`overMessages`). */
function keptBy(servers: number): Memory {
  const text = `servers:${servers}`;
  return {
    text,
    of(protocol) {
      if (protocol.objects === undefined)
        throw new UsageError(
          `Protocol "${protocol.name}" has no shared objects that servers could keep (memory ${text}).`,
          "Leave --memory out. Memory registers makes channels of registers.",
        );
      const odd = Object.entries(protocol.roles).find(([, role]) => role.run === undefined || role.upon);
      if (odd !== undefined)
        throw new UsageError(
          `Role ${odd[0]} is not process code alone (run), which memory ${text} is for.`,
          "Leave --memory out.",
        );
      refuseGuards(protocol, text);
      if ("server" in protocol.roles)
        throw new UsageError(
          `Protocol "${protocol.name}" has a role server already, and memory ${text} adds one.`,
          "Call it something else.",
        );
      return overMessages(protocol, { servers });
    },
    check(objects, timing) {
      if (timing.rounds)
        throw new UsageError(
          `An operation on servers takes several rounds, and with timing ${timing.text} it would take one.`,
          `Use timing asynchronous with memory ${text}, or leave --memory out.`,
        );
      const varied = objects.find(({ initials }) => initials.length > 1);
      if (varied !== undefined)
        throw new UsageError(
          `${varied.name} may begin with any of several values, and servers (memory ${text}) with one.`,
          "Leave --memory out.",
        );
      const odd = objects.find(({ kind }) => kind !== registerKind);
      if (odd === undefined) return;
      throw new UsageError(
        `${odd.name} is a ${odd.kind.name}, and memory ${text} is for registers alone.`,
        "Leave --memory out: messages cannot stand for it so that nobody has to wait for those who crash.",
      );
    },
  };
}

/** Channels are made of registers, each with one writer and one reader (`overRegisters`). */
const registers: Memory = {
  text: "registers",
  of(protocol, failures) {
    if (protocol.objects !== undefined)
      throw new UsageError(
        `Protocol "${protocol.name}" has shared objects, and memory registers is for messages alone.`,
        "Leave --memory out. Memory servers:3 keeps registers without shared memory.",
      );
    const odd = Object.entries(protocol.roles).find(([, role]) => role.uponRound !== undefined);
    if (odd !== undefined)
      throw new UsageError(
        `Role ${odd[0]} acts in rounds (uponRound), and memory registers is for single messages.`,
        "Leave --memory out.",
      );
    refuseGuards(protocol, "registers");
    return overRegisters(protocol, { crashes: failures.length > 0 });
  },
  check: () => {},
};

/** An emulation delivers what it can, and does what it is told: it asks no guards. */
function refuseGuards({ roles }: Protocol, text: string): void {
  const guarded = Object.entries(roles).find(([, role]) => hasGuards(role));
  if (guarded === undefined) return;
  throw new UsageError(
    `Role ${guarded[0]} has guards or actions of its own (when, may, must); memory ${text} asks none.`,
    "Leave --memory out.",
  );
}

/** Every kind of memory, with its parameters as a reader needs to see them, and an example. */
export const memories: readonly {
  readonly usage: string;
  readonly example: string;
  readonly about: string;
}[] = [
  {
    usage: "shared",
    example: "shared",
    about: "shared objects and channels are there, as the protocol has them",
  },
  {
    usage: "servers:N",
    example: "servers:3",
    about: "N servers keep the registers and exchange messages with the processes (`overMessages`)",
  },
  {
    usage: "registers",
    example: "registers",
    about: "channels are made of registers, each with one writer and one reader (`overRegisters`)",
  },
];

/** The maximum number of servers. */
const SERVERS_MAX = 1_000;

/** The memory that a text such as `servers:3` stands for. @throws UsageError that lists them */
export function parseMemory(text: string): Memory {
  const name = text.trim();
  const simple = [shared, registers].find((memory) => memory.text === name);
  if (simple !== undefined) return simple;
  const [, count] = /^servers:(\d+)$/.exec(name) ?? [];
  if (count !== undefined && Number(count) >= 1 && Number(count) <= SERVERS_MAX) return keptBy(Number(count));
  if (/^servers\b/.test(name))
    throw new UsageError(
      `Memory "${text}" gives no possible number of servers.`,
      `Give a whole number from 1 to ${SERVERS_MAX}, such as servers:3.`,
    );
  throw new UsageError(
    `There is no memory "${text}".`,
    `Possible are ${memories.map(({ usage }) => usage).join(", ")}; for example servers:3.`,
    { given: name.split(":", 1)[0] ?? "", possible: ["shared", "servers", "registers"] },
  );
}
