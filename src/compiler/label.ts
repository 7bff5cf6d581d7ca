/**
 * The names, as the author wrote them, by which states and errors call what compiled code keeps in variables.
 */
import { types as t, type NodePath } from "@babel/core";

const TEXT_MAX = 40;

/** A part of the author's code, in short, and its line. */
interface Label {
  readonly text: string;
  readonly line: number;
}

/** The same identifier, called like this where authors see it. */
export function withLabel(identifier: t.Identifier, label: Label): t.Identifier {
  return Object.assign(identifier, { extra: { label } });
}

/** The author's text for a node, or for the first thing in it that the author has written. */
export function labelOf(node: t.Node, within: NodePath): Label {
  const { code } = (within.hub as unknown as { readonly file: { readonly code: string } }).file;
  let found: Label | undefined;
  t.traverseFast(node, ({ loc, extra }) => {
    const written = loc && { text: code.slice(loc.start.index, loc.end.index), line: loc.start.line };
    found ??= (extra?.["label"] as Label | undefined) ?? written ?? undefined;
  });
  const { text, line } = found ?? { text: "a value", line: 0 };
  // What is written for a parameter ends after its type.
  const short = (t.isIdentifier(node) ? text.replace(/\??:.*/s, "") : text).replace(/\s+/g, " ");
  return { text: short.length > TEXT_MAX ? `${short.slice(0, TEXT_MAX)}…` : short, line };
}

/**
 * The labels of a function's variables, by their names in lowered code. Of those of one name the author's
 * first has it, and others have their line with it.
 */
export function labelsOf(lowered: NodePath<t.FunctionExpression>): ReadonlyMap<string, string> {
  lowered.scope.crawl();
  const variables = Object.values(lowered.scope.bindings).map(({ identifier, path }) => {
    const { name, extra, loc } = identifier;
    const isNamed = loc != null || extra !== undefined;
    const init = path.isVariableDeclarator() ? path.node.init : undefined;
    return {
      name,
      ...labelOf(isNamed ? identifier : (init ?? identifier), lowered),
      start: loc?.start.index,
    };
  });
  const labels = new Map<string, string>();
  // What records have anyway is no variable of theirs.
  const taken = new Set(Object.getOwnPropertyNames(Object.prototype));
  const inOrder = variables.toSorted((a, b) => (a.start ?? Infinity) - (b.start ?? Infinity) || 0);
  for (const { name, text, line } of inOrder) {
    let label = text;
    for (let i = 1; taken.has(label); i++) label = `${text} (line ${line}${i === 1 ? "" : `, ${i}`})`;
    taken.add(label);
    labels.set(name, label);
  }
  return labels;
}
