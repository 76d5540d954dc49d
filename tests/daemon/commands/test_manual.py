"""gazetted(8) explains every option that a command offers, and no other."""

import re
from pathlib import Path

import pytest

from support.daemon import gazetted

PAGE = Path(__file__).resolve().parents[3] / "daemon/gazetted.8"
HELP = re.compile(r"^  ([\w-]+) +\S", re.MULTILINE)


def entries():
    """Command -> its entry in the page."""
    parts = re.split(r"^\.It Cm ([\w-]+)\n", PAGE.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def options_of(command):
    text = gazetted(command, "--help").stdout
    return set(re.findall(r"--([a-z][a-z-]+)", text)) - {"help"}


def test_commands():
    listed = gazetted("--help").stdout
    assert set(entries()) == set(HELP.findall(listed))


@pytest.mark.parametrize("command", sorted(entries()))
def test_options(command):
    entry = re.split(r"^\.S[hs] ", entries()[command], flags=re.MULTILINE)[0]
    known = set(re.findall(r"\bFl -([a-z-]+)", entry))
    assert known == options_of(command)
