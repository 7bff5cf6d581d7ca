/** An engine as the page has it: a worker in a frame of an opaque origin. */
import type { EngineAnswers, EngineAsk, EngineAsks, EngineMessage, StudioMistake } from "../conversation.ts";

/** Thrown for what author code, or a request, has made wrong. */
export class EngineMistake extends Error {
  readonly mistake: StudioMistake;
  /** Whether the engine was ended, and knows nothing any more. */
  readonly isEnd: boolean;
  constructor(mistake: StudioMistake, isEnd = false) {
    super(mistake.what);
    this.mistake = mistake;
    this.isEnd = isEnd;
  }
}

/** The mistake that an error stands for. */
export function mistakeIn(error: unknown): StudioMistake {
  if (error instanceof EngineMistake) return error.mistake;
  return {
    what: error instanceof Error ? error.message : String(error),
    evidence: [],
    advice: "Please report it.",
  };
}

/** Thrown for a request to an engine that was ended before it answered. */
export class EngineEnded extends Error {}

interface WaitingAnswer {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** The progress that an engine tells. */
type EngineProgress = Exclude<EngineMessage, { kind: "answer" | "mistake" | "alive" }>;

/** The message of a worker that does not run any more. */
interface Died {
  readonly kind: "died";
  readonly what: string;
}

/** An engine that says nothing for so long is taken to be caught in author code. */
const PATIENCE_MS = 5_000;

let engineCode: Promise<string> | undefined;

/** The code of engines, which the page fetches: an opaque origin cannot. */
function codeOfEngine(): Promise<string> {
  return (engineCode ??= fetch("engine.js").then((response) => response.text()));
}

/** An engine. */
export class EngineClient {
  private readonly frame: HTMLIFrameElement;
  private readonly isReady: Promise<void>;
  private port: Promise<MessagePort>;
  private readonly waiting = new Map<number, WaitingAnswer>();
  private next = 1;
  private watch: number | undefined;
  /** The time at which it was last asked, or has said something, in milliseconds. */
  private heardAt = 0;
  /** Whether the engine has said anything: before, it is its code that is loaded, and not the author's. */
  private hasBegun = false;
  /** Gets what the engine tells while it works. */
  onTold: (told: EngineProgress) => void = () => undefined;

  constructor() {
    this.frame = document.createElement("iframe");
    this.frame.title = "Engine";
    this.frame.hidden = true;
    this.frame.src = "sandbox.html";
    this.isReady = new Promise((resolve) => {
      window.addEventListener("message", ({ source, data }: MessageEvent<"ready" | Died>) => {
        if (source !== this.frame.contentWindow) return;
        if (data === "ready") resolve();
        else this.hear(data);
      });
    });
    document.body.append(this.frame);
    this.port = this.start();
  }

  /** Asks the engine. @throws EngineMistake, EngineEnded */
  async ask<K extends keyof EngineAsks>(kind: K, ask: EngineAsks[K]): Promise<EngineAnswers[K]> {
    const port = await this.port;
    const id = this.next++;
    const answer = new Promise<EngineAnswers[K]>((resolve, reject) =>
      this.waiting.set(id, { resolve, reject }),
    );
    port.postMessage({ id, kind, ask } as EngineAsk);
    this.lookAfter();
    return answer;
  }

  /** Asks the engine to end what it does, and to answer with what it has. */
  async stop(): Promise<void> {
    (await this.port).postMessage({ kind: "stop" } satisfies EngineAsk);
  }

  /** Ends the engine, whatever it does, and begins another, which knows nothing. */
  restart(error: Error = new EngineEnded("the engine was ended")): void {
    this.port = this.start();
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }

  private async start(): Promise<MessagePort> {
    this.hasBegun = false;
    const [code] = await Promise.all([codeOfEngine(), this.isReady]);
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", ({ data }: MessageEvent<EngineMessage>) => this.hear(data));
    port1.start();
    this.frame.contentWindow?.postMessage(code, "*", [port2]);
    return port1;
  }

  private hear(message: EngineMessage | Died): void {
    this.hasBegun = true;
    this.lookAfter();
    if (message.kind === "died") return this.restart(new EngineMistake(diedOf(message.what), true));
    if (message.kind === "alive") return;
    if (message.kind === "checking" || message.kind === "simulating") return this.onTold(message);
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.kind === "answer") waiting?.resolve(message.answer as never);
    else waiting?.reject(new EngineMistake(message.mistake));
  }

  /** Ends the engine if it says nothing for too long. */
  private lookAfter(): void {
    this.heardAt = performance.now();
    this.watch ??= window.setTimeout(() => this.look(), PATIENCE_MS);
  }

  private look(): void {
    this.watch = undefined;
    if (this.waiting.size === 0 || !this.hasBegun) return;
    const left = this.heardAt + PATIENCE_MS - performance.now();
    if (left > 0) this.watch = window.setTimeout(() => this.look(), left);
    else this.restart(new EngineMistake(NEVER_RETURNED, true));
  }
}

const NEVER_RETURNED: StudioMistake = {
  what: `Code of the protocol has not returned after ${PATIENCE_MS / 1_000} s.`,
  evidence: [],
  advice: "A step is finite: look for a loop without an end. What you had played is kept.",
};

function diedOf(what: string): StudioMistake {
  const isMemory = /memory/i.test(what);
  return {
    what: isMemory ? "The engine ran out of memory." : `The engine ended: ${what}.`,
    evidence: [],
    advice: "Try a smaller system. What you had played is kept.",
  };
}
