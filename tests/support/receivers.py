"""Topics of alerts, receivers of them, and a daemon that feeds these."""

import base64
import json

from support.alerts import alert, alert_ids, encode
from support.hooks import Hook
from support.kafka.client import Reader, committed, create_topics, produce

SECRETS = ["whsec_" + base64.b64encode(bytes([n]) * 32).decode()
           for n in (1, 2)]
QUICK = {"retries": ["200ms"] * 4, "breaker_pause": "300ms", "timeout": "2s"}


class Alerts:
    """The alert topics of one test, and a daemon that feeds receivers."""

    def __init__(self, topics, start, folder):
        self.topics = topics
        self.start_daemon = start
        self.folder = folder
        self.topic = topics.articles.replace("articles", "alerts")
        self.undelivered = self.topic + ".undelivered"
        self.hooks = []
        create_topics(topics.bootstrap, {self.topic: 3, self.undelivered: 1})

    def hook(self, answer=None, certificate=None, started=True):
        hook = Hook(answer, certificate)
        self.hooks.append(hook)
        return hook.start() if started else hook

    def secret(self, number=0):
        path = self.folder / f"secret{number}"
        path.write_text(SECRETS[number] + "\n")
        path.chmod(0o600)
        return str(path)

    def webhook(self, hook, **keys):
        """What the file says of a plain receiver on loopback."""
        return {"type": "webhook", "url": hook.url(), "http": True,
                "allow": ["127.0.0.0/8"],
                "secrets": [self.secret()]} | QUICK | keys

    def start(self, **receivers):
        path = self.folder / "receivers.yaml"
        # JSON is YAML without anchors.
        path.write_text(json.dumps({"receivers": receivers}))
        return self.start_daemon(self.topics, rules={"packs": []}, alerts={
            "topic": self.topic, "undelivered": self.undelivered,
            "receivers": str(path)})

    def write(self, events):
        produce(self.topics.bootstrap, self.topic, [encode(e) for e in events],
                keys=[e["subscription"]["id"].encode() for e in events])
        return alert_ids(events)

    def set_aside(self, count):
        """The records of the undelivered topic, when there are so many."""
        reader = Reader(self.topics.bootstrap, self.undelivered)
        reader.until(lambda records: len(records) >= count,
                     f"{count} undelivered alerts", 60)
        records = list(reader.end(1.0))
        reader.close()
        assert len(records) == count
        return records

    def done(self, receiver):
        """How many offsets the group of a receiver has committed."""
        group = f"{self.topics.group}.notify.{receiver}"
        return sum(committed(self.topics.bootstrap, group,
                             self.topic).values())


def some(count, receivers, subscriptions=5):
    return [alert(n, receivers, f"watch-{n % subscriptions}")
            for n in range(count)]
