// @ts-check
/**
 * Rows that are chosen in a list: a range with Shift (by mouse, or with X on a row), all on the page, and how many.
 * Without it the boxes are ticked one by one, and “all” is a link.
 */

/** @type {HTMLInputElement | null} */
let last = null;

/** @param {Element | null | undefined} within @returns {HTMLInputElement[]} */
const boxes = (within) => [...(within?.querySelectorAll("[data-bulk-row]") ?? [])].filter((box) => box instanceof HTMLInputElement);

/** @param {Element | null | undefined} list */
function count(list) {
  const shown = list?.querySelector("[data-bulk-count]");
  const number = list?.querySelector("[data-bulk-number]");
  if (!(shown instanceof HTMLElement) || !number) return;
  shown.hidden = false;
  number.textContent = String(boxes(list).filter((box) => box.checked).length);
}

/** @param {HTMLInputElement} box @param {boolean} isRange */
function choose(box, isRange) {
  const list = box.closest("[data-bulk]");
  const all = boxes(list);
  if (isRange && last && all.includes(last)) {
    const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
    for (const one of all.slice(from, to + 1)) one.checked = box.checked;
  }
  last = box;
  count(list);
}

/** @param {MouseEvent} event */
function onClick(event) {
  const target = event.target instanceof Element ? event.target : null;
  const box = target?.closest("[data-bulk-row]");
  if (box instanceof HTMLInputElement) choose(box, event.shiftKey);
  const link = target?.closest("[data-bulk-all]");
  if (!link) return;
  event.preventDefault();
  const all = boxes(link.closest("[data-bulk]"));
  const isOn = all.some((one) => !one.checked);
  for (const one of all) one.checked = isOn;
  count(link.closest("[data-bulk]"));
}

/** Shift and X: from the row chosen last up to this one. @param {KeyboardEvent} event */
function onKey(event) {
  if (event.key !== "X" || !event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.body.hasAttribute("data-keys-off")) return;
  const row = event.target instanceof Element ? event.target.closest("[data-key-item]") : null;
  const box = boxes(row)[0];
  if (!box) return;
  event.preventDefault();
  box.checked = true;
  choose(box, true);
}

export function chooseMany() {
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  for (const list of document.querySelectorAll("[data-bulk]")) count(list);
}
