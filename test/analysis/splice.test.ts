/** The ring of two copies of three processes, beside one that is made by calling the processes by hand. */
import { describe, expect, test } from "vitest";
import {
  isStuck,
  parseFailures,
  protocol,
  replay,
  role,
  system,
  type Message,
  type Plain,
  type Protocol,
  type System,
} from "lightcone";
import { compareExecutions, splicedExecutions } from "lightcone/analysis";
import informationGathering from "../../zoo/consensus/exponential-information-gathering.ts";
import phaseKing from "../../zoo/consensus/phase-king.ts";

const NAMES = ["p1", "p2", "p3"];

/** A system of three, of whom one may lie. */
function three(protocol: Protocol): System {
  return system(protocol, { processes: { process: 3 }, failures: parseFailures("byzantine:1") });
}

/** A node of the ring, as its role is written: nothing of Lightcone runs it. */
class HandNode {
  decision: Plain | undefined;
  halted = false;
  sent = new Map<string, Message>();
  private readonly state: object;
  private readonly role: { initially: Function; uponRound: Function };
  private readonly context: object;

  constructor(protocol: Protocol, self: string, input: Plain) {
    this.role = protocol.roles["process"] as unknown as HandNode["role"];
    const others = NAMES.filter((name) => name !== self);
    const send = (to: string, message: Message): void => void this.sent.set(to, message);
    this.context = {
      self,
      id: self,
      input,
      index: NAMES.indexOf(self) + 1,
      processes: () => NAMES,
      neighbors: others,
      send,
      broadcast: (message: Message) => others.forEach((to) => send(to, message)),
      decide: (value: Plain) => (this.decision = value),
      halt: () => (this.halted = true),
    };
    this.state = this.role.initially(this.context) as object;
  }

  round(messages: { readonly from: string; readonly message: Message }[]): void {
    if (this.halted) return;
    this.role.uponRound(this.state, messages, this.context);
  }
}

/** The decisions of the six nodes of the ring. */
function decisionsInRing(protocol: Protocol, inputs: readonly [Plain, Plain]): (Plain | undefined)[] {
  const name = (node: number): string => NAMES[node % 3] as string;
  const nodes = [0, 1, 2, 3, 4, 5].map(
    (node) => new HandNode(protocol, name(node), inputs[node < 3 ? 0 : 1]),
  );
  for (let round = 0; round < 20; round++) {
    const sent = nodes.map((node) => node.sent);
    for (const node of nodes) node.sent = new Map();
    for (const [i, node] of nodes.entries()) {
      const neighbors = [(i + 5) % 6, (i + 1) % 6].sort((a, b) => (a % 3) - (b % 3));
      node.round(
        neighbors.flatMap((other) => {
          const message = sent[other]?.get(name(i));
          return message === undefined ? [] : [{ from: name(other), message }];
        }),
      );
    }
  }
  return nodes.map(({ decision }) => decision);
}

describe.each([
  ["information gathering", informationGathering],
  ["the phase king", phaseKing],
] as const)("the ring of two copies of %s", (_title, protocol: Protocol) => {
  test.each([
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const)("comes to what six processes come to that nobody lies to: inputs %i, %i", (one, other) => {
    const here = three(protocol);
    const copies = [one, other].map((input) => NAMES.map(() => input)) as [Plain[], Plain[]];
    const decisions = decisionsInRing(protocol, [one, other]);
    for (const { honest, liar, schedule } of splicedExecutions(here, copies)) {
      const execution = replay(here, schedule);
      if (isStuck(execution)) throw new Error("it is no execution");
      const { locals } = execution.configurations[execution.events.length]!;
      for (const { process, copy } of honest) {
        const number = NAMES.indexOf(process);
        expect(locals[number]?.decision).toEqual(decisions[number + 3 * copy]);
        expect(locals[number]?.decision).toBeDefined();
      }
      expect(locals[NAMES.indexOf(liar)]?.down).toBe("Byzantine");
    }
  });

  test("looks the same to those who are honest in two executions", () => {
    const here = three(protocol);
    const found = splicedExecutions(here, [NAMES.map(() => 0), NAMES.map(() => 1)]);
    const executions = found.map(({ schedule }) => replay(here, schedule));
    for (const [i, shared] of ["p3", "p1"].entries()) {
      const [a, b] = [executions[i], executions[i + 1]];
      if (a === undefined || b === undefined || isStuck(a) || isStuck(b)) throw new Error("no execution");
      const alike = compareExecutions([a, b]);
      expect(alike.find(({ process }) => process === shared)).not.toHaveProperty("difference");
    }
  });
});

const idle = protocol()({
  name: "idle",
  roles: { process: role({ processes: 3, inputs: [0, 1], initially: () => ({}) }) },
});

describe("a ring is refused", () => {
  const inputs = [NAMES.map(() => 0), NAMES.map(() => 1)] as const;
  test.each([
    ["of four", system(phaseKing), "There are 4 processes"],
    ["where nobody lies", system(phaseKing, { processes: { process: 3 }, failures: [] }), "Nobody may lie"],
    [
      "where only one may lie",
      system(phaseKing, { processes: { process: 3 }, failures: parseFailures("byzantine:p2") }),
      "may not lie in this system",
    ],
    ["without rounds", system(idle, { failures: parseFailures("byzantine:1") }), "there are no rounds"],
  ])("%s", (_title, here, told) => {
    expect(() => splicedExecutions(here, inputs)).toThrow(told);
  });
});
