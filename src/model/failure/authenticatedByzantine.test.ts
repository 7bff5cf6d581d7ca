/** Byzantine processes that cannot forge signatures, sentence by sentence: see docs/semantics.md. */
import { describe, expect, test } from "vitest";
import { ProtocolError } from "../error.ts";
import { formatEvent } from "../event/eventText.ts";
import { extended, withAlphabet, wordsOf } from "../system/alphabet.ts";
import { initialConfiguration, type Configuration } from "../state/configuration.ts";
import { parseEvent } from "../event/parseEvent.ts";
import { check } from "../../explorer/index.ts";
import { protocol } from "../system/protocol.ts";
import { role } from "../system/role.ts";
import type { Message } from "../state/message.ts";
import type { Signed } from "../state/signature.ts";
import { system, type System } from "../system/system.ts";
import { synchronous } from "../timing/index.ts";
import { enabled, settle, step } from "../transition/transition.ts";
import { parseFailures } from "./index.ts";

type Vote = { type: "vote"; vote: Signed<number> };

/** When its timer fires, each process tells p2 its number, signed. */
const voting = protocol<Vote>()({
  name: "voting",
  roles: {
    process: role({
      processes: 3,
      initially: ({ setTimer }) => {
        setTimer("vote");
        return { votes: [] as Signed<number>[] };
      },
      upon: { vote: (state, { vote }) => void state.votes.push(vote) },
      uponTimeout: {
        vote: (_state, { self, index, send, sign }) => {
          if (self !== "p2") send("p2", { type: "vote", vote: sign(index) });
        },
      },
    }),
  },
});

/** All that anybody might say: a vote of each process, and of one that votes for another. */
const words = [1, 2, 3].flatMap((by) =>
  [1, 3].map((value): Message => ({ type: "vote", vote: { signedBy: `p${by}`, value } }) as Message),
);

function systemOf(failures: string, options: object = {}): System {
  const made = system(voting, { failures: parseFailures(failures), ...options });
  const all = words.map((message) => ({ from: "process", to: "process", message }));
  return withAlphabet(made, extended(new Map(), all));
}

/** The configuration after the processes named have turned out Byzantine, and some events. */
function after(here: System, liars: readonly string[], ...lines: string[]): Configuration {
  let now = initialConfiguration(here, [null, null, null]);
  for (const id of liars) {
    while (now.pending[0]?.process !== id) now = step(here, now, enabled(here, now)[0]!);
    now = step(here, now, parseEvent(`${id} is Byzantine`));
  }
  now = settle(here, now).settled;
  return lines.reduce((before, line) => settle(here, step(here, before, parseEvent(line))).settled, now);
}

/** Whose votes p3 forges for p2, and for whom they are. */
function forgeries(here: System, now: Configuration): string[] {
  return enabled(here, now)
    .map(formatEvent)
    .filter((text) => text.startsWith("p3 forges") && text.endsWith("for p2"))
    .map((text) => /signedBy: "(p\d)", value: (\d)/.exec(text)!.slice(1).join(" for "));
}

const here = systemOf("authenticated-byzantine:1");

describe("Byzantine processes", () => {
  test("They sign what they like in their own names.", () => {
    expect(forgeries(here, after(here, ["p3"]))).toEqual(["p3 for 1", "p3 for 3"]);
  });

  test("They sign in their own names what others of their role sign in theirs.", () => {
    const first = protocol<Vote>()({
      name: "first",
      roles: {
        process: role({
          processes: 3,
          initially({ self, send, sign }) {
            if (self === "p1") send("p2", { type: "vote", vote: sign(1) });
            return { votes: [] as Signed<number>[] };
          },
          upon: { vote: (state, { vote }) => void state.votes.push(vote) },
        }),
      },
      properties: {
        onlyFirst: {
          invariant: ({ process }) =>
            process.every(({ state }) => state.votes.every(({ signedBy }) => signedBy === "p1")),
        },
      },
    });
    const lying = system(first, { failures: parseFailures("authenticated-byzantine:p3") });
    const { verdicts } = check(lying, { configurationsMax: 3_000 });
    expect(verdicts).toMatchObject({ onlyFirst: { verdict: "violated" } });
    expect(check(system(first)).verdicts).toMatchObject({ onlyFirst: { verdict: "holds" } });
  });

  test("They sign in their own names what their role passes on with a signature of another.", () => {
    const passing = (isCareful: boolean) =>
      protocol<Vote>()({
        name: "passing",
        roles: {
          leader: role({
            inputs: [0, 1],
            initially({ input, processes, send, sign }) {
              for (const id of processes("follower")) send(id, { type: "vote", vote: sign(Number(input)) });
              return {};
            },
            upon: {},
          }),
          follower: role({
            processes: 2,
            initially: () => ({ believes: null as number | null }),
            upon: {
              vote(state, { vote }, { self, processes, send }) {
                if (state.believes !== null || (isCareful && vote.signedBy !== "leader")) return;
                state.believes = vote.value;
                for (const id of processes("follower")) if (id !== self) send(id, { type: "vote", vote });
              },
            },
          }),
        },
        properties: {
          loyalty: {
            invariant: ({ leader: [leader], follower }) =>
              follower.every(({ state, faulty }) => faulty || [null, leader!.input].includes(state.believes)),
          },
        },
      });
    const verdictOf = (isCareful: boolean) => {
      const failures = parseFailures("authenticated-byzantine:follower1");
      return check(system(passing(isCareful), { failures })).verdicts["loyalty"]?.verdict;
    };
    expect(verdictOf(true)).toBe("holds");
    expect(verdictOf(false)).toBe("violated");
  });

  test("They put their own names in the place of any of several signatures.", () => {
    const nested = (...by: string[]): object =>
      by.reduceRight<object>((value, signedBy) => ({ signedBy, value }), { of: "order" });
    const message = { type: "vote", vote: nested("p2", "p1") } as unknown as Vote;
    const said = wordsOf(here, { kind: "send", process: "p2", to: "p1", message }).map(
      (word) => word.message,
    );
    expect(said).toHaveLength(9);
    expect(said[0]).toBe(message);
    for (const by of ["p1", "p3"]) expect(said).toContainEqual({ type: "vote", vote: nested(by, by) });
  });

  test("They use a signature of another once that has sent it to anybody.", () => {
    const now = after(here, ["p3"], "p1 times out on vote");
    expect(forgeries(here, now)).toEqual(["p1 for 1", "p3 for 1", "p3 for 3"]);
  });

  test("They never change what another has signed.", () => {
    const now = after(here, ["p3"], "p1 times out on vote");
    expect(forgeries(here, now)).not.toContain("p1 for 3");
  });

  test("They sign in each other's names.", () => {
    const two = systemOf("authenticated-byzantine:2");
    expect(forgeries(two, after(two, ["p1", "p3"]))).toEqual([
      "p1 for 1",
      "p1 for 3",
      "p3 for 1",
      "p3 for 3",
    ]);
  });

  test("With `byzantine`, they forge any signature.", () => {
    const careless = systemOf("byzantine:1");
    expect(forgeries(careless, after(careless, ["p3"]))).toHaveLength(words.length);
  });

  test("In a round they know what is sent to be received in it, and nothing that is sent in it.", () => {
    const rounds = systemOf("authenticated-byzantine:1", { timing: synchronous });
    const follow = (from: Configuration, ...lines: string[]): Configuration =>
      lines.reduce((before, line) => step(rounds, before, parseEvent(line)), from);
    const vote = 'vote(vote: {signedBy: "p1", value: 1})';
    const begun = follow(after(rounds, ["p3"]), "a round begins", "p3 withholds its message from p1");
    const during = follow(begun, "p1 times out on vote", `p1 sends ${vote} to p2`);
    expect(forgeries(rounds, during)).toEqual(["p3 for 1", "p3 for 3"]);
    const next = follow(settle(rounds, during).settled, "a round begins", "p3 withholds its message from p1");
    const received = follow(next, `p2 receives ${vote} from p1`);
    expect(forgeries(rounds, received)).toEqual(["p1 for 1", "p3 for 1", "p3 for 3"]);
  });

  test("They are refused beside those who can forge.", () => {
    expect(() => systemOf("byzantine:1,authenticated-byzantine:1")).toThrow("can forge anything");
  });
});

describe("Correct processes", () => {
  const sending = (vote: (self: string) => Signed<number>) =>
    protocol<Vote>()({
      name: "sending",
      roles: {
        process: role({
          processes: 2,
          initially: ({ self, neighbors: [other = ""], send }) => {
            send(other, { type: "vote", vote: vote(self) });
            return {};
          },
          upon: {},
        }),
      },
    });
  const startOf = (vote: (self: string) => Signed<number>): (() => unknown) => {
    const made = system(sending(vote));
    return () => initialConfiguration(made, [null, null]);
  };

  test("A correct process signs in its own name.", () => {
    expect(startOf((self) => ({ signedBy: self, value: 1 }))).not.toThrow();
  });

  test("To sign in the name of another is a mistake of the protocol.", () => {
    const made = startOf(() => ({ signedBy: "p2", value: 1 }));
    expect(made).toThrow(ProtocolError);
    expect(made).toThrow(
      "Process p1 sent vote with a signature of p2 that it has not got.\n" +
        "event: p1 starts\nhandler: roles.process.initially\ninput: null\n" +
        'signed: {signedBy: "p2", value: 1}\n' +
        "Sign with `sign`, in the process's own name; pass on what others have signed as it came.",
    );
  });
});
