/** What a file may hold that the compiler has to look at, by its text alone: it is loaded only then. */

/** Whether a file may hold process code. */
export function mayHoldProcessCode(source: string): boolean {
  return /\byield\s*\*|\*\s*run\b/.test(source);
}

/** An assignment to a variable that is not declared there. */
const ASSIGNED =
  /(?<![\w$.])(?<!\b(?:const|let|var)\s+)([A-Za-z_$][\w$]*)\s*(?:\*\*|<<|>>>?|&&|\|\||\?\?|[-+*/%&|^])?=(?![=>])/g;

/** Whether a file may hold a function that gives its first parameter another value. */
export function mayLoseState(source: string): boolean {
  const assigned = new Set([...source.matchAll(ASSIGNED)].map(([, name = ""]) => name));
  return [...assigned].some((name) => {
    const escaped = name.replaceAll("$", "\\$");
    return new RegExp(`\\(\\s*${escaped}\\s*[,:)]|(?<![\\w$.])${escaped}\\s*=>`).test(source);
  });
}
