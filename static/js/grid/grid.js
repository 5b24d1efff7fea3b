// Makes a spreadsheet of <div data-sheet>: connects cells, keys, blocks, keeping, sending and findings.

import { asTable, Unsent } from "./unsent.js";
import { Cells } from "./cells.js";
import { Findings } from "./findings.js";
import { format, lay, parse } from "./blocks.js";
import { History } from "./history.js";
import { Keys } from "./keys.js";
import { Pager } from "./pager.js";
import { inWords, ratingOf } from "./rating.js";
import { Sync } from "./sync.js";
import { Tab } from "./tab.js";
import { shown } from "../moment.js";
import { Undo } from "./undo.js";

const NO_ACTIVITY = ["revenue", "profit", "average_member_income"];

const sheet = document.querySelector("[data-sheet]");
const parts = new Map();
const cells = new Cells(sheet.querySelector("[role=grid]"));
const { grid } = cells;
const isLocked = "locked" in sheet.dataset;
const tab = new Tab(sheet.dataset.sheet, sheet.dataset.user);
const unsent = new Unsent(sheet.dataset.user, sheet.dataset.sheet, sheet.dataset.session, tab.id);
const undo = new Undo(textOf);
const texts = new Map([...part("texts").content.children].map((text) => [text.dataset.text, text.textContent]));
let isOffline = false;

// An element of the sheet by its data- attribute; to look through thousands of cells takes a while.
function part(name) {
  if (!parts.has(name)) parts.set(name, sheet.querySelector(`[data-${name}]`));
  return parts.get(name);
}

function say(name, values = {}) {
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), texts.get(name));
}

// Told to those who do not see the page; only what they must know, not every cell that is stored.
function announce(text) {
  if (part("announce").textContent !== text) part("announce").textContent = text;
}

// --- Committing: a cell's text is taken as soon as the person moves on ---

let reason = null; // the note that is to say why there was no activity: it ends that gesture

function commit(cell) {
  const isReason = cell === reason;
  reason = null;
  if (cell.value === textOf(cell)) showState();
  else change([[cell, cell.value]], { isSameStep: isReason });
}

// What the cell held before it was touched: the kept text, else the stored one.
function textOf(cell) {
  return unsent.get(cell)?.text ?? cells.stored.get(cell);
}

function mayChange(cell) {
  return cell && !isLocked && !cell.readOnly && !cell.disabled;
}

// One gesture: several cells change, and are taken back, together.
function change(changes, options = {}) {
  reason = null;
  const given = ratingsGiven(changes);
  const typed = changes.filter(([cell, text]) => mayChange(cell) && text !== textOf(cell));
  const real = [...typed, ...given];
  if (!options.isUndo) undo.note(real.map(([cell]) => [cell, textOf(cell)]), options);
  for (const [cell, text] of [...changes, ...given]) if (mayChange(cell)) cells.show(cell, text);
  for (const [cell, text] of real) {
    findings.clear(cell);
    unsent.keep(cell, text, cells.stored.get(cell), cells.label(cell));
    cells.mark(cell, "waiting", true);
    sync.want(cell.dataset.cooperative);
  }
  return typed.length;
}

// What typed scores give is part of their gesture: shown at once, taken back with it. It is sent even
// where it stands there already: if somebody else stored another rating meanwhile, that is a conflict.
function ratingsGiven(changes) {
  const typed = new Set(changes.map(([cell]) => cell));
  const given = [];
  for (const [cell, text] of changes) {
    if (!mayChange(cell) || cell.dataset.field !== "score" || text === textOf(cell)) continue;
    const rating = cells.find(cell.dataset.cooperative, "rating");
    const name = ratingOf(text);
    if (!name || typed.has(rating)) continue;
    given.push([rating, name]);
    if (name !== textOf(rating)) announce(inWords(cells.rows[cell.row].dataset.name, name));
  }
  return given;
}

// --- Answers of the server ---

function answered(answer, sent) {
  const typed = new Map(sent.map(({ number, field, text }) => [Unsent.name(number, field), text]));
  // What another page typed or stored since is its own matter, and what became of ours is past.
  const counts = (number, field) => {
    const cell = cells.find(number, field);
    const kept = cell && unsent.get(cell);
    return !overtaken.has(cell) && (!kept || unsent.isMine(kept));
  };
  const saved = answer.saved.filter(([number, field]) => counts(number, field));
  // The cell and what is kept of it; nothing where it was typed anew since: that is sent next.
  const settled = (number, field) => {
    const cell = cells.find(number, field);
    const kept = cell && unsent.get(cell);
    if (!kept || kept.text === typed.get(Unsent.name(number, field))) return { cell, kept };
    sync.want(number);
    return {};
  };
  for (const [number, field, text] of saved) {
    const known = cells.find(number, field);
    if (known) cells.stored.set(known, text);
    const { cell } = settled(number, field);
    if (cell) drop(cell);
    else if (known) unsent.rebase(known, text);
  }
  for (const { number, field, message, fields } of answer.refused) {
    const { cell, kept } = counts(number, field) ? settled(number, field) : {};
    if (!kept) continue;
    cells.mark(cell, "waiting", false);
    findings.refuse(cell, kept.text, message, fields);
  }
  for (const { number, field, text, by, at } of answer.conflicts) {
    const { cell, kept } = counts(number, field) ? settled(number, field) : {};
    if (!kept) continue;
    cells.stored.set(cell, text);
    cells.mark(cell, "waiting", false);
    findings.conflict(cell, kept.text || say("blank"), text || say("blank"), [by, at].filter(Boolean).join(", "));
  }
  showRows(answer);
  const { rows, complete, expected, at } = answer;
  tab.tell({ saved, rows, complete, expected, at });
}

// The cell shows what is stored, or what another page typed into it since.
function drop(cell) {
  unsent.drop(cell.dataset.cooperative, cell.dataset.field);
  showText(cell);
}

// What is being typed into the cell is not touched.
function showText(cell) {
  findings.clear(cell);
  cells.mark(cell, "waiting", Boolean(unsent.get(cell)));
  if (keys.typing !== cell) cells.show(cell, textOf(cell));
}

// --- Other pages of the same person ---

unsent.listen((number, field) => {
  const cell = cells.find(number, field);
  if (cell && !isLocked) showText(cell);
  inherit();
  showKept();
  showState();
});

let overtaken = new Set(); // cells that another page had stored while ours were on their way

// What another page had stored.
tab.onTold = (answer) => {
  const theirs = new Set();
  for (const [number, field, text] of answer.saved) {
    const cell = cells.find(number, field);
    if (!cell) continue;
    theirs.add(cell);
    cells.stored.set(cell, text);
    if (sync.isBusy) overtaken.add(cell);
    if (!unsent.get(cell)) showText(cell);
  }
  undo.forget(theirs);
  showRows(answer);
  showState();
};

// What a page had not sent when it was closed is sent by one that is still there.
function inherit(options) {
  const others = new Set([...unsent].map(([, , kept]) => kept.tab).filter((id) => id !== tab.id));
  for (const id of others) {
    tab.whenGone(id, () => {
      for (const one of unsent.inherit(id)) restoreCell(...one);
      showKept();
      showState();
    }, options);
  }
}

function showRows(answer) {
  for (const [number, row] of Object.entries(answer.rows)) {
    findings.show(number, row.findings);
    cells.rows[cells.byNumber.get(number)]?.toggleAttribute("data-complete", row.complete);
  }
  part("complete-text").textContent = `${answer.complete}/${answer.expected}`;
  part("progress").max = answer.expected || 1;
  part("progress").value = answer.complete;
  part("stored-at").textContent = say("at", { at: answer.at });
}

// --- The state of it all ---

let leavesBy = null; // the link or form by which the person wants to go on as soon as all is stored

function showState() {
  const isTyping = keys.typing !== null && keys.typing.value !== textOf(keys.typing);
  const isSaved = unsent.size === 0 && sync.isIdle && !isTyping;
  const rests = sync.isIdle || isOffline || sync.isStopped;
  grid.dataset.saved = String(isSaved);
  if (!isLocked) showName(isSaved, rests);
  if (leavesBy && rests) leave();
}

function showName(isSaved, rests) {
  const waits = isOffline || sync.isStopped;
  let name = "saving";
  if (isSaved) name = "saved";
  else if (unsent.isFull) name = "full";
  else if (waits) name = sync.isStopped ? "stopped" : "offline";
  else if (rests && unsent.size) name = [...unsent].some(([, , kept]) => unsent.isMine(kept)) ? "unsaved" : "elsewhere";
  else if (rests) name = "typing";
  const text = say(name, { n: unsent.size });
  part("state").textContent = text;
  part("state").dataset.state = name;
  const isStuck = !["saved", "saving", "typing"].includes(name);
  part("copy-now").hidden = !isStuck;
  part("stored-at").hidden = isStuck;
  // "Storing…" and "All is stored" come with every cell; said aloud they would drown the figures.
  if (["full", "stopped", "offline", "unsaved"].includes(name)) announce(text);
  else if (isSaved && part("announce").textContent) announce(text);
}

function warn(text, { isSignedOut = false, offersReload = false } = {}) {
  part("trouble").hidden = false;
  part("trouble-text").textContent = text;
  part("trouble-kept").textContent = unsent.size ? say("kept-here", { n: unsent.size, at: oldest([...unsent]) }) : "";
  part("sign-in").hidden = !isSignedOut;
  part("reload").hidden = !offersReload;
  part("retry").hidden = !sync.isStopped;
}

function stopped({ isSignedOut, said, status }) {
  warn(said ?? say("error", { n: status }), { isSignedOut, offersReload: !isSignedOut });
}

function oldest(kept) {
  return shown(Math.min(...kept.map(([, , one]) => one.at)));
}

const sync = new Sync(sheet, unsent, {
  maySend: (number, field, kept) => {
    const cell = cells.find(number, field);
    return cell && unsent.isMine(kept) && !unsent.isEarlier(kept) && !findings.isAsking(cell);
  },
  sending() {
    overtaken = new Set();
  },
  answered,
  stopped,
  changed: showState,
  offline(is) {
    isOffline = is;
    if (!is) part("trouble").hidden = true;
  },
});

// --- Keys, blocks and the mouse ---

const keys = new Keys(cells, {
  commit,
  typed: showState,
  revert(cell) {
    cells.show(cell, textOf(cell));
    cell.select?.();
    showState();
  },
});

grid.addEventListener("copy", copy);
grid.addEventListener("cut", (event) => copy(event) && change(keys.selected().map((cell) => [cell, ""])));

// Several cells as a block; the text of one is the field's own matter.
function copy(event) {
  if (keys.selected().length < 2) return false;
  event.preventDefault();
  event.clipboardData.setData("text/plain", format(keys.block()));
  return true;
}

grid.addEventListener("paste", (event) => {
  const cell = event.target;
  if (isLocked || !cell.matches("[data-field]")) return;
  const block = parse(event.clipboardData.getData("text/plain"));
  const isOne = block.length === 1 && block[0].length === 1;
  const chosen = keys.selected();
  if (isOne && chosen.length < 2 && cell.matches("input")) return; // the field's own
  event.preventDefault();
  keys.typing = null;
  if (isOne) report({ n: change(chosen.map((one) => [one, block[0][0]])) });
  else {
    const laid = lay(block, cells, chosen[0] ?? cell);
    if (!laid.problem) change(laid.changes);
    const n = laid.changes?.filter(([one]) => mayChange(one)).length;
    report(laid.problem ? laid : { ...laid, n, locked: laid.changes.length - n });
  }
  cell.select?.();
});

// What became of a block; left: lines that were not laid.
function report({ problem, n, m, heading, aside = [], left = [], locked = 0 }) {
  const columns = aside.map((one) => one.heading || say("column", { n: one.n, text: one.text })).join(", ");
  const said = [
    problem ? say(problem, { n, m, heading, columns }) : say("pasted", { n }),
    locked && say("left-locked", { n: locked }),
    !problem && columns && say("aside", { columns }),
    left.length && say("left-out", { n: left.length }),
  ].filter(Boolean);
  const box = part("pasted");
  box.hidden = !problem && said.length < 2;
  box.classList.toggle("notice--error", Boolean(problem));
  part("pasted-text").textContent = said.join(" ");
  part("pasted-list").replaceChildren(
    ...left.map(({ name, why }) => Object.assign(document.createElement("li"), { textContent: say(why, { name }) })),
  );
  if (box.hidden) announce(said[0]);
  else box.scrollIntoView({ block: "nearest" });
}

grid.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (event.isComposing) return;
  if (event.key === "F6") {
    event.preventDefault();
    keys.take();
    if (!findings.focusFirst()) toBar();
  }
  if (isLocked || !cell.matches("[data-field]")) return;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (command && (key === "z" || key === "y") && !keys.typing) {
    event.preventDefault();
    const isBack = key === "z" && !event.shiftKey;
    turn(isBack ? undo.back() : undo.again(), isBack ? "taken-back" : "done-again");
  } else if (command && key === "d") {
    event.preventDefault();
    fillDown(cell);
  } else if (event.key === "F4" && [...NO_ACTIVITY, "note"].every((field) => cells.fields.includes(field))) {
    event.preventDefault();
    noActivity(cell);
  } else if (event.key === "Delete" && keys.selected().length > 1) {
    event.preventDefault();
    change(keys.selected().map((one) => [one, ""]));
  }
});

// A gesture taken back or done again, and the way to where it was: that may be out of sight.
function turn(changes, said) {
  if (changes.length === 0) return;
  change(changes, { isUndo: true });
  const places = changes.map(([cell]) => cell).sort((a, b) => a.row - b.row || a.column - b.column);
  cells.focus(places[0]);
  places[0].select?.();
  announce(say(said, { n: places.length }));
}

function toBar() {
  (part("submit") ?? sheet.querySelector(".sheet__bar :is(a, button)"))?.focus();
}

function fillDown(cell) {
  keys.take();
  const block = keys.block();
  if (block.length > 1) change(block.slice(1).flatMap((row) => row.map((one, column) => [one, block[0][column].value])));
  else change(block[0].map((one) => [one, cells.at(one.row - 1, one.column)?.value ?? one.value]));
  cell.select?.();
}

function noActivity(cell) {
  const row = cells.cells[cell.row];
  const note = row.find((one) => one.dataset.field === "note");
  keys.take();
  const n = change(row.filter((one) => NO_ACTIVITY.includes(one.dataset.field)).map((one) => [one, "0"]));
  cells.focus(note);
  if (n) reason = note;
}

// --- Findings ---

// What is said of the cell that has the focus, in sight: the list may be far below. Of words that the
// field cuts off the bar shows the whole.
function showSaid() {
  const cell = document.activeElement;
  const isCut = grid.contains(cell) && cell.matches("input") && !cells.isNumber(cell) && cell.scrollWidth > cell.clientWidth;
  const ids = grid.contains(cell) ? (cell.getAttribute("aria-describedby") ?? "").split(" ") : [];
  const described = ids.map((id) => document.getElementById(id)).filter(Boolean);
  const remarks = described.filter((one) => one.matches("[data-remarks]")).flatMap((one) => [...one.children]);
  const said = described.filter((one) => one.matches("[data-said]"));
  part("cell-says").textContent = [isCut ? cell.value : "", ...[...remarks, ...said].map((one) => one.textContent)].filter(Boolean).join(" ");
  const isLong = isCut || remarks.length > 0;
  part("cell-says").toggleAttribute("data-words", isLong);
  if (!isLong) return;
  const bar = sheet.querySelector(".sheet__bar");
  scrollBy(0, Math.max(0, Math.ceil(cell.getBoundingClientRect().bottom - bar.getBoundingClientRect().top)));
}
grid.addEventListener("focusin", showSaid);
grid.addEventListener("focusout", showSaid);
grid.addEventListener("input", ({ target }) => !cells.isNumber(target) && showSaid());

const findings = new Findings(sheet, cells, {
  done: toBar,
  counted(open) {
    part("to-look-at").hidden = open === 0;
    part("to-look-at").textContent = say("to-look-at", { n: open });
    showSaid();
  },
  async answer(number, rule, text) {
    const answer = await sync.post(sheet.dataset.answersUrl, { number, rule, text });
    if (answer.failed) warn(answer.body?.error ?? say("not-answered"), { isSignedOut: answer.status === 401 });
    else {
      part("trouble").hidden = true;
      showRows(answer);
    }
    return !answer.failed;
  },
  keepMine(cell) {
    findings.clear(cell);
    unsent.rebase(cell, cells.stored.get(cell));
    cells.mark(cell, "waiting", true);
    sync.want(cell.dataset.cooperative);
    cells.focus(cell);
  },
  takeTheirs(cell) {
    undo.forget(new Set([cell]));
    drop(cell);
    showState();
    cells.focus(cell);
  },
});

// --- What was kept from before ---

// What is not sent by itself: typed under an earlier sign-in, into a sheet that is locked by now, or
// into a row that is not here any more.
function held() {
  return [...unsent].filter(([number, field, kept]) => isLocked || unsent.isEarlier(kept) || !cells.find(number, field));
}

function restore() {
  for (const one of unsent) restoreCell(...one);
  showKept();
}

function restoreCell(number, field, kept) {
  const cell = cells.find(number, field);
  if (!cell || isLocked) return;
  showText(cell);
  if (unsent.isMine(kept) && !unsent.isEarlier(kept)) sync.want(number);
}

function showKept() {
  const waiting = held();
  const earlier = waiting.filter(([number, field, kept]) => !isLocked && unsent.isEarlier(kept) && cells.find(number, field));
  part("kept").hidden = waiting.length === 0;
  part("send-kept").hidden = earlier.length === 0;
  if (waiting.length) part("kept-text").textContent = say(earlier.length ? "kept" : "kept-stuck", { n: waiting.length, at: oldest(waiting) });
}

part("send-kept").addEventListener("click", () => {
  unsent.adopt();
  restore();
});
part("discard-kept").addEventListener("click", () => {
  for (const [number, field] of held()) {
    const cell = cells.find(number, field);
    if (cell) drop(cell);
    else unsent.drop(number, field);
  }
  showKept();
  showState();
});

for (const button of sheet.querySelectorAll("[data-copy-unsent]")) {
  button.addEventListener("click", () => {
    part("unsent-text").value = asTable([...unsent]);
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

// --- Leaving ---

// What leads on by what is stored waits for what is under way: <a data-waits>, <form data-waits>.
function wait(event) {
  const way = event.type === "submit" ? event.target : event.target.closest("a");
  if (isLocked || !way?.matches("[data-waits]")) return;
  keys.take();
  if (unsent.size === 0 && sync.isIdle) return;
  event.preventDefault();
  leavesBy = { way, submitter: event.submitter };
  showState();
}

sheet.addEventListener("click", wait);
sheet.addEventListener("submit", wait);

function leave() {
  const { way, submitter } = leavesBy;
  leavesBy = null;
  if (unsent.size > 0) {
    // What stopped the sending says what to do about it.
    const isElsewhere = part("state").dataset.state === "elsewhere";
    if (!sync.isStopped) warn(say(isElsewhere ? "blocked-elsewhere" : isOffline ? "blocked-offline" : "blocked", { n: unsent.size }));
    part("trouble").scrollIntoView({ block: "nearest" });
  } else if (way.matches("form")) way.requestSubmit(submitter);
  else way.click();
}

// A page may go without a focusout: what is being typed is kept all the same.
addEventListener("pagehide", () => keys.take());
// Of what happened while it lay aside, a page that comes back knows nothing.
addEventListener("pageshow", (event) => event.persisted && location.reload());
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keys.take());
addEventListener("beforeunload", (event) => {
  keys.take();
  if (unsent.isFull) event.preventDefault();
});

// --- Remarks and history ---

const rowHistory = new History(sheet, cells, { failed: () => warn(say("no-history")) });
grid.addEventListener("keydown", (event) => {
  if (event.key !== "F2" || !event.shiftKey || !event.target.matches("[data-field]")) return;
  event.preventDefault();
  keys.take();
  rowHistory.show(cells.rows[event.target.row], event.target);
});

// What was typed before this script came over a slow line.
const early = cells.cells.flat().filter((cell) => !isLocked && cell.value !== cells.stored.get(cell)).map((cell) => [cell, cell.value]);

// The cell that the address names, "#cell=<number>,<field>": links of other pages lead to it. The mark
// is taken off then, so that the same link leads there again and a reload stays where the person is.
function openAtCell() {
  const mark = new URLSearchParams(location.hash.slice(1)).get("cell");
  if (mark === null) return;
  const comma = mark.lastIndexOf(",");
  history.replaceState(history.state, "", location.pathname + location.search);
  cells.focus(cells.find(mark.slice(0, comma), mark.slice(comma + 1)));
}

addEventListener("hashchange", openAtCell);

new Pager(sheet, cells);
restore();
inherit({ isFromBefore: true });
change(early);
openAtCell();
if (document.activeElement.matches("[data-field]")) keys.select(document.activeElement, document.activeElement);
showState();
