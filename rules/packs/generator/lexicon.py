"""Decides which names are safe to match wherever they stand.

A name is quiet when readers meet the same letters as a word or as
somebody's name: it then needs other evidence in the article.
"""

from .sources import hand_list, hand_tsv, read_list, read_tsv
from .text import is_acronym, is_cjk, plain, words

# Words that begin the names of places and say nothing about persons.
PLACE_WORDS = frozenset(
    "San Santa Santo São Sao Saint St. St Sankt Fort Port Porto Puerto New "
    "Nova Novo North South East West Northern Southern Eastern Western "
    "Upper Lower Great Little Old Grand El La Las Los Le Les Al Ash As Ad "
    "Ar Az An At Mount Lake Cape Villa Ciudad City Bad Rio Río Kota".split())

# Last words that a company's name has and a person's has not.
COMPANY_WORDS = frozenset(
    "co corp inc ltd plc ag sa group holdings company bank".split())


# Words of French, German and their neighbours that acronyms look like in a
# headline that is all in capitals.
FOREIGN_WORDS = frozenset("als ses un weg".split())

VOWELS = frozenset("aeiouy")


class Lexicon:
    """Words, forenames and surnames, and the exceptions made by hand."""

    def __init__(self, sources):
        self.words = frozenset(hand_list("words.txt"))
        self.forenames = given_names(sources)
        self.surnames = family_names(sources)
        self.bare = by_kind(hand_tsv("bare.tsv"))
        self.quiet = by_kind(hand_tsv("quiet.tsv"))
        self.dropped = by_kind(hand_tsv("dropped.tsv"))
        self.kept = by_kind(hand_tsv("kept.tsv"))

    def is_dropped(self, name, kind):
        """Says whether a name must not be shipped for this kind."""
        return listed(self.dropped, name, kind)

    def is_useless(self, name, kind):
        """Says whether a name is only an ordinary word to readers."""
        return (plain(name).lower() in self.words
                and not listed(self.kept, name, kind)
                and not listed(self.bare, name, kind))

    def is_phrase(self, name):
        """Says whether a name is made of ordinary words only."""
        parts = [plain(p).lower().strip(".,'") for p in words(name)]
        return (len(parts) > 1 and parts[-1] not in COMPANY_WORDS
                and all(p in self.words or p in ("of", "the", "and")
                        for p in parts))

    def policy(self, name, kind):
        """Returns how the name of a place, company, ... matches."""
        style = "exact" if is_acronym(name) else "smart"
        if listed(self.bare, name, kind):
            return style
        if listed(self.quiet, name, kind) or self.is_quiet(name):
            return f"{style},context"
        return style

    def famous_policy(self, name, kind):
        """Returns how a name matches that only a hand can make quiet."""
        style = "exact" if is_acronym(name) else "smart"
        quiet = listed(self.quiet, name, kind)
        return f"{style},context" if quiet else style

    def is_quiet(self, name):
        """Says whether a name is also a word or somebody's name."""
        parts = words(name)
        if is_cjk(name):
            return len(name) < 2
        if is_acronym(name):
            return len(name) < 3 or name.lower() in self.words
        if len(parts) == 1:
            return self.is_common(name) or len(name) < 4
        return self.is_person_like(parts)

    def is_word(self, name):
        """Says whether an acronym in small letters is an ordinary word.

        Those without a vowel, such as hp and ft, are short for others.
        """
        key = name.lower()
        return key in FOREIGN_WORDS or (
            key in self.words and not VOWELS.isdisjoint(key))

    def is_common(self, word):
        """Says whether one word is a word, a forename or a surname."""
        key = plain(word).lower().rstrip(".")
        return (key in self.words or key in self.forenames
                or key in self.surnames)

    def is_person_like(self, parts):
        """Says whether two or three words look like a person's name."""
        if len(parts) > 3 or parts[0] in PLACE_WORDS:
            return False
        keys = [plain(p).lower().rstrip(".,") for p in parts]
        if keys[-1] in COMPANY_WORDS:
            return False
        return (keys[0] in self.forenames and keys[0] not in self.words
                and keys[-1] in self.surnames
                and keys[-1] not in self.words)


def by_kind(rows):
    """Returns {kind: names} of a table of exceptions."""
    found = {}
    for row in rows:
        names = [n.strip() for n in row["names"].split("|")]
        found.setdefault(row["kind"], set()).update(names)
    return found


def listed(table, name, kind):
    """Says whether a table has the name for this kind or for any."""
    return name in table.get(kind, ()) or name in table.get("any", ())


def given_names(sources):
    """Returns all known forenames, folded."""
    people = sources / "people"
    names = read_list(people / "namedatabases-first-names.txt")
    names += [r["name"] for r in
              read_tsv(people / "forenames-by-country.tsv")]
    return frozenset(plain(n).lower() for n in names if len(n) > 1)


def family_names(sources):
    """Returns all known surnames, folded; also those of politicians."""
    people = sources / "people"
    names = read_list(people / "namedatabases-surnames.txt")
    names += [r["name"] for r in
              read_tsv(people / "surnames-by-country.tsv")]
    names += [r["last"] for r in
              read_tsv(people / "us-congress-current.tsv")]
    names += [r["name"].split()[-1] for r in
              read_tsv(people / "factbook-leaders.tsv")]
    return frozenset(plain(n).lower() for n in names if len(n) > 1)
