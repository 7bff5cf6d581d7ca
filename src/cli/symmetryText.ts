/** The words of a check about processes that are interchangeable, or only look so. */
import { plural } from "../base/plural.ts";
import type { CheckReport } from "../host/node/job.ts";
import type { Apart, SymmetryRefusal } from "../tables/symmetry/symmetry.ts";
import { counted } from "./amounts.ts";

type Symmetric = CheckReport["result"]["symmetry"];

/** The text on processes that are interchangeable; empty if there are none. */
export function interchangeableText(found: Symmetric, { processes }: CheckReport["system"]): string {
  if (found === undefined || found.interchangeable.length === 0) return "";
  const groups = found.interchangeable.map(({ role, processes: ids }) => {
    return ids.length === processes[role] ? `${ids.length} ${plural(role)}` : listed(ids);
  });
  const where = found.isRing ? " around the ring" : "";
  return `; ${listed(groups)} are interchangeable${where}: ${counted(found.orbits, "orbit")}`;
}

const REFUSALS: Readonly<Record<SymmetryRefusal, string>> = {
  rounds: "symmetry is not looked for in rounds",
  time: "symmetry is not looked for where time is kept",
  "process code": "symmetry is not looked for in process code",
  lies: "symmetry is not looked for where somebody may lie",
  bounds: "symmetry is not looked for within bounds",
  monitors: "symmetry is not looked for where monitors watch",
  "many beginnings": "symmetry is not looked for among so many initial configurations",
  liveness: "symmetry is not looked for where something has to become true",
};

/** The text on why no processes are interchangeable; empty if some are, or none look so, or it is said. */
export function apartText({ symmetry: found, reduction }: CheckReport["result"]): string {
  if (found === undefined || found.interchangeable.length > 0) return "";
  if (found.refusal !== undefined && found.refusal === reduction?.refusal) return "";
  if (found.refusal !== undefined) return `; ${REFUSALS[found.refusal]}`;
  const [telling] = found.apart.toSorted((a, b) => Number(isStart(a)) - Number(isStart(b)));
  return telling === undefined ? "" : `; ${tellingText(telling)}`;
}

function isStart({ telling }: Apart): boolean {
  return telling.kind === "start";
}

function tellingText({ processes, telling }: Apart): string {
  const both = listed(processes);
  switch (telling.kind) {
    case "start":
      return `${both} start differently`;
    case "property":
      return `property ${telling.property} tells ${both} apart`;
    case "step":
      return `${both} are told apart where ${telling.steps[0].event}`;
  }
}

/** A list in a sentence: a, b and c. */
function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}
