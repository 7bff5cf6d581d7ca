/** A link that brings its own program: its source first, and nothing has run. */
import type { JSX } from "preact";
import { CodePanel } from "./CodePanel.tsx";
import { FIRST_PAGE } from "./firstPage.ts";
import { openZooPage, runStranger } from "./opening.ts";
import type { Studio } from "./studio.ts";
import type { OpenProgram } from "./studioState.ts";

/** The program of somebody else, to be read before it runs. */
export function Stranger({
  studio,
  stranger,
}: {
  readonly studio: Studio;
  readonly stranger: OpenProgram;
}): JSX.Element {
  return (
    <main class="stranger">
      <div class="stranger-head">
        <p class="meta">Opened by a link that somebody sent</p>
        <h2 class="serif-title">Read it before you run it.</h2>
        <p class="serif">
          This link brings its own program, <b>{stranger.name}</b>. It has not run. When it does, it can reach
          neither this page nor the network.
        </p>
        <div class="acts">
          <button class="btn pri" onClick={() => void runStranger(studio)}>
            Run it
          </button>
          <button
            class="btn quiet"
            onClick={() => {
              studio.set({ stranger: undefined, edited: undefined });
              void openZooPage(studio, FIRST_PAGE);
            }}
          >
            Open two generals instead
          </button>
        </div>
      </div>
      <CodePanel studio={studio} />
    </main>
  );
}
