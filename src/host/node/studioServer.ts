/**
 * The server of the studio: on the loopback interface only, for pages of this very server, and of nothing
 * but the site and the file that it follows.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { existsSync, readFileSync, unwatchFile, watchFile } from "node:fs";
import { basename, extname, join, relative, resolve, sep } from "node:path";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { UsageError } from "../../model/error.ts";
import { Grounds } from "./grounds.ts";
import { GIVEN_NAMESPACE } from "./imports.ts";
import { buildOptions } from "./bundle.ts";
import { packageRoot } from "./package.ts";
import { watchImports } from "./watchFile.ts";

/** The studio, as it is served. */
interface ServedStudio {
  readonly url: string;
  close(): Promise<void>;
}

/** The file that a studio follows, as its page gets it. */
interface FollowedSources {
  /** The name by which it is called. */
  readonly name: string;
  /** Its own text, and those of the files that it imports, by path. */
  readonly files: Readonly<Record<string, string>>;
  readonly problem?: string;
}

/** The interface of this machine that no other machine reaches. */
const LOOPBACK = "127.0.0.1";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** Serves the studio. @param file the protocol file that it follows, absolute @throws UsageError */
export async function serveStudio(file: string | undefined, port: number): Promise<ServedStudio> {
  const site = join(packageRoot, "dist", "studio");
  if (!existsSync(join(site, "index.html")))
    throw new UsageError("The studio has not been built.", "Build it in the clone: npm run build");
  const follower = file === undefined ? undefined : new Follower(file);
  const server = createServer((request, response) => answer({ request, response, site, follower }));
  await listening(server, port);
  const { port: own } = server.address() as AddressInfo;
  await follower?.begin();
  return {
    url: `${"http"}://${LOOPBACK}:${own}/${file === undefined ? "" : "#file"}`,
    async close() {
      await follower?.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      fail(
        error.code === "EADDRINUSE"
          ? new UsageError(`Port ${port} is taken.`, "Leave --port out, and a free one is found.")
          : error,
      ),
    );
    server.listen(port, LOOPBACK, done);
  });
}

/** A request, and what it is answered from. */
interface StudioRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly site: string;
  readonly follower: Follower | undefined;
}

function answer({ request, response, site, follower }: StudioRequest): void {
  // A page of another site that has taken our address for its own is none of ours.
  const host = request.headers.host ?? "";
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host) || request.method !== "GET") {
    response.writeHead(403).end();
    return;
  }
  const [pathname = "/"] = (request.url ?? "/").split("?");
  if (pathname === "/follow" && follower !== undefined) {
    follower.tell(response);
    return;
  }
  const path = resolve(site, `.${decoded(pathname === "/" ? "/index.html" : pathname)}`);
  if (!path.startsWith(site + sep) || !existsSync(path) || TYPES[extname(path)] === undefined) {
    response.writeHead(404).end();
    return;
  }
  response
    .writeHead(200, {
      "content-type": TYPES[extname(path)],
      "cache-control": "no-cache",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    })
    .end(readFileSync(path));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return "/";
  }
}

/** The time between two looks whether the file is a folder, in milliseconds. */
const FOLDER_MS = 500;

/** A file that is followed: whoever listens gets its sources, now and whenever they change. */
class Follower {
  private readonly file: string;
  private readonly listeners = new Set<ServerResponse>();
  private latest: FollowedSources | undefined;
  private end: (() => Promise<void>) | undefined;

  constructor(file: string) {
    this.file = file;
  }

  async begin(): Promise<void> {
    this.end = await watchImports(this.file, () => void this.changed());
    // A folder in the place of a file that was taken away is no save.
    watchFile(this.file, { interval: FOLDER_MS }, (now, before) => {
      if (now.isDirectory() && !before.isDirectory()) void this.changed();
    });
  }

  async close(): Promise<void> {
    unwatchFile(this.file);
    await this.end?.();
    for (const listener of this.listeners) listener.end();
  }

  tell(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    this.listeners.add(response);
    response.on("close", () => this.listeners.delete(response));
    if (this.latest !== undefined) response.write(eventOf(this.latest));
  }

  private async changed(): Promise<void> {
    this.latest = await sourcesOf(this.file, this.latest);
    for (const listener of this.listeners) listener.write(eventOf(this.latest));
  }
}

function eventOf(sources: FollowedSources): string {
  return `data: ${JSON.stringify(sources)}\n\n`;
}

/** The sources of a file and of what it imports, as far as they can be found out. */
async function sourcesOf(file: string, before: FollowedSources | undefined): Promise<FollowedSources> {
  const name = basename(file).replace(/\.[cm]?[jt]s$/, "");
  const grounds = new Grounds(file);
  const { loaded } = grounds;
  try {
    await build(buildOptions(file, { grounds }));
  } catch {
    // The page compiles the file itself, and shows at which line it cannot be read.
  }
  try {
    const others = [...loaded].filter((one) => one !== file && !one.includes(GIVEN_NAMESPACE));
    const known = loaded.size > 0 ? others : pathsIn(before, file);
    const files = [file, ...known].map((one) => [pathOf(one, file), readFileSync(one, "utf8")] as const);
    return { name, files: Object.fromEntries(files) };
  } catch (error) {
    return {
      name,
      files: before?.files ?? {},
      problem: unreadable(basename(file), error as NodeJS.ErrnoException),
    };
  }
}

function unreadable(name: string, { code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return `${name} is not there any more.`;
  return code === "EISDIR" ? `${name} is a folder now.` : `${name} cannot be read: ${message}`;
}

/** The path of a file as the page calls it: relative to the folder of the protocol file. */
function pathOf(path: string, file: string): string {
  return relative(resolve(file, ".."), path).replaceAll(sep, "/").replaceAll("../", "up/");
}

/** The other files that there were before, absolute. */
function pathsIn(before: FollowedSources | undefined, file: string): string[] {
  return Object.keys(before?.files ?? {})
    .slice(1)
    .map((path) => resolve(file, "..", path.replaceAll("up/", "../")));
}
