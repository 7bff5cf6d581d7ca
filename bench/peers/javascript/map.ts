/** The search that one would write by hand: breadth first, with a Map from the JSON text of each state. */
import { first, isSafe, next, type World } from "./paxos.ts";

const began = performance.now();
const parents = new Map<string, string | null>([[JSON.stringify(first), null]]);
let level: World[] = [first];
let transitions = 0;
let depth = -1;
let isSafeEverywhere = true;
while (level.length > 0) {
  const found: World[] = [];
  for (const world of level) {
    const text = JSON.stringify(world);
    isSafeEverywhere &&= isSafe(world);
    for (const { value } of next(world)) {
      transitions++;
      const key = JSON.stringify(value);
      if (parents.has(key)) continue;
      parents.set(key, text);
      found.push(value);
    }
  }
  level = found;
  depth++;
}
const seconds = (performance.now() - began) / 1000;
const properties = [{ name: "agreement", verdict: isSafeEverywhere ? "holds" : "violated" }];
console.log(JSON.stringify({ configurations: parents.size, transitions, depth, seconds, properties }));
