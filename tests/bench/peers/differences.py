"""Why two searches report different spans of one article.

Spans that differ and overlap are one difference; each gets the first reason
that explains it.  Two reasons are for some peers only: automata look for names
anywhere and ask for word boundaries afterwards, and others have words of their
own.
"""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import check_names  # noqa: E402

LINE_BREAK = "line break inside the name"
APOSTROPHE = "curly or straight apostrophe"
SPELLING = "dash, space or width written otherwise"
FULL_STOP = "full stop behind the name left out"
SPACELESS = "script without spaces"
LONGER = "inside a longer name that ends inside a word"
IN_WORD = "begins or ends inside a word such as O'Neill or U.S."
MARKS = "marks at an end of the name"
BESIDE = "a mark in or beside the name that the peer's words include"
CHOICE = "another choice of overlapping names"
OTHER = "other"
REASONS = (LINE_BREAK, APOSTROPHE, SPELLING, FULL_STOP, MARKS, SPACELESS,
           LONGER, IN_WORD, BESIDE, CHOICE, OTHER)

# What a peer is like.
AUTOMATON, LETTERS, WORDS = "automaton", "letters", "words"

LONGEST_BYTES = 120  # of the names that are looked for around a difference


class Article:
    """A text, with what is asked about places in it."""

    def __init__(self, raw):
        self.raw = raw
        text = raw.decode()
        places = [0]
        for char in text:
            places.append(places[-1] + len(char.encode()))
        words = check_names.words_of(text)
        self.begins = {places[w.begin] for w in words if w.starts}
        self.ends = {places[w.end] for w in words}
        self.chars = set(places)

    def text(self, begin, end):
        return self.raw[begin:end].decode()

    def before(self, place):
        """The character before a place, or nothing."""
        return self.raw[max(0, place - 4):place].decode(errors="ignore")[-1:]

    def behind(self, place):
        return self.raw[place:place + 4].decode(errors="ignore")[:1]

    def is_bounded(self, begin, end):
        """As byte automata see it: no letter or digit on either side."""
        return not any(c.isalnum() or c == "_" for c in
                       (self.before(begin), self.behind(end)))


def is_spaceless(char):
    return bool(char) and check_names.CLASSES[ord(char)] == "c"


def written_otherwise(name, text):
    """The reason when a text is not the name letter by letter, or None."""
    if name == text:
        return None
    if "\n" in text or "\r" in text:
        return LINE_BREAK
    straight = re.compile("[\u2018\u2019]")
    if straight.sub("'", name) == straight.sub("'", text):
        return APOSTROPHE
    if name == text + ".":
        return FULL_STOP
    return SPELLING


def differ_in_marks(article, ours, theirs):
    """Whether two spans have the same words."""
    def words(begin, end):
        return re.sub(r"^[\W_]+|[\W_]+$", "", article.text(begin, end))
    return any(words(*a[:2]) == words(*b) for a in ours for b in theirs)


def touches_spaceless(article, begin, end):
    return (is_spaceless(article.before(begin))
            or is_spaceless(article.behind(end))
            or is_spaceless(article.behind(begin)))


def has_longer(article, literals, begin, end):
    """Whether a name overlaps the span that no word boundaries surround."""
    first = max(0, begin - LONGEST_BYTES)
    for start in range(first, end):
        if start not in article.chars:
            continue
        for stop in range(max(start, begin) + 1, start + LONGEST_BYTES):
            if (article.raw[start:stop] in literals
                    and not article.is_bounded(start, stop)):
                return True
    return False


def cuts_a_word(article, begin, end):
    """Whether a span begins or ends inside one of our words."""
    return begin not in article.begins or end not in article.ends


def has_mark(article, begin, end):
    """Whether something but words and spaces is in or beside the span."""
    around = (article.before(begin) + article.text(begin, end)
              + article.behind(end))
    return re.search(r"[^\w\s]", around) is not None


def reason_of_ours(article, literals, span, kind):
    begin, end, name = span
    otherwise = written_otherwise(name, article.text(begin, end))
    if otherwise:
        return otherwise
    if touches_spaceless(article, begin, end):
        return SPACELESS
    if kind == AUTOMATON and has_longer(article, literals, begin, end):
        return LONGER
    return None


def reason_of(article, literals, kind, ours, theirs):
    """The reason for one difference."""
    if differ_in_marks(article, ours, theirs):
        return MARKS
    for span in ours:
        if reason := reason_of_ours(article, literals, span, kind):
            return reason
    for begin, end in theirs:
        if touches_spaceless(article, begin, end):
            return SPACELESS
        if cuts_a_word(article, begin, end):
            return IN_WORD
    if kind == WORDS and any(has_mark(article, *span[:2]) for span in ours):
        return BESIDE
    return CHOICE if ours and theirs else OTHER


def clusters(ours, theirs):
    """Groups of overlapping spans, as pairs of lists."""
    everything = sorted([(*span[:2], 0, span) for span in ours]
                        + [(*span[:2], 1, span) for span in theirs],
                        key=lambda row: row[:3])
    group, reach = ([], []), -1
    for begin, end, side, span in everything:
        if begin >= reach and (group[0] or group[1]):
            yield group
            group = ([], [])
        group[side].append(span)
        reach = max(reach, end)
    if group[0] or group[1]:
        yield group


def explain(raw, literals, kind, ours, theirs):
    """(common, [(reason, ours, theirs)]) of one article.

    ours: (begin_byte, end_byte, name as listed); theirs: (begin, end);
    literals: all names, as a set of bytes; kind: what the peer is like.
    """
    mine, other = {span[:2] for span in ours}, set(theirs)
    only_ours = [span for span in ours if span[:2] not in other]
    only_theirs = [span for span in theirs if span not in mine]
    found = []
    if only_ours or only_theirs:
        article = Article(raw)
        found = [(reason_of(article, literals, kind, *group), *group)
                 for group in clusters(only_ours, only_theirs)]
    return len(mine & other), found
