"""The top level holds the agreed entries and nothing else."""

from findings import Finding

AGREED = {
    "CMakeLists.txt", "CMakePresets.json", "README.md", "LICENSE",
    "daemon", "codecs", "rules", "systemd", "tests",
}


def check(tree):
    found = []
    for name in tree.files:
        top = name.split("/", 1)[0]
        if top not in AGREED and not top.startswith("."):
            found.append(Finding(name, 0, f"{top} is not agreed at the top"))
    return found
