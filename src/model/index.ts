/** The model: what may happen. Everything else in Lightcone is a client of what is exported here. */
export type { Plain } from "../base/value.ts";
export { format, parse } from "../base/text.ts";
export {
  anonymous,
  channels,
  fifo,
  messageSet,
  parseChannels,
  unordered,
  withCapacity,
  type Channel,
} from "./communication/index.ts";
export {
  formatConfiguration,
  initialConfiguration,
  inputVectors,
  type Configuration,
  type InputVector,
} from "./state/configuration.ts";
export type { LocalState } from "./state/localState.ts";
export { ForbiddenInHandler, ProtocolError, UsageError, type ProtocolFault } from "./error.ts";
export {
  EVENTS,
  isBeat,
  isEffect,
  isFault,
  isTrigger,
  accessedIn,
  participantOf,
  type Beat,
  type Decide,
  type Drawn,
  type Effect,
  type Event,
  type Exchange,
  type Fault,
  type FaultForm,
  type GoOn,
  type Halt,
  type LetterFate,
  type Operate,
  type Output,
  type Precedence,
  type Receive,
  type Recover,
  type Round,
  type Send,
  type Sign,
  type Start,
  type Timeout,
  type Trigger,
} from "./event/event.ts";
export { formatCause, formatEvent, nameOf } from "./event/eventText.ts";
export { briefOf, formatMessage, labelOf, type Letter, type Message } from "./state/message.ts";
export { parseEvent } from "./event/parseEvent.ts";
export { choiceTexts, orderTexts, phrase } from "./event/phrase.ts";
export {
  isExecution,
  isStuck,
  lengthOf,
  stepNumbers,
  misfit,
  misfitOfFragment,
  replay,
  replayWritten,
  isSeenBy,
  restrict,
  scheduleOf,
  type Execution,
  type Fragment,
  type LocalSchedule,
  type Misfit,
  type Schedule,
  type Stuck,
} from "./transition/execution.ts";
export {
  compareAndSwap,
  compareAndSwapRegister,
  consensusObject,
  counter,
  dequeue,
  enqueue,
  fetchAndAdd,
  kindOf,
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
export { atomically, may, pause, provided, receive, sleep, whichever } from "./sequential/index.ts";
export type { Control, SavedCall } from "./sequential/index.ts";
export type { OperationRequest, PauseRequest, ReceiveRequest, Request } from "./sequential/index.ts";
export type { Step, Steps } from "./sequential/index.ts";
export { callOf, cells, items, type CodeSite } from "./sequential/index.ts";
export {
  protocol,
  type Badness,
  type ConfigurationView,
  type Eventually,
  type Invariant,
  type Predicate,
  type ProcessView,
  type Property,
  type Protocol,
  type RolesView,
} from "./system/protocol.ts";
export {
  role,
  type Context,
  type Inputs,
  type MessageContext,
  type Place,
  type Role,
} from "./system/role.ts";
export { system, type System, type SystemOptions } from "./system/system.ts";
export type { Process } from "./state/process.ts";
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
  type Edges,
  type Linking,
  type Link,
  type Topology,
} from "./system/topology.ts";
export type { Memory } from "./memory/memory.ts";
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
  drawnOf,
  fateIn,
  formatFailure,
  formOf,
  parseFailures,
  type Failure,
  type FailureKind,
} from "./failure/index.ts";
export { marked } from "./failure/mark.ts";
export { enabled, isQuiescent, NotEnabled, settle, step } from "./transition/transition.ts";
export { inOrder, type Wording } from "./transition/wording.ts";
