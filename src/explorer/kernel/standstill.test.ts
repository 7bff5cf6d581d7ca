import { describe, expect, it } from "vitest";
import { check, messageSet, protocol, role, search, system, type Verdict } from "lightcone";

type Word = { type: "ping" } | { type: "mail" };

/** The ways in which a receiver that waits for mail may be busy with what changes nothing. */
interface Busy {
  /** What it is sent, besides mail. */
  readonly sends?: readonly Word["type"][];
  /** What it does about a ping. */
  readonly onPing?: "nothing" | "set the timer" | "remember";
  /** Whether its mail comes as a letter, or as a timer. */
  readonly waitsFor: "mail" | "timer";
  readonly mayIdle?: true;
}

/** What kernel and reference say of whether the receiver has its mail, where messages form a set. */
function verdictsOn({ sends = [], onPing = "nothing", waitsFor, mayIdle }: Busy): readonly Verdict[] {
  const busy = protocol<Word>()({
    name: "busy",
    channels: messageSet,
    roles: {
      sender: role({
        initially({ send }) {
          for (const type of sends) send("receiver", { type });
          if (waitsFor === "mail") send("receiver", { type: "mail" });
          return {};
        },
      }),
      receiver: role({
        initially({ setTimer }) {
          if (waitsFor === "timer") setTimer("mail");
          return { heard: false, pinged: false };
        },
        upon: {
          ping(state, _message, { setTimer }) {
            if (onPing === "set the timer") setTimer("mail");
            if (onPing === "remember") state.pinged = true;
          },
          mail: (state) => void (state.heard = true),
        },
        uponTimeout: { mail: (state) => void (state.heard = true) },
        may: { idle: { while: () => mayIdle === true, do: () => {} } },
      }),
    },
    properties: { heard: { eventually: ({ receiver: [one] }) => one?.state.heard === true } },
  });
  return [check, search].map((judge) => judge(system(busy), {}).verdicts["heard"] as Verdict);
}

/** Both say the same. */
function bothSay(busy: Busy, said: object): void {
  for (const verdict of verdictsOn(busy)) expect(verdict).toMatchObject(said);
}

const AGAIN = { verdict: "holds", assumed: "kept messages come again" };

describe("An execution that stays in one configuration for ever", () => {
  it("pays what is owed, or is none", () => {
    bothSay({ sends: ["ping"], waitsFor: "timer" }, { verdict: "holds" });
    for (const verdict of verdictsOn({ sends: ["ping"], waitsFor: "timer" }))
      expect(verdict).not.toHaveProperty("assumed");
  });

  it("may pay it with the same event that changes nothing", () => {
    const stands = { verdict: "violated", schedule: { cycle: expect.any(Number) } };
    bothSay({ sends: ["ping"], onPing: "set the timer", waitsFor: "timer" }, stands);
  });

  it("is kept from it by a letter only if that is received at some time", () => {
    bothSay({ sends: ["ping"], waitsFor: "mail" }, AGAIN);
    bothSay({ sends: ["ping"], onPing: "remember", waitsFor: "mail" }, AGAIN);
  });

  it("may do what it need not, beside a letter that stays", () => {
    bothSay({ mayIdle: true, waitsFor: "mail" }, AGAIN);
    bothSay({ mayIdle: true, waitsFor: "timer" }, { verdict: "holds" });
  });
});
