/** The zoo's pages in this package: one file each, in a room (a folder) of zoo/. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./package.ts";

/** A page of the zoo, before it is read. */
export interface ZooPage {
  /** The name of its file, without the ending. */
  readonly name: string;
  readonly room: string;
  /** Absolute. */
  readonly file: string;
}

/** All pages, room by room. */
export function zooPages(): ZooPage[] {
  const zoo = join(packageRoot, "zoo");
  const rooms = readdirSync(zoo, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return rooms.flatMap((room) =>
    readdirSync(join(zoo, room))
      .filter((name) => name.endsWith(".ts") && !/\.(test|d)\.ts$/.test(name))
      .map((name) => name.replace(/\.ts$/, ""))
      .sort()
      .map((name) => ({ name, room, file: join(zoo, room, `${name}.ts`) })),
  );
}
