/**
 * The public names for those who write protocols, and those who check them. Each is explained where it is
 * declared.
 */

// Writing protocols.
export { protocol, type Protocol } from "./model/system/protocol.ts";
export { role, type Role } from "./model/system/role.ts";
export { monitor, type Monitor } from "./model/system/monitor.ts";
export type { Letter, Message, Received } from "./model/state/message.ts";
export type { Context, Inputs, MessageContext, Place } from "./model/system/role.ts";
export type {
  Badness,
  Eventually,
  Invariant,
  Predicate,
  Property,
  StepPredicate,
  StepView,
} from "./model/system/protocol.ts";
export type { EventPattern } from "./model/transition/demand.ts";
export type { ConfigurationView, ProcessView, RolesView, Within } from "./model/system/protocol.ts";
export {
  agreement,
  strongValidity,
  termination,
  uniformAgreement,
  validity,
} from "./properties/agreement.ts";
export { historyOf, linearizable } from "./properties/history/linearizable.ts";
export { programOrderOf, sequentiallyConsistent } from "./properties/history/sequentiallyConsistent.ts";
export { distinct } from "./properties/distinct.ts";
export { pairs } from "./properties/pairs.ts";
export type { Claim } from "./properties/claim.ts";
export type { TheoryClaim } from "./properties/theoryClaim.ts";

// Shared memory, and sequential processes.
export {
  anyOf,
  compareAndSwap,
  compareAndSwapRegister,
  consensusObject,
  counter,
  dequeue,
  enqueue,
  fetchAndAdd,
  linkedRegister,
  loadLinked,
  objectKinds,
  perform,
  pop,
  propose,
  push,
  queue,
  read,
  register,
  reset,
  scan,
  sharedObject,
  snapshot,
  stack,
  storeConditional,
  swap,
  swapRegister,
  testAndSet,
  testAndSetBit,
  update,
  write,
} from "./model/memory/index.ts";
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
} from "./model/memory/index.ts";
export type { Domain, ObjectKind, Operation, Performed, SharedObject } from "./model/memory/index.ts";
export type { CompareAndSwapRegister, Consensus, Counter, LinkedRegister } from "./model/memory/index.ts";
export type {
  Queue,
  Readable,
  Register,
  Snapshot,
  Stack,
  SwapRegister,
  TestAndSet,
} from "./model/memory/index.ts";
export {
  atomically,
  may,
  pause,
  provided,
  receive,
  sleep,
  whichever,
  type Control,
  type SavedCall,
} from "./model/sequential/index.ts";
export type { OperationRequest, PauseRequest, ReceiveRequest, Request } from "./model/sequential/index.ts";
export type { Step, Steps } from "./model/sequential/index.ts";

// Systems.
export { system, type System, type SystemOptions } from "./model/system/system.ts";
export type { Process } from "./model/state/process.ts";
export {
  complete,
  edges,
  grid,
  hypercube,
  line,
  randomGraph,
  ring,
  star,
  tree,
} from "./model/system/topology.ts";
export { parseTopology, type Directed, type Link, type Topology } from "./model/system/topology.ts";
export {
  anonymous,
  channels,
  fifo,
  messageSet,
  parseChannels,
  unordered,
  withCapacity,
  type Channel,
} from "./model/communication/index.ts";
export { roundLength, timedRounds } from "./emulation/timedRounds.ts";
export { memories, parseMemory } from "./emulation/memories.ts";
export type { Memory } from "./model/memory/memory.ts";
export { overMessages } from "./emulation/overMessages.ts";
export { overRegisters } from "./emulation/overRegisters/index.ts";
export {
  asynchronous,
  bounded,
  parseTiming,
  partiallySynchronous,
  synchronous,
  synchronousInOrder,
  timings,
  type Bounds,
  type GivenBounds,
  type Ticks,
  type Timing,
  type Window,
} from "./model/timing/index.ts";
export {
  failureKinds,
  formatFailure,
  parseFailures,
  type Failure,
  type FailureKind,
} from "./model/failure/index.ts";

// What may happen.
export { enabled, isQuiescent, NotEnabled, settle, step } from "./model/transition/transition.ts";
export { formatConfiguration, initialConfiguration, inputVectors } from "./model/state/configuration.ts";
export type { Configuration, InputVector } from "./model/state/configuration.ts";
export type { LocalState } from "./model/state/localState.ts";
export { isBeat, isEffect, isFault, isTrigger } from "./model/event/event.ts";
export { formatEvent } from "./model/event/eventText.ts";
export { formatMessage, labelOf } from "./model/state/message.ts";
export { parseEvent } from "./model/event/parseEvent.ts";
export type { Beat, Decide, Effect, Event, Exchange, Fault, Halt, Output } from "./model/event/event.ts";
export type { Precedence, Receive, Recover, Round, Send, Timeout, Trigger } from "./model/event/event.ts";
export type { GoOn, Operate } from "./model/event/event.ts";

// What happened.
export {
  isStuck,
  lengthOf,
  replay,
  restrict,
  scheduleOf,
  type Schedule,
  type Stuck,
} from "./model/transition/execution.ts";
export { isExecution, misfit, misfitOfFragment, type Misfit } from "./model/transition/execution.ts";
export type { Execution, Fragment, LocalSchedule } from "./model/transition/execution.ts";
export { formatSchedule, parseSchedule, scheduleFor, type ScheduleText } from "./schedule/schedule.ts";

// Every schedule, and what is to be said of it.
export { check, search, startCheck } from "./explorer/index.ts";
export type { Check, CheckOptions, CheckResult, Progress } from "./explorer/index.ts";
export { formatReason } from "./properties/verdict.ts";
export type { Cutoff, Exploration, Limits, Reason, Verdict, VisitedKind } from "./properties/verdict.ts";
export type { Holds, Unknown, Violated } from "./properties/verdict.ts";

// Values and errors.
export { format, parse } from "./base/text.ts";
export type { Plain } from "./base/value.ts";
export type { Signed } from "./model/state/signature.ts";
export { ForbiddenInHandler, ProtocolError, UsageError, type ProtocolFault } from "./model/error.ts";
