"""Articles made by number, so that what must come of each follows from its
number and the seed alone, and nothing has to be remembered.

Of a hundred articles one is cut off and becomes a dead letter, two name nobody
and have no events, and the others name one to four of COMPANIES.  An article
of an aborted transaction is like the others, but its id begins with "x-".
"""

import json
from pathlib import Path

FIRST = ["Zor", "Quel", "Vam", "Drix", "Olth", "Pem", "Kra", "Yst"]
SECOND = ["blax", "vane", "muro", "tika", "senda", "lorin", "gorba", "havo"]
COMPANIES = [first + second for first in FIRST for second in SECOND]
LIST = "chaos"  # the list's name, in front of the ids that it gives
IDS = [f"{LIST}:{name.lower()}".encode() for name in COMPANIES]
MOST = 4  # names in one article

MASK = (1 << 64) - 1
PREFIX = b'{"id": "'


def mix(seed, number):
    """64 bits that depend on all bits of both (splitmix64)."""
    bits = (seed * 0x9E3779B97F4A7C15 + number * 0xD1342543DE82EF95) & MASK
    bits = ((bits ^ bits >> 30) * 0xBF58476D1CE4E5B9) & MASK
    bits = ((bits ^ bits >> 27) * 0x94D049BB133111EB) & MASK
    return bits ^ bits >> 31


def picked(bits):
    """Numbers of the companies that an article of these bits names: an odd
    step does not come back to where it was in a power of two of names."""
    at, step = bits >> 16 & 63, bits >> 24 & 62 | 1
    return [(at + i * step) % len(COMPANIES)
            for i in range(1 + (bits >> 32) % MOST)]


class Articles:
    """The articles of one seed."""

    def __init__(self, seed, count):
        self.seed = seed
        self.count = count

    def expected(self, number):
        """Ids of the entities that must have an event each; None for an
        article that must become a dead letter."""
        bits = mix(self.seed, number)
        kind = bits % 100
        if kind == 0:
            return None
        if kind <= 2:
            return []
        return [IDS[i] for i in picked(bits)]

    def value(self, number):
        """The bytes of the input record."""
        bits = mix(self.seed, number)
        kind = bits % 100
        if kind == 0:
            return PREFIX + b'a-%d", "body": "cut off' % number
        names = [COMPANIES[i] for i in picked(bits)] if kind > 2 else []
        return write(f"a-{number}", names)

    def aborted(self, number):
        """An article that goes into a transaction which is aborted."""
        bits = mix(self.seed + 1, number)
        return write(f"x-{number}", [COMPANIES[i] for i in picked(bits)])


def write(name, companies):
    body = "".join(f"Talks about {company} went on. " for company in companies)
    return json.dumps({"id": name, "title": f"Report {name}",
                       "body": f"{body}Nobody said more."}).encode()


def number_of(value):
    """The number of an article, from the bytes of its record or its id;
    None for one of an aborted transaction or of somebody else."""
    name = value.removeprefix(PREFIX)
    if not name.startswith(b"a-"):
        return None
    digits = name[2:].split(b'"', 1)[0]
    return int(digits) if digits.isdigit() else None


def write_list(folder):
    """The name list that the daemon loads: one company a line."""
    rows = ["id\ttype\tname"]
    rows += [f"{name.lower()}\tOrg/Company\t{name}" for name in COMPANIES]
    path = Path(folder) / f"{LIST}.tsv"
    path.write_text("\n".join(rows) + "\n")
    return path
