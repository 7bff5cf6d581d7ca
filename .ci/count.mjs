// Prints "N passed, N failed" from vitest's JSON report, and exits with 1 unless all is well.
// usage: node count.mjs REPORT STEPS-FAILED
import { readFileSync } from "node:fs";

const [, , file, stepsFailed] = process.argv;

function read() {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, success: false, testResults: [] };
  }
}

const { numPassedTests: passed, numFailedTests, success, testResults } = read();
// A file that cannot be loaded fails without any test of its own.
const brokenFiles = testResults.filter(
  ({ status, assertionResults }) =>
    status === "failed" && !assertionResults.some((test) => test.status === "failed"),
);
for (const { name } of brokenFiles) console.log(`failed as a whole: ${name}`);
const testsFailed = numFailedTests + brokenFiles.length;
// A failed run of the tests is one failed step already, unless its failed tests say more.
const otherSteps = Number(stepsFailed) - (testsFailed > 0 ? 1 : 0);
const failed = testsFailed + Math.max(otherSteps, success || testsFailed > 0 ? 0 : 1);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
