/** The head of the page: the protocol, its system as a sentence, the check, share, and the theme. */
import type { JSX } from "preact";
import { plural } from "../../base/plural.ts";
import type { SystemReport } from "../../host/node/job.ts";
import { checkThenOpen } from "./checkDesk.ts";
import { Icon, Logo } from "./shapes.tsx";
import type { Studio } from "./studio.ts";
import { toggleTheme } from "./lighting.ts";

/** The head. */
export function Header({ studio }: { readonly studio: Studio }): JSX.Element {
  const { program, stranger, system, check, codeMistake } = studio.state;
  const violated =
    check.kind === "done" ? check.findings.properties.filter(({ verdict }) => verdict === "violated") : [];
  const [first] = violated;
  const name = program?.name ?? stranger?.name ?? "…";
  return (
    <header class="top">
      <span class="brand">
        <Logo />
        <span>Lightcone</span>
      </span>
      <i class="sep" />
      <h1>
        <button class="doc" onClick={() => studio.overlay("zoo")} aria-haspopup="dialog">
          {name} <Icon name="down" />
        </button>
      </h1>
      {system !== undefined && (
        <button
          class="sentence"
          onClick={() => studio.overlay("system")}
          title="Change the system (Y)"
          aria-haspopup="dialog"
        >
          <Sentence report={system.report} />
        </button>
      )}
      <span class="grow" />
      {codeMistake !== undefined && (
        <button class="told bad" onClick={() => studio.show("code")}>
          1 mistake
        </button>
      )}
      {first !== undefined && codeMistake === undefined && (
        <button class="told bad" onClick={() => studio.show("why")}>
          {first.name} violated{violated.length > 1 && `, and ${violated.length - 1} more`}
        </button>
      )}
      <button class="btn strong" disabled={program === undefined} onClick={() => void checkThenOpen(studio)}>
        <span class="long">
          {check.kind === "running" ? "Stop" : check.kind === "done" ? "Check again" : "Check every schedule"}
        </span>
        <span class="short">{check.kind === "running" ? "Stop" : "Check"}</span>
        <kbd>C</kbd>
      </button>
      <button
        class="btn icon-short"
        aria-label="Share"
        disabled={program === undefined}
        onClick={() => studio.overlay("share")}
      >
        <Icon name="share" /> <span class="long">Share</span>
      </button>
      <button
        class="btn quiet icon-only"
        aria-label="Light or dark"
        title="Light or dark (D)"
        onClick={toggleTheme}
      >
        <Icon name="moon" />
      </button>
    </header>
  );
}

/** A system as a sentence; what can be chosen stands out. */
export function Sentence({ report }: { readonly report: SystemReport }): JSX.Element {
  const { processes, topology, channels, timing, failures, memory } = report;
  const roles = Object.entries(processes).map(([role, count]) => ({
    count,
    role: count === 1 ? role : plural(role),
  }));
  return (
    <>
      {roles.map(({ role, count }, i) => (
        <span key={role}>
          {i > 0 && ", "}
          <b>{count}</b> {role}
        </span>
      ))}
      {topology !== "complete" && (
        <span>
          {" "}
          on a <b>{topology}</b>
        </span>
      )}
      , <b>{timing}</b>, <b>{CHANNEL_TEXTS[channels] ?? channels}</b>
      {memory !== undefined && `, memory ${memory}`},{" "}
      {failures.length === 0 ? <b>nothing fails</b> : <b>{failures.map(failureText).join(", ")}</b>}
    </>
  );
}

const CHANNEL_TEXTS: Readonly<Record<string, string>> = {
  unordered: "in any order",
  fifo: "in the order of sending",
  "message-set": "any number of times",
};

const FAILURE_TEXTS: Readonly<Record<string, string>> = {
  loss: "lost",
  duplication: "duplicated",
  crash: "may crash",
  byzantine: "may lie",
};

function failureText(text: string): string {
  const [, kind = text, budget] = /^([\w-]+)(?::(.*))?$/.exec(text) ?? [];
  const words = FAILURE_TEXTS[kind] ?? kind;
  const isMessage = kind === "loss" || kind === "duplication";
  if (budget === undefined) return isMessage ? `any number ${words}` : `any number ${words}`;
  return isMessage ? `up to ${budget} ${words}` : `${budget.replaceAll("+", " and ")} ${words}`;
}
