/**
 * Faults planted in how liveness is judged, each of which the oracle has to find. Where the code that a fault
 * is planted in has changed, plant it anew.
 */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import { expect, test } from "vitest";
import { isThorough, share } from "../effort.ts";

/** Another text in place of one that occurs once in a file. */
interface Fault {
  readonly what: string;
  readonly file: string;
  readonly was: string;
  readonly becomes: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

const ADMISSIBLE = "src/model/admissible/admissible.ts";
const LONG_RUN = "src/explorer/endless/longRun.ts";
const PRODUCT = "src/explorer/endless/productGraph.ts";

const FAULTS: readonly Fault[] = [
  {
    what: "a component is not looked at without what has to be avoided in it",
    file: ADMISSIBLE,
    was: "else open.push(left);",
    becomes: "",
  },
  {
    what: "of several components the first alone is looked at",
    file: ADMISSIBLE,
    was: "if (one !== undefined) judged.push(one);",
    becomes: "if (one !== undefined && judged.length === 0) judged.push(one);",
  },
  {
    what: "what is left of a component is not all that is left",
    file: ADMISSIBLE,
    was: "else open.push(left);",
    becomes: "else open.push(left.slice(0, 1));",
  },
  {
    what: "all that is owed has to be avoided",
    file: ADMISSIBLE,
    was: "!this.isOwed(node, avoided)",
    becomes: "!this.isOwed(node, new Set(this.owed))",
  },
  {
    what: "what waits always is said not to",
    file: ADMISSIBLE,
    was: "waitsAlways: this.waitingMet[debt] === this.stamp && this.timesWaiting[debt] === facts",
    becomes: "waitsAlways: false",
  },
  {
    what: "what is owed somewhere is said to be owed always",
    file: ADMISSIBLE,
    was: "isOwedAlways: this.timesOwed[debt] === facts",
    becomes: "isOwedAlways: true",
  },
  {
    what: "what is wanted somewhere has to be everywhere",
    file: ADMISSIBLE,
    was: "!nodes.some(isWanted)",
    becomes: "!nodes.every(isWanted)",
  },
  {
    what: "what is wanted need not be there",
    file: ADMISSIBLE,
    was: "if (isWanted !== undefined && !nodes.some(isWanted)) return undefined;",
    becomes: "",
  },
  {
    what: "a step that leaves a component pays",
    file: ADMISSIBLE,
    was: "moveMet[move] === stamp || regions[to[edge] as number] !== region",
    becomes: "moveMet[move] === stamp",
  },
  {
    what: "compassion is taken for justice",
    file: ADMISSIBLE,
    was: "if (!graph.isCompassionate(debt)) return isOwedAlways",
    becomes: "if (debt >= 0) return isOwedAlways",
  },
  {
    what: "compassion forbids to stay, and not only to be there",
    file: ADMISSIBLE,
    was: '"to be there" : "nothing";',
    becomes: '"to be there" : "to stay";',
  },
  {
    what: "an execution waits from wherever it may go on waiting",
    file: LONG_RUN,
    was: "if (starts(node)) {",
    becomes: "if (goesOn(node) || starts(node)) {",
  },
  {
    what: "no execution ends",
    file: LONG_RUN,
    was: "if (isWanted(end) && mayEndIn(this.graph, end)) refuting.add(end);",
    becomes: ";",
  },
  {
    what: "an execution ends where something is owed, if something else is not",
    file: LONG_RUN,
    was: "return !facts.some((fact)",
    becomes: "return !facts.every((fact)",
  },
  {
    what: "a formula owes nothing",
    file: PRODUCT,
    was: "return this.automaton.owedIn(fact >> 1).map((debt) => 2 * debt + 1);",
    becomes: "return [];",
  },
];

function planted({ file, was, becomes }: Fault): Plugin {
  return {
    name: "planted",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path !== `${root}${file}`) return undefined;
        const parts = readFileSync(path, "utf8").split(was);
        if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${was}`);
        return { contents: parts.join(becomes), loader: "ts" };
      });
    },
  };
}

/** What the oracle prints that was built with a fault, or without one. */
async function oracleWith(number: number, fault: Fault | undefined, systems: number): Promise<string> {
  const outfile = `${root}node_modules/.cache/oracle/planted-${number}.js`;
  await build({
    entryPoints: [`${root}test/oracle/main.ts`],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { lightcone: `${root}src/index.ts`, "lightcone/model": `${root}src/model/index.ts` },
    plugins: fault === undefined ? [] : [planted(fault)],
    logLevel: "silent",
    outfile,
  });
  const asked = ["--only", "fair", "--brief", "--most", "60", "--systems", String(systems)];
  return new Promise((resolve) => {
    execFile(process.execPath, ["--single-threaded", outfile, ...asked], (_error, printed) =>
      resolve(printed),
    );
  });
}

const DIFFERENCE = /^seed \d+, fair: (differ|throws)/m;

test.each(share(FAULTS, 8, 4).map((fault) => [fault.what, fault] as const))(
  "is found: %s",
  async (_, fault) => {
    expect(await oracleWith(FAULTS.indexOf(fault), fault, 1000)).toMatch(DIFFERENCE);
  },
);

test.runIf(isThorough)("without a fault, none is found", async () => {
  const printed = await oracleWith(FAULTS.length, undefined, 500);
  expect(printed).not.toMatch(DIFFERENCE);
  expect(printed).toContain("before seed 501: ");
});
