/**
 * The innermost page, of an origin of its own that nothing else has: it starts engines and passes on what
 * they say. It has no storage, and its policy leaves it no network.
 */
let worker: Worker | undefined;

window.addEventListener("message", ({ source, data, ports: [port] }) => {
  if (source !== window.parent || port === undefined || typeof data !== "string") return;
  worker?.terminate();
  const url = URL.createObjectURL(new Blob([data], { type: "text/javascript" }));
  const started = new Worker(url);
  worker = started;
  started.addEventListener("message", (message: MessageEvent) => port.postMessage(message.data));
  started.addEventListener("error", (event: ErrorEvent) => {
    port.postMessage({ kind: "died", what: event.message });
  });
  port.addEventListener("message", (message: MessageEvent) => started.postMessage(message.data));
  port.start();
});

window.parent.postMessage("ready", "*");

export {};
