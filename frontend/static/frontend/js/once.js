// @ts-check
/** Sends a form once for a double click: the second press of the same button within a second is left out. */

const PAUSE = 1000;

/** @type {WeakMap<HTMLFormElement, { button: HTMLElement | null, at: number }>} */
const sent = new WeakMap();

/** @param {SubmitEvent} event */
function leaveOutRepeats(event) {
  if (!(event.target instanceof HTMLFormElement)) return;
  const last = sent.get(event.target);
  if (last && last.button === event.submitter && event.timeStamp - last.at < PAUSE) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  sent.set(event.target, { button: event.submitter, at: event.timeStamp });
}

/** Take back that a form was sent, which waits. @param {HTMLFormElement} form */
export function wasNotSent(form) {
  sent.delete(form);
}

export function sendOnce() {
  document.addEventListener("submit", leaveOutRepeats, { capture: true });
}
