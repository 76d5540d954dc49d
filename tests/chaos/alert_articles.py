"""Articles and subscriptions of a run with --alerts.

The articles come in rounds, and between two rounds a STEP of time passes by
the daemons' clock.  In each round some of COMPANIES are in the news and some
are not, so that windows fill and empty and alerts begin and end.  Three of ten
articles are a near copy of an earlier one; each has one of SOURCES.

Every duration of a subscription is so many steps and a half.  So it ends
between two rounds, and not at a moment that depends on how fast a round goes.
"""

import json
from bisect import bisect_right
from datetime import datetime, timezone

from chaos.articles import COMPANIES, LIST, mix
from support.murmur2 import partition

STEP_S = 4 * 3600
ZONE_S = 3600  # rounds begin an hour behind a multiple of STEP_S
SOURCES = [f"{name} Wire" for name in (
    "Harbour", "Meadow", "Quarry", "Orchard", "Lantern", "Saddle", "Copper")]
NAMES = COMPANIES[:48]
SPARE = COMPANIES[48:]  # for markers
WORDS = [a + b for a in ("bel", "cor", "dun", "fay", "gri", "hol", "jun", "lam")
         for b in ("ade", "ick", "ose", "ume", "art", "enn", "ilp", "oth")]
MOST = 3  # names in one article
COPIES_OF_TEN = 3
COPY_REACH = 12  # articles back
END_ROUNDS = 3  # of markers alone: what still lasts is told and ends
QUIET_OF_FOUR = 1  # rounds in which a company is not in the news


def entity(name):
    return f"{LIST}:{name.lower()}"


def steps(whole):
    """So many and a half."""
    return f"{whole * STEP_S + STEP_S // 2}s"


def markers(partitions):
    """A company for each partition of the entities that tells that the timers
    of its partition have run: all that is due there by the worker's clock is
    told in one transaction, and so is all that is due by window time."""
    found = {}
    for name in SPARE:
        found.setdefault(partition(entity(name).encode(), partitions), name)
    assert len(found) == partitions, "too many partitions for the markers"
    return [found[p] for p in range(partitions)]


class AlertArticles:
    """The articles of one seed, `count` of them: in round -1 and in each round
    that follows one for each of the markers, and behind these in each of
    `rounds` rounds from 0 on its share of the others."""

    def __init__(self, seed, count, rounds, partitions):
        self.seed, self.count, self.rounds = seed, count, rounds
        self.markers = markers(partitions)
        others = count - (1 + rounds + END_ROUNDS) * len(self.markers)
        assert others >= rounds, "too few articles for so many rounds"
        self.firsts = [
            len(self.markers) * (turn + 1)
            + min(max(turn, 0), rounds) * others // rounds
            for turn in range(-1, rounds + END_ROUNDS + 1)]

    def round_of(self, number):
        return bisect_right(self.firsts, number) - 2

    def first_of(self, turn):
        """Number of the first article of a round."""
        return self.firsts[turn + 1]

    def marker_of(self, number):
        """The marker that it names, or None."""
        place = number - self.first_of(self.round_of(number))
        return self.markers[place] if place < len(self.markers) else None

    def original(self, number):
        """The article that this one is a copy of, or itself."""
        begin = self.first_of(self.round_of(number)) + len(self.markers)
        while number >= begin:
            bits = mix(self.seed, number)
            back = 1 + (bits >> 8) % COPY_REACH
            if bits % 10 >= COPIES_OF_TEN or number - back < begin:
                break
            number -= back
        return number

    def names(self, number):
        """The companies that it names."""
        marker = self.marker_of(number)
        if marker is not None:
            return [marker]
        first = self.original(number)
        turn = self.round_of(first)
        known = [name for at, name in enumerate(NAMES)
                 if mix(self.seed + 2, turn * 64 + at) % 4 >= QUIET_OF_FOUR]
        bits = mix(self.seed + 3, first)
        begin, step = bits % len(known), 1 + (bits >> 8) % 5
        many = 1 + (bits >> 16) % MOST
        return [known[(begin + i * step) % len(known)] for i in range(many)]

    def expected(self, number):
        """Ids of the entities that must have an event each."""
        return [entity(name).encode() for name in self.names(number)]

    def words(self, number):
        """Of its text: a copy says the same and has another end."""
        first = self.original(number)
        picked = [WORDS[mix(self.seed + 4, first * 64 + i) % len(WORDS)]
                  for i in range(60)]
        if number != first:
            picked += [WORDS[mix(self.seed + 5, number) % len(WORDS)]]
        return picked

    def value(self, number):
        """The bytes of the input record."""
        body = f"{' and '.join(self.names(number))}: " + (
            " ".join(self.words(number)))
        source = SOURCES[mix(self.seed + 6, number) % len(SOURCES)]
        return json.dumps({
            "id": f"a-{number}", "title": f"Report {number}",
            "body": f"{body}.", "source": source, "language": "en"}).encode()


def asked(begin, **more):
    """A subscription to six of the companies."""
    return {"entities": {"ids": [entity(name)
                                 for name in NAMES[begin:begin + 6]]}} | more


AT_ONCE = "at-once"


def subscriptions(partitions, begin_s):
    """What the subscriptions file says.  begin_s: when the first round is."""
    until = begin_s + 2 * STEP_S + STEP_S // 2
    kinds = {
        "marker": {"entities": {"ids": [entity(name)
                                        for name in markers(partitions)]},
                   "interval": steps(0), "repeat": steps(0),
                   "resolve": "366d"},
        "passed": {"entities": {"ids": [entity(name)
                                        for name in markers(partitions)]},
                   "interval": "0s", "resolve": steps(0), "confirm": 0},
        AT_ONCE: asked(0, interval="0s", resolve=steps(1), confirm=0),
        "grouped": asked(0, group_by=["article.source"], wait=steps(0),
                         interval=steps(1), repeat=steps(2),
                         resolve=steps(0)),
        "repeated": asked(6, interval=steps(0), repeat=steps(1),
                          resolve=steps(2), severity="critical"),
        "three": asked(12, window={"count": 3, "within": steps(1)},
                       interval=steps(0)),
        "many": asked(18, window={"count": 9, "within": steps(0)},
                      interval="0s"),
        "sources": asked(24, window={"sources": 4, "within": steps(1)},
                         interval="0s", resolve=steps(0)),
        "rate": asked(18, window={"rate": 1.2, "within": steps(0),
                                  "baseline": f"{4 * STEP_S}s", "count": 2},
                      interval="0s"),
        "first": asked(30, first_seen={"entity": steps(0), "partial": True},
                       resolve=steps(0), interval="0s"),
        "pairs": {"entities": {"types": ["Org/Company"]}, "first_seen": {
            "pair": steps(2), "partial": True}, "wait": steps(0),
            "with": {"ids": [entity(name) for name in NAMES[:3]]},
            "interval": steps(0), "resolve": steps(1)},
        "copies": asked(36, confirm=3, interval=steps(0), resolve=steps(0)),
        "absent": asked(42, window={"absent": steps(0)}, interval="0s"),
        "missed": asked(36, window={"absent": steps(0)}, interval="0s",
                        wait=f"{STEP_S}s"),
        "silenced": asked(30, interval=steps(0), resolve=steps(0), silences=[
            {"from": stamp(begin_s - STEP_S), "until": stamp(until),
             "comment": "moving"}]),
        "digest": asked(12, digest={"every": "12h", "at": "02:00"},
                        resolve=steps(2)),
        "quiet": asked(36, quiet={"from": "20:00", "until": "07:00"},
                       interval=steps(0), resolve=steps(1)),
    }
    return {"gazetted": 1, "subscriptions": [
        {"id": name, "labels": {"chaos": name}} | kind
        for name, kind in kinds.items()]}


BY_CLOCK = ("wait", "repeat", "silences", "quiet", "digest")


def is_timeless(one):
    """Whether no clock but that of the articles has a say in its alerts; the
    wait of an absence goes by that, too."""
    by_clock = set(BY_CLOCK) & one.keys()
    if "absent" in one.get("window", {}):
        by_clock -= {"wait"}
    return one.get("interval") == "0s" and not by_clock


def stamp(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime(
        "%Y-%m-%dT%H:%M:%SZ")
