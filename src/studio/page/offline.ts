/** The service worker: a site that was opened once opens again without a network. */
const site = self as unknown as {
  addEventListener(kind: string, listener: (event: SiteEvent) => void): void;
  skipWaiting(): Promise<void>;
};

interface SiteEvent {
  readonly request: Request;
  waitUntil(work: Promise<unknown>): void;
  respondWith(response: Promise<Response>): void;
}

const STORE = "lightcone-studio";

site.addEventListener("install", (event) => {
  const keep = async (): Promise<void> => {
    const files = (await (await fetch("files.json", { cache: "no-store" })).json()) as string[];
    const store = await caches.open(STORE);
    await store.addAll(["./", ...files].map((file) => new Request(file, { cache: "no-store" })));
    await site.skipWaiting();
  };
  event.waitUntil(keep());
});

// The network first, so that a new version is seen; what is kept where there is none.
site.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const answered = async (): Promise<Response> => {
    try {
      return await fetch(event.request);
    } catch (error) {
      const kept = await caches.match(event.request, { ignoreSearch: true });
      if (kept === undefined) throw error;
      return kept;
    }
  };
  event.respondWith(answered());
});

export {};
