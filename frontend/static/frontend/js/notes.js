// @ts-check
/** Tells in #messages when a request did not come through; what was typed stays where it is. */

/** @param {string} name id of the <template> without "note-" */
export function showNote(name) {
  const template = document.getElementById(`note-${name}`);
  const messages = document.getElementById("messages");
  if (!(template instanceof HTMLTemplateElement) || !messages) return;
  clearNotes();
  const note = document.importNode(template.content, true);
  note.firstElementChild?.setAttribute("data-client-note", "");
  messages.append(note);
  messages.scrollIntoView({ block: "nearest" });
}

export function clearNotes() {
  for (const note of document.querySelectorAll("[data-client-note]")) note.remove();
}

/**
 * @typedef {{ response?: { status: number, headers: Headers } }} RequestContext
 * @typedef {CustomEvent<{ ctx: RequestContext }>} HtmxEvent
 */

/**
 * An error page of the server or of a proxy must not land inside a part of this page: only an answer that says where
 * it belongs (HX-Retarget), or a form with its messages (409, 422), is put in.
 * @param {RequestContext} context
 */
function isForeign(context) {
  const status = context.response?.status ?? 0;
  if (status < 400 || status === 409 || status === 422) return false;
  return !context.response?.headers.get("HX-Retarget");
}

export function watchRequests() {
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = /** @type {HtmxEvent} */ (event).detail;
    if (!isForeign(ctx)) return;
    event.preventDefault();
    showNote("broken");
  });
  document.addEventListener("htmx:error", () => showNote(navigator.onLine ? "broken" : "offline"));
  document.addEventListener("htmx:after:request", (event) => {
    const status = /** @type {HtmxEvent} */ (event).detail.ctx.response?.status ?? 0;
    if (status > 0 && status < 400) clearNotes();
  });
}
