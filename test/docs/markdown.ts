/** Fenced blocks of Markdown, and their comparison with what was really printed. */

/** A fenced block. */
export interface Block {
  /** The first word after the fence, or "". */
  readonly language: string;
  /** What is between the fences; ends with a line break unless it is empty. */
  readonly text: string;
}

const FENCED = /^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm;

/** The fenced blocks of a document, in order. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(FENCED)].map(([, language = "", text = ""]) => ({ language, text }));
}

/** The document with other texts in its blocks; undefined leaves a block as it is. */
export function withOutputs(markdown: string, outputs: readonly (string | undefined)[]): string {
  let number = 0;
  return markdown.replace(FENCED, (whole: string, language: string, text: string) => {
    const output = outputs[number++];
    const same = output === undefined || firstDifference(text, output) === undefined;
    return same ? whole : `\`\`\`${language}\n${output}\`\`\``;
  });
}

/** What differs from one run to the next. */
function steady(text: string): string {
  return text
    .replace(/[\d,]+ events\/s/g, "N events/s")
    .replace(/\d[\w. ]* s, \d+(\.\d+)? [KMGT]?B of memory/g, "N s, N MB of memory");
}

/** The first line that differs, as shown and as printed; undefined if none does. */
export function firstDifference(shown: string, printed: string): string | undefined {
  const [left, right] = [shown, printed].map((text) =>
    steady(text)
      .trimEnd()
      .split("\n")
      .map((line) => line.trimEnd()),
  );
  if (left === undefined || right === undefined) return undefined;
  const length = Math.max(left.length, right.length);
  for (let i = 0; i < length; i++) if (left[i] !== right[i]) return `${left[i] ?? ""}\n${right[i] ?? ""}`;
  return undefined;
}
