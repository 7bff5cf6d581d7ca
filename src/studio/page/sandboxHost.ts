/**
 * The page within the page: it holds another one, of an origin of its own, in which engines are started,
 * and passes on what each says to the other. That one comes from its text and not from the site, so that it
 * is there without a network, too.
 */
declare const SANDBOX_SCRIPT: string;
declare const POLICY: string;

const inner = document.createElement("iframe");
inner.setAttribute("sandbox", "allow-scripts");
inner.srcdoc =
  `<!doctype html><meta http-equiv="Content-Security-Policy" content="${POLICY}">` +
  `<script>${SANDBOX_SCRIPT}</script>`;

window.addEventListener("message", ({ source, data, ports }) => {
  if (source === window.parent) inner.contentWindow?.postMessage(data, "*", [...ports]);
  else if (source === inner.contentWindow) window.parent.postMessage(data, "*");
});

document.addEventListener("DOMContentLoaded", () => document.body.append(inner));

export {};
