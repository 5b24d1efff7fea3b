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

// The rows of a grid by folded name and number; all of those that share one.
function index(cells) {
  const found = new Map();
  cells.rows.forEach((row, place) => {
    for (const key of new Set([fold(row.dataset.row), fold(row.dataset.name)])) {
      found.set(key, [...(found.get(key) ?? []), place]);
    }
  });
  return found;
}

const LETTER = /\p{L}/u;
const SURE_DIGITS = 6;
const LEAST_UNSURE = { rows: 3, columns: 5 };

function areWords(texts) {
  return texts.filter((text) => LETTER.test(text)).length > texts.length / 2;
}

// Whether a column of texts tells which row each line belongs to. One that is words does as soon as
// one is known, and so do long numbers if half of them are. Short numbers, as they are left where a
// spreadsheet took their zeros, may be figures: all must be known, before a good part of a row.
function isKey(texts, rows, { place, width }) {
  const known = texts.filter((text) => rows.has(fold(text)));
  if (areWords(texts)) return known.length > 0;
  if (known.filter((text) => text.startsWith("0") || text.length >= SURE_DIGITS).length >= texts.length / 2) return known.length > 0;
  return place === 0 && width >= LEAST_UNSURE.columns && texts.length >= LEAST_UNSURE.rows
    && known.length === texts.length && new Set(texts).size === texts.length;
}

function most(numbers) {
  return numbers.reduce((one, other) => Math.max(one, other), 0);
}

function upTo(count) {
  return [...Array(Math.max(0, count)).keys()];
}

function widthOf(lines) {
  return most(lines.map((line) => line.length));
}

function filled(lines, place) {
  return lines.map((line) => line[place] ?? "").filter(Boolean);
}

// The columns that name rows, among those that may.
function keyColumns(lines, rows, places) {
  const width = widthOf(lines);
  return places.filter((place) => {
    const texts = filled(lines, place);
    return texts.length > 0 && isKey(texts, rows, { place, width });
  });
}

// The columns of a grid by the texts that may head them, in either language: "Revenue", "Doanh thu".
function headings(cells) {
  return new Map(cells.fields.flatMap((field, column) => {
    return cells.heading(field).dataset.names.split("|").map((text) => [headingKey(text), column]);
  }));
}

// A unit in brackets aside: "Revenue (million VND)".
function headingKey(text) {
  return fold(text.replace(/\(.*?\)/g, ""));
}

function headedBy(text, known) {
  return known.get(headingKey(text));
}

// The line that heads the columns and the lines below it; no header where none names a figure. Our
// workbook has a line of codes before that of headings, and above them lines with a single text.
function split(block, known) {
  const isHeader = (line) => line.some((text) => headedBy(text, known) !== undefined);
  const isTitle = (line) => line.filter(Boolean).length < 2;
  const first = block.findIndex((line, place) => isHeader(line) && !(place && isTitle(line)));
  if (first < 0 || !block.slice(0, first).every(isTitle)) return { lines: block };
  const below = block.findIndex((line, place) => place > first && !isHeader(line));
  return below < 0 ? { lines: block } : { header: block[below - 1], lines: block.slice(below) };
}

function lastFilled(texts) {
  return texts.findLastIndex(Boolean) + 1;
}

// Where the columns of a block go: {columns: [[place, column]], keys, aside}, or {problem}. Those that
// are left aside: [{n, heading, text}], n counting from 1.
function byHeadings(header, lines, known, rows) {
  const places = upTo(widthOf([header, ...lines]));
  const headed = places.map((place) => headedBy(header[place] ?? "", known));
  const twice = headed.findIndex((column, place) => column !== undefined && headed.indexOf(column) < place);
  if (twice >= 0) return { problem: "headed-twice", heading: header[twice] };
  const others = places.filter((place) => headed[place] === undefined);
  const keys = keyColumns(lines, rows, others);
  const aside = others
    .filter((place) => !keys.includes(place) && (header[place] || filled(lines, place).length))
    .map((place) => leftAside(lines, place, header[place]));
  // They may name cooperatives of another table.
  if (!keys.length && aside.length) return { problem: "nameless", aside };
  return { columns: places.filter((place) => headed[place] !== undefined).map((place) => [place, headed[place]]), keys, aside };
}

// Without a header figures stand behind the last column that names rows, and behind columns of words
// (communes, sectors), unless the cells there take words.
function byPlace(lines, cells, rows, start) {
  const keys = keyColumns(lines, rows, upTo(widthOf(lines) - 1));
  const takesWords = (column) => column < cells.fields.length && !("number" in cells.heading(cells.fields[column]).dataset);
  const aside = [];
  let first = (keys.at(-1) ?? -1) + 1;
  let isBeforeNumbers = false;
  for (let place = first; place < widthOf(lines); place += 1) {
    const texts = filled(lines, place);
    isBeforeNumbers = texts.length > 0 && !areWords(texts);
    if (isBeforeNumbers || (texts.length && takesWords(start.column + place - first))) break;
    if (!texts.length) continue;
    aside.push(leftAside(lines, place));
    first = place + 1;
  }
  if (!keys.length && isBeforeNumbers && aside.length) return { problem: "nameless", aside };
  if (!keys.length) first = 0;
  // Blank cells that stand over at an edge are no reason to refuse.
  const n = most(lines.map((line) => lastFilled(line.slice(first))));
  const m = cells.fields.length - start.column;
  if (n > m) return { problem: "too-wide", n, m };
  return { columns: upTo(n).map((place) => [first + place, start.column + place]), keys, aside: keys.length ? aside : [] };
}

function leftAside(lines, place, heading = "") {
  return { n: place + 1, heading, text: filled(lines, place)[0] ?? "" };
}

// Where a block goes: {changes: [[cell, text]], aside, left: [{name, why}]}, or {problem} and what it is about.
export function lay(block, cells, start) {
  const known = headings(cells);
  const rows = index(cells);
  const { header, lines } = split(block, known);
  const laid = header ? byHeadings(header, lines, known, rows) : byPlace(lines, cells, rows, start);
  if (laid.problem) return laid;
  const { columns, keys, aside } = laid;
  const length = lastFilled(lines.map((line) => line.some(Boolean)));
  if (!keys.length && length > cells.rows.length - start.row) {
    return { problem: "too-long", n: length, m: cells.rows.length - start.row };
  }

  const changes = [];
  const left = [];
  const seen = new Set();
  lines.slice(0, length).forEach((line, place) => {
    const { row, why } = keys.length ? find(line, keys, rows) : { row: start.row + place };
    if (why || seen.has(row)) {
      const name = keys.map((key) => line[key]).find(Boolean) ?? line.filter(Boolean).join(" ");
      if (name) left.push({ name, why: why ?? "twice" });
      return;
    }
    seen.add(row);
    for (const [from, column] of columns) {
      if (from < line.length) changes.push([cells.at(row, column), line[from]]);
    }
  });
  return { changes, aside, left };
}

// The one row that a line names by its keys: {row}, or {why}. Of rows with one name the number tells.
function find(line, keys, rows) {
  const named = keys.map((key) => rows.get(fold(line[key] ?? ""))).filter(Boolean);
  if (!named.length) return { why: "unknown" };
  const common = named[0].filter((row) => named.every((places) => places.includes(row)));
  return common.length === 1 ? { row: common[0] } : { why: "ambiguous" };
}
