/** Changes of states in few words. */
import type { StateField } from "./scene.ts";

/** The changes among fields, as texts. What a picture tells anyway, such as decisions, is left out. */
export function changeTexts(fields: readonly StateField[]): string[] {
  return fields.flatMap(({ name, value, before, of }) => {
    if (before === undefined) return [];
    if (of !== "process") return [`${name}: ${difference(before, value)}`];
    if (name !== "timers") return [];
    const [were, are] = [namesIn(before), namesIn(value)];
    const set = are.filter((timer) => !were.includes(timer));
    return set.length === 0 ? [] : [`sets ${set.join(", ")}`];
  });
}

function namesIn(list: string): string[] {
  return list === "" ? [] : list.split(", ");
}

/** The longest text of two values that is given in full, and the longest of one. */
const BOTH_MAX = 48;
const ONE_MAX = 40;

/** A change from one value to another; of long ones, the part that is new, and what stands around it. */
function difference(before: string, after: string): string {
  if (before.length + after.length <= BOTH_MAX) return `${before || "none"} → ${after || "none"}`;
  if (after.length <= ONE_MAX) return `… → ${after || "none"}`;
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const start = same < ONE_MAX / 2 ? 0 : Math.min(same - ONE_MAX / 4, after.length - ONE_MAX);
  const end = start + ONE_MAX;
  return `… → ${start === 0 ? "" : "…"}${after.slice(start, end)}${end < after.length ? "…" : ""}`;
}
