/** The text of a file, as far as it tells whether the compiler has to look at it: it is loaded only then. */

/** Whether a file may hold process code. */
export function mayHoldProcessCode(source: string): boolean {
  return /\byield\s*\*|\*\s*run\b/.test(source);
}

/** A name that is not being declared, and what stands for an assignment to it. */
const NAME = /(?<![\w$.])(?<!\b(?:const|let|var)\s+)([A-Za-z_$][\w$]*)/.source;
const OPERATOR = /(?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>])/.source;
const ASSIGNED = new RegExp(`${NAME}\\s*${OPERATOR}`, "g");
const COUNTED = [new RegExp(`${NAME}\\s*(?:\\+\\+|--)`, "g"), /(?:\+\+|--)\s*([A-Za-z_$][\w$]*)/g];

/** The end of a pattern whose parts get values, and what stands in a loop before what it goes through. */
const PATTERN_END = /[}\]]\s*=(?![=>])/g;
const LOOP = /\bfor\s*(?:await\s*)?\((?!\s*(?:const|let|var)\b)([^;()]*)\s(?:of|in)\b/g;

/** The first parameter that a method, or a function that is the value of a field, takes apart. */
const TAKEN_APART =
  /(?<=[\w$:"']\s*)\(\s*(\{(?:[^(){}]|\{[^(){}]*\})*\})\s*(?:[,:][^()]*)?\)\s*(?::[^={]*)?(?:=>|\{)/g;

/** Whether a file may hold a function that gives its first parameter, or a part of it, another value. */
export function mayLoseState(source: string): boolean {
  const named = (form: RegExp): string[] => [...source.matchAll(form)].map(([, name = ""]) => name);
  const assigned = new Set(named(ASSIGNED));
  const patterns = [...source.matchAll(PATTERN_END)].map(({ index }) => patternUpTo(source, index));
  const loops = [...source.matchAll(LOOP)].map(([, names = ""]) => names);
  for (const name of [...patterns, ...loops].flatMap(namesIn)) assigned.add(name);
  const changed = new Set([...assigned, ...COUNTED.flatMap(named)]);
  const parts = named(TAKEN_APART).flatMap(namesIn);
  if (parts.some((name) => changed.has(name))) return true;
  return [...assigned].some((name) => {
    const escaped = name.replaceAll("$", "\\$");
    return new RegExp(`\\(\\s*${escaped}\\s*[,:)]|(?<![\\w$.])${escaped}\\s*=>`).test(source);
  });
}

function namesIn(text: string): string[] {
  return text.match(/[A-Za-z_$][\w$]*/g) ?? [];
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
