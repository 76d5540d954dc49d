"""One run: harm as scheduled, the check, the verdict in one line."""

import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from chaos import options as command_line
from chaos.alert_main import AlertRun
from chaos.articles import Articles
from chaos.checker import bound, tally
from chaos.faults import FAULTS
from chaos.lab import Lab, peak_memory_mb
from chaos.parts import parts
from chaos.recovery import measure
from support.daemon import binary

ROOT = Path(__file__).resolve().parents[2]
SHOWN = 60  # lines of a schedule; all are in the folder


def say(text):
    print(text, flush=True)


def open_folder(seed):
    base = ROOT / "build" / "chaos"
    base.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=f"{seed}-", dir=base))


class Run:
    def __init__(self, options):
        self.options = options
        self.steps = command_line.schedule(options)
        self.done = Counter()
        self.idle = 0  # faults that came when nothing was to be done
        self.folder = open_folder(options.seed)
        self.lab = Lab(self.folder, options, command_line.needs(options),
                       Articles(options.seed, options.articles),
                       self.expected_s)
        self.lab.parts = parts(self.lab, command_line.needs(options))
        self.at = 0
        self.began = time.monotonic()

    def expected_s(self):
        """How long the faults to come will take, by those that were."""
        planned = sum(step.wait_s + FAULTS[step.fault].takes_s
                      for step in self.steps[self.at:])
        past = sum(step.wait_s + FAULTS[step.fault].takes_s
                   for step in self.steps[:self.at])
        took = time.monotonic() - self.began
        return planned * (took / past if self.at > 3 else 1.0) + 1.0

    def print_schedule(self):
        lines = [f"{n + 1}: {step.text()}"
                 for n, step in enumerate(self.steps)]
        (self.folder / "schedule").write_text("\n".join(lines) + "\n")
        say(f"seed {self.options.seed}, {len(lines)} faults, "
            f"{self.options.articles} articles; logs in "
            f"{os.path.relpath(self.folder, ROOT)}")
        if not self.options.quiet:
            for line in lines[:SHOWN]:
                say("  " + line)
            if len(lines) > SHOWN:
                say(f"  and {len(lines) - SHOWN} more: "
                    f"{os.path.relpath(self.folder / 'schedule', ROOT)}")

    def harm(self):
        self.began = time.monotonic()
        with open(self.folder / "steps", "w", encoding="utf-8") as log:
            for self.at, step in enumerate(self.steps):
                self._do(step, log)
                if self.lab.stuck or self.lab.feeder.failed():
                    return
        self.at = len(self.steps)
        self.lab.wait_flow("after the last fault")

    def _do(self, step, log):
        """One step; the log tells when each part of it began."""
        def note(what):
            print(f"{time.strftime('%H:%M:%S')} {self.at + 1} {what}, fed "
                  f"{self.lab.feeder.next}, events {self.lab.watcher.events}",
                  file=log, flush=True)
        note("waits for work")
        self._wait_for_work(step)
        note("works")
        time.sleep(step.wait_s)
        if self.lab.feeder.done.is_set() and self.lab.caught_up():
            self.idle += 1
        note(step.text())
        FAULTS[step.fault].run(self.lab, **step.arguments)
        note("is over")
        self.done[step.fault] += 1

    def _wait_for_work(self, step):
        """A fault counts only when it meets daemons at work."""
        if step.arguments.get("early"):
            return
        self.lab.wait_flow("between faults")
        if "worker" in step.arguments:
            self.lab.wait_working(
                self.lab.workers[step.arguments["worker"]])

    def execute(self):
        """Whether all held."""
        self.print_schedule()
        begin = time.monotonic()
        self.lab.start()
        self.harm()
        self.lab.finish()
        flowed = time.monotonic()
        findings, other = self.lab.check()
        checked = time.monotonic()
        for name, status, line in self.lab.supervisor.ended:
            say(f"  {name} ended by itself with {status} and was started "
                f"again: {line}")
        for what, times in self.lab.notes.items():
            if times:
                say(f"  {what}: {times}")
        for line in findings.samples + other:
            say("  " + line)
        say(f"  {self.lab.events} events; ran {flowed - begin:.0f} s, checked "
            f"in {checked - flowed:.1f} s with {peak_memory_mb():.0f} MB")
        return self.verdict(findings, other)

    def verdict(self, findings, other):
        exactly_once = self.options.delivery == "exactly-once"
        count = sum(self.done.values())
        bad = bool(findings.bad(exactly_once) or other
                   or count < len(self.steps) or self.idle)
        kinds = ", ".join(f"{FAULT_WORDS.get(name, name)} {times}"
                          for name, times in self.done.items())
        words = tally(findings, exactly_once)
        if other:
            words += f", {len(other)} HUNG OR CRASHED"
        if self.idle:
            words += f", {self.idle} FAULTS CAME WHEN ALL WAS DONE"
        chance = bound(count, failures=int(bad))
        if chance is not None:
            one = "kill" if set(self.done) == {"kill"} else "fault"
            words += (f"; below {100 * chance:.2g} % a {one} at 95 % "
                      f"confidence (0 of {count})")
        say(f"chaos: {kinds}, articles {self.options.articles}: {words}")
        return not bad


FAULT_WORDS = {"kill": "kills"}


def main():
    options = command_line.parse()
    # An end from outside must remove namespaces and mounts too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    say(f"program {os.path.relpath(binary(), ROOT)}")
    if options.recovery:
        return measure(options, open_folder, say)
    run = (AlertRun(options, open_folder(options.seed), say)
           if options.alerts else Run(options))
    good = False
    try:
        good = run.execute()
    finally:
        run.lab.close()
        if good and not options.keep:
            shutil.rmtree(run.folder)
        elif not good:
            say(f"kept {os.path.relpath(run.folder, ROOT)}; again: "
                + command_line.again(options))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
