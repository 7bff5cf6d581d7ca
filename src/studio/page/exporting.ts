/** The things that an execution can be exported as. */
import { withTransitRows } from "../../diagram/arrows.ts";
import type { Scene } from "../../diagram/index.ts";
import { mermaidOf } from "../../diagram/mermaid.ts";
import { pathTo } from "../histories.ts";
import { violatedIn } from "./PropertyLanes.tsx";
import type { Studio } from "./studio.ts";

/** A thing that was exported. */
export interface ExportedThing {
  readonly file: string;
  readonly type: string;
  readonly content: string | Blob;
  /** Whether it goes to the clipboard, and not to a file. */
  readonly isCopied?: boolean;
}

/** A way to export. */
interface Exporter {
  readonly name: string;
  make(): Promise<ExportedThing>;
}

/** The maximum number of rows of messages in transit in a picture. */
const TRANSIT_ROWS_MAX = 500;

/** All ways to export what is seen. */
export function exportsOf(studio: Studio, seen: Scene): Exporter[] {
  const scene = withTransitRows(seen, TRANSIT_ROWS_MAX);
  const name = studio.state.program?.name ?? "lightcone";
  const title = scene.protocol;
  return [
    {
      name: "Schedule",
      make: async () => ({ file: `${name}.schedule`, type: "text/plain", content: await studio.schedule() }),
    },
    {
      name: "Test for vitest",
      make: async () => ({
        file: "",
        type: "",
        content: testOf(studio, await studio.schedule()),
        isCopied: true,
      }),
    },
    {
      name: "SVG",
      make: async () => ({ file: `${name}.svg`, type: "image/svg+xml", content: await svgOf(scene, title) }),
    },
    {
      name: "PNG",
      make: async () => ({ file: `${name}.png`, type: "image/png", content: await pngOf(scene, title) }),
    },
    {
      name: "Page that stands alone",
      make: async () => {
        const { drawHtml } = await import("../../diagram/html.ts");
        return { file: `${name}.html`, type: "text/html", content: drawHtml(scene, { title }) };
      },
    },
    {
      name: "Mermaid",
      make: async () => ({ file: "", type: "", content: mermaidOf(scene), isCopied: true }),
    },
  ];
}

async function svgOf(scene: Scene, title: string): Promise<string> {
  const { drawSvg } = await import("../../diagram/svg.ts");
  return drawSvg(scene, { title });
}

/** Twice the size, for screens that have more pixels. */
const SCALE = 2;
/** The pixels that a canvas may have in Chromium, in all and on a side. */
const CANVAS_PX = 2 ** 28;
const CANVAS_SIDE = 2 ** 16 - 1;

async function pngOf(scene: Scene, title: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await svgOf(scene, title))}`;
  await image.decode();
  const { width, height } = image;
  const canvas = document.createElement("canvas");
  const most = Math.min(CANVAS_SIDE / Math.max(width, height), Math.sqrt(CANVAS_PX / (width * height)));
  const scale = Math.min(SCALE, most);
  [canvas.width, canvas.height] = [Math.floor(width * scale), Math.floor(height * scale)];
  const context = canvas.getContext("2d");
  context?.scale(scale, scale);
  context?.drawImage(image, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("This execution is too long for a PNG in this browser: take the SVG.");
  return blob;
}

/** A text as a literal between backquotes. */
function inBackquotes(text: string): string {
  return `\`${text.replace(/[\\`$]/g, "\\$&")}\``;
}

/** A test that replays the schedule, and expects it to go as it does now. */
function testOf(studio: Studio, schedule: string): string {
  const { program } = studio.state;
  const file =
    Object.keys(program?.files ?? {})[0]
      ?.split("/")
      .at(-1) ?? "protocol.ts";
  const { histories, moments } = studio.state;
  const path = histories === undefined ? [] : pathTo(histories, histories.now);
  const refuted = violatedIn(path.flatMap((id) => moments.get(id) ?? []));
  // What the test asks is whether all of it can happen again: that is what its name says.
  const to = refuted.length === 0 ? "" : `, to where ${refuted.join(" and ")} was false`;
  return `import { isStuck, parseSchedule, replay, scheduleFor, system } from "lightcone";
import { expect, test } from "vitest";
import protocol from "./${file}";

const schedule = ${inBackquotes(schedule)};

test("${program?.name ?? "protocol"} goes as it was played${to}", () => {
  const text = parseSchedule(schedule, "the schedule");
  const played = system(protocol, text.options);
  expect(isStuck(replay(played, scheduleFor(played, text)))).toBe(false);
});
`;
}
