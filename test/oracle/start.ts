/** The beginning of an execution: who lies, what is in place, and what start steps come to. */
import { distinct, isUp, keepsTime, withLocal, type Local, type Moment } from "./configuration.ts";
import { affords, charged } from "./failures.ts";
import { endings, few, FORGOTTEN, startReaction, type Site } from "./steps.ts";
import { isNamed, processesOf, type Tiny, type Who } from "./tiny.ts";
import type { Voices } from "./voices.ts";

/** The initial configurations: for each vector of inputs and liars, each way in which start steps may end. */
export function initials(tiny: Tiny, voices: Voices): readonly Moment[] {
  const all = processesOf(tiny);
  const vectors = combinations(all.map(({ role }) => [...new Set(role.inputs)]));
  const values = combinations(tiny.objects);
  return distinct(
    tiny,
    vectors
      .flatMap((inputs) => values.map((objects) => ({ ...blank(tiny, inputs), objects })))
      .flatMap((one) => withLiars(tiny, one))
      .flatMap((one) => started(tiny, one, voices)),
  );
}

/** All ways to choose one of each. */
function combinations<T>(choices: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return choices.reduce<readonly (readonly T[])[]>(
    (before, options) => before.flatMap((chosen) => options.map((option) => [...chosen, option])),
    [[]],
  );
}

/** Before anybody has taken its start step. */
function blank({ timing, monitor }: Tiny, inputs: readonly number[]): Omit<Moment, "objects"> {
  const isCounted = keepsTime(timing) && timing.horizon !== null;
  const stable = timing.kind !== "gst";
  const nothing = {
    place: 0,
    mark: 0,
    decision: null,
    halted: false,
    down: "",
    faults: [],
    cut: false,
    awaits: null,
    step: null,
    nap: null,
  } as const;
  return {
    locals: inputs.map((input) => ({ ...nothing, input, timers: {}, due: {} })),
    mail: inputs.map(() => []),
    spent: {},
    stable,
    elapsed: isCounted ? (stable ? 0 : -1) : null,
    watch: monitor === null ? null : 0,
  };
}

/** All choices of who is Byzantine, which nobody is who is down from the beginning. */
function withLiars(tiny: Tiny, moment: Moment): readonly Moment[] {
  return ["byzantine", "authenticated-byzantine"].reduce<readonly Moment[]>(
    (moments, kind) =>
      processesOf(tiny).reduce(
        (before, who) =>
          before.flatMap((one) => {
            const at = who.number;
            const isDown = tiny.begin.some((fault) => fault.kind !== "partition" && isNamed(fault.whom, who));
            if (isDown || one.locals[at]?.down !== "" || !affords(tiny, one, { kind, at })) return [one];
            const lying = withLocal(charged(tiny, one, { kind, at }), at, {
              down: "Byzantine",
              ...(who.role.forgets ? { input: FORGOTTEN } : {}),
              place: null,
              mark: null,
            });
            return [one, lying];
          }),
        moments,
      ),
    [moment],
  );
}

/** A process after the faults that are in place, of which the last word is the last in the list. */
function withFaults(tiny: Tiny, moment: Moment, who: Who): Moment {
  return tiny.begin
    .filter(({ whom }) => isNamed(whom, who))
    .reduce((one, { kind }) => {
      const local = one.locals[who.number] as Local;
      const faults = [...new Set([...local.faults, "crash"])].sort();
      if (kind === "crash")
        return withLocal(one, who.number, { down: "for ever", cut: false, timers: {}, faults });
      if (local.down === "for ever" || local.down === "Byzantine") return one;
      if (kind === "partition") return withLocal(one, who.number, { cut: true });
      const { stable } = who.role;
      return withLocal(one, who.number, {
        down: "for a time",
        timers: {},
        place: stable.includes("place") ? local.place : null,
        mark: stable.includes("mark") ? local.mark : null,
      });
    }, moment);
}

/** All who do not lie take their start steps, and then what they send follows, process by process. */
function started(tiny: Tiny, moment: Moment, voices: Voices): readonly Moment[] {
  const sites = processesOf(tiny)
    .map((who): Site => ({ tiny, who, voices }))
    .filter(({ who }) => isUp(moment.locals[who.number] as Local));
  const begun = sites.map((site) => ({ site, ...startReaction(site, moment) }));
  const made = begun.reduce((one, { site, local }) => withLocal(one, site.who.number, local), moment);
  const ready = processesOf(tiny).reduce((one, who) => withFaults(tiny, one, who), made);
  const able = begun.filter(({ site }) => isUp(ready.locals[site.who.number] as Local));
  return able.reduce<readonly Moment[]>(
    (here, { site, effects }) =>
      few(
        tiny,
        here.flatMap((one) => endings(site, one, effects)),
      ),
    [ready],
  );
}
