/** The rules that keep the tree tidy. Each takes one file and tells what is wrong with it. */
import { freeIdentifiers } from "./ambient.ts";
import { imports, resolveFrom, walk, type Node, type SourceFile } from "./source.ts";

/** A rule: what it finds in a file, one short text each, without the path. */
export type Rule = (file: SourceFile) => string[];

/** The layers that are functions of what they are given. */
const PURE =
  "base model emulation schedule properties tables explorer simulator runtime analysis diagram".split(" ");

/** The layers, from the ground up, and the layers that each may import; `index` is the public index. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  compiler: [],
  index: ["base", "model", "emulation", "schedule", "properties", "explorer"],
  model: ["base"],
  emulation: ["base", "model", "properties"],
  schedule: ["base", "model", "emulation"],
  properties: ["base", "model"],
  tables: ["base", "model", "properties"],
  explorer: ["base", "model", "properties", "tables"],
  simulator: ["base", "model", "properties", "tables"],
  runtime: ["base", "model"],
  analysis: ["base", "model", "properties", "tables", "explorer"],
  diagram: ["base", "model", "analysis"],
  host: [...PURE, "compiler", "index"],
  cli: [...PURE, "host"],
  studio: [...PURE, "host", "compiler", "index"],
};

/** Layers that may touch the world or need packages. All others are functions of what they are given. */
const IMPURE = ["compiler", "host", "cli", "studio"];

/** The layer of a path, or undefined if it belongs to none. */
export function layerOf(path: string): string | undefined {
  return /^src\/(\w+)[/.]/.exec(path)?.[1];
}

/** Whether a file is part of the pure core. */
export function isPure({ path }: SourceFile): boolean {
  const layer = layerOf(path);
  return layer !== undefined && !IMPURE.includes(layer) && !isTest({ path });
}

/** Whether a file is a test. */
export function isTest({ path }: { readonly path: string }): boolean {
  return path.startsWith("test/") || path.endsWith(".test.ts");
}

/** A layer imports itself and what lies below it; the pure ones import no package. */
export const importsGoUp: Rule = (file) => {
  const layer = layerOf(file.path);
  if (layer === undefined || isTest(file)) return [];
  const allowed = LAYERS[layer];
  if (allowed === undefined) return [`belongs to no known layer: ${layer}`];
  return [...imports(file)].flatMap(({ specifier }) => {
    if (!specifier.startsWith(".")) return isPure(file) ? [`imports the package ${specifier}`] : [];
    const target = layerOf(resolveFrom(file.path, specifier)) ?? specifier;
    return target === layer || allowed.includes(target) ? [] : [`imports ${specifier}`];
  });
};

/** A page of the zoo knows Lightcone by its public name, as every protocol does. */
export const zooImportsPublicNames: Rule = (file) => {
  if (!file.path.startsWith("zoo/")) return [];
  const own = (specifier: string): boolean =>
    specifier.startsWith(".") && resolveFrom(file.path, specifier).startsWith("zoo/");
  return [...imports(file)]
    .filter(({ specifier }) => !/^lightcone(\/\w+)?$/.test(specifier) && !own(specifier))
    .map(({ specifier }) => `imports ${specifier}`);
};

/** Clocks, dice, the world outside, and ways to reach them unseen. */
const AMBIENT = new Set(
  `Date performance Math.random crypto process console require module exports import.meta globalThis global
  window self document navigator location localStorage setTimeout setInterval setImmediate clearTimeout
  clearInterval queueMicrotask requestAnimationFrame fetch WebSocket Worker Buffer eval Function WeakRef
  FinalizationRegistry Intl __dirname __filename`.split(/\s+/),
);

/** The pure core is a function of its arguments. */
export const noAmbientState: Rule = (file) => {
  if (!isPure(file)) return [];
  const dynamic = walk(file.program).filter(({ type }) => type === "Import" || type === "ImportExpression");
  const names = freeIdentifiers(file).filter(({ name }) => AMBIENT.has(name));
  return [...names.map(({ name }) => `uses ${name}`), ...dynamic.map(() => "uses import()")];
};

/** A file fits in a head: 400 lines. */
export const filesAreShort: Rule = ({ text }) => {
  const lines = text.trimEnd().split("\n").length;
  return lines > 400 ? [`has ${lines} lines`] : [];
};

/** A line fits in a window: 110 columns. */
export const linesAreShort: Rule = ({ text }) =>
  text
    .split("\n")
    .flatMap((line, i) => ([...line].length > 110 ? [`line ${i + 1} has ${[...line].length} columns`] : []));

const FUNCTION =
  /^(Function(Declaration|Expression)|ArrowFunctionExpression|(Object|Class(Private)?)Method)$/;

function* functions({ program }: SourceFile): Generator<{ readonly name: string; readonly node: Node }> {
  for (const node of walk(program)) {
    for (const child of [node, node["init"], node["value"]] as (Node | null | undefined)[]) {
      if (typeof child !== "object" || child === null || !FUNCTION.test(child.type ?? "")) continue;
      const named = [node["id"], node["key"]].find((name) => typeof name === "object" && name !== null) as
        | Node
        | undefined;
      if (child === node && named === undefined && node.type !== "FunctionDeclaration") continue;
      yield {
        name: String(named?.["name"] ?? (named?.["id"] as Node | undefined)?.["name"] ?? "it"),
        node: child,
      };
    }
  }
}

/** A function fits on a screen: 70 lines. Tests group their cases in longer ones. */
export const functionsAreShort: Rule = (file) => {
  if (isTest(file)) return [];
  return [...functions(file)].flatMap(({ name, node }) => {
    const lines = node.loc.end.line - node.loc.start.line + 1;
    return lines > 70 ? [`${name} has ${lines} lines`] : [];
  });
};

/** Who reads a call with four arguments knows what each is for? Three, or an object. */
export const fewParameters: Rule = (file) =>
  [...functions(file)].flatMap(({ name, node }) => {
    const count = (node["params"] as readonly Node[]).filter(({ name }) => name !== "this").length;
    return count > 3 ? [`${name} has ${count} parameters`] : [];
  });

/** A file is called after the one thing that it is about. */
export const namesSaySomething: Rule = ({ path }) => {
  const vague =
    /(^|\/)(utils?|helpers?|common|shared|types?|misc|stuff|lib|tools?|functions?|constants?)(\/|\.)/i.exec(
      path,
    );
  return vague === null || isTest({ path }) ? [] : [`is called ${vague[2]}`];
};

/** Whatever is exported has a doc comment where it is declared. */
export const exportsAreDocumented: Rule = (file) => {
  if (file.path.startsWith("zoo/")) return [];
  return (file.program["body"] as readonly Node[]).flatMap((node) => {
    const declaration = node["declaration"] as Node | null | undefined;
    if (node.type !== "ExportNamedDeclaration" || !declaration) return [];
    if (declaration.type === "TSDeclareFunction") return [];
    const last = node.leadingComments?.findLast(({ value }) => !value.startsWith(" eslint-disable"));
    if (last?.type === "CommentBlock" && last.value.startsWith("*")) return [];
    const [named = declaration] = (declaration["declarations"] ?? []) as readonly Node[];
    return [`${String((named["id"] as Node)["name"])} has no doc comment`];
  });
};

/** A doc comment begins with the noun, or with what a function does, and ends with a full stop. */
export const docCommentsBeginWithNoun: Rule = ({ path, comments }) => {
  if (!path.startsWith("src/") || isTest({ path })) return [];
  return comments.flatMap(({ type, value, loc }) => {
    if (type !== "CommentBlock" || !value.startsWith("*")) return [];
    const text = value.slice(1).replace(/^[ \t]*\* ?/gm, "");
    const [prose = ""] = text.split(/(?<!\S)@(?:param|returns|throws)\b/);
    const first = /^\s*(What|How|Where|Who|Why|When|Which)\b/.exec(prose)?.[1];
    const last = prose.trimEnd().split("\n").at(-1) ?? "";
    // Lines of code, which end as code does, are indented or lie between fences.
    const isWhole = last === "" || /^ {4}|^```|[.:!?]["')]*$/.test(last);
    return [
      ...(first === undefined ? [] : [`line ${loc.start.line} begins with ${first}`]),
      ...(isWhole ? [] : [`line ${loc.start.line} has no full stop`]),
    ];
  });
};

/** `any` switches the compiler off. Where it must be, the line before says why. */
export const noAny: Rule = ({ program, comments }) => {
  const excused = comments
    .filter(({ value }) => /no-explicit-any -- \S/.test(value))
    .map(({ loc }) => loc.end.line + 1);
  return walk(program)
    .filter(({ type, loc }) => type === "TSAnyKeyword" && !excused.includes(loc.start.line))
    .map(({ loc }) => `line ${loc.start.line} says any`);
};

/** What is to be done is an issue, and not a comment. */
export const nothingLeftToDo: Rule = ({ comments }) =>
  comments.flatMap(({ value, loc }) => {
    const found = /\b(TODO|FIXME|XXX|HACK)\b/.exec(value);
    return found === null ? [] : [`line ${loc.start.line} says ${found[1]}`];
  });

/** What a module exports can be read in it. */
export const exportsAreNamed: Rule = ({ program }) =>
  walk(program)
    .filter(({ type }) => type === "ExportAllDeclaration")
    .map((node) => `exports everything of ${String((node["source"] as Node)["value"])}`);

/** A plain test is Vitest's: fast-check's `test` runs each a hundred times, though it has no examples. */
export const plainTestsRunOnce: Rule = ({ program }) =>
  walk(program).flatMap((node) => {
    if (node.type !== "ImportDeclaration") return [];
    if ((node["source"] as Node)["value"] !== "@fast-check/vitest") return [];
    return (node["specifiers"] as readonly Node[])
      .map(({ local }) => String((local as Node)["name"]))
      .filter((name) => name === "test" || name === "it")
      .map((name) => `calls a property ${name}`);
  });

/** Hosts that addresses in this package may name. */
const HOSTS =
  /^(www\.w3\.org|github\.com|doi\.org|rustup\.rs|semver\.org|registry\.npmjs\.org|example\.(com|org))$/;

/** Nothing here belongs to somebody's machine: no folder of a home, no host that is not known to all. */
export const nothingPrivate = ({ text }: { readonly text: string }): string[] => [
  ...[...text.matchAll(/(?<![\w.~-])\/(home|root|work|Users|mnt|srv|opt)\/[\w.-]*/g)].map(
    ([path]) => `names ${path}`,
  ),
  ...[...text.matchAll(/\bhttps?:\/\/([\w.-]+)/g)]
    .filter(([, host = ""]) => !HOSTS.test(host))
    .map(([address]) => `names ${address}`),
];

/** All rules that look at one file, by what they ask for. */
export const rules: Readonly<Record<string, Rule>> = {
  "imports go up the layers only": importsGoUp,
  "the zoo imports public names only": zooImportsPublicNames,
  "the core uses no ambient state": noAmbientState,
  "files have at most 400 lines": filesAreShort,
  "lines have at most 110 columns": linesAreShort,
  "functions have at most 70 lines": functionsAreShort,
  "functions have at most 3 parameters": fewParameters,
  "file names say something": namesSaySomething,
  "exports have doc comments": exportsAreDocumented,
  "doc comments begin with the noun": docCommentsBeginWithNoun,
  "nothing is any": noAny,
  "comments leave nothing to do": nothingLeftToDo,
  "exports are named one by one": exportsAreNamed,
  "nothing belongs to one machine": nothingPrivate,
  "plain tests run once": plainTestsRunOnce,
};

/** The first cycle among the imports of files, as a path that ends where it began; types make none. */
export function importCycle(files: readonly SourceFile[]): string[] | undefined {
  const targets = new Map(files.map((file) => [file.path, relativeImports(file)]));
  const done = new Set<string>();
  const search = (path: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
    if (done.has(path)) return undefined;
    done.add(path);
    return firstOf(targets.get(path) ?? [], (target) => search(target, [...above, path]));
  };
  return firstOf(files, ({ path }) => search(path, []));
}

function relativeImports(file: SourceFile): string[] {
  return [...imports(file)]
    .filter(({ specifier, typeOnly }) => specifier.startsWith(".") && !typeOnly)
    .map(({ specifier }) => resolveFrom(file.path, specifier));
}

/** The first answer that is not undefined. */
function firstOf<T, R>(list: readonly T[], ask: (element: T) => R | undefined): R | undefined {
  for (const element of list) {
    const answer = ask(element);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
