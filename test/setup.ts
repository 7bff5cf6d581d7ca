/**
 * Property tests draw the same examples in every run, so that a change is judged by itself and not by luck.
 */
import fc from "fast-check";
import { fuzzSeed, isThorough } from "./effort.ts";

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: fuzzSeed, numRuns: isThorough ? 1_000 : 100 });
