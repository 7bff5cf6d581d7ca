/** The exit codes, by which the command tells its outcome to scripts. */
export const ExitCode = {
  /** Every property holds; the schedule is an execution. */
  holds: 0,
  /** Some property is violated; the schedule gets stuck; a claim is wrong. */
  violated: 1,
  /** A mistake: in the protocol, in its file, or on the command line; output that cannot be written. */
  mistake: 2,
  /** The code where no property is violated, and some have no known verdict. */
  unknown: 3,
  /** Lightcone itself is wrong. */
  lightcone: 70,
  /** The second signal, such as Ctrl-C. */
  interrupted: 130,
} as const;
