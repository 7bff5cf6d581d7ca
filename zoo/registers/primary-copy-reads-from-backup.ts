/**
 * A register that is kept twice, where the second read asks the backup. It may be older than the first, which
 * has asked the primary: no order of the operations explains both. See [primary-copy](primary-copy.ts).
 */
import type { Claim } from "lightcone";
import { primaryCopy } from "./primary-copy.ts";

export default primaryCopy(
  "primary-copy-reads-from-backup",
  "A primary hands on what is written to a backup, and either answers reads.",
  ["primary", "backup"],
);

export const claims: Claim[] = [
  {
    claim: "A reader sees the new value at the primary, and then the old one at the backup.",
    property: "linearizable",
    verdict: "violated",
    configurations: 51,
    steps: 5,
  },
  {
    claim: "With two readers as well.",
    system: { processes: { reader: 2 } },
    property: "linearizable",
    verdict: "violated",
    configurations: 589,
    steps: 5,
  },
  {
    claim: "Every read is answered, if not as it should be.",
    property: "everythingIsRead",
    verdict: "holds",
    configurations: 51,
  },
];
