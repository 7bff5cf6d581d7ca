import { isEffect } from "../event.ts";
import type { FailureKind } from "./failure.ts";

/**
 * A process crashes as in `crash`, and starts again later. What it has left then are the variables that its
 * role calls `stable`, its input and its decision; messages that arrive in between are lost. It recovers at
 * some time: to be down for ever is `crash`. A budget counts crashes, not processes.
 */
export const crashRecovery: FailureKind = {
  name: "crash-recovery",
  about: "a process stops and starts again with its stable storage",
  counts: "faults",
  recovers: true,
  strikes({ local, pending: [head] }, process, { timing }) {
    if (local.halted || local.down !== undefined) return [];
    if (head === undefined ? timing.rounds : !isEffect(head)) return [];
    const stable = process.role.stable ?? [];
    const state = Object.fromEntries(Object.entries(local.state).filter(([name]) => stable.includes(name)));
    const { received: _, control: __, ...kept } = local;
    const after = {
      local: { ...kept, state, timers: [], down: "for a time" as const },
      mailbox: [],
      pending: [],
    };
    return [{ event: { kind: "crash", process: process.id, down: "for a time" }, after }];
  },
};
