/**
 * Ambient state: what a handler could read that is neither its state nor its message. While author code
 * runs under `withoutAmbient`, clocks, randomness, timers and the network throw `ForbiddenInHandler`.
 */
import { ForbiddenInHandler } from "../../model/error.ts";

let depth = 0;

/** Runs `body`; whatever ambient state it touches throws. */
export function withoutAmbient<T>(body: () => T): T {
  depth++;
  try {
    return body();
  } finally {
    depth--;
  }
}

/** Functions that answer differently each time, or do something outside, by the object that holds them. */
function ambientFunctions(): readonly (readonly [
  holder: object,
  prefix: string,
  names: readonly string[],
])[] {
  const timers = ["setTimeout", "setInterval", "setImmediate", "fetch"];
  return [
    [globalThis, "", timers],
    [Math, "Math.", ["random"]],
    [Date, "Date.", ["now"]],
    [performance, "performance.", ["now", "mark", "measure"]],
    [crypto, "crypto.", ["randomUUID", "getRandomValues"]],
    [process, "process.", ["hrtime", "uptime", "exit", "abort"]],
    [process.hrtime, "process.hrtime.", ["bigint"]],
  ];
}

/** Puts a guard on ambient state, once for this thread. Outside author code everything works as before. */
export function guardAmbientState(): void {
  for (const [holder, prefix, names] of ambientFunctions()) {
    for (const name of names) guardFunction(holder as Record<string, unknown>, name, `${prefix}${name}()`);
  }
  guardDate();
}

function guardFunction(holder: Record<string, unknown>, name: string, text: string): void {
  const original = holder[name];
  if (typeof original !== "function") return;
  const guarded = new Proxy(original as () => unknown, {
    apply(target, self, parameters) {
      if (depth > 0) throw new ForbiddenInHandler(text);
      return Reflect.apply(target, self === guarded ? target : self, parameters) as unknown;
    },
  });
  Object.defineProperty(holder, name, { value: guarded, configurable: true, writable: true });
}

/** `new Date()` and `Date()` read the clock; `new Date(0)` does not. */
function guardDate(): void {
  const refuse = (text: string): void => {
    if (depth > 0) throw new ForbiddenInHandler(text);
  };
  globalThis.Date = new Proxy(Date, {
    construct(target, parameters, newTarget) {
      if (parameters.length === 0) refuse("new Date()");
      return Reflect.construct(target, parameters, newTarget) as object;
    },
    apply(target, self, parameters) {
      refuse("Date()");
      return Reflect.apply(target, self, parameters) as string;
    },
  });
}
