"""Names and articles for the benchmarks of names, the same on every run.

    python3 tests/bench/names_data.py OUT [--megabytes N]
                                      [--names 1k,100k,1m,5m]

Writes into OUT
    articles.bin      UTF-8, a NUL byte behind each, about 3.25 kB on average
    names_1k.tsv ...  lists for `gazetted compile`: id, type, name, policy;
                      each list begins with the smaller ones
    names_1k.txt ...  the same names, one a line: the id is the line's number
    data.json         how it was made

Texts are the demo's articles and those of ../shared/articles, names those of
the packs and of ../shared/gazetteer-sources; where ../shared is missing, made
up words stand in.  Real names end after about 200,000; the rest are
combinations of real given names, family names, companies and places.

An article is made of paragraphs of several stories.  Some names in them become
nouns, so that texts dense with names do not change the figures, and most of the
others become other names of the lists, so that texts which come again do not
always look up the same.  Half of the articles have typographic
quotes, a tenth has paragraphs in other scripts, one in twenty is wrapped.
"""

import argparse
import csv
import html
import json
import math
import random
import re
import sys
import textwrap
import unicodedata
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
DEMO = ROOT / "daemon" / "demo" / "articles"
PACKS = ROOT / "rules" / "packs"

SEED = 20261123
SIZES = {"1k": 1000, "100k": 100_000, "1m": 1_000_000, "5m": 5_000_000}
MINED_FIRST = 600     # of the first list, from the texts themselves
REAL_UNTIL = 85_000   # of the second list, before combinations
RARE = 20_000         # names behind the first million that articles mention
MEAN_BYTES = 3080
NAMES_IN_KB = 6.7     # of a story; others become nouns
EXCHANGED = 0.6       # of the names that stay
ADDED = 1 / 6         # paragraphs with a sentence full of names behind them


class Dice:
    """Chance that depends on the seed alone, not on Python's version."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def below(self, limit):
        return int(self.random() * limit)

    def pick(self, items, skew=1.0):
        """An item; with more skew, earlier ones more often."""
        return items[int(len(items) * self.random() ** skew)]

    def shuffle(self, items):
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]

    def length(self, mean, spread):
        """Log-normal."""
        normal = math.sqrt(-2 * math.log(1 - self.random())) * math.cos(
            2 * math.pi * self.random())
        return mean * math.exp(spread * normal - spread * spread / 2)


# --- texts ---

FOREIGN = (
    "Глава центрального банка заявил в Москве, что ставка останется прежней.",
    "Переговоры в Киеве и Варшаве продолжатся на следующей неделе.",
    "财政部长周二在北京表示，今年的经济增长目标不变。",
    "上海证券交易所的主要指数收盘时上涨百分之一点二。",
    "首相は東京で記者会見を開き、新しい経済対策を発表した。",
    "서울에서 열린 회의에서 장관은 새로운 정책을 설명했다.",
    "한국은행은 목요일 기준금리를 동결한다고 밝혔다.",
    "Ο υπουργός Οικονομικών δήλωσε στην Αθήνα ότι τα μέτρα αρκούν.",
    "قال وزير المالية في القاهرة إن الاتفاق سيوقع الأسبوع المقبل.",
    "Der Präsident der Börse in Zürich erklärte, die Erträge seien größer als "
    "im Vorjahr.",
    "Le ministère a précisé à Genève que l’accord serait « bientôt » signé.",
    "El año pasado la compañía española creció un 3,2 % según el señor Núñez.",
    "Polská vláda a Česká národní banka odmítly návrh jednohlasně.",
)
SENTENCES = (
    "{} said on Monday that it would join the talks.",
    "Shares of {} rose 2.4% while {} lost ground.",
    "A spokesman for {} declined to comment, as did {}.",
    "Analysts at {} expect more cuts, according to {}.",
    "Officials in {} confirmed what {} had told {}.",
    "{} and {} signed the agreement with {} and {}.",
    "A rival bid from {}, backed by {}, failed in March.",
    "{}’s board met {} on Tuesday.",
    "It was reported by {}; {}'s lawyers denied it.",
    "The deal links {} ({}) with {}.",
)


def plain_paragraphs(text):
    """Paragraphs of a body, which may be HTML."""
    if "</p>" in text or "<br" in text:
        text = re.sub(r"</p>|<br\s*/?>", "\n\n", text)
        text = html.unescape(re.sub(r"<[^>]+>", "", text))
    found = [re.sub(r"\s+", " ", part).strip() for part in
             re.split(r"\n\s*\n", unicodedata.normalize("NFC", text))]
    return [part for part in found if len(part) > 20]


def field(article, *names):
    return next((article[n] for n in names if article.get(n)), "")


def read_story(article):
    """(language, paragraphs) of an article in one of the demo's forms."""
    body = field(article, "body", "text", "content", "body_text",
                 "articleBody")
    language = field(article, "language", "inLanguage") or "en"
    title = field(article, "title", "headline")
    if not isinstance(body, str) or not body:
        return language, []
    return language, [title, *plain_paragraphs(body)]


def demo_articles():
    for path in sorted(DEMO.glob("*")):
        if "broken" in path.name or path.suffix not in (".json", ".txt"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".json":
            yield json.loads(text)
        else:
            title, _, body = text.partition("\n\n")
            yield {"title": title, "body": body}


def shared_articles():
    path = SHARED / "articles" / "articles.jsonl"
    if path.exists():
        with open(path, encoding="utf-8") as lines:
            yield from map(json.loads, lines)


class Texts:
    """English stories, as lists of paragraphs, and foreign paragraphs."""

    def __init__(self):
        self.stories, self.foreign = [], list(FOREIGN)
        for article in [*demo_articles(), *shared_articles()]:
            language, paragraphs = read_story(article)
            if language.startswith("en"):
                self.stories.append(paragraphs)
            else:
                self.foreign += paragraphs
        self.stories = [story for story in self.stories if len(story) > 1]


# --- names ---

NAME = re.compile(r"^[^\W_][\w .,'&/’()+!-]*$")
NOT_NAMES = set(
    "monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november "
    "december mr mrs ms dr i a the he she it they but and in for on at if as "
    "we you this that there when while after our his her its sept oct nov dec "
    "jan feb what why how who yes no not so".split())
FOLDERS = {"companies": "Org/Company", "organisations": "Org",
           "people": "Person", "places": "Place/City",
           "countries": "Place/Country", "curated": "Org",
           "crypto": "Asset/Crypto", "currencies": "Asset/Currency"}


def rows_of(path):
    """The rows of a list with a header as dictionaries."""
    comma = path.suffix == ".csv"
    with open(path, encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        quoting = csv.QUOTE_MINIMAL if comma else csv.QUOTE_NONE
        yield from csv.DictReader(lines, delimiter="," if comma else "\t",
                                  quoting=quoting)


def is_latin(name):
    return all(char < "\u0250" or char == "’" for char in name)


class Names:
    """Real names with their types, and the parts of names to combine."""

    def __init__(self, dice):
        self.types = {}
        self.given, self.family = [], []
        for path in sorted(PACKS.rglob("*.tsv")):
            if "generator" not in path.parts:
                self.read_pack(path)
        for path in sorted((SHARED / "gazetteer-sources").glob("*/*")):
            self.read_source(path)
        self.take_parts(dice)

    def add(self, name, kind):
        name = unicodedata.normalize("NFC", " ".join(name.split()))
        short = len(name) < 3 and name.isascii()
        if (not short and 1 < len(name) <= 80 and NAME.match(name)
                and not name.isdigit()):
            self.types.setdefault(name, kind)

    def read_pack(self, path):
        kinds = {}
        for row in rows_of(path):
            kind = kinds.setdefault(row["id"], row["type"])
            for name in [row["name"], *(row["aliases"] or "").split("|")]:
                self.add(name or "", kind)

    def read_source(self, path):
        kind = FOLDERS.get(path.parent.name)
        if kind is None:
            return
        parts = {"first": self.given, "fore": self.given,
                 "surn": self.family}
        target = next((list_ for word, list_ in parts.items()
                       if word in path.name), None)
        if path.suffix == ".txt":
            target += path.read_text(encoding="utf-8").split("\n")
            return
        for row in rows_of(path):
            name = row.get("name") or row.get("full") or row.get("Security")
            if target is not None:
                target.append(name or "")
            else:
                self.add(name or "", kind)

    def take_parts(self, dice):
        """Fill the parts up with made up ones, so that there are enough."""
        people = [n.split() for n, kind in self.types.items()
                  if kind == "Person" and n.isascii()]
        self.given += [words[0] for words in people]
        self.family += [words[-1] for words in people]
        self.given = enough(self.given, 5000, dice)
        self.family = enough(self.family, 25_000, dice)
        self.places = enough([n for n, kind in self.types.items() if
                              kind.startswith("Place")], 10_000, dice)
        self.companies = enough(
            [n.split()[0].rstrip(",.") for n, kind in self.types.items()
             if kind == "Org/Company" and n[0].isupper()], 5000, dice)


SYLLABLES = ("ka lo mer vin tas dor bel ran sto mi qua zen har wick ton ford "
             "ley son ova ski fal gre pin sor tul ves bra cho del ema").split()


def made_up(dice):
    return "".join(dice.pick(SYLLABLES)
                   for _ in range(2 + dice.below(3))).capitalize()


def enough(words, count, dice):
    """The distinct words that may be in names, and made up ones to count."""
    kept = dict.fromkeys(w for w in words if len(w) > 1 and NAME.match(w))
    while len(kept) < count:
        kept[made_up(dice)] = None
    words = list(kept)
    dice.shuffle(words)
    return words


SUFFIXES = ("Inc,Corp,Ltd,Limited,PLC,Group,Holdings,LLC,Partners,Capital,"
            "Bank,Systems,Technologies,Energy,Resources,Pharma,Industries,"
            "International,Foundation,University,Institute,Hospital,FC,United,"
            "Airport,National Park,County,City Council,High School,District,"
            "Inc.,Co.").split(",")
PREFIXES = ("Bank of,University of,Republic of,Port of,City of,New,North,"
            "South,East,West,San,Santa,Upper,Lower,Greater,Lake,Mount,St."
            ).split(",")
PARTICLES = "van de von al bin da della O’ O' Mc".split()


class Combinations:
    """Made up names, as many as are asked for."""

    def __init__(self, names, dice):
        self.names, self.dice = names, dice

    def person(self):
        dice, names = self.dice, self.names
        first, last = dice.pick(names.given, 2.2), dice.pick(names.family, 1.6)
        chance = dice.random()
        if chance < 0.70:
            return f"{first} {last}"
        if chance < 0.82:
            return f"{first} {dice.pick('ABCDEFGHJKLMNPRSTW')}. {last}"
        if chance < 0.92:
            return f"{first} {dice.pick(names.given, 2.2)} {last}"
        if chance < 0.96:
            return f"{first} {last}-{dice.pick(names.family, 1.6)}"
        particle = dice.pick(PARTICLES)
        space = " " if particle.islower() else ""
        return f"{first} {particle}{space}{last}"

    def company(self):
        dice, names = self.dice, self.names
        first, suffix = dice.pick(names.companies, 1.3), dice.pick(SUFFIXES)
        chance = dice.random()
        if chance < 0.3:
            return f"{first} {dice.pick(names.family)} {suffix}"
        if chance < 0.5:
            return (f"{dice.pick(names.family)} & {dice.pick(names.family)} "
                    f"{suffix}")
        if chance < 0.7:
            return f"{first} {dice.pick(names.companies, 1.3)} {suffix}"
        return f"{first} {dice.pick(names.places, 1.2).split()[0]} {suffix}"

    def place(self):
        place = self.dice.pick(self.names.places, 1.2)
        if self.dice.random() < 0.5:
            return f"{self.dice.pick(PREFIXES)} {place}"
        return f"{place} {self.dice.pick(SUFFIXES)}"

    def next(self):
        chance = self.dice.random()
        if chance < 0.55:
            return self.person(), "Person"
        if chance < 0.80:
            return self.company(), "Org/Company"
        return self.place(), "Place"


# --- names in the texts ---

# Words that begin with a capital, with one space between them.
CAPITALS = re.compile(
    r"(?<![\w'’-])[A-ZÀ-ÖØ-Þ][\w'’&-]*(?: [A-ZÀ-ÖØ-Þ][\w'’&-]*){0,4}")


def capitals(text):
    """Stretches that may be names, as (begin, end), without possessives and
    without the word that begins a sentence."""
    for match in CAPITALS.finditer(text):
        begin, end = match.span()
        if begin == 0 or text[max(0, begin - 2):begin] in (". ", "? ", "! "):
            begin = text.find(" ", begin, end) + 1
            if begin == 0:
                continue
        words = text[begin:end]
        end -= len(words) - len(re.sub(r"['’]s?$|-\w*$", "", words))
        if (end > begin and not words.isupper()
                and re.split("[ '’]", words)[0].lower() not in NOT_NAMES):
            yield begin, end


class Mined:
    """Names that the texts themselves have, most frequent first."""

    def __init__(self, stories):
        seen, self.lower = Counter(), Counter()
        for paragraph in (p for story in stories for p in story[1:]):
            self.lower.update(re.findall(r"(?<![\w'’-])[a-z][a-z'’-]*",
                                         paragraph))
            seen.update(paragraph[b:e] for b, e in capitals(paragraph))
        self.names = [n for n, count in seen.most_common()
                      if count > 1 and len(n) > 2 and NAME.match(n)
                      and not self.is_word(n)]

    def is_word(self, name):
        """Whether a list would drop it: it is a common word."""
        low = name.lower()
        return " " not in name and (low in NOT_NAMES or self.lower[low] > 2)


class Order:
    """All names in the order in which the lists grow."""

    def __init__(self, mined, names, combinations, dice):
        self.mined, self.types, self.order = mined, {}, []
        self.combinations = combinations
        self.push_all([(n, "Org") for n in mined.names], MINED_FIRST)
        self.push_all([(n, kind) for n, kind in names.types.items()
                       if kind == "Place/Country" and is_latin(n)],
                      SIZES["1k"])
        self.push_all([(n, "Org") for n in mined.names], REAL_UNTIL)
        real = list(names.types.items())
        dice.shuffle(real)
        self.push_all(real, REAL_UNTIL)
        self.combine(SIZES["100k"])
        self.push_all(real, SIZES["1m"])
        self.combine(SIZES["1m"] + RARE)

    def push_all(self, pairs, limit):
        for name, kind in pairs:
            if len(self.order) >= limit:
                return
            if name not in self.types and not self.mined.is_word(name):
                self.types[name] = kind
                self.order.append(name)

    def combine(self, limit):
        while len(self.order) < limit:
            self.push_all([self.combinations.next()], limit)

    def write(self, folder, size):
        count = SIZES[size]
        self.combine(count)
        with (open(folder / f"names_{size}.tsv", "w", encoding="utf-8") as tsv,
              open(folder / f"names_{size}.txt", "w", encoding="utf-8") as txt):
            tsv.write("id\ttype\tname\tpolicy\n")
            for number, name in enumerate(self.order[:count], start=1):
                tsv.write(f"{number}\t{self.types[name]}\t{name}\texact\n")
                txt.write(name + "\n")


# --- articles ---

NOUNS = ("company group ministry bank union agency court government club "
         "minister committee city country party firm region").split()


def typographic(text):
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    text = re.sub(r"(?<=s)'(?= )", "’", text)
    text = re.sub(r'(^|[\s(])"', "\\1“", text).replace('"', "”")
    return text.replace(" - ", " — ").replace("...", "…")


STRAIGHT = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."})


class Writer:
    def __init__(self, texts, order, dice):
        self.texts, self.dice = texts, dice
        self.order = order.order[:SIZES["1m"] + RARE]
        self.slots = {p: list(capitals(p)) for s in texts.stories for p in s}
        slots = sum(map(len, self.slots.values()))
        size = sum(len(p.encode()) for p in self.slots)
        self.kept = min(1.0, NAMES_IN_KB * size / 1000 / slots)
        self.stories = list(texts.stories)
        dice.shuffle(self.stories)
        self.story = 0

    def name(self):
        """A name for English text."""
        name = self.any_name()
        while not is_latin(name):
            name = self.any_name()
        return name

    def any_name(self):
        """A name of some list; the head of the first is mentioned most."""
        dice, chance = self.dice, self.dice.random()
        if chance < 0.48:
            return self.order[int(SIZES["1k"] * dice.random() ** 2)]
        if chance < 0.68:
            return self.order[dice.below(SIZES["100k"])]
        if chance < 0.98:
            return self.order[dice.below(SIZES["1m"])]
        return self.order[SIZES["1m"] + dice.below(RARE)]

    def exchanged(self, paragraph):
        """With other names, or nouns, where its names are."""
        parts, last = [], 0
        for begin, end in self.slots[paragraph]:
            if self.dice.random() > self.kept:
                other = self.dice.pick(NOUNS)
            elif self.dice.random() < EXCHANGED:
                other = self.name()
            else:
                continue
            parts += [paragraph[last:begin], other]
            last = end
        return "".join(parts) + paragraph[last:]

    def sentence(self):
        sentence = self.dice.pick(SENTENCES)
        return re.sub(r"\{\}", lambda _: self.name(), sentence)

    def paragraphs(self):
        """Of one story after the other, until the article is long enough."""
        want = max(600.0, self.dice.length(MEAN_BYTES, 0.5))
        found, room = [], want
        while True:
            story = self.stories[self.story % len(self.stories)]
            self.story += 1
            first = self.dice.below(len(story)) if found else 0
            for paragraph in story[first:]:
                added = [self.exchanged(paragraph)]
                if self.dice.random() < ADDED:
                    added.append(self.sentence())
                size = sum(len(p.encode()) + 2 for p in added)
                if found and size / 2 > room:
                    return found
                found += added
                room -= size

    def add_foreign(self, found):
        for _ in range(3 + self.dice.below(5)):
            text = " ".join(self.dice.pick(self.texts.foreign)
                            for _ in range(2))
            found.insert(1 + self.dice.below(len(found)), text)

    def article(self):
        found = self.paragraphs()
        if self.dice.random() < 0.1:
            self.add_foreign(found)
        if self.dice.random() < 0.05:
            found = [textwrap.fill(p, 72, break_on_hyphens=False)
                     for p in found]
        joint = "\n\n" if self.dice.random() < 0.7 else "\n"
        text = joint.join(found)
        text = text.translate(STRAIGHT)
        return typographic(text) if self.dice.random() < 0.5 else text


def write_articles(path, writer, target):
    count = size = 0
    with open(path, "wb") as out:
        while size < target:
            size += out.write(writer.article().encode() + b"\0")
            count += 1
    return {"articles": count, "bytes": size,
            "mean_bytes": round((size - count) / count)}


def make(folder, megabytes, sizes):
    """Write the data and return what data.json says."""
    if not SHARED.is_dir():
        print("../shared is missing: the demo's texts come again more often, "
              "and made up words take the place of most names",
              file=sys.stderr)
    folder.mkdir(parents=True, exist_ok=True)
    dice = Dice(SEED)
    texts, names = Texts(), Names(dice)
    order = Order(Mined(texts.stories), names, Combinations(names, dice), dice)
    writer = Writer(texts, order, Dice(SEED + 1))
    made = write_articles(folder / "articles.bin", writer, megabytes * 1e6)
    for size in sizes:
        order.write(folder, size)
    made |= {"megabytes": megabytes, "names": sizes, "stories":
             len(texts.stories), "real_names": len(names.types),
             "shared": SHARED.is_dir()}
    (folder / "data.json").write_text(json.dumps(made, indent=4) + "\n")
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--megabytes", type=float, default=32)
    parser.add_argument("--names", default=",".join(SIZES),
                        help="which lists (default %(default)s)")
    options = parser.parse_args()
    sizes = options.names.split(",")
    if unknown := [size for size in sizes if size not in SIZES]:
        parser.error(f"no list {unknown[0]}; there are {', '.join(SIZES)}")
    print(json.dumps(make(options.out, options.megabytes, sizes)))


if __name__ == "__main__":
    main()
