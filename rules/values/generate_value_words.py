#!/usr/bin/env python3
"""Write value_words_table.inc: the words of value_words.txt by their keys.

    generate_value_words.py [--check]

Keys are those of rules/text/token_keys.h.  With --check nothing is written
and a difference is an error.
"""

import pathlib
import sys
import unicodedata
from collections import defaultdict

LANGUAGES = {"e": 1, "d": 2, "f": 4, "s": 8, "o": 16, "*": 31}
FLAGS = {"x": 1, "c": 2, "p": 4, "a": 8, "i": 16, "m": 32, ".": 64, "r": 128,
         "2": 256, "v": 512, "t": 1024}
TRIGGERS = {"number", "scale", "dozen", "half", "month", "weekday", "day"}
TIME_TRIGGERS = set("WMQYXCEB")
NOUNS = {"symbol", "short", "coinword", "cent"}
COUNTRIES = {"prefix", "country"}
TEXTS = {"code", "percent", "unit", "bpd", "irregular", "season"}
PHRASE_WORDS = 5
FILTER_BITS = 14
LANGUAGE_BITS = 5
MASK = (1 << 64) - 1


def mix(a, b):
    product = a * b
    return (product & MASK) ^ (product >> 64)


def fold(word):
    word = unicodedata.normalize("NFC", word).lower().replace("\u2019", "'")
    word = word.translate({0xFF04: "$", 0xFFE1: "\u00a3", 0xFFE5: "\u00a5"})
    return b"".join(bytes([ord(c) | 0x20]) if ord(c) < 0x80 else c.encode()
                    for c in word)


def key_of(word):
    data = fold(word)
    key = 0
    for at in range(0, max(len(data), 1), 16):
        block = data[at:at + 16].ljust(16, b"\0")
        a = int.from_bytes(block[:8], "little")
        b = int.from_bytes(block[8:], "little")
        key = mix(key ^ a ^ 0x9e3779b97f4a7c15, b ^ 0xe7037ed1a0b428db)
    return key


class Table:
    """What the lines say, by words."""

    def __init__(self):
        self.texts = [""]
        self.nouns = []
        self.countries = ["-"]
        self.coins = []
        self.codes = set()
        self.senses = defaultdict(list)
        self.phrases = []
        self.triggers = defaultdict(set)  # by bit of a language
        self.kinds = [defaultdict(set) for _ in range(3)]  # own, forward, back

    def number(self, names, name):
        if name not in names:
            names.append(name)
        return names.index(name)

    def argument(self, kind, text):
        """Argument and detail of a sense."""
        if kind in NOUNS:
            noun, _, country = text.partition(":")
            return (self.number(self.nouns, noun),
                    self.number(self.countries, country or "-"))
        if kind in COUNTRIES:
            return self.number(self.countries, text), 0
        if kind in TEXTS:
            return self.number(self.texts, text), 0
        if kind in ("time", "period"):
            return f"'{text}'", 0
        if kind in ("before", "behind"):
            return f"GZ_CMP_{text}", 0
        return text, 0

    def coin(self, name, codes):
        for code in codes:
            code, _, country = code.partition(":")
            self.coins.append((self.number(self.nouns, name),
                               self.number(self.countries, country or "-"),
                               code))

    def entry(self, head, words):
        kind, argument, languages, flags = head
        if kind == "code":
            self.codes.add(argument)
        arg, detail = self.argument(kind, argument)
        mask = 0
        for letter in languages:
            mask |= LANGUAGES[letter]
        bits = sum(FLAGS[f] for f in flags if f in FLAGS)
        cased = self.number(self.texts, words[0]) if "x" in flags else 0
        sense = (f"{{GZ_VALUE_{kind.upper()}, {mask}, {bits}, {arg}, "
                 f"{detail}, {cased}}}")
        assert len(words) <= PHRASE_WORDS, words
        if len(words) > 1:
            self.phrases.append((tuple(map(key_of, words)), sense))
            self.kinds[1][key_of(words[0])].add(kind)
            self.kinds[2][key_of(words[-1])].add(kind)
            return
        self.senses[key_of(words[0])].append(sense)
        self.kinds[0][key_of(words[0])].add(kind)
        if (kind in TRIGGERS or (kind == "time" and argument in TIME_TRIGGERS
                                 and "p" not in flags)) and not (
                "n" in flags or "a" in flags):
            for bit in range(LANGUAGE_BITS):
                if mask >> bit & 1:
                    self.triggers[bit].add(key_of(words[0]))

    def line(self, line):
        if line.startswith("coin "):
            _, name, *codes = line.split()
            self.coin(name.rstrip(":-="), codes)
            return
        head, _, entries = line.partition(": ")
        for words in entries.split(" | "):
            self.entry(head.split(), words.split())


def slots_of(keys):
    """Open addressing with linear probing, as value_words.c looks up."""
    size = 1
    while size < 2 * len(keys):
        size *= 2
    slots = [(0, 0)] * size
    for number, key in enumerate(keys):
        at = key >> 40 & (size - 1)
        while slots[at] != (0, 0):
            at = (at + 1) & (size - 1)
        slots[at] = (key & 0xffff, number + 1)
    return slots


def ranges(groups):
    """The rows of groups in one list, and where each group is."""
    rows, places = [], {}
    for key in sorted(groups):
        places[key] = (len(rows), len(groups[key]))
        rows += groups[key]
    return rows, places


def group_phrases(table, end):
    groups = defaultdict(list)
    for keys, sense in sorted(table.phrases, key=lambda p: -len(p[0])):
        words = ", ".join(f"{k:#x}" for k in keys)
        groups[keys[end]].append(f"{{{{{words}}}, {len(keys)}, {sense}}}")
    return ranges(groups)


def kinds_of(kinds):
    return " | ".join(f"KIND({k.upper()})" for k in sorted(kinds)) or "0"


def array(kind, name, rows):
    return [f"static const {kind} {name}[] = {{\n",
            *(f"    {row},\n" for row in rows), "};\n"]


def filter_of(keys):
    words = [0] * (1 << FILTER_BITS >> 6)
    for key in keys:
        bit = key >> (64 - FILTER_BITS)
        words[bit >> 6] |= 1 << (bit & 63)
    return words


def packed(words):
    for at in range(0, len(words), 8):
        row = ", ".join(f"{w:#x}" for w in words[at:at + 8])
        yield f"    {row},\n"


def text_of(table):
    senses, where = ranges(table.senses)
    forward, first = group_phrases(table, 0)
    backward, last = group_phrases(table, -1)
    none = (0, 0)
    keys = sorted(set(table.senses) | set(first) | set(last))
    entries = []
    for key in keys:
        places = [p.get(key, none) for p in (where, first, last)]
        entries.append("{%#x, %s, %s}" % (
            key, ", ".join(kinds_of(kinds[key]) for kinds in table.kinds),
            ", ".join(f"{at}, {count}" for at, count in places)))
    slots = [f"{{{tag:#x}, {entry}}}" for tag, entry in slots_of(keys)]
    coins = [f'{{{n}, {c}, "{code}"}}' for n, c, code in table.coins]
    currencies = sorted(table.codes | {code for _, _, code in table.coins})
    quoted = [[f'"{t}"' for t in names]
              for names in (table.texts, table.countries)]
    return "".join(
        ["// Made by generate_value_words.py.\n"]
        + array("struct gz_value_sense", "senses", senses)
        + array("struct gz_value_phrase", "forward", forward)
        + array("struct gz_value_phrase", "backward", backward)
        + array("struct gz_value_entry", "entries", entries)
        + array("struct slot", "slots", slots)
        + array("struct coin", "coins", coins)
        + array("char *const", "texts", quoted[0])
        + array("char *const", "countries", quoted[1])
        + array("char *const", "currencies", [f'"{c}"' for c in currencies])
        + ["const uint64_t gz_value_words_filters"
           "[GZ_VALUE_LANGUAGES][GZ_VALUE_FILTER_WORDS] = {\n",
           *(row for bit in range(LANGUAGE_BITS)
             for row in ("    {\n", *packed(filter_of(table.triggers[bit])),
                         "    },\n")), "};\n"])


def main():
    table = Table()
    folder = pathlib.Path(__file__).parent
    for line in (folder / "value_words.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            table.line(line)
    text = text_of(table)
    path = folder / "value_words_table.inc"
    if "--check" in sys.argv[1:]:
        sys.exit(0 if path.read_text() == text else f"{path} is out of date")
    path.write_text(text)


if __name__ == "__main__":
    main()
