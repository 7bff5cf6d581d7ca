/** The choices left open in a step: made by the adversary, or left to chance. */
import type { Plain } from "../../base/value.ts";
import { probabilityOf, problemOfDraw } from "./lots.ts";
import type { ProtocolError } from "../error.ts";
import type { Chosen, Coin } from "../event/event.ts";
import { textOf } from "../state/shape.ts";
import type { Mistake } from "./mistake.ts";

/** Chooses one of several options, by its position; where they have weights, that is left to chance. */
export type Pick = (options: readonly unknown[], weights?: readonly number[]) => number;

/** The step in which something is chosen. */
interface ChoosingStep {
  plain(value: unknown, what: string): Plain;
  error(mistake: Mistake): ProtocolError;
}

/** The choices of one step, in order. */
export class StepChoices {
  /** Whether something has been left to chance. */
  isDrawing = false;
  private readonly step: ChoosingStep;
  private readonly choices: Plain[] = [];
  private readonly coins: Coin[] = [];

  constructor(step: ChoosingStep) {
    this.step = step;
  }

  /** The choices made so far. */
  get made(): Chosen {
    const { choices, coins } = this;
    return coins.length === 0 ? { choices } : { choices, coins };
  }

  /** One of several options, chosen by the adversary. @throws ProtocolError */
  choose<T>(options: readonly T[], pick: Pick): T {
    if (!Array.isArray(options) || options.length === 0) {
      throw this.step.error({
        fault: "bad-choice",
        what: Array.isArray(options)
          ? "called `choose` without options"
          : `called \`choose\` with ${textOf(options)}, which is no array`,
        advice: "Give `choose` an array of at least one option.",
      });
    }
    return this.chosenAt(options, pick(options));
  }

  private chosenAt<T>(options: readonly T[], position: number): T {
    const chosen = options[position] as T;
    this.choices.push(this.step.plain(chosen, "the option"));
    return chosen;
  }

  /** The side of a coin: true with the given probability. @throws ProtocolError */
  flip(probability: number, pick: Pick): boolean {
    if (probability >= 0 && probability <= 1)
      return this.draw([true, false], [probability, 1 - probability], pick);
    throw this.step.error({
      fault: "bad-choice",
      what: `flipped a coin with the probability ${probability}`,
      advice: "A probability is a number from 0 to 1.",
    });
  }

  /** One of several options, left to chance. @throws ProtocolError */
  draw<T>(options: readonly T[], weights: readonly number[] | undefined, pick: Pick): T {
    const problem = problemOfDraw(options, weights);
    if (problem !== undefined) {
      throw this.step.error({
        fault: "bad-choice",
        what: `called \`draw\` with ${problem}`,
        advice: "Give `draw` an array of options, and for each of them a weight of at least 0, not all 0.",
      });
    }
    this.isDrawing = true;
    const all = weights ?? options.map(() => 1);
    const possible = options.filter((_, i) => (all[i] as number) > 0);
    const odds = all.filter((weight) => weight > 0);
    const chosen = this.chosenAt(possible, pick(possible, odds));
    const at = this.choices.length - 1;
    this.coins.push({ at, probability: probabilityOf(this.choices[at] as Plain, possible, odds) });
    return chosen;
  }
}
