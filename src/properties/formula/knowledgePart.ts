/** The parts of formulas that say what processes know. */
import { malformed } from "../../model/error.ts";
import type { Recall } from "../../model/system/protocol.ts";
import type { System } from "../../model/system/system.ts";
import type { KnowledgePart } from "./coreFormula.ts";

/** A part of a formula, whose group is processes, by number. */
export type ResolvedPart = Omit<KnowledgePart, "group"> & { readonly group: readonly number[] };

/** All that a property says of what processes know. */
export interface KnowledgeAsked {
  /** The parts, each after those within it; the truth of each follows those of the predicates. */
  readonly parts: readonly ResolvedPart[];
  /** The memory of processes. */
  readonly remembers: Recall;
}

/**
 * The parts of a property's formula, for a system.
 * @throws ProtocolError if a group has names of nobody, or none where the property is not asked of each
 */
export function resolved(
  { numbers, roles }: System,
  parts: readonly KnowledgePart[],
  { name, own }: { readonly name: string; readonly own: string | undefined },
): ResolvedPart[] {
  return parts.map(({ group, ...part }) => {
    const given = group.length === 0 && own !== undefined ? [own] : group;
    if (given.length === 0)
      throw malformed(`the knows of property ${name} does not say who: forEach is missing, or ["p1", …]`);
    const ids = given.flatMap((one) => (numbers.has(one) ? [one] : (roles[one] ?? [one])));
    const stranger = ids.find((id) => !numbers.has(id));
    if (stranger !== undefined)
      throw malformed(
        `the ${part.operator} of property ${name} names ${stranger}, which is no process or role`,
      );
    return { ...part, group: [...new Set(ids.map((id) => numbers.get(id) as number))] };
  });
}
