/** Values of flags: how they are read, and what is said where they cannot be. */

/** A mistake in the value of a flag; the argument parser adds which flag. */
export function slip(text: string): Error {
  const error = new Error(text);
  error.stack = text;
  error.toString = () => text;
  return error;
}

/** A whole number that is not negative, such as `1000`, `1_000` or `1e3`; NaN if it is none. */
export function wholeNumber(text: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text.replaceAll("_", "").replaceAll(",", ""));
  return Number.isSafeInteger(number) && number >= 0 ? number : Number.NaN;
}

const BYTES: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
};
const MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** The smallest limit in bytes; a smaller one lacks its unit. */
const BYTES_MIN = 2 ** 20;

/** An amount of memory, in bytes: `500MB`, `2GB`. */
export function parseBytes(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)\s*([KMGT]?B)?$/i.exec(text) ?? [];
  const bytes = Number(number) * (BYTES[unit.toUpperCase()] ?? Number.NaN);
  if (bytes > 0 && bytes < BYTES_MIN)
    throw slip(`"${text}" is less memory than any check takes; give 500MB or 2GB`);
  if (bytes > 0) return Math.floor(bytes);
  throw slip(`"${text}" is no amount of memory; give 500MB or 2GB`);
}

/** A length of time, in milliseconds: `30s`, `5m`, `1h`. */
export function parseDuration(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(number) * (MS[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw slip(`"${text}" is no length of time; give 30s, 5m or 1h`);
}

/** A seed, as it is written. */
export function parseSeed(text: string): number {
  const seed = wholeNumber(text);
  if (seed < 2 ** 32) return seed;
  throw slip(`"${text}" is no seed; give a whole number from 0 to 4294967295`);
}
