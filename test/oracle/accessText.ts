/** Accesses of process code to shared objects, as the text of a Lightcone file. */
import { VALUES, type Access, type Part } from "./accesses.ts";
import type { Tiny } from "./tiny.ts";

/** The kind of all objects: a small number. */
const KIND = `const number = {
  name: "number",
  about: "take waits until it is not 0; flip may add one",
  operations: {
    read: (held) => ({ value: held, response: held }),
    write: (_held, [value]) => ({ value }),
    bump: (held) => ({ value: (held + 1) % ${VALUES}, response: held }),
    take: (held) => (held === 0 ? undefined : { value: 0, response: held }),
    flip: (held) => [{ value: held, response: 0 }, { value: (held + 1) % ${VALUES}, response: 1 }],
  },
};
`;

/** The shared objects of a system, each with what it may hold at the beginning. */
export function objectsText({ objects }: Tiny): string {
  if (objects.length === 0) return "";
  const all = objects.map((values, i) => {
    const first = values.length === 1 ? values.join() : `anyOf(${values.join()})`;
    return `const o${i} = sharedObject(number, "o${i}", ${first});\n`;
  });
  return [KIND, ...all].join("");
}

/** The list of them, in a protocol. */
export function objectList({ objects }: Tiny): string {
  return objects.length === 0 ? "" : `  objects: [${objects.map((_, i) => `o${i}`).join(", ")}],\n`;
}

function partText(part: Part): string {
  if (part.does === "choose") return `sum = (sum + context.choose([0, 1])) % ${VALUES};`;
  if (part.does === "provided") return `yield* provided(sum !== ${part.value});`;
  const given = part.does === "write" ? `, (sum + ${part.value}) % ${VALUES}` : "";
  const step = `yield* perform(o${part.object}, "${part.does}"${given})`;
  return part.does === "write" ? `${step};` : `sum = (sum + (${step})) % ${VALUES};`;
}

const FIRSTS: Readonly<Record<Exclude<Access["first"], "sleep">, string>> = {
  "": "let sum = 0;",
  pause: "yield* pause();\n  let sum = 0;",
  a: `let sum = (yield* context.receive("a")).message.n;`,
  b: `let sum = (yield* context.receive("b")).message.n;`,
};

const nameOf = (role: string, { place }: Access): string => `${role}At${place}`;

/** The functions that a role calls, each as one step. */
export function accessFunctions({ roles, timing }: Tiny): string {
  if (timing.kind !== "asynchronous") return "";
  return roles
    .flatMap(({ name, accesses }) =>
      accesses.map((access) => {
        const first = access.first === "sleep" ? "" : FIRSTS[access.first];
        const lines = [first, ...access.parts.map(partText), "return sum;"];
        return `function* ${nameOf(name, access)}(context) {\n  ${lines.join("\n  ")}\n}\n`;
      }),
    )
    .join("");
}

/** The step that takes an access, with what it comes to; in rounds and where time is kept it stands alone. */
export function accessStep({ timing }: Tiny, role: string, access: Access): string {
  if (timing.kind !== "asynchronous") {
    const text =
      access.first === "sleep" ? `yield* sleep(${access.ticks}); let sum = 0;` : FIRSTS[access.first];
    return [text, ...access.parts.map(partText)].join(" ");
  }
  return `const sum = yield* atomically(${nameOf(role, access)}(context));`;
}
