// A remark is offered about the cell that was looked at last; the form shows it, and it can be changed.

const about = document.getElementById("id_about");
const figure = document.getElementById("id_field");
const grid = document.querySelector("[role=grid]");

// On leaving the grid, not from cell to cell: the list of a thousand names would slow down each key.
grid.addEventListener("focusout", ({ target, relatedTarget }) => {
  const { cooperative, field } = target.dataset;
  if (!cooperative || grid.contains(relatedTarget)) return;
  about.value = cooperative;
  figure.value = figure.querySelector(`[value="${field}"]`) ? field : "";
});
