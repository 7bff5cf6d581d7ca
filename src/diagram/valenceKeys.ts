/**
 * Valences in a picture: after which step which values can still be decided. A step after which it is another
 * valence says so in words; the colour at its number is that of the valence.
 */
import type { Scene, StepValences } from "./scene.ts";

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

/** The valences that a picture shows, each once, in the order in which they come up. */
export function shownValences({ valences, marks }: Scene): (readonly string[])[] {
  if (valences === undefined) return [];
  const steps = [...new Set(marks.map(({ step }) => step))];
  const shown = steps.map((step) => valences.after[step] ?? []);
  return [...new Map(shown.map((one) => [one.join(), one])).values()];
}

/** The scene with valences: the last mark of a step after which it is another one says which. */
export function withValences(scene: Scene, valences: StepValences): Scene {
  const text = (step: number): string => valenceText(valences.after[step] ?? []);
  const last = new Map(scene.marks.map(({ step }, i) => [step, i]));
  const marks = scene.marks.map((mark, i) => {
    const turns = mark.step > 0 && last.get(mark.step) === i && text(mark.step) !== text(mark.step - 1);
    return turns ? { ...mark, turn: text(mark.step) } : mark;
  });
  return { ...scene, marks, valences };
}
