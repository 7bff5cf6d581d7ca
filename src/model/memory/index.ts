/** Shared memory: the kinds of objects, and their operations as steps of process code. */
export { anyOf, type Domain } from "./domain.ts";
export { kindOf, perform, sharedObject, type ObjectKind, type Operation } from "./object.ts";
export type { Performed, SharedObject } from "./object.ts";
export { read, register, write, type Readable, type Register } from "./register.ts";
export { reset, testAndSet, testAndSetBit, type TestAndSet } from "./testAndSet.ts";
export { counter, fetchAndAdd, type Counter } from "./fetchAndAdd.ts";
export { swap, swapRegister, type SwapRegister } from "./swap.ts";
export { compareAndSwap, compareAndSwapRegister, type CompareAndSwapRegister } from "./compareAndSwap.ts";
export { linkedRegister, loadLinked, storeConditional, type LinkedRegister } from "./loadLinked.ts";
export { dequeue, enqueue, queue, type Queue } from "./queue.ts";
export { pop, push, stack, type Stack } from "./stack.ts";
export { scan, snapshot, update, type Snapshot } from "./snapshot.ts";
export { consensusObject, propose, type Consensus } from "./consensusObject.ts";
export {
  eventuallyPerfectDetector,
  eventuallyStrongDetector,
  isSuspected,
  leader,
  leaderOracle,
  perfectDetector,
  strongDetector,
  suspects,
  type Detector,
  type Oracle,
} from "./failureDetectors.ts";

import { compareAndSwapKind } from "./compareAndSwap.ts";
import { consensusKind } from "./consensusObject.ts";
import {
  eventuallyPerfectKind,
  eventuallyStrongKind,
  leaderKind,
  perfectKind,
  strongKind,
} from "./failureDetectors.ts";
import { fetchAndAddKind } from "./fetchAndAdd.ts";
import { loadLinkedKind } from "./loadLinked.ts";
import type { ObjectKind } from "./object.ts";
import { queueKind } from "./queue.ts";
import { registerKind } from "./register.ts";
import { snapshotKind } from "./snapshot.ts";
import { stackKind } from "./stack.ts";
import { swapKind } from "./swap.ts";
import { testAndSetKind } from "./testAndSet.ts";

/** Every kind of shared object that Lightcone brings. Protocols may have kinds of their own. */
export const objectKinds: readonly ObjectKind[] = [
  registerKind,
  testAndSetKind,
  fetchAndAddKind,
  swapKind,
  compareAndSwapKind,
  loadLinkedKind,
  queueKind,
  stackKind,
  snapshotKind,
  consensusKind,
  perfectKind,
  eventuallyPerfectKind,
  strongKind,
  eventuallyStrongKind,
  leaderKind,
];
