/** The refusal of code that has no finite, plain state between two steps. */
import type { types as t } from "@babel/core";

/** Thrown for process code that cannot be compiled. */
export class Refused extends Error {
  /** The line of the author's file, from 1, and the column, from 1. */
  readonly line: number;
  readonly column: number;
  readonly advice: string;
  /** The message without the file, which Babel puts in front of it. */
  readonly what: string;

  constructor(node: t.Node, what: string, advice: string) {
    super(what);
    const start = node.loc?.start;
    this.line = start?.line ?? 1;
    this.column = (start?.column ?? 0) + 1;
    this.advice = advice;
    this.what = what;
  }
}
