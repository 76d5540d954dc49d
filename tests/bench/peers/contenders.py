"""Who is measured: each builds once, then passes over the articles when asked.

All have the same methods: build() gives build_s and bytes, round() gives MB/s
of thread CPU time, spans() gives the first articles' (begin, end).
"""

import json
import os
import re
import subprocess
import time
from collections import defaultdict

PASSES = 3            # in a round, of which the median counts
SLOW_MB_S = 20.0      # slower peers pass once


def read_spans(path, articles):
    """{article: [(begin_byte, end_byte, id or None)]} of the first ones."""
    spans = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if int(fields[0]) < articles:
                ident = fields[3].rsplit(":", 1)[-1] if fields[3:] else None
                spans[int(fields[0])].append(
                    (int(fields[1]), int(fields[2]), ident))
    return spans


def cpu_of(command):
    """Run a command; (CPU seconds of all its threads, its output)."""
    before = os.times()
    done = subprocess.run([str(part) for part in command], check=False,
                          capture_output=True, text=True)
    after = os.times()
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}:\n{done.stderr}")
    used = (after.children_user - before.children_user
            + after.children_system - before.children_system)
    return used, done.stdout


class Gazetted:
    """The daemon's own command; its index is a file."""

    name = "gazetted"

    def __init__(self, binary, case):
        self.binary, self.case = binary, case
        self.articles = case.count
        self.image = case.folder / f"names_{case.size}.gzt"

    def build(self):
        seconds, _ = cpu_of([self.binary, "compile", self.case.names_tsv,
                             "-o", self.image])
        return {"build_s": seconds, "bytes": self.image.stat().st_size}

    def bench(self, *more):
        _, output = cpu_of([self.binary, "bench", "names", self.image,
                            self.case.articles, "--json", *more])
        return json.loads(output.strip().splitlines()[-1])

    def round(self):
        return self.bench("--rounds", str(PASSES))["mb_s"]

    def spans(self, articles):
        path = self.case.folder / "spans.gazetted"
        self.bench("--rounds", "1", "--spans", str(path))
        return read_spans(path, articles)

    def close(self):
        """Nothing runs between rounds."""


class Prototype:
    """A folder with programs that were built of ../shared/prototype."""

    name = "prototype"

    def __init__(self, folder, case):
        self.folder, self.case = folder, case
        self.articles = case.count
        self.index = case.folder / f"names_{case.size}.prototype"

    def build(self):
        seconds, _ = cpu_of([self.folder / "build_exact", self.case.names_txt,
                             self.index])
        return {"build_s": seconds, "bytes": self.index.stat().st_size}

    def tag(self, *more):
        _, output = cpu_of([self.folder / "tag_exact", self.case.articles,
                            self.index, "-v", "5", "-B", "8", *more])
        return float(re.search(r"([\d.]+) MB/s", output).group(1))

    def round(self):
        return self.tag("-r", str(PASSES))

    def spans(self, articles):
        path = self.case.folder / "spans.prototype"
        self.tag("-r", "1", "-o", path)
        return read_spans(path, articles)

    def close(self):
        """Nothing runs between rounds."""


class Served:
    """A process that answers commands, see python_peers.py."""

    def __init__(self, name, command, case, articles):
        self.name, self.case = name, case
        self.articles = min(articles, case.count)
        self.passes = 1
        self.process = subprocess.Popen(
            [str(part) for part in [*command, case.names_txt,
                                    case.everything, self.articles]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with status "
                               f"{self.process.wait()}")
        return json.loads(line)

    def ask(self, *words):
        print(*words, file=self.process.stdin, flush=True)
        return self.answer()

    def build(self):
        built = self.answer()
        if self.round() > SLOW_MB_S:  # and so it is warm
            self.passes = PASSES
        return built

    def round(self):
        result = self.ask("round", self.passes)
        return result["bytes"] / result["seconds"] / 1e6

    def spans(self, articles):
        path = self.case.folder / f"spans.{self.name}"
        self.ask("spans", path, articles)
        return read_spans(path, articles)

    def close(self):
        self.process.stdin.close()
        deadline = time.monotonic() + 60
        while self.process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        self.process.kill()
        self.process.wait()
