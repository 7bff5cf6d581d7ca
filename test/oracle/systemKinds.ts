/** The sorts of systems there are, by how time goes in them. */
export const KINDS = ["asynchronous", "rounds", "time"] as const;

/** One of these sorts. */
export type Kind = (typeof KINDS)[number];
