// Makes a spreadsheet of <div data-sheet>: connects cells, keys, blocks, keeping, sending and findings.

import { asTable, Unsent } from "./unsent.js";
import { Cells } from "./cells.js";
import { Findings } from "./findings.js";
import { format, lay, parse } from "./blocks.js";
import { Keys } from "./keys.js";
import { Pager } from "./pager.js";
import { Sync } from "./sync.js";
import { Undo } from "./undo.js";

const NO_ACTIVITY = ["revenue", "profit", "average_member_income"];

const sheet = document.querySelector("[data-sheet]");
const part = (name) => sheet.querySelector(`[data-${name}]`);
const cells = new Cells(sheet.querySelector("[role=grid]"));
const { grid } = cells;
const isLocked = "locked" in sheet.dataset;
const unsent = new Unsent(sheet.dataset.user, sheet.dataset.sheet, sheet.dataset.session);
const undo = new Undo();
const texts = new Map([...part("texts").content.children].map((text) => [text.dataset.text, text.textContent]));
let isOffline = false;

function say(name, values = {}) {
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), texts.get(name));
}

// --- Committing: a cell's text is taken as soon as the person moves on ---

function commit(cell) {
  if (isLocked || cell.readOnly || cell.value === textOf(cell)) return;
  change([[cell, cell.value]]);
}

// What the cell held before it was touched: the kept text, else the stored one.
function textOf(cell) {
  return unsent.get(cell)?.text ?? cells.stored.get(cell);
}

// One gesture: several cells change, and are taken back, together.
function change(changes, { isUndo = false } = {}) {
  const real = changes.filter(([cell, text]) => cell && !cell.readOnly && !cell.disabled && text !== textOf(cell));
  if (!isUndo) undo.note(real.map(([cell]) => [cell, textOf(cell)]));
  for (const [cell, text] of real) {
    cell.value = text;
    take(cell, text);
  }
  return real.length;
}

function take(cell, text) {
  const { cooperative, field } = cell.dataset;
  findings.clear(cell);
  unsent.keep(cell, text, unsent.get(cell)?.base ?? cells.stored.get(cell));
  cells.mark(cell, "waiting", true);
  sync.want(cooperative, field);
  // What could not be stored in this row may fit now.
  for (const other of cells.cells[cell.row]) {
    if (other !== cell && findings.own.has(other) && unsent.get(other)) sync.want(cooperative, other.dataset.field);
  }
}

function revert(cell) {
  cell.value = textOf(cell);
  cell.select?.();
}

// --- Answers of the server ---

function answered(answer, sent) {
  const typed = new Map(sent.map((cell) => [`${cell.field}|${cell.number}`, cell.text]));
  for (const [number, field, text] of answer.saved) {
    const cell = cells.find(number, field);
    if (!cell) continue;
    cells.stored.set(cell, text);
    const kept = unsent.get(cell);
    if (kept && kept.text !== typed.get(`${field}|${number}`)) {
      unsent.keep(cell, kept.text, text); // typed anew meanwhile, on what is stored now
      continue;
    }
    settle(cell, text);
  }
  for (const { number, field, message, fields } of answer.refused) {
    const cell = cells.find(number, field);
    const kept = cell && unsent.get(cell);
    if (!kept || kept.text !== typed.get(`${field}|${number}`)) continue;
    cells.mark(cell, "waiting", false);
    findings.refuse(cell, kept.text, message, fields);
  }
  for (const { number, field, text, by, at } of answer.conflicts) {
    const cell = cells.find(number, field);
    const kept = cell && unsent.get(cell);
    if (!kept) continue;
    cells.stored.set(cell, text);
    cells.mark(cell, "waiting", false);
    findings.conflict(cell, kept.text || texts.get("blank"), text || texts.get("blank"), [by, at].filter(Boolean).join(", "));
  }
  showRows(answer);
}

function settle(cell, text) {
  unsent.drop(cell.dataset.cooperative, cell.dataset.field);
  findings.clear(cell);
  cells.mark(cell, "waiting", false);
  const isBeingTyped = cell === document.activeElement && cell.value !== text && keys.editing;
  if (!isBeingTyped && (cell !== document.activeElement || cell.value === cell.defaultValue || untouched(cell))) cell.value = text;
  cell.defaultValue = text;
}

// Whether the person has typed nothing into the focused cell since it was taken.
function untouched(cell) {
  return !typing.has(cell);
}

function showRows(answer) {
  for (const [number, row] of Object.entries(answer.rows)) {
    findings.show(number, row.findings);
    cells.rows[cells.byNumber.get(number)]?.toggleAttribute("data-complete", row.complete);
  }
  part("complete-text").textContent = `${answer.complete}/${answer.expected}`;
  part("progress").value = answer.complete;
  part("stored-at").textContent = say("at", { at: answer.at });
  grid.dispatchEvent(new CustomEvent("stored"));
}

// --- The state of it all ---

function showState() {
  const stuck = findings.own.size;
  const isSaved = unsent.size === 0 && sync.isIdle;
  grid.dataset.saved = String(isSaved);
  const name = isSaved ? "saved" : isOffline ? "offline" : stuck && sync.isIdle ? "unsaved" : "saving";
  if (!isLocked) part("state").textContent = say(name, { n: isOffline ? unsent.size : stuck });
  part("state").dataset.state = isLocked ? "saved" : name;
}

function stopped({ signIn, reload, said, status }) {
  part("trouble").hidden = false;
  part("trouble-text").textContent = said ?? say("error", { n: status });
  part("sign-in").hidden = !signIn;
  part("reload").hidden = !reload;
  part("retry").hidden = false;
}

const sync = new Sync(sheet, unsent, {
  answered,
  stopped,
  changed: showState,
  offline(is) {
    isOffline = is;
    if (!is) part("trouble").hidden = true;
  },
});

// --- Keys, blocks and the mouse ---

const typing = new Set();
const keys = new Keys(cells, {
  commit(cell) {
    typing.delete(cell);
    commit(cell);
  },
  revert(cell) {
    typing.delete(cell);
    revert(cell);
  },
});
grid.addEventListener("input", ({ target }) => typing.add(target));
grid.addEventListener("change", ({ target }) => target.matches("select") && commit(target));

grid.addEventListener("copy", (event) => {
  if (keys.selected().length < 2) return;
  event.preventDefault();
  event.clipboardData.setData("text/plain", format(keys.block()));
});

grid.addEventListener("paste", (event) => {
  const start = event.target;
  const text = event.clipboardData.getData("text/plain");
  if (isLocked || !start.matches("[data-field]")) return;
  const block = parse(text);
  if (block.length === 1 && block[0].length === 1 && keys.selected().length < 2) return; // the field's own
  event.preventDefault();
  typing.delete(start);
  if (block.length === 1 && block[0].length === 1) {
    report({ n: change(keys.selected().map((cell) => [cell, block[0][0]])) });
    return;
  }
  const [first] = keys.selected();
  const laid = lay(block, cells, first ?? start);
  if (laid.problem) report(laid);
  else report({ ...laid, n: change(laid.changes) });
});

function report({ problem, n, m, unmatched = [] }) {
  const box = part("unmatched");
  box.hidden = !problem && unmatched.length === 0;
  box.classList.toggle("notice--error", Boolean(problem));
  part("unmatched-text").textContent = problem ? say(problem, { n, m }) : say("unmatched", { n: unmatched.length });
  part("unmatched-list").replaceChildren(
    ...unmatched.map((name) => Object.assign(document.createElement("li"), { textContent: name })),
  );
  if (!problem) part("stored-at").textContent = say("pasted", { n });
}

grid.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (event.key === "F6") {
    event.preventDefault();
    (part("submit") ?? part("progress").closest(".sheet__bar").querySelector("a, button"))?.focus();
  }
  if (isLocked || !cell.matches("[data-field]")) return;
  const command = event.ctrlKey || event.metaKey;
  if (command && event.key.toLowerCase() === "z" && !typing.has(cell)) {
    event.preventDefault();
    change(undo.take(), { isUndo: true });
    cell.select?.();
  } else if (command && event.key.toLowerCase() === "d") {
    event.preventDefault();
    fillDown(cell);
  } else if (event.key === "F4" && NO_ACTIVITY.every((field) => cells.fields.includes(field))) {
    event.preventDefault();
    noActivity(cell);
  } else if (event.key === "Delete" && keys.selected().length > 1) {
    event.preventDefault();
    change(keys.selected().map((one) => [one, ""]));
  }
});

function fillDown(cell) {
  commit(cell);
  const block = keys.block();
  if (block.length > 1) change(block.slice(1).flatMap((row) => row.map((one, column) => [one, block[0][column].value])));
  else change(block[0].map((one) => [one, cells.at(one.row - 1, one.column)?.value ?? one.value]));
  cell.select?.();
}

function noActivity(cell) {
  const row = cells.cells[cell.row];
  typing.delete(cell);
  change(row.filter((one) => NO_ACTIVITY.includes(one.dataset.field)).map((one) => [one, "0"]));
  cells.focus(row.find((one) => one.dataset.field === "note"));
}

// --- Findings ---

const findings = new Findings(sheet, cells, {
  async answer(number, rule, text) {
    const answer = await sync.post(sheet.dataset.answersUrl, { number, rule, text });
    if (answer.failed) stopped({ said: answer.body?.error, status: answer.status, signIn: answer.status === 401, reload: false });
    else showRows(answer);
  },
  keepMine(cell) {
    const { text } = unsent.get(cell);
    unsent.keep(cell, text, cells.stored.get(cell));
    findings.clear(cell);
    cells.mark(cell, "waiting", true);
    sync.want(cell.dataset.cooperative, cell.dataset.field);
  },
  takeTheirs(cell) {
    settle(cell, cells.stored.get(cell));
    cell.value = cells.stored.get(cell);
    showState();
  },
});

// --- What was kept from before ---

function restore() {
  const earlier = unsent.earlier();
  for (const [number, field, kept] of unsent) {
    const cell = cells.find(number, field);
    if (!cell) continue;
    cell.value = kept.text;
    cells.mark(cell, "waiting", true);
    if (!earlier.length && !isLocked) sync.want(number, field);
  }
  part("kept").hidden = earlier.length === 0;
  if (earlier.length) {
    const oldest = new Date(Math.min(...earlier.map(([, , kept]) => kept.at)));
    const at = oldest.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    part("kept-text").textContent = say("kept", { n: earlier.length, at });
  }
  part("send-kept").hidden = isLocked;
}

part("send-kept").addEventListener("click", () => {
  unsent.adopt();
  restore();
});
part("discard-kept").addEventListener("click", () => {
  for (const [number, field] of unsent.earlier()) {
    unsent.drop(number, field);
    const cell = cells.find(number, field);
    if (cell) takeBack(cell);
  }
  restore();
  showState();
});

function takeBack(cell) {
  cell.value = cells.stored.get(cell);
  findings.clear(cell);
  cells.mark(cell, "waiting", false);
}

for (const button of sheet.querySelectorAll("[data-copy-unsent]")) {
  button.addEventListener("click", () => {
    const lines = [...unsent].map(([number, field, { text }]) => {
      const cell = cells.find(number, field);
      return [number, cell ? cells.label(cell) : field, text];
    });
    part("unsent-text").value = asTable(lines);
    part("unsent-dialog").showModal();
    part("unsent-text").select();
    navigator.clipboard?.writeText(part("unsent-text").value).catch(() => {});
  });
}
part("retry").addEventListener("click", () => {
  part("trouble").hidden = true;
  sync.again();
});
part("reload").addEventListener("click", (event) => {
  event.preventDefault();
  location.reload();
});
for (const button of sheet.querySelectorAll("[data-close]")) {
  button.addEventListener("click", () => {
    const dialog = button.closest("dialog");
    if (dialog) dialog.close();
    else button.closest(".notice").hidden = true;
  });
}

// --- Leaving by submitting ---

part("submit")?.addEventListener("click", async (event) => {
  if (unsent.size === 0 && sync.isIdle) return;
  event.preventDefault();
  const { href } = event.currentTarget;
  if (findings.own.size || isOffline || sync.stopped) {
    part("trouble").hidden = false;
    part("trouble-text").textContent = say("blocked", { n: unsent.size });
  } else grid.addEventListener("stored", () => unsent.size === 0 && location.assign(href));
});

// --- History of a row ---

sheet.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-history]");
  if (!button) return;
  const number = button.closest("[data-row]").dataset.row;
  const response = await fetch(`${sheet.dataset.historyUrl}?number=${encodeURIComponent(number)}`);
  if (!response.ok) return;
  part("history-body").innerHTML = await response.text();
  part("history-dialog").showModal();
});

new Pager(sheet, cells);
restore();
showState();
addEventListener("beforeunload", () => document.activeElement?.blur?.());
