/** The colours of process lines: of each process while there are few, of each role where there are many. */
import type { SystemFacts } from "../conversation.ts";

const COLOURS = 6;

/** The name of the colour of each process, by its number. */
export function coloursOf({ processes }: Pick<SystemFacts, "processes">): string[] {
  const roles = [...new Set(processes.map(({ role }) => role))];
  return processes.map(({ role }, number) => {
    const place = processes.length <= COLOURS ? number : roles.indexOf(role);
    return `var(--p${(place % COLOURS) + 1})`;
  });
}
