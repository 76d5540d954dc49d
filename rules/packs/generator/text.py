"""Small functions over names: clean, fold, abbreviate."""

import re
import unicodedata

LETTERS = str.maketrans({
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss",
    "ı": "i", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ð": "d",
    "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A",
})
QUOTES = str.maketrans({
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʻ": "'", "ʼ": "'", "‐": "-",
    "‑": "-", "\u00a0": " ",
})
FORBIDDEN = re.compile(r"[|;=\t\x00-\x1f\x7f]")


def clean(name):
    """Returns the name in NFC with plain quotes and single spaces.

    Characters that the table format forbids become spaces.
    """
    name = unicodedata.normalize("NFC", name).translate(QUOTES)
    return re.sub(r"\s+", " ", FORBIDDEN.sub(" ", name)).strip(" ,")


def plain(name):
    """Returns the name without diacritics."""
    parts = unicodedata.normalize("NFD", name.translate(LETTERS))
    return "".join(c for c in parts if not unicodedata.combining(c))


def fold(name):
    """Returns a key under which spellings of one name are equal."""
    return re.sub(r"[^\w]+", " ", plain(name).lower()).strip()


def slug(name):
    """Returns a row id made of the name."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name).lower()).strip("-")


def without_brackets(name):
    """Returns the name without what it says in brackets."""
    return clean(re.sub(r"\s*[(\[（][^)\]）]*[)\]）]?", "", name))


def without_the(name):
    """Returns the name without a leading article."""
    return re.sub(r"^[Tt]he ", "", name)


def words(name):
    """Returns the words of a name; a hyphen does not split."""
    return name.split()


def is_acronym(name):
    """Says whether a name is written in capitals, like UN or U.S."""
    letters = re.sub(r"[.&-]|\d", "", name)
    return (len(letters) > 1 and len(name) <= 7 and letters.isascii()
            and letters.isalpha() and letters.isupper()
            and name[-1] not in "&-")


def is_cjk(name):
    """Says whether a name is written in a script without spaces."""
    return any("\u3040" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3"
               for c in name)


def spellings(name):
    """Returns the name and the ways in which newspapers respell it.

    Diacritics go, an ampersand becomes a word and back, Saint is
    abbreviated and spelled out.
    """
    found = [name]
    bare = plain(name)
    if bare.isascii():
        found.append(bare)
    for one in list(found):
        found += respelled(one)
    return list(dict.fromkeys(found))


def respelled(name):
    """Returns the other spellings of a name's ordinary words."""
    found = []
    if " & " in name:
        found.append(name.replace(" & ", " and "))
    elif " and " in name and name.count(" ") <= 3:
        found.append(name.replace(" and ", " & "))
    if "s' " in name:
        found.append(name.replace("s' ", "s "))
    match = re.match(r"(Saint|St\.|St) (.+)", name)
    if match:
        found += [p + " " + match.group(2) for p in ("St.", "St", "Saint")
                  if p != match.group(1)]
    return found
