/** Exploring every schedule of a system. */
export type { Check, CheckOptions, CheckResult, Progress } from "./explorer.ts";
export { check, startCheck } from "./kernel/kernel.ts";
export { search } from "./search.ts";
export {
  ExploredGraph,
  exploredGraph,
  GraphSearch,
  type ExecutionStart,
  type GraphOptions,
} from "./exploredGraph.ts";
