/** The oracle as a command: as many systems as one likes, until one differs. See README.md in this folder. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compare } from "./compare.ts";
import { draw, KINDS, type Kind } from "./draw.ts";
import { report } from "./report.ts";

const USAGE = `usage: npm run oracle -- [options]
  --systems N      so many systems, 1000 unless told
  --seed S         the first seed, 1 unless told; each system has the next
  --only KIND      ${KINDS.join(", ")}; may be repeated
  --resume FILE    goes on where FILE says, and writes there how far it is
  --keep-going     goes on after a difference, and prints one of each sort`;

const { values } = parseArgs({
  options: {
    systems: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    only: { type: "string", multiple: true },
    resume: { type: "string" },
    "keep-going": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(USAGE);
else run();

function run(): void {
  const kinds = KINDS.filter((kind) => values.only?.includes(kind) ?? true) as readonly Kind[];
  const first = Number(values.seed);
  const end = first + Number(values.systems);
  const { resume } = values;
  const counts: Record<string, number> =
    resume !== undefined && existsSync(resume) ? JSON.parse(readFileSync(resume, "utf8")) : { seed: first };
  const printed = new Set<string>();
  console.log(`seeds ${counts["seed"]} to ${end - 1}, ${kinds.join(", ")}`);
  for (let seed = counts["seed"] ?? first; seed < end; seed++) {
    const tiny = draw(seed, kinds);
    const outcome = compare(tiny);
    const name =
      outcome.outcome === "differ" ? `differ in ${outcome.about} of the ${outcome.engine}` : outcome.outcome;
    counts[name] = (counts[name] ?? 0) + 1;
    counts["configurations"] =
      (counts["configurations"] ?? 0) + ("configurations" in outcome ? outcome.configurations : 0);
    counts["seed"] = seed + 1;
    if (outcome.outcome === "differ") {
      process.exitCode = 1;
      const sort = `${tiny.timing.kind} ${name} ${tiny.failures.map(({ kind }) => kind).join()}`;
      if (!printed.has(sort)) console.log(`\nseed ${seed}, ${name}\n${report(tiny, outcome)}`);
      printed.add(sort);
      if (!values["keep-going"]) break;
    }
    if (seed % 1000 === 999) {
      console.log(`${seed - first + 1} systems: ${JSON.stringify(counts)}`);
      if (resume !== undefined) writeFileSync(resume, JSON.stringify(counts));
    }
  }
  if (resume !== undefined) writeFileSync(resume, JSON.stringify(counts));
  console.log(JSON.stringify(counts));
}
