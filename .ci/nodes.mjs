// Runs the tests on every line of Node that Lightcone supports, the oldest version of the first included. The
// programs come from npm. What follows the command's name goes to vitest: npm run test:nodes -- src/base
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";

const VERSIONS = ["20.19", "22", "24"];

const platform = { win32: "win" }[process.platform] ?? process.platform;
const holder = `node-${platform}-${process.arch}`;

/** The path of a Node, which is brought if it is not there. */
function programOf(version) {
  const folder = resolve("node_modules/.cache/nodes", version);
  const program = join(folder, "node_modules", holder, "bin", platform === "win" ? "node.exe" : "node");
  if (existsSync(program)) return program;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  run("npm", ["install", "--no-audit", "--no-fund", "--no-save", `${holder}@${version}`], { cwd: folder });
  if (!existsSync(program)) throw new Error(`npm has no Node ${version} for ${platform} on ${process.arch}`);
  return program;
}

function run(command, parameters, options = {}) {
  return spawnSync(command, parameters, { stdio: "inherit", ...options }).status ?? 1;
}

const failed = VERSIONS.filter((version) => {
  const program = programOf(version);
  console.log(`\n== Node ${version}: ${spawnSync(program, ["--version"]).stdout}`);
  // Programs that tests start are found on the path.
  const env = { ...process.env, PATH: `${dirname(program)}${delimiter}${process.env.PATH}` };
  return run(program, ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)], { env }) !== 0;
});
console.log(failed.length === 0 ? "\nAll Nodes pass." : `\nTests fail on Node ${failed.join(", ")}.`);
process.exitCode = failed.length === 0 ? 0 : 1;
