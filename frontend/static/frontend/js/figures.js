// @ts-check
/** Puts the public figures of an open idea where the page shows them. */

/** @typedef {{ votes?: number, departments?: number, comments?: number, stage?: string }} Figures */

/** @param {number} value */
const written = (value) => new Intl.NumberFormat(document.documentElement.lang).format(value);

/** @param {Element} within @param {string} name @param {number} value */
function showNumber(within, name, value) {
  for (const place of within.querySelectorAll(`[data-live="${name}"]`)) {
    const text = written(value);
    if (place.textContent?.trim() === text) continue;
    place.textContent = text;
    bump(place.closest(".gs-vote"));
  }
  for (const word of within.querySelectorAll(`[data-live-plural="${name}"]`)) {
    if (word instanceof HTMLElement) word.textContent = (value === 1 ? word.dataset.one : word.dataset.many) ?? "";
  }
  for (const part of within.querySelectorAll(`[data-live-nonzero="${name}"]`)) {
    if (part instanceof HTMLElement) part.hidden = value === 0;
  }
  revealFresh(within, name, value);
}

/** A number that has just moved says so once; reduced motion makes it nothing. @param {Element | null} button */
function bump(button) {
  button?.classList.add("is-bumped");
  button?.addEventListener("animationend", () => button.classList.remove("is-bumped"), { once: true });
}

/**
 * A line "there is something new, show it" stays hidden until its figure differs from what the page shows: lists never
 * jump by themselves. `data-live-shown` is the number on the page.
 * @param {Element} within @param {string} name @param {number} value
 */
function revealFresh(within, name, value) {
  for (const line of within.querySelectorAll(`[data-live-fresh="${name}"]`)) {
    if (line instanceof HTMLElement) line.hidden = Number(line.dataset.liveShown) === value;
  }
}

/**
 * @param {Element} within the element of the topic
 * @param {Figures} figures
 * @returns {boolean} whether the stage has moved, so that words have to be fetched
 */
export function showFigures(within, figures) {
  for (const name of /** @type {const} */ (["votes", "departments", "comments"])) {
    const value = figures[name];
    if (typeof value === "number") showNumber(within, name, value);
  }
  const badge = within.querySelector('[data-live="stage"]');
  return badge instanceof HTMLElement && figures.stage !== undefined && badge.dataset.stage !== figures.stage;
}
