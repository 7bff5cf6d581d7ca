/**
 * Election on an anonymous ring without coins: every process takes the same number. All are in the same state
 * after each round of messages, and whatever one of them does, the others do as well. Nobody is ever elected;
 * and no other deterministic algorithm does better.
 *
 * Source: D. Angluin, Local and Global Properties in Networks of Processors, STOC 1980; H. Attiya and J.
 * Welch, Distributed Computing (2004), theorem 3.2.
 */
import type { Claim, ConfigurationView } from "lightcone";
import { election } from "./itai-rodeh.ts";

const deterministic = election(
  "itai-rodeh-without-coins",
  "Processes of an anonymous ring all take the same number, and none of them wins.",
  ({ cancelTimer }) => {
    cancelTimer("begin");
    return 1;
  },
);

export default {
  ...deterministic,
  source: "Angluin, STOC 1980; Attiya & Welch, theorem 3.2",
  properties: {
    ...deterministic.properties,
    someLeader: {
      eventually: (_roles: unknown, { processes }: ConfigurationView) =>
        processes.some(({ decision }) => decision === "leader"),
    },
  },
};

export const claims: Claim[] = [
  {
    claim: "Nobody is elected, in whatever order messages arrive.",
    property: "someLeader",
    verdict: "violated",
    configurations: 68,
    steps: 19,
  },
  {
    claim: "That there are not two leaders is then no achievement.",
    property: "atMostOneLeader",
    verdict: "holds",
    configurations: 68,
  },
];
