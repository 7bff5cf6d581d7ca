#!/usr/bin/env node
/**
 * The program `lightcone`. It says first whether this Node is new enough: so it imports nothing by itself,
 * and is written in what old ones can read.
 */
const NEEDED = [20, 19];

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major > Number(NEEDED[0]) || (major === NEEDED[0] && minor >= Number(NEEDED[1]))) {
  void import("./begin.ts");
} else {
  const [needed, found] = [NEEDED.join("."), process.versions.node];
  process.stderr.write(
    `error: Lightcone needs Node ${needed} or newer, and this is Node ${found}.\n\n` +
      "Install a newer one from nodejs.org, or with the tool that this one came with.\n",
  );
  process.exitCode = 2;
}

export {};
