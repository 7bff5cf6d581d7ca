/** `lightcone draw FILE SCHEDULE`: the space-time diagram of a schedule. */
import { UsageError } from "../../model/error.ts";
import { formatEvent } from "../../model/event/eventText.ts";
import type { NamedStep, Scene } from "../../diagram/index.ts";
import { ExitCode } from "../exitCode.ts";
import { file, fileFlags, schedule, type FileFlags } from "../fileFlags.ts";
import { slip } from "../flagValues.ts";
import { diagramStyle, red } from "../ink.ts";
import { JSON_VERSION, jsonOfStates } from "../json.ts";
import { writePicture } from "../pictureFile.ts";
import type { Terminal } from "../terminal.ts";
import {
  alongFlags,
  exitCodeAlong,
  linesAlong,
  replayedAlong,
  shownAlong,
  type AlongFlags,
  type ReplayedAlong,
} from "../valenceAlong.ts";
import { warningLines } from "../warningText.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `draw`. */
interface DrawFlags extends FileFlags, AlongFlags {
  readonly svg: string | undefined;
  readonly html: string | undefined;
  readonly as: string | undefined;
  readonly cones: NamedStep | undefined;
  readonly ascii: boolean;
}

const flags = {
  svg: {
    kind: "parsed",
    parse: String,
    brief: "Write an SVG picture to this file",
    optional: true,
    placeholder: "OUT",
  },
  html: {
    kind: "parsed",
    parse: String,
    brief: "Write a web page to this file",
    optional: true,
    placeholder: "OUT",
    more: "It can be stepped through with the arrow keys.",
  },
  as: {
    kind: "parsed",
    parse: String,
    brief: "Draw it as this process sees it: what it cannot know in the end is faint",
    optional: true,
    placeholder: "PROCESS",
    more: "In text, `○` stands for what it does not know. A page shows that of every step.",
  },
  cones: {
    kind: "parsed",
    parse: parseStep,
    brief: "Draw the causal past and future of this step, and the smallest consistent cut with it",
    optional: true,
    placeholder: "STEP",
    more: "A number, such as `5`, or `5:p2` in a round. What is concurrent is faint: in text it is `○`.",
  },
  ...alongFlags,
  ascii: {
    kind: "boolean",
    brief: "Draw with ASCII characters alone",
    default: false,
    withNegated: false,
  },
  ...fileFlags,
} as const satisfies Flags<DrawFlags>;

function parseStep(text: string): NamedStep {
  const [, step, process] = /^(\d+)(?::(.+))?$/.exec(text) ?? [];
  if (step === undefined) throw slip(`"${text}" is no step; give its number, such as 5, or 5:p2`);
  return { step: Number(step), ...(process === undefined ? {} : { process }) };
}

/** The verb `draw`. */
export const draw = verb<DrawFlags, [string, string]>({
  brief: "Draw the space-time diagram of a schedule",
  about: ["Draws what a schedule does: a column for each process, an arrow for each message."],
  examples: [
    "lightcone draw my-protocol.ts .lightcone/my-protocol-agreement.schedule",
    "lightcone draw my-protocol.ts some.schedule --svg some.svg --html some.html",
    "lightcone draw consensus.ts some.schedule --valence",
  ],
  exitCodes: "0 the schedule is an execution, 1 it gets stuck, 2 a mistake, 3 the valence is unknown",
  flags,
  positional: [file, schedule],
  run: drawSchedule,
});

/** Draws a schedule as far as it is an execution. */
async function drawSchedule(
  this: Terminal,
  given: DrawFlags,
  path: string,
  schedulePath: string,
): Promise<void> {
  checkWays(given);
  const found = await replayedAlong(this, given, [path, schedulePath]);
  if (found === undefined) return;
  const { execution, stuck, system } = found.report;
  const diagram = await import("../../diagram/index.ts");
  const scene = await sceneFor(given, found);
  const written: string[] = [];
  const write = (target: string | undefined, text: () => string): void => {
    if (target === undefined) return;
    writePicture(target, text, [path, schedulePath]);
    written.push(target);
  };
  write(given.svg, () => diagram.drawSvg(scene));
  write(given.html, () => diagram.drawHtml(scene));
  const { valence } = found;
  this.process.exitCode = exitCodeAlong(valence, stuck === undefined ? ExitCode.holds : ExitCode.violated);
  const text = diagram.drawText(scene, { width: 100, ascii: given.ascii });
  if (this.json)
    return this.answer({
      lightcone: "draw",
      version: JSON_VERSION,
      text,
      written,
      execution: stuck === undefined,
      ...(valence === undefined ? {} : { valence }),
      ...(await jsonOfStates(execution)),
    });
  const width = process.stdout.columns || 100;
  if (written.length === 0)
    this.print(
      diagram.drawText(scene, { width, ascii: given.ascii, style: diagramStyle }).trimEnd().split("\n"),
    );
  else this.print([`Written: ${written.join(", ")}`]);
  const along = await linesAlong(valence, system.rounds ? "round" : "step");
  if (along.length > 0) this.print(["", ...along]);
  if (stuck !== undefined) {
    const what = `Line ${stuck.line} is not enabled and ends the drawing:`;
    this.remark([`${red(what)} ${formatEvent(stuck.event)}`]);
  }
  this.remark(warningLines(found.warnings));
}

/** Refuses two ways to look at an execution at a time. @throws UsageError */
function checkWays({ as, cones, valence }: DrawFlags): void {
  const ways = { "--as": as !== undefined, "--cones": cones !== undefined, "--valence": valence };
  const [one, other] = Object.entries(ways).flatMap(([name, isGiven]) => (isGiven ? [name] : []));
  if (other !== undefined)
    throw new UsageError(`${one} and ${other} are two ways to look at it.`, "Give one of them.");
}

/** The scene of a replay, in the way in which it is looked at. @throws UsageError */
async function sceneFor({ as, cones }: DrawFlags, { report, valence }: ReplayedAlong): Promise<Scene> {
  const { sceneOf } = await import("../../diagram/index.ts");
  const { execution, properties } = report;
  const isPartial = as !== undefined || cones !== undefined;
  if (isPartial && (execution.configurations[0]?.objects ?? []).length > 0)
    throw new UsageError(
      "Processes learn of each other by shared objects, and pictures do not show who learns what there.",
      "Draw it without --as and --cones.",
    );
  const failed = properties.find(({ isRefuted }) => isRefuted);
  return sceneOf(execution, {
    ...(failed === undefined
      ? {}
      : { violation: { at: execution.configurations.length - 1, property: failed.name } }),
    ...(as === undefined ? {} : { seenBy: as }),
    ...(cones === undefined ? {} : { conesOf: cones }),
    ...shownAlong(valence),
  });
}
