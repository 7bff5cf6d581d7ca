/** `lightcone studio [FILE]`: the studio, in a browser. */
import { spawn } from "node:child_process";
import { slip, wholeNumber } from "../flagValues.ts";
import { bold, cyan, dim } from "../ink.ts";
import { endedBySignal } from "../signals.ts";
import { verb, type Flags } from "../verb.ts";

/** Flags of `studio`, as they were given. */
interface StudioFlags {
  readonly port: number;
  readonly open: boolean;
}

const flags = {
  port: {
    kind: "parsed",
    parse: parsePort,
    brief: "The port on the loopback interface",
    placeholder: "N",
    default: "0",
    more: "0, the default, finds one that is free.",
  },
  open: {
    kind: "boolean",
    brief: "Open it in a browser",
    default: true,
    more: "`--no-open` only prints the address.",
  },
} as const satisfies Flags<StudioFlags>;

/** The verb `studio`. */
export const studio = verb<StudioFlags, [string?]>({
  brief: "Play, check and draw in a browser",
  about: [
    "Serves the studio to this machine alone, opens it, and follows the file as it is saved.",
    "Everything runs in the page: nothing that you write leaves it.",
  ],
  examples: [
    "lightcone studio",
    "lightcone studio my-protocol.ts",
    "lightcone studio my-protocol.ts --no-open",
  ],
  flags,
  positional: [
    {
      brief: "A TypeScript file that exports a protocol by default",
      parse: String,
      placeholder: "FILE",
      optional: true,
    },
  ],
  async run({ port, open }, path) {
    const { protocolFile } = await import("../../host/node/bundle.ts");
    const { serveStudio } = await import("../../host/node/studioServer.ts");
    const file = path === undefined ? undefined : protocolFile(path);
    const served = await serveStudio(file, port);
    this.print([
      `${bold("The studio")} is at ${cyan(served.url)}`,
      dim(path === undefined ? "Ctrl-C ends it." : `It follows ${path}; Ctrl-C ends it.`),
    ]);
    if (open) openInBrowser(served.url);
    let stop = (): void => undefined;
    await endedBySignal(new Promise<void>((resolve) => (stop = resolve)), () => stop());
    await served.close();
  },
});

/** Asks the desktop to open an address; where there is none, the address was printed. */
function openInBrowser(url: string): void {
  const [command, ...before] =
    process.platform === "darwin"
      ? ["open"]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", ""]
        : ["xdg-open"];
  const opening = spawn(command as string, [...before, url], { stdio: "ignore", detached: true });
  opening.on("error", () => undefined);
  opening.unref();
}

function parsePort(text: string): number {
  const number = wholeNumber(text);
  if (number <= 65_535) return number;
  throw slip(`"${text}" is no port; give a whole number from 0 to 65535`);
}
