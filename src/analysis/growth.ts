/**
 * Growth laws: what numbers that depend on n have in common. Where differences of differences stay the same,
 * and at least one number more than it takes agrees, they are the values of a polynomial, which is told
 * exactly (Newton's forward differences). Otherwise the law that fits best in the sense of least squares is
 * told, and how well it fits.
 */
import { at } from "../base/assert.ts";

/** A number that belongs to some n. */
export interface Sample {
  readonly n: number;
  readonly value: number;
}

/** The law that some numbers follow, as text. */
export interface GrowthLaw {
  /** Whether all numbers are exactly as it says. */
  readonly isExact: boolean;
  /** The law: `n²/2 + 3n/2`, or `1.92 n log₂ n`. */
  readonly text: string;
  /** The greatest relative error; 0 if it is exact. */
  readonly error: number;
}

/** The functions that numbers are compared with, each times a factor. */
const LAWS: readonly (readonly [text: string, law: (n: number) => number])[] = [
  ["", () => 1],
  [" log₂ n", Math.log2],
  [" n", (n) => n],
  [" n log₂ n", (n) => n * Math.log2(n)],
  [" n²", (n) => n ** 2],
  [" n² log₂ n", (n) => n ** 2 * Math.log2(n)],
  [" n³", (n) => n ** 3],
  [" 2ⁿ", (n) => 2 ** n],
];

/** The greatest relative error of a law that fits three numbers. */
const FITTING = 0.001;

/**
 * The law of some numbers, for at least three different n; undefined for fewer. Of three, only a law that
 * fits is told: one of many nearly does, whatever they are, and n²/2 + 3n/2 looks like n log₂ n.
 */
export function growthLaw(measured: readonly Sample[]): GrowthLaw | undefined {
  if (measured.length < 3) return undefined;
  const law = polynomial(measured) ?? harmonic(measured) ?? closest(measured);
  return measured.length === 3 && law.error > FITTING ? undefined : law;
}

/** The polynomial, for consecutive n, if one goes through all of them, of which at least one is spare. */
function polynomial(measured: readonly Sample[]): GrowthLaw | undefined {
  const start = at(measured, 0).n;
  if (!measured.every(({ n }, i) => n === start + i)) return undefined;
  const leading: number[] = [];
  let row = measured.map(({ value }) => value);
  while (row.some((value) => value !== 0)) {
    if (row.length === 1) return undefined;
    leading.push(at(row, 0));
    row = row.slice(1).map((value, i) => value - at(row, i));
  }
  return { isExact: true, text: polynomialText(coefficientsOf(leading, start)), error: 0 };
}

/**
 * The law a·n·Hₙ + b·n + c, with Hₙ = 1 + 1/2 + … + 1/n, if all numbers follow it, and at least one more than
 * it takes: the averages of many algorithms over all orders do, and it is of the order of n log n.
 */
function harmonic(measured: readonly Sample[]): GrowthLaw | undefined {
  const [first, second, third, ...others] = measured;
  if (first === undefined || second === undefined || third === undefined || others.length === 0)
    return undefined;
  const basis = ({ n }: Sample): readonly [number, number] => [n * harmonicNumber(n), n];
  const [[x1, y1], [x2, y2], [x3, y3]] = [basis(first), basis(second), basis(third)];
  const [dx, dy, ex, ey] = [x2 - x1, y2 - y1, x3 - x1, y3 - y1];
  const [dv, ev] = [second.value - first.value, third.value - first.value];
  const determinant = dx * ey - dy * ex;
  const a = (dv * ey - dy * ev) / determinant;
  const b = (dx * ev - dv * ex) / determinant;
  const c = first.value - a * x1 - b * y1;
  const isFollowed = others.every((one) => {
    const [x, y] = basis(one);
    return Math.abs(a * x + b * y + c - one.value) < 1e-6 * Math.max(1, one.value);
  });
  if (!isFollowed || Math.abs(a) < 1e-9) return undefined;
  const rounded = [c, b].map((factor) => Math.round(factor * 1e6) / 1e6);
  const rest = polynomialText(rounded);
  const factor = polynomialText([Math.round(a * 1e6) / 1e6]);
  const whole = `${factor === "1" ? "" : `${factor} `}n Hₙ${rest === "0" ? "" : ` + ${rest}`}`;
  return { isExact: true, text: whole.replace("+ -", "- "), error: 0 };
}

/** The sum of 1/k for k from 1 to n. */
function harmonicNumber(n: number): number {
  return Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((sum, term) => sum + term, 0);
}

/** The coefficients, lowest first, of a polynomial that has these forward differences at `start`. */
function coefficientsOf(leading: readonly number[], start: number): number[] {
  /** The product of (n - start - i) / (i + 1), so far. */
  let basis = [1];
  const sum = leading.map(() => 0);
  for (const [k, difference] of leading.entries()) {
    for (const [power, factor] of basis.entries()) sum[power] = (sum[power] ?? 0) + difference * factor;
    const shift = start + k;
    basis = [...basis, 0].map(
      (_, power) => ((basis[power - 1] ?? 0) - shift * (basis[power] ?? 0)) / (k + 1),
    );
  }
  return sum;
}

const POWERS = ["", "n", "n²", "n³", "n⁴", "n⁵", "n⁶"];

function polynomialText(coefficients: readonly number[]): string {
  const terms = coefficients.flatMap((factor, power) => {
    const [top, bottom] = fraction(factor);
    if (top === 0) return [];
    const name = POWERS[power] ?? `n^${power}`;
    const number = Math.abs(top) === 1 && power > 0 ? "" : `${Math.abs(top)}`;
    return [{ isLess: top < 0, text: `${number}${name}${bottom === 1 ? "" : `/${bottom}`}` }];
  });
  const [first, ...rest] = terms.reverse();
  if (first === undefined) return "0";
  return `${first.isLess ? "-" : ""}${first.text}${rest
    .map(({ isLess, text }) => ` ${isLess ? "-" : "+"} ${text}`)
    .join("")}`;
}

/** The greatest denominator of a coefficient: that of a polynomial of degree 6 with whole values. */
const DENOMINATOR_MAX = 720;

/** A number as a fraction with a small denominator. */
function fraction(number: number): readonly [top: number, bottom: number] {
  for (let bottom = 1; bottom <= DENOMINATOR_MAX; bottom++) {
    const top = Math.round(number * bottom);
    if (Math.abs(top / bottom - number) < 1e-9) return [top, bottom];
  }
  return [number, 1];
}

/** The function that comes closest, with its factor. */
function closest(measured: readonly Sample[]): GrowthLaw {
  const fits = LAWS.map(([name, law]) => {
    const products = measured.reduce((sum, { n, value }) => sum + value * law(n), 0);
    const squares = measured.reduce((sum, { n }) => sum + law(n) ** 2, 0);
    const factor = products / squares;
    const residual = measured.reduce((sum, { n, value }) => sum + (value - factor * law(n)) ** 2, 0);
    const errors = measured.map(({ n, value }) => Math.abs(factor * law(n) - value) / Math.max(1, value));
    return { residual, text: `${Number(factor.toPrecision(3))}${name}`, error: Math.max(...errors) };
  });
  const { text, error } = fits.reduce((one, other) => (other.residual < one.residual ? other : one));
  return { isExact: false, text, error };
}
