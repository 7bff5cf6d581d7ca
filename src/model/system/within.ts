/** The bounds of a search: their text, and whether they make sense. */
import { malformed, UsageError } from "../error.ts";
import { textOf } from "../state/shape.ts";
import type { Within } from "./protocol.ts";

/** The sizes that may be bounded. */
const SIZES = ["mailbox", "depth"] as const;

/** The bounds as text, such as `mailbox=3,depth=20,where`; empty if there are none. */
export function formatWithin(within: Within): string {
  const sizes = SIZES.flatMap((size) => (within[size] === undefined ? [] : [`${size}=${within[size]}`]));
  return [...sizes, ...(within.where === undefined ? [] : ["where"])].join();
}

const ADVICE =
  "Give mailbox=N, depth=N, or both: mailbox=3,depth=20; where, for the predicate in the file; or none.";

/** The bounds that a text stands for. @param own those of the file, for `where` @throws UsageError */
export function parseWithin(text: string, own: Within = {}): Within {
  if (text.trim() === "none") return {};
  return Object.assign({}, ...text.split(",").map((part) => partOf(part.trim(), own))) as Within;
}

function partOf(text: string, own: Within): Within {
  const [, size, value] = /^(mailbox|depth)=(\d+)$/.exec(text) ?? [];
  if (size !== undefined && Number.isSafeInteger(Number(value))) return { [size]: Number(value) };
  if (text !== "where") throw new UsageError(`"${text}" is no bound of a search.`, ADVICE);
  if (own.where !== undefined) return { where: own.where };
  throw new UsageError(
    "The protocol has no predicate that bounds a search.",
    "Write one: within: { where: (roles) => … }; or bound sizes: --within mailbox=3,depth=20.",
  );
}

/** Sees to it that bounds have a meaning; they may come from untyped code. @throws ProtocolError */
export function checkWithin(within: unknown): void {
  if (typeof within !== "object" || within === null) throw malformed("`within` is no object with bounds");
  for (const [name, value] of Object.entries(within)) {
    if (value === undefined) continue;
    if (name === "where") {
      if (typeof value !== "function") throw malformed("`within.where` is not a function");
    } else if (!SIZES.some((size) => size === name))
      throw malformed(`\`within\` has ${name}; it may have ${SIZES.join(", ")} and where`);
    else if (!Number.isSafeInteger(value) || (value as number) < 0)
      throw malformed(`\`within.${name}\` is ${textOf(value)}, which is no number from 0`);
  }
}
