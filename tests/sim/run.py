"""Build the simulator, as it is or with one rule of the engine broken, and
run it."""

import argparse
import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutants import MUTANTS  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "sim"


def parse(arguments):
    parser = argparse.ArgumentParser(prog="tests/sim/run.sh")
    parser.add_argument("--schedules", type=int,
                        help="how many (20000, or what the mutant needs)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--mutant", metavar="NAME",
                        help="break this rule: a violation must be found")
    parser.add_argument("--list-mutants", action="store_true")
    parser.add_argument("--long", type=int, metavar="N",
                        help="one schedule of N rebalances instead")
    parser.add_argument("--replay", type=int, metavar="SEED")
    parser.add_argument("--trace", action="store_true",
                        help="with --replay: tell all that happens")
    parser.add_argument("--no-shrink", action="store_true")
    return parser.parse_args(arguments)


def build():
    """The simulator of the tree as it is; returns the program."""
    commands = (
        ["cmake", "-S", str(ROOT / "tests" / "sim"), "-B", str(BUILD), "-G",
         "Ninja", "-DCMAKE_BUILD_TYPE=RelWithDebInfo"],
        ["ninja", "-C", str(BUILD), "gz_sim"],
    )
    # Ninja itself sees when CMake is to run again.
    for command in commands[(BUILD / "build.ninja").exists():]:
        done = subprocess.run(command, capture_output=True, text=True,
                              check=False)
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
    return BUILD / "gz_sim"


def changed_text(mutant):
    text = (ROOT / mutant.file).read_text(encoding="utf-8")
    if text.count(mutant.old) != 1:
        sys.exit(f"run.sh: mutant {mutant.name}: the text that it changes is "
                 f"not, or not once, in {mutant.file}: bring mutants.py up "
                 f"to date:\n{mutant.old}")
    return text.replace(mutant.old, mutant.new)


def compile_changed(source, folder, mutant):
    """Compile source as mutant.file was compiled; returns the object."""
    rows = json.loads((BUILD / "compile_commands.json").read_text())
    row = next(r for r in rows if r["file"] == str(ROOT / mutant.file))
    command = shlex.split(row["command"])
    changed = folder / "changed.o"
    command[command.index("-o") + 1] = str(changed)
    command[command.index(row["file"])] = str(source)
    subprocess.run([*command, "-w"], cwd=row["directory"], check=True)
    return changed


def build_mutant(mutant):
    """The program with one rule broken.  Nothing in the tree is changed."""
    build()
    folder = BUILD / "mutants" / mutant.name
    source = folder / mutant.file
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(changed_text(mutant), encoding="utf-8")
    changed = compile_changed(source, folder, mutant)
    objects = [str(o) for o in (BUILD / "CMakeFiles").rglob("*.c.o")
               if o.name != Path(mutant.file).name + ".o"]
    program = folder / "gz_sim"
    subprocess.run(["cc", "-o", str(program), str(changed), *objects],
                   check=True)
    return program


def find_mutant(name):
    for mutant in MUTANTS:
        if mutant.name == name:
            return mutant
    return sys.exit(f"run.sh: no mutant is called {name}; see --list-mutants")


def arguments_of(options, schedules):
    if options.long is not None:
        return ["--long", str(options.long), "--seed", str(options.seed)]
    if options.replay is not None:
        rest = ["--replay", str(options.replay)]
    else:
        rest = ["--schedules", str(schedules), "--seed", str(options.seed),
                "--jobs", str(options.jobs)]
    return (rest + ["--trace"] * options.trace
            + ["--no-shrink"] * options.no_shrink)


def main():
    options = parse(sys.argv[1:])
    if options.list_mutants:
        for mutant in MUTANTS:
            print(f"{mutant.name:24} {mutant.rule}")
        return 0
    if options.mutant is None:
        program = build()
        schedules = options.schedules or 20000
    else:
        mutant = find_mutant(options.mutant)
        program = build_mutant(mutant)
        schedules = options.schedules or mutant.schedules
        print(f"mutant {mutant.name}: not so any more: {mutant.rule}")
    sys.stdout.flush()
    return subprocess.run(
        [str(program), *arguments_of(options, schedules)],
        check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
