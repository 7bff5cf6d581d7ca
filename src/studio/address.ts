/**
 * Addresses: an experiment in the fragment of a link, compressed. The first letter is the version of the
 * format. A page of the zoo goes by its name; any other program is in the link itself, and is not run until
 * its reader wants that.
 */
import type { SystemRequest } from "../host/node/job.ts";
import type { SourceFiles } from "./compiling/program.ts";

/** All that a link holds. */
export interface Experiment {
  /** The page of the zoo; absent: `files` holds the program. */
  readonly zoo?: string;
  readonly files?: SourceFiles;
  readonly system: SystemRequest;
  /** The inputs, as texts by process. */
  readonly inputs?: readonly string[];
  /** The events of the history, as in a schedule. */
  readonly events: readonly string[];
  /** The number of steps after which the reader is. */
  readonly step: number;
  /** The process with whose eyes it is seen. */
  readonly eyes?: string;
}

/** The meaning of a fragment. */
type Opened =
  | { readonly kind: "nothing" }
  /** The file that the command line follows. */
  | { readonly kind: "followed" }
  | { readonly kind: "experiment"; readonly experiment: Experiment }
  | { readonly kind: "damaged"; readonly what: string };

const VERSION = "1";
/** The maximum number of bytes that a link may unfold to. */
const BYTES_MAX = 2 ** 20;

/** The fragment of a link to an experiment, without the `#`. */
export async function fragmentOf(experiment: Experiment): Promise<string> {
  const { zoo, system, events, inputs, step, eyes } = experiment;
  const isPlain =
    zoo !== undefined &&
    events.length === 0 &&
    Object.keys(system).length === 0 &&
    inputs === undefined &&
    step === 0;
  if (isPlain && eyes === undefined) return zoo;
  const bytes = new TextEncoder().encode(JSON.stringify(experiment));
  const packed = await through(bytes, new CompressionStream("deflate-raw"));
  const name = zoo ?? "";
  return `${name}~${VERSION}${toBase64(packed)}`;
}

/** Reads the fragment of an address. It never throws: links come from strangers. */
export async function openFragment(fragment: string): Promise<Opened> {
  const text = safelyDecoded(fragment.replace(/^#/, ""));
  if (text === "") return { kind: "nothing" };
  if (text === "file") return { kind: "followed" };
  const [, name = "", rest] = /^([\w-]*)(?:~(.*))?$/s.exec(text) ?? [];
  if (rest === undefined)
    return name === ""
      ? { kind: "damaged", what: "It is no link of this studio." }
      : { kind: "experiment", experiment: { zoo: name, system: {}, events: [], step: 0 } };
  if (!rest.startsWith(VERSION))
    return { kind: "damaged", what: "It was made by another version of the studio, or is damaged." };
  try {
    const bytes = await through(fromBase64(rest.slice(1)), new DecompressionStream("deflate-raw"));
    const experiment = experimentIn(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    if (experiment === undefined) return { kind: "damaged", what: "What it holds is no experiment." };
    return { kind: "experiment", experiment };
  } catch {
    return { kind: "damaged", what: "A part of it is missing, or was changed on its way." };
  }
}

/** The experiment in data that anybody may have written; undefined if it is none. */
function experimentIn(data: unknown): Experiment | undefined {
  if (!isRecord(data)) return undefined;
  const { zoo, files, system = {}, inputs, events = [], step = 0, eyes } = data;
  const isText = (value: unknown): value is string => typeof value === "string";
  const areTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
  const isProgram = isRecord(files) && Object.keys(files).length > 0 && Object.values(files).every(isText);
  if (!(isText(zoo) && /^[\w-]+$/.test(zoo)) && !isProgram) return undefined;
  if (!isRecord(system) || !areTexts(events) || typeof step !== "number") return undefined;
  return {
    ...(isProgram ? { files: files as SourceFiles } : { zoo: zoo as string }),
    system: systemIn(system),
    ...(areTexts(inputs) ? { inputs } : {}),
    events,
    step,
    ...(isText(eyes) ? { eyes } : {}),
  };
}

/** The parts of a system request that are of the form they should have. */
function systemIn(given: Readonly<Record<string, unknown>>): SystemRequest {
  const texts = ["named", "topology", "channels", "timing", "failures", "begin", "memory", "within"] as const;
  const known = texts.filter((name) => typeof given[name] === "string").map((name) => [name, given[name]]);
  const { processes, inputs } = given;
  const areCounts =
    isRecord(processes) && Object.values(processes).every((count) => Number.isSafeInteger(count));
  const areLists = isRecord(inputs) && Object.values(inputs).every(Array.isArray);
  return {
    ...Object.fromEntries(known),
    ...(areCounts ? { processes: processes as Record<string, number> } : {}),
    ...(areLists ? { inputs: inputs as NonNullable<SystemRequest["inputs"]> } : {}),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Sends bytes through a stream. @throws if they are not what it takes, or become too many */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  { readable, writable }: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const writer = writable.getWriter();
  const written = writer.write(bytes).then(() => writer.close());
  written.catch(() => undefined);
  const reader = readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > BYTES_MAX) {
      void reader.cancel();
      throw new RangeError("too many bytes");
    }
    chunks.push(value);
  }
  await written;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
}
