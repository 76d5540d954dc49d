"""What other programs judge: clang-format, the shells, shellcheck, mandoc."""

import re
import shutil
import subprocess
from pathlib import Path

from findings import C_SUFFIXES, Finding

PLACE = re.compile(r"^(.+?):(\d+):\d+: (.*)$")


def run(tree, command):
    return subprocess.run(command, cwd=tree.root, capture_output=True,
                          text=True, check=False)


def placed(output, fallback):
    """Findings from lines of the form file:line:column: text."""
    rows = [PLACE.match(row) for row in output.splitlines()]
    found = [Finding(m.group(1), int(m.group(2)), m.group(3))
             for m in rows if m]
    if found:
        return found
    return [Finding(fallback, 0, output.strip().replace("\n", " | "))]


def check_format(tree):
    sources = tree.with_suffix(C_SUFFIXES)
    if not sources:
        return []
    done = run(tree, ["clang-format-14", "--dry-run", "-Werror", *sources])
    return placed(done.stderr, sources[0]) if done.returncode else []


def shell_of(tree, name):
    """"sh" or "bash" for a script, None for any other file."""
    with open(tree.root / name, "rb") as script:
        first = script.readline(80)
    if first.startswith(b"#!"):
        words = re.split(rb"[\s/]+", first.strip())
        return next((s for s in ("bash", "sh") if s.encode() in words), None)
    return "sh" if Path(name).suffix == ".sh" else None


def check_shell(tree):
    found = []
    for name in tree.files:
        shell = shell_of(tree, name)
        if shell is None:
            continue
        done = run(tree, [shell, "-n", name])
        if done.returncode:
            found.append(Finding(name, 0, done.stderr.strip()))
        elif shutil.which("shellcheck"):
            done = run(tree, ["shellcheck", "-x", "-f", "gcc", "-s", shell,
                              name])
            if done.returncode:
                found += placed(done.stdout + done.stderr, name)
    return found


def check_python(tree):
    found = []
    for name in tree.with_suffix({".py"}):
        try:
            compile(tree.text(name), name, "exec")
        except SyntaxError as error:
            found.append(Finding(name, error.lineno or 0, str(error.msg)))
    return found


def check_manuals(tree):
    """mandoc's opinion, but for manuals that are not installed here."""
    found = []
    for name in tree.with_suffix({".5", ".7", ".8"}):
        if not shutil.which("mandoc"):
            break
        done = run(tree, ["mandoc", "-T", "lint", "-W", "style", name])
        rows = [row.removeprefix("mandoc: ")
                for row in (done.stdout + done.stderr).splitlines()
                if "referenced manual not found" not in row
                and "outdated mandoc.db" not in row]
        if rows:
            found += placed("\n".join(rows), name)
    return found


def check(tree):
    return (check_format(tree) + check_shell(tree) + check_python(tree)
            + check_manuals(tree))
