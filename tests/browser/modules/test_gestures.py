"""Taking back, ratings of scores, the state in a word, cells in addresses, mouse and keypad."""

import pytest

# --- Taking back ----------------------------------------------------------------------------------

UNDO = """
const held = { a: "", b: "" };
const undo = new module.Undo((cell) => held[cell]);
const show = (changes) => changes.forEach(([cell, text]) => { held[cell] = text; });
for (const step of given) {
  if (step === "back") show(undo.back());
  else if (step === "again") show(undo.again());
  else if (step.startsWith("forget ")) undo.forget(new Set(step.slice(7).split(" ")));
  else {
    const changes = step.replace("+ ", "").split(" ").map((one) => one.split("="));
    undo.note(changes.map(([cell]) => [cell, held[cell]]), { isSameStep: step.startsWith("+ ") });
    show(changes);
  }
}
return `${held.a}|${held.b}`;
"""


@pytest.mark.parametrize(
    ("steps", "held"),
    [
        (["back", "again"], "|"),
        (["a=1", "a=2"], "2|"),
        (["a=1", "a=2", "back"], "1|"),
        (["a=1", "a=2", "back", "back", "back"], "|"),
        (["a=1", "a=2", "back", "back", "again"], "1|"),
        (["a=1", "a=2", "back", "again", "again"], "2|"),
        # What was taken back is gone once something else is typed.
        (["a=1", "back", "b=1", "again"], "|1"),
        # A gesture of several cells is one step, and may touch a cell twice.
        (["a=1 b=2", "back"], "|"),
        (["a=1 b=2", "back", "again"], "1|2"),
        (["a=0", "a=1 a=2", "back"], "0|"),
        (["a=1", "+ b=2", "back"], "|"),
        (["a=1", "b=1", "+ b=2", "back"], "1|"),
        (["a=1", "+ b=2", "back", "again"], "1|2"),
        # Without a step before it, it is one of its own.
        (["+ a=1", "back"], "|"),
        # Somebody else's text is not overwritten, neither way.
        (["a=1 b=2", "forget a", "back"], "1|"),
        (["a=1", "b=2", "forget b", "back"], "|2"),
        (["a=1", "back", "forget a", "again"], "|"),
        # Only so many steps are kept.
        ([f"a={n}" for n in range(1, 202)] + ["back"] * 300, "1|"),
        ([f"a={n}" for n in range(1, 201)] + ["back"] * 300, "|"),
    ],
)
def test_gestures_are_taken_back_and_done_again(run, steps, held):
    assert run("undo", UNDO, steps) == held


# --- Ratings --------------------------------------------------------------------------------------

LEVELS = [[80, "good"], [65, "fair"], [50, "average"], [0, "weak"]]


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("100", "good"),
        ("80", "good"),
        ("79,99", "fair"),
        ("79.99", "fair"),
        ("65", "fair"),
        ("64,9", "average"),
        (" 50 ", "average"),
        ("49.99", "weak"),
        ("0", "weak"),
        ("", None),
        ("100,01", None),
        ("101", None),
        ("-1", None),
        ("49,999", None),
        ("1.000", None),
        ("tốt", None),
    ],
)
def test_a_score_gives_its_rating(call, text, rating):
    assert call("rating", "ratingOf", text, LEVELS, 100) == rating


# --- The state in a word --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ("isSaved rests", "saved"),
        ("isSaved rests isFull isOffline isStopped", "saved"),
        ("isSaved fields", "fields"),
        ("rests fields", "typing"),
        ("", "saving"),
        ("kept", "saving"),
        ("rests", "typing"),
        ("rests isPasting", "pasting"),
        ("isPasting", "saving"),
        ("rests isPasting kept hasMine", "unsaved"),
        ("rests kept hasMine", "unsaved"),
        ("rests kept hasMine isEarlier", "earlier"),
        ("rests kept", "elsewhere"),
        ("rests kept isEarlier", "elsewhere"),
        ("rests kept hasMine isStopped isSignedOut", "signed-out"),
        ("rests kept hasMine isOffline", "offline"),
        ("rests kept hasMine isOffline isStopped", "stopped"),
        ("rests kept hasMine isOffline isStopped isFull", "full"),
    ],
)
def test_the_state_is_named_by_what_is_most_urgent(call, facts, name):
    assert call("state", "nameOf", dict.fromkeys(facts.split(), True)) == name


@pytest.mark.parametrize(
    ("mark", "cell"),
    [
        ("", None),
        ("#findings", None),
        ("#cell=0047,revenue", ["0047", "revenue"]),
        ("#cell=a%2Cb%20%26c,note", ["a,b &c", "note"]),
    ],
)
def test_an_address_names_a_cell(call, mark, cell):
    assert call("at-cell", "cellOf", mark) == cell


# --- The mouse and the keypad ---------------------------------------------------------------------


@pytest.mark.parametrize(("place", "where"), [(4, -1), (5, 0), (7, 0), (9, 0), (9.5, 1), (-3, -1)])
def test_a_pointer_is_before_within_or_after_a_stretch(call, place, where):
    assert call("mouse", "side", place, 5, 9) == where


@pytest.mark.parametrize(
    ("event", "is_it"),
    [
        ({"code": "NumpadDecimal", "key": "."}, True),
        ({"code": "NumpadDecimal", "key": ","}, True),
        ({"code": "NumpadDecimal", "key": "Decimal"}, True),
        ({"code": "NumpadDecimal", "key": "Delete"}, False),  # without NumLock
        ({"code": "NumpadDecimal", "key": ".", "ctrlKey": True}, False),
        ({"code": "NumpadDecimal", "key": ".", "altKey": True}, False),
        ({"code": "Period", "key": "."}, False),
        ({"code": "Comma", "key": ","}, False),
        ({"code": "Numpad1", "key": "1"}, False),
    ],
)
def test_the_decimal_key_of_the_keypad_is_known(call, event, is_it):
    keys = dict.fromkeys(("ctrlKey", "altKey", "metaKey"), False)
    assert call("commands", "isDecimalKey", keys | event) is is_it


def test_what_is_asked_for_often_in_one_gesture_is_done_once(run):
    code = """
    let count = 0;
    const done = module.together(() => { count += 1; });
    for (let n = 0; n < 1000; n += 1) done();
    const before = count;
    await null;
    const after = count;
    done();
    await null;
    return [before, after, count];
    """
    assert run("together", code) == [0, 1, 2]
