"""Names found by gazetted beside other libraries that find names.

    build/venv/bin/python tests/bench/peers/run_peers.py
        [--sizes 1k,100k,1m,5m] [--rounds N] [--peers NAME,...]
        [--articles N] [--image-binary FILE] [--prototype DIR]

Installs the peers from their registries, makes the data when it is missing,
and prints a table as Markdown, which it leaves in build/peers/table.md too.

All search the same names in the same text, with case, with word boundaries on
both sides, leftmost and longest, not overlapping.  Each builds its index once
(that time is told apart), and then they take turns: in each round every peer
passes over the articles right behind a pass of ours, so that others on the
machine slow both.  What counts is the CPU time of the searching thread.  A
ratio is the median of the rounds' ratios.

Peers in Python get fewer articles, as the table says.  Spans are compared
once, and each difference gets a reason (differences.py).
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import install  # noqa: E402
import table  # noqa: E402
from contenders import Gazetted, Prototype, Served  # noqa: E402
from differences import (  # noqa: E402
    AUTOMATON, LETTERS, REASONS, WORDS, explain)

ROOT = HERE.parents[2]
DATA = install.BUILD / "data"
MEGABYTES = 32
COMPARED = 500  # articles whose spans are compared
FEWER = {"spacy": 200, "flashtext": 1000, "pyahocorasick": 2000}
LIKE = {"hyperscan": LETTERS, "flashtext": LETTERS, "spacy": WORDS,
        "prototype": WORDS}  # others are automata
KINDS = (*install.CRATES, install.LIBRARY, *install.PYTHON)


def make_data(sizes):
    """The data, unless it is there with these lists."""
    state = DATA / "data.json"
    made = json.loads(state.read_text()) if state.exists() else {"names": []}
    if set(sizes) <= set(made["names"]):
        return
    wanted = sorted(set(sizes) | set(made["names"]))
    subprocess.run(
        [sys.executable, HERE.parent / "names_data.py", DATA, "--megabytes",
         str(MEGABYTES), "--names", ",".join(wanted)],
        check=True, stdout=subprocess.DEVNULL)


class Case:
    """One list of names, and the articles."""

    def __init__(self, size, count):
        self.size, self.count = size, count
        self.names_tsv = DATA / f"names_{size}.tsv"
        self.names_txt = DATA / f"names_{size}.txt"
        self.folder = install.BUILD
        self.everything = DATA / "articles.bin"
        self.names = self.names_txt.read_text(encoding="utf-8").splitlines()
        self.literals = {name.encode() for name in self.names}
        self.texts = self.cut()

    def cut(self):
        """The articles that are searched, in a file of their own; the rest
        is what daachorse-corpus looks at when it builds."""
        texts = self.everything.read_bytes().split(b"\0")[:-1][:self.count]
        self.count = len(texts)
        self.articles = self.folder / f"articles_{self.count}.bin"
        self.articles.write_bytes(b"".join(text + b"\0" for text in texts))
        return texts

    def name_of(self, ident):
        """As listed: an id is the number of its line."""
        return self.names[int(ident) - 1]


def start(case, options, programs):
    """All contenders, ours first, and what they say about building."""
    makers = [lambda: Gazetted(options.image_binary, case)]
    if "prototype" in programs:
        makers.append(lambda: Prototype(programs["prototype"], case))
    for kind, command in programs.items():
        if kind != "prototype":
            makers.append(lambda kind=kind, command=command: Served(
                kind, command, case, FEWER.get(kind, case.count)))
    running = []
    for make in makers:
        contender = make()
        try:
            built = contender.build()
        except RuntimeError as error:
            contender.close()
            if not running:
                raise
            print(f"{contender.name} is left out: {error}", file=sys.stderr)
            continue
        result = table.Result(contender, len(case.names), built)
        print(f"  {result.name}: built in {result.build_s:.2f} s, "
              f"{result.bytes_per_name:.0f} bytes a name", file=sys.stderr)
        running.append((contender, result))
    return running


def shower(raw):
    """A function that shows a difference in its text."""
    def show(ours, theirs):
        spans = [span[:2] for span in ours + theirs]
        begin, end = min(s[0] for s in spans), max(s[1] for s in spans)
        before = raw[max(0, begin - 24):begin].decode(errors="ignore")
        behind = raw[end:end + 24].decode(errors="ignore")
        found = " and ".join(
            f"{who} {'+'.join(f'[{raw[s[0]:s[1]].decode()}]' for s in group)}"
            for who, group in (("gazetted", ours), ("the peer", theirs))
            if group)
        return f"\u2026{before}{raw[begin:end].decode()}{behind}\u2026 {found}"
    return show


def compare(case, ours, contender):
    """Agreement of a peer with spans of ours."""
    articles = min(COMPARED, contender.articles)
    agreement = table.Agreement(articles)
    spans = contender.spans(articles)
    for number, raw in enumerate(case.texts[:articles]):
        mine = [(begin, end, case.name_of(ident))
                for begin, end, ident in ours[number]]
        common, found = explain(
            raw, case.literals, LIKE.get(contender.name, AUTOMATON), mine,
            [span[:2] for span in spans[number]])
        agreement.add(common, found, shower(raw))
    return agreement


def measure(running, rounds):
    """Rounds in which every peer takes its turn right behind ours."""
    (gazetted, ours), *peers = running
    gazetted.round()
    for number in range(rounds):
        for contender, result in peers[::-1 if number % 2 else 1]:
            ours.rounds.append(gazetted.round())
            result.rounds.append(contender.round())
            result.ratios.append(ours.rounds[-1] / result.rounds[-1])
        if not peers:
            ours.rounds.append(gazetted.round())
        print(f"  round {number + 1}: " + ", ".join(
            f"{r.name} {table.speed(r.rounds[-1])}" for _, r in running)
            + " MB/s", file=sys.stderr)


def run_size(size, options, programs):
    print(f"{size} names", file=sys.stderr)
    case = Case(size, options.articles)
    running = start(case, options, programs)
    try:
        measure(running, options.rounds)
        ours = running[0][0].spans(COMPARED)
        for contender, result in running[1:]:
            result.agreement = compare(case, ours, contender)
    finally:
        for contender, _ in running:
            contender.close()
    return table.section(len(case.names), [r for _, r in running], REASONS)


def describe(options):
    """What was measured, and on what machine."""
    cpus = Path("/proc/cpuinfo").read_text().split("\n")
    model = next((line.partition(":")[2].strip() for line in cpus
                  if line.startswith("model name")), "unknown processor")
    texts = (DATA / "articles.bin").read_bytes().split(b"\0")[:-1]
    texts = texts[:options.articles]
    size = sum(map(len, texts)) / len(texts)
    return (f"Medians of {options.rounds} rounds of {len(texts):,} articles "
            f"of {size:,.0f} bytes; {os.cpu_count()} x {model}.\n")


def find_programs(options):
    """How the peers start; those that cannot be had are left out."""
    programs = install.commands(options.peers)
    if options.prototype:
        try:
            programs["prototype"] = install.prototype(options.prototype)
        except install.Missing as reason:
            print(f"prototype is left out: {reason}", file=sys.stderr)
    return programs


def listed(allowed):
    def parse(text):
        chosen = text.split(",") if text else []
        if unknown := [word for word in chosen if word not in allowed]:
            raise argparse.ArgumentTypeError(
                f"no {unknown[0]}; there are {', '.join(allowed)}")
        return chosen
    return parse


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=listed(("1k", "100k", "1m", "5m")),
                        default=["1k", "100k", "1m"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=listed(KINDS), default=list(KINDS),
                        help="all by default: " + ", ".join(KINDS))
    parser.add_argument("--articles", type=int, default=4000)
    parser.add_argument("--image-binary", type=Path,
                        default=ROOT / "build" / "gazetted")
    parser.add_argument("--prototype", metavar="DIR",
                        help="../shared/prototype, as one more peer")
    options = parser.parse_args()

    programs = find_programs(options)
    make_data(options.sizes)
    sections = [run_size(size, options, programs) for size in options.sizes]
    text = "\n".join([describe(options), *sections])
    (install.BUILD / "table.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
