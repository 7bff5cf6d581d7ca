/** Two-phase commit without any property: exploring alone. */
import twoPhaseCommit from "../../zoo/commit/two-phase-commit.ts";

export default { ...twoPhaseCommit, properties: {} };
