import type { AdversaryKind } from "./adversary.ts";

/** Takes any enabled event with the same probability. */
export const uniform: AdversaryKind = {
  name: "random",
  about: "any enabled event, each with the same probability",
  begin: ({ situation, random }) => ({
    next: () => situation.enabledAt(random.below(situation.count)),
    choose: (options) => random.below(options.length),
  }),
};
