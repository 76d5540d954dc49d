#!/usr/bin/env python3
"""Write word_break_table.inc from the Unicode character database.

    rules/text/generate_word_break.py > word_break_table.inc
    rules/text/generate_word_break.py --check

The second form compares the committed table with what would be written.
--database FOLDER holds the database, by default where Debian's unicode-data
installs it.  The output depends on nothing else, so a rerun on the same
version gives the same bytes.
"""

import argparse
import re
import sys
from pathlib import Path

BLOCK = 64
LIMIT = 0x20000  # planes above are told by ranges, see word_break.h
CODE_POINTS = 0x110000
BLOCKS_PER_LINE = 16

# Word_Break values that map to one class whatever else a character is.
BY_BREAK = {
    "CR": "n", "LF": "n", "Newline": "n",
    "Extend": "x", "Format": "x", "ZWJ": "z",
    "Hebrew_Letter": "h", "Numeric": "0", "Katakana": "c",
    "MidLetter": "m", "MidNum": ",", "MidNumLet": "d",
    "Single_Quote": "Q", "Double_Quote": "D",
    "ExtendNumLet": "_", "Regional_Indicator": "R",
}
COLONS = (0x3A, 0xFE13, 0xFE55, 0xFF1A)
CURLY_APOSTROPHES = (0x2018, 0x2019, 0xFF07)
GEORGIAN = range(0x10D0, 0x1100)  # lower case by name, but sentences start so
ZERO_WIDTH_SPACE = 0x200B
PARAGRAPH_SEPARATOR = 0x2029
LINE_BREAKS = (0xA, 0xB, 0xC, 0xD, 0x85, 0x2028)


def read_ranges(path):
    """Yields (first, last, value) of a UCD property file."""
    row = re.compile(r"^([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*;\s*(\w+)")
    for line in path.read_text(encoding="utf-8").splitlines():
        match = row.match(line)
        if match:
            first = int(match.group(1), 16)
            last = int(match.group(2) or match.group(1), 16)
            yield first, last, match.group(3)


def read_values(path):
    values = {}
    for first, last, value in read_ranges(path):
        for cp in range(first, last + 1):
            values[cp] = value
    return values


def read_set(path, wanted):
    found = set()
    for first, last, value in read_ranges(path):
        if value == wanted:
            found.update(range(first, last + 1))
    return found


class Database:
    def __init__(self, folder):
        breaks = folder / "auxiliary/WordBreakProperty.txt"
        core = folder / "DerivedCoreProperties.txt"
        self.version = breaks.read_text(encoding="utf-8").split(
            "WordBreakProperty-")[1].split(".txt")[0]
        self.breaks = read_values(breaks)
        self.category = read_values(
            folder / "extracted/DerivedGeneralCategory.txt")
        self.spaces = read_set(folder / "PropList.txt", "White_Space")
        self.upper = read_set(core, "Uppercase")
        self.lower = read_set(core, "Lowercase")
        self.pictures = read_set(folder / "emoji/emoji-data.txt",
                                 "Extended_Pictographic")


def letter_class(db, cp):
    if cp in db.pictures:
        return "E"
    if cp in db.upper or db.category.get(cp) == "Lt":
        return "A"
    return "a" if cp in db.lower and cp not in GEORGIAN else "l"


def class_of(db, cp):
    if cp == PARAGRAPH_SEPARATOR:
        return "p"
    if cp in LINE_BREAKS:
        return "n"
    if cp in db.spaces or cp == ZERO_WIDTH_SPACE:
        return "s"
    if cp in COLONS:
        return "."
    if cp in CURLY_APOSTROPHES:
        return "q"
    value = db.breaks.get(cp)
    if value == "ALetter":
        return letter_class(db, cp)
    if value in BY_BREAK:
        return BY_BREAK[value]
    if cp in db.pictures:
        return "P"
    category = db.category.get(cp, "Cn")
    return "c" if category[0] == "L" or category == "Nl" else "."


def check_high_planes(db):
    """The ranges that word_break.h states for the planes above LIMIT."""
    for cp in range(LIMIT, CODE_POINTS):
        got = class_of(db, cp)
        if cp < 0x40000:
            want = got if got == "." else "c"
        elif cp == 0xE0001 or 0xE0020 <= cp < 0xE0080 \
                or 0xE0100 <= cp < 0xE01F0:
            want = "x"
        else:
            want = "."
        if got != want:
            sys.exit(f"U+{cp:04X} has class {got}, word_break.h says {want}")


def make_tables(db):
    blocks = {}
    index = []
    for first in range(0, LIMIT, BLOCK):
        text = "".join(class_of(db, cp) for cp in range(first, first + BLOCK))
        index.append(blocks.setdefault(text, len(blocks)))
    return index, list(blocks)


def table_text(db, index, blocks):
    rows = [f"// Made by generate_word_break.py from Unicode {db.version}; "
            "do not edit.\n",
            f"const uint16_t gz_word_break_index[{len(index)}] = {{"]
    for i in range(0, len(index), BLOCKS_PER_LINE):
        row = index[i:i + BLOCKS_PER_LINE]
        rows.append("    " + ",".join(str(n) for n in row) + ",")
    rows += ["};\n", f"const char gz_word_break_blocks[][{BLOCK + 1}] = {{"]
    rows += [f'    "{text}",' for text in blocks]
    return "\n".join(rows) + "\n};\n"


def check(db, text):
    """Exit status: whether the committed table is what we would write."""
    table = Path(__file__).with_name("word_break_table.inc").read_text(
        encoding="utf-8")
    if f"Unicode {db.version};" not in table:
        print(f"skipped: the table is not of Unicode {db.version}")
        return 0
    if table != text:
        print("word_break_table.inc is not what its generator writes")
        return 1
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--database", type=Path,
                        default=Path("/usr/share/unicode"))
    options = parser.parse_args()
    if options.check and not options.database.is_dir():
        print("skipped: no Unicode database (package unicode-data)")
        return 0
    db = Database(options.database)
    check_high_planes(db)
    text = table_text(db, *make_tables(db))
    if options.check:
        return check(db, text)
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
