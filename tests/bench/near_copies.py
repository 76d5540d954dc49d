"""How well signatures tell near copies of one story, by number of equal cells.

    python3 tests/bench/near_copies.py [--pairs FILE] [--program PROGRAM]
                                       [--precision P]

FILE has a line "a<TAB>b<TAB>relation<TAB>variant" for each pair of articles,
relation being duplicate, same_story_update or different_story; the articles
lie beside it as JSON lines, in all *.jsonl that have a body.  Articles that are
b of no pair are stories of their own: two of them that share an entity, which
is when alerts compare them, count as different too.

Stories fall into two halves by the hash of their id.  The number of cells is
chosen on one half: of those with at least the precision that --precision says,
the one with the highest recall, the middle one where several have it.  What
that choice is worth is told of the other half.

The labelled pairs are no part of the project: without them this says so and
ends with the status 77, which test programs take for "skipped".
"""

import argparse
import hashlib
import itertools
import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "daemon" / "alert" / "alert_story.h"
CELLS = 64
SKIPPED = 77
SAME = ("duplicate", "same_story_update")


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=Path,
                        default=ROOT.parent / "shared" / "articles" /
                        "near-duplicate-pairs.tsv")
    parser.add_argument("--program", type=Path,
                        default=ROOT / "build" / "gazetted")
    parser.add_argument("--precision", type=float, default=0.99)
    return parser.parse_args(arguments)


def read_pairs(path):
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [tuple(line.split("\t")) for line in lines if line]


def find_articles(folder):
    """Files of articles: their first line has a body."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            if "body" in json.loads(next(lines, "{}")):
                found.append(path)
    return found


def extract(program, paths):
    """The signature and the entities of each article that has any."""
    run = subprocess.run([program, "extract", "--format", "json", *paths],
                         check=True, stdout=subprocess.PIPE)
    signatures, entities = {}, defaultdict(set)
    for line in run.stdout.splitlines():
        event = json.loads(line)
        article = event["article"]
        if article["signature"]:
            signatures[article["id"]] = bytes.fromhex(article["signature"])
            entities[article["id"]].add(event["entity"]["id"])
    return signatures, entities


def equal_cells(one, other):
    return sum(one[i:i + 2] == other[i:i + 2] for i in range(0, 2 * CELLS, 2))


def half_of(story):
    return hashlib.sha256(story.encode()).digest()[0] % 2


class Sample:
    """Pairs of a half: how many cells are equal, by what the pair is."""

    def __init__(self):
        self.cells = defaultdict(list)

    def add(self, kind, cells):
        self.cells[kind].append(cells)

    def at_least(self, kind, least):
        return sum(cells >= least for cells in self.cells[kind])

    def score(self, least):
        """Precision and recall when so many cells make a copy."""
        hits = sum(self.at_least(kind, least) for kind in SAME)
        false = sum(self.at_least(kind, least)
                    for kind in ("different_story", "other"))
        total = sum(len(self.cells[kind]) for kind in SAME)
        return (hits / (hits + false) if hits + false else 1.0,
                hits / total if total else 1.0)


def collect(pairs, signatures, entities):
    """A sample per half, and the pairs of which an article has no event."""
    halves, missing = (Sample(), Sample()), 0
    variants = defaultdict(list)
    for one, other, relation, variant in pairs:
        if one not in signatures or other not in signatures:
            missing += 1
            continue
        cells = equal_cells(signatures[one], signatures[other])
        halves[half_of(one)].add(relation, cells)
        variants[f"{relation} {variant}"].append(cells)
    copies = {pair[1] for pair in pairs}
    stories = [story for story in signatures if story not in copies]
    for one, other in itertools.combinations(stories, 2):
        if half_of(one) == half_of(other) and entities[one] & entities[other]:
            halves[half_of(one)].add(
                "other", equal_cells(signatures[one], signatures[other]))
    return halves, variants, missing


def choose(sample, precision):
    scores = {least: sample.score(least) for least in range(1, CELLS + 1)}
    fit = {least: recall for least, (exact, recall) in scores.items()
           if exact >= precision}
    if not fit:
        return None
    best = [least for least in fit if fit[least] == max(fit.values())]
    return best[len(best) // 2]


def print_variants(variants):
    print(f"{'pair':36} {'pairs':>5} {'min':>4} {'median':>6} {'max':>4}")
    for name, cells in sorted(variants.items()):
        cells.sort()
        print(f"{name:36} {len(cells):5} {cells[0]:4} "
              f"{cells[len(cells) // 2]:6} {cells[-1]:4}")


def print_scores(halves):
    print("\ncells  precision recall | precision recall | false of others")
    for least in range(10, 49, 2):
        one, other = (half.score(least) for half in halves)
        false = sum(half.at_least("other", least) for half in halves)
        print(f"{least:5}  {one[0]:9.4f} {one[1]:6.4f} | "
              f"{other[0]:9.4f} {other[1]:6.4f} | {false:5}")


def cells_in_use():
    return int(re.search(r"GZ_ALERT_STORY_CELLS = (\d+)",
                         HEADER.read_text(encoding="utf-8"))[1])


def main(arguments):
    options = parse_arguments(arguments)
    if not options.pairs.is_file():
        print(f"{options.pairs}: no labelled pairs (--pairs names others)")
        return SKIPPED
    pairs = read_pairs(options.pairs)
    signatures, entities = extract(options.program,
                                   find_articles(options.pairs.parent))
    halves, variants, missing = collect(pairs, signatures, entities)
    print_variants(variants)
    print_scores(halves)
    for half in halves:
        print(", ".join(f"{len(cells)} {kind}"
                        for kind, cells in sorted(half.cells.items())))
    if missing:
        print(f"{missing} pairs left out: an article has no event")
    chosen = choose(halves[0], options.precision)
    if chosen is None:
        print(f"no number of cells has a precision of {options.precision}")
        return 1
    for name, least in (("chosen", chosen), ("in use", cells_in_use())):
        exact, recall = halves[1].score(least)
        print(f"{name}: {least} cells; on the other half precision "
              f"{exact:.4f}, recall {recall:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
