// A remark is offered about the cell that was looked at last; the form shows it, and it can be changed.

const about = document.getElementById("id_about");
const figure = document.getElementById("id_field");

document.querySelector("[role=grid]").addEventListener("focusin", ({ target }) => {
  const { cooperative, field } = target.dataset;
  if (!cooperative) return;
  about.value = cooperative;
  figure.value = figure.querySelector(`[value="${field}"]`) ? field : "";
});
