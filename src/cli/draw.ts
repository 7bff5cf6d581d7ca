/** `lightcone draw FILE SCHEDULE`: the space-time diagram of a schedule. */
import { realpathSync, writeFileSync } from "node:fs";
import { UsageError } from "../model/error.ts";
import { formatEvent } from "../model/eventText.ts";
import type { DrawFlags } from "./app.ts";
import { ExitCode } from "./exitCode.ts";
import { replayed } from "./fileJob.ts";
import { diagramStyle, red } from "./ink.ts";
import { JSON_VERSION, jsonText } from "./json.ts";
import type { Surroundings } from "./surroundings.ts";

/** Draws a schedule as far as it is an execution. */
export async function draw(
  this: Surroundings,
  flags: DrawFlags,
  file: string,
  schedule: string,
): Promise<void> {
  const found = await replayed(this, flags, [file, schedule]);
  if (found === undefined) return;
  const { execution, stuck, properties, enabled } = found.report;
  const diagram = await import("../diagram/index.ts");
  const failed = properties.find(
    ({ kind, isTrue }) => !isTrue && (kind === "invariant" || enabled.length === 0),
  );
  const violation =
    failed === undefined
      ? {}
      : { violation: { at: execution.configurations.length - 1, property: failed.name } };
  const scene = diagram.sceneOf(execution, violation);
  const written: string[] = [];
  const write = (path: string | undefined, text: () => string): void => {
    if (path === undefined) return;
    if ([file, schedule].some((input) => isSameFile(input, path)))
      throw new UsageError(
        `${path} is what is to be drawn, and is left as it is.`,
        "Choose another name for the picture.",
      );
    const content = text();
    try {
      writeFileSync(path, content);
    } catch (error) {
      throw new UsageError(
        `${path} cannot be written: ${(error as Error).message}.`,
        "Choose another place.",
      );
    }
    written.push(path);
  };
  write(flags.svg, () => diagram.drawSvg(scene));
  write(flags.html, () => diagram.drawHtml(scene));
  this.process.exitCode = stuck === undefined ? ExitCode.holds : ExitCode.violated;
  const text = diagram.drawText(scene, { width: 100, ascii: flags.ascii });
  if (this.json) {
    this.process.stdout.write(
      jsonText({ lightcone: "draw", version: JSON_VERSION, text, written, execution: stuck === undefined }),
    );
    return;
  }
  const width = process.stdout.columns || 100;
  if (written.length === 0)
    this.process.stdout.write(diagram.drawText(scene, { width, ascii: flags.ascii, style: diagramStyle }));
  else this.process.stdout.write(`Written: ${written.join(", ")}\n`);
  if (stuck !== undefined)
    process.stderr.write(
      `${red(`Line ${stuck.line} is not enabled and ends the drawing:`)} ${formatEvent(stuck.event)}\n`,
    );
}

function isSameFile(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    // One of them is not there (or is the standard input), so they are two.
    return false;
  }
}
