/** Handlers: the code of each role of a protocol, by what it is run upon, and where it stands in its file. */
import { traverse, types as t, type NodePath } from "@babel/core";
import { parse } from "@babel/parser";
import type { HandlerPlace } from "./program.ts";

/** The parts of a role that are lists of handlers, by name. */
const LISTS = new Set(["upon", "uponTimeout", "may", "must"]);

/** The handlers in a file that can be read as TypeScript: those that its `roles` write out. */
export function handlersIn(source: string): HandlerPlace[] {
  const found: HandlerPlace[] = [];
  traverse(parse(source, { sourceType: "module", plugins: ["typescript"] }), {
    ObjectProperty(path) {
      if (nameOf(path.node) !== "roles") return;
      for (const role of membersOf(path.get("value") as NodePath)) {
        const name = nameOf(role.node);
        for (const part of membersOf(writtenOf(role))) found.push(...placesOf(name, part));
      }
    },
  });
  return found;
}

/** The places of a part of a role: one handler, or a list of them. */
function placesOf(role: string, part: NodePath): HandlerPlace[] {
  const name = nameOf(part.node);
  if (!LISTS.has(name)) return [{ role, upon: name, line: lineOf(part) }];
  return membersOf(writtenOf(part)).map((one) => ({
    role,
    upon: `${name} ${nameOf(one.node)}`,
    line: lineOf(one),
  }));
}

/** The value of a member as it is written out: of `role({ … })` the record, of a name what it stands for. */
function writtenOf(member: NodePath): NodePath {
  let path = member.isObjectProperty() ? (member.get("value") as NodePath) : member;
  for (let depth = 0; depth < DEPTH_MAX; depth++) {
    if (path.isCallExpression()) path = path.get("arguments")[0] ?? path;
    else if (path.isIdentifier()) {
      const bound = path.scope.getBinding(path.node.name)?.path;
      if (bound === undefined || !bound.isVariableDeclarator()) return path;
      path = bound.get("init") as NodePath;
    } else return path;
  }
  return path;
}

/** Names that stand for names are followed so far. */
const DEPTH_MAX = 8;

/** The members of a record that is written out. */
function membersOf(path: NodePath): NodePath[] {
  return path.isObjectExpression() ? path.get("properties").filter((one) => !one.isSpreadElement()) : [];
}

function nameOf(node: t.Node): string {
  if (!t.isObjectProperty(node) && !t.isObjectMethod(node)) return "";
  const { key } = node;
  return t.isIdentifier(key) ? key.name : t.isStringLiteral(key) ? key.value : "";
}

function lineOf({ node }: NodePath): number {
  return node.loc?.start.line ?? 1;
}
