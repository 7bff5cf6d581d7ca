/** The menu of protocols: the zoo's pages, room by room, and one of one's own. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Dialog } from "./Dialog.tsx";
import { openOwn, openZooPage } from "./opening.ts";
import type { Studio } from "./studio.ts";

/** The menu. */
export function ZooMenu({ studio }: { readonly studio: Studio }): JSX.Element {
  const [wanted, setWanted] = useState("");
  const { zoo, program } = studio.state;
  const words = wanted.toLowerCase().split(/\s+/);
  const pages = zoo.filter(({ room, name, about }) =>
    words.every((word) => `${room} ${name} ${about}`.toLowerCase().includes(word)),
  );
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
        {rooms.map((room) => (
          <section key={room}>
            <h3 class="meta">{room.replaceAll("-", " ")}</h3>
            {pages
              .filter((page) => page.room === room)
              .map(({ name, about }) => (
                <button
                  key={name}
                  class={program?.name === name ? "zoo-page on" : "zoo-page"}
                  onClick={() => {
                    close();
                    void openZooPage(studio, name);
                  }}
                >
                  <b>{name}</b>
                  <span>{about}</span>
                </button>
              ))}
          </section>
        ))}
        {pages.length === 0 && <p class="dim">No page of the zoo has "{wanted}" in it.</p>}
      </div>
    </Dialog>
  );
}
