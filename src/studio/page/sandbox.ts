/**
 * The innermost page, of an origin of its own that nothing else has: it starts engines, hands them the port
 * on which the studio talks, and says when one has died. It has no storage, and its policy leaves it no
 * network.
 */
let worker: Worker | undefined;

window.addEventListener("message", ({ source, data, ports: [port] }) => {
  if (source !== window.parent || port === undefined || typeof data !== "string") return;
  worker?.terminate();
  const url = URL.createObjectURL(new Blob([data], { type: "text/javascript" }));
  const started = new Worker(url);
  worker = started;
  started.addEventListener("error", ({ message }: ErrorEvent) => {
    window.parent.postMessage({ kind: "died", what: message }, "*");
  });
  started.postMessage("port", [port]);
});

window.parent.postMessage("ready", "*");

export {};
