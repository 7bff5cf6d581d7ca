/** The last configuration of an execution, in words: what is true there, and what could be next. */
import type { ExecutionReport } from "../host/node/job.ts";
import type { Event } from "../model/event/event.ts";
import { formatEvent } from "../model/event/eventText.ts";
import { kinds } from "../properties/kinds/index.ts";
import { cyan, green, inColumn, red, yellow } from "./ink.ts";

/** The maximum number of enabled events that are listed. */
const ENABLED_MAX = 20;

/** Events that could be next, one a line, and how many there are besides. */
export function eventLines(enabled: readonly Event[]): string[] {
  const listed = enabled.slice(0, ENABLED_MAX).map((possible) => cyan(`  ${formatEvent(possible)}`));
  return enabled.length > ENABLED_MAX ? [...listed, `  … and ${enabled.length - ENABLED_MAX} more`] : listed;
}

/** The lines about which properties are true in the last configuration, under a heading. */
export function propertyLines(
  { properties, enabled, execution }: ExecutionReport,
  heading: string,
): string[] {
  if (properties.length === 0) return [];
  const column = inColumn(properties.map(({ name }) => name));
  const rows = properties.map(({ kind, isTrue, isRefuted, mistake }, i) => {
    const padded = column[i];
    const { falsehood } = kinds[kind];
    const isEnd = enabled.length === 0;
    if (mistake !== undefined) return `  ${padded}  ${red(`a mistake: ${mistake}`)}`;
    if (isRefuted && execution.cycle !== undefined) return `  ${padded}  ${red(falsehood("for ever"))}`;
    if (isTrue) return `  ${padded}  ${green("true")}`;
    const colour = isRefuted ? red : yellow;
    return `  ${padded}  ${colour(falsehood(isEnd ? "at an end" : "on the way"))}`;
  });
  return [heading, ...rows];
}
