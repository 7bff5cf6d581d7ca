/**
 * Runs `body` once for every sequence of answers that its calls of `pick(n)`, each an integer from 0
 * to n - 1, can get, and returns the results in lexicographic order of the answers: an odometer that
 * turns code with choices into a list of everything it could do. `body` must be deterministic but for
 * its picks, and n ≥ 1. A body without picks runs once.
 */
export function everyChoice<T>(body: (pick: (count: number) => number) => T): T[] {
  const results: T[] = [];
  const digits: number[] = [];
  const counts: number[] = [];
  do {
    let position = 0;
    results.push(
      body((count) => {
        if (position === digits.length) {
          digits.push(0);
          counts.push(count);
        }
        return digits[position++] as number;
      }),
    );
  } while (advance(digits, counts));
  return results;
}

/** Moves the odometer on by one; false when every sequence has been seen. */
function advance(digits: number[], counts: number[]): boolean {
  while (digits.length > 0) {
    const last = digits.length - 1;
    digits[last] = (digits[last] as number) + 1;
    if ((digits[last] as number) < (counts[last] as number)) return true;
    digits.pop();
    counts.pop();
  }
  return false;
}
