/** The function that compiled code calls with the number of a branch that it comes to. */
export const REACHED = "lightcone$reached";
