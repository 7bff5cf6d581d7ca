/** Analyses: what an execution shows to those who look at it as a whole. */
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
export { followLetters, matchSends, type LetterWays } from "./letters.ts";
