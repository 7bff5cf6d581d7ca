/** Walks of which letters are seen, and refinements of one by another. */
import {
  check,
  protocol,
  role,
  search,
  system,
  type Context,
  type Message,
  type Property,
  type Protocol,
  type System,
  type Verdict,
} from "lightcone";
import { expect } from "vitest";

/** Places, the letters that are seen of them, and the places that each leads to. */
export interface Walk {
  readonly looks: readonly string[];
  readonly ways: readonly (readonly number[])[];
  readonly starts: readonly number[];
}

/** A walk of which the letters alone are in the state: the place is the name of a timer, or of none. */
export function walking(
  name: string,
  { looks, ways, starts }: Walk,
  properties: Record<string, unknown> = {},
): Protocol {
  const leads = (place: number): boolean => (ways[place] ?? []).length > 0;
  return protocol()({
    name,
    roles: {
      process: role({
        inputs: [...starts],
        forgetsInput: true,
        initially({ input: place, setTimer }) {
          if (leads(place)) setTimer(`from${place}`);
          return { looks: looks[place] };
        },
        uponTimeout: Object.fromEntries(
          ways.map((next, place) => [
            `from${place}`,
            (state: { looks: string | undefined }, { choose, setTimer }: Context<Message>) => {
              const there = choose([...next]);
              state.looks = looks[there];
              if (leads(there)) setTimer(`from${there}`);
            },
          ]),
        ),
      }),
    },
    properties: properties as Record<string, Property<unknown>>,
  }) as Protocol;
}

/** The roles of a walk, as its map sees them. */
export type Views = { readonly process: readonly { readonly state: { readonly looks: string } }[] };

/** The map that shows the letters. */
export const map = ({ process: [p] }: Views): { p1: object } => ({ p1: { looks: p?.state.looks } });

/** A walk that is to refine another; `fairness`: the executions of the other that count. */
export const refining = (walk: Walk, other: Walk, fairness: { readonly fairness?: "none" } = {}): System =>
  system(
    walking("walk", walk, { asked: { refines: { protocol: walking("other", other), map, ...fairness } } }),
  );

/** What both searches say. */
export function said(made: System): Verdict["verdict"] {
  const [reference, kernel] = [search(made), check(made)].map(({ verdicts }) => verdicts["asked"]!.verdict);
  expect(kernel).toBe(reference);
  return kernel!;
}
