"""A run with --alerts: rounds of articles and steps of the clock, kills in
both, the comparison with what one daemon in one piece made of it."""

import os
import threading
import time

from chaos import options as command_line
from chaos.alert_articles import AT_ONCE, END_ROUNDS
from chaos.alert_checker import AlertChecker, tally
from chaos.alert_lab import ALERT_PARTITIONS, AlertLab
from chaos.checker import bound
from chaos.checker import tally as tally_events
from chaos.lab import first, peak_memory_mb
from chaos.topics import reader, scan

TIMER_SHARE = 4  # one kill of so many comes while timers run
TIMER_PACE = 0.4  # and sooner: they take half a second
KILL_TAKES_S = 1.6  # until a daemon works again, for the feeder's pace


def parts_of(steps, rounds):
    """[(kills while timers run, kills while articles come)] of the rounds."""
    out = []
    for turn in range(rounds):
        mine = steps[turn * len(steps) // rounds:
                     (turn + 1) * len(steps) // rounds]
        timers = -(-len(mine) // TIMER_SHARE)
        out.append((mine[:timers], mine[timers:]))
    return out


class AlertRun:
    def __init__(self, options, folder, say):
        self.options, self.folder, self.say = options, folder, say
        self.steps = command_line.schedule(options)
        self.lab = AlertLab(folder, options)
        self.done = self.idle = 0
        self.left_s = 0.0  # of the round
        self.log = None

    def note(self, what):
        watcher = self.lab.watcher
        print(f"{time.strftime('%H:%M:%S')} {self.done} {what}, fed "
              f"{self.lab.feeder.next}, alerts {dict(watcher.counts)}",
              file=self.log, flush=True)

    def harm(self):
        with open(self.folder / "steps", "w", encoding="utf-8") as self.log:
            rounds = parts_of(self.steps, self.options.rounds)
            rounds += [([], [])] * END_ROUNDS
            for turn, (timers, kills) in enumerate(rounds):
                self._run_timers(turn, timers)
                self._feed_round(turn, kills)
                if self.lab.stuck:
                    return
            self._run_timers(len(rounds), [])
            self.note("all again, in one piece")
            self.lab.make_again(len(rounds) + 1)

    def _run_timers(self, turn, kills):
        """A step of the clock, and all that is due because of it."""
        self.note(f"clock, before round {turn}")
        # As often before the step as after it, where all is due at once.
        stepping = threading.Timer(
            sum(s.wait_s for s in kills[:1]) * TIMER_PACE / 2,
            self.lab.clock.step)
        stepping.start()
        for step in kills:
            time.sleep(step.wait_s * TIMER_PACE)
            self._kill(step)
        stepping.join()
        self.lab.wait_timers(turn + 1)

    def _feed_round(self, turn, kills):
        self.note(f"round {turn}")
        self.left_s = self._planned_s(kills)
        self.lab.feeder.feed(turn, lambda: self.left_s)
        made = self.lab.watcher.counts[self.lab.names.alerts]
        for at, step in enumerate(kills):
            worker = self.lab.workers[step.arguments["worker"]]
            if not step.arguments["early"]:
                self.lab.wait_alerts(worker, made)
            time.sleep(step.wait_s)
            self.idle += self.lab.all_done()
            made = self.lab.watcher.counts[self.lab.names.alerts]
            self._kill(step)
            self.left_s = self._planned_s(kills[at + 1:])
            if self.lab.stuck:
                return
        self.left_s = 0.0
        self.lab.wait_done()

    def _planned_s(self, kills):
        return sum(step.wait_s + KILL_TAKES_S for step in kills)

    def _kill(self, step):
        self.note(step.text())
        self.lab.workers[step.arguments["worker"]].kill_and_restart()
        self.done += 1

    def execute(self):
        """Whether all held."""
        self.say(f"seed {self.options.seed}, {len(self.steps)} kills, "
                 f"{self.options.articles} articles in {self.options.rounds} "
                 f"rounds; logs in {os.path.relpath(self.folder)}")
        begin = time.monotonic()
        self.lab.start()
        self.harm()
        self.lab.supervisor.end()
        self.lab.watcher.end()
        flowed = time.monotonic()
        events, other = self.lab.check()
        checker = self.check_alerts()
        self._note_ends(other)
        if self.lab.feeder.failed():
            other.append(f"feeding: {self.lab.feeder.error}")
        findings = checker.findings
        for line in events.samples + findings.samples + other:
            self.say("  " + line)
        states = ", ".join(f"{n} {state}" for state, n
                           in checker.states.most_common())
        self.say(f"  {self.lab.events} entity events; {len(checker.wanted)} "
                 f"alert events of {len(checker.alerts)} alerts: {states}; "
                 f"{len(checker.repeated)} compared once more")
        self.say(f"  ran {flowed - begin:.0f} s, checked in "
                 f"{time.monotonic() - flowed:.1f} s with "
                 f"{peak_memory_mb():.0f} MB")
        return self.verdict(events, findings, other)

    def check_alerts(self):
        lab, names = self.lab, self.lab.names
        checker = AlertChecker(lab.subscriptions["subscriptions"],
                               ALERT_PARTITIONS, lab.clock.begin_s)
        consumer = reader(lab.cluster.bootstrap)
        for partition in range(ALERT_PARTITIONS):
            for m in scan(consumer, names.whole, partition):
                checker.whole(m.value())
        for partition in range(ALERT_PARTITIONS):
            for m in scan(consumer, names.alerts, partition):
                checker.killed(partition, m.key(), first(m, "ce_id"),
                               m.value())
        for partition in range(ALERT_PARTITIONS):
            for m in scan(consumer, names.again, partition):
                checker.again(m.value())
        asked = next(s for s in lab.subscriptions["subscriptions"]
                     if s["id"] == AT_ONCE)["entities"]["ids"]
        for head in lab.entity_heads(lambda *at: scan(consumer, *at)):
            if head.entity.decode() in asked:
                checker.at_once(head.event_id.decode())
        consumer.close()
        checker.finish()
        return checker

    def _note_ends(self, other):
        for name, status, line in self.lab.supervisor.ended:
            self.say(f"  {name} ended by itself with {status} and was started "
                     f"again: {line}")
            if name == self.lab.whole.name:
                other.append("the daemon in one piece was not")

    def verdict(self, events, findings, other):
        bad = bool(events.bad() or findings.bad() or other or self.idle
                   or self.done < len(self.steps))
        words = "of alerts " + tally(findings)
        words += "; of entity events " + tally_events(events)
        if other:
            words += f", {len(other)} HUNG OR CRASHED"
        if self.idle:
            words += f", {self.idle} KILLS CAME WHEN ALL WAS DONE"
        chance = bound(self.done, failures=int(bad))
        if chance is not None:
            words += (f"; below {100 * chance:.2g} % a kill at 95 % "
                      f"confidence (0 of {self.done})")
        self.say(f"chaos: kills {self.done}, articles "
                 f"{self.options.articles}: {words}")
        return not bad
