"""A pasted block is kept in the browser until it is known what becomes of it."""

import pytest

KEEPING = """
const { KeptBlocks, blocksBy, discardBlocks, asLines } = module;
const page = (tab = "t1", { user = "7", sheet = "q3", session = "s1", language = "vi" } = {}) =>
  new KeptBlocks(user, sheet, session, tab, language);
const mine = page();
const make = (one = mine, rows = [["1", "2"]], start = ["A", "revenue"]) =>
  one.make(rows, ["A", "B"], start);
const rowsOf = (blocks) => blocks.map(({ rows }) => rows);
"""


@pytest.mark.parametrize(
    ("what", "code", "found"),
    [
        (
            "the next page of the person has it, with all that the server is to be asked",
            """
            make();
            const [{ rows, order, start, said, language }] = page("t2").all;
            return [rows, order, start, said, language];
            """,
            [[["1", "2"]], ["A", "B"], ["A", "revenue"], {}, "vi"],
        ),
        (
            "no page of another person or sheet has it",
            """
            make();
            return [page("t2", { user: "70" }).all.length, page("t2", { sheet: "q" }).all.length];
            """,
            [0, 0],
        ),
        (
            "several stand in the order in which they were pasted",
            """
            const [first, second] = [make(mine, [["1"]]), make(mine, [["2"]])];
            mine.put({ ...first, at: 20 });
            mine.put({ ...second, at: 10 });
            return rowsOf(page("t2").all);
            """,
            [[["2"]], [["1"]]],
        ),
        (
            "what was chosen is kept with it",
            """
            const block = make();
            block.said = { "column-1": "leave" };
            mine.put(block);
            return [mine.all.length, page("t2").all[0].said];
            """,
            [1, {"column-1": "leave"}],
        ),
        (
            "what is done with goes",
            """
            const block = make();
            make(mine, [["3"]]);
            mine.drop(block);
            return rowsOf(page("t2").all);
            """,
            [[["3"]]],
        ),
        (
            "what a page that is gone left is taken over by one page alone",
            """
            const block = make();
            const [heir, other] = [page("t2"), page("t3")];
            const taken = heir.inherit(block);
            return [taken.tab, other.inherit(block), heir.all[0].tab];
            """,
            ["t2", None, "t2"],
        ),
        (
            "what is done with by then is not taken over",
            """
            const block = make();
            mine.drop(block);
            return page("t2").inherit(block);
            """,
            None,
        ),
        (
            "one from an earlier sign-in, or asked about, waits for the person",
            """
            const block = make();
            const later = page("t2", { session: "s2" });
            const waits = (one) => one.waitsForPerson(block);
            const before = [waits(mine), waits(later)];
            block.isAsked = true;
            return [...before, waits(mine)];
            """,
            [False, True, True],
        ),
        (
            "the same texts at the same cell are the same block",
            """
            const block = make();
            return [
              mine.isSame(block, make()),
              mine.isSame(block, make(mine, [["1", "3"]])),
              mine.isSame(block, make(mine, [["1", "2"]], ["B", "revenue"])),
            ];
            """,
            [True, False, False],
        ),
        (
            "where the browser keeps nothing the page says so, until nothing is left",
            """
            const { setItem } = Storage.prototype;
            Storage.prototype.setItem = () => { throw new Error("full"); };
            const block = make();
            Storage.prototype.setItem = setItem;
            const full = mine.isFull;
            mine.drop(block);
            return [full, mine.isFull];
            """,
            [True, False],
        ),
        (
            "an entry that cannot be read is none",
            """
            localStorage.setItem("plan_tracker.blocks|7|q3|1", "{");
            return page().all.length;
            """,
            0,
        ),
        (
            "all that a person has kept is found, whatever the sheet, and goes at once",
            """
            make();
            make(page("t1", { sheet: "q4" }), [["5"]]);
            make(page("t1", { user: "8" }));
            const found = blocksBy("7").map(([sheet, { rows }]) => [sheet, rows]);
            discardBlocks("7");
            return [found.sort(), blocksBy("7").length, blocksBy("8").length];
            """,
            [[["q3", [["1", "2"]]], ["q4", [["5"]]]], 0, 1],
        ),
        (
            "as lines a spreadsheet takes it again",
            """
            return asLines(make(mine, [["HTX A", "1"], ["", "2"]]));
            """,
            "HTX A\t1\n\t2",
        ),
    ],
)
def test_a_block_is_kept_until_it_is_known_what_becomes_of_it(run, what, code, found):
    assert run("kept-blocks", KEEPING + code) == found, what
