import { expect, test } from "vitest";
import { protocol } from "../model/system/protocol.ts";
import { role } from "../model/system/role.ts";
import { system, type System } from "../model/system/system.ts";
import { Repetition } from "./repetition.ts";

const idle = system(protocol()({ name: "idle", roles: { process: role({ initially: () => ({}) }) } }));

/** A repetition, with the copies that it has made, and the questions asked of each, in order. */
function repetition() {
  const copies: System[] = [];
  const asked: (readonly [question: number, copy: number])[] = [];
  const made = new Repetition(() => {
    copies.push({ ...idle });
    return copies.at(-1) as System;
  });
  const note = (question: number): void =>
    made.note(({ copy }) => void asked.push([question, copies.indexOf(copy)]));
  return { made, note, asked };
}

/** The number of times that a question is asked of a copy of its own. */
const timesOf = (question: number): number => (question < 16 || question % 8 === 0 ? 6 : 2);

test("the first questions are asked at once, each of a new copy, and again, in both orders", () => {
  const { note, asked } = repetition();
  for (let i = 0; i < 128; i++) note(i);
  expect(asked).toEqual(Array.from({ length: 128 }, (_, i) => new Array(timesOf(i)).fill([i, i])).flat());
});

test("later ones wait for each other; one copy is asked, last first, and the first again", () => {
  const { made, note, asked } = repetition();
  for (let i = 0; i < 132; i++) note(i);
  const singles = Array.from({ length: 128 }, (_, i) => timesOf(i)).reduce((sum, times) => sum + times);
  expect(asked.slice(singles + 5)).toEqual([[130, 129], [129, 129], ...new Array(4).fill([130, 129])]);
  made.flush();
  expect(asked.at(-1)).toEqual([131, 130]);
  expect(asked).toHaveLength(singles + 5 + 6 + 5);
});
