"""How differences between peers are explained, and the tables."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

import contenders  # noqa: E402
import differences  # noqa: E402
import python_peers  # noqa: E402
import table  # noqa: E402
from differences import (  # noqa: E402
    APOSTROPHE, AUTOMATON, BESIDE, CHOICE, FULL_STOP, IN_WORD, LETTERS,
    LINE_BREAK, LONGER, MARKS, OTHER, SPACELESS, SPELLING, WORDS)

# Text with our spans in [ ] and the peer's in { }, all names, the kind of
# peer, and the reasons in order; a span that both have is in [{ }].
ROWS = (
    ("[{Acme}] won", "Acme", AUTOMATON, []),
    ("[Acme\nCorp] won", "Acme Corp", AUTOMATON, [LINE_BREAK]),
    ("[{Acme}\nCorp] won", "Acme Corp|Acme", AUTOMATON, [LINE_BREAK]),
    ("[O\u2019Neill] won", "O'Neill", AUTOMATON, [APOSTROPHE]),
    ("[O'Neill] won", "O\u2019Neill", AUTOMATON, [APOSTROPHE]),
    ("[Rolls\u2013Royce] won", "Rolls-Royce", AUTOMATON, [SPELLING]),
    ("[Acme\u00a0Corp] won", "Acme Corp", LETTERS, [SPELLING]),
    ("[Acme Inc] won", "Acme Inc.", AUTOMATON, [FULL_STOP]),
    ("[{Acme Inc}.] won", "Acme Inc|Acme Inc.", WORDS, [MARKS]),
    ("[({Acme})] won", "Acme|(Acme)", LETTERS, [MARKS]),
    ("[O\u2019Neill]{s} won", "O'Neill|s", LETTERS, [APOSTROPHE, IN_WORD]),
    ("[\u5317\u4eac]\u5927 won", "\u5317\u4eac", LETTERS, [SPACELESS]),
    ("in [\u4e2d\u56fd]", "\u4e2d\u56fd", LETTERS, [SPACELESS]),
    ("[South] Korean won", "South|South Korea", AUTOMATON, [LONGER]),
    ("[South] Korean won", "South|South Korea", LETTERS, [OTHER]),
    ("East [Korea] Newsx", "Korea|East|Korea News", AUTOMATON, [LONGER]),
    ("O'{Neill} won", "Neill", AUTOMATON, [IN_WORD]),
    ("U.{S} won", "S", AUTOMATON, [IN_WORD]),
    ("Acme'{s} won", "s", AUTOMATON, [IN_WORD]),
    ("{S}\u00e3o won", "S", LETTERS, [IN_WORD]),
    ("[New York] {Times}", "New York|York Times|Times", AUTOMATON,
     [OTHER, OTHER]),
    ("[Acme]-led won", "Acme", WORDS, [BESIDE]),
    ("[Acme]-led won", "Acme", AUTOMATON, [OTHER]),
    ("[AT (T) Co] won", "AT (T) Co", WORDS, [BESIDE]),
    ("[{New York} Times] won", "New York|New York Times", AUTOMATON,
     [CHOICE]),
    ("[Acme\nCorp] {won} [O\u2019Neill]", "Acme Corp|won|O'Neill", AUTOMATON,
     [LINE_BREAK, OTHER, APOSTROPHE]),
)


def read_marks(marked):
    """Text, our spans and the peer's, by bytes."""
    text, opened, spans = b"", {}, {"]": [], "}": []}
    for char in marked:
        if char in "[{":
            opened["]" if char == "[" else "}"] = len(text)
        elif char in "]}":
            spans[char].append((opened[char], len(text)))
        else:
            text += char.encode()
    return text, spans["]"], spans["}"]


def listed(text, names):
    """The name that a text is one way to write."""
    def plain(name):
        return differences.check_names.plain(name).replace("\n", " ").strip(
            ".")
    return (text if text in names else
            next(n for n in names if plain(n) == plain(text)))


@pytest.mark.parametrize("marked, names, kind, want", ROWS)
def test_reasons(marked, names, kind, want):
    raw, ours, theirs = read_marks(marked)
    names = names.split("|")
    ours = [(begin, end, listed(raw[begin:end].decode(), names))
            for begin, end in ours]
    common, found = differences.explain(
        raw, {name.encode() for name in names}, kind, ours, theirs)
    assert [reason for reason, _, _ in found] == want
    assert common == len({o[:2] for o in ours} & set(theirs))
    only = sum(len(mine) + len(other) for _, mine, other in found)
    assert only + 2 * common == len(ours) + len(theirs)


def test_reasons_are_listed():
    assert {reason for row in ROWS for reason in row[3]} == set(
        differences.REASONS)


def agreement(*differing):
    found = table.Agreement(10)
    found.add(6, differing, lambda ours, theirs: f"{ours}|{theirs}\n")
    return found


def test_agreement():
    both = agreement(("a", [1], []), ("b", [2], [3]), ("a", [4, 5], []))
    assert both.share == 6 / 11
    assert both.reasons == {"a": [3, 0, "[1]|[]\n"], "b": [1, 1, "[2]|[3]\n"]}
    assert table.Agreement(10).share == 1.0


def result(name, speeds, ratios, found=None):
    one = table.Result(SimpleNamespace(name=name, articles=4000), 1000,
                       {"build_s": 1.25, "bytes": 42000})
    one.rounds, one.ratios, one.agreement = speeds, ratios, found
    return one


def test_section():
    text = table.section(1000, [
        result("gazetted", [500.0, 400.0, 450.0], []),
        result("one", [50.0, 40.0, 60.0], [10.0, 11.26, 9.0],
               agreement(("a", [1], []))),
        result("two", [1.0], [450.0], agreement(("a", [1], []))),
        result("three", [1.0], [450.0], agreement()),
    ], ["b", "a"])
    assert "| gazetted | 450 | 400 | 500 |  | 1.25 | 42 | 4,000 |  |" in text
    assert ("| one | 50.0 | 40.0 | 60.0 | 10.0x | 1.25 | 42 | 4,000 | 85.7% |"
            in text)
    assert "| one, two | a | 1 | 0 | [1]\\|[]\u23ce |" in text
    assert "| three |" in text and "three | a" not in text
    assert "first 10 articles" in text


def test_spans_are_read(tmp_path):
    path = tmp_path / "spans"
    path.write_text("0\t1\t5\tnames_1k:7\n0\t6\t9\n3\t0\t1\tx:y:8\n")
    assert contenders.read_spans(path, 3) == {0: [(1, 5, "7"), (6, 9, None)]}
    assert contenders.read_spans(path, 4)[3] == [(0, 1, "8")]


def test_python_peers_write_bytes(tmp_path):
    class Peer:
        def find(self, text):
            return [(1, len(text))]

    path = tmp_path / "spans"
    python_peers.write_spans(Peer(), ["a\u00e9\u4e2d", "b"], path)
    assert path.read_text() == "0\t1\t6\n1\t1\t1\n"


@pytest.mark.parametrize("text, place, want", (
    ("a b", 0, True), ("a b", 1, False), ("_", 0, True), ("7", 0, True),
    ("\u00e9", 0, True), ("a", 1, False), ("-", 0, False)))
def test_python_peers_know_words(text, place, want):
    assert python_peers.is_word(text, place) == want
