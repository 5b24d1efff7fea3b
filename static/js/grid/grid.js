// Makes a spreadsheet of <div data-sheet>: makes its parts and tells each what the others do.

import { Answers } from "./answers.js";
import { Buttons } from "./buttons.js";
import { Cells } from "./cells.js";
import { CellSays } from "./cell-says.js";
import { Clipboard } from "./clipboard.js";
import { Commands } from "./commands.js";
import { begin } from "./cursor.js";
import { Editing } from "./editing.js";
import { Explaining } from "./explaining.js";
import { Findings } from "./findings.js";
import { Following } from "./following.js";
import { History } from "./history.js";
import { Kept } from "./kept.js";
import { KeptBlocks } from "./kept-blocks.js";
import { Keys } from "./keys.js";
import { LastValues } from "./last-values.js";
import { Leaving } from "./leaving.js";
import { Mouse } from "./mouse.js";
import { followPrinting } from "./on-paper.js";
import { followOtherPages } from "./other-pages.js";
import { Page } from "./page.js";
import { Pager } from "./pager.js";
import { Questions } from "./questions.js";
import { Pasting } from "./pasting.js";
import { Ratings } from "./rating.js";
import { Report } from "./report.js";
import { State } from "./state.js";
import { Sync } from "./sync.js";
import { Tab } from "./tab.js";
import { together } from "./together.js";
import { UnitFields } from "./unit-fields.js";
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
    return cell && unsent.isOwn(kept) && !findings.isAsking(cell);
  },
  sending: () => answers.sending(),
  answered: (answer, sent) => answers.answered(answer, sent),
  stopped: (problem) => state.stopped(problem),
  offline(is) {
    state.offline(is);
    if (!is) explaining.send();
  },
  changed,
});

const keys = new Keys(cells, {
  commit: (cell, isTyped) => editing.commit(cell, isTyped) || changed(),
  typed: changed,
  revert(cell) {
    editing.revert(cell);
    changed();
  },
});

const cellSays = new CellSays(page, cells);

const findings = new Findings(sheet, cells, {
  done: () => page.focusBar(),
  counted(open) {
    page.count(open);
    cellSays.show();
  },
  keepMine: (cell) => editing.keepMine(cell),
  takeTheirs(cell) {
    editing.takeTheirs(cell);
    changed();
  },
});

// --- Words for unusual values ---

const explaining = new Explaining({ page, findings, sync }, {
  stored(answer) {
    answers.showRows(answer);
    tab.tell({ saved: [], ...answer });
  },
  rows: (answer) => answers.showRows(answer),
  gone: (said) => state.warn(said),
  offline(is) {
    state.offline(is);
    if (!is) sync.send();
  },
  stopped: (problem) => state.stopped(problem),
  changed,
});

const ratings = new Ratings(page, cells);
const following = new Following(cells, unsent);
const editing = new Editing({
  page, cells, unsent, findings, sync, keys, following,
  follow: (typed, all) => ratings.given(typed, all, (cell) => editing.textOf(cell)),
});
const answers = new Answers({ page, cells, unsent, sync, findings, editing, following, tab });
const report = new Report(page);
const pasting = new Pasting({ page, cells, keys, editing, sync, tab, blocks, report }, { changed });
const unitFields = new UnitFields({ changed });
const state = new State({ page, cells, unsent, sync, pasting, explaining, keys, editing, unitFields }, {
  signedIn() {
    sync.again();
    explaining.again();
    pasting.again();
  },
});
const kept = new Kept({ page, cells, unsent, sync, editing, tab }, { changed });
const leaving = new Leaving({ page, unsent, sync, pasting, explaining, keys, state });
const rowHistory = new History(sheet, cells, { failed: () => state.warn(page.say("no-history")) });
const lastValues = new LastValues({ page, cells, keys, editing });

new Mouse(cells, keys);
new Questions({ page, cells, findings, explaining });
new Clipboard({ page, cells, keys, editing, pasting, report });
new Commands({ page, cells, keys, editing, lastValues, report });
new Buttons({ page, unsent, sync, kept, explaining, pasting, state });
new Ways({ page, cells, keys, findings, rowHistory });
followPrinting(cells.grid);
followOtherPages({ page, cells, unsent, tab, editing, kept, answers }, { changed });

const look = together(() => {
  kept.refresh();
  state.show();
  leaving.goOn();
});

function changed() {
  look();
}

// --- How it begins ---

const early = page.isLocked ? [] : cells.typedOver();
new Pager(sheet, cells);
kept.restore();
explaining.restore();
kept.inherit({ isFromBefore: true });
pasting.restore();
editing.change(early);
begin({ page, cells, unsent, keys });
changed();
