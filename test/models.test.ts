/** docs/models.md says what models there are and which go together; it is made from the code. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  channels,
  failureKinds,
  memories,
  parseFailures,
  parseTiming,
  pause,
  protocol,
  register,
  role,
  timings,
  unordered,
  type FailureKind,
  type Protocol,
  type Timing,
} from "lightcone";
import { objectKinds } from "lightcone/model";
import { refusalOf } from "../src/model/system/combination.ts";
import { kinds } from "../src/properties/kinds/index.ts";

const path = fileURLToPath(new URL("../docs/models.md", import.meta.url));

const anyProtocol = protocol()({ name: "any", roles: { process: role({ initially: () => ({}) }) } });

/** Process code that operates on a shared object. */
const sharing = protocol<never>()({
  name: "sharing",
  objects: [register("x", 0)],
  roles: {
    process: role({
      initially: () => ({}),
      *run() {
        yield* pause();
      },
    }),
  },
}) as unknown as Protocol;

/** How processes communicate, by name. */
const communications = [
  ...channels.map((channel) => ({ name: channel.name, channel, on: anyProtocol as unknown as Protocol })),
  { name: "shared memory", channel: unordered, on: sharing },
];

/** The budget with which a failure is asked about: one that makes sense for all. */
const budgeted = (kind: FailureKind) => parseFailures(`${kind.name}:1`);

function row(timing: Timing, { name, channel, on }: (typeof communications)[number]): string {
  const cells = [[], ...failureKinds.map(budgeted)].map((failures) => {
    const refusal = refusalOf({ protocol: on, timing, channel, failures });
    return refusal === undefined ? "yes" : `no[^${note(refusal[0])}]`;
  });
  return `| ${timing.text} | ${name} | ${cells.join(" | ")} |`;
}

const notes: string[] = [];

/** The number of a footnote. */
function note(text: string): number {
  if (!notes.includes(text)) notes.push(text);
  return notes.indexOf(text) + 1;
}

function page(): string {
  const rows = timings.flatMap(({ example }) =>
    communications.map((communication) => row(parseTiming(example), communication)),
  );
  const counts = { processes: "processes that fail", faults: "single faults" };
  return [
    "# Models",
    "",
    "What a system may consist of. What each of these means is said, in sentences that are tests, in",
    "[semantics.md](semantics.md). This page is made from the code by `test/models.test.ts`.",
    "",
    "## Timing",
    "",
    ...timings.map(({ usage, about }) => `- \`${usage}\`: ${about}`),
    "",
    "## Channels",
    "",
    ...channels.map(({ name, about }) => `- \`${name}\`: ${about}`),
    "",
    "With a number (`fifo:3`, or `withCapacity(fifo, 3)`) a channel has room for so many messages from one",
    "process to another; what is sent while it is full is gone. A topology may link processes to themselves",
    "(`complete:self`), and leave some without links (`edges:1-2:3`).",
    "",
    "With `:anonymous` (`unordered:anonymous`, `message-set:anonymous`; `anonymous(unordered)` in code) they",
    "tell nobody who has sent a message: equal messages are equal, whoever has sent them.",
    "",
    "## Shared objects",
    "",
    "Operations are atomic steps of process code (see [process-code.md](process-code.md)). Protocols may",
    "define kinds of their own.",
    "",
    "| object | what it is | operations |",
    "|---|---|---|",
    ...objectKinds.map(
      ({ name, about, operations }) => `| ${name} | ${about} | ${Object.keys(operations).join(", ")} |`,
    ),
    "",
    "## Memory",
    "",
    "What the protocol was written for, or a simulation of it, on which it runs unchanged (see",
    "[process-code.md](process-code.md)).",
    "",
    ...memories.map(({ usage, about }) => `- \`${usage}\`: ${about}`),
    "",
    "## Properties",
    "",
    "A property has a name and is of one of these kinds. Predicates and verdicts are explained in",
    "[semantics.md](semantics.md#properties-and-verdicts).",
    "",
    ...Object.values(kinds).map(({ name, about }) => `- \`{ ${name}: … }\`: ${about}`),
    "",
    "## Failures",
    "",
    "The number after the name is a budget: `crash:1`. Without it, there is no limit. With processes or",
    "roles before it (`crash:p1+p2`, `crash-recovery:broker:2`), only those may fail. A budget for single",
    "faults may be for each round: `loss:1/round`. Several failures are separated by commas:",
    "`crash:1,loss:2`. What has failed before anything happens is said by `--begin`, or in a file by",
    "`begin: parseFailures(…)`: crashes, for ever or for a time, and partitions (`crash:p1`,",
    "`partition:p1+p2`).",
    "",
    "| failure | what happens | the budget counts |",
    "|---|---|---|",
    ...failureKinds.map(({ name, about, counts: unit }) => `| \`${name}\` | ${about} | ${counts[unit]} |`),
    "",
    "## What goes together",
    "",
    `| timing | channels, or memory | none | ${failureKinds.map(({ name }) => name).join(" | ")} |`,
    `|---|---|---|${failureKinds.map(() => "---|").join("")}`,
    ...rows,
    "",
    ...notes.map((text, i) => `[^${i + 1}]: ${text}`),
    "",
  ].join("\n");
}

describe("docs/models.md", () => {
  test("is what the code says", () => {
    const expected = page();
    if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(path, expected);
    expect(readFileSync(path, "utf8")).toBe(expected);
  });
});
