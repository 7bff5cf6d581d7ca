import { cutOff, heldWithin, type Cutoff, type Verdict } from "../../properties/verdict.ts";
import { bytesOfOrder, isAcyclic } from "./acyclic.ts";
import { Expansion, type Storage } from "./expansion.ts";
import type { Judge } from "../../tables/judge.ts";
import { Jury } from "../../tables/jury.ts";
import type { Network } from "../../tables/network.ts";
import { retrace } from "./retrace.ts";
import { endlessRoom, type HasRoom } from "./room.ts";

/**
 * Judges a property P that has to become true: visits what can be reached while P is false. An admissible
 * execution refutes it if it ends there (nothing is enabled), or goes on there for ever; in a finite acyclic
 * graph it can only end. Whether a cycle is admissible is not judged.
 */
export class LivenessSearch {
  readonly expansion: Expansion;
  private readonly network: Network;
  private readonly jury: Jury;
  private readonly hashed: boolean;
  private readonly hasRoom: HasRoom;
  private end = -1;

  constructor(network: Network, judge: Judge, options: Storage) {
    this.network = network;
    this.jury = new Jury([judge]);
    this.hashed = options.hashed;
    this.hasRoom = options.hasRoom ?? endlessRoom;
    this.expansion = new Expansion(network, options, {
      visited: () => {},
      leaves: (values) => !this.jury.allTrue(values),
      quiescent: (number) => {
        if (this.end === -1) this.end = number;
      },
    });
  }

  /** Whether the verdict is known. */
  get isEnough(): boolean {
    return this.end !== -1;
  }

  /** The verdict, given why the search ended early, if it did. */
  verdict(cutoff: Cutoff | undefined): Verdict {
    const { network, expansion } = this;
    if (this.end !== -1) return { verdict: "violated", schedule: retrace(network, expansion, this.end) };
    if (cutoff !== undefined) return cutOff(cutoff, expansion.visited.count);
    if (this.hashed) return { verdict: "unknown", reason: { kind: "hashed" } };
    if (!this.hasRoom(bytesOfOrder(expansion))) return cutOff("memory", expansion.visited.count);
    if (!isAcyclic(network, expansion)) return { verdict: "unknown", reason: { kind: "cycle" } };
    return heldWithin(network.system.within, expansion);
  }
}
