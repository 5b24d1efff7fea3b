// What the form of a unit's figures holds beside what is stored: base-<name> is what the field <name> showed when the
// page was opened, word-<name>-reason and word-<name>-text say why its value is right.

const WORD = /^word-(.+)-(?:reason|text)$/;

// The names of the fields in which something stands that is not stored. entries: [[name, value]] of the form.
export function differing(entries) {
  const values = new Map(entries);
  const names = new Set();
  for (const [name, value] of values) {
    const said = name.match(WORD);
    if (said && value.trim()) names.add(said[1]);
    else if (values.has(`base-${name}`) && value.trim() !== values.get(`base-${name}`).trim()) names.add(name);
  }
  return names;
}
