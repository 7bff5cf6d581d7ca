/** The settings with which the types of author code are checked, on the command line and in the studio. */

/** The options whatever the author's own are. */
export const ALWAYS = { noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true };

/** The options of who has none: strict, and of a program that no page and no machine surrounds. */
export const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noFallthroughCasesInSwitch: true,
  target: "es2023",
  lib: ["es2023"],
  module: "esnext",
  moduleResolution: "bundler",
  types: [],
};

/**
 * The declarations of what surrounds handlers at run time, so that the error about using it is the one that
 * teaches.
 */
export const AMBIENT = `declare const console: {
  readonly [method in "log" | "info" | "warn" | "error" | "debug" | "table"]: (...things: unknown[]) => void;
};
declare const performance: { now(): number };
declare const crypto: { randomUUID(): string; getRandomValues<T>(array: T): T };
declare const process: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hrtime: { (): [number, number]; bigint(): bigint };
  exit(code?: number): never;
  uptime(): number;
};
declare function setTimeout(body: (...parameters: never[]) => void, ms?: number): unknown;
declare function setInterval(body: (...parameters: never[]) => void, ms?: number): unknown;
declare function setImmediate(body: (...parameters: never[]) => void): unknown;
declare function clearTimeout(timer: unknown): void;
declare function queueMicrotask(body: () => void): void;
declare function structuredClone<T>(value: T): T;
declare function fetch(resource: string, options?: unknown): Promise<unknown>;
`;
