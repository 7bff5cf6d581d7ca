/** A difference, made small and printed so that anybody can look into it. */
import { compare, type Difference, type Outcome } from "./compare.ts";
import type { Answer } from "./explore.ts";
import { shrink } from "./shrink.ts";
import { fileText } from "./source.ts";
import type { Tiny } from "./tiny.ts";

/** What is different, without the sights that both have. */
function shown(answer: Answer | undefined, other: Answer | undefined): string {
  if (answer === undefined) return "more configurations than were looked at";
  const { sights, ...numbers } = answer;
  const known = new Set(other?.sights ?? []);
  const own = (sights ?? []).filter((sight) => !known.has(sight));
  return [JSON.stringify(numbers), ...own.slice(0, 8).map((sight) => `  only here: ${sight}`)].join("\n");
}

/** The beginning of the reason why a system is refused, which has no names in it. */
function reasonOf(answer: Answer | undefined): string {
  return (answer?.because ?? "").split(" ").slice(0, 2).join(" ");
}

/** The text of a difference: a Lightcone file, and the two answers. @param ask compares a system */
export function report(
  tiny: Tiny,
  { engine, about, product }: Difference,
  ask: (one: Tiny) => Outcome = compare,
): string {
  const reason = reasonOf(product);
  const isSame = (one: Tiny): boolean => {
    const outcome = ask(one);
    const isAlike = outcome.outcome === "differ" && outcome.about === about && outcome.engine === engine;
    return isAlike && reasonOf(outcome.product) === reason;
  };
  const small = shrink(tiny, isSame);
  const found = ask(small);
  if (found.outcome !== "differ") return "it does not differ any more";
  return [
    fileText(small),
    `oracle:  ${shown(found.oracle, found.product)}`,
    `${engine}: ${shown(found.product, found.oracle)}`,
  ].join("\n");
}
