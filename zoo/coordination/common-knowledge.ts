/**
 * Why messages that may be lost, or take long, make nothing common knowledge (Halpern and Moses).
 *
 * The first general wants to attack, or does not, and says so only if he does. Each message that arrives
 * is confirmed, up to the third. After the first the second general knows that the other wants to attack.
 * After the second the first knows that he knows it, and after the third the second knows that, too: each
 * message adds one level. To attack together they need all levels at once: that it is *common knowledge*.
 *
 * **It never is.** By induction on the number d of messages that have been received, it is not common
 * knowledge in an execution in which the first general wants to attack.
 *
 * - *d = 0.* The second general has received nothing. He cannot tell the execution from one in which the
 *   first does not want to attack. So he does not know it, and it is not common knowledge.
 * - *d > 0.* Let q receive the last message, from p, and β be the same execution up to there, in which
 *   that message is still under way, or lost. p sees the same in both: nobody tells it what has arrived.
 *   So if it were common knowledge here, p would know that it is, and it would be so in β. There d − 1
 *   messages have been received, and it is not. ∎
 *
 * Nothing in this depends on these generals, nor on how much they remember: p sees the same events in
 * both. And no message has to be lost: it is enough that p does not know whether it has arrived yet.
 *
 * Source: J. Halpern and Y. Moses, Knowledge and Common Knowledge in a Distributed Environment, Journal
 * of the ACM (1990); R. Fagin, J. Halpern, Y. Moses and M. Vardi, Reasoning about Knowledge (1995).
 */
import { type Claim, parseFailures, protocol, role } from "lightcone";

type Message = { type: "attack"; number: number };

/** So many messages go to and fro. */
const LAST = 3;

interface Generals {
  readonly general: readonly [{ readonly input: boolean }, ...unknown[]];
}

const wants = ({ general: [first] }: Generals): boolean => first.input;

const level1 = { knows: ["general2", wants] } as const;
const level2 = { knows: ["general1", level1] } as const;
const level3 = { knows: ["general2", level2] } as const;
const level4 = { knows: ["general1", level3] } as const;
const common = { commonKnowledge: ["general", wants] } as const;

export default protocol<Message>()({
  name: "common-knowledge",
  about: "Two generals confirm each other's messages, and each adds a level of knowledge, and none all.",
  source: "Halpern and Moses, Knowledge and Common Knowledge in a Distributed Environment, 1990",
  roles: {
    general: role({
      processes: 2,
      inputs: [false, true],
      initially: ({ index, input, broadcast }) => {
        if (index === 1 && input) broadcast({ type: "attack", number: 1 });
        return { received: 0 };
      },
      upon: {
        attack(state, { number }, { reply }) {
          state.received = number;
          if (number < LAST) reply({ type: "attack", number: number + 1 });
        },
      },
    }),
  },
  assume: ({ general2 }) => general2 === false,
  properties: {
    neverCommon: { temporal: { always: { not: common } } },
    neverCommonToThoseWhoForgetNothing: {
      temporal: { always: { not: common } },
      remembers: "local schedule",
    },
    firstLevel: { temporal: { implies: [wants, { eventually: level1 }] } },
    thirdLevel: { temporal: { implies: [wants, { eventually: level3 }] } },
    noFourthLevel: { temporal: { always: { not: level4 } } },
  },
});

export const systems = {
  caught: { failures: parseFailures("loss") },
};

export const claims: Claim[] = [
  {
    claim: "Where no message is lost, but each takes as long as it likes, it is never common knowledge.",
    property: "neverCommon",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "If messages may be lost, it never is, either.",
    system: { ...systems.caught },
    property: "neverCommon",
    verdict: "holds",
    configurations: 8,
  },
  {
    claim: "That is so for generals who forget nothing, too.",
    system: { ...systems.caught },
    property: "neverCommonToThoseWhoForgetNothing",
    verdict: "holds",
    configurations: 8,
  },
  {
    claim: "Three messages that arrive give three levels of knowledge.",
    property: "thirdLevel",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "They do not give a fourth.",
    property: "noFourthLevel",
    verdict: "holds",
    configurations: 5,
  },
  {
    claim: "If messages may be lost, not even the first level is sure.",
    system: { ...systems.caught },
    property: "firstLevel",
    verdict: "violated",
    configurations: 8,
    steps: 1,
  },
];
