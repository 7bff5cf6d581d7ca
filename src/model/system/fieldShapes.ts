/**
 * The shapes of the records that authors write: which fields they may have, and what each is. They may come
 * from untyped code, where a misspelt field, or a value of another kind, would be passed over without a word.
 */
import { stringOf } from "../../base/foreign.ts";
import { nearest } from "../../base/spelling.ts";
import { format } from "../../base/text.ts";
import { malformed, type ProtocolError } from "../error.ts";

/** A slip in a field: the path to it within the field, such as `.ping`, and what is wrong there. */
interface FieldSlip {
  readonly path: string;
  readonly problem: string;
}

/** The shape of a field: finds the slip in its value, if there is one. */
export type FieldShape = (value: unknown) => FieldSlip | undefined;

/** The shape of values that one can tell, and the form in which they are written. */
export function written(form: string, isOne: (value: unknown) => boolean): FieldShape {
  return (value) =>
    isOne(value) ? undefined : { path: "", problem: `is ${told(value)}; it is written ${form}` };
}

/** The shape of texts. */
export const text = written('"…"', (value) => typeof value === "string");

/** The shape of flags. */
export const flag = written("true or false", (value) => typeof value === "boolean");

/** The shape of lists of names. */
export const names = written(
  '["…", "…"]',
  (value) => Array.isArray(value) && value.every((name) => typeof name === "string"),
);

/** The shape of lists, and of functions that give them. */
export const listOrFunction = written(
  "[…], or as a function that gives such a list",
  (value) => Array.isArray(value) || typeof value === "function",
);

/** The shape of functions. */
export const aFunction: FieldShape = (value) =>
  typeof value === "function" ? undefined : { path: "", problem: "is not a function" };

/** The shape of records, each of whose fields has a shape of its own. */
export function recordOf(shape: FieldShape): FieldShape {
  return (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      return { path: "", problem: "is not an object" };
    for (const [name, one] of Object.entries(value)) {
      const slip = shape(one);
      if (slip !== undefined) return { ...slip, path: `.${name}${slip.path}` };
    }
    return undefined;
  };
}

/** The shape of values that are looked at elsewhere. */
export const looked: FieldShape = () => undefined;

/**
 * Sees to it that a record has no other fields than these, each of its shape.
 * @param owner what sentences call it: ` of role r`; empty for the protocol. @throws ProtocolError
 */
export function checkFields(
  record: object,
  shapes: Readonly<Record<string, FieldShape>>,
  owner: string,
): void {
  const possible = Object.keys(shapes);
  for (const [name, value] of Object.entries(record)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    if (shape === undefined) throw unknownField(name, possible, { owner });
    const slip = value === undefined ? undefined : shape(value);
    if (slip === undefined) continue;
    const field = owner === "" ? `\`${name}${slip.path}\`` : `"${name}${slip.path}"${owner}`;
    throw malformed(`${field} ${slip.problem}`);
  }
}

/** The mistake of a field that there is not. @param beside the field that is not among those possible */
export function unknownField(
  name: string,
  possible: readonly string[],
  { owner, beside }: { readonly owner: string; readonly beside?: string },
): ProtocolError {
  const close = nearest(name, possible);
  const meant = close === undefined ? "" : ` (did you mean \`${close}\`?)`;
  const subject = owner === "" ? "it" : owner.replace(" of ", "");
  const more = beside === undefined ? "it may have" : `beside ${beside} it may have`;
  return malformed(`${subject} has \`${name}\`${meant}; ${more} ${possible.join(", ")}`);
}

/** A value in few words. */
function told(value: unknown): string {
  if (typeof value === "string") return format(value);
  if (value === null || typeof value === "number" || typeof value === "boolean") return stringOf(value);
  return "a value of another kind";
}
