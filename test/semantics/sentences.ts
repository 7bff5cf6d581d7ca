/** The titles of tests, read from their source: each is a sentence of docs/semantics.md. */
import { children, type Node, type SourceFile } from "../tidy/source.ts";

/** Sentences under a title; those that stand by themselves have none. */
export interface Group {
  readonly title?: string;
  readonly sentences: readonly string[];
}

/** The titles of all tests of a file, in order. @throws Error for a test whose title cannot be read */
export function groupsOf(file: SourceFile): Group[] {
  const loose: string[] = [];
  const groups: Group[] = [];
  for (const { kind, title, node } of callsBelow(file.program)) {
    if (kind === "test") loose.push(title);
    else groups.push({ title, sentences: [...callsBelow(node)].map((one) => one.title) });
  }
  return [...(loose.length === 0 ? [] : [{ sentences: loose }]), ...groups];
}

/** What is wrong with a sentence, or undefined. */
export function problemOf(sentence: string): string | undefined {
  if (!/^[^a-z\s].*\.$/.test(sentence))
    return "is no sentence: a capital at its beginning, a full stop at its end";
  return /%[a-z#$%]|\$\w/.test(sentence) ? "depends on the case that is tested" : undefined;
}

const RUNNERS: Readonly<Record<string, "test" | "group">> = {
  test: "test",
  it: "test",
  property: "test",
  describe: "group",
};

/** A call of `test("…", …)` or `describe("…", …)`, also by way of `.each` or `.prop`. */
interface Call {
  readonly kind: "test" | "group";
  readonly title: string;
  /** What the call is given. */
  readonly node: Node;
}

/** The outermost calls below a node. */
function* callsBelow(node: Node): Generator<Call> {
  for (const child of children(node)) {
    const call = child.type === "CallExpression" ? callOf(child) : undefined;
    if (call === undefined) yield* callsBelow(child);
    else yield call;
  }
}

function callOf(node: Node): Call | undefined {
  const names = namesIn(node["callee"] as Node);
  const kind = Object.hasOwn(RUNNERS, names[0] ?? "") ? RUNNERS[names[0] as string] : undefined;
  if (kind === undefined) return undefined;
  const off = names.find((name) => /^(skip|todo|only|fails|skipIf|runIf)$/.test(name));
  const [first, ...others] = node["arguments"] as readonly Node[];
  const title = first === undefined ? undefined : textOf(first);
  if (off !== undefined || title === undefined)
    throw new Error(
      `line ${node.loc.start.line}: a test ${off === undefined ? "without a title" : `with ${off}`}`,
    );
  return { kind, title, node: { ...node, callee: null, arguments: others } };
}

/** `a.b(…)("…")` → a, b. */
function namesIn(callee: Node): string[] {
  if (callee.type === "Identifier") return [callee["name"] as string];
  if (callee.type === "CallExpression") return namesIn(callee["callee"] as Node);
  if (callee.type !== "MemberExpression") return [];
  return [...namesIn(callee["object"] as Node), ...namesIn(callee["property"] as Node)];
}

/** What a literal, or a sum of literals, says. */
function textOf(node: Node): string | undefined {
  if (node.type === "StringLiteral") return node["value"] as string;
  if (node.type !== "BinaryExpression") return undefined;
  const [left, right] = [textOf(node["left"] as Node), textOf(node["right"] as Node)];
  return left === undefined || right === undefined ? undefined : left + right;
}
