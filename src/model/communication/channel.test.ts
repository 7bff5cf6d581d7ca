/** The laws of each kind of channel, on letters that are a sender and a number. */
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { anonymous, channels, fifo, messageSet, unordered, type Channel, type Letters } from "./index.ts";

type Letter = readonly [sender: number, content: number];

const letters: Letters<Letter> = {
  compare: ([p, x], [q, y]) => p - q || x - y,
  sender: ([p]) => p,
};
const sent = fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 10 });

function sendAll(channel: Channel, list: readonly Letter[]): readonly Letter[] {
  return list.reduce<readonly Letter[]>((mailbox, letter) => channel.send(mailbox, letter, letters), []);
}

/** Receives until nothing is left, always the letter that `choose` points at. */
function drain(channel: Channel, list: readonly Letter[], choose: number): Letter[] {
  const received: Letter[] = [];
  let mailbox = sendAll(channel, list);
  for (;;) {
    const receivable = channel.receivable(mailbox, letters);
    const next = receivable[choose % receivable.length];
    if (next === undefined) return received;
    received.push(next.letter);
    mailbox = next.rest;
  }
}

const sorted = (list: readonly Letter[]): Letter[] => list.toSorted(letters.compare);

describe.each([...channels, anonymous(unordered), anonymous(messageSet)])("$name", (channel) => {
  property.prop([sent])("offers each distinct letter once, and leaves the mailbox alone", (list) => {
    const mailbox = Object.freeze([...sendAll(channel, list)]);
    const offered = channel.receivable(mailbox, letters).map(({ letter }) => letter.join());
    expect(new Set(offered).size).toBe(offered.length);
    expect(offered.length > 0).toBe(list.length > 0);
  });

  property.prop([sent, sent])("does not depend on the order in which different senders send", (one, two) => {
    const first = one.map(([, x]): Letter => [0, x]);
    const second = two.map(([, x]): Letter => [1, x]);
    expect(sendAll(channel, [...first, ...second])).toEqual(sendAll(channel, [...second, ...first]));
  });

  property.prop([sent])("does with what is sent and received what its order and keeps say", (list) => {
    const mailbox = sendAll(channel, list);
    const isFirst = (letter: Letter, i: number): boolean =>
      list.findIndex(([sender]) => sender === letter[0]) === i;
    const possible = channel.order === "any" ? list : list.filter(isFirst);
    const receivable = channel.receivable(mailbox, letters);
    expect(new Set(receivable.map(({ letter }) => letter.join()))).toEqual(
      new Set(possible.map((letter) => letter.join())),
    );
    for (const { rest } of receivable) expect(rest.length).toBe(mailbox.length - (channel.keeps ? 0 : 1));
    const isTwice = new Set(list.map((letter) => letter.join())).size < list.length;
    expect(mailbox.length < list.length).toBe(channel.keeps && isTwice);
  });

  test("says what it is", () => {
    expect(channel.about).toMatch(/^\S.*\S$/);
  });
});

describe("unordered", () => {
  property.prop([sent, fc.nat()])("delivers every letter once", (list, choose) => {
    expect(sorted(drain(unordered, list, choose))).toEqual(sorted(list));
  });

  property.prop([sent])(
    "is a multiset: the order of sending does not show, and all may come next",
    (list) => {
      expect(sendAll(unordered, list)).toEqual(sorted(list));
      const next = unordered.receivable(sendAll(unordered, list), letters).map(({ letter }) => letter.join());
      expect(next.toSorted()).toEqual([...new Set(list.map((letter) => letter.join()))].toSorted());
    },
  );

  property.prop([sent])("loses exactly one copy when a letter is received", (list) => {
    const mailbox = sendAll(unordered, list);
    for (const { letter, rest } of unordered.receivable(mailbox, letters)) {
      expect(sorted([...rest, letter])).toEqual(mailbox);
    }
  });
});

describe("fifo", () => {
  property.prop([sent, fc.nat()])("keeps the order of each sender", (list, choose) => {
    const received = drain(fifo, list, choose);
    for (const sender of [0, 1, 2]) {
      expect(received.filter(([p]) => p === sender)).toEqual(list.filter(([p]) => p === sender));
    }
  });

  property.prop([sent])("offers the first letter of each sender", (list) => {
    const next = fifo.receivable(sendAll(fifo, list), letters).map(({ letter }) => letter);
    const firsts = [0, 1, 2].flatMap((sender) => list.filter(([p]) => p === sender).slice(0, 1));
    expect(next).toEqual(firsts);
  });
});

describe("message-set", () => {
  property.prop([sent])("is idempotent: sending again changes nothing", (list) => {
    const mailbox = sendAll(messageSet, list);
    expect(sendAll(messageSet, [...list, ...list])).toEqual(mailbox);
    expect(new Set(mailbox.map((letter) => letter.join())).size).toBe(mailbox.length);
  });

  property.prop([sent])("keeps what is received", (list) => {
    const mailbox = sendAll(messageSet, list);
    for (const { rest } of messageSet.receivable(mailbox, letters)) expect(rest).toEqual(mailbox);
    expect(messageSet.receivable(mailbox, letters).map(({ letter }) => letter)).toEqual(mailbox);
  });
});
