import { describe, expect, test } from "vitest";
import { check, formatEvent, parseFailures, system, type System } from "../../index.ts";
import bracha from "../../../zoo/broadcast/bracha.ts";
import dolevStrong from "../../../zoo/consensus/dolev-strong.ts";
import gathering from "../../../zoo/consensus/exponential-information-gathering.ts";
import phaseKing from "../../../zoo/consensus/phase-king.ts";
import twoPhaseCommit from "../../../zoo/commit/two-phase-commit.ts";
import { formatMessage } from "../../model/state/message.ts";
import type { Alphabet } from "../../model/system/alphabet.ts";
import { share } from "../../../test/effort.ts";
import { withOverheard } from "./overheard.ts";
import { Playing } from "./playing.ts";

const three = { processes: { process: 3 } };

const SYSTEMS: readonly (readonly [string, System])[] = [
  ["phase king", system(phaseKing, three)],
  ["bracha", system(bracha, three)],
  ["authenticated agreement", system(dolevStrong, three)],
  ["information gathering", system(gathering, three)],
];

/** The words of an alphabet, a line each. */
function linesOf(alphabet: Alphabet): string[] {
  return [...alphabet]
    .flatMap(([pair, words]) => words.map((word) => `${pair} ${formatMessage(word)}`))
    .sort();
}

describe("what liars may say in a tab", () => {
  test.each(share(SYSTEMS, 2, 0))("is what a check has heard when it is over: %s", (_, made) => {
    const { alphabet, cutoff } = check(made, { keepGoing: true });
    expect(cutoff).toBeUndefined();
    expect(linesOf(withOverheard(made).alphabet)).toEqual(linesOf(alphabet ?? new Map()));
  });

  test("is nothing where nobody lies", () => {
    const made = system(twoPhaseCommit, { failures: parseFailures("crash:1") });
    expect(withOverheard(made)).toBe(made);
  });

  test("is enough to walk a violation by lies, and to go otherwise in the middle of it", () => {
    const made = system(phaseKing, three);
    const { agreement } = check(made).verdicts;
    if (agreement?.verdict !== "violated") throw new Error("one of three is too many");
    const playing = new Playing(made);
    const { events, inputs } = agreement.schedule;
    const { moments, stuck } = playing.follow(
      inputs.map((input) => JSON.stringify(input)),
      events.map(formatEvent),
    );
    expect(stuck).toBeUndefined();
    expect(moments.at(-1)?.truth.find(({ name }) => name === "agreement")?.isRefuted).toBe(true);
    const settled = moments.findLast(({ offers }) => offers.some(({ text }) => text === "a round begins"));
    const inRound = playing.take(settled?.id ?? -1, "a round begins", false);
    const spoken = inRound.offers.filter(({ liar }) => liar !== undefined);
    expect(new Set(spoken.map(({ letter }) => letter?.message)).size).toBeGreaterThan(1);
  });

  test("has what a history brings with it, though it was not overheard", () => {
    const made = system(bracha, three);
    const playing = new Playing(made);
    const [first = []] = playing.inputs;
    const begun = playing.begin(first);
    const liar = begun.offers.find(({ text }) => text === "p1 is Byzantine")?.text ?? "p1 is Byzantine";
    const { stuck } = playing.follow(undefined, [liar, "p1 forges echo(bit: 7) for p2"]);
    expect(stuck).toBeUndefined();
  });
});
