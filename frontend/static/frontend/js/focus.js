// @ts-check
/** A summary of errors takes the focus, on a new page and when htmx brings it. */

/** @param {ParentNode} within */
function focusSummary(within) {
  const summary = within.querySelector("[data-focus]");
  if (summary instanceof HTMLElement) summary.focus();
}

export function placeFocus() {
  focusSummary(document);
  document.addEventListener("htmx:after:swap", (event) => {
    if (event.target instanceof Element) focusSummary(event.target);
  });
}
