"""How well gazetted finds persons, organisations and places in annotated text.

    python3 tests/bench/accuracy.py [--gold FOLDER] [--types PER,ORG,LOC]
                                    [--packs NAME,...] [--errors N]
                                    [--relations] [CORPUS...]

A CORPUS is a file `{"id", "text", "entities": [...]}` per line, or the name
of one in the folder of gold data, ../shared/gold-dev unless --gold says
otherwise; without any, all of that folder.  The articles are extracted with
the program of build (--program) and the shipped packs, or those of
--packs (names or paths; `--packs default` is lists without rules), and judged
by the scorer that lies beside the gold data, which prints precision, recall
and F1 of exact and of overlapping spans.  --errors prints the N most frequent
mistakes, --relations scores facts, too.

The gold data is no part of the project: without it this says so and ends with
the status 77, which test programs take for "skipped".
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = 77


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path,
                        default=ROOT.parent / "shared" / "gold-dev")
    parser.add_argument("--program", type=Path,
                        default=ROOT / "build" / "gazetted")
    parser.add_argument("--packs",
                        default="default,core-en,business-en,politics-en")
    parser.add_argument("--types", default="PER,ORG,LOC")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--relations", action="store_true")
    parser.add_argument("corpora", nargs="*", metavar="CORPUS")
    return parser.parse_args(arguments)


def find_corpora(gold, names):
    """Paths of the corpora; those that are missing come second."""
    if not names:
        return sorted(gold.glob("*.jsonl")), []
    paths = [Path(name) if Path(name).is_file() else
             gold / f"{name.removesuffix('.jsonl')}.jsonl" for name in names]
    return ([path for path in paths if path.is_file()],
            [path for path in paths if not path.is_file()])


def extract(options, config, corpus, output):
    subprocess.run([options.program, "extract", "--format", "annotations",
                    "--config", config, "--output", output, corpus],
                   check=True)


def score(options, corpus, output):
    command = [sys.executable, options.gold / "score.py", corpus, output,
               "--types", options.types, "--dont-care", "MISC", "--normalize",
               "--named-only"]
    if options.relations:
        command.append("--relations")
    if options.errors:
        command += ["--errors", str(options.errors)]
    subprocess.run(command, check=True)


def main(arguments):
    options = parse_arguments(arguments)
    corpora, missing = find_corpora(options.gold, options.corpora)
    for path in missing:
        print(f"accuracy.py: {path} is missing", file=sys.stderr)
    if missing or not corpora or not (options.gold / "score.py").is_file():
        print(f"accuracy.py: no gold data in {options.gold}; --gold names "
              "another folder", file=sys.stderr)
        return SKIPPED
    if not options.program.is_file():
        print(f"accuracy.py: {options.program} is not built", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "gazetted.yaml"
        config.write_text(f"rules:\n  packs: [{options.packs}]\n",
                          encoding="utf-8")
        for corpus in corpora:
            output = Path(folder) / corpus.name
            print(corpus.stem, flush=True)
            extract(options, config, corpus, output)
            score(options, corpus, output)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
