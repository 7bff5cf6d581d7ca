import { describe, expect, test } from "vitest";
import { canonical } from "../../base/value.ts";
import { distinct } from "../../properties/distinct.ts";
import { fifo, unordered } from "../communication/index.ts";
import { initialConfiguration, inputVectors } from "../state/configuration.ts";
import { ProtocolError, UsageError } from "../error.ts";
import { protocol, type Protocol } from "./protocol.ts";
import { role } from "./role.ts";
import { system, type SystemOptions } from "./system.ts";
import { edges, grid, hypercube, parseTopology, ring, star, type Topology } from "./topology.ts";

type Message = { type: "ping" };

const office = protocol<Message>()({
  name: "office",
  roles: {
    boss: role({ initially: () => ({}) }),
    clerk: role({ processes: 2, inputs: ({ index, count }) => [index, count], initially: () => ({}) }),
  },
});

const club = protocol<Message>()({
  name: "club",
  roles: { process: role({ processes: 3, inputs: [0, 1], initially: () => ({}) }) },
});

describe("the size of a topology and the number of processes", () => {
  const sized = [edges([[1, 2]]), grid(2, 3), hypercube(3), parseTopology("ring:5"), parseTopology("line:2")];
  const society = (topology: Topology, processes?: number): Protocol =>
    protocol<Message>()({
      name: "society",
      topology,
      roles: { member: role({ ...(processes === undefined ? {} : { processes }), initially: () => ({}) }) },
    }) as unknown as Protocol;

  test.each(sized.map((topology) => [topology.text, topology] as const))("%s", (text, topology) => {
    const { size = 0 } = topology;
    expect(system(society(topology)).processes.length).toBe(size);
    expect(system(society(topology, size)).processes.length).toBe(size);
    for (const other of [1, size + 1]) {
      expect(() => system(society(topology, other))).toThrow(
        new UsageError(
          `In the file, role "member" has ${other} processes, and topology ${text} is for ${size}.`,
          "Give both the same number, or leave one of them out.",
        ),
      );
      // What is asked for wins over what the file says, and may not contradict itself.
      expect(system(society(ring(), other), { topology }).processes.length).toBe(size);
      expect(system(society(topology, other), { processes: { member: size } }).processes.length).toBe(size);
      expect(system(society(topology, other), { topology: star() }).processes.length).toBe(other);
      for (const options of [{}, { topology }])
        expect(() => system(society(topology), { ...options, processes: { member: other } })).toThrow(
          `The topology ${text} is for ${size} processes, and the system has ${other}.`,
        );
    }
  });

  test("of several roles, all processes count", () => {
    const { roles } = office as unknown as Protocol;
    const pair = { name: "pair", roles, topology: edges([[1, 2]]) };
    expect(() => system(pair)).toThrow("The topology edges:1-2 is for 2 processes, and the system has 3.");
    expect(system(pair, { processes: { clerk: 1 } }).processes.length).toBe(2);
  });
});

function malformed(problem: string): ProtocolError {
  const what = `The protocol is malformed: ${problem}.`;
  return new ProtocolError("bad-protocol", what, [], "docs/guide.md says what a protocol looks like.");
}

describe("a system", () => {
  test("lays out its processes role by role", () => {
    const here = system(office);
    expect(here.processes.map(({ number, id, index }) => [number, id, index])).toEqual([
      [0, "boss", 1],
      [1, "clerk1", 1],
      [2, "clerk2", 2],
    ]);
    expect(here.processes.map(({ neighbors }) => neighbors.join(" "))).toEqual([
      "clerk1 clerk2",
      "boss clerk2",
      "boss clerk1",
    ]);
    expect(here.roles).toEqual({ boss: ["boss"], clerk: ["clerk1", "clerk2"] });
    expect([...here.numbers]).toEqual([
      ["boss", 0],
      ["clerk1", 1],
      ["clerk2", 2],
    ]);
    expect([here.topology.text, here.channel]).toEqual(["complete", unordered]);
  });

  test("takes what is asked for in place of the protocol's own", () => {
    const here = system(office, { processes: { clerk: 1 }, topology: star(), channels: fifo });
    expect(here.processes.map(({ id }) => id)).toEqual(["boss", "clerk"]);
    expect([here.topology.text, here.channel]).toEqual(["star", fifo]);
    expect(system(club, { topology: grid(2, 2) }).processes.length).toBe(4);
  });

  test("has inputs by process, by role, or the protocol's own, each once", () => {
    const inputs = (options: SystemOptions): unknown => system(club, options).processes.map((p) => p.inputs);
    expect(inputs({})).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(inputs({ inputs: { process: [2, 2], p3: [0, 0] } })).toEqual([[2], [2], [0]]);
    expect(system(office).processes.map((process) => process.inputs)).toEqual([[null], [1, 2], [2]]);
  });

  test.each<[SystemOptions, string, string]>([
    [{ processes: { acceptor: 1 } }, 'Protocol "office" has no role "acceptor".', "Its roles: boss, clerk."],
    [
      { processes: { clerk: 0 } },
      'Role "clerk" cannot have 0 processes.',
      "Give a whole number from 1 to 100000.",
    ],
    [
      { processes: { clerk: "3" as unknown as number } },
      'Role "clerk" cannot have "3" processes.',
      "Give a whole number from 1 to 100000.",
    ],
    [
      { processes: { clerk: 1.5 } },
      'Role "clerk" cannot have 1.5 processes.',
      "Give a whole number from 1 to 100000.",
    ],
    [
      { topology: grid(2, 2) },
      "The topology grid:2x2 is for 4 processes, and the system has 3.",
      "Give both the same number, or leave one of them out.",
    ],
    [
      { inputs: { clerk3: [1] } },
      'There is no role or process "clerk3" to give inputs to.',
      "There are: boss, clerk, clerk1, clerk2.",
    ],
  ])("refuses options that do not fit: case %#", (options, what, advice) => {
    expect(() => system(office, options)).toThrow(expect.objectContaining({ what, advice }));
  });
});

const initially = (): object => ({});

test.each<[unknown, string]>([
  [null, "it is null"],
  [7, "it is a number"],
  [{}, "it has no name"],
  [{ name: "x" }, "it has no roles"],
  [{ name: "x", roles: {} }, "it has no role"],
  [
    { name: "x", roles: { "a b": { initially } } },
    '"a b" cannot name a role (letters, digits, _ and -, a letter first)',
  ],
  [{ name: "x", roles: { a: 1 } }, "role a is not an object"],
  [{ name: "x", roles: { a: {} } }, 'role a has no function "initially"'],
  [{ name: "x", roles: { a: { initially, upon: 1 } } }, '"upon" of role a is not an object'],
  [{ name: "x", roles: { a: { initially, upon: { m: 1 } } } }, '"upon.m" of role a is not a function'],
  [
    { name: "x", roles: { a: { initially, uponTimeout: { t: null } } } },
    '"uponTimeout.t" of role a is not a function',
  ],
  [
    { name: "x", roles: { a: { initially, processes: 2 }, a1: { initially } } },
    "two processes have the same id, among a1, a2, a1",
  ],
  [
    { name: "x", roles: { a: { initially, inputs: [] } } },
    "the inputs of a are not a list of at least one value",
  ],
  [
    { name: "x", roles: { a: { initially, inputs: [{ b: undefined }] } } },
    "an input of a is not plain: .b is undefined (say null)",
  ],
  [
    { name: "x", roles: { a: { initially } }, timing: "synchronous" },
    '`timing` is "synchronous"; it is written synchronous or parseTiming("synchronous")',
  ],
  [
    { name: "x", roles: { a: { initially } }, failures: ["crash:1"] },
    '`failures` is a value of another kind; it is written parseFailures("crash:1")',
  ],
  [
    { name: "x", roles: { a: { initially } }, channels: {} },
    '`channels` is a value of another kind; it is written fifo or parseChannels("fifo")',
  ],
  [
    {
      name: "x",
      roles: {
        a: {
          initially,
          inputs: () => {
            throw new Error("no");
          },
        },
      },
    },
    'the function "inputs" threw an error for a (Error: no)',
  ],
])("a malformed protocol says how: case %#", (definition, problem) => {
  expect(() => system(definition as Protocol)).toThrow(malformed(problem));
});

describe("the vectors of inputs", () => {
  test("are all combinations, the last process first", () => {
    const here = system(club, { processes: { process: 2 }, topology: ring() });
    expect([...inputVectors(here)]).toEqual([
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    const [first] = [...inputVectors(here)].map((inputs) => initialConfiguration(here, inputs));
    expect(first?.locals[0]).toEqual({ input: 0, state: {}, timers: [], halted: false });
  });

  test("are those that `assume` allows", () => {
    const here = system({ ...club, assume: distinct }, { inputs: { process: [0, 1, 2] } });
    expect([...inputVectors(here)].map((inputs) => inputs.join(""))).toEqual([
      "012",
      "021",
      "102",
      "120",
      "201",
      "210",
    ]);
  });

  test.each<[NonNullable<Protocol["assume"]>, string]>([
    [distinct, '"assume" allows no inputs at all; it was asked about p1 (0, 1), p2 (0, 1), p3 (0, 1)'],
    [() => "true" as never, '"assume" answered "true", not true or false, for {p1: 0, p2: 0, p3: 0}'],
    [() => 1 as never, '"assume" answered 1, not true or false, for {p1: 0, p2: 0, p3: 0}'],
    [
      () => {
        throw new Error("no");
      },
      '"assume" threw an error for the inputs {p1: 0, p2: 0, p3: 0} (Error: no)',
    ],
  ])("say what is wrong with `assume`: case %#", (assume, problem) => {
    const here = system({ ...club, assume });
    expect(() => [...inputVectors(here)]).toThrow(malformed(problem));
  });
});

test("inputs are distinct if no two are equal by value", () => {
  expect(distinct({}, {})).toBe(true);
  expect(distinct({ p1: 1, p2: "1", p3: 1n }, {})).toBe(true);
  expect(distinct({ p1: canonical({ a: 1, b: 2 }), p2: canonical({ b: 2, a: 1 }) }, {})).toBe(false);
});
