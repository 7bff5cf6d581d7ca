/** The model: what may happen. Everything else in Lightcone is a client of what is exported here. */
export type { Plain } from "../base/value.ts";
export { format, parse } from "../base/text.ts";
export { channels, fifo, messageSet, unordered, type Channel } from "./communication/index.ts";
export {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
  type InputVector,
  type LocalState,
} from "./configuration.ts";
export { ForbiddenInHandler, ProtocolError, UsageError, type ProtocolFault } from "./error.ts";
export {
  choiceTexts,
  formatEvent,
  formatMessage,
  isBeat,
  isEffect,
  isFault,
  isTrigger,
  labelOf,
  orderTexts,
  type Beat,
  type Crash,
  type Decide,
  type Corrupt,
  type Duplicate,
  type Forge,
  type Effect,
  type Event,
  type Exchange,
  type Fault,
  type GoOn,
  type Halt,
  type Lose,
  type Mishap,
  type Start,
  type Withhold,
  type OmitReceive,
  type OmitSend,
  type Operate,
  type Output,
  type Precedence,
  type Receive,
  type Recover,
  type Round,
  type Send,
  type Timeout,
  type Trigger,
} from "./event.ts";
export { parseEvent } from "./parseEvent.ts";
export {
  isExecution,
  isStuck,
  lengthOf,
  misfit,
  misfitOfFragment,
  replay,
  restrict,
  scheduleOf,
  type Execution,
  type Fragment,
  type LocalSchedule,
  type Misfit,
  type Schedule,
  type Stuck,
} from "./execution.ts";
export {
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
} from "./memory/index.ts";
export type { ObjectKind, Operation, Performed, SharedObject } from "./memory/index.ts";
export type { CompareAndSwapRegister, Consensus, Counter, LinkedRegister } from "./memory/index.ts";
export type { Queue, Readable, Register, Snapshot, Stack, SwapRegister, TestAndSet } from "./memory/index.ts";
export { pause, receive, sleep, type Control, type SavedCall } from "./sequential/index.ts";
export type { OperationRequest, PauseRequest, ReceiveRequest, Request } from "./sequential/index.ts";
export type { Step, Steps } from "./sequential/index.ts";
export { callOf, cells, items, type Site } from "./sequential/index.ts";
export {
  protocol,
  role,
  type Badness,
  type ConfigurationView,
  type Context,
  type Eventually,
  type Inputs,
  type Invariant,
  type Letter,
  type Message,
  type MessageContext,
  type Place,
  type Predicate,
  type ProcessView,
  type Property,
  type Protocol,
  type Role,
  type RolesView,
} from "./protocol.ts";
export { formatSchedule, parseSchedule, scheduleFor, type ScheduleText } from "./schedule.ts";
export { system, type Process, type System, type SystemOptions } from "./system.ts";
export {
  complete,
  edges,
  grid,
  hypercube,
  line,
  parseTopology,
  randomGraph,
  ring,
  star,
  tree,
  type Directed,
  type Link,
  type Topology,
} from "./topology.ts";
export { memories, parseMemory, type Memory } from "./memories.ts";
export { overMessages } from "./overMessages.ts";
export { overRegisters } from "./overRegisters/index.ts";
export { roundLength, timedRounds } from "./timedRounds.ts";
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
} from "./timing/index.ts";
export {
  failureKinds,
  formatFailure,
  parseFailures,
  type Failure,
  type FailureKind,
} from "./failure/index.ts";
export { afterMishap, passes } from "./failure/mark.ts";
export { enabled, isQuiescent, NotEnabled, settle, step } from "./transition.ts";
