// The cells of a grid as rows and columns: <input data-cooperative data-field> in role="row" elements.

export class Cells {
  constructor(grid) {
    this.grid = grid;
    this.rows = [...grid.querySelectorAll("[data-row]")];
    this.cells = this.rows.map((row) => [...row.querySelectorAll("[data-field]")]);
    this.byNumber = new Map(this.rows.map((row, place) => [row.dataset.row, place]));
    this.fields = (this.cells[0] ?? []).map((cell) => cell.dataset.field);
    this.cells.forEach((cells, row) => cells.forEach((cell, column) => Object.assign(cell, { row, column })));
    // What the server has, as it showed it: the ground on which a change is made. The markup says
    // it: somebody may have typed already. A choice other than the markup's is what a browser fills
    // in again after a reload; fields do not let it (autocomplete="off").
    this.stored = new WeakMap();
    for (const cell of this.all) {
      this.stored.set(cell, written(cell));
      if (cell.matches("select")) this.show(cell, written(cell));
    }
  }

  at(row, column) {
    return this.cells[row]?.[column];
  }

  get all() {
    return this.cells.flat();
  }

  // What was typed before the scripts came over a slow line: cells with their texts.
  typedOver() {
    return this.all.filter((cell) => cell.value !== this.stored.get(cell)).map((cell) => [cell, cell.value]);
  }

  find(number, field) {
    return this.at(this.byNumber.get(number), this.fields.indexOf(field));
  }

  heading(field) {
    return document.getElementById(`c-${field}`);
  }

  title(cell) {
    return this.heading(cell.dataset.field).firstChild.textContent.trim();
  }

  // The fields whose headings bear a data- attribute.
  fieldsWith(name) {
    return this.fields.filter((field) => name in this.heading(field).dataset);
  }

  isNumber(cell) {
    return "number" in this.heading(cell.dataset.field).dataset;
  }

  // What stood in the cell the period before; nothing where that is not known.
  last(cell) {
    return cell.parentElement.querySelector("[data-last]")?.textContent ?? "";
  }

  isExpected(cell) {
    return !("unasked" in this.rows[cell.row].dataset);
  }

  label(cell) {
    return `${this.rows[cell.row].dataset.name}, ${this.title(cell)}`;
  }

  // A text that no choice bears is put among the choices, so that it can be seen and mended.
  show(cell, text) {
    if (cell.value === text) return;
    if (cell.matches("select")) {
      cell.querySelector("[data-unknown]")?.remove();
      if (![...cell.options].some((option) => option.value === text)) {
        const unknown = new Option(text, text);
        unknown.dataset.unknown = "";
        cell.add(unknown);
      }
    }
    cell.value = text;
    if (cell === document.activeElement) cell.select?.();
  }

  // One mark a cell, the most urgent of: refused, conflict, error, warning, waiting.
  mark(cell, kind, on) {
    const box = cell.parentElement;
    const kinds = new Set((box.dataset.marks ?? "").split(" ").filter(Boolean));
    if (on) kinds.add(kind);
    else kinds.delete(kind);
    if (kinds.size) box.dataset.marks = [...kinds].join(" ");
    else delete box.dataset.marks;
    const wrong = ["refused", "conflict", "error"].some((name) => kinds.has(name));
    if (wrong) cell.setAttribute("aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }

  // Ties a text to a cell, so that it is read out with it; what is wrong comes before what was.
  describe(cell, id, on) {
    const others = (cell.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    const ids = on ? [id, ...others] : others;
    if (ids.length) cell.setAttribute("aria-describedby", ids.join(" "));
    else cell.removeAttribute("aria-describedby");
  }

  focus(cell) {
    if (cell) this.reveal?.(cell); // on a phone its row is not shown yet
    cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    cell?.focus({ preventScroll: true });
  }
}

function written(cell) {
  return cell.defaultValue ?? [...cell.options].find((option) => option.defaultSelected)?.value ?? "";
}
