// Makes a spreadsheet of <div data-sheet>: makes its parts and tells each what the others do.

import { Answers } from "./answers.js";
import { openAtCell } from "./at-cell.js";
import { Buttons } from "./buttons.js";
import { Cells } from "./cells.js";
import { CellSays } from "./cell-says.js";
import { Clipboard } from "./clipboard.js";
import { Commands } from "./commands.js";
import { placeCursor } from "./cursor.js";
import { Editing } from "./editing.js";
import { Findings } from "./findings.js";
import { History } from "./history.js";
import { Kept } from "./kept.js";
import { KeptBlocks } from "./kept-blocks.js";
import { Keys } from "./keys.js";
import { LastValues } from "./last-values.js";
import { Leaving } from "./leaving.js";
import { Mouse } from "./mouse.js";
import { Page } from "./page.js";
import { Pager } from "./pager.js";
import { Pasting } from "./pasting.js";
import { Ratings } from "./rating.js";
import { Report } from "./report.js";
import { State } from "./state.js";
import { Sync } from "./sync.js";
import { Tab } from "./tab.js";
import { together } from "./together.js";
import { Unsent } from "./unsent.js";
import { Ways } from "./ways.js";

const sheet = document.querySelector("[data-sheet]");
const { user, session } = sheet.dataset;
const page = new Page(sheet);
const cells = new Cells(sheet.querySelector("[role=grid]"));
const tab = new Tab(sheet.dataset.sheet, user);
const unsent = new Unsent(user, sheet.dataset.sheet, session, tab.id, document.documentElement.lang);
const blocks = new KeptBlocks(user, sheet.dataset.sheet, session, tab.id, document.documentElement.lang);

// --- What happens in one part, and what the others make of it ---

const sync = new Sync(sheet, unsent, {
  maySend: (number, field, kept) => {
    const cell = cells.find(number, field);
    return cell && unsent.isMine(kept) && !unsent.isEarlier(kept) && !findings.isAsking(cell);
  },
  sending: () => answers.sending(),
  answered: (answer, sent) => answers.answered(answer, sent),
  stopped: (problem) => state.stopped(problem),
  offline: (is) => state.offline(is),
  changed,
});

const keys = new Keys(cells, {
  commit: (cell) => editing.commit(cell) || changed(),
  typed: changed,
  revert(cell) {
    cells.show(cell, editing.textOf(cell));
    cell.select?.();
    changed();
  },
});

const cellSays = new CellSays(page, cells);

const findings = new Findings(sheet, cells, {
  done: () => page.focusBar(),
  counted(open) {
    page.part("to-look-at").hidden = open === 0;
    page.part("to-look-at").textContent = page.say("to-look-at", { n: open });
    cellSays.show();
  },
  answer: explain,
  keepMine: (cell) => editing.keepMine(cell),
  takeTheirs(cell) {
    editing.takeTheirs(cell);
    changed();
  },
});

const ratings = new Ratings(page, cells);
const editing = new Editing({
  page, cells, unsent, findings, sync, keys,
  follow: (typed, all) => ratings.given(typed, all, (cell) => editing.textOf(cell)),
});
const answers = new Answers({ page, cells, unsent, sync, findings, editing, tab });
const report = new Report(page);
const pasting = new Pasting({ page, cells, keys, editing, sync, tab, blocks, report }, { changed });
const state = new State({ page, cells, unsent, sync, pasting, keys, editing });
const kept = new Kept({ page, cells, unsent, sync, editing, tab }, { changed });
const leaving = new Leaving({ page, unsent, sync, pasting, keys, state });
const rowHistory = new History(sheet, cells, { failed: () => state.warn(page.say("no-history")) });

const lastValues = new LastValues({ page, cells, keys, editing });

new Mouse(cells, keys);
new Clipboard({ page, cells, keys, editing, pasting, report });
new Commands({ page, cells, keys, editing, lastValues, report });
new Buttons({ page, unsent, sync, kept, pasting });
new Ways({ page, cells, keys, findings, rowHistory });

const look = together(() => {
  kept.refresh();
  state.show();
  leaving.goOn();
});

function changed() {
  look();
}

// The word for an unusual value. Whether the server has it.
async function explain(number, rule, text) {
  const answer = await sync.post(sheet.dataset.answersUrl, { number, rule, text });
  if (answer.failed) {
    state.warn(answer.body?.error ?? page.say("not-answered"), { isSignedOut: answer.status === 401 });
    return false;
  }
  page.calm();
  answers.showRows(answer);
  return true;
}

// --- Other pages of the same person ---

unsent.listen((number, field) => {
  const cell = cells.find(number, field);
  if (cell && !page.isLocked) editing.showText(cell);
  kept.inherit();
  kept.show();
  changed();
});

tab.onTold = (answer) => {
  answers.told(answer);
  changed();
};

// --- How it begins ---

// What was typed before this script came over a slow line.
const early = page.isLocked ? [] : cells.all.filter((cell) => cell.value !== cells.stored.get(cell)).map((cell) => [cell, cell.value]);

new Pager(sheet, cells);
kept.restore();
kept.inherit({ isFromBefore: true });
pasting.restore();
editing.change(early);
openAtCell(cells);
if (!page.isLocked && unsent.size === 0) placeCursor(cells);
if (document.activeElement.matches("[data-field]")) keys.select(document.activeElement, document.activeElement);
changed();
