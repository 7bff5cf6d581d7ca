/** Bounds on time as users give them: as an object, and as text such as `1-3,step:2,drift:0.1`. */
import { UsageError } from "../error.ts";
import type { Bounds } from "./timing.ts";

/** Bounds, of which only the longest delay must be given. */
export interface GivenBounds {
  /** Ticks. Default 0. */
  readonly minDelay?: number;
  /** Ticks. */
  readonly maxDelay: number;
  /** Ticks. Default 1. */
  readonly maxStep?: number;
  /** A fraction: 0.1 means that clocks go wrong by up to 10 percent. Default 0. */
  readonly drift?: number;
  /** The number of ticks that properties can count (`elapsed`). Default 0. */
  readonly horizon?: number;
}

/** The maximum number of ticks of a bound: with more, no system could be explored. */
const TICKS_MAX = 1_000_000;

const FORMS =
  "Write MAX or MIN-MAX in ticks, then what else is to be said: bounded:1-3,step:2,drift:0.1,horizon:20, " +
  "or partially-synchronous:gst:1-3.";

function outOfRange(name: string, ticks: number | string): UsageError {
  return new UsageError(
    `${name} cannot be ${ticks}.`,
    `It is a whole number of ticks, from 0 to ${TICKS_MAX}.`,
  );
}

/** The bounds with their defaults filled in. @throws UsageError if they make no sense */
export function readBounds(given: GivenBounds): { readonly bounds: Bounds; readonly horizon: number } {
  const { minDelay = 0, maxDelay, maxStep = 1, drift = 0, horizon = 0 } = given;
  for (const [name, ticks] of Object.entries({ minDelay, maxDelay, maxStep, horizon })) {
    if (Number.isInteger(ticks) && ticks >= 0 && ticks <= TICKS_MAX) continue;
    throw outOfRange(name, ticks);
  }
  if (minDelay > maxDelay)
    throw new UsageError(`Messages cannot take at least ${minDelay} ticks and at most ${maxDelay}.`, FORMS);
  if (!(drift >= 0 && drift <= 1))
    throw new UsageError(
      `The drift of clocks cannot be ${drift}.`,
      "It is a fraction from 0 to 1, such as 0.1.",
    );
  return { bounds: { minDelay, maxDelay, maxStep, drift }, horizon };
}

/** The text that `parseBounds` reads back. */
export function formatBounds({ minDelay, maxDelay, maxStep, drift }: Bounds, horizon: number): string {
  return [
    minDelay === 0 ? `${maxDelay}` : `${minDelay}-${maxDelay}`,
    ...(maxStep === 1 ? [] : [`step:${maxStep}`]),
    ...(drift === 0 ? [] : [`drift:${drift}`]),
    ...(horizon === 0 ? [] : [`horizon:${horizon}`]),
  ].join(",");
}

const FIELDS = { step: "maxStep", drift: "drift", horizon: "horizon" } as const;

/**
 * The bounds that a text stands for.
 * @param timing all that the user wrote
 * @throws UsageError that quotes what cannot be read
 */
export function parseBounds(text: string, timing: string): GivenBounds {
  const [delays = "", ...more] = text.split(",");
  const [, first, second] = /^(\d+)(?:-(\d+))?$/.exec(delays) ?? [];
  if (first === undefined) throw new UsageError(`In timing ${timing} there is no delay "${delays}".`, FORMS);
  const fields = more.map((field) => parseField(field, timing));
  return {
    ...(second === undefined ? {} : { minDelay: ticksOf("minDelay", first) }),
    maxDelay: ticksOf("maxDelay", second ?? first),
    ...Object.fromEntries(fields),
  };
}

function parseField(text: string, timing: string): readonly [name: string, value: number] {
  const [, field, value] = /^(step|drift|horizon):(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (field === undefined || value === undefined)
    throw new UsageError(
      `In timing ${timing} "${text}" cannot be read.`,
      `Possible after the delays are step:TICKS, drift:FRACTION, horizon:TICKS. ${FORMS}`,
      { given: text.split(":", 1)[0] ?? "", possible: Object.keys(FIELDS) },
    );
  const name = FIELDS[field as keyof typeof FIELDS];
  return [name, name === "drift" ? Number(value) : ticksOf(name, value)];
}

/** Ticks, which are refused in the words of the user if they are too many. */
function ticksOf(name: string, text: string): number {
  if (Number(text) > TICKS_MAX) throw outOfRange(name, text);
  return Number(text);
}
