/** The text of a file, as far as it tells whether the compiler has to look at it: it is loaded only then. */

/** Whether a file may hold process code. */
export function mayHoldProcessCode(source: string): boolean {
  return /\byield\s*\*|\*\s*run\b/.test(source);
}

/** A name that is not being declared, and what stands for an assignment to it. */
const NAME = /(?<![\w$.])(?<!\b(?:const|let|var)\s+)([A-Za-z_$][\w$]*)/.source;
const OPERATOR = /(?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>])/.source;
const ASSIGNED = new RegExp(`${NAME}\\s*${OPERATOR}`, "g");

/** The end of a pattern whose parts get values, and what stands in a loop before what it goes through. */
const PATTERN_END = /[}\]]\s*=(?![=>])/g;
const LOOP = /\bfor\s*(?:await\s*)?\((?!\s*(?:const|let|var)\b)([^;()]*)\s(?:of|in)\b/g;

/** Whether a file may hold a function that gives its first parameter another value. */
export function mayLoseState(source: string): boolean {
  const assigned = new Set([...source.matchAll(ASSIGNED)].map(([, name = ""]) => name));
  const patterns = [...source.matchAll(PATTERN_END)].map(({ index }) => patternUpTo(source, index));
  const loops = [...source.matchAll(LOOP)].map(([, names = ""]) => names);
  for (const names of [...patterns, ...loops])
    for (const [name] of names.matchAll(/[A-Za-z_$][\w$]*/g)) assigned.add(name);
  return [...assigned].some((name) => {
    const escaped = name.replaceAll("$", "\\$");
    return new RegExp(`\\(\\s*${escaped}\\s*[,:)]|(?<![\\w$.])${escaped}\\s*=>`).test(source);
  });
}

/** The pattern that ends at a bracket; empty where it is declared, and has no value yet. */
function patternUpTo(source: string, end: number): string {
  let [depth, start] = [0, end];
  for (; start >= 0; start--) {
    if (/[}\]]/.test(source[start] ?? "")) depth++;
    if (/[{[]/.test(source[start] ?? "") && --depth === 0) break;
  }
  const isDeclared = /\b(?:const|let|var)\s*$/.test(
    source.slice(Math.max(0, start - 20), Math.max(0, start)),
  );
  return isDeclared ? "" : source.slice(Math.max(0, start), end);
}
