/** Checks and simulations, in an engine of their own, so that play goes on. */
import type { SystemRequest } from "../../host/node/job.ts";
import type { CheckWish, ClaimFacts } from "../conversation.ts";
import type { CheckFindings } from "../findings.ts";
import { EngineClient, EngineEnded, mistakeIn } from "./engineClient.ts";
import type { Studio } from "./studio.ts";
import { USUAL_CHECK } from "./studioState.ts";

let engine: EngineClient | undefined;

let work: Promise<unknown> = Promise.resolve();

/** Does some work for which the engine is needed, after asking what is under way to end. */
export function alone<T>(body: () => Promise<T>): Promise<T> {
  void stopWork();
  const begun = work.then(body);
  work = begun.catch(() => undefined);
  return begun;
}

/** An engine that has the program of the studio, and a system. @throws EngineMistake, EngineEnded */
export async function engineFor(studio: Studio, system: SystemRequest): Promise<EngineClient> {
  const { compiled } = studio;
  if (compiled === undefined) throw new EngineEnded("no program is open");
  const begun = (engine ??= new EngineClient());
  begun.onTold = () => undefined;
  await begun.ask("open", { program: compiled });
  await begun.ask("layOut", { system });
  return begun;
}

/** Checks the system, and tells how it goes; undefined if there is nothing to tell in the end. */
function checkSystem(studio: Studio, wish: CheckWish): Promise<CheckFindings | undefined> {
  return alone(() => checkAlone(studio, wish));
}

async function checkAlone(studio: Studio, wish: CheckWish): Promise<CheckFindings | undefined> {
  studio.set({ check: { kind: "running", rate: 0, bytes: 0 } });
  try {
    const { within } = wish;
    const checker = await engineFor(studio, {
      ...studio.state.request,
      ...(within === undefined ? {} : { within }),
    });
    const began = performance.now();
    checker.onTold = (told) => {
      if (told.kind !== "checking") return;
      const { progress, heapBytes = 0 } = told;
      const rate = (progress.configurations / (performance.now() - began)) * 1_000;
      studio.set({ check: { kind: "running", progress, rate, bytes: Math.max(heapBytes, progress.bytes) } });
    };
    return await checker.ask("check", wish);
  } catch (error) {
    studio.set({
      check: error instanceof EngineEnded ? { kind: "none" } : { kind: "failed", mistake: mistakeIn(error) },
    });
    return undefined;
  }
}

/** Checks the system, and opens the first violation as an execution; ends the check that is under way. */
export async function checkThenOpen(studio: Studio, wish: CheckWish = studio.state.wish): Promise<void> {
  if (studio.state.check.kind === "running") return stopWork();
  studio.show("why");
  const { request } = studio.state;
  const findings = await checkSystem(studio, wish);
  if (findings === undefined) return;
  const isCurrent = JSON.stringify(studio.state.request) === JSON.stringify(request);
  studio.set({ check: isCurrent ? { kind: "done", findings } : { kind: "none" } });
  const violated = findings.properties.find(({ verdict }) => verdict === "violated");
  if (!isCurrent || violated?.verdict !== "violated") return;
  await studio.openSchedule(violated.inputs, violated.events, violated.name);
}

/** Checks a claim, in its system. */
export async function checkClaim(studio: Studio, { property, system }: ClaimFacts): Promise<void> {
  await studio.changeSystem(system);
  await checkThenOpen(studio, { ...USUAL_CHECK, properties: [property] });
}

/** Shows a way to a violation: all of it but the last step. */
export async function showWay(studio: Studio, property: string): Promise<void> {
  const findings = await checkSystem(studio, { ...USUAL_CHECK, properties: [property] });
  const found = findings?.properties.find(({ verdict }) => verdict === "violated");
  studio.set({ check: { kind: "none" }, panel: "story" });
  if (found?.verdict !== "violated") return studio.set({ notice: "There is no way: it holds." });
  await studio.openSchedule(found.inputs, found.events);
  await studio.goBy(-1);
  studio.set({ notice: "One step is left." });
}

/** Asks the check, or the simulation, to end with what it has. */
export async function stopWork(): Promise<void> {
  await engine?.stop();
}

/** Simulates runs of the system; ends the simulation that is under way. */
export async function simulateSystem(studio: Studio, runs: number, seed: number): Promise<void> {
  if (studio.state.simulation.kind === "running") return stopWork();
  studio.show("runs");
  await alone(() => simulateAlone(studio, runs, seed));
}

async function simulateAlone(studio: Studio, runs: number, seed: number): Promise<void> {
  studio.set({ simulation: { kind: "running" } });
  try {
    const runner = await engineFor(studio, studio.state.request);
    runner.onTold = (told) => {
      if (told.kind === "simulating")
        studio.set({ simulation: { kind: "running", progress: told.progress } });
    };
    const { seconds } = studio.state.wish;
    studio.set({
      simulation: { kind: "done", findings: await runner.ask("simulate", { runs, seed, seconds }) },
    });
  } catch (error) {
    studio.set({
      simulation:
        error instanceof EngineEnded ? { kind: "none" } : { kind: "failed", mistake: mistakeIn(error) },
    });
  }
}
