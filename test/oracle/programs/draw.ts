/** Programs drawn from a seed: what JavaScript has, with steps wherever an expression may stand. */
import { diceOf, type Dice } from "../dice.ts";
import type { Code, Program } from "./program.ts";

/** Draws one piece of code, nested at most so deep. */
type Draw<T> = (depth: number) => T;

/** What stands around the code that is drawn. */
interface Drawing {
  readonly dice: Dice;
  /** A loop or a `switch` is around it. */
  readonly inLoop: boolean;
  /** Said of an array that gets a second name: nothing, or that it is copied. */
  readonly copied: "" | ".slice()";
}

const NUMBERS = ["i0", "i1"] as const;
const ARRAYS = ["a0", "a1", "o0.list", "state.log", "t0[i0 & 1]"] as const;

function expression(dice: Dice, depth: number): string {
  const e: Draw<string> = (less) => expression(dice, less);
  const simple = [
    () => String(dice.below(4)),
    () => dice.pick(NUMBERS),
    () => dice.pick(NUMBERS),
    () => dice.pick(["index", "state.x", "o0.n", "s0.size", "a0.length", "o0.list.length", "t0[1].length"]),
    () => `${dice.pick(ARRAYS)}[${dice.pick(NUMBERS)} & 1]`,
    () => `(m0.get(${dice.pick(NUMBERS)} & 1) ?? 1)`,
  ];
  if (depth <= 0) return dice.pick(simple)();
  const nested = [
    () => `(${e(depth - 1)} + ${e(depth - 1)}) % 5`,
    () => `(${e(depth - 1)} < ${e(depth - 1)} ? ${e(depth - 1)} : ${e(depth - 1)})`,
    () => `(${e(depth - 1)} && ${e(depth - 1)})`,
    () => `(${e(depth - 1)} || ${e(depth - 1)})`,
    () => `${dice.pick(NUMBERS)}++`,
    () => `++${dice.pick(NUMBERS)}`,
    () => `(${dice.pick(NUMBERS)} = ${e(depth - 1)})`,
    () => `(${dice.pick(NUMBERS)} += ${e(depth - 1)})`,
    () => `(${dice.pick(NUMBERS)}, ${e(depth - 1)})`,
    () => `${dice.pick(ARRAYS)}[${e(depth - 1)} & 1]`,
    () => `add(${dice.pick(ARRAYS)}, ${e(depth - 1)})`,
    () => `[${e(depth - 1)}, ${e(depth - 1)}][${dice.pick(NUMBERS)} & 1]`,
  ];
  const steps = [
    () => `(yield* fetchAndAdd(c, ${e(depth - 1)}))`,
    () => `(yield* read(r))`,
    () => `(yield* twice(${e(depth - 1)}))`,
    () => `(yield* swap(w, ${e(depth - 1)}))`,
    () => `Number(yield* testAndSet(b))`,
  ];
  return dice.pick(dice.oneIn(5) ? steps : dice.oneIn(2) ? nested : simple)();
}

function line({ dice, inLoop, copied }: Drawing): string {
  const e = (depth = 2): string => expression(dice, depth);
  const [n, array] = [dice.pick(NUMBERS), dice.pick(ARRAYS)];
  const lines = [
    () => `${n} = ${e()};`,
    () => `${n} ${dice.pick(["+=", "||=", "&&=", "??="])} ${e()};`,
    () => `${array}[${e(1)} & 1] = ${e()};`,
    () => `${array}[${n}++ & 1] += ${e()};`,
    () => `${array}.push(${e()});`,
    () => `o0.n ${dice.pick(["=", "+=", "||="])} ${e()};`,
    () => `m0.set(${e(1)} & 1, ${e(1)});`,
    () => `${dice.pick(["s0.add", "m0.delete", "s0.delete"])}(${e(1)});`,
    () => `[i0, i1] = [${e(1)}, i0];`,
    () => `[${array}[${n} & 1], i0 = ${e(1)}] = ${dice.pick(ARRAYS)};`,
    () => `({ n: ${n}, list: [, i1 = ${e(1)}] } = o0);`,
    () => `a1 = ${array}${copied};`,
    () => `a0 = [${e(1)}, ${e(1)}];`,
    () => `o0 = { n: ${e(1)}, list: ${array}${copied} };`,
    () => `o0.list = ${array}${copied};`,
    () => `t0 = [a0${copied}, ${array}${copied}];`,
    () => `t0 = [${e(1)}, ${e(1)}].map((q) => [q, ${n}]);`,
    () =>
      `state.kept = ${copied === "" ? dice.pick(["o0", "a0", "t0", "{ ...o0 }", "[a1]"]) : "a0.slice()"};`,
    () => `state.x = ${e()};`,
    () => `state.log.push(${e()});`,
    () => `yield* write(r, ${e()});`,
    () => `yield* pause();`,
    () => `yield* enqueue(q, ${e(1)});`,
    () => `{ const got = yield* dequeue(q); if (got !== null) ${n} = got; }`,
    () => `if (yield* compareAndSwap(k, ${e(1)}, ${e(1)})) ${n} += 1;`,
    () => `${n} = yield* guarded(${array}, ${e(1)});`,
    () => `${n} = yield* last(${array});`,
    () => `${n} = yield* atomically(${dice.pick(["moved", "moved", "guarded"])}(${array}, ${e(1)}));`,
    () => `${n} = yield* atomically(sought(${array}, ${e(1)}, choose));`,
    () => `${n} = yield* atomically(last(${array}));`,
    () => `{ const f = (q) => q + ${dice.pick(NUMBERS)}; ${n} = f(${e(1)}); }`,
    () => `if (state.x === ${dice.below(3)} && ${e(1)}) decide(${dice.below(2)});`,
    () => `${n} = choose([0, ${1 + dice.below(2)}]);`,
    () => `if (${e(1)} > 2) throw new Error("thrown");`,
    () => `if (${e(1)} > 2) ${dice.oneIn(2) ? "return" : "halt()"};`,
  ];
  if (inLoop && dice.oneIn(6))
    return `if (${e(1)} ${dice.pick([">", "<"])} 1) ${dice.pick(["break", "continue"])};`;
  return dice.pick(lines)();
}

function lines(drawing: Drawing, depth: number): readonly Code[] {
  const length = 1 + drawing.dice.below(3);
  return Array.from({ length }, () => statement(drawing, depth));
}

function statement(drawing: Drawing, depth: number): Code {
  const { dice } = drawing;
  if (depth <= 0 || dice.below(3) > 0) return line(drawing);
  const e = expression(dice, 1);
  const inside = (): readonly Code[] => lines(drawing, depth - 1);
  const looped = (): readonly Code[] => lines({ ...drawing, inLoop: true }, depth - 1);
  const block = (...parts: (readonly [head: string, body: readonly Code[]])[]): Code => ({
    parts: parts.map(([head, body]) => ({ head, body })),
    tail: "",
  });
  const blocks: readonly (() => Code)[] = [
    () => block([`if (${e} > 1) `, inside()], ["else ", inside()]),
    () => block([`for (let j = 0; j < 2; j++) `, [`const h = j + ${e};`, ...looped(), `i0 = h;`]]),
    () => block([`for (const v of ${dice.pick(ARRAYS)}.slice(0, 2)) `, [...looped(), `i1 = v;`]]),
    () => block([`for (const v of s0) `, ["i1 += v;", "yield* pause();"]]),
    () => block([`for (const [, v] of m0) `, ["i1 += v;"]]),
    () => block([`while (fuel-- > 0 && ${e} < 3) `, looped()]),
    () => ({ parts: [{ head: "do ", body: looped() }], tail: ` while (fuel-- > 0 && ${e} < 2);` }),
    () =>
      block([`try `, inside()], [`catch (error) `, [`state.log.push(error.message.length);`, ...inside()]]),
    () => block([`try `, inside()], [`finally `, inside()]),
    () => block([`try `, inside()], [`catch `, inside()], [`finally `, inside()]),
    () =>
      block([`outer: for (const j of [0, 1]) `, [...looped(), `if (${e} > 1) continue outer;`, ...looped()]]),
    () =>
      block([
        `switch (${e}) `,
        ["case 0:", ...inside(), "case 1:", ...inside(), "break;", "default:", ...inside()],
      ]),
    () =>
      block([
        `switch (i0) `,
        [`case ${e}:`, ...inside(), "break;", `case ${expression(dice, 1)}:`, ...inside()],
      ]),
    () => block([``, [`let i1 = i0 + ${dice.below(3)};`, ...inside(), `i0 += i1;`]]),
  ];
  return dice.pick(blocks)();
}

const declarations = (copied: string): readonly Code[] => [
  "let fuel = 3;",
  "let i0 = 0, i1 = index;",
  `let a0 = [0, 1], a1 = a0${copied};`,
  `let o0 = { n: 1, list: a1${copied} };`,
  `let t0 = [a0${copied}, a1${copied}];`,
  "const m0 = new Map([[0, 2]]);",
  "const s0 = new Set([1]);",
];

/** What is left at the end, so that all shows. */
const END: readonly Code[] = [
  "state.x = [i0, i1, [...a0], [...a1], o0.n, [...o0.list], t0.map((one) => [...one])];",
  "state.kept = [new Map(m0), new Set(s0)];",
];

/** A program for a seed. */
export function drawProgram(seed: number): Program {
  const dice = diceOf(seed ^ 0x5eed);
  const copied = dice.oneIn(2) ? "" : ".slice()";
  const length = 2 + dice.below(4);
  const code = Array.from({ length }, () => statement({ dice, inLoop: false, copied }, 2));
  return { processes: 1 + dice.below(3), code: [...declarations(copied), ...code, ...END] };
}
