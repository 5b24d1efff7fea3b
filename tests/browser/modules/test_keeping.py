"""What was typed is kept in the browser until the server has it."""

import pytest

KEEPING = """
const { Unsent, keptBy, discard, asTable, oldest } = module;
const page = (tab = "t1", { user = "7", sheet = "q3", session = "s1", language = "vi" } = {}) =>
  new Unsent(user, sheet, session, tab, language);
const cell = (number, field = "revenue", column = 0) =>
  ({ column, dataset: { cooperative: number, field } });
const A = cell("1|x"), B = cell("2", "note", 1);
const mine = page();
const texts = (one) => Object.fromEntries(
  [...one].map(([number, field, kept]) => [`${number} ${field}`, kept.text]),
);
const put = (one, at, text) => one.put("1|x", "revenue", { ...one.get(A), text, at });
"""


@pytest.mark.parametrize(
    ("what", "code", "found"),
    [
        (
            "the next page of the person has it, named by row and field",
            """
            mine.keep(A, '5', '3', 'L');
            mine.keep(B, 'x', '', 'M');
            return texts(page('t2'));
            """,
            {"1|x revenue": "5", "2 note": "x"},
        ),
        (
            "no page of another person or sheet has it",
            """
            mine.keep(A, '5', '3', 'L');
            return [page('t2', { user: '70' }).size, page('t2', { sheet: 'q' }).size];
            """,
            [0, 0],
        ),
        (
            "a text that replaces another keeps that one's ground",
            """
            mine.keep(A, '5', '3', 'L');
            mine.keep(A, '6', '5', 'L');
            const { text, base } = mine.get(A);
            return [text, base];
            """,
            ["6", "3"],
        ),
        (
            "each of the texts has its language",
            """
            mine.keep(A, '1.5', '1,5', 'L');
            page('t2', { language: 'en' }).keep(A, '2.5', '', 'L');
            const { language, baseLanguage, sentLanguage } = page('t3').get(A);
            return [language, baseLanguage, sentLanguage];
            """,
            ["en", "vi", "vi"],
        ),
        (
            "the ground may be taken anew, in the page's language",
            """
            mine.keep(A, '5', '3', 'L');
            page('t2', { language: 'en' }).rebase(A, '4');
            const { base, baseLanguage } = page().get(A);
            return [base, baseLanguage];
            """,
            ["4", "en"],
        ),
        (
            "the same goes to the server until it was answered, then what was typed since",
            """
            mine.keep(A, '5', '3', 'L');
            const sent = [mine.toSend('1|x', 'revenue').text];
            mine.keep(A, '6', '3', 'L');
            sent.push(mine.toSend('1|x', 'revenue').text);
            mine.wasAnswered('1|x', 'revenue');
            sent.push(mine.toSend('1|x', 'revenue').text);
            return sent;
            """,
            ["5", "5", "6"],
        ),
        (
            "once the answer about a text came, the page knows that nothing is on its way",
            """
            mine.keep(A, '5', '3', 'L');
            mine.toSend('1|x', 'revenue');
            mine.keep(A, '6', '3', 'L');
            const before = page('t2').get(A).sent;
            mine.wasAnswered('1|x', 'revenue');
            return [before, page('t2').get(A).sent ?? null];
            """,
            ["5", None],
        ),
        (
            "what goes to the server says its row, field, ground and languages",
            """
            mine.keep(A, '5', '3', 'L');
            return mine.toSend('1|x', 'revenue');
            """,
            {
                "number": "1|x",
                "field": "revenue",
                "text": "5",
                "language": "vi",
                "base": "3",
                "base_language": "vi",
            },
        ),
        (
            "an answer is about the texts of this page alone",
            """
            mine.keep(A, '5', '3', 'L');
            const other = page('t2');
            other.toSend('1|x', 'revenue');
            other.wasAnswered('1|x', 'revenue');
            return other.get(A).sent;
            """,
            "5",
        ),
        (
            "what is done with goes, here and for the next page",
            """
            mine.keep(A, '5', '3', 'L');
            mine.drop('1|x', 'revenue');
            return [mine.size, page('t2').size];
            """,
            [0, 0],
        ),
        (
            "what another page typed later stays, and is known then",
            """
            mine.keep(A, '5', '3', 'L');
            put(mine, 10, '5');
            const other = page('t2');
            put(other, 20, '6');
            mine.drop('1|x', 'revenue');
            return [texts(mine), texts(page('t3'))];
            """,
            [{"1|x revenue": "6"}, {"1|x revenue": "6"}],
        ),
        (
            "what another page typed earlier does not",
            """
            mine.keep(A, '5', '3', 'L');
            put(mine, 20, '5');
            const other = page('t2');
            put(other, 10, '6');
            mine.drop('1|x', 'revenue');
            return [mine.size, page('t3').size];
            """,
            [0, 0],
        ),
        (
            "what a page that is gone had not sent is taken over, and nothing else",
            """
            mine.keep(A, '5', '3', 'L');
            page('t2').keep(B, 'x', '', 'M');
            const heir = page('t3');
            const taken = heir.inherit('t1');
            const areMine = [A, B].map((one) => heir.isMine(heir.get(one)));
            return [taken.map(([number, field, { tab }]) => [number, field, tab]), areMine];
            """,
            [[["1|x", "revenue", "t3"]], [True, False]],
        ),
        (
            "what was typed under an earlier sign-in is told until it is taken on",
            """
            mine.keep(A, '5', '3', 'L');
            const later = page('t2', { session: 's2' });
            const before = later.isEarlier(later.get(A));
            later.adopt();
            return [before, later.isEarlier(later.get(A)), later.isMine(later.get(A))];
            """,
            [True, False, True],
        ),
        (
            "where the browser keeps nothing the page says so, until nothing is left",
            """
            const { setItem } = Storage.prototype;
            Storage.prototype.setItem = () => { throw new Error("full"); };
            mine.keep(A, '5', '3', 'L');
            Storage.prototype.setItem = setItem;
            const full = mine.isFull;
            const held = mine.get(A).text;
            mine.drop('1|x', 'revenue');
            return [full, held, mine.isFull];
            """,
            [True, "5", False],
        ),
        (
            "an entry that cannot be read is none",
            """
            localStorage.setItem('plan_tracker.cells|7|q3|revenue|1', '{');
            return page().size;
            """,
            0,
        ),
        (
            "all that a person has kept is found, whatever the sheet, and goes at once",
            """
            mine.keep(A, '5', '3', 'L');
            page('t1', { sheet: 'q4' }).keep(B, 'x', '', 'M');
            page('t1', { user: '8' }).keep(A, '9', '', 'N');
            const found = keptBy('7').map((one) => [...one.slice(0, 3), one[3].text]);
            discard('7');
            return [found.sort(), keptBy('7').length, keptBy('8').length];
            """,
            [[["q3", "1|x", "revenue", "5"], ["q4", "2", "note", "x"]], 0, 1],
        ),
        (
            "as a table what was typed first comes first, then in the order of the columns",
            """
            const kept = (at, place, text) => ({ at, place, text, label: `L${place}` });
            return asTable([
              ["0", "a", kept(9, 0, "z")],
              ["1", "b", kept(5, 1, "y\\tz\\n")],
              ["1", "a", kept(5, 0, "x")],
            ]);
            """,
            "1\tL0\tx\n1\tL1\ty z \n0\tL0\tz",
        ),
        (
            "the oldest is that typed first",
            """
            return oldest([[{ at: 9 }], [1, { at: 5 }]]);
            """,
            5,
        ),
    ],
)
def test_what_was_typed_is_kept_until_the_server_has_it(run, what, code, found):
    assert run("unsent", KEEPING + code) == found, what
