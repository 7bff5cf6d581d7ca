/** Numbers, amounts and lengths of time for people. */

/** The text of a large number: `1,234,567`. */
export function count(number: number): string {
  return Math.round(number).toLocaleString("en-US");
}

/** The text of a number of things: `1 step`, `2 steps`. */
export function counted(number: number, noun: string): string {
  return `${count(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** The text of an amount of memory: `1.5 MB`. */
export function bytes(amount: number): string {
  return inUnits(amount).join(" ");
}

/** An amount of memory: the number and the unit, of which `--limit memory` knows the same powers of 1024. */
export function inUnits(amount: number): readonly [number: string, unit: string] {
  const units = ["B", "KB", "MB", "GB", "TB"];
  let unit = 0;
  let number = amount;
  for (; number >= 1_000 && unit < units.length - 1; unit++) number /= 1_024;
  return [unit === 0 || number >= 100 ? `${Math.round(number)}` : number.toFixed(1), units[unit] ?? ""];
}

/** The text of a duration, given in seconds: `0.31 s`, `12.4 s`, `3 min 5 s`. */
export function duration(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 3_600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}
