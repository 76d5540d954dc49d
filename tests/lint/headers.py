"""Header guards and file stems, so that a name in a backtrace leads home."""

import re
from pathlib import Path

from findings import C_SUFFIXES, Finding


def guards_of(name):
    """The guards that a header may have, the usual one first."""
    stem = re.sub(r"\W", "_", Path(name).stem).upper()
    usual = [f"GZ_{stem}_H"]
    return usual + [f"GZ_TEST_{stem}_H"] * name.startswith("tests/")


def check_guard(tree, name):
    code = [(n, t.strip()) for n, t in tree.lines(name) if t.strip()]
    first = code[0] if code else (1, "")
    second = code[1] if len(code) > 1 else (1, "")
    for guard in guards_of(name):
        if (first[1] == f"#ifndef {guard}" and second[1] == f"#define {guard}"
                and code[-1][1].startswith("#endif")):
            return []
    return [Finding(name, first[0],
                    f"include guard is not {guards_of(name)[0]}")]


def check_stems(tree):
    """A source and its header share a stem; no other two files do."""
    found = []
    seen = {}
    for name in tree.with_suffix(C_SUFFIXES):
        path = Path(name)
        kind = "header" if path.suffix == ".h" else "source"
        other = seen.setdefault((path.stem, kind), name)
        if other != name:
            found.append(Finding(name, 0, f"has the stem of {other}"))
        mate = seen.get((path.stem, "header"))
        if kind == "source" and mate and Path(mate).parent != path.parent:
            found.append(Finding(name, 0, f"is not beside its header {mate}"))
    return found


def check(tree):
    found = check_stems(tree)
    for name in tree.with_suffix({".h"}):
        found += check_guard(tree, name)
    return found
