"""Makes the generator importable and reads the committed packs once."""

import sys
from pathlib import Path

import pytest

PACKS = Path(__file__).parents[3] / "rules/packs"
sys.path.insert(0, str(PACKS))


def rows_of(path):
    """Returns the header and the rows of one list, with line numbers."""
    lines = path.read_text(encoding="utf-8").split("\n")
    header = lines[0].split("\t")
    return header, [(number, line.split("\t"))
                    for number, line in enumerate(lines[1:], 2) if line]


@pytest.fixture(scope="session")
def packs():
    """The folder of the packs."""
    return PACKS


@pytest.fixture(scope="session")
def lists():
    """{"pack/list.tsv": (header, rows)} of all committed lists."""
    return {f"{p.parent.name}/{p.name}": rows_of(p)
            for p in sorted(PACKS.glob("*/*.tsv"))}


@pytest.fixture(scope="session")
def entities(lists):
    """{id: {"type", "name", "xids", "names": {name: (how, policy)}}}"""
    found = {}
    for header, rows in lists.values():
        for _, fields in rows:
            add_row(found, dict(zip(header, fields)))
    return found


def add_row(found, row):
    """Adds one row to the entities."""
    entity = found.setdefault(row["id"], {
        "type": row["type"], "name": row["name"], "names": {},
        "xids": dict(p.split("=", 1) for p in row["xids"].split(";") if p)})
    way = (row["how"], row["policy"])
    for name in [row["name"]] + row["aliases"].split("|"):
        if name:
            entity["names"].setdefault(name, []).append(way)
