// Blocks of cells as text: what spreadsheets put on the clipboard, and where it belongs in a grid.

// Rows of texts from tab-separated lines; cells in quotes may hold tabs, lines and doubled quotes.
export function parse(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/gy;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (pattern.lastIndex <= clean.length) {
    const [whole, cell, end] = pattern.exec(clean) ?? ["", clean.slice(pattern.lastIndex), ""];
    const quoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
    // A field of one line would join two lines without a space.
    rows.at(-1).push((quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell).replace(/\s+/g, " ").trim());
    if (end === "\n") rows.push([]);
    if (!end || !whole) break;
  }
  return rows;
}

export function format(block) {
  return block.map((row) => row.map((cell) => quote(cell.value)).join("\t")).join("\n");
}

function quote(text) {
  return /[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// A name or number as it is compared: case, accents and spaces aside, đ as d, without leading zeros.
export function fold(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase().replace(/\s+/g, " ").trim().replace(/^0+(?=\d)/, "");
}

// The rows of a grid by folded name and number; null where two share one.
function index(cells) {
  const found = new Map();
  cells.rows.forEach((row, place) => {
    for (const key of new Set([fold(row.dataset.row), fold(row.dataset.name)])) {
      found.set(key, found.has(key) ? null : place);
    }
  });
  return found;
}

const LETTER = /\p{L}/u;
const SURE_DIGITS = 6;
const LEAST_UNSURE = { rows: 3, columns: 5 };

// Whether a column of texts tells which row each line belongs to. One that is words does as soon as
// one is known, and so do long numbers if half of them are. Short numbers, as they are left where a
// spreadsheet took their zeros, may be figures: all must be known, before a good part of a row.
function isKey(texts, rows, { place, width }) {
  const known = texts.filter((text) => rows.has(fold(text)));
  if (texts.filter((text) => LETTER.test(text)).length > texts.length / 2) return known.length > 0;
  if (known.filter((text) => text.startsWith("0") || text.length >= SURE_DIGITS).length >= texts.length / 2) return known.length > 0;
  return place === 0 && width >= LEAST_UNSURE.columns && texts.length >= LEAST_UNSURE.rows
    && known.length === texts.length && new Set(texts).size === texts.length;
}

// The columns that name rows; figures stand behind the last of them.
function keyColumns(block, rows) {
  const width = Math.max(...block.map((line) => line.length));
  const found = [];
  for (let place = 0; place < width - 1; place += 1) {
    const texts = block.map((line) => line[place] ?? "").filter(Boolean);
    if (texts.length && isKey(texts, rows, { place, width })) found.push(place);
  }
  return found;
}

// The columns of a grid by the texts that may head them: "Revenue", "Revenue (million VND)".
function headings(cells) {
  return new Map(cells.fields.flatMap((field, column) => {
    const heading = cells.heading(field);
    const [label, unit] = [heading.firstChild, heading.querySelector("small")].map((part) => part?.textContent ?? "");
    return [label, `${label} ${unit}`, field].map((text) => [fold(text), column]);
  }));
}

function headedBy(text, known) {
  return known.get(fold(text)) ?? known.get(fold(text.replace(/\(.*?\)/g, "")));
}

function lastFilled(texts) {
  return texts.findLastIndex(Boolean) + 1;
}

// Where a block goes: {changes: [[cell, text]], unmatched: [name]}, or {problem, n, m}.
export function lay(block, cells, start) {
  const known = headings(cells);
  const hasHeader = block.length > 1 && block[0].some((text) => headedBy(text, known) !== undefined);
  const lines = hasHeader ? block.slice(1) : block;
  const rows = index(cells);
  const keys = keyColumns(lines, rows);
  const first = (keys.at(-1) ?? -1) + 1;
  const headed = hasHeader ? block[0].slice(first).map((text) => headedBy(text, known)) : [];
  const isHeaded = headed.length > 0 && !headed.includes(undefined);

  // Blank cells that stand over at an edge are no reason to refuse.
  const width = Math.max(...lines.map((line) => lastFilled(line.slice(first))));
  const room = isHeaded ? headed.length : cells.fields.length - start.column;
  if (width > room) return { problem: "too-wide", n: width, m: room };
  const length = lastFilled(lines.map((line) => line.some(Boolean)));
  if (!keys.length && length > cells.rows.length - start.row) {
    return { problem: "too-long", n: length, m: cells.rows.length - start.row };
  }

  const changes = [];
  const unmatched = [];
  const seen = new Set();
  lines.forEach((line, place) => {
    const row = keys.length ? find(line, keys, rows) : start.row + place;
    if (row === undefined || seen.has(row)) {
      if (line.some(Boolean)) unmatched.push(keys.map((key) => line[key]).find(Boolean) ?? line.join(" "));
      return;
    }
    seen.add(row);
    line.slice(first).forEach((text, column) => {
      const cell = cells.at(row, isHeaded ? headed[column] : start.column + column);
      if (cell) changes.push([cell, text]);
    });
  });
  return { changes, unmatched };
}

// The row that a line names by any of its keys; nothing for none, or for one of two.
function find(line, keys, rows) {
  return keys.map((key) => rows.get(fold(line[key] ?? ""))).find((row) => row !== undefined && row !== null);
}
