"""What the benchmarks around Kafka share: a broker on this machine, articles in
a topic, a configuration for each run, and how far a group has come."""

import json
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import articles  # noqa: E402
import yaml  # noqa: E402
from confluent_kafka import Consumer, KafkaException, TopicPartition  # noqa: E402
from process import compiler_seconds, cpu_seconds  # noqa: E402

from support.kafka.broker import Broker  # noqa: E402
from support.kafka.client import admin, create_topics  # noqa: E402

BUILD = ROOT / "build"
GAZETTED = BUILD / "gazetted"
DATA = BUILD / "share" / "gazetted"
KAFKA_BENCH = BUILD / "tests" / "bench" / "kafka_bench"

PARTITIONS = 4
DEADLINE_S = 300
PACKS = {"all": None, "names": ["default"]}
# As Kafka's own script starts a broker.
HEAP = ("-Xms1g", "-Xmx1g")
WARM_SHARE = 0.05  # of the broker's CPU time that compiling still takes
OTHERS = "% used by others"


def build():
    for command in (["cmake", "--preset", "release"],
                    ["cmake", "--build", "--preset", "release", "--target",
                     "gazetted", "gz_packs", "kafka_bench"]):
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def add_common_options(parser):
    """Options of all benchmarks with a Lab."""
    parser.add_argument("--packs", choices=PACKS, default="all",
                        help="all that are shipped, or their names alone")
    parser.add_argument("--stories", metavar="FILE",
                        help="texts of the articles, see articles.py")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--set", action="append", default=[],
                        metavar="KEY=VALUE", help="a Kafka property")
    parser.add_argument("--warm", type=int, default=6, metavar="ROUNDS",
                        help="in which the broker is warmed up, at most")


def add_quiet_options(parser):
    """Options of those that use quietly()."""
    parser.add_argument("--quiet", type=int, default=10, metavar="PERCENT",
                        help="repeat when others used more of the machine")
    parser.add_argument("--attempts", type=int, default=4,
                        help="to find the machine quiet")


def add_options(parser):
    """Options of those that measure throughput."""
    add_common_options(parser)
    parser.add_argument("--delivery", default="exactly-once",
                        choices=["exactly-once", "at-least-once"])
    parser.add_argument("--articles", type=int, default=120000,
                        help="articles in the topic, and so the most of a run")
    parser.add_argument("--span", type=float, default=10, metavar="SECONDS",
                        help="how long throughput is measured, at most")


def quietly(lab, measurement, kind):
    """The first run in which others left the machine alone, or the best."""
    best = None
    for _ in range(lab.options.attempts):
        result = measurement(lab, kind)
        text = ", ".join(f"{v:.1f} {k}" for k, v in result.items()
                         if isinstance(v, float))
        print(f"  {kind}: {text}", flush=True)
        if best is None or result[OTHERS] < best[OTHERS]:
            best = result
        if result[OTHERS] <= lab.options.quiet:
            break
    return best


def warm_up(lab, run_all):
    """A young broker is slow: it compiles while it works, and each kind of run
    lets it compile other things."""
    pid = lab.broker.process.pid
    for _ in range(lab.options.warm):
        work = cpu_seconds(pid)
        compilers = compiler_seconds(pid)
        run_all()
        work = cpu_seconds(pid) - work
        compilers = compiler_seconds(pid) - compilers
        print(f"warming up: {compilers / work:.0%} of the broker's CPU time "
              "went into compiling", flush=True)
        if compilers < WARM_SHARE * work:
            break


def result_of(process):
    lines = process.communicate(timeout=DEADLINE_S)[0].strip().splitlines()
    assert process.returncode == 0, lines
    return json.loads(lines[-1])


def stop(process):
    process.send_signal(signal.SIGTERM)
    status = process.wait(timeout=60)
    assert status in (0, -signal.SIGTERM), f"ended with {status}"


class Progress:
    """How far a group has come in a topic: what it has committed."""

    def __init__(self, bootstrap, group, topic):
        self.group = group
        self.places = [TopicPartition(topic, p) for p in range(PARTITIONS)]
        # Uncommitted too, or the answer waits for open transactions.
        self.client = Consumer({"bootstrap.servers": bootstrap,
                                "group.id": group, "log_level": 0,
                                "isolation.level": "read_uncommitted"})
        self.admin = admin(bootstrap)

    def offsets(self):
        """Of each partition; None while the coordinator does not answer."""
        try:
            found = self.client.committed(self.places, timeout=10)
        except KafkaException:  # a young group has no coordinator yet
            return None
        return [max(0, place.offset) for place in found]

    def total(self):
        return sum(self.offsets() or [0])

    def wait_settled(self, members):
        """Until so many members have partitions."""
        deadline = time.monotonic() + DEADLINE_S
        while self._placed() != members:
            assert time.monotonic() < deadline, f"no {members} members"
            time.sleep(0.1)

    def _placed(self):
        """How many members have partitions, or 0 during a rebalance."""
        asked = self.admin.describe_consumer_groups([self.group])
        try:
            group = asked[self.group].result(30)
        except (KafkaException, TimeoutError):
            return 0
        if group.state.name != "STABLE":
            return 0
        return sum(bool(m.assignment and m.assignment.topic_partitions)
                   for m in group.members)

    def wait_step(self, minimum, deadline=math.inf):
        """(time, total) of the next commit at which minimum is reached, or
        the deadline passed."""
        limit = time.monotonic() + DEADLINE_S
        before = self.total()
        while True:
            time.sleep(0.01)
            now, total = time.monotonic(), self.total()
            if total > before and (total >= minimum or now >= deadline):
                return now, total
            before = max(before, total)
            assert now < limit, f"stuck at {total} of {minimum}"

    def measure(self, usage, options):
        """Articles a second between two commits; usage is taken between."""
        most = options.articles
        assert self.total() < most / 2, "most are done: raise --articles"
        begin, before = self.wait_step(0.05 * most,
                                       time.monotonic() + options.span)
        usage.begin()
        end, after = self.wait_step(0.9 * most, begin + options.span)
        usage.end()
        return after - before, (after - before) / (end - begin)

    def close(self):
        self.client.close()


class Lab:
    """The broker, the articles, and what all rounds share; in a with.

    host: the address by which all reach the broker.
    """

    def __init__(self, options, host="127.0.0.1"):
        memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
        self.place = tempfile.TemporaryDirectory(dir=memory)
        self.folder, self.options = Path(self.place.name), options
        self.processes = []
        self.topics = 0
        self.articles = self.folder / "articles.jsonl"
        self.origin = articles.write(self.articles, options.stories)
        self.broker = Broker(self.folder / "kafka")
        self.bootstrap = f"{host}:{self.broker.port}"
        self.broker.settings["listeners"] = self.broker.settings[
            "listeners"].replace("127.0.0.1", "0.0.0.0", 1)
        self.broker.settings |= {
            "advertised.listeners": f"PLAINTEXT://{self.bootstrap}",
            "log.segment.delete.delay.ms": "1000",
            "file.delete.delay.ms": "1000",
        }

    def __enter__(self):
        # So that what runs is ended then too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        try:
            self.count_events()
            self.broker.start(*HEAP, seconds=DEADLINE_S)
            create_topics(self.bootstrap, {"articles": PARTITIONS, "dead": 1})
            result_of(self.bench(self.config("articles", "none"), "feed",
                                 self.articles, self.options.articles, 0))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def count_events(self):
        """Events and their bytes, for each article on average."""
        out = self.folder / "events.avro"
        config = self.config("none", "extract")
        common = [GAZETTED, "extract", "--config", config]
        done = subprocess.run([*common, "--format", "json", self.articles],
                              capture_output=True, check=True)
        subprocess.run([*common, "--format", "avro", "-o", out, self.articles],
                       check=True)
        self.events = done.stdout.count(b"\n") / articles.COUNT
        self.event_bytes = out.stat().st_size / articles.COUNT
        self.article_bytes = self.articles.stat().st_size / articles.COUNT

    def topic(self, name, config=None):
        """A new topic."""
        self.topics += 1
        name = f"{name}-{self.topics}"
        create_topics(self.bootstrap, {name: PARTITIONS}, config=config)
        return name

    def drop(self, *topics):
        client = admin(self.bootstrap)  # must outlive its futures
        for future in client.delete_topics(list(topics)).values():
            future.result(60)

    def config(self, source, target, instance=None, **more):
        """A configuration whose group is named like its target."""
        path = self.folder / f"{instance or target}.yaml"
        packs = PACKS[self.options.packs]
        path.write_text(yaml.safe_dump({
            "instance": instance or target,
            "input": {"topic": source, "group": target, "format": "json"},
            "output": {"topic": target},
            "dead_letter": {"topic": "dead"},
            "delivery": self.options.delivery,
            "rules": {"packs": packs} if packs else {},
            "kafka": {"bootstrap.servers": self.bootstrap} | dict(
                pair.split("=", 1) for pair in self.options.set),
            "http": {"listen": "off"},
            "log": {"level": "warning"},
        } | more))
        return path

    def spawn(self, *arguments):
        self.processes.append(subprocess.Popen(
            list(map(str, arguments)), stdout=subprocess.PIPE, text=True,
            env=os.environ | {"GAZETTED_DATA_DIR": str(DATA)}))
        return self.processes[-1]

    def bench(self, config, *arguments):
        """A part of kafka_bench; those that go on say when they are ready."""
        process = self.spawn(KAFKA_BENCH, config, *arguments)
        if arguments[0] != "feed":
            assert process.stdout.readline().strip() == "ready"
        return process

    def start(self, kind, config):
        if kind == "gazetted":
            return self.spawn(GAZETTED, "run", "--config", config)
        return self.bench(config, "relay", self.articles)

    def describe(self):
        """The conditions, in words."""
        return f"{self.options.delivery}, {self.describe_articles()}"

    def describe_articles(self):
        packs = {"all": "all packs", "names": "names alone"}
        return (f"{packs[self.options.packs]}; {articles.COUNT} articles of "
                f"{self.article_bytes:.0f} bytes from {self.origin}; "
                f"{self.events:.1f} events and {self.event_bytes:.0f} bytes "
                "each")

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()
        self.broker.kill()
        self.place.cleanup()
