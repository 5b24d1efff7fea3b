// <div data-before-submission data-user data-sheet>: nothing goes out while typed figures of the sheet
// are in this browser alone.

import { keptBy } from "./unsent.js";

const notice = document.querySelector("[data-before-submission]");
const { user, sheet } = notice.dataset;

if (keptBy(user).some(([of]) => of === sheet)) {
  notice.hidden = false;
  for (const button of document.querySelectorAll("[data-submits]")) button.disabled = true;
}
