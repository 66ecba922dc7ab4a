// @ts-check
/**
 * Single-key shortcuts. An element says its own keys: `data-keys="g i"` clicks it, `data-keys-focus="#q"` moves the focus
 * instead; inside `[data-key-item]` (a row) the keys of the row that has the focus win. J and K move between rows, O opens
 * one, U goes back. They are off in fields, and everywhere when <body> has `data-keys-off` (WCAG 2.1.4).
 */
import { tinykeys } from "tinykeys";

const KEYS = ["c", "v", "z", "a", "h", "i", "m", "q", "r", "t", "d", "x", "[", "]", "/", "?", "g i", "g m", "g r", "g n", "g d", "g t"];
const FIELDS = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]";

/** @param {KeyboardEvent} event */
const isTyping = (event) => event.target instanceof Element && event.target.matches(FIELDS);

/** @returns {HTMLElement[]} */
const rows = () => [...document.querySelectorAll("[data-key-item]")].filter((row) => row instanceof HTMLElement);

/** @param {string} selector @param {ParentNode | null | undefined} within @returns {HTMLElement | null} */
function find(selector, within) {
  const found = within?.querySelector(selector);
  return found instanceof HTMLElement && !found.hasAttribute("disabled") ? found : null;
}

/** @param {string} keys */
function press(keys) {
  const selector = `[data-keys="${keys}"]`;
  const row = document.activeElement?.closest("[data-key-item]");
  const element = find(selector, row) ?? find(`${selector}:not([data-key-item] *)`, document);
  if (!element) return false;
  const field = element.dataset.keysFocus && document.querySelector(element.dataset.keysFocus);
  if (field instanceof HTMLElement) field.focus();
  else element.click();
  return true;
}

/** @param {1 | -1} step */
function move(step) {
  const all = rows();
  const here = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
  if (!next) return false;
  (find("[data-key-open]", next) ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function open() {
  const link = find("[data-key-open]", document.activeElement?.closest("[data-key-item]"));
  link?.click();
  return Boolean(link);
}

/**
 * @param {() => boolean} act
 * @returns {(event: KeyboardEvent) => void}
 */
const unlessTyping = (act) => (event) => {
  if (!isTyping(event) && act()) event.preventDefault();
};

/** A sign may need Shift on one keyboard and not on another. @param {string} keys */
const spellings = (keys) => (/^[a-z]/.test(keys) ? [keys] : [keys, `Shift+${keys}`]);

function submitForm() {
  const form = document.activeElement?.closest("form");
  form?.requestSubmit();
}

export function listenToKeys() {
  tinykeys(window, { "$mod+Enter": submitForm });
  if (document.body.hasAttribute("data-keys-off")) return;
  /** @type {Record<string, (event: KeyboardEvent) => void>} */
  const bindings = Object.fromEntries(KEYS.flatMap((keys) => spellings(keys).map((spelling) => [spelling, unlessTyping(() => press(keys))])));
  tinykeys(window, {
    ...bindings,
    j: unlessTyping(() => move(1)),
    k: unlessTyping(() => move(-1)),
    o: unlessTyping(open),
    u: unlessTyping(() => { history.back(); return true; }),
  });
  for (const element of document.querySelectorAll("[data-keys]")) {
    const keys = element.getAttribute("data-keys") ?? "";
    if (!keys.includes(" ")) element.setAttribute("aria-keyshortcuts", keys.length === 1 ? keys.toUpperCase() : keys);
  }
}
