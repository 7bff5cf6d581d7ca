/** The worked example of ARCHITECTURE.md is printed from the tables themselves. UPDATE_GOLDEN=1 writes it. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { format, formatEvent, formatMessage, system, type Plain } from "lightcone";
import { movesFrom, Network, type ProcessSlot } from "../../src/tables/index.ts";
import { HEADER, idleIn, SUMMARY } from "../../src/tables/slot.ts";
import twoPhaseCommit from "../../zoo/commit/two-phase-commit.ts";
import { blocksOf, withOutputs } from "../docs/markdown.ts";

const path = new URL("../../ARCHITECTURE.md", import.meta.url);
const FIRST_LINE = "slot 0: manager\n";

/** All configurations that can be reached, as rows of values, in the order in which they are found. */
function explored(network: Network): string[] {
  const rows = [...network.starts.all()].flatMap((first) => (first === undefined ? [] : [first.values]));
  const known = new Set(rows.map(String));
  for (const row of rows)
    for (const { values } of movesFrom(network, row)) {
      if (!known.has(String(values))) rows.push(values);
      known.add(String(values));
    }
  return rows.map((row) => `(${[...row].join(", ")})`);
}

/** What a value stands for: local state and mailbox. */
function meaning(slot: ProcessSlot, value: number): string {
  const { state, timers } = slot.local(value);
  const letters = slot.mailbox(value).map(({ message }) => formatMessage(message));
  const texts = [
    ...Object.values(state).map((one) => format(one as Plain)),
    `timers ${timers.join(", ") || "none"}`,
  ];
  return `${texts.join(", ")}; in transit: ${letters.join(", ") || "nothing"}`;
}

/** The moves of a value, as they stand in the table. */
function moves(slot: ProcessSlot, value: number): string[] {
  const begin = slot.moveStart.at(value);
  const lines: string[] = [];
  let item = begin + HEADER;
  for (let left = slot.moves.at(begin) + idleIn(slot.moves.at(begin + SUMMARY)); left > 0; left--) {
    const end = item + 3 + 2 * slot.moves.at(item + 2);
    const numbers = Array.from({ length: end - item }, (_, i) => slot.moves.at(item + i));
    const [trigger] = slot.outcomeAt(item).events;
    lines.push(`      [${numbers.join(" ")}]  ${trigger === undefined ? "" : formatEvent(trigger)}`);
    item = end;
  }
  return lines;
}

function printed(): string {
  const network = new Network(system(twoPhaseCommit, { processes: { resourceManager: 1 } }));
  const rows = explored(network);
  const slots = network.processes.flatMap((slot, number) => [
    `slot ${number}: ${slot.process.id}`,
    ...Array.from({ length: slot.count }, (_, value) => value).flatMap((value) => [
      `  ${value}: ${meaning(slot, value)}`,
      ...moves(slot, value),
    ]),
    ...Array.from({ length: slot.parcels.count }, (_, parcel) => {
      const letters = slot.parcels
        .list(parcel)
        .map((letter) => formatMessage(slot.letters.value(letter).message));
      const after = Array.from({ length: slot.count }, (_, value) => value)
        .map((value) => [value, slot.delivered.get(value, parcel)])
        .filter(([, to]) => to !== -1)
        .map((pair) => pair.join(" -> "));
      return `  parcel ${parcel}: ${letters.join(", ")}; ${after.join(", ")}`;
    }),
  ]);
  return `${[...slots, `configurations: ${rows.join(" ")}`].join("\n")}\n`;
}

test("the tables of two-phase commit are those that the document shows", () => {
  const document = readFileSync(path, "utf8");
  const outputs = blocksOf(document).map(({ text }) => (text.startsWith(FIRST_LINE) ? printed() : undefined));
  expect(outputs.filter((output) => output !== undefined).length).toBe(1);
  if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(path, withOutputs(document, outputs));
  const shown = blocksOf(readFileSync(path, "utf8")).find(({ text }) => text.startsWith(FIRST_LINE));
  expect(shown?.text).toBe(printed());
});
