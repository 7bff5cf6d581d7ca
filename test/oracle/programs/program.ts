/** Programs: process code as text, in lines and blocks, so that it can be made smaller. */

/** A line, or a block: parts of a head and lines each, and how it ends. */
export type Code = string | { readonly parts: readonly Part[]; readonly tail: string };

/** What stands between two braces, and what stands before the first. */
export interface Part {
  readonly head: string;
  readonly body: readonly Code[];
}

/** A program that several processes run, and the objects that they share. */
export interface Program {
  readonly processes: number;
  readonly code: readonly Code[];
}

/** What programs may call besides the language: functions, with steps and without. */
const FUNCTIONS = `function add(list, x) { list.push(x); return list.length; }
function* twice(x) { const y = yield* fetchAndAdd(c, x % 2); return (x + y) % 5; }
function* guarded(list, x) {
  try { yield* pause(); if (x > 2) throw new Error("large"); return x; }
  finally { list.push(x); }
}
function* moved(list, x) {
  const y = yield* read(r);
  list.push(y + x);
  yield* provided(y < 2 + x);
  yield* write(r, (y + x) % 5);
  list.push(yield* read(r));
  return list.length;
}
function* sought(list, x, choose) {
  const y = yield* fetchAndAdd(c, 1);
  const z = choose([0, 1, 2]);
  try {
    list.push(z);
    yield* provided(z !== y % 3);
    if (z === x) throw new Error("found");
    yield* write(r, z);
  } finally { list.push(yield* read(r)); }
  return z;
}
function* last(list) { for (const x of list) { if ((yield* read(r)) < x) return x; } return 4; }
`;

/** The objects of programs: constructor, arguments. */
const OBJECTS = {
  b: ["testAndSetBit", ""],
  c: ["counter", ""],
  k: ["compareAndSwapRegister", ", 0"],
  q: ["queue", ", [1]"],
  r: ["register", ", 0"],
  w: ["swapRegister", ", 0"],
} as const;

const STEPS = [
  "atomically",
  "compareAndSwap",
  "dequeue",
  "enqueue",
  "fetchAndAdd",
  "pause",
  "provided",
  "read",
  "reset",
  "swap",
  "testAndSet",
  "write",
];

function linesOf(code: readonly Code[], indent: string): string {
  return code
    .map((one) => {
      if (typeof one === "string") return `${indent}${one}\n`;
      const parts = one.parts.map(({ head, body }, i) => {
        const start = i === 0 ? indent : " ";
        return `${start}${head}{\n${linesOf(body, `${indent}  `)}${indent}}`;
      });
      return `${parts.join("")}${one.tail}\n`;
    })
    .join("");
}

/** The file of a program; its properties are `properties`, which may be declared in `before`. */
export function textOf({ processes, code }: Program, before: string): string {
  const body = linesOf(code, "        ");
  const functions = FUNCTIONS.split(/^(?=function)/m).filter((text) => {
    return new RegExp(`\\b${/^function\*? (\w+)/.exec(text)?.[1]}\\(`).test(body);
  });
  const text = `${functions.join("")}${body}`;
  const objects = Object.entries(OBJECTS).filter(([name]) => new RegExp(`[( ]${name}[,)]`).test(text));
  const steps = STEPS.filter((step) => new RegExp(`\\b${step}\\(`).test(text));
  const names = ["protocol", "role", ...objects.map(([, [make]]) => make), ...steps];
  return [
    `// @ts-nocheck\nimport { ${names.join(", ")} } from "lightcone";\n`,
    ...objects.map(([name, [make, initial]]) => `const ${name} = ${make}("${name}"${initial});\n`),
    `${functions.join("")}${before}\nexport default protocol()({\n  name: "program",\n`,
    `  objects: [${objects.map(([name]) => name).join(", ")}],\n  roles: {\n    process: role({\n`,
    `      processes: ${processes},\n      initially: () => ({ x: 0, log: [0, 0], kept: null }),\n`,
    `      *run(state, { index, decide, halt, choose }) {\n${body}      },\n    }),\n  },\n`,
    `  properties,\n});\n`,
  ].join("");
}

function* smallerCode(code: readonly Code[]): Generator<readonly Code[]> {
  for (let size = Math.ceil(code.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let i = 0; i < code.length; i += size) yield [...code.slice(0, i), ...code.slice(i + size)];
  }
  for (const [i, one] of code.entries()) {
    if (typeof one === "string") continue;
    const others = (inside: readonly Code[]): readonly Code[] => [
      ...code.slice(0, i),
      ...inside,
      ...code.slice(i + 1),
    ];
    for (const { body } of one.parts) yield others(body);
    for (const [j, part] of one.parts.entries()) {
      for (const body of smallerCode(part.body)) {
        yield others([{ ...one, parts: one.parts.map((old, k) => (k === j ? { ...part, body } : old)) }]);
      }
    }
  }
}

/** A smallest program that can be reached by leaving out lines, and of which `is` is still true. */
export function shrinkProgram(program: Program, is: (program: Program) => boolean): Program {
  if (program.processes > 1) {
    const fewer = { ...program, processes: program.processes - 1 };
    if (is(fewer)) return shrinkProgram(fewer, is);
  }
  for (const code of smallerCode(program.code)) {
    const smaller = { ...program, code };
    if (is(smaller)) return shrinkProgram(smaller, is);
  }
  return program;
}
