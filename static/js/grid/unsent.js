// Keeps typed cells in the browser until the server has them: one entry of localStorage for each cell,
// named by the person, the sheet, the cooperative and the field. Never read by another person's page.

const ROOT = "plan_tracker.cells";

export class Unsent {
  constructor(user, sheet, session) {
    this.prefix = `${ROOT}|${user}|${sheet}|`;
    this.session = session;
    this.cells = new Map();
    for (const [key, kept] of entries(this.prefix)) {
      this.cells.set(key.slice(this.prefix.length), kept);
    }
  }

  static name(number, field) {
    return `${field}|${number}`;
  }

  get size() {
    return this.cells.size;
  }

  get(cell) {
    return this.cells.get(Unsent.name(cell.dataset.cooperative, cell.dataset.field));
  }

  keep(cell, text, base) {
    this.put(cell.dataset.cooperative, cell.dataset.field, { text, base, at: Date.now(), session: this.session });
  }

  put(number, field, kept) {
    const name = Unsent.name(number, field);
    this.cells.set(name, kept);
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(kept));
    } catch {
      // Storage is full or switched off: the cell still waits in this page.
    }
  }

  drop(number, field) {
    const name = Unsent.name(number, field);
    this.cells.delete(name);
    localStorage.removeItem(this.prefix + name);
  }

  // Each kept cell: [number, field, kept].
  *[Symbol.iterator]() {
    for (const [name, kept] of this.cells) {
      const at = name.indexOf("|");
      yield [name.slice(at + 1), name.slice(0, at), kept];
    }
  }

  // Cells typed under another sign-in: shown before they are sent.
  earlier() {
    return [...this].filter(([, , kept]) => kept.session !== this.session);
  }

  adopt() {
    for (const [number, field, kept] of this.earlier()) {
      this.put(number, field, { ...kept, session: this.session });
    }
  }
}

function* entries(prefix) {
  for (let place = 0; place < localStorage.length; place += 1) {
    const key = localStorage.key(place);
    if (key.startsWith(prefix)) yield [key, JSON.parse(localStorage.getItem(key))];
  }
}

// All that one person has kept, in every sheet: [sheet, number, field, kept].
export function keptBy(user) {
  const prefix = `${ROOT}|${user}|`;
  return [...entries(prefix)].map(([key, kept]) => {
    const [sheet, field, ...number] = key.slice(prefix.length).split("|");
    return [sheet, number.join("|"), field, kept];
  });
}

export function discard(user) {
  for (const [key] of [...entries(`${ROOT}|${user}|`)]) localStorage.removeItem(key);
}

// As lines for a spreadsheet.
export function asTable(cells) {
  return cells.map((cell) => cell.map((text) => String(text).replace(/[\t\n]/g, " ")).join("\t")).join("\n");
}
