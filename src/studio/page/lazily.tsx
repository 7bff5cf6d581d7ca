/** Parts of the page that are loaded when they are first seen. */
import type { FunctionComponent, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A component that is loaded when it is first seen. */
export function lazily<P extends object>(
  load: () => Promise<FunctionComponent<P>>,
): (props: P) => JSX.Element | null {
  let known: FunctionComponent<P> | undefined;
  return function Lazy(props: P) {
    const [Part, setPart] = useState<FunctionComponent<P> | undefined>(() => known);
    useEffect(() => {
      if (known !== undefined) return;
      void load().then((part) => {
        known = part;
        setPart(() => part);
      });
    }, []);
    return Part === undefined ? null : <Part {...props} />;
  };
}
