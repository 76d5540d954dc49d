"""The checker of alerts passes a faultless run, and each kind of fault is told
from it by its name; articles and subscriptions are what they say."""

from datetime import datetime, timezone

import pytest

from chaos.alert_articles import (AT_ONCE, COPIES_OF_TEN, END_ROUNDS,
                                  STEP_S, AlertArticles, markers, subscriptions)
from chaos.alert_checker import AlertChecker, tally
from chaos.alert_main import parts_of
from chaos.options import parse
from support.alerts import alert, encode
from support.murmur2 import partition

BEGIN_S = 1_795_000_000
NAMES = [AT_ONCE, "three"]
SUBSCRIPTIONS = [{"id": AT_ONCE, "interval": "0s"},
                 {"id": "three", "interval": "5m"}]
LIFE = ["FIRING", "UPDATED", "CONFIRMED", "UPDATED", "RESOLVED"]
SILENT_LIFE = ["SILENCED", "FIRING", "RESOLVED"]


def at(turn, seconds=5):
    """A time in a round."""
    return datetime.fromtimestamp(BEGIN_S + turn * STEP_S + seconds,
                                  timezone.utc)


def make_alert(number, sequence, state, name, **more):
    event = alert(number, [], name, sequence, state, raised_at=at(sequence))
    event["next_repeat_at"] = at(sequence + 1)
    event["evidence"] = [event["evidence"][0] | {
        "event_id": f"{number}-{sequence}"}]
    if state == "RESOLVED":
        event["evidence"] = []
    return event | more


class World:
    """A faultless run, in lists that a test may spoil."""

    def __init__(self):
        self.whole, self.at_once = [], []
        for number in range(20):
            name = NAMES[number % 2]
            life = SILENT_LIFE if number % 5 == 0 else LIFE
            for sequence, state in enumerate(life):
                self.whole.append(make_alert(number, sequence, state, name))
        self.whole.append(make_alert(100, 0, "LAPSED", "three"))
        # The worker's time is another one.
        self.killed = [event | {"raised_at": at(event["sequence"], 700)}
                       for event in self.whole]
        # And quite another one when all is over, with other updates.
        self.again = [event | {"raised_at": at(99), "next_repeat_at": None}
                      for event in self.whole if event["state"] != "UPDATED"
                      or event["subscription"]["id"] == AT_ONCE]
        self.records = {}  # index of killed: what is changed of its record
        self.at_once = {e["event_id"] for event in self.whole
                        if event["subscription"]["id"] == AT_ONCE
                        for e in event["evidence"]}

    def of(self, state, name="three"):
        """Index of an alert event in the killed run."""
        return next(i for i, event in enumerate(self.killed)
                    if event["state"] == state
                    and event["subscription"]["id"] == name)

    def change(self, index, **fields):
        self.killed[index] = self.killed[index] | fields

    def record(self, index):
        event = self.killed[index]
        key = event["subscription"]["id"].encode()
        made = {"partition": partition(key, 3), "key": key,
                "ce_id": event["event_id"].encode(), "value": encode(event)}
        return made | self.records.get(index, {})

    def check(self):
        checker = AlertChecker(SUBSCRIPTIONS, 3, BEGIN_S)
        for event in self.whole:
            checker.whole(encode(event))
        for index in range(len(self.killed)):
            checker.killed(**self.record(index))
        for event in self.again:
            checker.again(encode(event))
        for event_id in self.at_once:
            checker.at_once(event_id)
        return checker.finish()


def lose_alert(world):
    """The last of its alert, so that no gap tells of it."""
    del world.killed[world.of("RESOLVED")]


def lose_in_between(world):
    del world.killed[world.of("UPDATED")]


def double_alert(world):
    world.killed.append(world.killed[world.of("FIRING")])


def double_with_new_id(world):
    world.killed.append(world.killed[world.of("FIRING")]
                        | {"event_id": "f" * 32})


def alert_from_nowhere(world):
    world.killed.append(make_alert(77, 0, "FIRING", "three"))


def other_alert_id(world):
    """A second alert where there is to be one."""
    world.change(world.of("FIRING"), alert_id="e" * 32)


def other_count(world):
    index = world.of("UPDATED")
    world.change(index, counts=world.killed[index]["counts"] | {"stories": 3})


def other_evidence(world):
    world.change(world.of("CONFIRMED"), evidence=[])


def other_state(world):
    world.change(world.of("CONFIRMED"), state="UPDATED")


def other_why(world):
    world.change(world.of("FIRING"), why="1 stories within 1h (at least 2)")


def other_first_time(world):
    world.change(world.of("UPDATED"), first_at=at(0, 9))


def told_in_another_round(world):
    index = world.of("UPDATED")
    world.change(index, raised_at=at(world.killed[index]["sequence"] + 1))


def repeated_in_another_round(world):
    world.change(world.of("UPDATED"), next_repeat_at=at(9))


def never_repeated(world):
    world.change(world.of("UPDATED"), next_repeat_at=None)


def swap_order(world):
    index = world.of("UPDATED")
    world.killed[index:index + 2] = reversed(world.killed[index:index + 2])


def told_after_the_end(world):
    index = world.of("RESOLVED")
    over = world.killed[index]
    world.killed.insert(index + 1, make_alert(
        1, over["sequence"] + 1, "UPDATED", "three"))


def begins_with_update(world):
    index = world.of("FIRING")
    for events in (world.killed, world.whole):
        events[index] = events[index] | {"state": "UPDATED"}


def wrong_key(world):
    world.records[7] = {"key": b"other", "partition": partition(b"other", 3)}


def wrong_ce_id(world):
    world.records[7] = {"ce_id": b"0" * 32}


def wrong_partition(world):
    world.records[7] = {"partition": 3}


def cut_value(world):
    world.records[7] = {"value": encode(world.killed[7])[:40]}


def other_schema(world):
    world.records[7] = {"value": b"\xc3\x01" + bytes(60)}


def lose_story(world):
    world.at_once.add("3-999")


def unknown_story(world):
    world.at_once.discard("2-1")


def double_story(world):
    """Counted in two alerts, in both runs."""
    for events in (world.killed, world.whole):
        for index in (world.of("UPDATED", AT_ONCE),
                      world.of("CONFIRMED", AT_ONCE)):
            events[index] = events[index] | {
                "evidence": world.whole[world.of("FIRING", AT_ONCE)][
                    "evidence"]}


def double_in_one_piece(world):
    world.whole.append(world.whole[3])


def again_index(world):
    return next(i for i, event in enumerate(world.again)
                if event["subscription"]["id"] == AT_ONCE)


def lose_again(world):
    del world.again[again_index(world)]


def double_again(world):
    world.again.append(world.again[again_index(world)])


def more_again(world):
    world.again.append(make_alert(78, 0, "FIRING", AT_ONCE))


def different_again(world):
    index = again_index(world)
    world.again[index] = world.again[index] | {"why": "for fun"}


def silent_subscription(world):
    for events in (world.killed, world.whole):
        events[:] = [e for e in events if e["subscription"]["id"] != "three"]


def no_silence(world):
    for events in (world.killed, world.whole):
        events[:] = [e for e in events if e["state"] != "LAPSED"]


SPOILED = [
    (lose_alert, "lost"), (lose_in_between, "lost"),
    (lose_in_between, "order"), (double_alert, "doubled"),
    (double_with_new_id, "unexpected"), (double_with_new_id, "life"),
    (alert_from_nowhere, "unexpected"), (other_alert_id, "different"),
    (other_count, "different"), (other_evidence, "different"),
    (other_state, "different"), (other_why, "different"),
    (other_first_time, "different"), (told_in_another_round, "different"),
    (repeated_in_another_round, "different"), (never_repeated, "different"),
    (swap_order, "order"), (told_after_the_end, "life"),
    (begins_with_update, "life"), (wrong_key, "record"),
    (wrong_ce_id, "record"), (wrong_partition, "record"),
    (cut_value, "unreadable"), (other_schema, "unreadable"),
    (lose_story, "story lost"), (unknown_story, "story unknown"),
    (double_story, "story doubled"),
    (double_in_one_piece, "doubled in one piece"),
    (lose_again, "lost again"), (double_again, "doubled again"),
    (more_again, "unexpected again"), (different_again, "different again"),
    (silent_subscription, "not met"), (no_silence, "not met"),
]


def test_faultless_run_passes():
    findings = World().check()
    assert not findings.bad(), findings.samples
    assert tally(findings) == "0 lost, 0 doubled, 0 different, order kept"


@pytest.mark.parametrize("spoil, kind", SPOILED, ids=[
    f"{spoil.__name__}-{kind}" for spoil, kind in SPOILED])
def test_fault_is_told(spoil, kind):
    world = World()
    spoil(world)
    findings = world.check()
    assert kind in findings.bad(), findings.samples


def test_numbers_of_the_verdict():
    world = World()
    lose_alert(world)
    double_alert(world)
    assert tally(world.check()) == (
        "1 lost, 1 doubled, 0 different, order kept")


def test_articles_come_in_rounds_and_copies():
    articles = AlertArticles(5, 3000, 6, 6)
    turns = [articles.round_of(n) for n in range(articles.count)]
    assert turns == sorted(turns)
    assert set(turns) == set(range(-1, 6 + END_ROUNDS))
    assert [articles.first_of(turn) for turn in range(-1, 9)] == [
        turns.index(turn) for turn in range(-1, 9)]
    assert articles.first_of(9) == articles.count
    copies = [n for n in range(3000) if articles.original(n) != n]
    assert abs(len(copies) - 3000 * COPIES_OF_TEN // 10) < 200
    for number in copies:
        first = articles.original(number)
        assert articles.round_of(first) == articles.round_of(number)
        assert articles.words(number)[:-1] == articles.words(first)
        assert articles.expected(number) == articles.expected(first)
    again = AlertArticles(5, 3000, 6, 6)
    assert all(again.value(n) == articles.value(n) for n in range(3000))
    assert AlertArticles(6, 3000, 6, 6).value(9) != articles.value(9)


def test_companies_are_quiet_in_some_rounds():
    """Else nothing would ever be over."""
    articles = AlertArticles(5, 3000, 6, 6)
    named = [{name for n in range(articles.first_of(turn),
                                  articles.first_of(turn + 1))
              for name in articles.expected(n)} for turn in range(6)]
    everyone = set().union(*named)
    assert len(everyone) == 48 + 6
    assert all(len(names) < 48 + 6 for names in named)


def test_markers_are_one_for_each_partition():
    found = markers(6)
    assert [partition(f"chaos:{name.lower()}".encode(), 6)
            for name in found] == list(range(6))
    known = AlertArticles(5, 100, 2, 6)
    named = [known.names(number) for number in range(100)]
    for turn in range(-1, 2 + END_ROUNDS):
        begin, end = known.first_of(turn), known.first_of(turn + 1)
        assert named[begin:begin + 6] == [[name] for name in found]
        assert not set(found) & set().union(set(), *named[begin + 6:end])


def test_durations_end_between_rounds():
    """Each but those that are told at once, and those by the time of day."""
    for one in subscriptions(6, BEGIN_S)["subscriptions"]:
        for name in ("wait", "interval", "repeat", "resolve"):
            length = one.get(name, "0s")
            if length not in ("0s", "366d"):
                end_s = int(length[:-1])
                if name == "wait":  # that of an absence begins at its end
                    end_s += int(one.get("window", {}).get("absent", "0s")[:-1])
                assert end_s % STEP_S == STEP_S // 2, one


def test_every_kill_has_a_round():
    steps = list(range(31))
    rounds = parts_of(steps, 4)
    assert [k for timers, kills in rounds for k in timers + kills] == steps
    assert all(timers and kills for timers, kills in rounds)


@pytest.mark.parametrize("words", [
    ["--alerts", "--kills", "5", "--rounds", "6"],
    ["--alerts", "--faults", "twin"], ["--alerts"],
    ["--alerts", "--recovery"],
    ["--alerts", "--kills", "20", "--articles", "999"],
    ["--alerts", "--kills", "20", "--delivery", "at-least-once"]])
def test_options_that_do_not_go_together(words):
    with pytest.raises(SystemExit):
        parse(words)
