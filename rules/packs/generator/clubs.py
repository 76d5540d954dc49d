"""Football clubs."""

import re

from .model import Table, row_id
from .sources import read_tsv, split
from .text import clean, fold, spellings, without_brackets

CLUB = 5
ISO = {"eng": "GB", "sco": "GB", "wal": "GB", "nir": "GB", "kos": "XK"}


def clubs(sources, lexicon, place_names):
    """Returns the table of football clubs.

    place_names holds folded names that a club must not have.
    """
    table = Table("football-clubs")
    seen = set()
    for row in read_tsv(sources / "organisations/openfootball-clubs.tsv"):
        add_club(table, lexicon, row, place_names, seen)
    return table


def add_club(table, lexicon, row, taken, seen):
    """Makes one club of which some name cannot be a place."""
    names = [row["name"]] + split(row["aliases"])
    names = [without_brackets(re.sub(r"\s*\[\w\w\]$", "", n))
             for n in names]
    names = [n for n in names
             if is_club_name(n, lexicon)
             and fold(n) not in taken and fold(n) not in seen]
    if not names:
        return
    seen.update(fold(n) for n in names)
    entity = table.new(row_id("club", names[0]), "Org/Team", names[0],
                       priority=CLUB,
                       policy=lexicon.policy(names[0], "club"))
    for name in names:
        for spelling in spellings(name):
            entity.add([spelling], policy=lexicon.policy(spelling, "club"))
    entity.attributes = {
        "country": ISO.get(row["country"], row["country"].upper()),
        "city": clean(row["city"].split("›")[0])}


def is_club_name(name, lexicon):
    """Says whether a name is a club's wherever it stands."""
    if name in lexicon.bare.get("club", ()):
        return True
    return (" " in name and len(name) > 6
            and not lexicon.is_dropped(name, "club")
            and not re.search(r"^\W|^[ivx]+\)|\d\)|\.$", name)
            and not lexicon.is_person_like(name.split())
            and any(len(p) > 3 for p in fold(name).split()))
