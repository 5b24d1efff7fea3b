// On a phone the grid shows one cooperative at a time: the row that is current.

const width = getComputedStyle(document.documentElement).getPropertyValue("--width-phone");
export const ON_PHONE = matchMedia(`(width < ${width})`); // as in grid.css

export class Pager {
  constructor(sheet, cells) {
    this.cells = cells;
    this.pick = sheet.querySelector("[data-pick]");
    this.pick.addEventListener("change", () => this.show(Number(this.pick.value)));
    for (const button of sheet.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.show(this.place + Number(button.dataset.step)));
    }
    cells.grid.addEventListener("focusin", (event) => {
      if (event.target.row !== undefined) this.show(event.target.row);
    });
    ON_PHONE.addEventListener("change", () => this.show(this.place));
    cells.reveal = (cell) => this.show(cell.row);
    this.show(0);
  }

  show(place) {
    const row = this.cells.rows[place];
    if (!row) return;
    this.cells.rows[this.place]?.classList.remove("is-current");
    row.classList.add("is-current");
    this.place = place;
    // A list of a thousand names takes a while, and only a phone shows it.
    if (ON_PHONE.matches) this.pick.value = String(place);
  }
}
