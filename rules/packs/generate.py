#!/usr/bin/env python3
"""Writes the shipped name packs from public source tables.

    generate.py SOURCES_DIR            write the packs beside this file
    generate.py --check SOURCES_DIR    say which files are out of date

The same sources and inputs give the same bytes. What the sources are and
under which licences they stand is in LICENSES.md.
"""

import argparse
import sys
from pathlib import Path

from generator.packs import render

HERE = Path(__file__).parent


def is_current(path, text):
    """Says whether a file already has this content."""
    return path.exists() and path.read_text(encoding="utf-8") == text


def parse_arguments():
    """Returns the command line's arguments."""
    parser = argparse.ArgumentParser(
        description="Write the shipped name packs.")
    parser.add_argument("sources", type=Path, help="folder of the tables")
    parser.add_argument("--check", action="store_true",
                        help="change nothing, say what is out of date")
    return parser.parse_args()


def main():
    """Writes or checks every file of every pack."""
    arguments = parse_arguments()
    if not (arguments.sources / "SOURCES.md").exists():
        print(f"generate.py: error: no sources in {arguments.sources}",
              file=sys.stderr)
        return 2
    stale = [(HERE / name, text)
             for name, text in render(arguments.sources).items()
             if not is_current(HERE / name, text)]
    for path, text in stale:
        print(f"{'stale' if arguments.check else 'wrote'}: "
              f"{path.relative_to(HERE)}")
        if not arguments.check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if arguments.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
