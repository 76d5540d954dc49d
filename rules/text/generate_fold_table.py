#!/usr/bin/env python3
"""Write fold_table.inc: characters of alphabets folded by width and case.

    generate_fold_table.py [--check]

Simple case folding (CaseFolding.txt, C and S) by Python's Unicode data, after
the plain forms of apostrophes, quotes and spaces that fold.c knows.  With
--check nothing is written and a difference is an error; which characters of
later Unicode versions are letters does not matter below U+0600.
"""

import pathlib
import sys

END = 0x0600
PLAIN = {0x00A0: 0x20, 0x00AB: 0x22, 0x00BB: 0x22, 0x00B4: 0x27,
         0x0060: 0x27, 0x02B9: 0x27, 0x02BC: 0x27, 0x0009: 0x20}
SAME = {0x0130}  # has no simple case folding


def fold(cp):
    cp = PLAIN.get(cp, cp)
    if cp in SAME:
        return cp
    full = chr(cp).casefold()
    simple = full if len(full) == 1 else chr(cp).lower()
    return ord(simple) if len(simple) == 1 else cp


def main():
    rows = [fold(cp) for cp in range(END)]
    lines = ["// Made by generate_fold_table.py.\n"]
    for at in range(0, END, 8):
        numbers = ", ".join(f"0x{cp:04X}" for cp in rows[at:at + 8])
        lines.append(f"    {numbers},\n")
    text = "".join(lines)
    path = pathlib.Path(__file__).with_name("fold_table.inc")
    if "--check" in sys.argv[1:]:
        sys.exit(0 if path.read_text() == text else f"{path} is out of date")
    path.write_text(text)


if __name__ == "__main__":
    main()
