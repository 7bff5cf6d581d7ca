/** The arrows of a scene: messages that are received, lost, or in transit at the end. */
import { at } from "../base/assert.ts";
import { abridged } from "./characters.ts";
import { briefOf, fateIn, formatMessage, labelOf, type Send } from "../model/index.ts";
import { letterName } from "../model/transition/transit.ts";
import { worded } from "../model/transition/wording.ts";
import { DrawnBefore } from "./drawnBefore.ts";
import { packed } from "./packed.ts";
import type { RowPlan } from "./rows.ts";
import type { Arrow, Row } from "./scene.ts";
import { placeOf, sentIn, spanOf, type Stage } from "./stage.ts";
import type { DrawnSteps, Passage } from "./steps.ts";

/** All arrows, and all rows: those of a plan, and others for what is in transit at the end. */
export function arrowsIn(
  stage: Stage,
  plan: RowPlan,
  transitRowsMax: number,
): { rows: Row[]; arrows: Arrow[] } {
  const transit = transitArrows(stage, plan.rows.length, transitRowsMax);
  const lost = plan.lost.map(({ passage, row }): Arrow => {
    const column = spanOf(stage.execution, stage.whole, passage).to;
    return arrow(stage, passage, { fate: "lost", to: { column, row }, until: passage.lost });
  });
  return {
    rows: [...plan.rows, ...transit.rows],
    arrows: [
      ...stage.whole.passages.flatMap((passage) => travelled(stage, passage)),
      ...lost,
      ...transit.arrows,
    ],
  };
}

/** The arrows of a message that was received, once or several times, as far as they touch what is shown. */
function travelled(stage: Stage, passage: Passage): Arrow[] {
  const { whole, shown } = stage;
  const isShown = (i: number): boolean => shown.has(at(whole.steps, i).number);
  const isLost = (i: number): boolean => {
    const { trigger } = at(whole.steps, i);
    return trigger !== undefined && fateIn(trigger) === "lost";
  };
  return passage.receivers
    .filter((receiver) => isShown(passage.sender) || isShown(receiver))
    .map((receiver) => {
      const { process, number } = at(whole.steps, receiver);
      return arrow(stage, passage, {
        fate: !isShown(receiver) ? "not shown" : isLost(receiver) ? "lost" : "received",
        to: { column: process, row: at(stage.rowOf, receiver) },
        until: number,
      });
    });
}

/** The end of an arrow; `until` is the number of the step in which it ends, if it does. */
type ArrowEnd = Pick<Arrow, "fate" | "to"> & { readonly until: number | undefined };

function arrow(stage: Stage, passage: Passage, { fate, to, until = Infinity }: ArrowEnd): Arrow {
  const { whole } = stage;
  const { number: sent } = at(whole.steps, passage.sender);
  const from = placeOf(stage, passage.sender);
  const overtaken = !whole.inRounds && goesOnBefore(whole, passage.sender, until);
  const texts = textsOf(stage, passage);
  const of = [texts, from.column, from.row, sent, fate, to.column, to.row, overtaken];
  return arrows.recall(sentIn(whole, passage), of, () => ({ ...texts, from, sent, fate, to, overtaken }));
}

const arrows = new DrawnBefore<Send, Arrow>();

/** The texts of a message. */
type ArrowTexts = Pick<Arrow, "label" | "brief" | "message">;

const wordings = new DrawnBefore<Send, ArrowTexts>();

function textsOf({ whole, execution: { names } }: Stage, passage: Passage): ArrowTexts {
  const send = sentIn(whole, passage);
  return wordings.recall(send, [names], () => {
    const { message } = worded(names, send);
    return {
      label: abridged(labelOf(message)),
      brief: abridged(briefOf(message)),
      message: abridged(formatMessage(message)),
    };
  });
}

/** Whether the process that takes a step takes another before the step with a number. */
function goesOnBefore({ steps }: DrawnSteps, sender: number, until: number): boolean {
  const { next } = at(steps, sender);
  return next !== undefined && at(steps, next).number < until;
}

/** The messages in transit at the end: sent, never received, and still in the receiver's mailbox. */
function transitArrows(stage: Stage, firstRow: number, rowsMax: number): { rows: Row[]; arrows: Arrow[] } {
  const waiting = inTransit(stage);
  const spans = waiting.map((passage) => spanOf(stage.execution, stage.whole, passage));
  const { rows, count, more } = packed(spans, rowsMax);
  const arrows = waiting.flatMap((passage, i) => {
    const row = rows[i];
    if (row === undefined) return [];
    const to = { column: at(spans, i).to, row: firstRow + row };
    return [arrow(stage, passage, { fate: "in transit", to, until: undefined })];
  });
  const transit = Array.from({ length: count }, (): Row => ({ kind: "transit" }));
  const rest: Row[] = more === 0 ? [] : [{ kind: "more", count: more, fate: "in transit" }];
  return { rows: [...transit, ...rest], arrows };
}

/** Sends that were never received; of equal ones, no more than the mailbox at the end holds. */
function inTransit(stage: Stage): Passage[] {
  const last = stage.execution.configurations.at(-1);
  const waiting = new Map<string, number>();
  for (const [to, mailbox] of (last?.mailboxes ?? []).entries()) {
    for (const one of mailbox) {
      const letter = letterName(at(stage.execution.processes, to), one);
      waiting.set(letter, (waiting.get(letter) ?? 0) + 1);
    }
  }
  return stage.whole.passages
    .filter(({ receivers, lost }) => receivers.length === 0 && lost === undefined)
    .filter((passage) => {
      const { to, message } = sentIn(stage.whole, passage);
      const sender = at(stage.execution.processes, at(stage.whole.steps, passage.sender).process);
      // Where senders are hidden the oldest letters are received first, and so the youngest are left.
      const names = [sender, undefined].map((from) => letterName(to, { from, message }));
      const letter = names.find((name) => (waiting.get(name) ?? 0) > 0);
      if (letter === undefined) return false;
      waiting.set(letter, (waiting.get(letter) ?? 0) - 1);
      return true;
    });
}
