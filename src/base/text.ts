/**
 * The text of plain values: what schedules, errors and diagrams show, and what equality means.
 * It reads like TypeScript: `{votes: Map{"p1": 3}, seen: Set{1, 2}, done: false, big: 10n}`.
 * `parse(format(v))` equals v.
 */
import { DEPTH_MAX, type Plain } from "./plain.ts";
import { quoted } from "./visible.ts";

const NAME = /^[A-Za-z_$][\w$]*$/;

/** The text of a plain value. Canonical values are equal if and only if their texts are. */
export function format(value: Plain): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      return value === null ? "null" : formatObject(value);
    default:
      return String(value);
  }
}

function formatObject(value: Exclude<Plain, null | boolean | number | bigint | string>): string {
  if (Array.isArray(value)) return `[${(value as readonly Plain[]).map(format).join(", ")}]`;
  if (value instanceof Map) {
    const entries = [...(value as ReadonlyMap<Plain, Plain>)];
    return `Map{${entries.map(([key, held]) => `${format(key)}: ${format(held)}`).join(", ")}}`;
  }
  if (value instanceof Set) return `Set{${[...(value as ReadonlySet<Plain>)].map(format).join(", ")}}`;
  return `{${formatFields(value as Readonly<Record<string, Plain>>)}}`;
}

/** The fields of a record, without braces: `a: 1, b: "x"`. */
export function formatFields(record: Readonly<Record<string, Plain>>): string {
  let text = "";
  for (const key in record) {
    if (text !== "") text += ", ";
    text += `${formatName(key)}: ${format(record[key] as Plain)}`;
  }
  return text;
}

/** A name as it is where that is unambiguous, quoted otherwise. */
export function formatName(name: string): string {
  return NAME.test(name) ? name : quoted(name);
}

/** Thrown by `Reader` and `parse`; `offset` counts characters from the beginning of the text. */
export class NotReadable extends Error {
  readonly offset: number;
  constructor(offset: number, wanted: string) {
    super(`expected ${wanted} at character ${offset + 1}`);
    this.offset = offset;
  }
}

/**
 * The value that a text stands for.
 * @throws NotReadable if it is not the text of one plain value.
 */
export function parse(text: string): Plain {
  const reader = new Reader(text);
  const value = reader.value();
  reader.end();
  return value;
}

/** Reads values, names and words from a text, from left to right. */
export class Reader {
  readonly text: string;
  offset = 0;
  /** The number of lists and records that it is inside of. */
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** Consumes `pattern` if the text goes on with it, after white space. */
  accept(pattern: RegExp): string | undefined {
    const rest = new RegExp(`\\s*(${pattern.source})`, "y");
    rest.lastIndex = this.offset;
    const match = rest.exec(this.text);
    if (match === null) return undefined;
    this.offset = rest.lastIndex;
    return match[1];
  }

  /** Consumes `pattern`, which must come next. */
  expect(pattern: RegExp, wanted: string): string {
    const found = this.accept(pattern);
    if (found === undefined) throw new NotReadable(this.offset, wanted);
    return found;
  }

  /** The text must be at its end. */
  end(): void {
    if (/\S/.test(this.text.slice(this.offset))) throw new NotReadable(this.offset, "the end");
  }

  /** A string in quotes, if one comes next. A pattern for the whole would run out of stack on a long one. */
  private quoted(): string | undefined {
    const { offset, text } = this;
    if (this.accept(/"/) === undefined) return undefined;
    const start = this.offset - 1;
    for (let at = start + 1; at < text.length; at++) {
      const character = text[at];
      if (character === "\n") break;
      if (character === "\\") at++;
      if (character !== '"') continue;
      this.offset = at + 1;
      return unescaped(text.slice(start, at + 1), start);
    }
    this.offset = offset;
    return undefined;
  }

  /** A bare or quoted name. */
  name(): string {
    return this.quoted() ?? this.expect(/[A-Za-z_$][\w$]*/, "a name");
  }

  /** The fields of a record, `name: value, name: value`, up to and including the closing text. */
  fields(close: RegExp): Record<string, Plain> {
    const fields: [string, Plain][] = [];
    this.items(close, () => {
      const { offset } = this;
      const key = this.name();
      if (key === "__proto__") throw new NotReadable(offset, "another name than __proto__");
      this.expect(/:/, "a colon");
      fields.push([key, this.value()]);
    });
    return Object.fromEntries(fields);
  }

  /** One plain value. */
  value(): Plain {
    const number = this.accept(/-?\d+n\b|-?Infinity\b|NaN\b|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/);
    if (number !== undefined) return number.endsWith("n") ? BigInt(number.slice(0, -1)) : Number(number);
    const string = this.quoted();
    if (string !== undefined) return string;
    const word = this.accept(/(?:null|true|false)\b/);
    if (word !== undefined) return word === "null" ? null : word === "true";
    return this.collection();
  }

  private collection(): Plain {
    if (++this.depth > DEPTH_MAX)
      throw new NotReadable(this.offset, `at most ${DEPTH_MAX} values in each other`);
    const value = this.collected();
    this.depth--;
    return value;
  }

  private collected(): Plain {
    if (this.accept(/\[/) !== undefined) return this.list(/\]/);
    if (this.accept(/Set\{/) !== undefined) return new Set(this.list(/\}/));
    if (this.accept(/Map\{/) !== undefined) {
      const entries: [Plain, Plain][] = [];
      this.items(/\}/, () => {
        const key = this.value();
        this.expect(/:/, "a colon");
        entries.push([key, this.value()]);
      });
      return new Map(entries);
    }
    this.expect(/\{/, "a value");
    return this.fields(/\}/);
  }

  /** Values, separated by commas, up to and including the closing text. */
  list(close: RegExp): Plain[] {
    const values: Plain[] = [];
    this.items(close, () => values.push(this.value()));
    return values;
  }

  private items(close: RegExp, item: () => void): void {
    if (this.accept(close) !== undefined) return;
    do item();
    while (this.accept(/,/) !== undefined);
    this.expect(close, `a comma or ${close.source.replace("\\", "")}`);
  }
}

/** The text between quotes. @throws NotReadable if it has escapes that JSON does not know */
function unescaped(quoted: string, offset: number): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new NotReadable(
      offset,
      "a text between quotes whose escapes are those of JSON, such as \\n or \\\\,",
    );
  }
}
