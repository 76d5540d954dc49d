"""From an article to the client of /v1/alerts that hears of it.

    build/venv/bin/python tests/bench/run_alerts.py
        [--delivery at-least-once|exactly-once]... [--rate N] [--every N]
        [--subscriptions N] [--workers N] [--packs all|names] [--rounds N]
        [--seconds N] [--quiet PERCENT] [--attempts N] [--set KEY=VALUE]...
        [--against GAZETTED]... [--warm ROUNDS]

Builds what it needs, starts a real Kafka on this machine, and prints how old
an article is at each stage of its way to an alert, and when a client has it.
Articles come at --rate, one in --every raises an alert, at once; extraction
and alerts have --workers each and the same delivery.  An age counts from the
time an article was due, so that a late feeder counts.  --subscriptions adds
standing ones.  --against measures another build in turn.

All deliveries of a round stand side by side; the table shows medians of the
rounds' percentiles and the largest maximum.  Needs what run_daemon.py needs.
"""

import argparse
import statistics
import time

import alert_news
import kafka_lab
from alert_news import STAGES
from kafka_lab import (GAZETTED, OTHERS, Lab, Progress, quietly, result_of,
                       stop)
from process import Usage

from support.ports import free_ports, port_open
from support.sse import Stream
from support.waiting import wait_until

COLD_S = 2  # connections and caches are cold at first
WARM_S = 5
DELIVERIES = ["at-least-once", "exactly-once"]
STAMPED = {"message.timestamp.type": "LogAppendTime"}
PERCENTILES = {"min": 0.0, "p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
CLIENT = STAGES[-1]


class Run:
    """A daemon with topics of its own, and a client of its alerts."""

    def __init__(self, lab, delivery, gazetted):
        self.lab, workers = lab, lab.options.workers
        self.topics = {name: lab.topic(name, STAMPED) for name in
                       ("articles", "entities", "alerts", "state")}
        group = f"{self.topics['entities']}-alerts"
        port = free_ports(1)[0]
        self.config = lab.config(
            self.topics["articles"], self.topics["entities"],
            delivery=delivery, workers=workers,
            alerts={"workers": workers, "topic": self.topics["alerts"],
                    "state": self.topics["state"], "group": group,
                    "subscriptions": [str(lab.subscriptions)],
                    "subscriptions_topic": "off"},
            http={"listen": f"127.0.0.1:{port}"})
        self.process = lab.spawn(gazetted, "run", "--config", self.config)
        self._wait_settled(self.topics["entities"], self.topics["articles"])
        self._wait_settled(group, self.topics["entities"])
        wait_until(lambda: port_open(port), "the daemon to listen")
        self.stream = Stream(("127.0.0.1", port), "/v1/alerts")
        assert self.stream.wait_open() == 200

    def _wait_settled(self, group, topic):
        progress = Progress(self.lab.bootstrap, group, topic)
        progress.wait_settled(self.lab.options.workers)
        progress.close()

    def feed(self, seconds):
        """When the first article was due, in monotonic seconds, once all
        alerts have come."""
        options = self.lab.options
        count = options.rate * seconds
        fed = result_of(self.lab.bench(self.config, "feed", self.lab.news,
                                       count, options.rate))
        wanted = -(-count // options.every)
        events = self.stream.until(lambda seen: len(seen) >= wanted,
                                   "all alerts")
        assert len(events) == wanted, f"{len(events)} alerts of {wanted}"
        return fed["begin_us"] / 1e6

    def ages(self, begin_s):
        rate = self.lab.options.rate

        def due(number):
            return begin_s + number / rate if number >= COLD_S * rate else None

        return alert_news.ages(self.lab.bootstrap, self.topics,
                               self.stream.events, due,
                               time.time() - time.monotonic())

    def close(self):
        self.stream.close()
        stop(self.process)
        self.lab.drop(*self.topics.values())


def percentiles(ages):
    ages = sorted(ages)
    return {name: ages[int((len(ages) - 1) * share)]
            for name, share in PERCENTILES.items()}


def measure(lab, kind):
    delivery, gazetted = lab.kinds[kind]
    run = Run(lab, delivery, gazetted)
    usage = Usage([run.process.pid], lab.broker.process.pid)
    usage.begin()
    begin_s = run.feed(COLD_S + lab.options.seconds)
    usage.end()
    count = lab.options.rate * (COLD_S + lab.options.seconds)
    stages = {stage: percentiles(ages)
              for stage, ages in run.ages(begin_s).items()}
    run.close()
    print("  p50 ms: " + ", ".join(f"{at['p50']:.1f} {stage}"
                                   for stage, at in stages.items()))
    at_client = {f"ms {name}": age for name, age in stages[CLIENT].items()}
    return at_client | {
        "CPU us/article": usage.processes_s / count * 1e6,
        "broker CPU us/article": usage.broker_s / count * 1e6,
        OTHERS: usage.others * 100, "stages": stages}


def warm_up(lab):
    def run_all():
        for delivery in lab.options.deliveries:
            run = Run(lab, delivery, GAZETTED)
            run.feed(WARM_S)
            run.close()

    kafka_lab.warm_up(lab, run_all)


def show(lab, runs):
    options = lab.options
    print(f"\n{lab.describe_articles()}; {options.rate} articles/s, one in "
          f"{options.every} raises an alert, {options.subscriptions} standing "
          f"subscriptions; {options.workers} workers of each stage; medians "
          f"of {options.rounds} rounds")
    for kind, results in runs.items():
        used = ", ".join(
            f"{statistics.median(r[name] for r in results):.0f} {name}"
            for name in ("CPU us/article", "broker CPU us/article", OTHERS))
        print(f"\n{kind}, {used}\n")
        print(f"| {'age in ms':21} |" + "".join(
            f" {name:>6} |" for name in PERCENTILES))
        print(f"| {'-' * 21} |" + " -----: |" * len(PERCENTILES))
        for stage in STAGES:
            row = f"| {stage:21} |"
            for name in PERCENTILES:
                pick = max if name == "max" else statistics.median
                age = pick(r["stages"][stage][name] for r in results)
                row += f" {age:6.1f} |"
            print(row)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    kafka_lab.add_common_options(parser)
    kafka_lab.add_quiet_options(parser)
    parser.add_argument("--delivery", choices=DELIVERIES, action="append",
                        dest="deliveries", help="by default both, in turn")
    parser.add_argument("--rate", type=int, default=2000,
                        help="articles a second")
    parser.add_argument("--every", type=int, default=20,
                        help="one article in so many raises an alert")
    parser.add_argument("--subscriptions", type=int, default=0,
                        help="standing ones that do not fire")
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2,
                        help="of extraction, and as many of alerts")
    parser.add_argument("--against", action="append", default=[],
                        metavar="GAZETTED",
                        help="another build, in turn with this one")
    options = parser.parse_args()
    options.deliveries = options.deliveries or DELIVERIES
    options.delivery = options.deliveries[0]  # of what is not measured
    options.articles = 0  # each run has a topic of its own
    return options


def kinds_of(options):
    """{name: (delivery, program)} of what is measured in turn."""
    kinds = {delivery: (delivery, GAZETTED) for delivery in options.deliveries}
    for other in options.against:
        kinds |= {f"{delivery}, {other}": (delivery, other)
                  for delivery in options.deliveries}
    return kinds


def main():
    options = read_options()
    kafka_lab.build()
    with Lab(options) as lab:
        lab.kinds = kinds_of(options)
        lab.news = lab.folder / "news.jsonl"
        seconds = max(WARM_S, COLD_S + options.seconds)
        alert_news.write(lab.news, lab.articles, options.rate * seconds,
                         options.every)
        lab.subscriptions = lab.folder / "subscriptions.yaml"
        alert_news.write_subscriptions(lab.subscriptions,
                                       options.subscriptions)
        warm_up(lab)
        runs = {kind: [] for kind in lab.kinds}
        for number in range(options.rounds):
            print(f"round {number + 1}")
            for kind in list(runs)[::-1 if number % 2 else 1]:
                runs[kind].append(quietly(lab, measure, kind))
    show(lab, runs)


if __name__ == "__main__":
    main()
