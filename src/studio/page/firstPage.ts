/** The page of the zoo that opens first, and its system: there is something to do in it. */
import type { SystemRequest } from "../../host/node/job.ts";

/** The name of the page. */
export const FIRST_PAGE = "two-generals";

/** The system that it opens with. */
export const FIRST_SYSTEM: SystemRequest = { named: "caught" };
