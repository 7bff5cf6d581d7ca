/**
 * Distributions of delays, as data. A new one is an entry of the table: what its numbers are, which of them
 * make sense, and how a delay is drawn.
 *
 * Source: D. Knuth, The Art of Computer Programming 2, section 3.4.1 (exponential and normal deviates);
 * L. Devroye, Non-Uniform Random Variate Generation (1986), II.2.1 (inversion, also for Pareto's).
 */
import type { Random } from "../../base/random.ts";
import { UsageError } from "../../model/error.ts";

/** Draws a delay, which is not negative. */
type Delay = (random: Random) => number;

/** A distribution with one or two numbers, a and b. */
interface Distribution {
  /** The form in which it is written, with an example. */
  readonly form: string;
  readonly example: string;
  /** The character between its two numbers; absent if it has one. */
  readonly between?: "-" | ",";
  /** Whether the numbers make sense. */
  isSound(a: number, b: number): boolean;
  draw(random: Random, a: number, b: number): number;
}

/** The distributions there are, by name. */
const distributions: Readonly<Record<string, Distribution>> = {
  constant: {
    form: "constant:TIME",
    example: "constant:2",
    isSound: () => true,
    draw: (_random, time) => time,
  },
  uniform: {
    form: "uniform:LEAST-MOST",
    example: "uniform:1-5",
    between: "-",
    isSound: (least, most) => least <= most,
    draw: (random, least, most) => least + (most - least) * unit(random),
  },
  exponential: {
    form: "exponential:MEAN",
    example: "exponential:2",
    isSound: () => true,
    draw: (random, mean) => -mean * Math.log(unit(random)),
  },
  normal: {
    form: "normal:MEAN,DEVIATION",
    example: "normal:5,2",
    between: ",",
    isSound: () => true,
    draw: (random, mean, deviation) => atLeastNothing(() => mean + deviation * standardNormal(random)),
  },
  pareto: {
    form: "pareto:LEAST,SHAPE",
    example: "pareto:1,1.5",
    between: ",",
    isSound: (least, shape) => least > 0 && shape > 0,
    draw: (random, least, shape) => least / unit(random) ** (1 / shape),
  },
};

/** The forms of all distributions, for help and errors. */
const DISTRIBUTIONS: readonly string[] = Object.values(distributions).map(({ form }) => form);

/**
 * The delay that a text stands for: `uniform:1-5`, or a number, the mean of an exponential distribution.
 * @throws UsageError that lists the distributions
 */
export function parseDelay(text: string): Delay {
  const [, name = "", numbers = ""] = /^(?:([a-z]+):)?([\d.,-]*)$/.exec(text) ?? [];
  const distribution = distributionNamed(name === "" ? "exponential" : name);
  const delay = distribution === undefined ? undefined : delayOf(distribution, numbers);
  if (delay !== undefined) return delay;
  const meant = distributionNamed(text.split(":", 1)[0] ?? "");
  throw new UsageError(
    `The delay "${text}" cannot be read.`,
    meant === undefined
      ? `Possible are ${DISTRIBUTIONS.join(", ")}, or a number, the mean of an exponential distribution.`
      : `Write ${meant.form}, such as ${meant.example}.`,
    { given: text.split(":", 1)[0] ?? "", possible: Object.keys(distributions) },
  );
}

function distributionNamed(name: string): Distribution | undefined {
  return Object.hasOwn(distributions, name) ? distributions[name] : undefined;
}

function delayOf({ between, isSound, draw }: Distribution, text: string): Delay | undefined {
  const numbers = between === undefined ? [text] : text.split(between);
  if (numbers.length !== (between === undefined ? 1 : 2)) return undefined;
  if (!numbers.every((number) => /^\d{1,9}(\.\d{1,9})?$/.test(number))) return undefined;
  const [a = 0, b = 0] = numbers.map(Number);
  return isSound(a, b) ? (random) => draw(random, a, b) : undefined;
}

/** A random number above 0 and at most 1. */
function unit(random: Random): number {
  return (random.next() + 1) / 2 ** 32;
}

/** A random number of the standard normal distribution, by the method of Box and Muller. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(unit(random))) * Math.cos(2 * Math.PI * unit(random));
}

/** The number of draws for a delay that is not negative; beyond that it is 0. */
const TRIES_MAX = 1_000;

/** Cuts off what is negative, and leaves the proportions of the rest as they are. */
function atLeastNothing(draw: () => number): number {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const delay = draw();
    if (delay >= 0) return delay;
  }
  return 0;
}
