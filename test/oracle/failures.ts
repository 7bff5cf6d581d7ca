/** What may fail, for what price, and what a crash leaves. */
import { isUp, watched, withLocal, withMail, type Moment } from "./configuration.ts";
import { inRounds, isNamed, processesOf, type Tiny, type Who } from "./tiny.ts";

/** The kinds whose budget counts processes, which then are faulty. */
export const BLAMES = new Set([
  "crash",
  "send-omission",
  "receive-omission",
  "omission",
  "byzantine",
  "authenticated-byzantine",
]);

/** The kinds that are refused without a limit. */
const NEEDS_BUDGET = new Set(["duplication", "delay"]);

/** Whether the budget of a kind of failure affords one more at a process. */
export function affords(tiny: Tiny, moment: Moment, { kind, at }: { kind: string; at: number }): boolean {
  const failure = tiny.failures.find((one) => one.kind === kind);
  if (failure === undefined) return false;
  const { budget, whom } = failure;
  const all = processesOf(tiny);
  if (whom !== null && !isNamed(whom, all[at] as Who)) return false;
  if (budget === null) return true;
  if (!BLAMES.has(kind)) return (moment.spent[kind] ?? 0) < budget;
  // Who has failed before anything happens is not counted.
  const inPlace = tiny.begin.filter((one) => one.kind === kind);
  const hasFailed = (number: number): boolean => moment.locals[number]?.faults.includes(kind) === true;
  const others = all.filter((who) => !inPlace.some(({ whom }) => isNamed(whom, who)));
  return hasFailed(at) || others.filter(({ number }) => hasFailed(number)).length < budget;
}

/** The configuration in which one more failure of a kind has happened at a process. */
export function charged(tiny: Tiny, before: Moment, { kind, at }: { kind: string; at: number }): Moment {
  // Who lies is chosen at the beginning, which is no event.
  const detail = kind.startsWith("crash") ? "crash" : "other";
  const moment = kind.endsWith("byzantine") ? before : watched(tiny, before, { kind: "fault", at, detail });
  if (BLAMES.has(kind)) {
    const faults = [...new Set([...(moment.locals[at]?.faults ?? []), kind])].sort();
    return withLocal(moment, at, { faults });
  }
  const budget = tiny.failures.find((one) => one.kind === kind)?.budget;
  if (budget === null || budget === undefined) return moment;
  return { ...moment, spent: { ...moment.spent, [kind]: (moment.spent[kind] ?? 0) + 1 } };
}

/** The configurations after a crash of a process, one for each kind of crash that may strike it. */
export function crashes(tiny: Tiny, moment: Moment, at: number): readonly Moment[] {
  const local = moment.locals[at];
  if (local === undefined || !isUp(local)) return [];
  const stable = processesOf(tiny)[at]?.role.stable ?? [];
  return ["crash", "crash-recovery"].flatMap((kind) => {
    if (!affords(tiny, moment, { kind, at })) return [];
    const stopped = withMail(charged(tiny, moment, { kind, at }), at, []);
    if (kind === "crash")
      return [withLocal(stopped, at, { down: "for ever", cut: false, timers: {}, due: {} })];
    const place = stable.includes("place") ? local.place : null;
    const mark = stable.includes("mark") ? local.mark : null;
    return [withLocal(stopped, at, { down: "for a time", timers: {}, due: {}, place, mark })];
  });
}

/** Whether, and why, a system is none: what docs/models.md says does not go together. */
export function refusal(tiny: Tiny): string | undefined {
  const kinds = tiny.failures.map(({ kind }) => kind);
  const rounds = inRounds(tiny);
  if (new Set(kinds).size < kinds.length) return "a kind is given twice";
  if (tiny.channels === "message-set") {
    if (tiny.timing.kind !== "asynchronous") return "message sets know no time and no rounds";
    const odd = kinds.find((kind) => ["loss", "fair-loss", "duplication", "partition"].includes(kind));
    if (odd !== undefined) return `message sets include ${odd}`;
  }
  if (tiny.hidesSenders) {
    if (tiny.channels === "fifo") return "an order is of the messages of one process";
    if (tiny.capacity !== null) return "the room is for the messages of one process";
    if (kinds.some((kind) => kind.endsWith("byzantine"))) return "a liar would speak in any name";
  }
  if (tiny.capacity !== null) {
    if (rounds) return "in a round everything is received";
    if (tiny.channels === "message-set") return "what stays has no bound";
    if (kinds.some((kind) => kind.endsWith("loss")) && "min" in tiny.timing)
      return "a loss does not say how old";
  }
  if (tiny.begin.some(({ kind }) => kind === "partition") && (rounds || tiny.channels === "message-set"))
    return "there are no partitions";
  const all = processesOf(tiny);
  for (const { kind, budget, whom } of tiny.failures) {
    const many = whom === null ? all.length : all.filter((who) => isNamed(whom, who)).length;
    if (BLAMES.has(kind) && budget !== null && budget > many) return "there are not so many to fail";
  }
  if (kinds.includes("fair-loss") && rounds) return "rounds do not say what comes again";
  if (kinds.includes("fair-loss") && kinds.includes("loss")) return "losses are fair or are not";
  if (kinds.includes("partition") && rounds) return "a round has no moment in which to be cut off";
  if (kinds.includes("delay") && !("min" in tiny.timing)) return "there are no bounds to miss";
  if (kinds.includes("omission") && kinds.some((kind) => /^(send|receive)-omission$/.test(kind)))
    return "omission includes send and receive omission";
  const hasLiars = kinds.some((kind) => kind.endsWith("byzantine"));
  if (rounds && hasLiars && tiny.roles.some(({ isCode }) => isCode)) return "code in rounds hears no liars";
  const comesBack = [...tiny.failures, ...tiny.begin].some(({ kind }) => kind === "crash-recovery");
  if (comesBack && tiny.roles.some((one) => one.forgets && !one.hasRecovery))
    return "who starts anew needs its input";
  if (rounds && hasLiars && tiny.roles.some(({ kept }) => kept.length > 0))
    return "guards in rounds hear no liars";
  const acts = tiny.roles.some(({ own, isCode }) => own.some(({ kind }) => kind === "must" || !isCode));
  if (rounds && acts) return "in rounds nobody acts on its own";
  if (tiny.roles.some(({ kept, hasRound }) => hasRound && kept.length > 0))
    return "who gets all at once keeps nothing back";
  if (kinds.includes("byzantine") && kinds.includes("authenticated-byzantine"))
    return "who can forge is beside who cannot";
  for (const { kind, budget, perRound } of tiny.failures) {
    if (NEEDS_BUDGET.has(kind) && budget === null) return `${kind} needs a budget`;
    if (perRound && BLAMES.has(kind)) return "who has failed has failed for good";
    if (perRound && !rounds) return "there are no rounds";
  }
  return undefined;
}
