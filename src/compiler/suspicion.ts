/** The text of a file, as far as it tells whether the compiler has to look at it: it is loaded only then. */

/** Whether a file may hold process code. */
export function mayHoldProcessCode(source: string): boolean {
  return /\byield\s*\*|\*\s*run\b/.test(source);
}

/** A name that is not being declared, and what stands for an assignment to it. */
const NAME = /(?<![\w$.])(?<!\b(?:const|let|var)\s+)([A-Za-z_$][\w$]*)/.source;
const OPERATOR = /(?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>])/.source;
const ASSIGNED = new RegExp(`${NAME}\\s*${OPERATOR}`, "g");

/** Whether a file may hold a function that gives its first parameter another value. */
export function mayLoseState(source: string): boolean {
  const assigned = new Set([...source.matchAll(ASSIGNED)].map(([, name = ""]) => name));
  return [...assigned].some((name) => {
    const escaped = name.replaceAll("$", "\\$");
    return new RegExp(`\\(\\s*${escaped}\\s*[,:)]|(?<![\\w$.])${escaped}\\s*=>`).test(source);
  });
}
