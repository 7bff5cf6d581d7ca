/** A tiny system as a Lightcone file: what is compared is what is printed. */
import { accessFunctions, accessStep, objectList, objectsText } from "./accessText.ts";
import { monitorText } from "./watching.ts";
import type { Patience } from "./accesses.ts";
import { beginText, failuresText, timingText } from "./tiny.ts";
import type { Act, Deed, Row, Tiny, TinyRole } from "./tiny.ts";

const HELP = {
  nth: `const nth = (context, k) => [...context.neighbors].sort()[k % context.neighbors.length];`,
  digest: [
    `const digest = (messages) => messages.length === 0 ? 0 : 1 + messages.reduce(sumUp, 0) % 2;`,
    `const sumUp = (sum, { from, message }, i) =>`,
    `  sum + (i + 1) * (from.charCodeAt(from.length - 1) + (message.type === "b" ? 2 : 0) + message.n);`,
  ].join("\n"),
};

/** The same where senders are hidden. */
const NAMELESS_DIGEST = HELP.digest.replace("from, ", "").replace(/from\.charCodeAt[^+]*\+ /, "");

function actText(act: Act): string {
  switch (act.act) {
    case "send": {
      const message = `{ type: "${act.type}", n: ${act.n} }`;
      if (act.to === "sender") return `context.send(context.from, ${message});`;
      return `if (context.neighbors.length > 0) context.send(nth(context, ${act.to}), ${message});`;
    }
    case "broadcast":
      return `context.broadcast({ type: "${act.type}", n: ${act.n} });`;
    case "set":
      return `context.setTimer("${act.timer}", ${act.ticks});`;
    case "cancel":
      return `context.cancelTimer("${act.timer}");`;
    case "decide":
      return `${act.again ? "" : "if (context.decision === undefined) "}context.decide(${act.value});`;
    case "output":
      return `context.output(${act.value});`;
    case "halt":
      return "context.halt();";
  }
}

function deedText({ place, mark, acts }: Deed): string {
  const changes = Object.entries({ place, mark }).filter(([, value]) => value !== undefined);
  return [...changes.map(([name, value]) => `state.${name} = ${value};`), ...acts.map(actText)].join(" ");
}

function rowText({ options, deeds }: Row): string {
  const [first = { acts: [] }] = deeds;
  if (options.length === 0) return deedText(first);
  const cases = [...new Set(options)].map(
    (option) => `case ${option}: { ${deedText(deeds[option] as Deed)} break; }`,
  );
  return `switch (context.choose([${options.join(", ")}])) { ${cases.join(" ")} }`;
}

/**
 * The body of a handler: which row it is, and what that does. `return` keeps a second row from being tried.
 */
function bodyText(rows: readonly Row[], detail: string, indent: string): string {
  return rows
    .map((row) => {
      const condition = detail === "" ? "" : ` && ${detail} === ${row.detail}`;
      return `${indent}if (state.place === ${row.place}${condition}) { ${rowText(row)} return; }\n`;
    })
    .join("");
}

function firstText(rows: readonly Row[], detail: string): string {
  return rows
    .map((row) => `        if (${detail} === ${row.detail}) { ${rowText(row)} return state; }\n`)
    .join("");
}

/** The handlers of a role as process code: a loop that receives, or does what the process may do. */
function codeText(tiny: Tiny, { name: role, rows, own, accesses, patience }: TinyRole): string {
  const choices = own.filter(({ kind }) => kind === "may").map(({ name }) => name);
  const of = (event: string, detail: string): string =>
    bodyText(
      rows.filter((row) => row.event === event),
      detail,
      "            ",
    );
  const bodies = ["a", "b"].map((type) => {
    return `          if (message.type === "${type}") {\n${of(type, "message.n")}          }\n`;
  });
  const chosen = choices.map((name) => {
    return `          if (way.taken === "${name}") {\n${of(name, "")}            continue;\n          }\n`;
  });
  const text = [
    ...chosen,
    choices.length === 0 ? "" : "          const letter = way.answer;\n",
    "          const { message } = letter;\n",
    ...bodies,
  ]
    .join("")
    .replaceAll("context.from", "letter.from")
    .replaceAll("return;", "continue;");
  const message = `context.receive("a", "b")`;
  const alternatives = choices.map((name) => `${name}: may(), `).join("");
  const step =
    choices.length === 0
      ? `const letter = yield* ${message};`
      : `const way = yield* whichever({ ${alternatives}message: ${message} });`;
  const accessed = accesses.map((access) => {
    const body = of("access", "sum").replaceAll("return;", "continue;");
    const taken = `            ${accessStep(tiny, role, access)}\n${body}            continue;\n`;
    return `          if (state.place === ${access.place}) {\n${taken}          }\n`;
  });
  const bounded = patience.map((one) =>
    patienceText(one, { late: of("slept", ""), bodies: bodies.join("") }),
  );
  const first = [...accessed, ...bounded].join("");
  const loop = `        while (true) {\n${first}          ${step}\n${text}        }\n`;
  return `      *run(state, context) {\n${loop}      },\n`;
}

/** The receipt of a message, if one comes in time, and what is done then, or else. */
function patienceText(
  { place, types, ticks }: Patience,
  { late, bodies }: { readonly late: string; readonly bodies: string },
): string {
  const message = `context.receive(${types.map((type) => JSON.stringify(type)).join()})`;
  const text = [
    `          if (state.place === ${place}) {`,
    `            const way = yield* whichever({ late: sleep(${ticks}), message: ${message} });`,
    `            if (way.taken === "late") {\n${late}              continue;\n            }`,
    `            const letter = way.answer;\n            const { message } = letter;\n${bodies}`,
    `            continue;\n          }\n`,
  ];
  return text.join("\n").replaceAll("context.from", "letter.from").replaceAll("return;", "continue;");
}

/** The guards of messages: each is false where a message is kept back. */
function guardsText({ kept }: TinyRole): string {
  const types = [...new Set(kept.map(({ type }) => type))];
  if (types.length === 0) return "";
  const guards = types.map((type) => {
    const those = kept.filter((one) => one.type === type);
    const cases = those.map(({ n, place }) => `(n === ${n} && place === ${place})`).join(" || ");
    return `        ${type}: ({ place }, { n }) => !(${cases}),\n`;
  });
  return `      when: {\n${guards.join("")}      },\n`;
}

/** What a role may, or must, do on its own account. */
function ownText({ own, rows }: TinyRole, kind: "may" | "must"): string {
  const those = own.filter((one) => one.kind === kind);
  if (those.length === 0) return "";
  const texts = those.map(({ name, places }) => {
    const body = bodyText(
      rows.filter(({ event }) => event === name),
      "",
      "            ",
    );
    const step = `          do(state, context) {\n${body}          },\n`;
    const guard = `          while: ({ place }) => ${JSON.stringify(places)}.includes(place),\n`;
    return `        ${name}: {\n${guard}${step}        },\n`;
  });
  return `      ${kind}: {\n${texts.join("")}      },\n`;
}

function roleText(tiny: Tiny, role: TinyRole): string {
  const of = (event: string): readonly Row[] => role.rows.filter((row) => row.event === event);
  const late = role.seesLate ? "(context.late > 0 ? 1 : 0)" : "";
  const timeout = (name: string): string => {
    const rows = role.seesLate ? of(name) : of(name).filter(({ detail }) => detail === 0);
    if (rows.length === 0) return `        ${name}() {},\n`;
    return `        ${name}(state, context) {\n${bodyText(rows, late, "          ")}        },\n`;
  };
  const upon = ["a", "b"]
    .filter((type) => !role.deaf.includes(type))
    .map((type) => {
      if (of(type).length === 0) return `        ${type}() {},\n`;
      return `        ${type}(state, { n }, context) {\n${bodyText(of(type), "n", "          ")}        },\n`;
    });
  const lines = [
    `    ${role.name}: role({\n      processes: ${role.processes},\n`,
    `      inputs: ${JSON.stringify(role.inputs)},\n`,
    role.forgets ? "      forgetsInput: true,\n" : "",
    role.stable.length === 0 ? "" : `      stable: ${JSON.stringify(role.stable)},\n`,
    `      initially(context) {\n        const state = { place: 0, mark: 0 };\n`,
    `${firstText(of("start"), "context.input")}        return state;\n      },\n`,
  ];
  if (role.hasRecovery) {
    lines.push(`      uponRecovery(stable, context) {\n        const { mark = 0 } = stable;\n`);
    lines.push(`        const state = { place: 0, mark };\n`);
    lines.push(`${firstText(of("recovery"), "mark")}        return state;\n      },\n`);
  }
  if (role.hasRound) {
    const body = bodyText(of("round"), "digest(messages)", "        ");
    lines.push(`      uponRound(state, messages, context) {\n${body}      },\n`);
  }
  const kinds = role.isCode ? (["must"] as const) : (["may", "must"] as const);
  lines.push(guardsText(role), ...kinds.map((kind) => ownText(role, kind)));
  lines.push(role.isCode ? codeText(tiny, role) : `      upon: {\n${upon.join("")}      },\n`);
  lines.push(`      uponTimeout: {\n${timeout("x")}${timeout("y")}      },\n    }),\n`);
  return lines.join("");
}

function channelsText({ channels, capacity, hidesSenders }: Tiny): string {
  const kind = channels === "message-set" ? "messageSet" : channels;
  const named = hidesSenders ? `anonymous(${kind})` : kind;
  return capacity === null ? named : `withCapacity(${named}, ${capacity})`;
}

/** The expression of a protocol, in which `lightcone` is all that the package exports. */
function protocolText(tiny: Tiny): string {
  const { topology, directed, self } = tiny;
  const options = topology === "complete" ? `{ self: ${self} }` : `{ directed: ${directed}, self: ${self} }`;
  const graph = `${topology}(${options})`;
  const begin = beginText(tiny);
  const failures = failuresText(tiny.failures);
  return [
    `protocol()({\n  name: "tiny",\n${objectList(tiny)}  topology: ${graph},\n`,
    `  channels: ${channelsText(tiny)},\n`,
    `  timing: parseTiming("${timingText(tiny.timing)}"),\n`,
    failures === "none" ? "" : `  failures: parseFailures("${failures}"),\n`,
    begin === "none" ? "" : `  begin: parseFailures("${begin}"),\n`,
    `  roles: {\n${tiny.roles.map((role) => roleText(tiny, role)).join("")}  },\n`,
    `${monitorText(tiny)}  properties,\n})`,
  ].join("");
}

/** The names that protocols of tiny systems import. */
const IMPORTS = [
  "anonymous",
  "anyOf",
  "atomically",
  "complete",
  "fifo",
  "line",
  "may",
  "messageSet",
  "parseFailures",
  "parseTiming",
  "pause",
  "perform",
  "protocol",
  "provided",
  "ring",
  "role",
  "sharedObject",
  "sleep",
  "star",
  "unordered",
  "whichever",
  "withCapacity",
] as const;

/** The text of a file with such properties, whatever they are. */
export function moduleText(tiny: Tiny, properties: string): string {
  const code = protocolText(tiny);
  const objects = objectsText(tiny) + accessFunctions(tiny);
  const words = new Set((objects + code).match(/\w+/g));
  const names = IMPORTS.filter((name) => words.has(name));
  const help = tiny.hidesSenders ? { ...HELP, digest: NAMELESS_DIGEST } : HELP;
  const helps = Object.entries(help).filter(([name]) => code.includes(`${name}(`));
  return [
    `// @ts-nocheck\nimport { ${names.join(", ")} } from "lightcone";\n`,
    ...helps.map(([, text]) => `${text}\n`),
    `${objects}${properties}\nexport default ${code};\n`,
  ].join("");
}

/** A file that can be checked by hand; what its claims mean is in comments. */
export function fileText(tiny: Tiny): string {
  const claims = tiny.claims.map((claim) => `// ${JSON.stringify(claim)}\n`).join("");
  return moduleText(tiny, `${claims}const properties = { all: { invariant: () => true } };`);
}
