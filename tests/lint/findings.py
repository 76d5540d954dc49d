"""What every check shares: the tree it looks at and the findings it returns.

A check is a function from a Tree to a list of Finding; an empty list means
that nothing is wrong.  Checks read files and call tools, and print nothing.
"""

import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

C_SUFFIXES = {".c", ".h", ".cpp"}
CODE_SUFFIXES = C_SUFFIXES | {".py", ".sh", ".cmake"}


@dataclass(frozen=True, order=True)
class Finding:
    """One mistake; line 0 stands for the file as a whole."""

    path: str
    line: int
    message: str

    def __str__(self):
        place = f"{self.path}:{self.line}" if self.line else f"{self.path}:1"
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Tree:
    """A work tree: its root and, for checks of objects, a build folder."""

    root: Path
    build: Path | None = None

    @cached_property
    def files(self):
        """Tracked files and new ones that git does not ignore, sorted."""
        command = ["git", "-C", str(self.root), "ls-files", "-z",
                   "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode == 0:
            names = done.stdout.decode().split("\0")
        else:  # an unpacked archive has no git folder
            names = [str(p.relative_to(self.root))
                     for p in self.root.rglob("*") if p.is_file()]
            names = [n for n in names if not n.startswith("build/")]
        return sorted({n for n in names if n and (self.root / n).is_file()})

    def with_suffix(self, suffixes):
        return [f for f in self.files if Path(f).suffix in suffixes]

    def text(self, name):
        """The file's text; bytes that are not UTF-8 become marks."""
        return (self.root / name).read_text(encoding="utf-8", errors="replace")

    def lines(self, name):
        """Pairs of line number (from 1) and line."""
        return list(enumerate(self.text(name).splitlines(), start=1))
