// What was said about a row, and who changed what in it: a dialog over the grid.

export class History {
  constructor(sheet, cells, on) {
    this.cells = cells;
    this.on = on; // failed()
    this.address = sheet.dataset.historyUrl;
    this.dialog = sheet.querySelector("[data-history-dialog]");
    sheet.addEventListener("click", (event) => {
      if (event.target.closest("[data-history]")) this.show(event.target.closest("[data-row]"));
    });
  }

  // cell: what the person looked at, if anything; what was said about it comes first.
  async show(row, cell) {
    const response = await fetch(`${this.address}?number=${encodeURIComponent(row.dataset.row)}`).catch(() => null);
    if (!response?.ok || response.redirected) {
      this.on.failed();
      return;
    }
    const remarks = this.remarksOn(row, cell).map((text) => Object.assign(document.createElement("li"), { textContent: text }));
    this.dialog.querySelector("[data-said-section]").hidden = remarks.length === 0;
    this.dialog.querySelector("[data-said-list]").replaceChildren(...remarks);
    this.dialog.querySelector("[data-history-body]").innerHTML = await response.text();
    // Closing it gives the focus back to where it is now.
    this.dialog.showModal();
  }

  remarksOn(row, cell) {
    const others = [...row.querySelectorAll("[data-field]")].filter((one) => one !== cell);
    const ofCells = [cell, ...others].filter(Boolean).flatMap((one) => {
      return [...one.parentElement.querySelectorAll("[data-remarks] > p")].map((remark) => `${this.cells.title(one)}: ${remark.textContent}`);
    });
    return [...ofCells, ...[...row.querySelectorAll(".grid__remark")].map((remark) => remark.textContent)];
  }
}
