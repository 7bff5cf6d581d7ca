/** The things that an execution can be exported as. */
import type { Scene } from "../../diagram/index.ts";
import { mermaidOf } from "../../diagram/mermaid.ts";
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

/** All ways to export what is seen. */
export function exportsOf(studio: Studio, scene: Scene): Exporter[] {
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

async function pngOf(scene: Scene, title: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await svgOf(scene, title))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * SCALE, image.height * SCALE];
  const context = canvas.getContext("2d");
  context?.scale(SCALE, SCALE);
  context?.drawImage(image, 0, 0);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error("The picture is too large.")) : resolve(blob)),
      "image/png",
    ),
  );
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
  const truths = [...studio.state.moments.values()].flatMap(({ truth }) => truth);
  const refuted = truths.filter(({ isRefuted }) => isRefuted);
  const name = refuted[0] === undefined ? "goes as it was played" : `violates ${refuted[0].name}`;
  return `import { isStuck, parseSchedule, replay, scheduleFor, system } from "lightcone";
import { expect, test } from "vitest";
import protocol from "./${file}";

const schedule = ${inBackquotes(schedule)};

test("${program?.name ?? "protocol"} ${name}", () => {
  const text = parseSchedule(schedule, "the schedule");
  const played = system(protocol, text.options);
  expect(isStuck(replay(played, scheduleFor(played, text)))).toBe(false);
});
`;
}
