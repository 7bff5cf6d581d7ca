/** The names by which bundles and workers agree on the modules that author code is given. */

/** The function that a bundle asks for them. */
export const GIVEN = "lightconeGiven";

/** The modules of Node that author code may import, in part. */
export const HARMLESS_MODULES: readonly string[] = [
  "node:assert",
  "node:assert/strict",
  "node:path",
  "node:path/posix",
  "node:util",
];
