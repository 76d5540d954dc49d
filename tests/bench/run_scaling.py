"""More workers as threads, processes and hosts, and what it costs to add and
to remove them.

    build/venv/bin/python tests/bench/run_scaling.py
        [--packs all|names] [--delivery exactly-once|at-least-once]
        [--rounds N] [--articles N] [--span SECONDS] [--rate N]
        [--only throughput|rebalance] [--set KEY=VALUE]...

Builds what it needs, starts a real Kafka, and prints two tables.

The first has the articles a second of 1, 2 and 4 workers of one consumer
group: threads of one process, processes with one worker each, and two hosts
that share them.  Hosts are network namespaces that this script makes and
removes, which needs root; without, they are left out.

The second says what happens while articles come at --rate: a process with one
worker is added to another one, stopped, killed, replaced.  What counts is the
longest time in which the group committed nothing of a partition, so that its
readers saw nothing, and the longest in which it committed nothing at all.

All runs of a round stand side by side, tables show medians and say how much of
the machine others used.  Needs what run_daemon.py needs.
"""

import argparse
import statistics
import threading
import time

import hosts
import kafka_lab
from hosts import Hosts
from kafka_lab import GAZETTED, PARTITIONS, Lab, Progress, stop
from process import Usage

OTHERS = "% used by others"
SAMPLE_S = 0.01
FRESH_S = 2.0  # a partition that was committed so lately is served
AFTER_S = 2  # for what follows when all seems well
REPLACED_S, SESSION_S, HANDED_OVER_S = 3.0, 10.0, 1.0  # goals


class Crew:
    """Processes of one group."""

    def __init__(self, lab, source, **settings):
        self.lab, self.source, self.settings = lab, source, settings
        self.target = lab.topic("entities")
        self.members = {}

    def start(self, name, workers=1, host=None):
        config = self.lab.config(
            self.source, self.target, instance=f"{self.target}-{name}",
            workers=workers, **self.settings)
        before = hosts.Hosts.command(host) if host else []
        self.members[name] = self.lab.spawn(*before, GAZETTED, "run",
                                            "--config", config)

    def stop(self, name):
        stop(self.members.pop(name))

    def kill(self, name):
        process = self.members.pop(name)
        process.kill()
        process.wait()

    def lives(self):
        return all(p.poll() is None for p in self.members.values())

    def end(self):
        for name in list(self.members):
            self.stop(name)
        self.lab.drop(self.target)


# --- how fast ---

def ways(network):
    """How workers can be spread: (title, workers, [(workers, host)])."""
    for count in (1, 2, 4):
        yield "threads", count, [(count, None)]
        if count > 1:
            yield "processes", count, [(1, None)] * count
        if count > 1 and network:
            yield "2 hosts", count, [(count // 2, name)
                                     for name in network.names]


def throughput(lab, count, spread):
    crew = Crew(lab, "articles")
    progress = Progress(lab.bootstrap, crew.target, "articles")
    for number, (workers, host) in enumerate(spread):
        crew.start(str(number), workers, host)
    usage = Usage([p.pid for p in crew.members.values()],
                  lab.broker.process.pid)
    progress.wait_settled(count)
    done, rate = progress.measure(usage, lab.options)
    progress.close()
    crew.end()
    return {"rate": rate,
            "cpu": usage.processes_s / done * 1e6,
            "broker": usage.broker_s / done * 1e6,
            "others": usage.others * 100}


def measure_throughput(lab, network):
    table = list(ways(network))
    runs = {way[:2]: [] for way in table}
    for number in range(lab.options.rounds):
        for title, count, spread in table[::-1 if number % 2 else 1]:
            run = throughput(lab, count, spread)
            runs[title, count].append(run)
            print(f"  {count} as {title}: {run['rate']:.0f}/s, "
                  f"{run['others']:.0f} % used by others", flush=True)
    return runs


def show_throughput(lab, runs):
    print(f"\n{lab.describe()}; {PARTITIONS} partitions, medians of "
          f"{lab.options.rounds} rounds\n")
    print("| workers | as        | articles/s | of one | CPU us/article | "
          "broker's | % used by others |")
    print("| ------: | --------- | ---------: | -----: | -------------: | "
          "-------: | ---------------: |")
    first = runs["threads", 1]
    for (title, count), results in runs.items():
        middle = {name: statistics.median(r[name] for r in results)
                  for name in results[0]}
        ratio = statistics.median(r["rate"] / one["rate"]
                                  for r, one in zip(results, first))
        print(f"| {count:7} | {title:9} | {middle['rate']:10.0f} | "
              f"{ratio:6.2f} | {middle['cpu']:14.0f} | "
              f"{middle['broker']:8.0f} | {middle['others']:16.0f} |")


# --- what a rebalance costs ---

class Watch(threading.Thread):
    """Notes when each partition was committed."""

    def __init__(self, progress):
        super().__init__(daemon=True)
        self.progress = progress
        self.times = [[] for _ in range(PARTITIONS)]
        self.over = False

    def run(self):
        last = [0] * PARTITIONS
        while not self.over:
            offsets = self.progress.offsets() or last
            now = time.monotonic()
            for index, offset in enumerate(offsets):
                if offset > last[index]:
                    self.times[index].append(now)
            last = offsets
            time.sleep(SAMPLE_S)

    def all_fresh(self):
        oldest = time.monotonic() - FRESH_S
        return all(times and times[-1] > oldest for times in self.times)

    def finish(self, crew, members, since):
        """Wait until so many members serve all partitions, for good."""
        deadline = time.monotonic() + kafka_lab.DEADLINE_S
        good = None
        while good is None or time.monotonic() < good + AFTER_S:
            assert time.monotonic() < deadline, "partitions are not served"
            assert crew.lives(), "a member ended by itself"
            if time.monotonic() < since + FRESH_S or not self.all_fresh():
                good = None
            elif good is None:
                self.progress.wait_settled(members)
                good = time.monotonic()
            time.sleep(SAMPLE_S)

    @staticmethod
    def longest(times, since):
        """The longest pause that ended after since."""
        pairs = zip(times, times[1:])
        return max(b - a for a, b in pairs if b > since)

    def gaps(self, since):
        """Of the worst partition, and of all together."""
        every = sorted(t for times in list(self.times) for t in times)
        return (max(self.longest(list(times), since) for times in self.times),
                self.longest(every, since))


def add(crew):
    crew.start("b")


def leave(crew):
    crew.stop("b")


def die(crew):
    crew.kill("b")


def restart(crew):
    crew.stop("b")
    crew.start("b")


def replace(crew):
    crew.kill("b")
    crew.start("b")


def nothing(_):
    time.sleep(AFTER_S)


# What happens, by whom, and how many members there are afterwards.
STEPS = [
    ("one more", add, 2),
    ("nothing", nothing, 2),
    ("one stops", leave, 1),
    ("one more, again", add, 2),
    ("one stops and starts", restart, 2),
    ("kill -9, replaced at once", replace, 2),
    ("kill -9, not replaced", die, 1),
]


def rebalances(lab, membership):
    """Each step's gaps."""
    source = lab.topic("steady")
    crew = Crew(lab, source, membership=membership)
    progress = Progress(lab.bootstrap, crew.target, source)
    feeder = lab.bench(lab.config(source, "feed"), "feed", lab.articles,
                       10**9, lab.options.rate)
    crew.start("a")
    watch = Watch(progress)
    watch.start()
    watch.finish(crew, 1, time.monotonic())
    found = {}
    for title, act, members in STEPS:
        since = time.monotonic()
        act(crew)
        watch.finish(crew, members, since)
        found[title] = watch.gaps(since)
        print(f"  {membership}, {title}: {found[title][0]:.2f} s, all "
              f"{found[title][1]:.2f} s", flush=True)
    watch.over = True
    watch.join()
    feeder.kill()
    feeder.wait()
    crew.end()
    lab.drop(source)
    return found


def measure_rebalances(lab):
    runs = {"static": [], "dynamic": []}
    for number in range(lab.options.rounds):
        for membership in list(runs)[::-1 if number % 2 else 1]:
            # All processes of a run have ended with it, so they are ours.
            usage = Usage([], lab.broker.process.pid)
            usage.begin()
            runs[membership].append(rebalances(lab, membership))
            usage.end()
            runs[membership][-1][OTHERS] = usage.others * 100
    return runs


def show_rebalances(lab, runs):
    print(f"\n{lab.describe()}; {lab.options.rate} articles/s over "
          f"{PARTITIONS} partitions, 2 processes of one worker; medians of "
          f"{lab.options.rounds} rounds, the worst in brackets; longest gap in "
          f"seconds of one partition, then of all together\n")
    print("|                           |      static |   all |     dynamic |"
          "   all |")
    print("| ------------------------- | ----------: | ----: | ----------: |"
          " ----: |")
    for title, _, _ in STEPS:
        row = f"| {title:25} |"
        for membership in runs:
            one, every = zip(*(r[title] for r in runs[membership]))
            text = f"{statistics.median(one):.2f} ({max(one):.2f})"
            row += f" {text:>11} | {statistics.median(every):5.2f} |"
        print(row)
    row = f"| {OTHERS:25} |"
    for results in runs.values():
        row += f" {statistics.median(r[OTHERS] for r in results):11.0f} |" \
               f" {'':5} |"
    print(row + "\n")
    for membership, title, goal in (
            ("static", "kill -9, replaced at once", REPLACED_S),
            ("static", "one stops", SESSION_S),
            ("dynamic", "one stops", HANDED_OVER_S)):
        worst = max(r[title][0] for r in runs[membership])
        verdict = "met" if worst <= goal else "missed"
        print(f"{membership}, {title}: worst {worst:.2f} s, goal {goal:.0f} s: "
              f"{verdict}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kafka_lab.add_options(parser)
    parser.add_argument("--rate", type=int, default=400,
                        help="articles a second during rebalances")
    parser.add_argument("--only", choices=["throughput", "rebalance"])
    options = parser.parse_args()

    kafka_lab.build()
    why = hosts.missing()
    if why:
        print(f"no hosts: {why}")
        run(options, None)
        return
    with Hosts(2) as network:
        run(options, network)


def run(options, network):
    host = network.address if network else "127.0.0.1"
    with Lab(options, host) as lab:
        throughput(lab, 1, [(1, None)])  # a young broker is slow
        if options.only != "rebalance":
            show_throughput(lab, measure_throughput(lab, network))
        if options.only != "throughput":
            show_rebalances(lab, measure_rebalances(lab))


if __name__ == "__main__":
    main()
