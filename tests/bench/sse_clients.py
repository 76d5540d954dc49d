"""What a crowd of HTTP clients costs the pipeline.

    build/venv/bin/python tests/bench/sse_clients.py [--rounds N]
            [--articles N] [--quick N] [--slow N] [--tricklers N]
            [--packs PACK,...] [--stories FILE]

Builds the release, starts a real Kafka on this machine, and lets the daemon
work off the same articles in turn alone and with clients (sse_crowd.py) on
/v1/entities: some that follow one entity each, some that read half a kilobyte
a second, and sockets that send a byte of a request a second.  One article in
FOLLOWED is about entities that are followed.

Prints articles a second and CPU time of the daemon for each article, the
medians of the rounds and of their ratios, which tell more than one round does,
and whether every client that reads got every event of its entity.  The clients share the machine with the rest, at low priority.
"""

import argparse
import collections
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import articles  # noqa: E402
import kafka_lab  # noqa: E402
from process import Usage  # noqa: E402

from support.kafka.broker import Broker  # noqa: E402
from support.kafka.client import Reader, create_topics, produce  # noqa: E402
from support.ports import free_ports  # noqa: E402
from support.waiting import wait_until  # noqa: E402

FOLLOWED = 50
WARM_UPS = 2  # a young broker is slow
COUNTRIES = ["Tuvalu", "Nauru", "Palau", "Kiribati", "Samoa", "Tonga",
             "Vanuatu", "Bhutan", "Comoros", "Djibouti", "Eritrea", "Gabon",
             "Lesotho", "Malawi", "Suriname", "Guyana", "Barbados", "Belize",
             "Botswana", "Burundi"]
NICE = ["nice", "-n", "10"]


def followed(number):
    one = COUNTRIES[number % len(COUNTRIES)]
    two = COUNTRIES[(number * 7 + 3) % len(COUNTRIES)]
    return {"id": f"followed-{number}", "title": f"{one} and others",
            "body": f"Envoys of {one} met. They spoke about {two}."}


class Lab:
    def __init__(self, folder, options):
        self.folder, self.options, self.number = Path(folder), options, 0
        self.base = self.folder / "articles.jsonl"
        articles.write(self.base, options.stories)
        lines = self.base.read_bytes().splitlines()
        self.values = [
            json.dumps(followed(i // FOLLOWED)).encode()
            if i % FOLLOWED == 0 else lines[i % len(lines)]
            for i in range(options.articles)]
        self.count_events()
        self.broker = Broker(self.folder / "kafka")
        self.broker.start(*kafka_lab.HEAP)
        self.bootstrap = self.broker.bootstrap

    def count_events(self):
        """All events there will be, and the entities that are followed."""
        every = self.folder / "all.jsonl"
        every.write_bytes(b"\n".join(self.values) + b"\n")
        config = self.folder / "extract.yaml"
        config.write_text(f"rules: {{packs: [{self.options.packs}]}}\n")
        self.events, entities = 0, set()
        with subprocess.Popen([kafka_lab.GAZETTED, "extract", "-c", config,
                               "-f", "json", every],
                              stdout=subprocess.PIPE) as process:
            for line in process.stdout:
                self.events += 1
                if b'"id":"followed-' in line:
                    entities.add(json.loads(line)["entity"]["id"])
        assert process.returncode == 0
        self.entities = sorted(entities)

    def start(self):
        """A daemon with topics of its own, ready, and its HTTP port."""
        self.number += 1
        names = {key: f"{key}-{self.number}"
                 for key in ("articles", "entities", "dead", "group")}
        create_topics(self.bootstrap, {
            names["articles"]: kafka_lab.PARTITIONS,
            names["entities"]: kafka_lab.PARTITIONS, names["dead"]: 1})
        port = free_ports(1)[0]
        config = self.folder / f"{self.number}.yaml"
        config.write_text(
            f"instance: bench-{self.number}\nworkers: 1\n"
            f"input: {{topic: {names['articles']}, group: {names['group']}}}\n"
            f"output: {{topic: {names['entities']}}}\n"
            f"dead_letter: {{topic: {names['dead']}}}\n"
            f"rules: {{packs: [{self.options.packs}]}}\n"
            f"kafka: {{bootstrap.servers: \"{self.bootstrap}\"}}\n"
            f"http: {{listen: \"127.0.0.1:{port}\"}}\n"
            "log: {level: warning}\n")
        process = subprocess.Popen(
            [kafka_lab.GAZETTED, "run", "--config", config],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: is_ready(port), "the daemon", 120)
        return process, port, names

    def close(self):
        self.broker.kill()


def is_ready(port):
    done = subprocess.run(
        ["curl", "-sf", f"http://127.0.0.1:{port}/readyz"],
        capture_output=True, check=False)
    return done.returncode == 0


class Crowd:
    def __init__(self, lab, port):
        o = lab.options
        self.process = subprocess.Popen(
            [*NICE, sys.executable, str(ROOT / "tests/bench/sse_crowd.py"),
             str(port), str(o.quick), str(o.slow), str(o.tricklers),
             *lab.entities], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True)
        assert self.process.stdout.readline().strip() == "ready"

    def report(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=60)


def count_keys(lab, topic):
    """Records of each key, when all are there."""
    reader = Reader(lab.bootstrap, topic)
    keys, total = collections.Counter(), 0
    while total < lab.events:
        keys.update(r.key.decode() for r in reader.poll(1.0))
        total += len(reader.records)
        reader.records.clear()
    reader.close()
    return keys


def check_complete(lab, crowd, topic):
    """Every client that reads has every event of its entity."""
    keys = count_keys(lab, topic)
    wanted = [keys[lab.entities[i % len(lab.entities)]]
              for i in range(lab.options.quick)]
    wait_until(lambda: crowd.report()["quick"] == wanted,
               "all events at all clients", 120, 1)
    report = crowd.report()
    assert report["quick"] == wanted and report["ended"] == 0
    return sum(wanted), report


def measure(lab, with_crowd):
    process, port, names = lab.start()
    crowd = Crowd(lab, port) if with_crowd else None
    progress = kafka_lab.Progress(lab.bootstrap, names["group"],
                                  names["articles"])
    usage = Usage([process.pid], lab.broker.process.pid)
    result = {}
    try:
        produce(lab.bootstrap, names["articles"], lab.values)
        begin, before = progress.wait_step(0.1 * lab.options.articles)
        usage.begin()
        end, after = progress.wait_step(0.9 * lab.options.articles)
        usage.end()
        done = after - before
        result = {"articles/s": done / (end - begin),
                  "CPU us/article": usage.processes_s / done * 1e6}
        print(f"  {'crowd' if crowd else 'alone'}: "
              + ", ".join(f"{v:.0f} {k}" for k, v in result.items())
              + f"; {usage.others:.0%} of the machine used by others",
              flush=True)
        if crowd:
            sent, report = check_complete(lab, crowd, names["entities"])
            print(f"    {sent} events at {lab.options.quick} clients, "
                  f"complete; slow ones have {report['slow']}; "
                  f"{report['cuts']} tricklers cut off", flush=True)
    finally:
        progress.close()
        if crowd:
            crowd.close()
        kafka_lab.stop(process)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--articles", type=int, default=30000)
    parser.add_argument("--quick", type=int, default=900)
    parser.add_argument("--slow", type=int, default=100)
    parser.add_argument("--tricklers", type=int, default=2000)
    parser.add_argument("--stories", metavar="FILE")
    parser.add_argument("--built", action="store_true",
                        help="build/gazetted is up to date")
    parser.add_argument("--packs", default="default, core-en, business-en, "
                        "politics-en")
    options = parser.parse_args()

    if not options.built:
        kafka_lab.build()
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        lab = Lab(folder, options)
        runs = {False: [], True: []}
        try:
            for _ in range(WARM_UPS):
                measure(lab, False)
            for number in range(options.rounds):
                print(f"round {number + 1}", flush=True)
                for crowd in (False, True) if number % 2 else (True, False):
                    runs[crowd].append(measure(lab, crowd))
        finally:
            lab.close()
    report(options, lab.events, runs[False], runs[True])


def report(options, events, alone, crowd):
    print(f"\n{options.articles} articles, {events} events; medians of "
          f"{options.rounds} rounds\n\n| | alone | crowd | ratio | from | to |\n"
          "| --- | ---: | ---: | ---: | ---: | ---: |")
    for name in alone[0]:
        one, many = ([r[name] for r in runs] for runs in (alone, crowd))
        ratios = [m / o for o, m in zip(one, many)]
        print(f"| {name} | {statistics.median(one):.0f} "
              f"| {statistics.median(many):.0f} "
              f"| {statistics.median(ratios):.3f} "
              f"| {min(ratios):.3f} | {max(ratios):.3f} |")


if __name__ == "__main__":
    main()
