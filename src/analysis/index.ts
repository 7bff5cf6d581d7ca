/** Analyses: what an execution shows to those who look at it as a whole. */
export {
  formatHistoryOperation,
  parseHistory,
  type HistoryOperation,
} from "../properties/history/concurrentHistory.ts";
export { historyIn, type ExecutionHistory } from "./executionHistory.ts";
export { judgeHistory } from "./historyVerdict.ts";
export type { Consistency, Contradiction, HistoryVerdict } from "./historyVerdict.ts";
export {
  causalFuture,
  causality,
  causalPast,
  concurrent,
  happensBefore,
  vectorTimes,
  type Causality,
  type Point,
  type VectorTime,
} from "./causality.ts";
export { causalStepsOf, type CausalStep, type CausalSteps } from "./causalSteps.ts";
export { lamportTimes } from "./clocks.ts";
export { consistentCuts, countCuts, detect, eventsOf, stepsTo, type Cut, type Detected } from "./cuts.ts";
export { causalShuffle, isTotallyOrdered } from "./shuffle.ts";
export { formatLog, logOf, parseLog, type EventLog } from "./shiviz.ts";
export {
  compareExecutions,
  indistinguishableTo,
  type ExecutionPair,
  type FirstDifference,
  type Likeness,
} from "./indistinguishability.ts";
export { lookalike, type LookalikeAnswer, type LookalikeQuestion } from "./lookalike.ts";
export { followLetters, matchSends, type LetterWays } from "./letters.ts";
export { longestWalk, type CostedGraph, type GraphWalk, type Longest } from "./longestPaths.ts";
export { hookAt, type Hook } from "./hooks.ts";
export { alikeIn, chainsIn, singles, type Grouping } from "./grouping.ts";
export { criticalConfigurations, isBivalent, sizeOfSet, valencesOf, type Valences } from "./valences.ts";
export { growthLaw, type GrowthLaw, type Sample } from "./growth.ts";
export type { CostName } from "../properties/theoryClaim.ts";
export { costs, worstCost, type WorstCost } from "./worstCosts.ts";
export { surelyLeadingTo } from "./chancyGraph.ts";
export { greatestCost, leastCost } from "./expectedCost.ts";
export { greatestProbability } from "./reachProbability.ts";
export { Chances, type Attained, type ExpectedCost } from "./chances.ts";
export type { PlayQuestion } from "./coinPlay.ts";
export { endsAfter, Similarity } from "./chains.ts";
export { splicedExecutions, type SplicedExecution } from "./ringOfCopies.ts";
export { parseFormula, type FormulaNames } from "./epistemic.ts";
export { calmestWay, type CalmWay, type MovedGraph } from "./calmViolation.ts";
export { tracedWalk } from "./tracedWalk.ts";
export { turningPoint, type GoodOutcomes, type ToldGraph, type TurningPoint } from "./turningPoint.ts";
export { proveByInduction, type Induction, type InductionOptions } from "./induction/inductiveProof.ts";
export type { Breach } from "./induction/breach.ts";
export {
  implicationOf,
  subjectOf,
  VALUE,
  type Condition,
  type Implication,
  type CoordinateName,
} from "./induction/implication.ts";
export { refuseUnproved } from "./induction/unproved.ts";
export { ABSENT_TRAIT, type Comparison } from "./induction/comparisons.ts";
export { traitsOf } from "./induction/traits.ts";
export { counterexampleOf } from "./induction/counterexample.ts";
