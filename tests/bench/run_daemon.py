"""The daemon beside a relay that publishes the same records.

    build/venv/bin/python tests/bench/run_daemon.py
        [--delivery exactly-once|at-least-once] [--workers N]
        [--packs all|names] [--rounds N] [--articles N] [--span SECONDS]
        [--seconds N] [--rate N] [--quiet PERCENT] [--set KEY=VALUE]...

Builds what it needs, starts a real Kafka on this machine, and prints a table.
Both sides read the same articles and publish the same events with the same
client settings, delivery and number of workers; the relay has its records
ready, so the ratio is what extraction costs.  Rounds alternate, the table
shows medians, and as ratio the median of the rounds' ratios; a run is
repeated, a few times at most, when others used more of the machine than
--quiet.  --set adds a Kafka property to both sides.

Needs the Kafka jars and the Python packages: sh tests/run.sh --only packages
--only python --only kafka.
"""

import argparse
import statistics
import time

import kafka_lab
from kafka_lab import OTHERS, Lab, Progress, quietly, result_of, stop
from process import Usage, mapped_mb, memory_mb

COLD_S = 2  # the watcher leaves the first seconds out


def throughput(lab, kind):
    """One side, once all its workers have partitions."""
    target = lab.topic("entities")
    options = lab.options
    config = lab.config("articles", target, workers=options.workers)
    progress = Progress(lab.bootstrap, target, "articles")
    process = lab.start(kind, config)
    usage = Usage([process.pid], lab.broker.process.pid)
    progress.wait_settled(options.workers)
    done, rate = progress.measure(usage, options)
    result = {
        "articles/s": rate,
        "CPU us/article": usage.processes_s / done * 1e6,
        "broker CPU us/article": usage.broker_s / done * 1e6,
        "peak RSS MB": memory_mb(process.pid, "VmHWM"),
        "of it name image MB": mapped_mb(process.pid, ".gzt"),
        OTHERS: usage.others * 100,
    }
    stop(process)
    progress.close()
    lab.drop(target)
    return result


def latency(lab, kind):
    """Age of the events when they are read, at a steady rate."""
    source, target = lab.topic("slow"), lab.topic("fresh")
    options = lab.options
    config = lab.config(source, target, workers=options.workers)
    count = options.rate * (COLD_S + options.seconds)
    progress = Progress(lab.bootstrap, target, source)
    process = lab.start(kind, config)
    progress.wait_settled(options.workers)
    progress.close()
    watcher = lab.bench(config, "watch", int(count * lab.events * 0.99))
    time.sleep(1)
    usage = Usage([process.pid], lab.broker.process.pid)
    usage.begin()
    result_of(lab.bench(config, "feed", lab.articles, count, options.rate))
    seen = result_of(watcher)
    usage.end()
    stop(process)
    lab.drop(source, target)
    return {"p50 ms": seen["p50_ms"], "p99 ms": seen["p99_ms"],
            OTHERS: usage.others * 100}


def run_round(lab, kind):
    result = quietly(lab, throughput, kind)
    if lab.options.seconds > 0:
        late = quietly(lab, latency, kind)
        result |= {f"{name}, latency" if name == OTHERS else name: value
                   for name, value in late.items()}
    return result


def warm_up(lab):
    def run_both():
        for kind in ("relay", "gazetted"):
            throughput(lab, kind)

    kafka_lab.warm_up(lab, run_both)
    if lab.options.seconds > 0:
        latency(lab, "relay")


def ratio_of(runs, name):
    # The relay holds all its records, so its memory compares with nothing.
    if "MB" in name or OTHERS in name:
        return ""
    pairs = zip(runs["gazetted"], runs["relay"])
    return f"{statistics.median(a[name] / b[name] for a, b in pairs):.2f}"


def show(lab, runs):
    options = lab.options
    print(f"\n{lab.describe()}; {options.workers} workers, latency at "
          f"{options.rate} articles/s; medians of {options.rounds} rounds")
    print(f"\n| {'':25} | gazetted |    relay | ratio |")
    print(f"| {'-' * 25} | -------: | -------: | ----: |")
    for name in runs["gazetted"][0]:
        ours, theirs = (statistics.median(r[name] for r in runs[kind])
                        for kind in ("gazetted", "relay"))
        print(f"| {name:25} | {ours:8.1f} | {theirs:8.1f} | "
              f"{ratio_of(runs, name):>5} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kafka_lab.add_options(parser)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=10,
                        help="of the latency measurement; 0: leave it out")
    parser.add_argument("--rate", type=int, default=2000,
                        help="articles a second meanwhile")
    kafka_lab.add_quiet_options(parser)
    options = parser.parse_args()

    kafka_lab.build()
    runs = {"gazetted": [], "relay": []}
    with Lab(options) as lab:
        warm_up(lab)
        for number in range(options.rounds):
            print(f"round {number + 1}")
            for kind in list(runs)[::-1 if number % 2 else 1]:
                runs[kind].append(run_round(lab, kind))
    show(lab, runs)


if __name__ == "__main__":
    main()
