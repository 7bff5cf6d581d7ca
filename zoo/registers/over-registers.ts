/**
 * Messages without a network: code that sends and receives, unchanged, on registers of which each is written
 * by one process and read by one. Here one asks two questions, and the other answers. What was asked is in
 * the register of the one who asks until the other, in a register of its own, says that it has read it;
 * before one writes again, one looks there, so that a register never holds much more than is on its way.
 *
 * Questions and answers keep their order, because these channels are FIFO. In unordered ones the reader may
 * take any of those that are there. What is written stays there when the writer crashes, as a message does
 * that was sent. What becomes of it if nobody says what was read:
 * [over-registers-by-hand](over-registers-by-hand.ts).
 *
 * Source: N. Lynch, Distributed Algorithms (1996), section 17.2.
 */
import { type Claim, fifo, overRegisters, parseFailures, protocol, role, unordered } from "lightcone";

type Message = { type: "question"; number: number } | { type: "answer"; number: number };

const QUESTIONS = [1, 2];

const asking = protocol<Message>()({
  name: "over-registers",
  about: "One asks and another answers, by way of registers with one writer and one reader each.",
  source: "Lynch, Distributed Algorithms, section 17.2",
  channels: fifo,
  roles: {
    asker: role({
      initially({ send, decide }) {
        for (const number of QUESTIONS) send("answerer", { type: "question", number });
        decide("has asked");
        return { answers: [] as number[] };
      },
      upon: { answer: (state, { number }) => void state.answers.push(number) },
    }),
    answerer: role({
      initially: () => ({ answered: 0 }),
      upon: {
        question(state, { number }, { reply }) {
          state.answered++;
          reply({ type: "answer", number });
        },
      },
    }),
  },
  properties: {
    inOrder: {
      invariant: ({ asker: [{ state }] }) => state.answers.every((number, i) => number === i + 1),
    },
    nothingLost: {
      invariant: ({ asker: [asker], answerer: [answerer] }) =>
        asker.state.answers.length + asker.mailbox.length + answerer.mailbox.length === QUESTIONS.length,
    },
    everythingIsAnswered: {
      eventually: ({ asker: [{ state }] }) => state.answers.length === QUESTIONS.length,
    },
    whatWasAskedIsAnswered: {
      eventually: ({ asker: [{ faulty, decision }], answerer: [{ state }] }) =>
        state.answered === QUESTIONS.length || (faulty && decision === undefined),
    },
  },
});

export default overRegisters(asking);

const oneCrashes = { failures: parseFailures("crash:asker") };

export const claims: readonly Claim[] = [
  {
    claim: "Answers come in the order of the questions.",
    property: "inOrder",
    verdict: "holds",
    configurations: 67,
  },
  {
    claim: "Each question, or its answer, is on its way until it is there.",
    property: "nothingLost",
    verdict: "holds",
    configurations: 67,
  },
  {
    claim: "Everything is answered.",
    property: "everythingIsAnswered",
    verdict: "holds",
    configurations: 67,
  },
  {
    claim: "If the registers make unordered channels, one question may overtake the other.",
    system: { channels: unordered },
    property: "inOrder",
    verdict: "violated",
    configurations: 121,
    steps: 6,
  },
  {
    claim: "Neither is lost for that.",
    system: { channels: unordered },
    property: "nothingLost",
    verdict: "holds",
    configurations: 121,
  },
  {
    claim: "What somebody has asked who crashed is in the register, and answered all the same.",
    system: oneCrashes,
    property: "whatWasAskedIsAnswered",
    verdict: "holds",
    configurations: 147,
  },
  {
    claim: "Who crashes may not have asked yet.",
    system: oneCrashes,
    property: "everythingIsAnswered",
    verdict: "violated",
    configurations: 147,
    steps: 1,
  },
];
