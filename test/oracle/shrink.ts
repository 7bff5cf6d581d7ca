/**
 * Makes a system smaller as long as something about it stays (delta debugging over the parts of its table).
 */
import type { Access } from "./accesses.ts";
import type { Row, Tiny, TinyRole } from "./tiny.ts";
import type { WatchRow } from "./watching.ts";

/** Whether there is a step in an access, of which `provided` alone is none. */
function isAccess({ first, parts }: Access): boolean {
  const does = parts[0]?.does;
  return first !== "" || (does !== undefined && does !== "provided" && does !== "choose");
}

/** The lists that are a list without one of its elements. */
function without<T>(list: readonly T[]): (readonly T[])[] {
  return list.map((_, i) => [...list.slice(0, i), ...list.slice(i + 1)]);
}

/** The lists that are a list with one element exchanged. */
function exchanged<T>(list: readonly T[], smaller: (one: T) => readonly T[]): (readonly T[])[] {
  return list.flatMap((one, i) =>
    smaller(one).map((other) => [...list.slice(0, i), other, ...list.slice(i + 1)]),
  );
}

/** A list without a half, a quarter, … of its elements: one that is long becomes short in few attempts. */
function withoutMany<T>(list: readonly T[]): (readonly T[])[] {
  const lists: (readonly T[])[] = [];
  for (let size = Math.ceil(list.length / 2); size > 1; size = Math.floor(size / 2)) {
    for (let i = 0; i < list.length; i += size) lists.push([...list.slice(0, i), ...list.slice(i + size)]);
  }
  return lists;
}

function smallerRows(row: Row): readonly Row[] {
  const [deed = { acts: [] }] = row.deeds;
  const { place: _place, mark: _mark, ...actsOnly } = deed;
  return [
    ...(row.options.length > 0 ? row.deeds.map((one) => ({ ...row, options: [], deeds: [one] })) : []),
    ...exchanged(row.deeds, (one) => without(one.acts).map((acts) => ({ ...one, acts }))).map((deeds) => ({
      ...row,
      deeds,
    })),
    ...(deed.mark === undefined
      ? []
      : [{ ...row, deeds: [{ ...actsOnly, ...(deed.place === undefined ? {} : { place: deed.place }) }] }]),
    ...(deed.place === undefined
      ? []
      : [{ ...row, deeds: [{ ...actsOnly, ...(deed.mark === undefined ? {} : { mark: deed.mark }) }] }]),
  ].filter(({ options, deeds }) => options.every((option) => option < deeds.length));
}

function smallerRoles(role: TinyRole): readonly TinyRole[] {
  return [
    ...(role.processes > 1 ? [{ ...role, processes: role.processes - 1 }] : []),
    ...(role.inputs.length > 1 ? role.inputs.map((input) => ({ ...role, inputs: [input] })) : []),
    ...withoutMany(role.rows).map((rows) => ({ ...role, rows })),
    ...without(role.rows).map((rows) => ({ ...role, rows })),
    ...(role.forgets ? [{ ...role, forgets: false }] : []),
    ...(role.hasRound ? [{ ...role, hasRound: false }] : []),
    ...(role.isCode ? [{ ...role, isCode: false, accesses: [], patience: [] }] : []),
    ...without(role.accesses).map((accesses) => ({ ...role, accesses })),
    ...without(role.patience).map((patience) => ({ ...role, patience })),
    ...exchanged(role.accesses, ({ parts, ...one }) =>
      without(parts).map((fewer) => ({ ...one, parts: fewer })),
    ).flatMap((accesses) => (accesses.every(isAccess) ? [{ ...role, accesses }] : [])),
    ...(role.seesLate ? [{ ...role, seesLate: false }] : []),
    ...(role.hasRecovery ? [{ ...role, hasRecovery: false }] : []),
    ...(role.stable.length > 0 ? [{ ...role, stable: [] }] : []),
    ...without(role.own).map((own) => ({ ...role, own })),
    ...(role.kept.length > 0 ? [{ ...role, kept: [] }] : []),
    ...without(role.kept).map((kept) => ({ ...role, kept })),
    ...(role.deaf.length > 0 ? [{ ...role, deaf: [] }] : []),
    ...exchanged(role.rows, smallerRows).map((rows) => ({ ...role, rows })),
  ];
}

/** What a monitor asks of an event, without one of the things that it asks. */
function blunter({ at, peer, detail, ...row }: WatchRow): readonly WatchRow[] {
  const asked = Object.entries({ at, peer, detail }).filter(([, value]) => value !== undefined);
  return without(asked).map((fewer) => ({ ...row, ...Object.fromEntries(fewer) }));
}

function* smaller(tiny: Tiny): Generator<Tiny> {
  for (const failures of without(tiny.failures)) yield { ...tiny, failures };
  for (const claims of [[], ...without(tiny.claims)])
    if (claims.length < tiny.claims.length) yield { ...tiny, claims };
  if (tiny.roles.length > 1) for (const roles of without(tiny.roles)) yield { ...tiny, roles };
  if (tiny.topology !== "complete") yield { ...tiny, topology: "complete", directed: false };
  if (tiny.directed) yield { ...tiny, directed: false };
  for (const [i, values] of tiny.objects.entries())
    if (values.length > 1)
      yield { ...tiny, objects: tiny.objects.map((old, k) => (k === i ? values.slice(0, 1) : old)) };
  if (tiny.monitor !== null) {
    yield { ...tiny, monitor: null };
    for (const monitor of [...withoutMany(tiny.monitor), ...without(tiny.monitor)])
      yield { ...tiny, monitor };
    for (const monitor of exchanged(tiny.monitor, blunter)) yield { ...tiny, monitor };
  }
  if (tiny.self) yield { ...tiny, self: false };
  if (tiny.capacity !== null) yield { ...tiny, capacity: null };
  if (tiny.hidesSenders) yield { ...tiny, hidesSenders: false };
  for (const begin of without(tiny.begin)) yield { ...tiny, begin };
  if (tiny.channels !== "unordered") yield { ...tiny, channels: "unordered" };
  for (const failure of tiny.failures) {
    const others = tiny.failures.filter((one) => one !== failure);
    if (failure.perRound) yield { ...tiny, failures: [...others, { ...failure, perRound: false }] };
    if (failure.whom !== null) yield { ...tiny, failures: [...others, { ...failure, whom: null }] };
    if (failure.budget !== 1) yield { ...tiny, failures: [...others, { ...failure, budget: 1 }] };
  }
  const { timing } = tiny;
  if (timing.kind === "synchronous:in-order") yield { ...tiny, timing: { kind: "synchronous" } };
  if ("min" in timing) {
    if (timing.kind !== "bounded") yield { ...tiny, timing: { ...timing, kind: "bounded" } };
    if (timing.horizon !== null) yield { ...tiny, timing: { ...timing, horizon: null } };
    if (timing.drift !== 0) yield { ...tiny, timing: { ...timing, drift: 0 } };
    if (timing.step > 0) yield { ...tiny, timing: { ...timing, step: timing.step - 1 } };
    if (timing.min > 0) yield { ...tiny, timing: { ...timing, min: timing.min - 1 } };
    if (timing.max > timing.min) yield { ...tiny, timing: { ...timing, max: timing.max - 1 } };
  }
  for (const roles of exchanged(tiny.roles, smallerRoles)) yield { ...tiny, roles };
}

/**
 * A smallest system that can be reached by leaving out one part after the other, and of which `is` is still
 * true.
 */
export function shrink(tiny: Tiny, is: (tiny: Tiny) => boolean): Tiny {
  for (const one of smaller(tiny)) if (is(one)) return shrink(one, is);
  return tiny;
}
