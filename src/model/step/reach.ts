/** The processes that a process can send to, and the mistake of sending to another. */
import type { Mistake } from "./mistake.ts";
import type { Process } from "../state/process.ts";
import type { Topology } from "../system/topology.ts";

/** The processes of a system, and the links between them. */
interface Reach {
  readonly numbers: ReadonlyMap<string, number>;
  readonly topology: Topology;
}

/** The mistake of sending to a process that cannot be reached. */
export function outOfReach(
  { system, process }: { readonly system: Reach; readonly process: Process },
  to: string,
  type: string,
): Mistake {
  const { numbers, topology } = system;
  if (!numbers.has(to)) {
    return {
      fault: "no-such-process",
      what: `sent ${type} to "${to}"`,
      evidence: [`Processes: ${[...numbers.keys()].join(", ")}.`],
      advice: 'Take ids from the context: `neighbors`, `processes("ROLE")`, `from`.',
    };
  }
  const { id, neighbors } = process;
  return {
    fault: "not-a-neighbour",
    what: `sent ${type} to ${to}`,
    evidence: [`Neighbours of ${id}: ${neighbors.join(", ") || "none"} (topology ${topology.text}).`],
    advice: "A process can send along the links of the topology only. Use `neighbors`, or another topology.",
  };
}
