/** What Lightcone says of a tiny system: by its kernel and by its reference search. */
import * as lightcone from "lightcone";
import { keepsTime } from "./configuration.ts";
import type { Answer } from "./explore.ts";
import { compiled, evaluate } from "./load.ts";
import { moduleText } from "./source.ts";
import { beginText, failuresText, hasLiars, processesOf } from "./tiny.ts";
import type { Asking, Claim, Saying, Tiny, Who } from "./tiny.ts";
import { SHAPES } from "./nested.ts";
import { isTrue, only, showsDelays, statesOf, type Seen, type Sight } from "./view.ts";

/**
 * The searches of Lightcone: its kernel, the same with what cannot matter left out, and its reference. Those
 * that are unseen are not asked what predicates see, and answer about all claims at once.
 */
export type Engine = "kernel" | "reduced" | "reference" | "kernel, unseen" | "reduced, unseen";

function protocolOf(tiny: Tiny, properties: object): lightcone.Protocol {
  const text = moduleText(tiny, "");
  return evaluate(tiny.roles.some(({ isCode }) => isCode) ? compiled(text) : text, { properties });
}

/** The system. What goes wrong is no part of the protocol: many systems have the same, compiled once. */
function systemOf(tiny: Tiny, properties: object): lightcone.System {
  const failures = lightcone.parseFailures(failuresText(tiny.failures));
  const begin = lightcone.parseFailures(beginText(tiny));
  return lightcone.system(protocolOf({ ...tiny, failures: [], begin: [] }, properties), { failures, begin });
}

/** Views in the oracle's words, each made once: a search shows all configurations through one view. */
const sights = new WeakMap<lightcone.ConfigurationView, Sight>();

/** What a predicate of Lightcone sees, in the oracle's words. Only what is asked for is read. */
function sightOf(tiny: Tiny, view: lightcone.ConfigurationView): Sight {
  const known = sights.get(view);
  if (known !== undefined) return known;
  const sight = sightAnew(tiny, view);
  sights.set(view, sight);
  return sight;
}

function sightAnew(tiny: Tiny, view: lightcone.ConfigurationView): Sight {
  const isCounted = keepsTime(tiny.timing) && tiny.timing.horizon !== null;
  return {
    processes: view.processes.map((one) => seen(tiny, one)),
    get elapsed() {
      return isCounted ? view.elapsed : null;
    },
    get objects() {
      return tiny.objects.map((_, i) => view.objects[`o${i}`] as number);
    },
    get watch() {
      if (tiny.monitor === null) return null;
      return (view.monitors as unknown as { readonly watch: { readonly n: number } }).watch.n;
    },
  };
}

function seen(tiny: Tiny, one: lightcone.ProcessView): Seen {
  const state = one.state as Record<string, number>;
  const variables = {
    get mark() {
      return state["mark"] as number;
    },
    get place() {
      return state["place"] as number;
    },
  };
  const { role } = processesOf(tiny).find(({ id }) => id === one.id) as Who;
  const hasLies = hasLiars(tiny);
  const mayLose = [...tiny.failures, ...tiny.begin].some(({ kind }) => kind === "crash-recovery");
  return {
    get state() {
      // What the variables of a liar are is not said.
      if (hasLies && one.faulty && !one.crashed) return {};
      if (!mayLose || !one.crashed) return variables;
      return Object.fromEntries(Object.entries(state).sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    get input() {
      return role.forgets ? -1 : (one.input as number);
    },
    get decision() {
      return (one.decision ?? null) as number | null;
    },
    get halted() {
      return one.halted;
    },
    get crashed() {
      return one.crashed;
    },
    get faulty() {
      return one.faulty;
    },
    get timers() {
      return [...one.timers].sort();
    },
    get mailbox() {
      return mailboxOf(tiny, one);
    },
  };
}

function mailboxOf(tiny: Tiny, { mailbox, halted }: lightcone.ProcessView): readonly string[] {
  const numbers = new Map(processesOf(tiny).map(({ id, number }) => [id, number]));
  const letters = mailbox.map(({ from = "", message, delay }) => {
    const text = `${from} ${message.type}(${(message as unknown as { n: number }).n})`;
    if (!showsDelays(tiny) || halted || delay === undefined) return { from, text };
    return { from, text: `${text} ${delay.after}-${delay.within}` };
  });
  const bySender = letters.sort((a, b) => (numbers.get(a.from) ?? 0) - (numbers.get(b.from) ?? 0));
  const texts = bySender.map(({ text }) => text);
  return tiny.channels === "fifo" ? texts : texts.sort();
}

/** The parameters of a predicate, from the last: a process comes first where it is asked of each. */
type Asked = [all: lightcone.ConfigurationView, roles: unknown, process?: lightcone.ProcessView];

function numberOf(tiny: Tiny, id: string): number {
  return processesOf(tiny).find((one) => one.id === id)?.number ?? -1;
}

/** What is claimed of steps: after each from where the first is true, the second is. */
function stepAsked(tiny: Tiny, { later, ...first }: Claim): unknown {
  type Look = Pick<lightcone.StepView, "before" | "after">;
  return (before: { readonly id?: string }, _after: unknown, step: Look): boolean => {
    const seen = (all: lightcone.ConfigurationView): Sight => {
      const sight = sightOf(tiny, all);
      return typeof before.id === "string" ? only(numberOf(tiny, before.id), sight) : sight;
    };
    return !isTrue(first, seen(step.before)) || isTrue(later ?? first, seen(step.after));
  };
}

/** Fairness that is asked for as Lightcone's. */
function fairnessOf(asks: readonly Asking[]): object {
  const of = (wanted: Asking["strength"]): object[] =>
    asks.filter(({ strength }) => strength === wanted).map(({ action }) => ({ kind: "may", action }));
  const [justice, compassion] = [of("justice"), of("compassion")];
  return { ...(justice.length > 0 && { justice }), ...(compassion.length > 0 && { compassion }) };
}

/** The claims of a system as Lightcone's properties. */
function claimsOf(tiny: Tiny): object {
  return Object.fromEntries(
    tiny.claims.map((claim, i) => {
      const asked =
        (saying: Saying) =>
        (...given: readonly unknown[]): boolean => {
          const [all, , process] = [...given].reverse() as Asked;
          const sight = sightOf(tiny, all);
          return isTrue(saying, process === undefined ? sight : only(numberOf(tiny, process.id), sight));
        };
      const { later, each, asks } = claim;
      const forEach = {
        ...(each === undefined ? {} : { forEach: each }),
        ...(asks === undefined ? {} : { fairness: fairnessOf(asks) }),
      };
      const both = later === undefined ? asked(claim) : [asked(claim), asked(later)];
      if (claim.kind === "boundedWaiting")
        return [`claim${i}`, { [claim.kind]: [...[both].flat(), claim.times], ...forEach }];
      if (claim.knowing !== undefined) {
        const [given, said] = claim.knowing.map(({ operator, group, isDenied }) => {
          const known = { [operator]: [group.map((number) => processesOf(tiny)[number]?.id), asked(claim)] };
          return isDenied ? { not: known } : known;
        });
        const temporal = { always: { or: [{ not: given }, said] } };
        return [`claim${i}`, { temporal }];
      }
      if (claim.shape !== undefined)
        return [
          `claim${i}`,
          { temporal: SHAPES[claim.shape].formula(asked(claim), asked(later ?? claim)), ...forEach },
        ];
      return [
        `claim${i}`,
        { [claim.kind]: claim.kind === "step" ? stepAsked(tiny, claim) : both, ...forEach },
      ];
    }),
  );
}

/** The names of the properties that a claim has become. */
function namesOf(tiny: Tiny, i: number): string[] {
  const { each, kind } = tiny.claims[i] as Claim;
  if (kind === "deadlockFree") return [`claim${i}`];
  const those = processesOf(tiny).filter(({ role }) => role.name === each);
  return each === undefined ? [`claim${i}`] : those.map(({ id }) => `claim${i}.${id}`);
}

/** What the searches say. @returns undefined if it is too large */
export function answerOf(tiny: Tiny, engine: Engine, limit: number): Answer | undefined {
  try {
    if (engine === "reduced, unseen") return verdictsAtOnce(tiny, limit);
    return engine === "reduced" ? answerInBrief(tiny, limit) : fullAnswer(tiny, engine, limit);
  } catch (error) {
    const isUsage = error instanceof lightcone.UsageError;
    if (!isUsage && !(error instanceof lightcone.ProtocolError)) throw error;
    return { refused: isUsage ? "no system" : "a mistake of the protocol", because: error.message };
  }
}

/** The verdicts where what cannot matter to any claim is left out. */
function verdictsAtOnce(tiny: Tiny, limit: number): Answer | undefined {
  const system = systemOf(tiny, claimsOf(tiny));
  const options = { keepGoing: true, configurationsMax: limit, reduced: true, symmetryMin: 2 };
  const found = lightcone.check(system, options);
  return found.cutoff === undefined ? { verdicts: verdictsIn(tiny, system, found) } : undefined;
}

/** The verdicts on all claims. */
function verdictsIn(
  tiny: Tiny,
  system: lightcone.System,
  { verdicts }: Pick<lightcone.CheckResult, "verdicts">,
): readonly string[] {
  return tiny.claims.map(({ kind }, i) =>
    namesOf(tiny, i)
      .map((name) => verdictText(system, kind, verdicts[name]))
      .join(", "),
  );
}

function fullAnswer(tiny: Tiny, engine: Engine, limit: number): Answer | undefined {
  const sights = new Set<string>();
  // A predicate that reads everything is asked of every configuration in which anything is different.
  const record = (_roles: unknown, all: lightcone.ConfigurationView): boolean => {
    sights.add(JSON.stringify(sightOf(tiny, all)));
    return true;
  };
  const isSeen = engine !== "kernel, unseen";
  const recorded = isSeen ? { record: { invariant: record } } : {};
  const system = systemOf(tiny, { ...claimsOf(tiny), ...recorded });
  const found =
    engine === "reference"
      ? lightcone.search(system, { limits: { configurations: limit } })
      : lightcone.check(system, { keepGoing: true, configurationsMax: limit });
  if (found.cutoff !== undefined) return undefined;
  const { configurations, initial, quiescent, depth, transitions } = found;
  return {
    configurations,
    initial,
    quiescent,
    depth,
    transitions,
    verdicts: verdictsIn(tiny, system, found),
    sights: [...sights].sort(),
  };
}

/**
 * What is found where what cannot matter is left out: each claim by itself, as others may read what could be
 * left out, with few processes interchangeable, too; and the states of all processes, with nobody changing
 * places.
 */
function answerInBrief(tiny: Tiny, limit: number): Answer | undefined {
  const states = new Set<string>();
  const record = (_roles: unknown, all: lightcone.ConfigurationView): boolean => {
    states.add(JSON.stringify(sightOf(tiny, all).processes.map(statesOf)));
    return true;
  };
  const system = systemOf(tiny, { ...claimsOf(tiny), record: { invariant: record } });
  const reduced = (properties: readonly string[], symmetryMin: number): lightcone.CheckResult =>
    lightcone.check(system, {
      keepGoing: true,
      configurationsMax: limit,
      reduced: true,
      properties,
      symmetryMin,
    });
  const all = [reduced(["record"], Infinity)];
  const verdicts = tiny.claims.map(({ kind }, i) => {
    const names = namesOf(tiny, i);
    if (names.length === 0) return "";
    const found = reduced(names, 2);
    all.push(found);
    return names.map((name) => verdictText(system, kind, found.verdicts[name])).join(", ");
  });
  if (all.some(({ cutoff }) => cutoff !== undefined)) return undefined;
  return { verdicts, sights: [...states].sort() };
}

/** How a search is made to say less: by bounds of the protocol, by a limit, by remembering hashes alone. */
export interface Cut {
  readonly within?: lightcone.Protocol["within"];
  readonly options: lightcone.CheckOptions;
}

/** The verdicts of a search that ends early, each claim by itself. @throws ProtocolError UsageError */
export function verdictsOnPart(tiny: Tiny, { within, options }: Cut): readonly string[] {
  const protocol = protocolOf(tiny, claimsOf(tiny));
  const system = lightcone.system(within === undefined ? protocol : { ...protocol, within });
  return tiny.claims.map(({ kind }, i) => {
    const properties = namesOf(tiny, i);
    if (properties.length === 0) return "";
    const { verdicts } = lightcone.check(system, { keepGoing: true, properties, ...options });
    return properties.map((name) => verdictText(system, kind, verdicts[name])).join(", ");
  });
}

function verdictText(system: lightcone.System, kind: string, verdict: lightcone.Verdict | undefined): string {
  if (verdict?.verdict === "holds" && verdict.witness !== undefined) {
    const execution = lightcone.replay(system, verdict.witness);
    return lightcone.isStuck(execution)
      ? "reached in no execution"
      : `holds, after ${lightcone.lengthOf(execution)}`;
  }
  if (verdict?.verdict === "holds") {
    const { assumed } = verdict;
    const kept = "kept messages come again";
    const isAsked = assumed?.startsWith("fairness: ") === true;
    const rest = isAsked ? (assumed.endsWith(kept) ? kept : undefined) : assumed;
    const how = `holds${isAsked ? " as asked" : ""}${rest === undefined ? "" : ` if ${rest}`}`;
    return verdict.isVacuous === true ? `${how}, untested` : how;
  }
  if (verdict?.verdict === "unknown") return `unknown: ${verdict.reason.kind}`;
  if (verdict === undefined) return "none";
  if (verdict.verdict === "unreachable") return "unreachable";
  const { schedule } = verdict;
  const execution = lightcone.replay(system, schedule);
  if (lightcone.isStuck(execution)) return "violated by what is no execution";
  if (kind === "invariant" || kind === "step") return `violated after ${lightcone.lengthOf(execution)}`;
  if (schedule.cycle === undefined) return "violated";
  const [first, last] = [schedule.cycle, -1].map((i) => execution.configurations.at(i));
  if (first === undefined || last === undefined || schedule.cycle >= schedule.events.length)
    return "no cycle";
  const [before, after] = [first, last].map(lightcone.formatConfiguration);
  return before === after ? "violated" : "violated by what is no cycle";
}
