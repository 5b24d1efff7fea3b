// The cell that the address names, "#cell=<number>,<field>": links of other pages lead to it.

// The number and field of a mark; nothing where it is none.
export function cellOf(mark) {
  const named = new URLSearchParams(mark.slice(1)).get("cell");
  if (named === null) return null;
  const comma = named.lastIndexOf(",");
  return [named.slice(0, comma), named.slice(comma + 1)];
}

// The mark is taken off then, so that the same link leads there again and a reload stays where the
// person is.
export function openAtCell(cells) {
  const cell = cellOf(location.hash);
  if (!cell) return;
  history.replaceState(history.state, "", location.pathname + location.search);
  cells.focus(cells.find(...cell));
}
