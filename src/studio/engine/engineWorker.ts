/**
 * The engine: a worker of an opaque origin, the only place in the browser where author code runs. It answers
 * one request after the other; who waits too long for it ends it, and begins another.
 */
import { at } from "../../base/assert.ts";
import { format } from "../../base/text.ts";
import type { Scene } from "../../diagram/index.ts";
import { propertiesOf, nameOf } from "../../properties/property.ts";
import { formatWithin } from "../../model/system/within.ts";
import { reportOfSearched, systemFor } from "../../host/node/systemRequest.ts";
import type { SystemRequest } from "../../host/node/job.ts";
import {
  formatFailure,
  scheduleOf,
  system,
  UsageError,
  type Protocol,
  type SystemOptions,
} from "../../model/index.ts";
import { formatSchedule } from "../../schedule/index.ts";
import type { Claim } from "../../properties/claim.ts";
import type { Program } from "../compiling/program.ts";
import type {
  ClaimFacts,
  EngineAnswers,
  EngineAsk,
  EngineAsks,
  EngineMessage,
  MomentNews,
  PlayedMoment,
  ProgramFacts,
  SystemFacts,
} from "../conversation.ts";
import { NewsTeller } from "../news.ts";
import { AuthorProgram } from "./authorProgram.ts";
import { choicesOf } from "./choices.ts";
import { graphOf } from "./graphOf.ts";
import { mistakeOf } from "./mistakes.ts";
import { Playing } from "./playing.ts";
import { checkInTab } from "./tabCheck.ts";
import { simulateInTab } from "./tabSimulation.ts";

/** Tells the page something, on a port that nobody stands between, who would have to copy what is said. */
let post: (message: EngineMessage) => void = () => undefined;
// Taken before the language is closed around author code.
const later = globalThis.setTimeout.bind(globalThis);
const breathe = (): Promise<void> => new Promise((resolve) => later(resolve, 0));

/** An engine that is busy says so this often. */
const ALIVE_MS = 300;

/** The parts of a loaded program. */
interface LoadedProgram {
  readonly author: AuthorProgram;
  readonly protocol: Protocol;
  readonly systems: Readonly<Record<string, SystemOptions>>;
}

/** The state of this worker: what was asked last. */
const now: {
  program?: Program;
  loaded?: LoadedProgram;
  playing?: Playing;
  request?: SystemRequest;
  isStopped: boolean;
} = { isStopped: false };

/** Those who tell the page of what is played. */
const tellers = { moment: new NewsTeller<PlayedMoment>(), scene: new NewsTeller<Scene>() };

self.addEventListener(
  "message",
  ({ ports: [port] }) => {
    if (port === undefined) return;
    post = port.postMessage.bind(port);
    port.addEventListener("message", ({ data }: MessageEvent<EngineAsk>) => hear(data));
    port.start();
    // From here on, who waits long waits for author code.
    post({ kind: "alive" });
  },
  { once: true },
);

function hear(asked: EngineAsk): void {
  if (asked.kind === "stop") {
    now.isStopped = true;
    return;
  }
  const { id } = asked;
  answer(asked).then(
    (given) => post({ kind: "answer", id, answer: given }),
    (error: unknown) => post({ kind: "mistake", id, mistake: mistakeOf(error, now.program) }),
  );
}

async function answer({
  kind,
  ask,
}: Exclude<EngineAsk, { kind: "stop" }>): Promise<EngineAnswers[keyof EngineAnswers]> {
  now.isStopped = false;
  return ANSWERS[kind](ask as never);
}

const ANSWERS: {
  readonly [K in keyof EngineAsks]: (ask: EngineAsks[K]) => EngineAnswers[K] | Promise<EngineAnswers[K]>;
} = {
  open: ({ program }) => open(program),
  layOut: ({ system }) => layOut(system),
  choices: () => choicesOf(program(), now.request ?? {}, played().system),
  begin: ({ inputs }) => played().begin(at(played().inputs, inputs)),
  take: ({ moment, event, isCareful }) => seen(played().take(moment, event, isCareful)),
  finish: ({ moment }) => seen(played().finish(moment)),
  preview: ({ moment, event }) => played().preview(moment, event),
  scene: ({ moment }) => tellers.scene.tell(played().scene(moment)),
  moment: ({ moment }) => seen(played().moment(moment)),
  follow({ inputs, events }) {
    let told = performance.now();
    return played().follow(inputs, events, () => {
      if (performance.now() - told < ALIVE_MS) return;
      told = performance.now();
      post({ kind: "alive" });
    });
  },
  schedule({ moment }) {
    const execution = played().execution(moment);
    return {
      text: formatSchedule(played().system, scheduleOf(execution)),
      inputs: execution.inputs.map(format),
    };
  },
  check: (wish) =>
    checkInTab(played().system, {
      wish,
      fresh: () => systemFor(protocolIn(program()), now.request ?? {}).protocol,
      coverage: () => program().author.coverage(),
      isStopped: () => now.isStopped,
      report: (progress, heapBytes) =>
        post({ kind: "checking", progress, ...(heapBytes === undefined ? {} : { heapBytes }) }),
      breathe,
    }),
  simulate: (ask) =>
    simulateInTab(played().system, {
      ask,
      isStopped: () => now.isStopped,
      report: (progress) => post({ kind: "simulating", progress }),
      breathe,
    }),
  alike: ({ moments }) => played().alike(moments),
  graph({ moment }) {
    const { inputs } = played().execution(moment);
    return graphOf(played().heard, inputs, played().walkTo(moment));
  },
};

function program(): LoadedProgram {
  if (now.loaded === undefined) throw new Error("a program is opened first");
  return now.loaded;
}

/** A moment, with its picture. */
function seen(moment: PlayedMoment): MomentNews {
  return { moment: tellers.moment.tell(moment), scene: tellers.scene.tell(played().scene(moment.id)) };
}

function played(): Playing {
  if (now.playing === undefined) throw new Error("a system is laid out first");
  return now.playing;
}

/** A new copy of the program's protocol, and the systems that its file exports. */
function protocolIn({ author }: Pick<LoadedProgram, "author">): Pick<LoadedProgram, "protocol" | "systems"> {
  const exported = author.copy();
  const { default: protocol, systems = {} } = exported as {
    default?: Protocol;
    systems?: LoadedProgram["systems"];
  };
  if (typeof protocol !== "object" || protocol === null || !("roles" in protocol))
    throw new UsageError(
      "The file has no protocol as its default export.",
      "Export it so: export default protocol<Message>()({ name, roles, properties });",
    );
  return { protocol: { ...protocol }, systems };
}

/** Loads a program. @throws whatever it throws */
function open(given: Program): ProgramFacts {
  now.program = given;
  delete now.loaded;
  delete now.playing;
  const author = new AuthorProgram(given);
  const { protocol, systems } = protocolIn({ author });
  now.loaded = { author, protocol, systems };
  const { claims = [] } = author.copy() as { claims?: readonly Claim[] };
  const { name, about, source } = protocol;
  return {
    protocol: name,
    ...(about === undefined ? {} : { about }),
    ...(source === undefined ? {} : { source }),
    systems: Object.keys(systems),
    claims: claims.map((claim) => claimFacts(protocol, claim)),
  };
}

function claimFacts(
  protocol: Protocol,
  { claim, property, verdict, system: options = {} }: Claim,
): ClaimFacts {
  const { topology, channel, timing, failures, begin, memory, within } = system(protocol, options);
  return {
    claim,
    property,
    verdict,
    system: {
      ...(options.processes === undefined ? {} : { processes: options.processes }),
      ...(options.topology === undefined ? {} : { topology: topology.text }),
      ...(options.channels === undefined ? {} : { channels: channel.name }),
      ...(options.timing === undefined ? {} : { timing: timing.text }),
      ...(options.failures === undefined
        ? {}
        : { failures: failures.map(formatFailure).join(",") || "none" }),
      ...(options.begin === undefined ? {} : { begin: begin.map(formatFailure).join(",") || "none" }),
      ...(options.within === undefined ? {} : { within: formatWithin(within) || "none" }),
      ...(options.memory === undefined ? {} : { memory: memory.text }),
      ...(options.inputs === undefined
        ? {}
        : { inputs: options.inputs as NonNullable<SystemRequest["inputs"]> }),
    },
  };
}

/** Lays out a system of the program. @throws UsageError, ProtocolError */
function layOut(request: SystemRequest): SystemFacts {
  now.request = request;
  program().author.forgetReached();
  const made = systemFor(program(), request);
  now.playing = new Playing(made, now.program);
  return {
    report: reportOfSearched(made),
    processes: made.processes.map(({ id, roleName }) => ({ id, role: roleName })),
    properties: propertiesOf(made).map(nameOf),
    inputs: now.playing.inputs.map((vector) => vector.map(format)),
    cutsSteps: made.failures.some(({ kind }) => kind.cutsSteps === true),
  };
}
