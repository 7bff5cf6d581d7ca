/** Sequential processes: process code, its steps, and its plain state between them. */
export { pause, receive, sleep, type Request, type Step, type Steps } from "./request.ts";
export type { OperationRequest, PauseRequest, ReceiveRequest } from "./request.ts";
export { may, whichever } from "./whichever.ts";
export { atomically, provided } from "./atomic.ts";
export { cells } from "./cells.ts";
export { items } from "./items.ts";
export { callOf, type CodeSite } from "./machine.ts";
export type { Control, SavedCall } from "./control.ts";
