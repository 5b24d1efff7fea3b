// Blocks of cells as text: what spreadsheets put on the clipboard.

// Rows of texts from tab-separated lines; cells in quotes may hold tabs, lines and doubled quotes.
export function parse(text) {
  const rows = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\n]*)(\t|\n|$)/gy;
  const clean = wellFormed(text).replace(/\r\n?/g, "\n").replace(/\n$/, "");
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

// Without what no text can hold: NUL and halves of characters.
function wellFormed(text) {
  return (text.toWellFormed?.() ?? text).replaceAll("\0", "");
}

export function format(block) {
  return block.map((row) => row.map((cell) => quote(cell.value)).join("\t")).join("\n");
}

function quote(text) {
  return /[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// Blank lines at the end clear cells as any others do. But whole columns of a spreadsheet end in a million
// of them: those beyond the table say nothing. room: how many rows there are from the cell on.
export function withoutBlankEnd(rows, room) {
  const filled = rows.findLastIndex((row) => row.some(Boolean)) + 1;
  return rows.slice(0, Math.max(1, filled, filled && room));
}
