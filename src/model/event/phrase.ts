/**
 * Phrases: the texts of events, each written and read by one template, such as
 * `{process} sends {message} to {to}`. A field in braces stands for a part of the event, as `FIELDS` has it;
 * one that may be absent brings its own words.
 */
import { NotReadable, type Reader, format, formatName } from "../../base/text.ts";
import type { Plain } from "../../base/value.ts";
import { quoted } from "../../base/visible.ts";
import { formatMessage, labelOf, type Message } from "../state/message.ts";
import { bySender } from "../state/sender.ts";
import type { Atomic, Chosen, Coin, Operate, Operated, Precedence } from "./event.ts";

/** The fields that templates may name: parts of events, whatever their kind. */
type Spoken = { readonly kind?: string; readonly from?: string | undefined } & Partial<
  Chosen & {
    readonly process: string;
    readonly to: string;
    readonly what: string;
    readonly timer: string;
    readonly action: string;
    readonly message: Message;
    readonly value: Plain;
    readonly object: string;
    readonly operation: string;
    readonly arguments: readonly Plain[];
    readonly response: Plain;
    readonly order: readonly Precedence[];
    readonly behind: number;
  }
>;

/** A field of a template: how it is written and read back. One that is only written has no `read`. */
interface PhraseField {
  write(spoken: Spoken): string;
  read?(reader: Reader): Spoken;
}

const id = (name: "process" | "from" | "to"): PhraseField => ({
  write: (spoken) => spoken[name] ?? "",
  read: (reader) => ({ [name]: readId(reader) }),
});

/** The fields that may stand in braces. */
const FIELDS: Readonly<Record<string, PhraseField>> = {
  process: id("process"),
  from: id("from"),
  to: id("to"),
  sender: {
    write: bySender,
    read: (reader) => (reader.accept(/from\b/) === undefined ? {} : { from: readId(reader) }),
  },
  what: { write: ({ what = "" }) => what },
  message: {
    write: ({ message }) => (message === undefined ? "" : formatMessage(message)),
    read: (reader) => ({ message: readMessage(reader) }),
  },
  label: { write: ({ message }) => (message === undefined ? "" : labelOf(message)) },
  timer: {
    write: ({ timer = "" }) => formatName(timer),
    read: (reader) => ({ timer: reader.name() }),
  },
  action: {
    write: ({ action = "" }) => formatName(action),
    read: (reader) => ({ action: reader.name() }),
  },
  value: {
    write: ({ value = null }) => format(value),
    read: (reader) => ({ value: reader.value() }),
  },
  operation: {
    write: ({ operation = "", arguments: given = [] }) => formatOperation({ operation, arguments: given }),
    read: (reader) => ({ operation: reader.name(), arguments: readArguments(reader) }),
  },
  object: {
    write: ({ object = "" }) => formatObjectName(object),
    read: (reader) => ({ object: readObject(reader) }),
  },
  response: {
    write: ({ response }) => (response === undefined ? "" : ` and gets ${format(response)}`),
    read: (reader) => (reader.accept(/and gets\b/) === undefined ? {} : { response: reader.value() }),
  },
  access: { write: (spoken) => spoken.atomic?.name ?? accessText(spoken) },
  whole: { write: ({ atomic }) => atomic?.name ?? "" },
  atomic: {
    write: ({ atomic }) => (atomic === undefined ? "" : formatAtomic(atomic)),
    read: readAtomic,
  },
  choices: {
    write: ({ choices = [], ...chosen }) =>
      choices.length === 0
        ? ""
        : ` choosing ${choicesOf({ choices, ...chosen }, (odds) => ` (${format(odds)})`).join(", ")}`,
    read: readChoices,
  },
  order: {
    write: ({ order = [] }) =>
      orderTexts(order)
        .map((text) => `, ${text}`)
        .join(""),
    read: readOrder,
  },
  behind: {
    write: ({ behind }) => (behind === undefined ? "" : ` behind ${behind} more`),
    read(reader) {
      if (reader.accept(/behind\b/) === undefined) return {};
      const behind = Number(reader.expect(/[1-9]\d{0,8}/, "a number of messages"));
      reader.expect(/more\b/, '"more"');
      return { behind };
    },
  },
};

type Piece = string | PhraseField;

/** The pieces of a template: words and fields. @throws Error if there is no such field */
function piecesOf(template: string): readonly Piece[] {
  return template
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== "")
    .map((piece) => {
      if (!piece.startsWith("{")) return piece;
      const field = FIELDS[piece.slice(1, -1)];
      if (field === undefined) throw new Error(`there is no field ${piece} in the texts of events`);
      return field;
    });
}

const known = new Map<string, readonly Piece[]>();

/** The text of a template with its fields filled in. */
export function phrase(template: string, spoken: Spoken): string {
  let pieces = known.get(template);
  if (pieces === undefined) known.set(template, (pieces = piecesOf(template)));
  let text = "";
  for (const piece of pieces) text += typeof piece === "string" ? piece : piece.write(spoken);
  return text;
}

/** Reads texts of one template. */
export class Phrase {
  /** The pieces up to the first words, which tell the template from others. */
  private readonly opening: readonly Piece[];
  private readonly rest: readonly Piece[];
  /** Its first words. */
  readonly words: string;
  private readonly wordsAnywhere: RegExp;

  constructor(template: string) {
    const pieces = piecesOf(template);
    const first = pieces.findIndex((piece) => typeof piece === "string" && piece.trim() !== "");
    this.words = String(pieces[first]).trim();
    this.wordsAnywhere = wordsPattern(this.words);
    this.opening = pieces.slice(0, first + 1);
    this.rest = pieces.slice(first + 1);
  }

  /** Whether a text goes on as the template begins. Reads no farther than its first words if it does. */
  begins(reader: Reader): Spoken | undefined {
    // Nearly all templates are told from the text by this; an error for each would take long.
    if (!this.wordsAnywhere.test(reader.text)) return undefined;
    const { offset } = reader;
    try {
      return readPieces(reader, this.opening);
    } catch (error) {
      if (!(error instanceof NotReadable)) throw error;
      reader.offset = offset;
      return undefined;
    }
  }

  /** Reads the pieces after the first words. @throws NotReadable */
  goesOn(reader: Reader): Spoken {
    return readPieces(reader, this.rest);
  }
}

function readPieces(reader: Reader, pieces: readonly Piece[]): Spoken {
  return pieces.reduce<Spoken>((spoken, piece) => {
    if (typeof piece !== "string") return { ...spoken, ...piece.read?.(reader) };
    const words = piece.trim();
    if (words !== "") reader.expect(wordsPattern(words), `"${words}"`);
    return spoken;
  }, {});
}

/** Some words, with any white space between them. */
function wordsPattern(words: string): RegExp {
  return new RegExp(`${words.replaceAll(" ", "\\s+")}\\b`);
}

/** Reads a process id from a text. @throws NotReadable */
export function readId(reader: Reader): string {
  return reader.expect(/[A-Za-z_][\w-]*/, "the id of a process");
}

function readMessage(reader: Reader): Message {
  const type = reader.name();
  return reader.accept(/\(/) === undefined ? { type } : { type, ...reader.fields(/\)/) };
}

/** The text of an operation: `read`, `write(true)`, `compareAndSwap(0, 1)`. */
export function formatOperation(request: Pick<Operate, "operation" | "arguments">): string {
  const given = request.arguments.map(format).join(", ");
  return given === "" ? formatName(request.operation) : `${formatName(request.operation)}(${given})`;
}

function readArguments(reader: Reader): Plain[] {
  return reader.accept(/\(/) === undefined ? [] : reader.list(/\)/);
}

/** The rest of an atomic step: `, in transfer, then write(2) on b, then read on c and gets 3`. */
export function formatAtomic({ name, operations }: Atomic): string {
  return `, in ${formatName(name)}${operations.map((one) => `, ${phrase(THEN, one)}`).join("")}`;
}

/** The text of a further operation in an atomic step. */
const THEN = "then {operation} on {object}{response}";

function readAtomic(reader: Reader): { atomic?: Atomic } {
  if (reader.accept(/,\s*in\b/) === undefined) return {};
  const name = reader.name();
  const operations: Operated[] = [];
  while (reader.accept(/,/) !== undefined) operations.push(readPieces(reader, piecesOf(THEN)) as Operated);
  return { atomic: { name, operations } };
}

/** An operation in few words: `turn.read() = 2`. */
function accessText({ object = "", operation = "", arguments: given = [], response }: Spoken): string {
  const answer = response === undefined ? "" : ` = ${format(response)}`;
  return `${object}.${operation}(${given.map(format).join(", ")})${answer}`;
}

/** The name of an object that needs no quotes. */
const OBJECT_NAME = /[A-Za-z_$][\w$]*(?:\.[\w$-]+|\[[\w$-]+(?:, ?[\w$-]+)*\])*/;

/** The name of an object, quoted where it would be ambiguous: `turn`, `flag[p1]`, `"my lock"`. */
export function formatObjectName(name: string): string {
  return new RegExp(`^${OBJECT_NAME.source}$`).test(name) ? name : quoted(name);
}

/** Reads the name of an object. @throws NotReadable */
export function readObject(reader: Reader): string {
  return reader.accept(OBJECT_NAME) ?? reader.name();
}

/** The order of processes in a round, as texts: `p2 before p1 on turn`, one for each object. */
export function orderTexts(order: readonly Precedence[]): string[] {
  return order.map(({ object, processes }) => `${processes.join(" before ")} on ${formatObjectName(object)}`);
}

function readOrder(reader: Reader): Spoken {
  const order: Precedence[] = [];
  while (reader.accept(/,/) !== undefined) {
    const processes = [readId(reader)];
    do {
      reader.expect(/before\b/, `"before"`);
      processes.push(readId(reader));
    } while (reader.accept(/on\b/) === undefined);
    order.push({ processes, object: readObject(reader) });
  }
  return order.length === 0 ? {} : { order };
}

/** Each choice as a text for people: `2`, or `coin true (50 %)` if it was left to chance. */
export function choiceTexts(chosen: Chosen): string[] {
  return choicesOf(chosen, (probability) => ` (${Number((100 * probability).toPrecision(2))} %)`);
}

function choicesOf({ choices, coins = [] }: Chosen, odds: (probability: number) => string): string[] {
  return choices.map((value, i) => {
    const coin = coins.find(({ at }) => at === i);
    if (coin === undefined) return format(value);
    return `coin ${format(value)}${coin.probability === undefined ? "" : odds(coin.probability)}`;
  });
}

function readChoices(reader: Reader): Chosen {
  const choices: Plain[] = [];
  const coins: Coin[] = [];
  if (reader.accept(/choosing\b/) === undefined) return { choices };
  do {
    const isCoin = reader.accept(/coin\b/) !== undefined;
    const at = choices.push(reader.value()) - 1;
    if (isCoin) coins.push({ at, ...readProbability(reader) });
  } while (reader.accept(/,/) !== undefined);
  return coins.length === 0 ? { choices } : { choices, coins };
}

function readProbability(reader: Reader): { probability?: number } {
  const found = reader.accept(/\(\s*[\d.eE+-]+\s*\)/);
  return found === undefined ? {} : { probability: Number(found.slice(1, -1)) };
}
