/**
 * Small fair transition systems (Z. Manna and A. Pnueli, *The Temporal Logic of Reactive and Concurrent
 * Systems*, 1992) with formulas of linear temporal logic, drawn, and written down for Lightcone and in TLA+.
 */
import fc from "fast-check";

/** A formula: where the process is, or an operator on formulas. */
export type Formula =
  | { readonly operator: "at"; readonly places: readonly number[] }
  | { readonly operator: Unary; readonly parts: readonly [Formula] }
  | { readonly operator: Binary; readonly parts: readonly [Formula, Formula] };

/** Operators on one formula, in TLA+. */
const UNARY = {
  not: "~",
  always: "[]",
  eventually: "<>",
  infinitelyOften: "[]<>",
  eventuallyAlways: "<>[]",
} as const;

/** Operators on two formulas, in TLA+. */
const BINARY = { and: "/\\", or: "\\/", implies: "=>", leadsTo: "~>" } as const;

type Unary = keyof typeof UNARY;
type Binary = keyof typeof BINARY;

const UNARIES = Object.keys(UNARY) as Unary[];
const BINARIES = Object.keys(BINARY) as Binary[];

/** What the process may do: from each place, to one of some others. */
interface Act {
  /** Whether it happens if it stays possible, or if it is possible again and again. */
  readonly fairness: "none" | "justice" | "compassion";
  readonly steps: readonly { readonly from: number; readonly to: readonly number[] }[];
}

/** A process that goes from place to place, beginning in 0, and what is said of all its executions. */
export interface DrawnSystem {
  readonly acts: readonly Act[];
  readonly formulas: readonly Formula[];
}

const PLACES = 5;
const FORMULAS = 3;

const place = fc.nat(PLACES - 1);
const places = fc.uniqueArray(place, { minLength: 1, maxLength: PLACES - 1 });

const step = fc.record({ from: place, to: fc.uniqueArray(place, { minLength: 1, maxLength: 2 }) });

const act: fc.Arbitrary<Act> = fc.record({
  fairness: fc.constantFrom("none", "justice", "compassion"),
  steps: fc.uniqueArray(step, { minLength: 1, maxLength: PLACES, selector: ({ from }) => from }),
});

const { formula } = fc.letrec<{ formula: Formula; at: Formula }>((tie) => ({
  at: fc.record({ operator: fc.constant("at"), places }),
  formula: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("at"),
    fc.record({ operator: fc.constantFrom(...UNARIES), parts: fc.tuple(tie("formula")) }),
    fc.record({ operator: fc.constantFrom(...BINARIES), parts: fc.tuple(tie("formula"), tie("formula")) }),
  ),
}));

/** Formulas that begin with an operator of time, as TLC wants them. */
const property: fc.Arbitrary<Formula> = fc.record({
  operator: fc.constantFrom("always", "eventually", "infinitelyOften", "eventuallyAlways"),
  parts: fc.tuple(formula),
});

const system: fc.Arbitrary<DrawnSystem> = fc.record({
  acts: fc.array(act, { minLength: 1, maxLength: 4 }),
  formulas: fc.array(property, { minLength: FORMULAS, maxLength: FORMULAS }),
});

/** So many systems; the same for the same seed. */
export function drawSystems(count: number, seed: number): DrawnSystem[] {
  return fc.sample(system, { numRuns: count, seed });
}

/** A formula in TLA+. */
export function inTla(drawn: Formula): string {
  if (drawn.operator === "at") return `place \\in {${drawn.places.join(", ")}}`;
  const parts = drawn.parts.map((part) => `(${inTla(part)})`);
  if (parts.length === 1) return `${UNARY[drawn.operator as Unary]}${parts[0]}`;
  return parts.join(` ${BINARY[drawn.operator as Binary]} `);
}

/** A formula as Lightcone reads it. */
function inLightcone(drawn: Formula): string {
  if (drawn.operator === "at") return `at(${drawn.places.join(", ")})`;
  const parts = drawn.parts.map(inLightcone);
  return `{ ${drawn.operator}: ${parts.length === 1 ? parts[0] : `[${parts.join(", ")}]`} }`;
}

function nameOf(number: number): string {
  return `act${number}`;
}

/** A module for TLC, with one of the formulas. Whatever happens changes `flip`, so that nothing stutters. */
export function tlaModule({ acts }: DrawnSystem, asked: Formula): string {
  const actions = acts.map(({ steps }, number) => {
    const ways = steps.map(
      ({ from, to }) => `(place = ${from} /\\ Go("${nameOf(number)}", {${to.join(", ")}}))`,
    );
    return `${nameOf(number)} == ${ways.join(" \\/ ")}`;
  });
  const fair = acts.flatMap(({ fairness }, number) => {
    if (fairness === "none") return [];
    return ` /\\ ${fairness === "justice" ? "WF" : "SF"}_vars(${nameOf(number)})`;
  });
  return [
    "---- MODULE Drawn ----",
    "EXTENDS Naturals",
    "VARIABLES place, last, flip",
    "vars == <<place, last, flip>>",
    `Go(act, to) == place' \\in to /\\ last' = act /\\ flip' = 1 - flip`,
    ...actions,
    `Next == ${acts.map((_, number) => nameOf(number)).join(" \\/ ")}`,
    `Spec == place = 0 /\\ last = "" /\\ flip = 0 /\\ [][Next]_vars${fair.join("")}`,
    `Property == ${inTla(asked)}`,
    "====",
    "",
  ].join("\n");
}

/** A protocol file, with all formulas as properties: `formula0`, `formula1`, … */
export function protocolFile({ acts, formulas }: DrawnSystem): string {
  const may = acts.map(({ steps }, number) => {
    const cases = steps.map(({ from, to }) => `${from}: [${to.join(", ")}]`).join(", ");
    return `        ${nameOf(number)}: going({ ${cases} }),`;
  });
  const asked = (["justice", "compassion"] as const).map((strength) => {
    const names = acts.flatMap(({ fairness }, number) => (fairness === strength ? [nameOf(number)] : []));
    return `${strength}: [${names.map((name) => `{ kind: "may", action: "${name}" }`).join(", ")}]`;
  });
  const fairness = `{ ${asked.filter((text) => !text.endsWith("[]")).join(", ")} }`;
  const properties = formulas.map((one, i) => {
    return `    formula${i}: { temporal: ${inLightcone(one)}${fairness === "{  }" ? "" : ", fairness"} },`;
  });
  return [
    `// @ts-nocheck`,
    `import { protocol, role } from "lightcone";`,
    `const going = (ways) => ({`,
    `  while: ({ place }) => place in ways,`,
    `  do(state, context) { state.place = context.choose(ways[state.place]); },`,
    `});`,
    `const at = (...places) => ({ walker }) => places.includes(walker[0].state.place);`,
    `const fairness = ${fairness};`,
    `export default protocol()({`,
    `  name: "drawn",`,
    `  roles: {`,
    `    walker: role({`,
    `      processes: 1,`,
    `      initially: () => ({ place: 0 }),`,
    `      may: {`,
    ...may,
    `      },`,
    `    }),`,
    `  },`,
    `  properties: {`,
    ...properties,
    `  },`,
    `});`,
    ``,
  ].join("\n");
}
