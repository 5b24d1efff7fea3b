// Words about a return and its cells: they are offered about the cell that was looked at last (the
// form shows it, and it can be changed), and what was said about a cell leads to it.

const grid = document.querySelector("[role=grid]");
const pick = document.querySelector("[data-pick]"); // which row a phone shows
const rows = new Set(document.querySelectorAll("[data-about-row]"));

// Where the page itself put the cursor (data-placed) nobody has looked yet.
let hasLooked = false;
grid.addEventListener("pointerdown", () => (hasLooked = true));
grid.addEventListener("keydown", ({ key }) => (hasLooked ||= key !== "F6"));

function offer({ cooperative, field }) {
  if (!cooperative) return;
  for (const row of rows) {
    const figure = row.form.querySelector("[data-about-figure]");
    row.value = cooperative;
    figure.value = figure.querySelector(`[value="${field}"]`) ? field : "";
  }
}

// Who follows a link to a cell looks at it too; the grid has put the cursor there by then.
function lookAtFocused() {
  if (!grid.contains(document.activeElement)) return;
  hasLooked = true;
  offer(document.activeElement.dataset);
}

grid.addEventListener("click", ({ target }) => offer(target.dataset));

// On leaving the grid, not from cell to cell: the list of a thousand names would slow down each key.
grid.addEventListener("focusout", ({ target, relatedTarget }) => {
  if (grid.contains(relatedTarget) || (!hasLooked && target.matches("[data-placed]"))) return;
  offer(target.dataset);
});

// What the person chose, or had chosen before an error, stays.
for (const row of rows) {
  if (row.value) rows.delete(row);
  row.form.addEventListener("change", (event) => {
    if (event.target.matches("select")) rows.delete(row);
  });
}

// On a phone the figures need the room: the words of who decides fold away until they are asked for.
const fold = document.querySelector("[data-fold-on-phone]");
const phone = getComputedStyle(document.documentElement).getPropertyValue("--width-phone");
if (fold && matchMedia(`(width < ${phone})`).matches && !fold.querySelector("textarea").value) fold.open = false;

addEventListener("hashchange", lookAtFocused);
if (!document.activeElement.matches("[data-placed]")) lookAtFocused();

for (const link of document.querySelectorAll("[data-spot]")) {
  link.addEventListener("click", (event) => {
    const { spot, spotField } = link.dataset;
    const all = [...grid.querySelectorAll("[data-row]")];
    const place = all.findIndex(({ dataset }) => dataset.row === spot);
    const cell = all[place]?.querySelector(spotField ? `[data-field="${spotField}"]` : "[data-field]");
    if (!cell) return;
    event.preventDefault();
    pick.value = String(place);
    pick.dispatchEvent(new Event("change"));
    cell.focus();
    lookAtFocused();
  });
}
