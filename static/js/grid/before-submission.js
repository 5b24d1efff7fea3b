// <div data-before-submission data-user data-sheet>: nothing goes out while typed figures of the sheet
// are in this browser alone.

import { blocksBy } from "./kept-blocks.js";
import { keptBy } from "./unsent.js";

// The names of what is missing may be many: F6 goes on to submitting, as it does in the grid.
addEventListener("keydown", (event) => {
  if (event.key !== "F6") return;
  event.preventDefault();
  document.querySelector("[data-submits]:enabled, [data-submits-not]").focus();
});

const notice = document.querySelector("[data-before-submission]");
const { user, sheet } = notice.dataset;

if ([...keptBy(user), ...blocksBy(user)].some(([of]) => of === sheet)) {
  notice.hidden = false;
  for (const button of document.querySelectorAll("[data-submits]")) button.disabled = true;
}
