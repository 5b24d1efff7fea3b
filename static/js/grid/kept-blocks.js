// Pasted blocks of which it is not known yet what becomes of them, kept in the browser until it is: one
// entry of localStorage for each, named by the person, the sheet and itself. Never read by another
// person's page.
//
// An entry: {id, rows, order, start, said, isAsked, language, at, tab, session}. rows: its texts; order: the
// numbers of the grid's rows as they stood, start: [number, field] of the cell that it was pasted into; said:
// what the person chose, by question; isAsked: whether the person was asked about it.

import { entries, read, remove, write } from "../storage.js";

const ROOT = "plan_tracker.blocks";

export class KeptBlocks {
  constructor(user, sheet, session, tab, language) {
    this.prefix = `${ROOT}|${user}|${sheet}|`;
    Object.assign(this, { session, tab, language });
    this.isFull = false; // the browser keeps nothing: a block lives as long as the page
  }

  make(rows, order, start) {
    const { session, tab, language } = this;
    const at = Date.now();
    return this.put({ id: `${at}-${Math.random()}`, rows, order, start, said: {}, isAsked: false, language, at, tab, session });
  }

  put(block) {
    this.isFull = !write(this.prefix + block.id, block);
    return block;
  }

  drop({ id }) {
    this.isFull = false;
    remove(this.prefix + id);
  }

  // Those of the sheet, the oldest first.
  get all() {
    return entries(this.prefix).map(([, block]) => block).sort((a, b) => a.at - b.at);
  }

  // Takes over what a page that is gone left; nothing where it is done with by now.
  inherit({ id, tab }) {
    const left = read(this.prefix + id);
    return left?.tab === tab ? this.put({ ...left, tab: this.tab }) : null;
  }

  // Pasted under another sign-in, or left with a question: it waits for the person.
  waitsForPerson(block) {
    return block.isAsked || block.session !== this.session;
  }

  // One that is pasted a second time takes the first one's place.
  isSame(one, other) {
    return JSON.stringify([one.rows, one.start]) === JSON.stringify([other.rows, other.start]);
  }
}

// All that one person has kept, in every sheet: [sheet, block].
export function blocksBy(user) {
  const prefix = `${ROOT}|${user}|`;
  return entries(prefix).map(([key, block]) => [key.slice(prefix.length).split("|")[0], block]);
}

export function discardBlocks(user) {
  for (const [key] of entries(`${ROOT}|${user}|`)) remove(key);
}

// A block as lines for a spreadsheet.
export function asLines({ rows }) {
  return rows.map((row) => row.join("\t")).join("\n");
}
