"""gazetted why-not: what it says of rules that texts just miss.

The cases are command lines with what they print and their status, as a shell
shows them.  REGENERATE=1 writes what is printed now, to be read before it is
committed.
"""

import os
import re
import shlex

import pytest

from support.daemon import ROOT, gazetted

CASES = ROOT / "tests/cases/why_not/cases.txt"
CONFIG = "tests/cases/why_not/why_not.yaml"


def told(line):
    """What a command line prints, and its status when that is not 0."""
    done = gazetted("why-not", "--config", CONFIG, *shlex.split(line),
                    cwd=ROOT)
    status = f"[{done.returncode}]\n" if done.returncode else ""
    return done.stdout + done.stderr + status


def cases():
    return re.findall(r"^\$ (.+)\n((?:(?!\$ ).*\n)*)", CASES.read_text(), re.M)


if os.environ.get("REGENERATE"):
    CASES.write_text("".join(f"$ {line}\n{told(line)}\n"
                             for line, _ in cases()))


@pytest.mark.parametrize("line, want", cases(), ids=lambda value: value[:60])
def test_case(line, want):
    assert told(line) + "\n" == want
