#!/usr/bin/env python3
"""Run the lint checks: tests/lint/run.py [--build DIR] [--only CHECK] [ROOT].

Prints one line per mistake, file:line: message, and ends with status 1 if
there was any.  The check of exported names needs a build folder.
"""

import argparse
import sys
from pathlib import Path

import exports
import headers
import layers
import sizes
import tools
import toplevel
import words
from findings import Tree

CHECKS = {
    "exports": exports.check,
    "headers": headers.check,
    "layers": layers.check,
    "sizes": sizes.check,
    "tools": tools.check,
    "toplevel": toplevel.check,
    "words": words.check,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("root", nargs="?", type=Path,
                        default=Path(__file__).resolve().parents[2])
    parser.add_argument("--build", type=Path)
    parser.add_argument("--only", choices=CHECKS)
    args = parser.parse_args()
    tree = Tree(args.root, args.build.resolve() if args.build else None)
    chosen = [args.only] if args.only else list(CHECKS)
    passed = failed = 0
    for name in chosen:
        found = sorted(set(CHECKS[name](tree)))
        passed, failed = passed + (not found), failed + bool(found)
        for finding in found:
            print(finding)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
