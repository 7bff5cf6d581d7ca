/** Ambient names: the identifiers of a file that are declared nowhere in it, and so come from around it. */
import { children, type Node, type SourceFile } from "./source.ts";

/** An identifier that is used and not declared. */
export interface Free {
  readonly name: string;
  readonly line: number;
}

/** TypeScript's nodes are types, and gone at run time, but for these wrappers of expressions. */
const WRAPPER = /^TS(As|Satisfies|NonNull|Instantiation|TypeAssertion)/;

const SCOPE =
  /^(Program|Block|Function|ArrowFunction|ObjectMethod|Class|For|CatchClause|SwitchStatement|StaticBlock)/;

/** The identifiers that a file uses and does not declare. `Math.random` counts as one. */
export function freeIdentifiers({ program }: SourceFile): Free[] {
  const found: Free[] = [];
  visit(program, [], found);
  return found;
}

function visit(node: Node, scopes: readonly ReadonlySet<string>[], found: Free[]): void {
  if (node.type.startsWith("TS") && !WRAPPER.test(node.type)) return;
  const within = SCOPE.test(node.type) ? [...scopes, declared(node)] : scopes;
  if (node.type === "MetaProperty") {
    found.push({ name: "import.meta", line: node.loc.start.line });
  } else if (node.type === "Identifier") {
    const name = node["name"] as string;
    if (!within.some((scope) => scope.has(name))) found.push({ name, line: node.loc.start.line });
  } else if (isMathRandom(node)) {
    found.push({ name: "Math.random", line: node.loc.start.line });
  } else {
    for (const child of children(node)) if (isUse(node, child)) visit(child, within, found);
  }
}

function isMathRandom(node: Node): boolean {
  const { object, property } = node as { object?: Node; property?: Node };
  return object?.["name"] === "Math" && (property?.["name"] ?? property?.["value"]) === "random";
}

/** Whether a child may be a use of a name, and is not the name of a field, a module or a label. */
function isUse(parent: Node, child: Node): boolean {
  if (/^(Import|ExportAll|Break|Continue)/.test(parent.type) && parent.type !== "ImportExpression")
    return false;
  if (parent.type === "ExportNamedDeclaration") return child === parent["declaration"];
  if (child === parent["property"] || child === parent["key"]) return parent["computed"] === true;
  return child !== parent["label"];
}

/** The names that a node declares for what is inside it. */
function declared(scope: Node): ReadonlySet<string> {
  const names = new Set<string>();
  for (const parameter of (scope["params"] ?? []) as readonly Node[]) bind(parameter, names);
  for (const part of [scope["id"], scope["param"]]) if (part) bind(part as Node, names);
  const own = [scope["body"], scope["init"], scope["left"], scope["cases"]].flat() as (
    | Node
    | null
    | undefined
  )[];
  for (const statement of own) if (statement) declaredBy(statement, names);
  return names;
}

function declaredBy(node: Node, names: Set<string>): void {
  if (node.type === "SwitchCase") {
    for (const statement of node["consequent"] as readonly Node[]) declaredBy(statement, names);
  } else if (node.type === "ExportNamedDeclaration") {
    if (node["declaration"]) declaredBy(node["declaration"] as Node, names);
  } else if (node.type === "ImportDeclaration") {
    for (const specifier of node["specifiers"] as readonly Node[]) bind(specifier["local"] as Node, names);
  } else if (node.type === "VariableDeclaration") {
    for (const declarator of node["declarations"] as readonly Node[]) bind(declarator["id"] as Node, names);
  } else if (/^(Function|Class)Declaration$/.test(node.type)) {
    bind(node["id"] as Node, names);
  }
}

/** Adds the names that a pattern binds. */
function bind(pattern: Node, names: Set<string>): void {
  switch (pattern.type) {
    case "Identifier":
      names.add(pattern["name"] as string);
      break;
    case "ObjectPattern":
      for (const property of pattern["properties"] as readonly Node[]) {
        bind((property["argument"] ?? property["value"]) as Node, names);
      }
      break;
    case "ArrayPattern":
      for (const element of pattern["elements"] as readonly (Node | null)[])
        if (element) bind(element, names);
      break;
    case "AssignmentPattern":
      bind(pattern["left"] as Node, names);
      break;
    case "RestElement":
      bind(pattern["argument"] as Node, names);
      break;
  }
}
