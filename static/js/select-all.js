// <table data-select-all>: the box in its head ticks all boxes below, and follows them.

for (const table of document.querySelectorAll("table[data-select-all]")) {
  const head = table.querySelector("[data-select-all-box]");
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];

  const follow = () => {
    head.checked = boxes.every(box => box.checked);
    head.indeterminate = !head.checked && boxes.some(box => box.checked);
  };

  head.hidden = false;
  head.addEventListener("change", () => {
    for (const box of boxes) box.checked = head.checked;
  });
  table.tBodies[0].addEventListener("change", follow);
  follow();
}
