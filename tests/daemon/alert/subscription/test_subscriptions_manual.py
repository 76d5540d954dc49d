"""gazetted-subscriptions(5) says what the program does: its files are checked
and their examples run, and every key and field of the program stands in it."""

import re

import pytest

from support.daemon import ROOT, gazetted

PAGE = ROOT / "daemon/alert/subscription/gazetted-subscriptions.5"
FIELDS = ROOT / "daemon/alert/condition/condition_code.c"
SHIPPED = ("watch-list", "new-ai-customer", "executive-change", "attention",
           "first-link")


def blocks():
    """The literal texts of the page."""
    found = re.findall(r"^\.Bd -literal[^\n]*\n(.*?)^\.Ed$",
                       PAGE.read_text(encoding="utf-8"), re.M | re.S)
    return [text.replace(r"\e", "\\") for text in found]


def files():
    return [text for text in blocks() if text.startswith("gazetted: 1")]


def lists():
    return ["gazetted: 1\nsubscriptions:\n" + text for text in blocks()
            if text.startswith("- id:")]


def conditions():
    return [line for text in blocks() if text.startswith("salience.")
            for line in text.splitlines()]


def run(work, text):
    done = gazetted("alerts", work, "-", stdin=text, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("text", files() + lists(),
                         ids=lambda text: re.search(r"- id: (\S+)", text)[1])
def test_files_hold(text):
    examples = text.count("  - name: ")
    assert f"{examples} examples" in run("test", text)
    assert "no mistake" in run("check", text)


def test_shipped_files_are_worked_out():
    worked = "".join(text for text in files() if "examples:" in text)
    for name in SHIPPED:
        assert f"- id: {name}\n" in worked
        assert any(f"- id: {name}\n" in path.read_text(encoding="utf-8")
                   for path in (ROOT / "daemon/alert/packs").glob("*.yaml"))


def test_conditions_are_understood():
    assert len(conditions()) > 5
    run("check", "gazetted: 1\nsubscriptions:\n" + "".join(
        f"- id: c{number}\n  when: >-\n    {condition}\n"
        for number, condition in enumerate(conditions())))


# Each with a key that means nothing, so that the program names those it knows.
ODD = [
    "{id: a, when: fact, qqqqqqqq: 1}",
    "{id: b, entities: {qqqqqqqq: 1}}",
    "{id: c, when: fact, first_seen: {qqqqqqqq: 1}}",
    "{id: d, when: fact, window: {qqqqqqqq: 1}}",
    "{id: e, when: fact, quiet: {qqqqqqqq: 1}}",
    "{id: f, when: fact, digest: {qqqqqqqq: 1}}",
    "{id: g, when: fact, silences: [{qqqqqqqq: 1}]}",
    "{id: h, facts: {type: Customer, qqqqqqqq: 1}}",
    "{id: i, when: fact, with: {ids: [e1], qqqqqqqq: 1}}",
]


def test_keys_are_described():
    page = PAGE.read_text(encoding="utf-8")
    done = gazetted("alerts", "check", "-", cwd=ROOT,
                    stdin="gazetted: 1\nsubscriptions:\n" +
                    "".join(f"- {item}\n" for item in ODD))
    known = re.findall(r"qqqqqqqq\", known are (.*)", done.stderr)
    assert len(known) == len(ODD), done.stderr
    for keys in known:
        for key in keys.split(", "):
            assert re.search(rf"^\.(It )?(Ic|Cm) (.*[ ,])?{key}\b", page,
                             re.M), key


def test_fields_are_described():
    page = PAGE.read_text(encoding="utf-8")
    fields = re.findall(r'(?:NUMBER|BOOL|TEXT|NAME|SYMBOL)\("([^"]+)"|'
                        r'\{"([^"]+)", GZ_CONDITION_IS',
                        FIELDS.read_text(encoding="utf-8"))
    names = [one or other for one, other in fields]
    assert len(names) > 25
    for name in names:
        assert re.search(rf"^\.It (Ar ROLE Ns )?Ic \.?{re.escape(name)}",
                         page, re.M), name
