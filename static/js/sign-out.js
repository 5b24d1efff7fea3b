// Before somebody signs out: shows the figures that this browser alone still has.

import { asTable, discard, keptBy } from "./grid/unsent.js";

const form = document.querySelector("[data-sign-out]");
const dialog = document.querySelector("[data-sign-out-dialog]");
const table = dialog.querySelector("[data-kept-table]");
const { user } = form.dataset;

form.addEventListener("submit", (event) => {
  const kept = keptBy(user);
  if (kept.length === 0) return;
  event.preventDefault();
  table.value = asTable(kept);
  dialog.showModal();
});

dialog.addEventListener("click", ({ target }) => {
  if (target.matches("[data-cancel]")) dialog.close();
  if (target.matches("[data-leave]")) form.submit();
  if (target.matches("[data-copy]")) {
    table.select();
    navigator.clipboard?.writeText(table.value).catch(() => {});
  }
  if (target.matches("[data-discard]")) {
    discard(user);
    form.submit();
  }
});
