/**
 * Judging concurrent histories, beside porcupine: the test histories that come with it, in CPU seconds on one
 * thread, without those of reading. They are found where Go keeps the module, and are no part of this one.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { linearizationsOf } from "../src/analysis/historyVerdict.ts";
import { compareAndSwapKind } from "../src/model/memory/compareAndSwap.ts";
import type { ObjectKind } from "../src/model/memory/object.ts";
import type { HistoryOperation } from "../src/properties/history/concurrentHistory.ts";
import { isInstalled, runOrThrow } from "./child.ts";
import { pairedRatio } from "./statistics.ts";
import { formatMeasure, formatRatio, formatTable } from "./table.ts";

/** What judging a set of histories takes, by round. */
interface SetSeconds {
  readonly set: string;
  readonly files: number;
  readonly linearizable: number;
  readonly lightcone: readonly number[];
  readonly porcupine: readonly number[];
}

/** The comparison: times, and the files on which the verdicts differ. */
export interface JudgedHistories {
  readonly sets: readonly SetSeconds[];
  readonly differences: readonly string[];
}

/** The verdict on one file, and how long it took. */
interface Judged {
  readonly file: string;
  readonly isLinearizable: boolean;
  readonly seconds: number;
}

/** A set of histories: their files, the object, and how a file is read. */
interface HistorySet {
  readonly set: string;
  readonly folder: string;
  readonly kind: ObjectKind;
  readonly initial: null | "";
  read(text: string): HistoryOperation[];
}

const REGISTER_LINE = /^INFO\s+jepsen\.util\s+-\s+(\d+)\s+:(\w+)\s+:(\w+)\s+(.*)$/gm;
const STORE_LINE = /\{:process (\d+), :type :(\w+), :f :(\w+), :key "(.*)", :value (.*)\}/g;

const numbersIn = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

/** Operations as they are read, event by event. */
class Reading {
  readonly operations: HistoryOperation[] = [];
  private readonly pending = new Map<string, number>();
  private position = 0;

  invoke(call: Pick<HistoryOperation, "process" | "object" | "operation" | "arguments">): void {
    this.pending.set(call.process, this.operations.length);
    this.operations.push({ ...call, invoked: this.position++, responded: Infinity });
  }

  respond(process: string, answer: object): void {
    const own = this.pending.get(process) ?? -1;
    const operation = this.operations[own];
    if (operation === undefined) throw new Error(`${process} answers nothing`);
    this.operations[own] = { ...operation, ...answer, responded: this.position++ };
  }
}

/** The history of a register with compare and swap. What fails and is no compare and swap never answers. */
function registerHistory(text: string): HistoryOperation[] {
  const reading = new Reading();
  for (const [, process = "", kind, operation = "", given = ""] of text.matchAll(REGISTER_LINE)) {
    const isSwap = operation === "cas";
    const called = isSwap ? "compareAndSwap" : operation;
    if (kind === "invoke")
      reading.invoke({ process, object: "", operation: called, arguments: numbersIn(given) });
    else if (isSwap && kind !== "info") reading.respond(process, { response: kind === "ok" });
    else if (kind === "ok")
      reading.respond(process, operation === "read" ? { response: numbersIn(given)[0] ?? null } : {});
  }
  return reading.operations;
}

function storeHistory(text: string): HistoryOperation[] {
  const reading = new Reading();
  for (const [, process = "", kind, operation = "", object = "", value = ""] of text.matchAll(STORE_LINE)) {
    const text = value === "nil" ? "" : (JSON.parse(value) as string);
    const isRead = operation === "get";
    if (kind === "invoke") reading.invoke({ process, object, operation, arguments: isRead ? [] : [text] });
    else reading.respond(process, isRead ? { response: text } : {});
  }
  return reading.operations;
}

/** A text that can be put, and added to. */
const storeKind: ObjectKind = {
  name: "store",
  about: "a text",
  anonymous: true,
  operations: {
    get: (value) => ({ value, response: value }),
    put: (_value, [text]) => ({ value: text as string }),
    append: (value, [text]) => ({ value: `${value as string}${text as string}` }),
  },
};

const SETS: readonly HistorySet[] = [
  { set: "etcd", folder: "jepsen", kind: compareAndSwapKind, initial: null, read: registerHistory },
  { set: "key-value store", folder: "kv", kind: storeKind, initial: "", read: storeHistory },
];

/** Judges all histories in turn with porcupine, so many times. @throws Error if there is no Go */
export async function compareHistories(root: string, rounds: number): Promise<JudgedHistories> {
  const directory = join(root, "bench/peers/porcupine");
  if (!(await isInstalled("go", ["version"]))) throw new Error("go is not installed");
  const program = join(root, "bench/out/porcupine");
  await runOrThrow("go", ["build", "-o", program, "."], directory);
  const found = await runOrThrow(
    "go",
    ["list", "-m", "-f", "{{.Dir}}", "github.com/anishathalye/porcupine"],
    directory,
  );
  const data = join(found.trim(), "test_data");
  const [own, theirs]: [Judged[][], Judged[][]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    own.push(judgedIn(data));
    theirs.push(readJudged(await runOrThrow(program, [data], directory)));
  }
  const [first = [], others = []] = [own[0], theirs[0]];
  const isSame = ({ file, isLinearizable }: Judged): boolean =>
    others.some((one) => one.file === file && one.isLinearizable === isLinearizable);
  const sets = SETS.map(({ set, folder }): SetSeconds => {
    const files = new Set(readdirSync(join(data, folder)));
    const secondsIn = (all: readonly Judged[]): number =>
      all.reduce((sum, { file, seconds }) => (files.has(file) ? sum + seconds : sum), 0);
    const judged = first.filter(({ file }) => files.has(file));
    return {
      set,
      files: judged.length,
      linearizable: judged.filter(({ isLinearizable }) => isLinearizable).length,
      lightcone: own.map(secondsIn),
      porcupine: theirs.map(secondsIn),
    };
  });
  const missing = others.length === first.length ? [] : ["the number of files"];
  return { sets, differences: [...missing, ...first.filter((one) => !isSame(one)).map(({ file }) => file)] };
}

function judgedIn(data: string): Judged[] {
  return SETS.flatMap(({ folder, kind, initial, read }) =>
    readdirSync(join(data, folder)).flatMap((file): Judged[] => {
      const operations = read(readFileSync(join(data, folder, file), "utf8"));
      if (operations.length === 0) return [];
      const before = process.cpuUsage();
      const isLinearizable = "orders" in linearizationsOf({ kind, initial }, operations);
      const { user, system } = process.cpuUsage(before);
      return [{ file: basename(file), isLinearizable, seconds: (user + system) / 1e6 }];
    }),
  );
}

/** The lines of the peer: `etcd_000.log false 0.001`. */
function readJudged(text: string): Judged[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [file = "", verdict, seconds] = line.split(" ");
      return { file, isLinearizable: verdict === "true", seconds: Number(seconds) };
    });
}

/** The comparison as a table. */
export function formatHistories({ sets, differences }: JudgedHistories): string {
  const least = (all: readonly number[]): string => formatMeasure(Math.min(...all));
  const rows = sets.map(({ set, files, linearizable, lightcone, porcupine }) => [
    set,
    `${files}`,
    `${linearizable}`,
    least(lightcone),
    least(porcupine),
    formatRatio(pairedRatio(lightcone, porcupine)),
  ]);
  const header = ["histories", "files", "linearizable", "lightcone", "porcupine", "lightcone / porcupine"];
  const same =
    differences.length === 0 ? "All verdicts are the same." : `They differ: ${differences.join()}.`;
  const how = "CPU seconds on one thread, without reading; the least of the rounds:";
  return `${same} ${how}\n\n${formatTable(header, rows)}`;
}
