/** The menu of protocols: the zoo's pages, room by room, and one of one's own. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { checkClaim } from "./checkDesk.ts";
import { Dialog } from "./Dialog.tsx";
import { guideChapters, zooEntries, type ZooEntry } from "./experimentSource.ts";
import { openOwn, openZooPage } from "./opening.ts";
import type { Studio } from "./studio.ts";

/** The menu. */
export function ZooMenu({ studio }: { readonly studio: Studio }): JSX.Element {
  const [wanted, setWanted] = useState("");
  const { zoo, program, guide = [] } = studio.state;
  useEffect(() => {
    if (zoo.length === 0) void zooEntries().then((entries) => studio.set({ zoo: entries }));
    if (guide.length === 0) void guideChapters().then((chapters) => studio.set({ guide: chapters }));
  }, []);
  const words = wanted.toLowerCase().split(/\s+/);
  const pages = zoo.filter(({ room, name, about }) => isAbout(`${room} ${name} ${about}`, words));
  const rooms = [...new Set(pages.map(({ room }) => room))];
  const close = (): void => studio.overlay(undefined);
  return (
    <Dialog title="Open a protocol" close={close}>
      <input
        class="filter"
        autofocus
        type="search"
        placeholder="paxos, election, byzantine…"
        aria-label="Search the zoo"
        value={wanted}
        onInput={({ currentTarget }) => setWanted(currentTarget.value)}
      />
      <div class="zoo">
        <button class="zoo-page own" onClick={() => void openOwn(studio)}>
          <b>Begin your own</b>
          <span>A copy of client and server, to be changed as you like.</span>
        </button>
        <Chapters studio={studio} words={words} />
        {rooms.map((room) => (
          <section key={room}>
            <h3 class="meta">{room.replaceAll("-", " ")}</h3>
            {pages
              .filter((page) => page.room === room)
              .map((page) => (
                <ZooPage key={page.name} studio={studio} page={page} isOpen={program?.name === page.name} />
              ))}
          </section>
        ))}
        {zoo.length > 0 && pages.length === 0 && guide.every(({ title }) => !isAbout(title, words)) && (
          <p class="dim">No page of the zoo has "{wanted}" in it.</p>
        )}
      </div>
    </Dialog>
  );
}

/** A page of the zoo, and what it claims: each claim is one click from being checked. */
function ZooPage({
  studio,
  page: { name, about, claims },
  isOpen,
}: {
  readonly studio: Studio;
  readonly page: ZooEntry;
  readonly isOpen: boolean;
}): JSX.Element {
  const open = (): Promise<void> => {
    studio.overlay(undefined);
    return openZooPage(studio, name);
  };
  const check = async (number: number): Promise<void> => {
    await open();
    const claim = studio.state.program?.name === name ? studio.state.facts?.claims[number] : undefined;
    if (claim !== undefined) await checkClaim(studio, claim);
  };
  return (
    <div>
      <button class={isOpen ? "zoo-page on" : "zoo-page"} onClick={() => void open()}>
        <b>{name}</b>
        <span>{about}</span>
      </button>
      {claims.length > 0 && (
        <details class="zoo-claims">
          <summary>{claims.length === 1 ? "1 claim" : `${claims.length} claims`}</summary>
          {claims.map(({ claim, property, verdict }, i) => (
            <button key={claim + property} class="claim" onClick={() => void check(i)}>
              <span>{claim}</span>
              <small>
                <code>{property}</code> {verdict}
              </small>
            </button>
          ))}
        </details>
      )}
    </div>
  );
}

function isAbout(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.toLowerCase().includes(word));
}

/** The chapters of the guide: a course, of which each is read beside the protocols that it plays. */
function Chapters({
  studio,
  words,
}: {
  readonly studio: Studio;
  readonly words: readonly string[];
}): JSX.Element | null {
  const { guide = [] } = studio.state;
  const found = guide.filter(({ title, pages }) => isAbout(`guide ${title} ${pages.join(" ")}`, words));
  if (found.length === 0) return null;
  return (
    <section>
      <h3 class="meta">the guide, in {guide.length} chapters</h3>
      {found.map(({ name, title, pages: [page] }) => (
        <button
          key={name}
          class={studio.state.chapter === name ? "zoo-page on" : "zoo-page"}
          onClick={() => {
            studio.set({ chapter: name, overlay: undefined, panel: "story" });
            if (page !== undefined) void openZooPage(studio, page);
          }}
        >
          <b>{title}</b>
          <span>{page === undefined ? "" : `plays ${page}`}</span>
        </button>
      ))}
    </section>
  );
}
