"""Peers from their registries, through the registries' own clients.

Everything goes under build/peers, but for Debian packages.  A peer that cannot
be installed is left out, with a line that says why.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
BUILD = ROOT / "build" / "peers"

CRATES = ("daachorse", "daachorse-corpus", "aho-corasick")
PYTHON = ("pyahocorasick", "flashtext", "spacy")
LIBRARY = "hyperscan"
PROTOTYPE = "prototype"


class Missing(Exception):
    """Why a peer is left out, in one line."""


def run(command, **options):
    """Run a tool; what it says is only shown when it fails."""
    try:
        done = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True,
            check=False, stdin=subprocess.DEVNULL, **options)
    except OSError as error:
        raise Missing(f"{command[0]}: {error.strerror}") from error
    if done.returncode != 0:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise Missing(f"{Path(command[0]).name} failed: {' '.join(last)}")


def crates():
    """The program of the Rust peers."""
    if shutil.which("cargo") is None:
        raise Missing("cargo is not installed")
    target = BUILD / "rust"
    run(["cargo", "build", "--release", "--quiet", "--locked", "--target-dir",
         target], cwd=HERE / "rust",
        env=os.environ | {"RUSTFLAGS": "-C target-cpu=native"})
    return target / "release" / "names-peers"


def python():
    """An interpreter that has the Python peers."""
    folder = BUILD / "venv"
    wanted = (HERE / "requirements.txt").read_text()
    stamp = folder / "installed.txt"
    interpreter = folder / "bin" / "python"
    if not stamp.exists() or stamp.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        run([interpreter, "-m", "pip", "install", "-q", "-r",
             HERE / "requirements.txt"])
        stamp.write_text(wanted)
    return interpreter


def hyperscan():
    """Our program around the library."""
    run(["sh", ROOT / "daemon" / "install-packages.sh",
         HERE / "packages.txt"])
    program = BUILD / "hyperscan_peer"
    run([os.environ.get("CC", "cc"), "-std=gnu17", "-O3", "-march=native",
         "-o", program, HERE / "hyperscan_peer.c", "-lhs", "-lutf8proc"])
    return program


def prototype(source):
    """The folder of the prototype's programs."""
    source = Path(source).resolve()
    if not (source / "Makefile").exists():
        raise Missing(f"{source} is missing")
    folder = BUILD / "prototype"
    folder.mkdir(parents=True, exist_ok=True)
    run(["make", "-C", source, f"O={folder}", folder / "build_exact",
         folder / "tag_exact"])
    return folder


def commands(kinds):
    """{kind: how its process starts} of the peers that could be installed,
    but for the prototype."""
    BUILD.mkdir(parents=True, exist_ok=True)
    makers = {kind: (crates, []) for kind in CRATES}
    makers |= {kind: (python, [HERE / "python_peers.py"]) for kind in PYTHON}
    makers[LIBRARY] = (hyperscan, [])
    found, made = {}, {}
    for kind in kinds:
        maker, arguments = makers[kind]
        try:
            if maker not in made:
                made[maker] = maker()
            found[kind] = [made[maker], *arguments, kind]
        except Missing as reason:
            print(f"{kind} is left out: {reason}", file=sys.stderr)
    return found
