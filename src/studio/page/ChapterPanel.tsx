/** A chapter of the guide, beside the diagram in which its protocols are played. */
import type { JSX, TargetedMouseEvent } from "preact";
import type { Chapter } from "./experimentSource.ts";
import { openZooPage } from "./opening.ts";
import type { Studio } from "./studio.ts";

/** The chapter. */
export function ChapterPanel({
  studio,
  chapter,
}: {
  readonly studio: Studio;
  readonly chapter: Chapter;
}): JSX.Element {
  const { guide = [], program } = studio.state;
  const place = guide.indexOf(chapter);
  const [before, after] = [guide[place - 1], guide[place + 1]];
  const follow = ({ target }: TargetedMouseEvent<HTMLElement>): void => {
    if (!(target instanceof HTMLElement)) return;
    const { page, chapter: other } = target.closest("button")?.dataset ?? {};
    if (page !== undefined) void openZooPage(studio, page);
    if (other !== undefined) studio.set({ chapter: other });
  };
  return (
    <div class="story chapter">
      <h2>{chapter.title}</h2>
      <div class="acts">
        {chapter.pages.map((page) => (
          <button
            key={page}
            class="btn"
            disabled={program?.name === page}
            onClick={() => void openZooPage(studio, page)}
          >
            Play {page}
          </button>
        ))}
      </div>
      {/* The build has made it of the guide; nothing that a reader or a stranger writes is in it. */}
      <div class="text" onClick={follow} dangerouslySetInnerHTML={{ __html: chapter.html }} />
      <div class="acts">
        {before !== undefined && (
          <button class="btn" onClick={() => studio.set({ chapter: before.name })}>
            {before.title}
          </button>
        )}
        {after !== undefined && (
          <button class="btn" onClick={() => studio.set({ chapter: after.name })}>
            {after.title}
          </button>
        )}
        <button class="btn quiet" onClick={() => studio.set({ chapter: undefined })}>
          Close the guide
        </button>
      </div>
    </div>
  );
}
