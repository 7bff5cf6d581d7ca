/**
 * Valences in a picture: after which step which values can still be decided. Each row has the sign of the
 * valence after its step, in the colour of that; a step after which it is another one says so in words.
 */
import { widthOf } from "./characters.ts";
import type { Row, Scene, StepValences } from "./scene.ts";

/** The name of a valence: `0-valent`, `bivalent (0, 1)`. */
export function valenceText(valence: readonly string[]): string {
  if (valence.length === 0) return "nothing is ever decided";
  const [only] = valence;
  if (valence.length === 1) return `${only}-valent`;
  return valence.length === 2
    ? `bivalent (${valence.join(", ")})`
    : `${valence.length}-valent (${valence.join(", ")})`;
}

/** The tone of a valence in a picture: open, or settled on the first value, the second, or another one. */
export type ValenceTone = "open" | "first" | "second" | "other";

/** The tone of a valence among these values. */
export function toneOf(valence: readonly string[], values: readonly string[]): ValenceTone {
  if (valence.length > 1) return "open";
  return (["first", "second"] as const)[values.indexOf(valence[0] ?? "")] ?? "other";
}

/** The letters for values that are longer, of which there are at most thirty. */
const LETTERS = "abcdefghijklmnopqrstuvwxyzABCD";

/**
 * The sign of a valence among these values, of at most two characters: `bi` and `mu` of two and of more
 * values, `–` of none; of one `0v`, or where values are longer a letter in place of the value.
 */
export function valenceSign(valence: readonly string[], values: readonly string[]): string {
  const [only] = valence;
  if (only === undefined) return "–";
  if (valence.length > 1) return valence.length === 2 ? "bi" : "mu";
  const isShort = values.every((value) => widthOf(value) === 1);
  return `${isShort ? only : LETTERS.charAt(values.indexOf(only))}v`;
}

/** The valence after the step of a row; undefined where it is not known, or the row shows no step. */
export function valenceOfRow({ rows, valences }: Scene, row: number): readonly string[] | undefined {
  const step = stepOfRow(rows[row]);
  return step === undefined ? undefined : valences?.after[step];
}

function stepOfRow(row: Row | undefined): number | undefined {
  switch (row?.kind) {
    case "start":
      return 0;
    case "step":
    case "beat":
      return row.step;
    case "tick":
      return row.last;
    default:
      return undefined;
  }
}

/** An entry of the key of valences: its sign, and what that means. */
interface ValenceKey {
  readonly tone: ValenceTone;
  readonly text: string;
}

/** The key of the valences that a picture shows, each once, in the order in which they come up. */
export function valenceKeysOf(scene: Scene): ValenceKey[] {
  const { values } = scene.valences ?? { values: [] };
  const shown = scene.rows.flatMap((_, row) => {
    const valence = valenceOfRow(scene, row);
    return valence === undefined ? [] : [valence];
  });
  return [...new Map(shown.map((one) => [one.join(), one])).values()].map((valence) => ({
    tone: toneOf(valence, values),
    text: `${valenceSign(valence, values)} ${valenceText(valence)}`,
  }));
}

/** The scene with valences: the last mark of a step after which it is another one than before says which. */
export function withValences(scene: Scene, valences: StepValences): Scene {
  const last = new Map(scene.marks.map(({ step }, i) => [step, i]));
  const turns = new Map<number, string>();
  let before: string | undefined;
  for (const [step, mark] of last) {
    const valence = valences.after[step];
    if (valence === undefined) continue;
    const text = valenceText(valence);
    if (before !== undefined && text !== before) turns.set(mark, text);
    before = text;
  }
  const marks = scene.marks.map((mark, i) => {
    const turn = turns.get(i);
    return turn === undefined ? mark : { ...mark, turn };
  });
  return { ...scene, marks, valences };
}
