/** The rules about the tree as a whole: who imports whom, and what names stand for. */
import { isTest } from "./rules.ts";
import { imports, resolveFrom, walk, type Node, type SourceFile } from "./source.ts";

/** What the rules find in all files together, one short text each. */
export const treeRules = {
  "imports make no circle, types counted": circles,
  "no type stands for two things": sharedTypes,
  "no file name stands for two things": sharedFileNames,
  "nothing is exported that nobody imports": idleExports,
} as const satisfies Record<string, (files: readonly SourceFile[]) => string[]>;

/** Groups of files each of which imports the others, perhaps by way of some (R. Tarjan, 1972). */
function circles(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.filter((file) => !isTest(file)).map((file) => [file.path, targetsOf(file)]));
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const found: string[] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.size - 1);
    open.push(path);
    for (const target of targets.get(path) ?? []) {
      if (!targets.has(target)) continue;
      if (!order.has(target)) visit(target);
      if (open.includes(target))
        lowest.set(path, Math.min(lowest.get(path) as number, lowest.get(target) as number));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const circle = open.splice(open.indexOf(path));
    if (circle.length > 1) found.push(circle.sort().join(", "));
  };
  for (const path of targets.keys()) if (!order.has(path)) visit(path);
  return found.sort();
}

function targetsOf(file: SourceFile): string[] {
  return [...imports(file)]
    .filter(({ specifier }) => specifier.startsWith("."))
    .map(({ specifier }) => resolveFrom(file.path, specifier));
}

/** Names of types that are declared in several files of `src/`. */
function sharedTypes(files: readonly SourceFile[]): string[] {
  return shared(
    sources(files).flatMap(({ path, program }) => declaredTypes(program).map((name) => [name, path])),
  );
}

/** Names of files, but for the public index of a folder, that several files of `src/` have. */
function sharedFileNames(files: readonly SourceFile[]): string[] {
  const names = sources(files).map(({ path }): [string, string] => [path.split("/").at(-1) ?? "", path]);
  return shared(names.filter(([name]) => name !== "index.ts"));
}

function sources(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => file.path.startsWith("src/") && !isTest(file));
}

function shared(places: readonly (readonly [name: string, path: string])[]): string[] {
  const byName = new Map<string, string[]>();
  for (const [name, path] of places) byName.set(name, [...(byName.get(name) ?? []), path]);
  return [...byName]
    .filter(([, paths]) => paths.length > 1)
    .map(([name, paths]) => `${name}: ${paths.join(", ")}`)
    .sort();
}

const TYPE = /^(TSInterface|TSTypeAlias|Class)Declaration$/;

function declaredTypes(program: Node): string[] {
  const statements = program["body"] as readonly Node[];
  return statements
    .map((node) => (node["declaration"] as Node | null | undefined) ?? node)
    .filter(({ type }) => TYPE.test(type))
    .map((node) => nameOf(node["id"]));
}

function nameOf(node: unknown): string {
  const { name, value } = node as { readonly name?: string; readonly value?: string };
  return name ?? value ?? "";
}

/** What files of `src/` export and no other file imports; what a public index names is for everybody. */
function idleExports(files: readonly SourceFile[]): string[] {
  const used = new Set(files.flatMap(usedNames));
  return sources(files)
    .filter(({ path }) => !/^src\/(\w+\/)?index\.ts$/.test(path))
    .flatMap(({ path, program }) => exportedNames(program).map((name) => `${path}: ${name}`))
    .filter((place) => !used.has(place) && !used.has(`${place.split(":")[0]}: *`))
    .sort();
}

function exportedNames(program: Node): string[] {
  return (program["body"] as readonly Node[]).flatMap((node) => {
    if (node.type !== "ExportNamedDeclaration") return [];
    const declaration = node["declaration"] as Node | null | undefined;
    if (!declaration) return (node["specifiers"] as readonly Node[]).map((one) => nameOf(one["exported"]));
    const several = declaration["declarations"] as readonly Node[] | undefined;
    return (several ?? [declaration]).flatMap((one) => boundNames(one["id"] as Node));
  });
}

/** The names that a declaration binds: `{ bold, dim }` binds two. */
function boundNames(id: Node): string[] {
  if (id.type !== "ObjectPattern") return [nameOf(id)];
  return (id["properties"] as readonly Node[]).map((property) => nameOf(property["value"]));
}

/** What a file takes from others: `path: name`, or `path: *` where it takes all. */
function usedNames({ path, program }: SourceFile): string[] {
  return walk(program).flatMap((node) => {
    const source = (node["source"] ?? (node["arguments"] as readonly unknown[] | undefined)?.[0]) as
      | Node
      | undefined;
    const specifier = source?.["value"];
    if (typeof specifier !== "string" || !specifier.startsWith(".")) return [];
    const target = resolveFrom(path, specifier);
    const names = (node["specifiers"] as readonly Node[] | undefined) ?? [];
    if (!node.type.endsWith("Declaration")) return [`${target}: *`];
    return names.map((one) => `${target}: ${nameOf(one["imported"] ?? one["local"])}`);
  });
}
