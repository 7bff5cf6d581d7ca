/** What the author wrote: the names by which states and errors call what compiled code keeps in variables. */
import { types as t, type NodePath } from "@babel/core";

const TEXT_MAX = 40;

/** The same identifier, called like this where authors see it, for the sake of this part of their code. */
export function withLabel(identifier: t.Identifier, label: string, { loc }: t.Node): t.Identifier {
  return Object.assign(identifier, { extra: { label, line: loc?.start.line } });
}

/** The author's text for a node, or for the first thing in it that the author has written; in short. */
export function textOf(node: t.Node, within: NodePath): string {
  const { code } = (within.hub as unknown as { readonly file: { readonly code: string } }).file;
  let text: string | undefined;
  t.traverseFast(node, ({ start, end, extra }) => {
    const isWritten = typeof start === "number" && typeof end === "number";
    text ??= (extra?.["label"] as string | undefined) ?? (isWritten ? code.slice(start, end) : undefined);
  });
  // The text of a name with a type ends after that.
  if (t.isIdentifier(node)) text = text?.replace(/^([\p{ID_Continue}$]+)\??:.*/su, "$1");
  const line = (text ?? "a value").replace(/\s+/g, " ");
  return line.length > TEXT_MAX ? `${line.slice(0, TEXT_MAX)}…` : line;
}

/**
 * What the variables of a function are called, by their names in lowered code. Of those of one name the
 * author's first has it, and others have their line with it.
 */
export function labelsOf(lowered: NodePath<t.FunctionExpression>): ReadonlyMap<string, string> {
  lowered.scope.crawl();
  const variables = Object.values(lowered.scope.bindings).map(({ identifier, path }) => {
    const { name, start, extra, loc } = identifier;
    const init = (path.isVariableDeclarator() && path.node.init) || identifier;
    const text = textOf(typeof start === "number" || extra !== undefined ? identifier : init, lowered);
    const line = loc?.start.line ?? (extra?.["line"] as number | undefined) ?? init.loc?.start.line ?? 0;
    return { name, text, line, start: start ?? Infinity };
  });
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const { name, text, line } of variables.toSorted((a, b) => a.start - b.start)) {
    let label = text;
    for (let i = 1; taken.has(label); i++) label = `${text} in line ${line}${i === 1 ? "" : ` (${i})`}`;
    taken.add(label);
    labels.set(name, label);
  }
  return labels;
}
