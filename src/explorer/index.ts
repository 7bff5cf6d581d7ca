/** Exploring every schedule of a system. */
export type { Check, CheckOptions, CheckResult, Progress } from "./explorer.ts";
export { check, startCheck } from "./kernel/startCheck.ts";
export { search } from "./search.ts";
export { ExploredGraph, exploredGraph, GraphSearch, type GraphOptions } from "./exploredGraph.ts";
export type { ExecutionStart } from "./endless/longRunQuestion.ts";
export { KnowledgeQuestion, type FormulaTruth } from "./knowledge/knowledgeQuestion.ts";
export { Knowledge, type FactTable } from "./knowledge/knowledge.ts";
