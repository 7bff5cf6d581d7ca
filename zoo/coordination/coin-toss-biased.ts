/**
 * Tossing a coin together where one may crash. Of the two in [coin-toss](coin-toss.ts) the second to flip
 * knows both coins before the first does. If it crashes just then, whenever the toss is not as somebody likes
 * it, the other falls back on its own coin, and half of these tosses come out the other way: so an adversary
 * makes the toss 1 with any probability from 1/4 to 3/4. To check that is all one: the toss may be 0. How
 * probable it is, `lightcone probability` tells.
 *
 * More rounds make the bias smaller, and none makes it 0.
 *
 * Source: R. Cleve, Limits on the Security of Coin Flips When Half the Processors Are Faulty, STOC 1986.
 */
import { type Claim, type ConfigurationView, parseFailures, protocol, synchronous } from "lightcone";
import coinToss from "./coin-toss.ts";

function isOne({ processes }: ConfigurationView): boolean {
  return processes.some(({ decision }) => decision === 1);
}

export default protocol()({
  name: "coin-toss-biased",
  about: "Who crashes at the right moment has a say in the toss.",
  source: "Cleve, STOC 1986",
  timing: synchronous,
  failures: parseFailures("crash:1"),
  roles: coinToss.roles,
  properties: {
    one: { eventually: (_roles, all: ConfigurationView) => isOne(all) },
    oneAtLast: { almostSurely: (_roles, all: ConfigurationView) => isOne(all) },
  },
});

export const claims: Claim[] = [
  { claim: "The toss need not be 1.", property: "one", verdict: "violated", steps: 2 },
  {
    claim: "Nor is it 1 with probability 1, whatever else its probability may be.",
    property: "oneAtLast",
    verdict: "violated",
    steps: 2,
  },
];
