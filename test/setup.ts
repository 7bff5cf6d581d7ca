/**
 * Property tests draw the same examples in every run, so that a change is judged by itself and not by luck.
 * `FUZZ_SEED=random` (or a number) draws others; a failure prints the seed to say again.
 */
import fc from "fast-check";

const { FUZZ_SEED = "1" } = process.env;

if (FUZZ_SEED !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(FUZZ_SEED) });
