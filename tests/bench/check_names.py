"""Compare the names that gazetted found with a plain reference.

    python3 tests/bench/check_names.py SPANS NAMES.tsv ARTICLES [--articles N]

SPANS is what `gazetted bench names IMAGE ARTICLES --spans SPANS` wrote for an
image of NAMES.tsv.  The reference below shares no code and no design with the
daemon: words are found by one regular expression over the classes of the
characters, names are tuples in a dictionary, and every word is tried.  Prints
each difference with the text around it; the status is 1 when there is any.

What it covers: words and gaps, marks at the ends of names, possessives,
elisions, the policies exact, smart and free, leftmost and longest.  It leaves
out names that wait for context (context, ticker, word, stop) and aliases, and
refuses lists that have them.
"""

import argparse
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

GAP_BYTES = 16  # a longer gap stops every match

# --- words: Unicode Standard Annex #29 and the deviations of tokens.h ---

SPACES = set("\t \u00a0\u1680\u200b\u202f\u205f\u3000") | {
    chr(cp) for cp in range(0x2000, 0x200b)}
LINE_ENDS = set("\n\v\f\r\u0085\u2028")
PARAGRAPH_END = "\u2029"
APOSTROPHES = "'\u2018\u2019\uff07"
# Scripts whose words have no spaces between them, by the names of letters.
SPACELESS = re.compile(
    r"CJK (UNIFIED|COMPATIBILITY) IDEOGRAPH|IDEOGRAPHIC (CLOSING|NUMBER)|"
    r"HANGZHOU NUMERAL|(HALFWIDTH )?(HIRAGANA|KATAKANA)|HENTAIGANA|"
    r"VERTICAL KANA|KATAKANA-HIRAGANA|(SQUARE|CIRCLED) KATAKANA|"
    r"THAI|LAO|MYANMAR|KHMER|TAI (THAM|VIET|LE)|NEW TAI LUE|AHOM|TANGUT|"
    r"NUSHU|KHITAN")
MARKS = {
    "'": "Q", "\u2018": "q", "\u2019": "q", "\uff07": "q", '"': "D",
    ".": "d", "\u2024": "d", "\ufe52": "d", "\uff0e": "d",
    "\u00b7": "m", "\u0387": "m", "\u055f": "m", "\u05f4": "m", "\u2027": "m",
    "s": "v", "S": "V",
} | dict.fromkeys(",;\u037e\u0589\u060c\u060d\u066c\u07f8\u2044\ufe10\ufe14"
                  "\ufe50\ufe54\uff0c\uff1b", ",")
# Letters by their use in words, whatever their general category is.
MORE_LETTERS = set("\u05f3\u055a\u058a\u055b\u055c\u055e")


def letter_class(char):
    name = unicodedata.name(char, "")
    if name.startswith("HEBREW"):
        return "h"
    if char in "\u3005\u303b\u303c":  # iteration marks
        return "l"
    if SPACELESS.match(name):
        return "c"
    if char.isupper() or char.istitle():
        return "A"
    return "a" if char.islower() and "GEORGIAN LETTER" not in name else "l"


def char_class(char):
    """One letter: v V are s and S; A a l h other letters; 0 digits; _; c a
    letter that is a word alone; x what extends; . anything else."""
    if char in MARKS:
        return MARKS[char]
    if char in SPACES or char in LINE_ENDS or char == PARAGRAPH_END:
        return " "
    category = unicodedata.category(char)
    if category[0] == "M" or category == "Cf" or char in "\uff9e\uff9f":
        return "x"
    if (category[0] == "L" or category == "Nl" or char in MORE_LETTERS
            or char.isupper() or char.islower()):  # circled ones
        return letter_class(char)
    return {"Nd": "0", "Pc": "_"}.get(category, ".")


class Classes(dict):
    """For str.translate: the class of every character, found once."""

    def __missing__(self, cp):
        self[cp] = char_class(chr(cp))
        return self[cp]


CLASSES = Classes()
LETTER = "[AalhvV]"
IN_WORD = "[AalhvV0_]"
EXTEND = "x*"
POSSESSIVE = f"(?:[qQ][vV](?!x|{IN_WORD}))"
HEBREW = "(?:(?<=h)|(?<=hx)|(?<=hxx))"  # the letter before
LINK = (f"(?!{POSSESSIVE})(?:[mqQ]{EXTEND}|{HEBREW}D{EXTEND}(?=h))"
        f"(?={LETTER})")
LETTERS = f"(?:{LETTER}{EXTEND})+(?:{LINK}(?:{LETTER}{EXTEND})+)*"
DIGITS = (f"(?:0{EXTEND})+"
          f"(?:(?!{POSSESSIVE})[,dqQ]{EXTEND}(?:0{EXTEND})+)*")
GERESH = f"{HEBREW}(?!{POSSESSIVE})Q{EXTEND}"  # ends a word
SINGLE = f"{LETTER}{EXTEND}(?!x|{IN_WORD}|{LINK}|{GERESH})"
DOTTED = f"{LETTER}{EXTEND}d{EXTEND}"
WORD = re.compile(
    f"(?:{DOTTED}){{2,}}(?:{SINGLE})?|{DOTTED}{SINGLE}|"
    f"(?:{LETTERS}|{DIGITS}|_{EXTEND})+"
    f"(?:{GERESH})?|c{EXTEND}")
OWNED = re.compile(POSSESSIVE)
ELISION = re.compile(
    r"(?:c|d|j|l|m|n|qu|s|t|un|all|dall|dell|nell|quell|quest|sull|jusqu|"
    rf"lorsqu|puisqu)[{APOSTROPHES}]", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class Word:
    """Characters begin..end of a text."""

    begin: int
    end: int
    starts: bool = True  # a match may begin here: no possessive s


def word_end(text, classes, begin):
    """The end of the word at begin, or None."""
    if (elided := ELISION.match(text, begin)) is not None:
        mark = elided.end() - 1
        if (re.match(LETTER, classes[mark + 1:mark + 2])
                and not OWNED.match(classes, mark)):
            return elided.end()
    found = WORD.match(classes, begin)
    return found.end() if found else None


def owns(text, classes, last, end):
    """Whether an apostrophe and s at end belong to what stands before."""
    if last and last.end == end:
        return last.starts and classes[last.begin] != "c"
    return end > 0 and text[end - 1] in '.!?)]"'


def words_of(text):
    """The words of a text, in order."""
    classes = text.translate(CLASSES)
    words, place, last = [], 0, None
    while place < len(text):
        if OWNED.match(classes, place) and owns(text, classes, last, place):
            last = Word(place + 1, place + 2, starts=False)
            words.append(last)
            place += 2
            continue
        end = word_end(text, classes, place)
        if end is None:
            place += 1
            continue
        if re.search("[AalhvV0c]", classes[place:end]):  # not _ alone
            last = Word(place, end)
            words.append(last)
        place = end
    return words


# --- canonical forms ---

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff\U000e0100-\U000e01ef]")
PLAIN = str.maketrans(
    dict.fromkeys("\u00b4\u0060\u02b9\u02bc\u2018\u2019\u201a\u201b\u2032"
                  "\u2039\u203a\uff07\uff40", "'")
    | dict.fromkeys("\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63", "-")
    | dict.fromkeys(SPACES | LINE_ENDS, " ")
    | {cp: cp - 0xfee0 for cp in range(0xff01, 0xff5f)
       if cp not in (0xff07, 0xff40)})
HALF_WIDTH = re.compile("[\uff5f-\uffee]+")
SPACE_RUN = re.compile(
    "[" + "".join(sorted(SPACES | LINE_ENDS | {PARAGRAPH_END})) + "]+")


def plain(text):
    """Without what shows nothing; one form of marks, widths and spaces."""
    if text.isascii():
        return text.replace("`", "'")
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = HALF_WIDTH.sub(
        lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return text.translate(PLAIN)


def is_blank_line(run):
    """Whether white space ends a paragraph."""
    ends = sum(run.replace("\r\n", "\n").count(end) for end in LINE_ENDS)
    return ends > 1 or PARAGRAPH_END in run


def canonical_marks(gap):
    """The form in which marks are compared, None when a paragraph ends."""
    if gap in ("", " ", "-", "."):
        return gap
    gap = INVISIBLE.sub("", gap)
    if any(is_blank_line(run) for run in SPACE_RUN.findall(gap)):
        return None
    return re.sub(" ?& ?", "&", plain(SPACE_RUN.sub(" ", gap)))


def canonical_gap(gap):
    """The form in which gaps between words are compared, None for one that
    no match crosses."""
    gap = canonical_marks(gap)
    if gap in (". ", ", "):
        return gap[0]
    return None if gap is None or len(gap.encode()) > GAP_BYTES else gap


# Simple case folding: what would become several characters stays one.
def fold(text):
    if text.isascii():
        return text.lower()
    return "".join(folded if len(folded := char.casefold()) == 1
                   else low if len(low := char.lower()) == 1 else char
                   for char in text)


def is_capitals(word):
    """No lower case letter; digits and letters without case do not count."""
    return re.search("[av]", word.translate(CLASSES)) is None


# --- names ---

@dataclass(frozen=True)
class Name:
    ident: str
    policy: str
    words: tuple  # plain
    lead: str     # canonical marks before the first word
    tail: str     # and behind the last, without a lone full stop
    dot: bool     # a full stop behind the last word belongs to it


def chain(words, gaps):
    """Folded words with the gaps between them: the key of a name."""
    key = [words[0]]
    for gap, word in zip(gaps, words[1:]):
        key += [gap, word]
    return tuple(key)


class Dictionary:
    """Names by their folded words and gaps, and all beginnings of those."""

    def __init__(self):
        self.names = {}  # key: a Name, or a list of them
        self.beginnings = set()
        self.left_out = 0  # names without words, or with long gaps

    def add(self, ident, text, policy):
        words = words_of(text)
        if not words:
            self.left_out += 1
            return
        forms = tuple(plain(text[w.begin:w.end]) for w in words)
        gaps = [canonical_gap(text[a.end:b.begin])
                for a, b in zip(words, words[1:])]
        lead = canonical_marks(text[:words[0].begin].lstrip())
        tail = canonical_marks(text[words[-1].end:].rstrip())
        if None in gaps or lead is None or tail is None:
            self.left_out += 1
            return
        dot = tail == "."
        name = Name(ident, policy, forms, lead, "" if dot else tail, dot)
        key = chain([fold(form) for form in forms], gaps)
        self.names.setdefault(key, []).append(name)
        for length in range(1, len(key), 2):
            self.beginnings.add(key[:length])

    @staticmethod
    def load(path):
        found = Dictionary()
        with open(path, encoding="utf-8") as lines:
            rows = (line.rstrip("\n").split("\t") for line in lines
                    if line.strip() and not line.startswith("#"))
            columns = next(rows)
            if not {"id", "name"} <= set(columns) or "aliases" in columns:
                sys.exit(f"{path}: not a list of plain names")
            for row in rows:
                fields = dict(zip(columns, row))
                policy = fields.get("policy") or "smart"
                if policy not in ("exact", "smart", "free"):
                    sys.exit(f"{path}: policy {policy} is not covered")
                found.add(fields["id"], fields["name"], policy)
        return found


# --- matching ---

def lead_begin(text, lead, begin, limit):
    """Where a lead that ends at begin starts, not before limit, or None."""
    if lead == "":
        return begin
    for start in range(begin - 1, limit - 1, -1):
        if canonical_marks(text[start:begin]) == lead:
            return start
    return None


def tail_end(text, tail, end, limit):
    """Where a tail that starts at end ends, not behind limit, or None."""
    for stop in range(end, limit + 1):
        if canonical_marks(text[end:stop]) == tail:
            return stop
    return None


class Matcher:
    """The matches of one text, one word after the other."""

    def __init__(self, dictionary, text):
        self.dictionary, self.text = dictionary, text
        self.words = words_of(text)
        self.forms = [plain(text[w.begin:w.end]) for w in self.words]
        self.folded = [fold(form) for form in self.forms]

    def agrees(self, name, first, count):
        """Whether the case of the text is one that the name allows."""
        forms = self.forms[first:first + count]
        if name.policy == "free" or tuple(forms) == name.words:
            return True
        return name.policy == "smart" and all(map(is_capitals, forms))

    def span(self, name, first, count, limit):
        """Where the name stands with its marks, but for a full stop behind
        the last word, or None."""
        words, last = self.words, first + count - 1
        room = (words[last + 1].begin if last + 1 < len(words)
                else len(self.text))
        before = words[first - 1].end if first > 0 else 0
        begin = lead_begin(self.text, name.lead, words[first].begin,
                           max(before, limit))
        end = tail_end(self.text, name.tail, words[last].end, room)
        if begin is None or end is None:
            return None
        return begin, end

    def keys_from(self, first):
        """Pairs of word count and key, for all beginnings of names there."""
        key, count = (self.folded[first],), 1
        while key in self.dictionary.beginnings or key in \
                self.dictionary.names:
            yield count, key
            last = first + count
            if last == len(self.words):
                return
            gap = canonical_gap(self.text[self.words[last - 1].end:
                                          self.words[last].begin])
            if gap is None:
                return
            key += (gap, self.folded[last])
            count += 1

    def longest(self, first, limit):
        """(words, begin, end, ids) of the match with the most words there, of
        these the leftmost and longest, or None.  Names that differ in a full
        stop at the end only are one match."""
        best, names = None, []
        for count, key in self.keys_from(first):
            for name in self.dictionary.names.get(key, ()):
                if not self.agrees(name, first, count):
                    continue
                span = self.span(name, first, count, limit)
                if span is None:
                    continue
                rank = (count, -span[0], span[1])
                if best is None or rank > best:
                    best, names = rank, []
                if rank == best:
                    names.append(name)
        if best is None:
            return None
        count, begin, end = best
        if (any(name.dot for name in names)
                and canonical_marks(self.text[end:end + 1]) == "."):
            end += 1
        return count, -begin, end, frozenset(name.ident for name in names)

    def run(self):
        """All (begin, end, ids), by characters."""
        found, limit, first = [], 0, 0
        while first < len(self.words):
            word = self.words[first]
            match = (self.longest(first, limit)
                     if word.starts and word.begin >= limit else None)
            if match is None:
                first += 1
                continue
            count, begin, end, ids = match
            found.append((begin, end, ids))
            first, limit = first + count, end
        return found


def find(dictionary, text):
    """All (begin_byte, end_byte, ids) of a text."""
    found = Matcher(dictionary, text).run()
    if text.isascii():
        return found
    places, byte = [], 0
    for char in text:
        places.append(byte)
        byte += len(char.encode())
    places.append(byte)
    return [(places[b], places[e], ids) for b, e, ids in found]


# --- comparing ---

def read_articles(path, limit=None):
    """Articles between NUL bytes, without empty ones at the end."""
    with open(path, "rb") as file:
        articles = file.read().split(b"\0")
    if articles and not articles[-1]:
        articles.pop()
    return articles[:limit]


def read_spans(path, limit):
    """{article: [(begin_byte, end_byte, id)]} without namespaces."""
    spans = defaultdict(list)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            article, begin, end, ident = line.rstrip("\n").split("\t")
            if int(article) < limit:
                spans[int(article)].append(
                    (int(begin), int(end), ident.rsplit(":", 1)[-1]))
    return spans


def context(raw, begin, end, width=40):
    """The text of a span between brackets, with what stands around it."""
    before = raw[max(0, begin - width):begin].decode(errors="ignore")
    behind = raw[end:end + width].decode(errors="ignore")
    inside = raw[begin:end].decode(errors="replace")
    return f"{before}[{inside}]{behind}".replace("\n", "\\n")


def compare(raw, expected, got):
    """Lines that say what differs in one article."""
    want = {(begin, end): ids for begin, end, ids in expected}
    have = {(begin, end): ident for begin, end, ident in got}
    lines = []
    for begin, end in sorted(want.keys() | have.keys()):
        place = f"{begin}-{end}: {context(raw, begin, end)}"
        ids = " or ".join(sorted(want.get((begin, end), ())))
        if (begin, end) not in have:
            lines.append(f"{place}: missing, want {ids}")
        elif (begin, end) not in want:
            lines.append(f"{place}: found {have[begin, end]}, want nothing")
        elif have[begin, end] not in want[begin, end]:
            lines.append(f"{place}: found {have[begin, end]}, want {ids}")
    if len(have) != len(got):
        lines.append("some span is there twice")
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("spans")
    parser.add_argument("names")
    parser.add_argument("articles_file", metavar="articles")
    parser.add_argument("--articles", type=int, default=1500,
                        help="how many to look at (default %(default)s)")
    parser.add_argument("--show", type=int, default=20, metavar="N",
                        help="differences to print (default %(default)s)")
    options = parser.parse_args()

    dictionary = Dictionary.load(options.names)
    articles = read_articles(options.articles_file, options.articles)
    spans = read_spans(options.spans, len(articles))
    matches = differences = 0
    for number, raw in enumerate(articles):
        expected = find(dictionary, raw.decode())
        matches += len(expected)
        for line in compare(raw, expected, spans.get(number, [])):
            if differences < options.show:
                print(f"article {number}, bytes {line}")
            differences += 1
    print(f"{len(articles)} articles, {matches} matches, "
          f"{dictionary.left_out} names left out, {differences} differences")
    return 1 if differences or not articles else 0


if __name__ == "__main__":
    sys.exit(main())
