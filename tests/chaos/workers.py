"""Daemon processes under a supervisor that starts again what ends, as the
service manager would."""

import os
import signal
import subprocess
import threading
import time

from chaos.network import inside
from support.daemon import Daemon, binary

# Ends that another start would only repeat: usage, rules, configuration.
HOPELESS = {64, 65, 78}
RESTART_S = 0.3  # the unit waits a second


class Worker(Daemon):
    """namespace: the network it lives in, None for the machine's own.
    wanted: whether the supervisor keeps it alive."""

    def __init__(self, folder, topics, changes, namespace=None):
        super().__init__(folder, topics, changes)
        self.namespace = namespace
        self.name = self.settings["instance"]
        self.wanted = False
        self.lock = threading.RLock()

    def start(self):
        into = ["nsenter", f"--net=/run/netns/{self.namespace}"]
        with self.lock, open(self.log_file, "ab") as log:
            self.wanted = True
            self.process = subprocess.Popen(
                [*(into if self.namespace else []), binary(), "run",
                 "--config", str(self.config)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env=self.environment)

    def get(self, path):
        if self.namespace is None:
            return super().get(path)
        with inside(self.namespace):
            return super().get(path)

    def articles(self):
        """How many it has extracted since it was started."""
        return self.metric("gazetted_articles_total")

    def end(self, number=signal.SIGTERM, seconds=90):
        """End it for good; its status."""
        with self.lock:
            self.wanted = False
            if self.running():
                self.signal(number)
                try:
                    self.wait(seconds)
                except subprocess.TimeoutExpired:
                    os.kill(self.process.pid, signal.SIGABRT)
                    self.wait()
        return self.process.returncode

    def kill_and_restart(self):
        with self.lock:
            self.kill()
            self.start()


class Supervisor(threading.Thread):
    """Starts ended workers again and writes down how they ended."""

    def __init__(self):
        super().__init__(daemon=True)
        self.workers = []
        self.ended = []  # (name, status, last line of the log)
        self.crashes = []
        self.ending = threading.Event()

    def add(self, worker):
        self.workers.append(worker)
        worker.start()
        return worker

    def run(self):
        while not self.ending.wait(RESTART_S):
            for worker in list(self.workers):
                with worker.lock:
                    if worker.wanted and not worker.running():
                        self._ended(worker)

    def _ended(self, worker):
        status = worker.process.returncode
        lines = worker.log().strip().splitlines() or ["nothing logged"]
        row = (worker.name, status, lines[-1][:200])
        self.ended.append(row)
        if status < 0 or status in HOPELESS:
            self.crashes.append(row)
        if status in HOPELESS:
            worker.wanted = False
        else:
            worker.start()

    def end(self):
        """SIGTERM to all; those that do not end well are crashes."""
        self.ending.set()
        self.join()
        for worker in self.workers:
            if worker.running():
                status = worker.end()
                if status != 0:
                    self.crashes.append((worker.name, status, "at the end"))

    def kill(self):
        self.ending.set()
        for worker in self.workers:
            with worker.lock:
                worker.wanted = False
                worker.kill()


def wait_working(worker, seconds, given_up=None):
    """Until it has extracted something since its start, or an event tells that
    there may be nothing left; None if neither came in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if worker.articles() > 0 or (given_up and given_up.is_set()):
            return True
        time.sleep(0.03)
    return None
