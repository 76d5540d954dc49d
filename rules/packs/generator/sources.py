"""Reads the source tables and the hand-written inputs."""

import csv
from pathlib import Path

INPUT = Path(__file__).parent / "input"


def read_tsv(path):
    """Returns the rows of a tab-separated file as dicts.

    Lines that start with "# " are comments.
    """
    text = Path(path).read_text(encoding="utf-8")
    lines = [l for l in text.splitlines() if l and not l.startswith("# ")]
    columns = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        fields = line.split("\t")
        fields += [""] * (len(columns) - len(fields))
        rows.append(dict(zip(columns, (f.strip() for f in fields))))
    return rows


def read_csv(path):
    """Returns the rows of a comma-separated file as dicts."""
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_list(path):
    """Returns the lines of a list, without comments and blank lines."""
    text = Path(path).read_text(encoding="utf-8")
    return [l.strip() for l in text.splitlines()
            if l.strip() and not l.startswith("#")]


def hand_tsv(name):
    """Returns the rows of a hand-written table."""
    return read_tsv(INPUT / name)


def hand_list(name):
    """Returns the lines of a hand-written list."""
    return read_list(INPUT / name)


def split(text, separator="|"):
    """Returns the non-empty, trimmed parts of a list in one field."""
    return [p.strip() for p in text.split(separator) if p.strip()]
