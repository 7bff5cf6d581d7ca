/** Every unordered pair of different elements, for properties of the form "no two processes …". */
export function* pairs<T>(list: readonly T[]): Generator<readonly [T, T]> {
  for (const [i, a] of list.entries()) for (const b of list.slice(i + 1)) yield [a, b];
}
