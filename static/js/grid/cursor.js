// Where the cursor stands when a sheet opens: in the first cell that is not stored yet, else in the first that
// is to be corrected, else in the first that is still to be filled.

import { openAtCell } from "./at-cell.js";
import { ON_PHONE } from "./pager.js";

// A finger's keyboard would come up unasked, and cover half of what is to be read first.
const BY_FINGER = matchMedia("(pointer: coarse)");

export function begin({ page, cells, unsent, keys }) {
  openAtCell(cells);
  if (!page.isLocked) placeCursor(cells, unsent);
  const cell = document.activeElement;
  if (cell.matches("[data-field]")) keys.select(cell, cell);
}

function placeCursor(cells, unsent) {
  if (location.hash || document.activeElement !== document.body) return;
  const cell = firstUnsent(cells, unsent) ?? firstToCorrect(cells) ?? firstOpen(cells);
  if (!cell) return;
  cell.dataset.placed = ""; // until the person moves it, it says nothing about what they look at
  if (ON_PHONE.matches || BY_FINGER.matches) cells.reveal(cell);
  else cells.focus(cell);
}

function firstUnsent(cells, unsent) {
  return firstOf([...unsent].map(([number, field]) => cells.find(number, field)));
}

// What the province asks for above the grid: a cell, or a row, each as a link.
function firstToCorrect(cells) {
  const asked = [...document.querySelectorAll("[data-to-correct] [data-spot]")];
  return firstOf(asked.map(({ dataset }) => cells.find(dataset.spot, dataset.spotField || cells.fields[0])));
}

function firstOf(found) {
  return found.filter(Boolean).sort((a, b) => a.row - b.row || a.column - b.column)[0];
}

// Who is not asked for a figure misses none.
function isNotAsked(cell) {
  return "notAsked" in cell.parentElement.dataset;
}

// Words are never missing, nor is anything of who need not report.
export function firstOpen(cells) {
  const fields = cells.fields.filter((field) => cells.heading(field).dataset.width !== "words");
  for (const row of cells.rows.filter(({ dataset }) => !("complete" in dataset || "unasked" in dataset || "locked" in dataset))) {
    const open = fields.map((field) => cells.find(row.dataset.row, field)).find((cell) => !cell.value && !isNotAsked(cell));
    if (open) return open;
  }
  return null;
}
