"""The memory that daemon/kafka/worker.h promises, under load that fills all of
it, with a broker that stands still.

    build/venv/bin/python -m pytest tests/system/test_memory.py -s
                          [--outage SECONDS]

prints what was resident beside what the formula allows.  The program is
build/dev/gazetted or build/gazetted, even when others are tested with a
sanitizer, whose own memory would hide ours.
"""

import itertools
import json
import re
import signal
import time
from pathlib import Path

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import (AlterConfigOpType, ConfigEntry,
                                   ConfigResource)

from support.daemon import Daemon, ROOT
from support.kafka.broker import Broker
from support.kafka.client import (Reader, admin, article, create_topics,
                                  produce)
from support.waiting import wait_until

MIB = 1 << 20
PATIENCE_S = 200
OUTPUT_PARTITIONS = 4
LZ4_RATIO = 255  # the most that this format can do
HEADER = (ROOT / "daemon/kafka/worker.h").read_text()


def constant(name):
    """The value of a #define of worker.h."""
    text = re.search(rf"#define {name} (.*)", HEADER).group(1)
    text = re.sub(r"\(uint64_t\)|//.*", "", text)
    return eval(text, {})  # pylint: disable=eval-used


def promised(event_bytes, fetch_bytes, partitions):
    """worker.h's terms in bytes, for one worker and one broker.

    event_bytes: key and value of an event on average; fetch_bytes: a fetch,
    unpacked.
    """
    outputs = constant("GZ_WORKER_BYTES") / event_bytes
    return {
        "fetched ahead": 32 * MIB,
        "fetch arriving": fetch_bytes,
        "outputs": constant("GZ_WORKER_BYTES"),
        "librdkafka's part": outputs * constant("GZ_WORKER_OUTPUT_EXTRA"),
        "books": constant("GZ_WORKER_RECORDS") * 48,
        "arena": 16 * MIB,
        "partitions": partitions * constant("GZ_WORKER_PARTITION_BYTES"),
    }


def resident(pid, name="VmRSS"):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status).group(1)) * 1024


# --- what comes ---

PROSE = ("{n} articles later Microsoft met Angela Merkel in Berlin, and Google "
         "said that Toyota had bought a stake in Samsung for $12 million. ")


def prose(size):
    """Text of names that never repeats, so that it packs as text does."""
    text = ""
    for number in itertools.count():
        if len(text) >= size:
            return text[:size]
        text += PROSE.format(n=hash_of(number))


def hash_of(number):
    """A number that looks like chance and is always the same."""
    return number * 2654435761 % (1 << 32)


def news():
    """More than is fetched ahead, in articles of 3 kB."""
    text = prose(100_000)
    for number in range(16_000):
        begin = hash_of(number) % 90_000
        yield article(number, text[begin:begin + 3000])


def largest():
    """Articles of nearly 1 MiB, so full of names that input.memory does not do
    for all of them, and of 100 kB, for which it does."""
    text = prose(1_000_000)
    for number in range(80):
        yield article(number, text if number % 2 else text[:100_000])


def bombs():
    """1 MiB each, and next to nothing while packed."""
    body = "Microsoft " * 100_000
    for number in range(400):
        yield article(number, body)


# --- running it ---

@pytest.fixture
def outage(request):
    return request.config.getoption("--outage")


@pytest.fixture
def big_broker(tmp_path):
    """A broker of one's own that takes records of 1 MiB."""
    one = Broker(tmp_path / "kafka", properties={
        "message.max.bytes": str(4 * MIB)})
    one.start(seconds=PATIENCE_S)
    yield one
    one.process.send_signal(signal.SIGCONT)
    one.kill()


class Topics:
    articles, entities, dead, group = "articles", "events", "dead", "memory"

    def __init__(self, bootstrap):
        self.bootstrap = bootstrap


def program():
    for path in (ROOT / "build/dev/gazetted", ROOT / "build/gazetted"):
        if path.is_file():
            return str(path)
    raise AssertionError("no gazetted: sh tests/run.sh --only build")


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run(topics): a daemon that takes articles."""
    monkeypatch.setenv("GAZETTED", program())
    daemons = []

    def begin(topics):
        daemon = Daemon(tmp_path / f"daemon{len(daemons)}", topics,
                        {"rules": {"packs": ["default"]}})
        daemons.append(daemon)
        daemon.start()
        daemon.wait_ready(PATIENCE_S)
        return daemon

    yield begin
    for daemon in daemons:
        daemon.kill()
        print(f"log of {daemon.folder.name}:", daemon.log()[-6000:])


def create(broker, partitions):
    topics = Topics(broker.bootstrap)
    create_topics(broker.bootstrap, {
        topics.articles: partitions, topics.dead: 1,
        topics.entities: OUTPUT_PARTITIONS - 1})
    return topics


def done(daemon):
    daemon.check_running()
    return daemon.metric("gazetted_articles_total")


def committed(daemon):
    daemon.check_running()
    return daemon.metric("gazetted_transactions_total", result="committed")


def wait_done(daemon, count):
    wait_until(lambda: done(daemon) >= count, f"{count} articles", PATIENCE_S)


def idle_bytes(run, topics):
    """What is resident with nothing to do, once an article was done."""
    daemon = run(topics)
    produce(topics.bootstrap, topics.articles, [article(0, prose(3000))])
    wait_done(daemon, 1)
    size = resident(daemon.process.pid)
    daemon.stop()
    return size


def let_write(topics, allowed):
    """Whether the output topics take records: one that wants more replicas
    than it has does not, and makes no noise about it."""
    wanted = [ConfigResource(
        ConfigResource.Type.TOPIC, name, incremental_configs=[
            ConfigEntry("min.insync.replicas", "1" if allowed else "2",
                        incremental_operation=AlterConfigOpType.SET)])
        for name in (topics.entities, topics.dead)]

    def configured():
        client = admin(topics.bootstrap)
        try:
            for future in client.incremental_alter_configs(
                    wanted, request_timeout=10).values():
                future.result()
        except KafkaException:  # one that stood still finds itself again
            return False
        return True
    wait_until(configured, "the topics to be configured", PATIENCE_S)


def wait_full(daemon):
    """Until what is resident hardly grows any more."""
    sizes = []

    def steady():
        daemon.check_running()
        sizes.append(resident(daemon.process.pid))
        return len(sizes) > 20 and sizes[-1] - sizes[-20] < MIB / 4
    wait_until(steady, "full queues", PATIENCE_S, pause=0.2)


def stand_still(broker, seconds, daemon):
    """Stop the broker, with all that is on its way, for a while; the most that
    was resident by the end of it."""
    broker.process.send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    daemon.check_running()
    peak = resident(daemon.process.pid, "VmHWM")
    broker.process.send_signal(signal.SIGCONT)
    return peak


def average_bytes(topics):
    """Key and value of an event."""
    reader = Reader(topics.bootstrap, topics.entities)
    records = reader.end()
    reader.close()
    return sum(len(r.key or b"") + len(r.value or b"")
               for r in records) / len(records)


def peak_bytes(run, broker, topics, outage):
    """The most that was resident, and how large events are on average; more
    must be committed when the broker goes on."""
    let_write(topics, False)
    daemon = run(topics)
    wait_full(daemon)
    before = committed(daemon)
    peak = stand_still(broker, outage, daemon)
    let_write(topics, True)
    wait_until(lambda: committed(daemon) > before or
               daemon.metric("gazetted_input_lag_records") == 0,
               "another commit, or the end", PATIENCE_S)
    peak = max(peak, resident(daemon.process.pid, "VmHWM"))
    daemon.kill()
    return peak, average_bytes(topics)


def report(capsys, name, terms, used):
    with capsys.disabled():
        print(f"\n{name}: {used / MIB:.1f} MiB of {sum(terms.values()) / MIB:.1f}"
              " MiB: " + ", ".join(f"{term} {size / MIB:.1f}"
                                   for term, size in terms.items()))


def check(run, broker, outage, capsys, name, values, partitions=2, codec="none",
          fetch_bytes=8 * MIB):
    topics = create(broker, partitions)
    base = idle_bytes(run, topics)
    produce(topics.bootstrap, topics.articles, values,
            **{"compression.type": codec, "message.max.bytes": 4 * MIB})
    peak, event_bytes = peak_bytes(run, broker, topics, outage)
    terms = promised(event_bytes, fetch_bytes,
                     partitions + OUTPUT_PARTITIONS)
    report(capsys, name, terms, peak - base)
    assert peak - base <= sum(terms.values())


def test_queues_full(run, big_broker, outage, capsys):
    check(run, big_broker, outage, capsys, "news", news())


def test_large_articles(run, big_broker, outage, capsys):
    check(run, big_broker, outage, capsys, "1 MiB", largest())


def test_many_partitions(run, big_broker, outage, capsys):
    check(run, big_broker, outage, capsys, "200 partitions", news(),
          partitions=200)


def test_bombs(run, big_broker, outage, capsys):
    """A fetch counts as it is packed, 1 MiB of a partition, and is held
    unpacked."""
    check(run, big_broker, outage, capsys, "bombs of 1 MiB", bombs(),
          partitions=1, codec="lz4", fetch_bytes=MIB * LZ4_RATIO)
