/**
 * The [food provider](food-provider.ts) with a favourite: the first guest is served before all others,
 * whenever it asks. Somebody eats again and again, and others may starve: the favourite gets hungry again
 * before the provider turns to them. With two guests it is the same.
 *
 * Source: lecture slides on distributed systems, "Fairness".
 */
import { type Claim } from "lightcone";
import { foodProvider } from "./food-provider.ts";

export default foodProvider(
  "food-provider-favourite",
  "One meal at a time, for the favourite first, whenever it asks.",
  (waiting, guest) => void (guest === "guest1" ? waiting.unshift(guest) : waiting.push(guest)),
);

export const claims: readonly Claim[] = [
  {
    claim: "There is one meal at a time.",
    property: "oneMeal",
    verdict: "holds",
    configurations: 154,
  },
  {
    claim: "While anybody is hungry, somebody eats again and again.",
    property: "somebodyEats",
    verdict: "holds",
    configurations: 154,
  },
  {
    claim: "Not everybody who is hungry eats: the favourite may ask again before it is their turn.",
    property: "everybodyEats",
    verdict: "violated",
    configurations: 154,
    steps: 8,
  },
];
