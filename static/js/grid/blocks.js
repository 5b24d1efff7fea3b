// Blocks of cells as text: what spreadsheets put on the clipboard, and where it belongs in a grid.

// Rows of texts from tab-separated lines; cells in quotes may hold tabs, lines and doubled quotes.
export function parse(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/gy;
  const clean = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (pattern.lastIndex <= clean.length) {
    const [whole, cell, end] = pattern.exec(clean) ?? ["", clean.slice(pattern.lastIndex), ""];
    const quoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
    rows.at(-1).push((quoted ? cell.slice(1, -1).replaceAll('""', '"') : cell).trim());
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
export function index(cells) {
  const found = new Map();
  cells.rows.forEach((row, place) => {
    for (const key of new Set([fold(row.dataset.row), fold(row.dataset.name)])) {
      found.set(key, found.has(key) ? null : place);
    }
  });
  return found;
}

const LETTER = /\p{L}/u;

// The column of a block that tells which row each line belongs to; -1 for none.
// Names count as soon as one matches; bare numbers only if nearly all do, as a figure may look like one.
export function keyColumn(block, rows) {
  const width = Math.max(...block.map((line) => line.length));
  for (let column = 0; column < width; column += 1) {
    const texts = block.map((line) => line[column] ?? "").filter(Boolean);
    const known = texts.filter((text) => rows.has(fold(text))).length;
    const wordy = texts.filter((text) => LETTER.test(text)).length > texts.length / 2;
    if (texts.length && (wordy ? known > 0 : known > 1 && known >= 0.9 * texts.length && new Set(texts).size === texts.length)) {
      return column;
    }
  }
  return -1;
}

// Where a block goes: {changes: [[cell, text]], unmatched: [name]}, or {problem, n, m}.
export function lay(block, cells, start) {
  const rows = index(cells);
  const key = keyColumn(block, rows);
  const figures = block.map((line) => line.slice(key + 1));
  const width = Math.max(...figures.map((line) => line.length));
  const room = cells.fields.length - start.column;
  if (width > room) return { problem: "too-wide", n: width, m: room };
  if (key < 0 && block.length > cells.rows.length - start.row) {
    return { problem: "too-long", n: block.length, m: cells.rows.length - start.row };
  }
  const changes = [];
  const unmatched = [];
  block.forEach((line, place) => {
    const row = key < 0 ? start.row + place : rows.get(fold(line[key] ?? ""));
    if (row === undefined || row === null) {
      if (line.some(Boolean)) unmatched.push(line[key] || line.join(" "));
      return;
    }
    figures[place].forEach((text, column) => changes.push([cells.at(row, start.column + column), text]));
  });
  return { changes, unmatched };
}
