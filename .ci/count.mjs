// Prints "N passed, N failed" from vitest's JSON reports, and exits with 1 unless all is well.
// usage: node count.mjs STEPS-FAILED REPORT...
import { readFileSync } from "node:fs";

const [, , stepsFailed, ...files] = process.argv;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, success: false, testResults: [] };
  }
}

/** How many tests of a report passed and failed. A file that cannot be loaded fails without a test of its own. */
function count({ numPassedTests: passed, numFailedTests, success, testResults }) {
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  for (const { name } of brokenFiles) console.log(`failed as a whole: ${name}`);
  return { passed, failed: numFailedTests + brokenFiles.length, success };
}

const counts = files.map((file) => count(read(file)));
const passed = counts.reduce((sum, report) => sum + report.passed, 0);
const testsFailed = counts.reduce((sum, report) => sum + report.failed, 0);
// A run with failed tests is a failed step already.
const otherSteps = Number(stepsFailed) - counts.filter((report) => report.failed > 0).length;
const isAnyMissing = counts.some((report) => !report.success && report.failed === 0);
const failed = testsFailed + Math.max(otherSteps, Number(isAnyMissing));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && counts.every((report) => report.passed > 0) ? 0 : 1;
