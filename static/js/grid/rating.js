// The ratings that scores give by the year's scale: a typed score brings its rating along.

// The rating of a score as it is typed; null where the text is none, which the server says. levels:
// [[least score, rating]], the highest first; none in a year without a scale. most: the highest score.
export function ratingOf(text, levels, most) {
  const score = /^\d{1,3}(?:[.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : NaN;
  return score <= most ? (levels.find(([least]) => score >= least)?.[1] ?? null) : null;
}

// The page says which score gives which rating, and in which fields the two are:
// <span data-ratings data-score="…" data-rating="…" data-ground="…" data-most="…" data-said="…">.
export class Ratings {
  constructor(page, cells) {
    this.page = page;
    this.cells = cells;
    this.said = document.querySelector("[data-ratings]");
    const levels = [...(this.said?.querySelectorAll("data") ?? [])];
    this.levels = levels.map((one) => [Number(one.value), one.textContent.trim()]);
    this.most = Number(this.said?.dataset.most);
  }

  // What typed scores give is part of their gesture: shown at once, taken back with it. It is sent even
  // where it stands there already: if somebody else stored another rating meanwhile, that is a conflict.
  // typed: the gesture's changes; cells: all that it is about, so that a rating in it is left alone;
  // textOf: what a cell holds now.
  given(typed, cells, textOf) {
    const given = [];
    for (const [cell, text] of this.said ? typed : []) {
      if (cell.dataset.field !== this.said.dataset.score) continue;
      const rating = this.cells.find(cell.dataset.cooperative, this.said.dataset.rating);
      // With a ground of its own it is weak, whatever the score.
      const ground = this.cells.find(cell.dataset.cooperative, this.said.dataset.ground);
      if (ground && textOf(ground).trim()) continue;
      const name = ratingOf(text, this.levels, this.most);
      if (!name || cells.has(rating)) continue;
      given.push([rating, name]);
      if (name !== textOf(rating)) this.page.announce(this.inWords(this.cells.rows[cell.row].dataset.name, name));
    }
    return given;
  }

  // For those who do not see the cell change.
  inWords(name, rating) {
    return this.said.dataset.said.replace("{name}", () => name).replace("{rating}", () => rating);
  }
}
