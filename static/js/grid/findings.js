// The list of what to look at: the server's findings row by row, and what this browser could not store.

export class Findings {
  constructor(sheet, cells, on) {
    this.sheet = sheet;
    this.cells = cells;
    this.on = on; // keepMine(cell), takeTheirs(cell), done(), counted(open)
    this.list = sheet.querySelector("[data-findings-list]");
    this.field = sheet.querySelector("[data-answer-field]");
    this.own = new Map(); // cell → {item, others, said}: refused, or in conflict
    this.named = 0;
    this.list.addEventListener("click", (event) => this.clicked(event));
    this.list.addEventListener("keydown", (event) => event.key === "F6" && this.goOn(event));
    for (const item of this.list.children) this.markCells(item, true);
    this.count();
  }

  get items() {
    return [...this.list.querySelectorAll("[data-of]")];
  }

  // Whether the person must first choose between two texts of a cell.
  isAsking(cell) {
    return Boolean(this.own.get(cell)?.isChoice);
  }

  // Findings of one row, as the server made them. What still asks the same stays as it is: a word may be
  // being typed there, or be on its way.
  show(number, html) {
    const place = this.cells.byNumber.get(number);
    const before = this.items.filter((one) => one.dataset.of === number);
    let next = this.items.find((one) => this.cells.byNumber.get(one.dataset.of) > place) ?? null;
    const made = document.createElement("template");
    made.innerHTML = html;
    const pairs = [...made.content.children].map((item) => {
      const old = before.find((one) => one.dataset.rule === item.dataset.rule);
      return [old && isSame(old, item) ? old : item, old];
    });
    for (const item of before) this.markCells(item, false);
    for (const [item, old] of pairs.toReversed()) {
      if (item !== old) {
        this.list.insertBefore(item, next);
        this.carry(old, item);
      }
      next = item;
    }
    const now = new Set(pairs.map(([item]) => item));
    for (const item of before) if (!now.has(item)) item.remove();
    for (const item of now) this.markCells(item, true);
    this.count();
  }

  // A word that is being typed, and the focus, go over to what is said now.
  carry(old, item) {
    const word = old?.querySelector("input");
    const field = word && this.open(item);
    if (field) field.value = word.value;
    const { activeElement } = document;
    if (!old?.contains(activeElement)) return;
    const part = ["input", "button"].find((one) => activeElement.matches(one)) ?? "[data-jump]";
    (item.querySelector(part) ?? item.querySelector("[data-jump]")).focus();
  }

  // The field for the answer to a warning; nothing where none is asked for. It is made only now: with
  // every field that comes or goes Chromium looks through all of the page, which holds a key up.
  open(item) {
    const button = item?.querySelector("[data-explain]");
    if (button) {
      button.parentElement.replaceChildren(this.field.content.cloneNode(true));
      item.querySelector("input").setAttribute("aria-describedby", this.idOf(item));
    }
    return item?.querySelector("input") ?? null;
  }

  // Why the word of a question is not taken; "" once it is looked at anew.
  complain(item, said) {
    item.querySelector(".finding__refused")?.remove();
    if (said) item.append(Object.assign(document.createElement("p"), { className: "finding__refused", role: "alert", textContent: said }));
  }

  markCells(item, on) {
    if (!("open" in item.dataset)) return;
    for (const field of item.dataset.fields.split(" ")) {
      const cell = this.cells.find(item.dataset.of, field);
      if (!cell) continue;
      this.cells.mark(cell, item.dataset.severity, on);
      this.cells.describe(cell, this.idOf(item), on);
    }
  }

  // The id of what an item says.
  idOf(item) {
    const said = item.querySelector("[data-said]");
    said.id ||= `said-${this.named += 1}`;
    return said.id;
  }

  refuse(cell, typed, message, fields) {
    if (!this.add(cell, "refused", { typed, message })) return;
    const { others, item } = this.own.get(cell);
    for (const field of fields) {
      const other = this.cells.find(cell.dataset.cooperative, field);
      if (!other || other === cell) continue;
      others.push(other);
      this.cells.mark(other, "error", true);
      this.cells.describe(other, this.idOf(item), true);
    }
  }

  conflict(cell, typed, theirs, who) {
    if (this.add(cell, "conflict", { typed, theirs, who })) this.own.get(cell).isChoice = true;
  }

  // A new item for a cell from its template; false where it stands there already.
  add(cell, kind, texts) {
    const said = JSON.stringify([kind, texts]);
    if (this.own.get(cell)?.said === said) return false;
    this.clear(cell);
    const item = this.sheet.querySelector(`template[data-${kind}]`).content.firstElementChild.cloneNode(true);
    item.querySelector("[data-jump]").textContent = this.cells.label(cell);
    for (const [name, text] of Object.entries(texts)) item.querySelector(`[data-${name}]`).textContent = text;
    item.cell = cell;
    this.list.prepend(item);
    this.cells.mark(cell, kind, true);
    this.cells.describe(cell, this.idOf(item), true);
    this.own.set(cell, { item, others: [], said });
    this.count();
    return true;
  }

  clear(cell) {
    const own = this.own.get(cell);
    if (!own) return;
    own.item.remove();
    this.own.delete(cell);
    for (const one of [cell, ...own.others]) this.cells.describe(one, this.idOf(own.item), false);
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
    if (event.target.matches("[data-explain]")) this.open(item).focus();
    if (event.target.matches("[data-keep-mine]")) this.on.keepMine(item.cell);
    if (event.target.matches("[data-take-theirs]")) this.on.takeTheirs(item.cell);
  }

  // The items that still want something, in their order.
  get wanting() {
    return [...this.list.children].filter((one) => one.cell || ("open" in one.dataset && !("sending" in one.dataset)));
  }

  focusFirst() {
    return this.enter(this.wanting[0]);
  }

  // From one item that wants something to the next, and out of the list.
  goOn(event) {
    event.preventDefault();
    const at = event.target.closest("li");
    if (!this.enter(this.wanting.find((one) => at.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING))) this.on.done();
  }

  // What asks for something comes before the way to the cell. Whether there is an item.
  enter(item) {
    (this.open(item) ?? ["button", "[data-jump]"].map((one) => item?.querySelector(one)).find(Boolean))?.focus();
    return Boolean(item);
  }

  count() {
    const open = this.own.size + this.items.filter((item) => "open" in item.dataset).length;
    this.sheet.querySelector("[data-none]").hidden = open > 0;
    this.on.counted(open);
  }
}

// Whether an item says and asks what another does.
function isSame(item, other) {
  const said = (one) => [one.dataset.ground, "open" in one.dataset, one.querySelector("p").textContent].join("|");
  return said(item) === said(other);
}
