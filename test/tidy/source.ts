/** A TypeScript file as the tidy rules see it: text, syntax tree, comments, imports. */
import { readFileSync } from "node:fs";
import { parse } from "@babel/parser";

/** A node of Babel's syntax tree, as far as rules need to know. */
export interface Node {
  readonly type: string;
  readonly loc: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly leadingComments?: readonly Comment[];
  readonly [field: string]: unknown;
}

/** A comment; `value` is without its `//` or its slashes and outer stars. */
export interface Comment {
  readonly type: "CommentBlock" | "CommentLine";
  readonly value: string;
  readonly loc: Node["loc"];
}

/** A parsed file. */
export interface SourceFile {
  /** From the root of the package, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly comments: readonly Comment[];
}

/** Parses a file whose text is given: what planted mistakes are made of. */
export function sourceOf(path: string, text: string): SourceFile {
  const { program, comments } = parse(text, {
    sourceType: "module",
    plugins: ["typescript", ...(path.endsWith("x") ? (["jsx"] as const) : [])],
  });
  return { path, text, program: program as unknown as Node, comments: (comments ?? []) as Comment[] };
}

/** Reads and parses a file of the package. */
export function readSource(root: URL, path: string): SourceFile {
  return sourceOf(path, readFileSync(new URL(path, root), "utf8"));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** The nodes directly below a node, in the order of the text. */
export function children(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const field in node) {
    if (field === "loc" || field.endsWith("Comments")) continue;
    const value = node[field];
    if (Array.isArray(value)) found.push(...value.filter(isNode));
    else if (isNode(value)) found.push(value);
  }
  return found;
}

/** The nodes of those that were asked for: every rule walks through every file. */
const walked = new WeakMap<Node, readonly Node[]>();

/** A node and everything below it, in the order of the text. */
export function walk(node: Node): readonly Node[] {
  const known = walked.get(node);
  if (known !== undefined) return known;
  const found: Node[] = [];
  const visit = (one: Node): void => {
    found.push(one);
    for (const child of children(one)) visit(child);
  };
  visit(node);
  walked.set(node, found);
  return found;
}

/** One place where a file names a module. */
export interface Import {
  readonly specifier: string;
  /** It imports types alone, and is gone at run time. */
  readonly typeOnly: boolean;
}

/** The modules that a file names: in imports, re-exports and `import()`. */
export function* imports({ program }: SourceFile): Generator<Import> {
  for (const node of walk(program)) {
    const source = namedModule(node);
    if (source === undefined) continue;
    yield { specifier: source, typeOnly: node["importKind"] === "type" || node["exportKind"] === "type" };
  }
}

function namedModule(node: Node): string | undefined {
  const isCall = node.type === "CallExpression" && (node["callee"] as Node).type === "Import";
  const isDeclaration = /^(Import|Export(Named|All))Declaration$/.test(node.type);
  const source = isCall
    ? (node["arguments"] as readonly Node[])[0]
    : isDeclaration
      ? node["source"]
      : undefined;
  return isNode(source) && typeof source["value"] === "string" ? source["value"] : undefined;
}

/** The module that a relative specifier names, as a path from the root of the package. */
export function resolveFrom(path: string, specifier: string): string {
  return new URL(specifier, `file:///${path}`).pathname.slice(1);
}
