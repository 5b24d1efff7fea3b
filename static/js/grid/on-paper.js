// A field shows one line of its text: on paper each note stands in full in its place (grid-print.css).

export function followPrinting(grid) {
  addEventListener("beforeprint", () => {
    for (const field of grid.querySelectorAll("[data-width=words] > input")) {
      field.parentElement.dataset.onPaper = field.value;
    }
  });
}
