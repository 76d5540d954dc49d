#!/usr/bin/env python3
"""Measure `gazetted compile` on a generated list, by number of threads.

    tests/bench/compile_list.py [--rows N] [--threads N]... [--rounds N]

Prints for each number of threads the median of the rounds: seconds of each
step, the process's seconds and its peak memory.  Images must be the same.
"""

import argparse
import hashlib
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("reading", "sorting", "writing", "saving")


def make_words(rng, count):
    """Words of two to four syllables, capitalised."""
    syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    words = {"".join(rng.choices(syllables, k=rng.randint(2, 4)))
             for _ in range(count)}
    return [word.capitalize() for word in sorted(words)]


def write_list(path, rows):
    """Names of one to five words, common words first, one in 50 given twice."""
    rng = random.Random(1)
    words = make_words(rng, 60_000)
    with open(path, "w", encoding="utf-8") as out:
        out.write("id\ttype\tname\tpolicy\n")
        for row in range(rows):
            count = rng.choices((1, 2, 3, 4, 5), (5, 40, 30, 15, 10))[0]
            name = " ".join(words[int(len(words) * rng.random() ** 3)]
                            for _ in range(count))
            entity = row if rng.random() > 0.02 else rng.randrange(rows)
            out.write(f"{entity}\tOrg\t{name}\texact\n")


def run(command):
    """Seconds of each step, of the process, and its peak memory in MB."""
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} ended with status {child.returncode}")
    steps = [float(re.search(rf"{step} ([\d.]+) s", output).group(1))
             for step in STEPS]
    return [*steps, sum(steps), usage.ru_maxrss / 1000]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=2_000_000)
    parser.add_argument("--threads", type=int, action="append")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--gazetted", default=ROOT / "build" / "gazetted")
    args = parser.parse_args()
    digests = set()
    with tempfile.TemporaryDirectory() as folder:
        rows, image = Path(folder, "list.tsv"), Path(folder, "list.gzt")
        write_list(rows, args.rows)
        print("threads", *STEPS, "all s", "peak MB", sep="\t")
        for threads in args.threads or [1, 2]:
            command = [args.gazetted, "compile", "-v", "-o", image, "-t",
                       str(threads), rows]
            rounds = [run(command) for _ in range(args.rounds)]
            medians = [statistics.median(column) for column in zip(*rounds)]
            print(threads, *(f"{value:.3f}" for value in medians[:-1]),
                  f"{medians[-1]:.0f}", sep="\t")
            digests.add(hashlib.sha256(image.read_bytes()).hexdigest())
    if len(digests) > 1:
        sys.exit("the images differ")


if __name__ == "__main__":
    main()
