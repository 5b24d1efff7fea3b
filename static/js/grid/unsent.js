// Keeps typed cells in the browser until the server has them: one entry of localStorage for each cell,
// named by the person, the sheet, the cooperative and the field. Never read by another person's page.
//
// An entry: {text, base, language, baseLanguage, at, tab, session, label, place}, base being what was
// stored when it was typed, label and place saying which cell it is; and `sent` while a text that was
// replaced since may be on its way: whether it arrived must be known first, or the new text would be
// in conflict with it. "1.635" is another number on a page of another language, so each of the texts
// has its own: language, baseLanguage and sentLanguage. `follows` says that the text is not typed, but what
// the cell follows from then on; sentFollows is that of the text on its way.
//
// Pages of one person share the entries, and hear of each other's by the `storage` event. Of two texts
// for one cell the one typed later stays; the page that it was typed into (`tab`) sends it, and what
// is typed by another page is neither sent nor dropped.

import { entries, parsed, read, remove, write } from "../storage.js";

const ROOT = "plan_tracker.cells";

export class Unsent {
  // language: that in which the page shows and reads texts.
  constructor(user, sheet, session, tab, language) {
    this.prefix = `${ROOT}|${user}|${sheet}|`;
    this.session = session;
    this.tab = tab;
    this.language = language;
    this.isFull = false; // the browser keeps nothing: what is typed lives as long as the page
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

  isMine(kept) {
    return kept?.tab === this.tab;
  }

  // Whether it was typed here, by who is signed in now: that alone goes out without being asked.
  isOwn(kept) {
    return this.isMine(kept) && !this.isEarlier(kept);
  }

  // stored: what this page shows as stored; a text that replaces another keeps that one's base.
  keep(cell, text, stored, label, follows = false) {
    const before = this.get(cell);
    const { base, language, baseLanguage = language } = before ?? { base: stored, language: this.language };
    // Another page may have sent its own, without saying so.
    const isSent = before && (before.sent !== undefined || !this.isMine(before));
    const { sent, sentLanguage, sentFollows } = isSent ? withSent(before) : {};
    const { column: place, dataset } = cell;
    const { tab, session } = this;
    this.put(dataset.cooperative, dataset.field, {
      text, base, language: this.language, baseLanguage, at: Date.now(), tab, session, label, place, follows,
      sent, sentLanguage, sentFollows,
    });
  }

  // What this page shows as stored is the ground of the kept text from now on.
  rebase(cell, stored) {
    this.put(cell.dataset.cooperative, cell.dataset.field, { ...this.get(cell), base: stored, baseLanguage: this.language });
  }

  put(number, field, kept) {
    const name = Unsent.name(number, field);
    this.cells.set(name, kept);
    this.write(name);
  }

  write(name) {
    if (!write(this.prefix + name, this.cells.get(name))) this.isFull = true;
  }

  // Drops the entry that this page knows; one that another page typed since stays, and is known now.
  drop(number, field) {
    const name = Unsent.name(number, field);
    const known = this.cells.get(name);
    const newest = read(this.prefix + name);
    if (known && newest?.at > known.at) {
      this.cells.set(name, newest);
      return;
    }
    this.cells.delete(name);
    if (this.size === 0) this.isFull = false;
    remove(this.prefix + name);
  }

  // Calls on(number, field) whenever another page has typed into a cell, or is done with one.
  listen(on) {
    addEventListener("storage", ({ key, oldValue, storageArea }) => {
      if (storageArea !== localStorage || !key?.startsWith(this.prefix)) return;
      const name = key.slice(this.prefix.length);
      const known = this.cells.get(name);
      const newest = read(key);
      // Ours crossed theirs on the way, and was typed later.
      if (known?.at > (newest ?? parsed(oldValue))?.at) this.write(name);
      else {
        if (newest) this.cells.set(name, newest);
        else this.cells.delete(name);
        on(...named(name));
      }
    });
  }

  // Takes over what a page that is gone had not sent: [[number, field, kept]].
  inherit(tab) {
    const kept = [...this].map(([number, field]) => [number, field, read(this.prefix + Unsent.name(number, field))]);
    const left = kept.filter(([, , newest]) => newest && newest.tab === tab);
    return left.map(([number, field, newest]) => {
      const mine = { ...newest, tab: this.tab };
      this.put(number, field, mine);
      return [number, field, mine];
    });
  }

  // What goes to the server for a kept cell; the same again until it was answered.
  toSend(number, field) {
    const kept = this.cells.get(Unsent.name(number, field));
    Object.assign(kept, withSent(kept));
    const { sent: text, sentLanguage: language, sentFollows: follows, base, baseLanguage: base_language } = kept;
    return { number, field, text, language, base, base_language, ...(follows && { follows }) };
  }

  wasAnswered(number, field) {
    const kept = this.cells.get(Unsent.name(number, field));
    if (!this.isMine(kept)) return;
    const isReplaced = kept.sent !== kept.text;
    delete kept.sent;
    delete kept.sentLanguage;
    delete kept.sentFollows;
    if (isReplaced) this.put(number, field, kept);
  }

  // Each kept cell: [number, field, kept].
  *[Symbol.iterator]() {
    for (const [name, kept] of [...this.cells]) yield [...named(name), kept];
  }

  // Typed under another sign-in: shown before it is sent.
  isEarlier(kept) {
    return kept.session !== this.session;
  }

  adopt() {
    const { session, tab } = this;
    for (const [number, field, kept] of this) this.put(number, field, { ...kept, session, tab });
  }
}

// What is on its way for a kept cell, or goes next.
function withSent({ text, language, follows, sent, sentLanguage = language, sentFollows }) {
  if (sent === undefined) return { sent: text, sentLanguage: language, sentFollows: follows };
  return { sent, sentLanguage, sentFollows };
}

// The number and field of a name.
function named(name) {
  const at = name.indexOf("|");
  return [name.slice(at + 1), name.slice(0, at)];
}

// All that one person has kept, in every sheet: [sheet, number, field, kept].
export function keptBy(user) {
  const prefix = `${ROOT}|${user}|`;
  return entries(prefix).map(([key, kept]) => {
    const [sheet, field, ...number] = key.slice(prefix.length).split("|");
    return [sheet, number.join("|"), field, kept];
  });
}

export function discard(user) {
  for (const [key] of entries(`${ROOT}|${user}|`)) remove(key);
}

// When the first of kept cells, [..., kept], was typed.
export function oldest(cells) {
  return Math.min(...cells.map((cell) => cell.at(-1).at));
}

// Kept cells, [..., number, field, kept], as lines for a spreadsheet: what was typed first comes first.
export function asTable(cells) {
  const lines = cells.map((cell) => ({ names: cell.slice(0, -2), kept: cell.at(-1) }));
  lines.sort((a, b) => a.kept.at - b.kept.at || String(a.names).localeCompare(b.names) || a.kept.place - b.kept.place);
  return lines.map(({ names, kept }) => [...names, kept.label, kept.text].map((text) => String(text).replace(/[\t\n]/g, " ")).join("\t")).join("\n");
}
