"""The parts of names_data.py; the whole takes too long for a test."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))

import names_data  # noqa: E402

# Text with what may be names in brackets.
CAPITALS = (
    ("He met [Angela Merkel] in [Berlin].", 2),
    ("[Merkel] spoke", 0),  # begins a sentence, so who knows
    ("It fell. The [European Union] said", 1),
    ("It fell. Shares of [Acme]'s rival", 1),
    ("the [Acme]-led group and [O'Neill]", 2),
    ("it was UBS on Monday, I've heard", 0),
    ("to [New York Stock Exchange]", 1),
)


@pytest.mark.parametrize("marked, count", CAPITALS)
def test_capitals(marked, count):
    text = marked.replace("[", "").replace("]", "")
    want = [] if count == 0 else [
        part.partition("]")[0] for part in marked.split("[")[1:]]
    got = [text[begin:end] for begin, end in names_data.capitals(text)]
    assert got == want and len(got) == count


@pytest.mark.parametrize("text, want", (
    ("\"Yes,\" it's the banks' own",
     "\u201cYes,\u201d it\u2019s the banks\u2019 own"),
    ("(\"a\") - b...", "(\u201ca\u201d) \u2014 b\u2026"),
))
def test_typographic(text, want):
    assert names_data.typographic(text) == want


def test_dice():
    one, two = names_data.Dice(7), names_data.Dice(7)
    items = list(range(50))
    one.shuffle(items)
    other = list(range(50))
    two.shuffle(other)
    assert items == other != list(range(50)) and sorted(items) == list(
        range(50))
    lengths = [one.length(1000, 0.5) for _ in range(5000)]
    assert 950 < sum(lengths) / len(lengths) < 1050
    assert sum(one.pick("ab", 4) == "a" for _ in range(1000)) > 750


def test_stories():
    texts = names_data.Texts()
    assert len(texts.stories) > 40
    assert not any("<p>" in p for story in texts.stories for p in story)
    assert any("\u4e00" <= c <= "\u9fff" for p in texts.foreign for c in p)


class Few:
    """Names of which some come again."""

    def __init__(self):
        self.number = 0

    def next(self):
        self.number += 1
        return f"Name {self.number // 2}", "Person"


def test_lists_are_nested(tmp_path, monkeypatch):
    monkeypatch.setattr(names_data, "SIZES", {"1k": 4, "100k": 8, "1m": 12})
    monkeypatch.setattr(names_data, "MINED_FIRST", 2)
    monkeypatch.setattr(names_data, "REAL_UNTIL", 6)
    monkeypatch.setattr(names_data, "RARE", 3)
    mined = names_data.Mined([["", "the market of [Oz] saw Oz, Foo Bar and "
                               "Foo Bar at a market or market, Market, "
                               "Market"]])
    assert mined.names == ["Foo Bar"]
    names = type("Names", (), {"types": {
        "Chad": "Place/Country", "Mali": "Place/Country", "Ed Li": "Person",
        "May": "Person", "Foo Bar": "Org"}})
    order = names_data.Order(mined, names, Few(), names_data.Dice(1))
    assert len(order.order) == len(set(order.order)) == 12 + 3
    assert order.order[:3] == ["Foo Bar", "Chad", "Mali"]
    assert "May" not in order.order
    for size in ("1k", "1m"):
        order.write(tmp_path, size)
    small = (tmp_path / "names_1k.txt").read_text().splitlines()
    large = (tmp_path / "names_1m.txt").read_text().splitlines()
    assert len(small) == 4 and large[:4] == small and len(large) == 12
    rows = (tmp_path / "names_1k.tsv").read_text().splitlines()
    assert rows[:2] == ["id\ttype\tname\tpolicy", "1\tOrg\tFoo Bar\texact"]


def test_articles():
    texts = names_data.Texts()
    order = type("Order", (), {"order": ["Known Name"] * 1_020_000})
    writer = names_data.Writer(texts, order, names_data.Dice(3))
    articles = [writer.article() for _ in range(300)]
    mean = sum(len(a.encode()) for a in articles) / len(articles)
    assert 2900 < mean < 3700
    assert sum("Known Name" in a for a in articles) > 270
    straight = sum('"' in a for a in articles) / len(articles)
    curly = sum("\u201d" in a for a in articles) / len(articles)
    assert 0.3 < straight < 0.6 and 0.3 < curly < 0.6
    other = sum(any(c > "\u0370" and c < "\u2000" or c > "\u2e80" for c in a)
                for a in articles) / len(articles)
    assert 0.08 < other < 0.25
