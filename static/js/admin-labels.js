// Django's admin names some fields only by where they stand: cells of inline tables by their column,
// searchable choices by the label of the <select> that they hide. This names them for screen readers.

function nameCells(root) {
  for (const cell of root.querySelectorAll(".tabular td:not(.original)")) {
    const heading = cell.closest("table").tHead.rows[0].cells[cell.cellIndex];
    for (const field of cell.querySelectorAll("input:not([type=hidden]), select, textarea")) {
      field.setAttribute("aria-label", heading.textContent.trim());
    }
  }
}

function nameChoices(root) {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
    const name = select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim() ?? "";
    // It is all that its box is named by, so the chosen value stands in it too.
    const update = () => shown?.setAttribute("aria-label", `${name} ${shown.textContent.trim()}`);
    django.jQuery(select).on("change", update);
    update();
  }
}

function nameAll(root) {
  nameCells(root);
  nameChoices(root);
}

// jQuery calls one after the other, and late: the searchable choices are made by a call before ours.
// Pages without a form, such as the front page, do not load it.
addEventListener("load", () => window.django?.jQuery(() => nameAll(document)));
document.addEventListener("formset:added", (event) => setTimeout(nameAll, 0, event.target));
