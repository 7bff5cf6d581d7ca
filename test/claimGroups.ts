/** The claims of a page of the zoo by the systems that they are about, and the searches that settle them. */
import { formatFailure, system, type CheckOptions, type Claim, type Protocol, type System } from "lightcone";
import { proveByInduction } from "lightcone/analysis";
import { propertiesOf } from "../src/properties/property.ts";
import { Repetition } from "../src/tables/index.ts";

/** Claims about one system. */
interface Group {
  readonly name: string;
  readonly here: System;
  readonly claims: Claim[];
}

/** The most configurations that a claim says there are; Infinity if there are too many to say. */
export function sizeOf({ claims }: Pick<Group, "claims">): number {
  return Math.max(...claims.map(({ configurations = Infinity }) => configurations));
}

/** The groups of a page that are small enough; at least one. */
export function chosen(groups: readonly Group[], configurationsMax: number): Group[] {
  const max = Math.max(configurationsMax, Math.min(...groups.map(sizeOf)));
  return groups.filter((group) => sizeOf(group) <= max);
}

/**
 * The searches that settle claims about one system. Where configurations are counted, it is one of all;
 * otherwise each violation has one of its own, which ends soon after it, as the whole may be too large.
 */
export function searchesFor(claims: readonly Claim[]): (CheckOptions & { readonly properties: string[] })[] {
  const named = (some: readonly Claim[]): string[] => [...new Set(some.map(({ property }) => property))];
  if (claims.some(({ configurations }) => configurations !== undefined))
    return [{ properties: named(claims), keepGoing: true }];
  const [violated, others] = [true, false].map((is) =>
    named(claims.filter(({ verdict }) => (verdict === "violated") === is)),
  ) as [string[], string[]];
  const searches = [...violated.map((property) => [property]), ...(others.length === 0 ? [] : [others])];
  return searches.map((properties) => ({ properties, reduced: true }));
}

/** The number of facts with which a claim is proved by induction, or what comes of it instead. */
export function factsFor(protocol: Protocol, claim: Claim): number | string {
  const here = system(protocol, claim.system);
  const { outcome, closure } = proveByInduction(here, {
    properties: propertiesOf(here, [claim.property]),
    repetition: new Repetition(() => system(protocol, claim.system)),
    width: 3,
    copiesMax: 3,
    valuesMax: 3_000,
    pulse: () => undefined,
  });
  if (outcome.kind !== "inductive") return outcome.kind;
  return closure?.cut.size === 0 ? outcome.exclusions.length : "beyond the bound";
}

/** The claims, grouped by what they are about, so that each system is searched once. */
export function bySystem(protocol: Protocol, claims: readonly Claim[]): Group[] {
  const groups = new Map<string, Group>();
  for (const claim of claims) {
    const here = system(protocol, claim.system);
    const given = claim.system?.inputs;
    const inputs = given === undefined ? "" : `, inputs ${JSON.stringify(given)}`;
    const name = `${nameOf(here)}${inputs}`;
    const group = groups.get(name) ?? { name, here, claims: [] };
    group.claims.push(claim);
    groups.set(name, group);
  }
  return [...groups.values()];
}

/** What a system is, but for its inputs. */
export function nameOf({ processes, topology, channel, timing, memory, failures }: System): string {
  const ids = processes.map(({ id }) => id).join(" ");
  const failing = failures.map((failure) => ` ${formatFailure(failure)}`).join("");
  return `${ids}, ${topology.text}, ${channel.name}, ${timing.text}, ${memory.text}${failing}`;
}
