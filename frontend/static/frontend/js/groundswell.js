// @ts-check
/**
 * What the browser adds to pages that are whole without it: htmx, live figures, saved drafts, keys.
 */
import "htmx.org";
import { saveDrafts } from "./autosave.js";
import { chooseMany } from "./bulk.js";
import { placeFocus } from "./focus.js";
import { listenToKeys } from "./keys.js";
import { goLive } from "./live.js";
import { closeMenus } from "./menu.js";
import { watchRequests } from "./notes.js";
import { sendOnce } from "./once.js";

sendOnce();
watchRequests();
closeMenus();
placeFocus();
listenToKeys();
saveDrafts();
chooseMany();
goLive();
