// What other pages of the same person do with the sheet is followed here.

export function followOtherPages({ page, cells, unsent, tab, editing, kept, answers }, { changed }) {
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
}
