"""The checker passes a faultless run, and each kind of fault is told from it
by its name."""

import io

import fastavro
import pytest

from chaos.articles import IDS, Articles, number_of
from chaos.checker import Checker, bound, tally
from chaos.event_head import read_head
from support.events import frame, parsed
from support.murmur2 import partition

ARTICLES = Articles(seed=5, count=300)


def encode(event):
    out = io.BytesIO()
    fastavro.schemaless_writer(out, parsed("entity_event"), event)
    return frame() + out.getvalue()


def make_event(number, place, which, **changes):
    """(partition, key, ce_id, value) of one event of an article."""
    wanted = ARTICLES.expected(number)
    article = {"id": f"a-{number}", "partition": place[0], "offset": place[1],
               "signature": bytes(128), "title": f"Report {number}",
               "content_sha256": bytes(32), "topic": "in"}
    entity = wanted[which].decode()
    event = {"event_id": f"{number * 8 + which:032x}", "index": which,
             "count": len(wanted), "article": article,
             "entity": {"id": entity, "name": entity}}
    for name, value in changes.items():
        into = event
        *path, last = name.split("__")
        for part in path:
            into = into[part]
        into[last] = value
    key = event["entity"]["id"].encode()
    return [partition(key, 3), key, event["event_id"].encode(), encode(event)]


class World:
    """A faultless run, in lists that a test may spoil."""

    def __init__(self):
        self.inputs, self.events, self.dead = [], [], []
        self.offsets, self.ends = {}, {}
        self.place = {}
        for number in range(ARTICLES.count):
            self._add(number)
        self.offsets = dict(self.ends)

    def _add(self, number):
        where = number % 2
        # A gap now and then, as transactions leave them.
        offset = self.ends.get(where, 0) + (number % 17 == 0)
        self.ends[where] = offset + 1
        self.place[number] = (where, offset)
        value = ARTICLES.value(number)
        self.inputs.append([where, offset, value])
        wanted = ARTICLES.expected(number)
        if wanted is None:
            self.dead.append([where, offset, value])
        for index in range(len(wanted or [])):
            self.events.append(make_event(number, self.place[number], index))

    def check(self):
        checker = Checker(ARTICLES)
        for record in self.inputs:
            checker.input(*record)
        for output in range(3):
            checker.begin_partition()
            for where, *record in self.events:
                if where == output:
                    checker.event(where, *record)
        for record in self.dead:
            checker.dead_letter(*record)
        checker.committed(self.offsets, self.ends)
        return checker.finish()

    def event(self, **changes):
        """Replace the first event of the first article with several."""
        number = first_with(2)
        at = [number_of(read_head(e[3]).article)
              for e in self.events].index(number)
        self.events[at] = make_event(number, self.place[number], 0, **changes)


def first_with(count, begin=0):
    return next(n for n in range(begin, ARTICLES.count)
                if len(ARTICLES.expected(n) or []) >= count)


def first_bad():
    return next(n for n in range(ARTICLES.count)
                if ARTICLES.expected(n) is None)


def lose_event(world):
    del world.events[7]


def lose_dead_letter(world):
    del world.dead[0]


def double_event(world):
    world.events.append(world.events[7])


def double_dead_letter(world):
    world.dead.append(world.dead[0])


def double_with_new_id(world):
    number = first_with(2)
    world.events.append(make_event(number, world.place[number], 0,
                                   event_id="f" * 32))


def swap_order(world):
    """Two articles of one input partition, about one entity, change places."""
    seen = {}
    for at, (_, key, _, value) in enumerate(world.events):
        other = seen.setdefault((key, read_head(value).partition), at)
        if other != at:
            world.events[at], world.events[other] = (world.events[other],
                                                     world.events[at])
            return


def stray_partition(world):
    world.events[7][0] = (world.events[7][0] + 1) % 3


def aborted_article(world):
    world.event(article__id="x-1")


def unknown_article(world):
    world.event(article__id=f"a-{ARTICLES.count}")


def same_index(world):
    world.event(index=1)


def index_too_large(world):
    world.event(index=9)


def wrong_count(world):
    world.event(count=7)


def wrong_entity(world):
    wanted = ARTICLES.expected(first_with(2))
    other = next(i for i in IDS if i not in wanted)
    world.event(entity__id=other.decode())


def wrong_offset(world):
    world.event(article__offset=100000)


def same_event_id(world):
    """Another event of the same partition has this id already."""
    number = first_with(2)
    key = ARTICLES.expected(number)[0]
    for other in range(number + 1, ARTICLES.count):
        wanted = ARTICLES.expected(other) or []
        if key in wanted and wanted.index(key):
            world.event(event_id=f"{other * 8 + wanted.index(key):032x}")
            return


def wrong_key(world):
    world.events[7][1] = b"chaos:other"


def wrong_ce_id(world):
    world.events[7][2] = b"0" * 32


def cut_event(world):
    world.events[7][3] = world.events[7][3][:30]


def other_schema(world):
    world.events[7][3] = b"\xc3\x01" + bytes(8) + world.events[7][3][10:]


def dead_letter_of_good(world):
    number = first_with(1)
    world.dead.append([*world.place[number], ARTICLES.value(number)])


def dead_letter_from_elsewhere(world):
    world.dead[0][1] += 1


def event_of_bad_article(world):
    world.event(article__id=f"a-{first_bad()}")


def offset_behind(world):
    world.offsets[0] -= 1


def offset_beyond(world):
    world.offsets[1] += 1


def offset_missing(world):
    del world.offsets[1]


def copy_article(world, number, at=5000):
    """The brokers keep an article twice; its record's events are to come."""
    world.inputs.append([number % 2, at, ARTICLES.value(number)])
    world.ends[number % 2] = world.offsets[number % 2] = at + 1


def copy_without_events(world):
    copy_article(world, first_with(2))


def copy_without_a_dead_letter(world):
    copy_article(world, first_bad())


def copy_with_new_id(world):
    number = first_with(1)
    copy_article(world, number)
    world.events += [make_event(number, (number % 2, 5000), index,
                                event_id=f"f{index:031x}")
                     for index in range(len(ARTICLES.expected(number)))]


def copy_told_twice(world):
    number = first_bad()
    copy_article(world, number)
    world.dead += 2 * [[number % 2, 5000, ARTICLES.value(number)]]


def feed_nothing(world):
    del world.inputs[first_with(1)]


def feed_aborted(world):
    world.inputs.append([0, 5000, ARTICLES.aborted(1)])


SPOILED = [
    (lose_event, "lost"),
    (lose_dead_letter, "dead letter lost"),
    (double_event, "doubled"),
    (double_dead_letter, "dead letter doubled"),
    (double_with_new_id, "doubled"),
    (swap_order, "order"),
    (stray_partition, "order"),
    (aborted_article, "of nobody"),
    (unknown_article, "of nobody"),
    (same_index, "index"),
    (index_too_large, "unexpected"),
    (wrong_count, "unexpected"),
    (wrong_entity, "unexpected"),
    (wrong_offset, "origin"),
    (same_event_id, "event id"),
    (wrong_key, "record"),
    (wrong_ce_id, "record"),
    (cut_event, "unreadable"),
    (other_schema, "unreadable"),
    (dead_letter_of_good, "dead letter unexpected"),
    (dead_letter_from_elsewhere, "origin"),
    (event_of_bad_article, "unexpected"),
    (offset_behind, "offset"),
    (offset_beyond, "offset"),
    (offset_missing, "offset"),
    (copy_without_events, "lost"),
    (copy_without_a_dead_letter, "dead letter lost"),
    (copy_with_new_id, "event id"),
    (copy_told_twice, "dead letter doubled"),
    (feed_nothing, "input"),
    (feed_aborted, "input"),
]


def test_faultless_run_passes():
    findings = World().check()
    assert not findings.bad(), findings.samples
    assert tally(findings) == "0 lost, 0 doubled, order kept"


def test_a_copy_is_worth_its_events_once():
    world = World()
    for number, at in ((first_with(3), 5000), (first_bad(), 5001)):
        copy_article(world, number, at)
        place = (number % 2, at)
        world.events += [make_event(number, place, index) for index in
                         range(len(ARTICLES.expected(number) or []))]
    world.dead.append([number % 2, at, ARTICLES.value(number)])
    assert not world.check().bad()
    world.events.append(world.events[-1])
    assert "doubled" in world.check().bad()


@pytest.mark.parametrize("spoil, kind", SPOILED,
                         ids=[spoil.__name__ for spoil, _ in SPOILED])
def test_fault_is_told(spoil, kind):
    world = World()
    spoil(world)
    findings = world.check()
    assert kind in findings.bad(), findings.samples


def test_offsets_may_pass_marks_of_transactions():
    world = World()
    world.ends[0] += 2
    assert not world.check().bad()
    world.offsets[0] += 2
    assert not world.check().bad()


def test_at_least_once_may_double_and_not_lose():
    world = World()
    # A replay: the last third once more, in order.
    world.events += world.events[-200:]
    world.dead.append(world.dead[-1])
    findings = world.check()
    assert findings.counts["doubled"] == 200
    assert "doubled" in findings.bad()
    assert not findings.bad(exactly_once=False)
    assert "200" not in tally(World().check())
    del world.events[7]
    assert "lost" in world.check().bad(exactly_once=False)


def test_numbers_of_the_verdict():
    world = World()
    number = first_with(2)
    keep = [e for e in world.events
            if number_of(read_head(e[3]).article) != number]
    gone = len(world.events) - len(keep)
    world.events = keep + [keep[3]]
    assert tally(world.check()).startswith(f"{gone} lost, 1 doubled")


@pytest.mark.parametrize("trials, failures, least, most", [
    (40, 0, 0.07, 0.075), (1000, 0, 0.00298, 0.003), (1, 0, 0.949, 0.951)])
def test_bound(trials, failures, least, most):
    assert least < bound(trials, failures) <= most


@pytest.mark.parametrize("trials, failures", [(40, 1), (0, 0)])
def test_no_bound(trials, failures):
    assert bound(trials, failures) is None


def test_articles_are_of_all_kinds_and_repeatable():
    kinds = [ARTICLES.expected(n) for n in range(ARTICLES.count)]
    assert None in kinds and [] in kinds
    assert {len(k) for k in kinds if k} == {1, 2, 3, 4}
    assert all(len(set(k)) == len(k) for k in kinds if k)
    again = Articles(5, 300)
    assert [again.value(n) for n in range(300)] == [
        ARTICLES.value(n) for n in range(300)]
    assert Articles(6, 300).value(1) != ARTICLES.value(1)
