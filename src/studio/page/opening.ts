/** Opening programs: what the address says, pages of the zoo, a file that is followed, links of strangers. */
import { clip } from "../../diagram/characters.ts";
import { openFragment, type Experiment } from "../address.ts";
import type { SourceFiles } from "../compiling/program.ts";
import { compiled, followFile, zooProgram, type FollowedFile } from "./experimentSource.ts";
import { FIRST_PAGE, FIRST_SYSTEM } from "./firstPage.ts";
import { FROM_START, type Played, type Studio } from "./studio.ts";
import type { OpenProgram } from "./studioState.ts";

/** Opens what the address says. */
export async function openAddress(studio: Studio): Promise<void> {
  const opened = await openFragment(location.hash);
  switch (opened.kind) {
    case "followed":
      return followFile((file) => void openFollowed(studio, file));
    case "experiment":
      return openExperiment(studio, opened.experiment);
    case "damaged":
      studio.set({ damaged: opened.what });
      return openZooPage(studio, FIRST_PAGE);
    case "nothing":
      return openZooPage(studio, FIRST_PAGE);
  }
}

/** The maximum number of characters of a name that is told. */
const NAME_MAX = 60;

/** Opens a page of the zoo. */
export async function openZooPage(studio: Studio, name: string, played?: Played): Promise<void> {
  const page = await zooProgram(name);
  if (page === undefined) {
    studio.set({ damaged: `The zoo has no page "${clip(name, NAME_MAX)}".`, isBusy: false });
    if (name !== FIRST_PAGE && studio.state.program === undefined) await openZooPage(studio, FIRST_PAGE);
    return;
  }
  const system = name === FIRST_PAGE ? FIRST_SYSTEM : {};
  await studio.run(
    { origin: "zoo", name, files: page.files },
    page.program,
    played ?? { ...FROM_START, system },
  );
}

async function openExperiment(studio: Studio, experiment: Experiment): Promise<void> {
  const { zoo, files, system, events, inputs, eyes } = experiment;
  if (zoo !== undefined) {
    const isPlain = events.length === 0 && Object.keys(system).length === 0;
    const isBare = isPlain && inputs === undefined && eyes === undefined;
    return openZooPage(studio, zoo, isBare ? undefined : experiment);
  }
  if (files === undefined) return;
  const stranger: OpenProgram = { origin: "stranger", name: nameOf(files), files };
  studio.set({ stranger, edited: files, isBusy: false, strangerPlayed: experiment });
}

/** Runs the program of a link, which its reader has looked at. */
export async function runStranger(studio: Studio): Promise<void> {
  const { stranger, strangerPlayed } = studio.state;
  if (stranger === undefined) return;
  studio.set({ stranger: undefined });
  await openFiles(studio, stranger, strangerPlayed);
}

/** Compiles a program and opens it. What cannot be compiled leaves what is played as it is. */
async function openFiles(
  studio: Studio,
  program: OpenProgram,
  played: Played = { ...FROM_START, system: {} },
): Promise<void> {
  const outcome = await compiled(program.files).catch((error: unknown) => error as Error);
  if (outcome instanceof Error) {
    const mistake = {
      what: outcome.message,
      evidence: [],
      advice: "This is a mistake of the studio: report it.",
    };
    return studio.set({ mistake, isBusy: false });
  }
  if (outcome.kind === "mistake") {
    const known = studio.state.program ?? program;
    return studio.set({
      program: known,
      codeMistake: outcome.mistake,
      edited: program.files,
      isBusy: false,
      panel: "code",
    });
  }
  await studio.run(program, outcome.program, played);
}

async function openFollowed(studio: Studio, { name, files, problem }: FollowedFile): Promise<void> {
  if (problem !== undefined) {
    const mistake = { what: problem, evidence: [], advice: "It is looked at again when it is saved." };
    return studio.set({ mistake, isBusy: false, notice: undefined });
  }
  const isFirst = studio.state.program === undefined;
  await openFiles(studio, { origin: "followed", name, files }, isFirst ? undefined : studio.playedNow());
  const isPlayed = studio.state.mistake === undefined && studio.state.codeMistake === undefined;
  if (!isFirst) studio.set({ notice: isPlayed ? `${name} was saved.` : undefined });
}

/** The editor has other text: it is compiled, and what was played is played again with it. */
export async function openEdited(studio: Studio, files: SourceFiles): Promise<void> {
  studio.set({ edited: files });
  const { program } = studio.state;
  if (program === undefined) return;
  const origin = program.origin === "zoo" ? "own" : program.origin;
  await openFiles(studio, { ...program, origin, files }, studio.playedNow());
}

/** The name by which a program is called. */
function nameOf(files: SourceFiles): string {
  const [path = "protocol.ts"] = Object.keys(files);
  return (path.split("/").at(-1) ?? path).replace(/\.[cm]?[jt]s$/, "");
}

/** Opens a small protocol that is the reader's own. */
export async function openOwn(studio: Studio): Promise<void> {
  const page = await zooProgram("client-server");
  if (page === undefined) return;
  const files = Object.fromEntries(
    Object.values(page.files)
      .slice(0, 1)
      .map((text) => ["my-protocol.ts", text]),
  );
  studio.set({ overlay: undefined });
  await openFiles(studio, { origin: "own", name: "my-protocol", files });
  studio.show("code");
}
