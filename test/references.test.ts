/**
 * References that are made from the code: docs/options.md from the verbs of the command line, docs/zoo.md
 * from the pages of the zoo and their claims. UPDATE_GOLDEN=1 writes them.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { system, type Claim, type Protocol, type TheoryClaim } from "lightcone";
import { adversaries } from "lightcone/simulator";
import { verbs } from "../src/cli/app.ts";
import { inductionText } from "../src/cli/claims.ts";
import { findingText } from "../src/cli/theoryClaims.ts";
import { lengthText, textOfSystem } from "../src/cli/systemText.ts";
import type { FlagText, Verb } from "../src/cli/verb.ts";
import { reportOfSystem } from "../src/host/node/systemRequest.ts";
import { zooPages, type ZooPage } from "../src/host/node/zooFolder.ts";

/** Compares a page with the file in docs/; UPDATE_GOLDEN=1 writes it anew. */
function expectPage(name: string, lines: readonly string[]): void {
  const url = new URL(`../docs/${name}`, import.meta.url);
  const expected = `${lines.join("\n")}\n`;
  if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(url, expected);
  expect(readFileSync(url, "utf8")).toBe(expected);
}

/** A name as it is written on the command line. */
const kebab = (flag: string): string => flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** An option: how it is written, what it means, and what holds without it. */
function optionRow(name: string, flag: FlagText): string {
  const isOn = flag.kind === "boolean" && flag.default === true;
  const value = flag.kind === "enum" ? (flag.values ?? []).join("|") : (flag.placeholder ?? "");
  const written = `--${isOn ? "no-" : ""}${kebab(name)}${value === "" ? "" : ` ${value}`}`;
  const often = flag.variadic === undefined ? [] : ["May be repeated."];
  const usual = isOn ? "on" : flag.kind === "boolean" ? "off" : String(flag.default ?? "");
  const meaning = [
    flag.brief.endsWith("…") ? flag.brief : `${flag.brief}.`,
    ...(flag.more === undefined ? [] : [flag.more]),
    ...often,
  ].join(" ");
  return `| \`${cell(written)}\` | ${cell(meaning)} | ${usual} |`;
}

function verbLines([name, { help, flags }]: readonly [string, Verb]): string[] {
  const parameters = help.positional.map(({ placeholder, optional }) =>
    optional === true ? `[${placeholder}]` : placeholder,
  );
  return [
    `## \`${[name, ...parameters].join(" ")}\``,
    "",
    `${help.brief}.`,
    "",
    ...help.about,
    "",
    ...help.positional.map(({ placeholder, brief }) => `- ${placeholder}: ${brief}`),
    "",
    "| option | meaning | default |",
    "|---|---|---|",
    ...Object.entries(flags).map(([flag, text]) => optionRow(flag, text)),
    "",
    "```sh",
    ...help.examples,
    "```",
    "",
    ...(help.exitCodes === undefined ? [] : [`Exit codes: ${help.exitCodes}.`, ""]),
  ];
}

test("docs/options.md lists every verb, and every option of it", () => {
  expectPage("options.md", [
    "# Options",
    "",
    "Every verb of the command line, from its own help (`lightcone VERB --help`). Made from the code by",
    "`test/references.test.ts`. Options that say which system it is take another one than the file says.",
    "",
    ...Object.entries(verbs).flatMap(verbLines),
    "## Adversaries",
    "",
    "Who chooses in a simulation (`--adversary`). See also [simulation.md](simulation.md).",
    "",
    "| adversary | who that is |",
    "|---|---|",
    ...adversaries.map(({ name, about, form, parameter }) => {
      const behind = form ?? parameter;
      return `| \`${name}${behind === undefined ? "" : `:${cell(String(behind))}`}\` | ${cell(about)} |`;
    }),
    "| `scripted:FILE` | follows a schedule; where it ends `random` goes on, or `scripted:FILE,NAME` |",
  ]);
});

test("docs/simulation.md has something to say about every adversary", () => {
  const text = readFileSync(new URL("../docs/simulation.md", import.meta.url), "utf8");
  expect(adversaries.filter(({ name }) => !text.includes(`\`${name}`)).map(({ name }) => name)).toEqual([]);
});

/** What a page of the zoo exports. */
interface Exported {
  readonly default: Protocol;
  readonly claims: readonly Claim[];
  readonly theory?: readonly TheoryClaim[];
}

function claimRow(protocol: Protocol, claim: Claim): string {
  const { property, verdict, steps, configurations, facts } = claim;
  const made = reportOfSystem(system(protocol, claim.system));
  const how = steps === undefined ? [] : [`after ${lengthText(steps, made)}`];
  const found = [verdict, ...how, ...(facts === undefined ? [] : [inductionText(facts)])].join(" ");
  const count = configurations?.toLocaleString("en-US") ?? "";
  return `| ${[claim.claim, property, found, count, textOfSystem(made)].map(cell).join(" | ")} |`;
}

function theoryRow(protocol: Protocol, { claim, system: options, finds }: TheoryClaim): string {
  const made = reportOfSystem(system(protocol, options));
  return `| ${[claim, finds.kind, findingText(finds, made), "", textOfSystem(made)].map(cell).join(" | ")} |`;
}

async function pageLines({ name, room, file }: ZooPage): Promise<string[]> {
  const { default: protocol, claims, theory = [] } = (await import(file)) as Exported;
  const { about = "", source } = protocol;
  return [
    `### [${name}](../zoo/${room}/${name}.ts)`,
    "",
    `${about}${source === undefined ? "" : ` *${source}.*`}`,
    "",
    "| claim | property | verdict | configurations | system |",
    "|---|---|---|---|---|",
    ...claims.map((claim) => claimRow(protocol, claim)),
    ...theory.map((claim) => theoryRow(protocol, claim)),
    "",
  ];
}

describe("docs/zoo.md", () => {
  test("lists every page, and every claim that is checked", async () => {
    const lines: string[] = [];
    let last = "";
    for (const page of zooPages()) {
      if (page.room !== last) lines.push(`## ${page.room.replaceAll("-", " ")}`, "");
      last = page.room;
      lines.push(...(await pageLines(page)));
    }
    expectPage("zoo.md", [
      "# The zoo",
      "",
      "Textbook algorithms, some of them broken on purpose, and what is claimed of them. Every claim is",
      "checked by `lightcone zoo NAME --check` and by the tests, to the last configuration. Made from the",
      "pages by `test/references.test.ts`.",
      "",
      ...lines.slice(0, -1),
    ]);
  });
});
