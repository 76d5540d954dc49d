"""Every check finds the mistake in a bad sample and passes a good one."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import exports  # noqa: E402
import headers  # noqa: E402
import layers  # noqa: E402
import sizes  # noqa: E402
import tools  # noqa: E402
import toplevel  # noqa: E402
import words  # noqa: E402
from findings import Tree  # noqa: E402

GUARDED = "#ifndef GZ_{0}_H\n#define GZ_{0}_H\n{1}#endif\n"
MANUAL = (".Dd May 1, 2026\n.Dt A 8\n.Os\n"
          ".Sh NAME\n.Nm a\n.Nd nothing\n")
LONG_BODY = "int gz_long(void)\n{\n" + "    (void)0;\n" * 60 + "}\n"

# Each row: check, files of the tree, "file:line" of every finding wanted.
ROWS = (
    (layers.check, {"codecs/a.c": '#include "daemon/base/b.h"\n',
                    "daemon/base/b.h": ""}, []),
    (layers.check, {"codecs/a.c": '\n#include "rules/b.h"\n',
                    "rules/b.h": ""}, ["codecs/a.c:2"]),
    (layers.check, {"rules/a.c": '#include "codecs/b.h"\n',
                    "codecs/b.h": ""}, ["rules/a.c:1"]),
    (layers.check, {"daemon/base/a.c": '#include "daemon/kafka/b.h"\n',
                    "daemon/kafka/b.h": ""}, ["daemon/base/a.c:1"]),
    (layers.check, {"daemon/a.c": '#include "b.h"\n', "daemon/b.h": ""},
     ["daemon/a.c:1"]),
    (layers.check, {"daemon/http/a.c": "#include <microhttpd.h>\n",
                    "daemon/kafka/a.c": "#include <librdkafka/rdkafka.h>\n"},
     []),
    (layers.check, {"daemon/a.c": "#include <librdkafka/rdkafka.h>\n"},
     ["daemon/a.c:1"]),
    (layers.check, {"rules/a.c": "#include <unheard/of.h>\n"},
     ["rules/a.c:1"]),
    (layers.check, {"codecs/j.cpp": "#include <simdjson.h>\n"}, []),
    (layers.check, {"codecs/j.cpp": "#include <simdjson.h>\n",
                    "codecs/k.cpp": "#include <simdjson.h>\n"},
     ["codecs/k.cpp:1"]),
    (layers.check, {"rules/j.cpp": "#include <string>\n"}, ["rules/j.cpp:1"]),
    (sizes.check, {"daemon/a.c": "\n" * 450}, []),
    (sizes.check, {"daemon/a.c": "\n" * 451}, ["daemon/a.c:451"]),
    (sizes.check, {"tests/a.py": "\n" * 600}, []),
    (sizes.check, {"tests/a.py": "\n" * 601}, ["tests/a.py:601"]),
    (sizes.check, {"daemon/a.c": "int gz_a(void)\n{\n    return 0;\n}\n"}, []),
    (sizes.check, {"daemon/a.c": "\n" + LONG_BODY}, ["daemon/a.c:2"]),
    (headers.check, {"daemon/a.h": GUARDED.format("A", "int x;\n")}, []),
    (headers.check, {"daemon/a.h": "#pragma once\n"}, ["daemon/a.h:1"]),
    (headers.check, {"daemon/a.h": GUARDED.format("B", "")}, ["daemon/a.h:1"]),
    (headers.check, {"daemon/a.c": "", "daemon/a.h": GUARDED.format("A", "")},
     []),
    (headers.check, {"daemon/a.c": "", "rules/a.c": ""}, ["rules/a.c:1"]),
    (headers.check, {"rules/a.c": "",
                     "daemon/a.h": GUARDED.format("A", "")}, ["rules/a.c:1"]),
    (toplevel.check, {"daemon/a.c": "", ".ci/run": "", "LICENSE": ""}, []),
    (toplevel.check, {"docs/a.md": "", "notes.txt": ""},
     ["docs/a.md:1", "notes.txt:1"]),
    (words.check, {"daemon/a.c": "// a to-do list\n"}, []),
    (words.check, {"daemon/a.c": "\n// TO" "DO later\n"}, ["daemon/a.c:2"]),
    (words.check, {"daemon/a.c": "// FIX" "ME\n// XX" "X\n"},
     ["daemon/a.c:1", "daemon/a.c:2"]),
    (words.check, {"tests/a.py": "p = '/wor" "k/x'\n"}, ["tests/a.py:1"]),
    (words.check, {"tests/a.sh": "cd /hom" "e/me\n"}, ["tests/a.sh:1"]),
    (words.check, {"README.md": "see http://a.example/work/x\n"}, []),
    (words.check, {"README.md": "from pypi" ".org\n"}, ["README.md:1"]),
    (tools.check_format, {"daemon/a.c": "int gz_a;\n"}, []),
    (tools.check_format, {"daemon/a.c": "int   gz_a;\n"}, ["daemon/a.c:1"]),
    (tools.check_shell, {"a.sh": "#!/bin/sh\necho ok\n"}, []),
    (tools.check_shell, {"a.sh": "#!/bin/sh\nif true\n"}, ["a.sh:1"]),
    (tools.check_shell, {"run": "#!/usr/bin/env bash\ndone\n"}, ["run:1"]),
    (tools.check_manuals, {"a.8": MANUAL}, []),
    (tools.check_manuals, {"a.8": MANUAL + ".Sh\n"}, ["a.8:7"]),
    (tools.check_python, {"a.py": "def f():\n    return 1\n"}, []),
    (tools.check_python, {"a.py": "x = 1\ndef f(:\n"}, ["a.py:2"]),
)


def write_tree(root, files):
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    style = Path(__file__).resolve().parents[2] / ".clang-format"
    (root / ".clang-format").write_text(style.read_text())
    return Tree(root, root)


class Samples(unittest.TestCase):
    def test_rows(self):
        for check, files, want in ROWS:
            with (self.subTest(check=check.__module__, files=files),
                  tempfile.TemporaryDirectory() as folder):
                tree = write_tree(Path(folder), files)
                got = [str(f).split(": ", 1)[0] for f in sorted(check(tree))]
                self.assertEqual(got, want)

    def test_every_check_has_a_bad_sample(self):
        bad = {check.__module__ for check, _, want in ROWS if want}
        import run
        self.assertEqual(set(run.CHECKS) - bad, {"exports"})

    def test_exports(self):
        source = ("int gz_fine(void) { return 0; }\nint stray = 1;\n"
                  "int gz_own(void) { return gz_fine(); }\n")
        header = GUARDED.format("A", "int gz_fine(void);\nint gz_gone(void);\n"
                                "int gz_own(void);\n")
        user = "int x(void) { return gz_fine() + gz_gone(); }\n"
        files = {"daemon/a.c": source, "daemon/a.h": header,
                 "tests/test_a.c": user}
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            tree = write_tree(root, files)
            self.assertIn("not built", str(exports.check(tree)[0]))
            subprocess.run(["cc", "-c", "daemon/a.c", "-o", "a.c.o"],
                           cwd=root, check=True)
            for layer in exports.LAYERS:
                subprocess.run(["ar", "cr", f"lib{layer}.a", "a.c.o"],
                               cwd=root, check=True)
            got = {str(f) for f in exports.check(tree)}
            self.assertEqual(got, {
                "daemon/a.c:1: exports stray, not a gz_ name",
                "daemon/a.h:4: gz_gone is declared, never defined",
                "daemon/a.h:5: gz_own is used in no other file"})


if __name__ == "__main__":
    unittest.main()
