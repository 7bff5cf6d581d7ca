/** The configurations of TypeScript that one rests on. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** A configuration and those that it extends; undefined if that cannot be told without resolving packages. */
export function configChain(config: string): string[] | undefined {
  const chain = [config];
  for (let at: string | undefined = config; at !== undefined;) {
    const [, base] = /"extends"\s*:\s*"([^"]*)"/.exec(readFileSync(at, "utf8")) ?? [];
    if (base === undefined) return /"extends"/.test(readFileSync(at, "utf8")) ? undefined : chain;
    if (!/^\.{0,2}\//.test(base)) return undefined;
    const path: string = resolve(dirname(at), base);
    at = [path, `${path}.json`].find((candidate) => existsSync(candidate));
    if (at === undefined || chain.includes(at)) return undefined;
    chain.push(at);
  }
  return chain;
}
