/** Components that are drawn again only when something that they are given is another thing. */
import type { Component, FunctionComponent, JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { DiagramFrame } from "./diagramPlan.ts";

/** The component, drawn again only when one of its properties is not the same. */
export function memo<P extends object>(Part: FunctionComponent<P>): (props: P) => JSX.Element {
  return function Memo(this: Component<P> | void, props: P) {
    if (this !== undefined) this.shouldComponentUpdate = hasOthers;
    return <Part {...props} />;
  };
}

/** The frame of a plan: the same object, for as long as all in it is the same. */
export function useFrame({ width, columns, numbers, isNarrow }: DiagramFrame): DiagramFrame {
  const frame = { width, columns, numbers, isNarrow };
  return useMemo(() => frame, [JSON.stringify(frame)]);
}

function hasOthers<P extends object>(this: Component<P>, next: Readonly<P>): boolean {
  const before = this.props as Readonly<Record<string, unknown>>;
  const after = next as Readonly<Record<string, unknown>>;
  const names = Object.keys(after);
  return names.length !== Object.keys(before).length || names.some((name) => before[name] !== after[name]);
}
