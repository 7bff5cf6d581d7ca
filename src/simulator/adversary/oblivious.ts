import { seeded } from "../../base/random.ts";
import type { AdversaryKind } from "./adversary.ts";

/**
 * An oblivious adversary: it does not see coins, nor messages or states; it has chosen before the run begins
 * which process takes the next step, for ever (J. Aspnes, *Notes on Theory of Distributed Systems*, 2023, on
 * adversaries for randomized protocols). Processes are drawn one after the other; each does what it could
 * have done for the longest time, and one that can do nothing is passed over. All other adversaries are
 * adaptive: they see how coins fell.
 */
export const oblivious: AdversaryKind = {
  name: "oblivious",
  about: "processes in an order drawn before the run, each with its oldest event; it sees no coins",
  begin({ situation, random }) {
    const enabled = new Int32Array(situation.processes);
    // What handlers choose must not move the order of the processes on.
    const choosing = seeded(random.next());
    return {
      next() {
        for (;;) {
          const process = random.below(situation.processes);
          if ((enabled[process] as number) > 0) return situation.oldestOf(process);
        }
      },
      choose: (options) => choosing.below(options.length),
      enabled(ticket) {
        const process = situation.ownerOf(ticket);
        enabled[process] = (enabled[process] as number) + 1;
      },
      disabled(ticket) {
        const process = situation.ownerOf(ticket);
        enabled[process] = (enabled[process] as number) - 1;
      },
    };
  },
};
