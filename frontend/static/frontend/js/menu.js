// @ts-check
/** Menus are `<details data-menu>`: they open without script; this closes them by Escape or a click elsewhere. */

/** @returns {NodeListOf<HTMLDetailsElement>} the menus that are open */
const openMenus = () => document.querySelectorAll("details[data-menu][open]");

export function closeMenus() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    }
  });
}
