"""What must hold between the articles of the input and what was published,
whatever happened on the way:

- each article has all of its events: the entities that its number stands for,
  each once, with indexes 0 to count - 1, and no other;
- each event id stands for one event, and is the ce_id of its record;
- each bad article is one dead letter, no other article is any;
- nothing comes of an article of an aborted transaction;
- all events of an entity are in one partition, and there in the order in
  which their articles stand in each partition of the input;
- the group's offsets are at the end of the input.

The input itself is read back, so the feeder need not be believed.  Memory: 12
bytes an article, and the event ids of one output partition at a time.
"""

from array import array
from collections import Counter

from chaos.articles import number_of
from chaos.event_head import read_head

# What at-least-once delivery may do.
MAY_DOUBLE = {"doubled", "dead letter doubled"}
SAMPLES = 10


class Findings:
    """How often each rule was broken, with a few samples in words."""

    def __init__(self):
        self.counts = Counter()
        self.samples = []

    def add(self, kind, what, times=1):
        self.counts[kind] += times
        if self.counts[kind] <= SAMPLES:
            self.samples.append(f"{kind}: {what}")

    def bad(self, exactly_once=True):
        """{kind: times} of what may not be."""
        return {kind: times for kind, times in self.counts.items()
                if exactly_once or kind not in MAY_DOUBLE}


class Checker:
    """Show it the whole input first, then events a partition at a time, dead
    letters and offsets in any order; then ask finish().

    articles: what the numbers stand for (chaos.articles.Articles).

    Brokers that die all at once may forget what an idempotent producer sent
    before, and keep what it sends again: then each record of the input is
    worth its events, once.  Such copies have places of their own in the lists
    by number, behind the articles.
    """

    def __init__(self, articles):
        self.articles = articles
        self.copies = {}  # (input partition, offset): (number, place)
        count = articles.count
        self.findings = Findings()
        self.offset = array("q", [-1]) * count  # where it is in the input
        self.partition = bytearray(count)
        self.entities = bytearray(count)  # a bit for each one expected
        self.indexes = bytearray(count)
        self.dead = bytearray(count)
        self.input_end = {}  # partition: offset behind its last article
        self.events = 0
        self.home = {}  # entity: its output partition
        self.newest = {}  # (entity, input partition): offset
        self.ids = set()

    def input(self, partition, offset, value):
        number = self._number(value)
        if number is None:
            self.findings.add("input", f"{value[:40]} should not be there")
        elif self.offset[number] >= 0:
            self._add_copy(number, partition, offset)
        else:
            self.offset[number] = offset
            self.partition[number] = partition
        self.input_end[partition] = offset + 1

    def _add_copy(self, number, partition, offset):
        self.copies[partition, offset] = number, len(self.offset)
        self.offset.append(offset)
        for flags in (self.partition, self.entities, self.indexes, self.dead):
            flags.append(0)
        self.partition[-1] = partition

    def _place(self, number, partition, offset):
        """Of an article's record at that place of the input."""
        of, place = self.copies.get((partition, offset), (None, None))
        return place if of == number else number

    def begin_partition(self):
        """Events of another output partition follow."""
        self.ids.clear()

    def event(self, partition, key, ce_id, value):
        self.events += 1
        try:
            head = read_head(value)
        except (ValueError, IndexError) as error:
            self.findings.add("unreadable", f"{value[:20]}: {error}")
            return
        number = self._number(head.article)
        if number is None:
            self.findings.add("of nobody", f"event of {head.article}")
            return
        if (key, ce_id) != (head.entity, head.event_id):
            self.findings.add("record", f"key {key}, ce_id {ce_id}: {head}")
        place = self._place(number, head.partition, head.offset)
        if (head.partition, head.offset) != (self.partition[place],
                                             self.offset[place]):
            self.findings.add("origin", f"not where the article is: {head}")
        if self._first(number, place, head):
            self._order(partition, head)

    def _number(self, name):
        number = number_of(name)
        known = number is not None and number < self.articles.count
        return number if known else None

    def _first(self, number, place, head):
        """Whether this is the first time that this event comes."""
        wanted = self.articles.expected(number) or []
        if head.entity not in wanted or head.count != len(wanted) or not (
                0 <= head.index < head.count):
            self.findings.add("unexpected", f"{head}, expected {wanted}")
            return False
        bit = 1 << wanted.index(head.entity)
        if self.entities[place] & bit:
            self.findings.add("doubled", f"{head}")
            return False
        self.entities[place] |= bit
        if self.indexes[place] & 1 << head.index:
            self.findings.add("index", f"index stands twice: {head}")
        self.indexes[place] |= 1 << head.index
        if (head.event_id in self.ids) != (place != number):
            self.findings.add("event id", f"of another event, or not that of "
                              f"the copy before: {head}")
        self.ids.add(head.event_id)
        return True

    def _order(self, partition, head):
        home = self.home.setdefault(head.entity, partition)
        if home != partition:
            self.findings.add("order", f"{head} in partition {partition}, "
                              f"others in {home}")
        before = self.newest.get((head.entity, head.partition), -1)
        if head.offset <= before:
            self.findings.add("order", f"behind offset {before}: {head}")
        self.newest[head.entity, head.partition] = head.offset

    def dead_letter(self, origin_partition, origin_offset, value, why=""):
        """why: what its headers say, for people."""
        number = self._number(value)
        if number is None or self.articles.expected(number) is not None:
            self.findings.add("dead letter unexpected",
                              f"{value[:40]}: {why}")
            return
        place = self._place(number, origin_partition, origin_offset)
        if (origin_partition, origin_offset) != (self.partition[place],
                                                 self.offset[place]):
            self.findings.add("origin", f"of the dead letter {number}: "
                              f"{origin_partition}, {origin_offset}")
        if self.dead[place]:
            self.findings.add("dead letter doubled", f"article {number}")
        self.dead[place] = 1

    def committed(self, offsets, ends):
        """offsets: {partition: next}; ends: {partition: end of the log}, which
        may be behind the last article by the marks of transactions."""
        for partition, end in ends.items():
            least = self.input_end.get(partition, 0)
            got = offsets.get(partition, 0)
            if not least <= got <= end:
                self.findings.add("offset", f"{got} in partition {partition}, "
                                  f"articles end at {least}, all at {end}")

    def finish(self):
        """The findings, with what never came."""
        for number in range(self.articles.count):
            if self.offset[number] < 0:
                self.findings.add("input", f"article {number} is not there")
            self._missing(number, number)
        for number, place in self.copies.values():
            self._missing(number, place)
        return self.findings

    def _missing(self, number, place):
        wanted = self.articles.expected(number)
        if wanted is None:
            if not self.dead[place]:
                self.findings.add("dead letter lost", f"article {number}")
            return
        have = self.entities[place].bit_count()
        if have != len(wanted):
            self.findings.add("lost", f"{len(wanted) - have} events of "
                              f"article {number}, at {self.offset[place]} of "
                              f"partition {self.partition[place]}",
                              len(wanted) - have)


def tally(findings, exactly_once=True):
    """The findings in the words of the verdict."""
    counts = findings.counts
    lost = counts["lost"] + counts["dead letter lost"]
    doubled = counts["doubled"] + counts["dead letter doubled"]
    words = [f"{lost} lost", f"{doubled} doubled"]
    if not exactly_once and doubled:
        words[1] += " (allowed: at-least-once)"
    words.append("ORDER BROKEN" if counts["order"] else "order kept")
    said = {"lost", "dead letter lost", "order"} | MAY_DOUBLE
    words += [f"{times} {kind.upper()}" for kind, times in counts.items()
              if kind not in said and times]
    return ", ".join(words)


def bound(trials, failures=0):
    """The largest chance of failure of one trial that 95 % confidence leaves
    open after none failed: 1 - 0.05^(1/n), which the rule of three rounds to
    3/n.  None when there were failures or no trials."""
    if failures or not trials:
        return None
    return 1 - 0.05 ** (1 / trials)
