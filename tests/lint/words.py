"""Words that must not stand in the project's own texts.

The patterns are written so that this file does not match itself.
"""

import re
from pathlib import Path

from findings import CODE_SUFFIXES, Finding

TEXT_SUFFIXES = CODE_SUFFIXES | {
    "", ".md", ".yaml", ".yml", ".in", ".service", ".conf", ".avsc", ".xml",
    ".5", ".7", ".8", ".html", ".js", ".css", ".supp",
}
# Other people's texts and other tools' formats.
EXEMPT = ("LICENSE", "tests/fuzz/corpus/", "tests/cases/")

RULES = (
    # Three X alone are a currency too, so they count in comments only.
    (re.compile(r"\b(TO[D]O|FIX[M]E)\b|(#|//|/?\*) ?X[X]X\b"),
     "unfinished work: {}"),
    (re.compile(r"(?<![\w./:*-])/(?:wor[k]|hom[e]|roo[t]|User[s])/\w"),
     "a path of one machine: {}"),
    (re.compile(r"\b(pypi[.]org|pythonhosted[.]org|repo1[.]maven[.]org|"
                r"repo[.]maven[.]apache[.]org|registry[.]npmjs[.]org|"
                r"crates[.]io|proxy[.]golang[.]org|deb[.]debian[.]org)\b"),
     "host of a package registry: {}"),
)


def check(tree):
    found = []
    for name in tree.files:
        if (Path(name).suffix not in TEXT_SUFFIXES
                or name.startswith(EXEMPT)):
            continue
        for line, text in tree.lines(name):
            for pattern, message in RULES:
                match = pattern.search(text)
                if match:
                    found.append(Finding(
                        name, line, message.format(match.group(0))))
    return found
