"""The built program as tests run it: commands that end, and the daemon.

The program is $GAZETTED, else build/dev/gazetted, else build/gazetted.
"""

import os
import re
import signal
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import yaml

from support.ports import free_ports
from support.waiting import DEADLINE_S, wait_until

ROOT = Path(__file__).resolve().parents[2]


def binary():
    known = [os.environ.get("GAZETTED"), ROOT / "build/dev/gazetted",
             ROOT / "build/gazetted"]
    for path in known:
        if path and Path(path).is_file():
            return str(path)
    raise AssertionError("no gazetted: sh tests/run.sh --only build")


def gazetted(*arguments, stdin="", seconds=DEADLINE_S, **options):
    """Run a command to its end; stdout and stderr come back as text."""
    return subprocess.run([binary(), *map(str, arguments)], input=stdin,
                          capture_output=True, text=True, timeout=seconds,
                          check=False, **options)


def configuration(topics, port):
    """What a test's daemon is told unless the test changes it."""
    return {
        "instance": "test",
        "workers": 1,
        "input": {"topic": topics.articles, "group": topics.group,
                  "start": "earliest", "format": "json"},
        "output": {"topic": topics.entities},
        "dead_letter": {"topic": topics.dead},
        "delivery": "exactly-once",
        "kafka": {"bootstrap.servers": topics.bootstrap},
        "http": {"listen": f"127.0.0.1:{port}"},
        "alerts": {"subscriptions_topic": "off"},
    }


def merge(into, changes):
    """Lay nested changes over a configuration; None removes a key."""
    for key, value in changes.items():
        if value is None:
            into.pop(key, None)
        elif isinstance(value, dict) and isinstance(into.get(key), dict):
            merge(into[key], value)
        else:
            into[key] = value
    return into


class Daemon:
    """gazetted run, with its own folder for configuration and log."""

    def __init__(self, folder, topics, changes=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.port = free_ports(1)[0]
        self.settings = merge(configuration(topics, self.port), changes or {})
        self.config = self.folder / "gazetted.yaml"
        self.config.write_text(yaml.safe_dump(self.settings))
        self.log_file = self.folder / "log"
        self.process = None
        self.environment = dict(os.environ)

    def change(self, changes):
        """Tell it something else from its next start on."""
        merge(self.settings, changes)
        self.config.write_text(yaml.safe_dump(self.settings))

    def start(self):
        assert self.process is None or self.process.poll() is not None
        with open(self.log_file, "ab") as log:
            self.process = subprocess.Popen(
                [binary(), "run", "--config", str(self.config)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=self.environment)

    def log(self):
        return self.log_file.read_text(errors="replace")

    def get(self, path):
        """(status, text) of a page; (0, "") when nobody answers."""
        url = f"http://127.0.0.1:{self.port}{path}"
        try:
            with urllib.request.urlopen(url, timeout=5) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
        except (urllib.error.URLError, OSError):
            return 0, ""

    def metric(self, name, **labels):
        """The sum over all samples of a metric that carry the labels."""
        total = 0.0
        for line in self.get("/metrics")[1].splitlines():
            match = re.match(r"(\w+)(?:\{(.*)\})? (\S+)", line)
            if match and match.group(1) == name:
                has = dict(re.findall(r'(\w+)="([^"]*)"',
                                      match.group(2) or ""))
                if labels.items() <= has.items():
                    total += float(match.group(3))
        return total

    def running(self):
        return self.process is not None and self.process.poll() is None

    def check_running(self):
        assert self.running(), f"daemon ended:\n{self.log()[-4000:]}"

    def wait_ready(self, seconds=DEADLINE_S):
        def ready():
            self.check_running()
            return self.get("/readyz")[0] == 200
        try:
            wait_until(ready, "/readyz to say 200", seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log()[-4000:]}") from error

    def wait_log(self, pattern, seconds=DEADLINE_S):
        return wait_until(lambda: re.search(pattern, self.log()),
                          f"the log to say {pattern!r}", seconds)

    def signal(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=DEADLINE_S):
        """The status with which it ends."""
        return self.process.wait(timeout=seconds)

    def stop(self):
        """SIGTERM; the status must be 0."""
        self.signal(signal.SIGTERM)
        status = self.wait()
        assert status == 0, f"status {status}:\n{self.log()[-4000:]}"

    def kill(self):
        if self.running():
            self.process.kill()
            self.process.wait()
