/** Plain values as a type; what can be done with them is in value.ts, and their texts are in text.ts. */

/** A value that consists of data alone. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Plain[]
  | { readonly [key: string]: Plain }
  | ReadonlyMap<Plain, Plain>
  | ReadonlySet<Plain>;

/** The maximum depth of a value: so many lists and records may lie in each other. */
export const DEPTH_MAX = 256;
