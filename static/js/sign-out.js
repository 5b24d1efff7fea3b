// Before somebody signs out: shows the figures, pasted blocks and words that this browser alone still has.

import { asLines, blocksBy, discardBlocks } from "./grid/kept-blocks.js";
import { asTable, discard, keptBy } from "./grid/unsent.js";
import { Words, wordsOf } from "./words.js";

const form = document.querySelector("[data-sign-out]");
const dialog = document.querySelector("[data-sign-out-dialog]");
const table = dialog.querySelector("[data-kept-table]");
const { user } = form.dataset;
const words = new Words(user);

form.addEventListener("submit", (event) => {
  const kept = keptBy(user);
  const pasted = blocksBy(user).map(([, block]) => asLines(block));
  const written = words.under().map(([, entry]) => `${entry.label}\t${wordsOf(entry)}`);
  if (kept.length + pasted.length + written.length === 0) return;
  event.preventDefault();
  table.value = [asTable(kept), ...pasted, ...written].filter(Boolean).join("\n");
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
    discardBlocks(user);
    for (const [action] of words.under()) words.drop(action);
    form.submit();
  }
});
