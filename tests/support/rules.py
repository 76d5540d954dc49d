"""Packs of rules that tests write."""

CONFIG = "tests/cases/shop.yaml"


def pack(folder, text, name="t"):
    """Make folder a pack with one file of rules, and say where that is."""
    (folder / "pack.yaml").write_text(
        f'gazetted: 1\nname: {name}\nversion: "1"\nlanguage: en\n')
    path = folder / "rules.yaml"
    path.write_text(text)
    return path
