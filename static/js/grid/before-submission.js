// <div data-before-submission data-user data-sheet data-fields>: nothing goes out while typed figures of the sheet, or
// of the fields above its grid (the address that takes them), are in this browser alone. Such fields are named
// (<li data-field>).

import { differing } from "../unit-fields.js";
import { FIELDS, Words } from "../words.js";
import { blocksBy } from "./kept-blocks.js";
import { keptBy } from "./unsent.js";

// The names of what is missing may be many: F6 goes on to submitting, as it does in the grid, and to
// what is to be explained first.
addEventListener("keydown", (event) => {
  if (event.key !== "F6") return;
  event.preventDefault();
  document.querySelector(".explanations select, [data-submits]:enabled, [data-submits-not]").focus();
});

const notice = document.querySelector("[data-before-submission]");
const { user, sheet, fields } = notice.dataset;

const ofUnit = new Words(user, FIELDS).get(fields);

if ([...keptBy(user), ...blocksBy(user)].some(([of]) => of === sheet) || ofUnit) {
  notice.hidden = false;
  for (const button of document.querySelectorAll("[data-submits]")) button.disabled = true;
  const names = ofUnit ? differing(ofUnit.fields) : new Set();
  for (const item of notice.querySelectorAll("[data-field]")) item.hidden = !names.has(item.dataset.field);
}
