"""How long files and functions may be.  Functions are measured by ctags."""

import subprocess

from findings import C_SUFFIXES, CODE_SUFFIXES, Finding

FILE_LINES = 450
TEST_FILE_LINES = 600
FUNCTION_LINES = 50


def check_files(tree):
    found = []
    for name in tree.with_suffix(CODE_SUFFIXES):
        limit = TEST_FILE_LINES if name.startswith("tests/") else FILE_LINES
        count = len(tree.lines(name))
        if count > limit:
            found.append(Finding(
                name, limit + 1, f"file has {count} lines, limit is {limit}"))
    return found


def check_functions(tree):
    sources = tree.with_suffix(C_SUFFIXES)
    if not sources:
        return []
    command = ["ctags", "-x", "--_xformat=%n\t%e\t%N\t%F", "--kinds-C=f",
               "--kinds-C++=f", "-f", "-", *sources]
    done = subprocess.run(command, cwd=tree.root, capture_output=True,
                          text=True, check=True)
    found = []
    for row in done.stdout.splitlines():
        begin, end, function, name = row.split("\t")
        count = int(end) - int(begin) + 1 if end else 0
        if count > FUNCTION_LINES:
            found.append(Finding(
                name, int(begin), f"function {function} has {count} lines, "
                f"limit is {FUNCTION_LINES}"))
    return found


def check(tree):
    return check_files(tree) + check_functions(tree)
