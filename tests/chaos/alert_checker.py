"""What must hold between the alerts of daemons that were killed and those that
one daemon in one piece made of the same entity events:

- each alert event of the one is in the other, once, and no other is;
- it says the same there, byte for byte but for TIMES, and those fall into the
  same round;
- the events of an alert stand in one partition, numbered from 0 without gaps,
  begin with FIRING or SILENCED and end with RESOLVED if at all;
- key and ce_id are those of the event;
- the subscription that is told at once has each of its entity events as
  evidence once, which needs no second daemon to know;
- a daemon that comes when all is over and reads it at one go makes the same of
  it where no clock but that of the articles has a say, but for TIMES;
- every subscription and every state was met, else nothing was proven.

TIMES are all that differs between two daemons which work on the same event at
different moments: wait, interval and repeat go by the worker's clock
(daemon/alert/alert_engine.h).  All other times are those of the input.
"""

from collections import Counter

from chaos.alert_articles import AT_ONCE, STEP_S, is_timeless
from chaos.checker import Findings
from support.alert_topic import decode
from support.murmur2 import partition as partition_of

TIMES = ("raised_at", "next_repeat_at")
STATES = {"FIRING", "UPDATED", "CONFIRMED", "RESOLVED", "SILENCED", "LAPSED"}


def round_of(moment, begin_s):
    """Which round a time falls into, None for none."""
    if moment is None:
        return None
    return int((moment.timestamp() - begin_s) // STEP_S)


def timeless(alert):
    return {k: v for k, v in alert.items() if k not in TIMES}


class Alert:
    """What was seen of one alert id."""

    def __init__(self):
        self.next = 0
        self.over = False


class AlertChecker:
    """Show it all of whole(), then all of killed(), again() and at_once(), a
    partition at a time, and ask finish().  subscriptions: those of the file.

    Memory: the records of the whole run.
    """

    def __init__(self, subscriptions, partitions, begin_s):
        self.names = {one["id"] for one in subscriptions}
        self.timeless = {one["id"] for one in subscriptions
                         if is_timeless(one)}
        self.partitions, self.begin_s = partitions, begin_s
        self.findings = Findings()
        self.wanted = {}  # event id: value of the record
        self.found = set()
        self.to_repeat, self.repeated = set(), set()
        self.alerts = {}
        self.states = Counter()
        self.met = set()
        self.evidence = Counter()  # of AT_ONCE, by entity event
        self.expected = set()

    def whole(self, value):
        """A record of the daemon in one piece."""
        alert = decode(value)
        if alert["event_id"] in self.wanted:
            self.findings.add("doubled in one piece", describe(alert))
        self.wanted[alert["event_id"]] = value
        if alert["subscription"]["id"] in self.timeless:
            self.to_repeat.add(alert["event_id"])

    def again(self, value):
        """A record of the daemon that came when all was over."""
        alert = decode(value)
        event_id = alert["event_id"]
        if alert["subscription"]["id"] not in self.timeless:
            return
        if event_id in self.repeated:
            self.findings.add("doubled again", describe(alert))
        self.repeated.add(event_id)
        if event_id not in self.to_repeat:
            self.findings.add("unexpected again", describe(alert))
        elif timeless(alert) != timeless(decode(self.wanted[event_id])):
            self.findings.add("different again", describe(alert))

    def killed(self, partition, key, ce_id, value):
        """A record of the daemons that were killed."""
        try:
            alert = decode(value)
        except (AssertionError, ValueError, IndexError, EOFError) as error:
            self.findings.add("unreadable", f"{value[:20]}: {error}")
            return
        name = alert["subscription"]["id"]
        if (key, ce_id) != (name.encode(), alert["event_id"].encode()) or (
                partition != partition_of(key, self.partitions)):
            self.findings.add("record", f"key {key}, ce_id {ce_id}, partition "
                              f"{partition}: {describe(alert)}")
        if alert["event_id"] in self.found:
            self.findings.add("doubled", describe(alert))
            return
        self.found.add(alert["event_id"])
        self.states[alert["state"]] += 1
        self.met.add(name)
        self._compare(alert)
        self._follow(alert)
        if name == AT_ONCE:
            self.evidence.update(e["event_id"] for e in alert["evidence"])

    def _compare(self, alert):
        known = self.wanted.get(alert["event_id"])
        if known is None:
            self.findings.add("unexpected", describe(alert))
            return
        other = decode(known)
        different = [k for k, v in timeless(alert).items() if v != other[k]]
        different += [k for k in TIMES
                      if round_of(alert[k], self.begin_s)
                      != round_of(other[k], self.begin_s)]
        for name in different[:1]:
            self.findings.add("different", f"{name} is {alert[name]}, want "
                              f"{other[name]}: {describe(alert)}")

    def _follow(self, alert):
        """One alert's events in their order."""
        if alert["state"] == "LAPSED":
            return
        one = self.alerts.setdefault(alert["alert_id"], Alert())
        if alert["sequence"] != one.next:
            self.findings.add("order", f"{describe(alert)}, want number "
                              f"{one.next}")
        first = alert["state"] in ("FIRING", "SILENCED")
        if one.over or (one.next == 0 and not first):
            self.findings.add("life", describe(alert))
        one.over = alert["state"] == "RESOLVED"
        one.next = max(one.next, alert["sequence"]) + 1

    def at_once(self, event_id):
        """An entity event that concerns AT_ONCE."""
        self.expected.add(event_id)

    def finish(self):
        """The findings, with what never came."""
        for event_id in self.wanted.keys() - self.found:
            self.findings.add("lost", describe(decode(self.wanted[event_id])))
        for event_id in self.to_repeat - self.repeated:
            self.findings.add("lost again",
                              describe(decode(self.wanted[event_id])))
        for event_id in self.expected - self.evidence.keys():
            self.findings.add("story lost", event_id)
        for event_id, times in self.evidence.items():
            if event_id not in self.expected:
                self.findings.add("story unknown", event_id)
            if times > 1:
                self.findings.add("story doubled", event_id)
        for name in self.names - self.met:
            self.findings.add("not met", f"subscription {name}")
        for state in STATES - self.states.keys():
            self.findings.add("not met", f"state {state}")
        return self.findings


def describe(alert):
    return (f"{alert['subscription']['id']} {alert['entity']['id']} "
            f"{alert['state']} {alert['alert_id'][:8]}/{alert['sequence']} "
            f"{alert['event_id'][:8]}")


def tally(findings):
    """The findings in the words of the verdict."""
    counts = findings.counts
    words = [f"{counts[kind]} {kind}" for kind in (
        "lost", "doubled", "different")]
    words.append("ORDER BROKEN" if counts["order"] else "order kept")
    said = {"lost", "doubled", "different", "order"}
    return ", ".join(words + [f"{times} {kind.upper()}"
                              for kind, times in counts.items()
                              if kind not in said and times])
