"""What the daemon should publish, told by `gazetted extract` on the same
bytes, and comparisons with what it did publish."""

import json
from collections import Counter

from support.daemon import gazetted
from support.events import decode

# Where and when an article was read: differs between a file and a topic.
PLACE = ("topic", "partition", "offset")


def extract(folder, values, *options):
    """The events of articles given as bytes, through a file of JSON lines."""
    source = folder / "articles.jsonl"
    source.write_bytes(b"".join(value + b"\n" for value in values))
    done = gazetted("extract", "--format", "json", *options, source)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def ids(events):
    return {event["event_id"] for event in events}


def complete(events):
    """The ids of the articles all of whose events are there."""
    seen, wanted = {}, {}
    for event in events:
        name = event["article"]["id"]
        seen.setdefault(name, set()).add(event["index"])
        wanted[name] = event["count"]
    return {name for name, indexes in seen.items()
            if indexes == set(range(wanted[name]))}


def events_of(records):
    return [decode(record.value) for record in records]


class Feed:
    """Decodes records as they come, each once, and tells what is complete."""

    def __init__(self, reader):
        self.reader = reader
        self.events = []

    def poll(self):
        records = self.reader.poll()
        self.events += events_of(records[len(self.events):])
        return self.events

    def duplicates(self):
        counts = Counter(event["event_id"] for event in self.events)
        return sum(counts.values()) - len(counts)
