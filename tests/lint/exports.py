"""What the built libraries export: gz_ names only, all that headers say, and
only what a second file uses.

Reads the static libraries of a build folder with nm, so it runs after a build.
"""

import re
import subprocess
from pathlib import Path

from findings import C_SUFFIXES, Finding

LAYERS = ("gz_base", "gz_codecs", "gz_rules", "gz_daemon")
STRONG = set("TDBRGSC")  # nm's letters for what only one object may define


def read_symbols(library):
    """Pairs (object, symbol) of what the library defines for others."""
    command = ["nm", "--extern-only", "--defined-only", "--format=posix",
               str(library)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    pairs = []
    member = library.name
    for row in done.stdout.splitlines():
        header = re.match(r".*\[(.+)\]:$", row)
        if header:
            member = header.group(1)
            continue
        fields = row.split()
        if len(fields) >= 2 and fields[1] in STRONG:
            pairs.append((member, fields[0]))
    return pairs


def own_source(tree, member):
    """The file of ours that an object was made of, or the object's name."""
    stem = Path(member).name.removesuffix(".o")
    for name in tree.files:
        if Path(name).name == stem:
            return name
    return member


def prototypes(tree):
    """Rows (header, line, function) declared in the headers of the layers."""
    headers = [f for f in tree.with_suffix({".h"})
               if not f.startswith("tests/")]
    if not headers:
        return []
    command = ["ctags", "-x", "--_xformat=%F\t%n\t%N", "--kinds-C=p",
               "--language-force=C", "-f", "-", *headers]
    done = subprocess.run(command, cwd=tree.root, capture_output=True,
                          text=True, check=True)
    rows = [row.split("\t") for row in done.stdout.splitlines()]
    return [(f, int(n), name) for f, n, name in rows]


def check_use(tree, declared, sources):
    """A function that one file alone uses is to be static there."""
    words = {name: set(re.findall(r"gz_\w+", tree.text(name)))
             for name in tree.with_suffix(C_SUFFIXES)}
    found = []
    for header, line, function in declared:
        own = {header, sources[function]}
        if not any(function in used for name, used in words.items()
                   if name not in own):
            found.append(Finding(header, line,
                                 f"{function} is used in no other file"))
    return found


def check(tree):
    if tree.build is None:
        return []
    found = []
    sources = {}  # of each symbol
    for layer in LAYERS:
        library = tree.build / f"lib{layer}.a"
        if not library.is_file():
            return [Finding(str(library), 0, "not built")]
        for member, symbol in read_symbols(library):
            sources[symbol] = own_source(tree, member)
            if not symbol.startswith("gz_"):
                found.append(Finding(sources[symbol], 0,
                                     f"exports {symbol}, not a gz_ name"))
    declared = prototypes(tree)
    missing = [row for row in declared if row[2] not in sources]
    found += [Finding(header, line, f"{function} is declared, never defined")
              for header, line, function in missing]
    known = [row for row in declared if row[2] in sources]
    return found + check_use(tree, known, sources)
