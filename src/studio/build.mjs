// Builds the studio into dist/studio: a static site that needs nothing from outside. The zoo's pages are
// compiled beforehand, so that the first one is there at once.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { Marked } from "marked";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const out = join(root, "dist/studio");
const isDevelopment = process.argv.includes("--development");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "zoo"), { recursive: true });

const options = {
  bundle: true,
  minify: !isDevelopment,
  sourcemap: isDevelopment ? "linked" : false,
  target: "es2022",
  platform: "browser",
  legalComments: "none",
  logLevel: "warning",
  jsx: "automatic",
  jsxImportSource: "preact",
  outdir: out,
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
};

// Babel and TypeScript ask Node for paths and assertions; of the rest they make no use in a browser.
const NONE = "module.exports = {};";
const ASSERT = `
  const ok = (value, message) => { if (!value) throw new Error(message); };
  const equal = (a, b, message) => ok(a === b, message);
  const notEqual = (a, b, message) => ok(a !== b, message);
  module.exports = Object.assign(ok, { ok, equal, strictEqual: equal, notEqual, notStrictEqual: notEqual, fail: (message) => ok(false, message) });
`;
const browser = {
  name: "browser",
  setup(builder) {
    const namespace = "none";
    const rest = /^(node:)?(fs|url|module|util|assert|process|v8|vm|os|crypto|perf_hooks|inspector)$/;
    builder.onResolve({ filter: /^(node:)?path$/ }, () => ({ path: require.resolve("path-browserify") }));
    builder.onResolve({ filter: rest }, ({ path }) => ({ path: path.replace("node:", ""), namespace }));
    builder.onLoad({ filter: /./, namespace }, ({ path }) => ({
      contents: path === "assert" ? ASSERT : NONE,
    }));
  },
};

await Promise.all([
  build({
    ...options,
    format: "esm",
    splitting: true,
    entryPoints: { studio: join(here, "page/main.tsx") },
    chunkNames: "parts/[name]-[hash]",
  }),
  build({ ...options, entryPoints: { studio: join(here, "page/studio.css") } }),
  build({
    ...options,
    format: "iife",
    entryPoints: {
      early: join(here, "page/early.ts"),
      offline: join(here, "page/offline.ts"),
    },
  }),
  build({ ...options, format: "iife", entryPoints: { engine: join(here, "engine/engineWorker.ts") } }),
  build({
    ...options,
    format: "iife",
    entryPoints: {
      compiler: join(here, "compiling/compilerWorker.ts"),
      types: join(here, "typing/typesWorker.ts"),
    },
    plugins: [browser],
    banner: { js: "var process = { env: {}, argv: [], versions: {}, cwd: () => '/' };" },
  }),
]);
for (const name of ["index.html", "icon.svg"]) cpSync(join(here, "page", name), join(out, name));
await buildSandbox();

const compiler = join(root, "node_modules/.cache/studio/compileProgram.mjs");
await build({
  entryPoints: [join(here, "compiling/compileProgram.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  packages: "external",
  outfile: compiler,
  logLevel: "warning",
});
const { compileProgram } = await import(pathToFileURL(compiler).href);

writeFileSync(join(out, "types.json"), JSON.stringify(declarations()));

const zoo = join(root, "zoo");
const pages = readdirSync(zoo, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: room }) =>
    readdirSync(join(zoo, room))
      .filter((name) => name.endsWith(".ts") && !/\.(test|d)\.ts$/.test(name))
      .map((name) => ({ room, name: name.replace(/\.ts$/, ""), path: `${room}/${name}` })),
  );
const claims = await claimsOfPages();
const contents = pages.map(({ room, name, path }, i) => {
  const files = filesOf(path);
  const compiled = compileProgram(files);
  if (compiled.kind !== "program") throw new Error(`${path}: ${compiled.mistake.what}`);
  writeFileSync(join(out, "zoo", `${name}.json`), JSON.stringify({ files, program: compiled.program }));
  return { room, name, about: aboutOf(files[path]), claims: claims[i] };
});
writeFileSync(join(out, "zoo/index.json"), JSON.stringify(contents));
writeFileSync(join(out, "guide.json"), JSON.stringify(chapters()));

// All files, for a browser that is to have them when there is no network.
const all = readdirSync(out, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.endsWith(".map"))
  .map((entry) => relative(out, join(entry.parentPath ?? entry.path, entry.name)));
writeFileSync(join(out, "files.json"), JSON.stringify(all));

// The frame of engines: a page of the site, and in it a page of an origin of its own, whose text the first one
// has. A service worker brings pages of the site alone, so that without a network the second could not come.
async function buildSandbox() {
  const iife = { ...options, format: "iife", sourcemap: false };
  const inner = await build({ ...iife, entryPoints: [join(here, "page/sandbox.ts")], write: false });
  const script = inner.outputFiles[0].text.trim();
  const hash = createHash("sha256").update(script).digest("base64");
  const policy =
    `default-src 'none'; script-src 'self' blob: 'unsafe-eval' 'sha256-${hash}'; worker-src blob:; ` +
    "base-uri 'none'; form-action 'none'";
  const define = {
    ...options.define,
    SANDBOX_SCRIPT: JSON.stringify(script),
    POLICY: JSON.stringify(policy),
  };
  await build({ ...iife, entryPoints: { sandbox: join(here, "page/sandboxHost.ts") }, define });
  const html = readFileSync(join(here, "page/sandbox.html"), "utf8");
  writeFileSync(join(out, "sandbox.html"), html.replace("POLICY", policy));
}

// The sources of a page, by path: its own first, then those that it imports.
function filesOf(path, files = {}) {
  files[path] = readFileSync(join(zoo, path), "utf8");
  for (const [, specifier] of files[path].matchAll(/from "(\.[^"]+)"/g)) {
    const imported = relative(zoo, resolve(zoo, dirname(path), specifier));
    if (!(imported in files) && existsSync(join(zoo, imported))) filesOf(imported, files);
  }
  return files;
}

// What each page claims, in its words: the pages are loaded, and nothing of them is run.
async function claimsOfPages() {
  const outfile = join(root, "node_modules/.cache/studio/claims.mjs");
  const imports = pages.map(({ path }, i) => `import * as page${i} from ${JSON.stringify(join(zoo, path))};`);
  const list = pages.map((_, i) => `page${i}`).join(", ");
  await build({
    stdin: { contents: `${imports.join("\n")}\nexport default [${list}];`, resolveDir: root },
    bundle: true,
    platform: "node",
    format: "esm",
    alias: { lightcone: join(root, "src/index.ts"), "lightcone/model": join(root, "src/model/index.ts") },
    outfile,
    logLevel: "warning",
  });
  const { default: loaded } = await import(pathToFileURL(outfile).href);
  return loaded.map(({ claims: all = [] }) =>
    all.map(({ claim, property, verdict }) => ({ claim, property, verdict })),
  );
}

// What a page is about: its own words, or the first sentence of its comment.
function aboutOf(source) {
  const [, written = ""] = /^\s*about:\s*((?:"(?:[^"\\]|\\.)*"[\s+]*)+)/m.exec(source) ?? [];
  const words = [...written.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => JSON.parse(text)).join("");
  if (words !== "") return words;
  const [, comment = ""] = /^\/\*\*([\s\S]*?)\*\//.exec(source) ?? [];
  const text = comment
    .replaceAll(/^\s*\* ?/gm, "")
    .replaceAll("\n", " ")
    .trim();
  return text.replaceAll(/\[([^\]]+)\]\([^)]*\)/g, "$1").split(/(?<=\.)\s/)[0] ?? "";
}

// The chapters of the guide, in their order, each with the pages of the zoo that it plays. Links lead to these
// and to other chapters; what else they would lead to is not on the site, and stays text.
function chapters() {
  const guide = join(root, "docs/guide");
  const list = readFileSync(join(guide, "README.md"), "utf8");
  const names = [...list.matchAll(/^\d+\. \[[^\]]+\]\(([\w-]+)\.md\)/gm)].map(([, name]) => name);
  const isPage = (name) => pages.some((page) => page.name === name);
  const marked = new Marked({
    renderer: {
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const [, page] = /\/zoo\/[\w-]+\/([\w-]+)\.ts$/.exec(href) ?? [];
        const [, chapter] = /^([\w-]+)\.md(?:#.*)?$/.exec(href) ?? [];
        if (isPage(page)) return `<button class="link" data-page="${page}">${text}</button>`;
        return names.includes(chapter)
          ? `<button class="link" data-chapter="${chapter}">${text}</button>`
          : text;
      },
    },
  });
  return names.map((name) => {
    const source = readFileSync(join(guide, `${name}.md`), "utf8");
    const [, title = name] = /^# (.*)$/m.exec(source) ?? [];
    const played = [...source.matchAll(/zoo\/[\w-]+\/([\w-]+)\.ts/g)].map(([, page]) => page);
    // What scrolls can be reached by keys.
    const html = marked.parse(source.replace(/^# .*$/m, "")).replaceAll("<pre>", '<pre tabindex="0">');
    return { name, title, html, pages: [...new Set(played)].filter(isPage) };
  });
}

// The declarations that the editor knows, by path: those of the language, and those of what programs may import.
function declarations() {
  const found = {};
  const language = dirname(require.resolve("typescript-classic"));
  const addLibrary = (name) => {
    const file = `lib.${name}.d.ts`;
    if (`/${file}` in found) return;
    const text = readFileSync(join(language, file), "utf8");
    found[`/${file}`] = text;
    for (const [, other] of text.matchAll(/<reference lib="([^"]+)"/g)) addLibrary(other);
  };
  addLibrary("es2023");
  const own = join(root, "dist");
  const add = (path) => {
    const key = `/lightcone/${relative(own, path).replaceAll("\\", "/")}`;
    if (key in found) return;
    found[key] = readFileSync(path, "utf8");
    for (const [, specifier] of found[key].matchAll(/"(\.[^"]+)\.ts"/g))
      add(resolve(dirname(path), `${specifier}.d.ts`));
  };
  for (const module of ["", "model", "analysis"]) add(join(own, module, "index.d.ts"));
  return found;
}
