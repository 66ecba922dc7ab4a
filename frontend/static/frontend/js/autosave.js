// @ts-check
/**
 * Saves a draft while somebody writes: `<form data-autosave="/where/it/posts">` with `<p data-autosave-state>` inside,
 * whose children `[data-autosave-word=saved|saving|unsaved]` carry the words; `<time>` in "saved" gets the clock time.
 *
 * The server answers JSON: `{"autosave": url?, "action": url?, "version": number?}`; what is given replaces the form's
 * addresses and its field `version`. 409 and 422 mean that it was not saved: the state says so and the next
 * change tries again. A form that is sent while its draft is on the way waits for that answer, because it carries the
 * version that the draft will have. Nothing is kept in the browser's storage, because an idea may be confidential.
 */
import { wasNotSent } from "./once.js";

const PAUSE_MS = 1500;
const LONGEST_WAIT_MS = 60_000;
const LONGEST_SAVE_MS = 15_000;

/** @typedef {"saved" | "saving" | "unsaved"} State */

class Draft {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.timer = 0;
    this.failures = 0;
    this.isSending = false;
    this.isSubmitted = false;
    this.hasChanged = false;
    /** @type {HTMLElement | null} */
    this.button = null;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event));
    window.addEventListener("online", () => this.hasChanged && this.plan(0));
  }

  changed() {
    this.hasChanged = true;
    this.plan(PAUSE_MS);
  }

  /** @param {number} wait milliseconds */
  plan(wait) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.save(), wait);
  }

  /** @param {SubmitEvent} event */
  submitted(event) {
    window.clearTimeout(this.timer);
    this.hasChanged = false;
    if (!this.isSending) return;
    event.preventDefault();
    wasNotSent(this.form);
    this.isSubmitted = true;
    this.button = event.submitter;
  }

  async save() {
    const url = this.form.dataset.autosave;
    if (!url || this.isSending || !this.hasChanged) return;
    this.isSending = true;
    this.hasChanged = false;
    this.show("saving");
    try {
      const answer = await fetch(url, { method: "POST", body: this.words(), headers: { Accept: "application/json" }, redirect: "error", signal: AbortSignal.timeout(LONGEST_SAVE_MS) });
      if (answer.ok) await this.kept(answer);
      else await this.refused(answer);
    } catch {
      this.lost();
    } finally {
      this.isSending = false;
      if (this.isSubmitted) this.submit();
      else if (this.hasChanged && !this.failures) this.plan(PAUSE_MS);
    }
  }

  /** Send the form that waited for its draft. */
  submit() {
    this.isSubmitted = false;
    this.form.requestSubmit(this.button);
  }

  /** What was typed, without files: those are sent once, when a button is pressed. */
  words() {
    const typed = new FormData(this.form);
    for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
    return typed;
  }

  /** @param {Response} answer */
  async kept(answer) {
    this.failures = 0;
    const text = await answer.text();
    this.follow(text ? JSON.parse(text) : {});
    this.show("saved");
  }

  /** @param {{ autosave?: string, action?: string, version?: number }} said */
  follow(said) {
    if (said.autosave) this.form.dataset.autosave = said.autosave;
    if (said.action) this.form.action = said.action;
    const version = this.form.elements.namedItem("version");
    if (said.version !== undefined && version instanceof HTMLInputElement) version.value = String(said.version);
  }

  /** @param {Response} answer */
  async refused(answer) {
    this.show("unsaved");
    if (answer.status >= 500 || answer.status === 429) this.lost();
    if (answer.status === 422) this.offer(await answer.json());
  }

  /** What reads as if it belonged elsewhere: say where, and let its author say that it is an idea. @param {{ code?: string, detail?: string }} said */
  offer(said) {
    const place = this.form.querySelector("[data-autosave-offer]");
    const words = place?.querySelector("[data-autosave-why]");
    if (said.code !== "misplaced_concern" || !(place instanceof HTMLElement) || !words) return;
    place.hidden = false;
    words.textContent = said.detail ?? "";
  }

  lost() {
    this.failures += 1;
    this.hasChanged = true;
    this.show("unsaved");
    this.plan(Math.min(LONGEST_WAIT_MS, PAUSE_MS * 2 ** this.failures));
  }

  /** @param {State} state */
  show(state) {
    const place = this.form.querySelector("[data-autosave-state]");
    if (!(place instanceof HTMLElement)) return;
    place.hidden = false;
    place.dataset.autosaveState = state;
    const clock = place.querySelector("[data-autosave-word=saved] time");
    if (state === "saved" && clock) clock.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date());
  }
}

export function saveDrafts() {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (form instanceof HTMLFormElement) new Draft(form);
  }
}
