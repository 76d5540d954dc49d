"""What a process uses, as /proc tells it."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def _seconds(stat):
    fields = stat.rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def cpu_seconds(pid):
    return _seconds(Path(f"/proc/{pid}/stat").read_text())


def compiler_seconds(pid):
    """Of that, what a Java machine has spent on compiling."""
    total = 0.0
    for path in Path(f"/proc/{pid}/task").glob("*/stat"):
        try:
            stat = path.read_text()
        except OSError:  # a thread that has ended
            continue
        if "CompilerThre" in stat:
            total += _seconds(stat)
    return total


def machine_seconds():
    """CPU time of everybody and of all cores since the machine started."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]
    times = [int(field) / TICKS for field in fields]
    idle = times[3] + times[4]
    return sum(times) - idle, sum(times)


def memory_mb(pid, name):
    """A line of /proc/PID/status such as VmHWM, the peak of what is resident."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    return 0.0


def mapped_mb(pid, suffix):
    """What is resident of the files whose name ends so."""
    total, inside = 0, False
    for line in Path(f"/proc/{pid}/smaps").read_text().splitlines():
        first = line.split(" ", 1)[0]
        if not first.endswith(":"):
            inside = line.endswith(suffix)
        elif inside and first == "Rss:":
            total += int(line.split()[1])
    return total / 1024


class Usage:
    """CPU time of processes, of their broker, and of all others, in between.

    Not counted as others: this process and its children that ended.
    """

    def __init__(self, pids, broker_pid):
        self.pids = [*pids, broker_pid]

    def _read(self):
        used = [cpu_seconds(pid) for pid in self.pids]
        return [*used, sum(os.times()[:4])], machine_seconds()

    def begin(self):
        self.start = self._read()

    def end(self):
        ours, machine = self._read()
        used = [b - a for a, b in zip(self.start[0], ours)]
        busy, total = (b - a for a, b in zip(self.start[1], machine))
        self.processes_s, self.broker_s = sum(used[:-2]), used[-2]
        # The clocks differ by a tick or two.
        self.others = max(0.0, (busy - sum(used)) / total)
