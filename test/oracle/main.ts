/** The oracle as a command: as many systems as one likes, until one differs. See README.md in this folder. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { judge, KINDS, type Judged, type Kind, type Manner } from "./kinds.ts";

const USAGE = `usage: npm run oracle -- [options]
  --systems N      so many systems, 1000 unless told
  --seed S         the first seed, 1 unless told; each system has the next
  --most N         systems of more than N configurations are passed over, 500 unless told
  --brief          asks little of most systems, which have few claims, and judges some ten times as many: no
                   programs, no sights, no reference; one in four is reduced, all claims at once; and of one
                   in 256 everything is compared that is compared without it
  --only KIND      ${KINDS.join(", ")}; may be repeated
  --resume FILE    goes on where FILE says, and writes there how far it is
  --keep-going     goes on after a difference, and prints one of each sort`;

const { values } = parseArgs({
  options: {
    systems: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    most: { type: "string", default: "500" },
    only: { type: "string", multiple: true },
    brief: { type: "boolean", default: false },
    resume: { type: "string" },
    "keep-going": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

/** How far it is: what a file to resume from holds. */
interface Position {
  seed: number;
  readonly counts: Record<string, number>;
}

if (values.help) console.log(USAGE);
else run(KINDS.filter((kind) => values.only?.includes(kind) ?? !(values.brief && kind === "programs")));

function run(kinds: readonly Kind[]): void {
  const first = Number(values.seed);
  const end = first + Number(values.systems);
  const position = begun(first);
  const manner = { most: Number(values.most), isBrief: values.brief };
  console.log(`seeds ${position.seed} to ${end - 1}: ${kinds.join(", ")}`);
  const printed = new Set<string>();
  while (position.seed < end) {
    const { seed, counts } = position;
    const kind = kinds[seed % kinds.length] as Kind;
    const { outcome, sort = outcome, report, verdicts = [] } = judged(kind, seed, manner);
    for (const counted of [`${kind}: ${outcome}`, ...verdicts]) counts[counted] = (counts[counted] ?? 0) + 1;
    position.seed++;
    if (report !== undefined) {
      process.exitCode = 1;
      if (!printed.has(sort)) console.log(`\nseed ${seed}, ${kind}: ${outcome}\n${report()}\n`);
      printed.add(sort);
    }
    const isOver = position.seed === end || (report !== undefined && !values["keep-going"]);
    if (isOver || position.seed % 1000 === 0) save(position);
    if (isOver) break;
  }
}

/** What became of a case; an error that is none of a protocol is a difference, too. */
function judged(kind: Kind, seed: number, manner: Manner): Judged {
  try {
    return judge(kind, seed, manner);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: `throws ${text.slice(0, 60)}`, report: () => text };
  }
}

function begun(first: number): Position {
  const { resume } = values;
  if (resume === undefined || !existsSync(resume)) return { seed: first, counts: {} };
  return JSON.parse(readFileSync(resume, "utf8")) as Position;
}

function save(position: Position): void {
  const counts = Object.entries(position.counts).sort(([a], [b]) => (a < b ? -1 : 1));
  console.log(
    `before seed ${position.seed}: ${counts.map(([name, count]) => `${name} ${count}`).join(", ")}`,
  );
  if (values.resume !== undefined) writeFileSync(values.resume, JSON.stringify(position));
}
