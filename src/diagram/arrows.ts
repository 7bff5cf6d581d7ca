/** The arrows of a scene: messages that are received, lost, or in transit at the end. */
import { at } from "../base/assert.ts";
import { abridged } from "./characters.ts";
import { briefOf, fateIn, formatMessage, labelOf, type Send } from "../model/index.ts";
import { worded } from "../model/transition/wording.ts";
import { DrawnBefore } from "./drawnBefore.ts";
import { packed } from "./packed.ts";
import type { RowPlan } from "./rows.ts";
import type { Arrow, GridPoint, Row, Scene } from "./scene.ts";
import { placeOf, sentIn, spanOf, type Stage } from "./stage.ts";
import type { DrawnSteps, Passage } from "./steps.ts";

/** All arrows. Those of what is in transit at the end have no row yet: see `withTransitRows`. */
export function arrowsIn(stage: Stage, plan: RowPlan): Arrow[] {
  const to = (passage: Passage, row: number): GridPoint => ({
    column: spanOf(stage.execution, stage.whole, passage).to,
    row,
  });
  return [
    ...stage.whole.passages.flatMap((passage) => travelled(stage, passage)),
    ...plan.lost.map(({ passage, row }) =>
      arrow(stage, passage, { fate: "lost", to: to(passage, row), until: passage.lost }),
    ),
    ...inTransit(stage).map((passage) =>
      arrow(stage, passage, { fate: "in transit", to: to(passage, Infinity), until: undefined }),
    ),
  ];
}

/** The scene with rows for what is in transit, below all others; what is in one too many is counted. */
export function withTransitRows(scene: Scene, rowsMax: number): Scene {
  const waiting = scene.arrows.filter(({ fate }) => fate === "in transit");
  const spans = waiting.map(({ from, to }) => ({ from: from.column, to: to.column }));
  const { rows, count, more } = packed(spans, rowsMax);
  const placed = waiting.flatMap((one, i): Arrow[] => {
    const row = rows[i];
    return row === undefined ? [] : [{ ...one, to: { ...one.to, row: scene.rows.length + row } }];
  });
  const transit = Array.from({ length: count }, (): Row => ({ kind: "transit" }));
  const rest: Row[] = more === 0 ? [] : [{ kind: "more", count: more, fate: "in transit" }];
  return {
    ...scene,
    rows: [...scene.rows, ...transit, ...rest],
    arrows: [...scene.arrows.filter(({ fate }) => fate !== "in transit"), ...placed],
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

/** The messages in transit at the end: sent, never received, and not lost. */
function inTransit({ whole }: Stage): Passage[] {
  return whole.passages.filter(
    ({ receivers, lost, isWaiting }) => isWaiting && lost === undefined && receivers.length === 0,
  );
}
