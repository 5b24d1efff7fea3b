// The list of what to look at: the server's findings row by row, and what this browser could not store.

export class Findings {
  constructor(sheet, cells, on) {
    this.sheet = sheet;
    this.cells = cells;
    this.on = on; // answer(number, rule, text), keepMine(cell), takeTheirs(cell)
    this.list = sheet.querySelector("[data-findings-list]");
    this.own = new Map(); // cell → its item: refused or in conflict
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input")) this.answer(event.target.closest("li"));
    });
    for (const item of this.list.children) this.markCells(item, true);
    this.count();
  }

  get items() {
    return [...this.list.querySelectorAll("[data-of]")];
  }

  // Findings of one row, as the server made them.
  show(number, html) {
    const place = this.cells.byNumber.get(number);
    for (const item of this.items.filter((one) => one.dataset.of === number)) {
      this.markCells(item, false);
      item.remove();
    }
    const made = document.createElement("template");
    made.innerHTML = html;
    const next = this.items.find((one) => this.cells.byNumber.get(one.dataset.of) > place);
    for (const item of [...made.content.children]) {
      this.list.insertBefore(item, next ?? null);
      this.markCells(item, true);
    }
    this.count();
  }

  markCells(item, on) {
    if (!("open" in item.dataset)) return;
    for (const field of item.dataset.fields.split(" ")) {
      const cell = this.cells.find(item.dataset.of, field);
      if (cell) this.cells.mark(cell, item.dataset.severity, on);
    }
  }

  refuse(cell, typed, message, fields) {
    const item = this.make("[data-refused]", cell, typed);
    item.querySelector("[data-message]").textContent = message;
    this.cells.mark(cell, "refused", true);
    const others = fields.map((field) => this.cells.find(cell.dataset.cooperative, field)).filter((other) => other && other !== cell);
    for (const other of others) this.cells.mark(other, "error", true);
    this.own.set(cell, { item, others });
    this.count();
  }

  conflict(cell, typed, theirs, who) {
    const item = this.make("[data-conflict]", cell, typed);
    item.querySelector("[data-theirs]").textContent = theirs;
    item.querySelector("[data-who]").textContent = who;
    this.cells.mark(cell, "conflict", true);
    this.own.set(cell, { item, others: [] });
    this.count();
  }

  make(template, cell, typed) {
    this.clear(cell);
    const item = this.sheet.querySelector(`template${template}`).content.firstElementChild.cloneNode(true);
    item.querySelector("[data-jump]").textContent = this.cells.label(cell);
    item.querySelector("[data-typed]").textContent = typed;
    item.cell = cell;
    this.list.prepend(item);
    return item;
  }

  clear(cell) {
    const own = this.own.get(cell);
    if (!own) return;
    own.item.remove();
    this.own.delete(cell);
    this.cells.mark(cell, "refused", false);
    this.cells.mark(cell, "conflict", false);
    // Another refused cell of the row may still say the same of them.
    const still = new Set([...this.own.values()].flatMap(({ others }) => others));
    for (const other of own.others) if (!still.has(other)) this.cells.mark(other, "error", false);
    this.count();
  }

  clicked(event) {
    const item = event.target.closest("li");
    if (event.target.matches("[data-jump]")) {
      event.preventDefault();
      this.cells.focus(item.cell ?? this.cells.find(item.dataset.of, item.dataset.fields.split(" ")[0]));
    }
    if (event.target.matches("[data-answer]")) this.answer(item);
    if (event.target.matches("[data-keep-mine]")) this.on.keepMine(item.cell);
    if (event.target.matches("[data-take-theirs]")) this.on.takeTheirs(item.cell);
  }

  answer(item) {
    const text = item.querySelector("input");
    if (text.value.trim()) this.on.answer(item.dataset.of, item.dataset.rule, text.value);
    else text.focus();
  }

  count() {
    const open = this.own.size + this.items.filter((item) => "open" in item.dataset).length;
    this.sheet.querySelector("[data-none]").hidden = open > 0;
  }
}
