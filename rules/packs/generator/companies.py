"""Companies with the names that news uses, and their tickers."""

import re

from .countries import Countries
from .model import Table, row_id
from .sources import hand_tsv, read_csv, read_tsv, split
from .text import clean, fold, is_acronym, is_cjk, spellings, without_brackets

WELL_KNOWN = 10
LARGE = 3
FUND = re.compile(
    r"\b(Funds?|ETFs?|ETN|ETC|UCITS|SICAV|Index|Bonds?|Warrants?|Notes?|"
    r"Depositary|Preferred|Acquisition Corp|Certificates?|Tracker|iShares|"
    r"Xtrackers|Lyxor|Investment Trust|Income Trust|Class [A-Z]\d|BDS)\b|"
    r"DRN\b|\bPfd\b|Fundo de Investimento")
SHARE_CLASS = re.compile(
    r"\s*[-,]?\s*(\(publ\)|Class [A-Z]\b.*|Series [A-Z]\b.*|\b[A-Z]-Shares?|"
    r"Registered Shares?|Ordinary Shares?|Common (?:Shares?|Stock)\b.*|"
    r"Sponsored\b.*|American Dep\w+ Shares?|Depositary receipts|Pref|NVDR|"
    r"Partizipsch\.?|ADR|GDR|Soci[eé]t[eé] (?:anonyme|europ[eé]enne|"
    r"en commandite par actions)|Kommanditgesellschaft auf Aktien)$", re.I)
PREFIX = re.compile(
    r"^(?:The|PT\.?|P\.T\.|AB|PAO|OAO|PJSC|OJSC|JSC|"
    r"(?:International )?(?:Public |Open )?Joint[- ]Stock Company) ")
SECOND = frozenset("group holding holdings groep gruppe groupe".split())
# Countries in one of which a company of another may be registered.
DOMICILES = ({"CN", "HK", "TW", "MO", "KY"},
             {"US", "IE", "CH", "GB", "BM", "CA"},
             {"GB", "IE", "NL", "CH"}, {"FR", "NL"}, {"FR", "LU"},
             {"NL", "LU", "BE"}, {"SE", "FI"})
WEAK = frozenset(
    "first united national general american global international new royal "
    "standard central great pacific atlantic china japan india korea".split())
HOME = {
    "AE": "DFM ADX", "AR": "BUE", "AT": "VIE", "AU": "ASX", "BE": "BRU",
    "BR": "SAO", "CA": "TOR VAN", "CH": "EBS", "CL": "SGO",
    "CN": "SHH SHZ HKG", "DE": "GER", "DK": "CPH", "EE": "TAL",
    "EG": "CAI", "ES": "MCE", "FI": "HEL", "FR": "PAR", "GB": "LSE",
    "GR": "ATH", "HK": "HKG", "ID": "JKT", "IE": "ISE", "IL": "TLV",
    "IN": "NSE BSE", "IS": "ICE", "IT": "MIL", "JP": "JPX",
    "KR": "KSC KOE", "LT": "LIT", "LV": "RIS", "MO": "HKG", "MX": "MEX",
    "MY": "KLS", "NL": "AMS", "NO": "OSL", "NZ": "NZE", "PT": "LIS",
    "QA": "DOH", "RU": "MCX", "SA": "SAU", "SE": "STO", "SG": "SES",
    "TH": "SET", "TR": "IST", "TW": "TAI TWO", "ZA": "JNB",
}
# What news calls a company of an industry, "the bank", where it calls no other
# so; by what the sources call the industry.
KINDS = {
    "bank, lender": ("Banks", "Diversified Banks", "Regional Banks",
                     "Thrifts & Mortgage Finance"),
    "bank": ("Investment Banking & Brokerage",),
    "airline, carrier": ("Airlines", "Passenger Airlines"),
    "insurer": ("Insurance", "Multi-line Insurance", "Reinsurance",
                "Property & Casualty Insurance", "Life & Health Insurance"),
    "chipmaker, chip designer": (
        "Semiconductors", "Semiconductors & Semiconductor Equipment"),
    "carmaker, automaker": ("Automobiles", "Automobile Manufacturers"),
    "drugmaker": ("Pharmaceuticals", "Biotechnology"),
}
KIND_OF = {i: kind for kind, industries in KINDS.items() for i in industries}


class Companies:
    """Makes companies; the same company in several sources is one."""

    def __init__(self, sources, lexicon, places, others):
        self.table = Table("companies")
        self.lexicon = lexicon
        self.places = places
        self.others = others
        self.suffixes = legal_suffixes(sources)
        self.countries = Countries(sources)
        self.mics = {r["code"]: r["mic"] for r in read_tsv(
            sources / "companies/financedatabase-exchanges.tsv")}
        self.known = {}
        self.by_qid = {}

    def policy(self, name, priority=0):
        """Returns how a company's name matches.

        A small company may not claim a place's name or a phrase.
        """
        policy = self.lexicon.policy(name, "company")
        if "context" in policy or name in self.lexicon.bare["company"]:
            return policy
        if fold(name) in self.places or (
                not priority and self.lexicon.is_phrase(name)):
            return f"{policy},context"
        return policy

    def new(self, name, country, priority, qid=""):
        """Makes a company and remembers its name."""
        name = with_stop(clean(name))
        entity = self.table.new(row_id("company", name), "Org/Company",
                                name, priority=priority,
                                policy=self.policy(name, priority))
        entity.attributes = {"country": country}
        if qid:
            entity.xids["wikidata"] = qid
            self.by_qid[qid] = entity
        self.name(entity, [name])
        return entity

    def name(self, entity, names):
        """Adds names with their spellings."""
        for name in names:
            name = with_stop(clean(name))
            if self.lexicon.is_dropped(name, "company") or \
                    self.is_taken(name, entity):
                continue
            self.known.setdefault(fold(name), entity)
            for spelling in [name] if is_cjk(name) else spellings(name):
                how = "ACRONYM" if is_acronym(spelling) else "ALIAS"
                policy = self.policy(spelling, entity.priority)
                entity.add([spelling], how=how, policy=policy)

    def is_taken(self, name, entity):
        """Says whether a name is another company's or body's."""
        owner = self.known.get(fold(name), self.others.get(fold(name)))
        return owner is not None and owner is not entity

    def find(self, names, country, is_large):
        """Returns the known company that has one of these names.

        A single word proves it only at home or for a large company.
        """
        for name in names:
            entity = self.known.get(fold(name))
            if entity is None:
                continue
            home = entity.attributes.get("country", "")
            telling = " " in name or is_large or home == country
            if telling and same_country(home, country):
                return entity
        return None

    def short_names(self, legal):
        """Returns a legal name without its legal form, longest first."""
        name = SHARE_CLASS.sub("", without_brackets(legal))
        name = re.sub(r",(?=\S)", ", ", name)
        name = PREFIX.sub("", name)
        found = []
        parts = name.split()
        parts = self.without_suffix(parts)
        found.append(" ".join(parts).strip(" ,.&-"))
        while len(parts) > 1 and key(parts[-1]) in SECOND:
            parts = self.without_suffix(parts[:-1])
            found.append(" ".join(parts).strip(" ,.&-"))
        return [f for f in dict.fromkeys(found) if len(f) > 1]

    def without_suffix(self, parts):
        """Returns a name's words without legal forms at the end."""
        for length in (3, 2, 1):
            tail = " ".join(key(p) for p in parts[-length:]).strip()
            if len(parts) > length and (tail in self.suffixes or not tail):
                return self.without_suffix(parts[:-length])
        return parts


def key(word):
    """Returns a word as the list of legal forms spells it."""
    return re.sub(r"[^\w&/]", "", word.lower())


def same_country(one, other):
    """Says whether two codes can be the same company's home."""
    return (not one or not other or one == other
            or any({one, other} <= homes for homes in DOMICILES))


def legal_suffixes(sources):
    """Returns legal forms of up to three words, without punctuation."""
    rows = read_tsv(sources / "organisations/cleanco-suffixes.tsv")
    found = {" ".join(key(p) for p in r["suffix"].split()) for r in rows}
    found -= {"group", "holding", "holdings", "bank", "fund", "trust"}
    return found | {"", "&", "and", "public", "limited", "corporation", "co",
                    "company", "companies", "inc", "incorporated", "tbk",
                    "sab de", "sa de"}


def companies(sources, lexicon, place_names, others):
    """Returns the tables of the pack "companies".

    place_names: folded; others: {folded name: organisation} of exchanges
    and media that are companies too.
    """
    makers = Companies(sources, lexicon, place_names, others)
    for row in hand_tsv("companies.tsv"):
        add_hand(makers, row)
    for row in read_tsv(sources / "curated/wellknown-companies.tsv"):
        add_curated(makers, row)
    for row in read_csv(sources / "companies/sp500.csv"):
        add_sp500(makers, row)
    for row in read_tsv(sources / "companies/financedatabase-equities.tsv"):
        add_equity(makers, row)
    return [makers.table, products(makers)]


def products(makers):
    """Returns the products of note, and marks brands with their owners."""
    table = Table("products")
    for row in hand_tsv("owners.tsv"):
        owner = makers.known[fold(row["owner"])]
        for name in split(row["companies"]):
            brand = makers.known.get(fold(name)) or makers.new(
                name, owner.attributes["country"], WELL_KNOWN)
            brand.attributes["owner"] = row["owner"]
        for name in split(row["products"]):
            product = table.new(row_id("product", name), "Product", name,
                                policy="exact", priority=WELL_KNOWN)
            product.attributes["owner"] = row["owner"]
    return table


def add_hand(makers, row):
    """Makes or completes a company of the hand-written table."""
    entity = makers.known.get(fold(row["name"]))
    if entity is None:
        entity = makers.new(row["name"], row["country"], WELL_KNOWN,
                            row["qid"])
    makers.name(entity, split(row["aliases"]))


def add_curated(makers, row):
    """Makes or completes a company of the curated table."""
    country = row["extra"][:2].replace("XX", "")
    entity = makers.known.get(fold(row["name"]))
    if entity is None:
        entity = makers.new(row["name"], country, WELL_KNOWN)
    if row["qid"]:
        entity.xids["wikidata"] = row["qid"]
    makers.name(entity, [row["name"]] + split(row["aliases(;)"], ";"))
    if country == "US":
        makers.name(entity, with_forms(row["name"]))


def with_forms(name):
    """Returns the name of an American company with its legal form."""
    if key(name.split()[-1]) in ("inc", "corp", "co", "group"):
        return []
    return [f"{name} Inc", f"{name} Corp"]


def add_sp500(makers, row):
    """Makes or completes a company of the S&P 500."""
    legal = without_brackets(row["Security"])
    shorts = makers.short_names(legal)
    if fold(shorts[0]) in makers.others:
        entity = makers.others[fold(shorts[0])]
        entity.add(spellings(legal))
    else:
        entity = makers.find(shorts + [legal], "US", is_large=True)
        if entity is None:
            entity = makers.new(shorts[0], "US", LARGE)
        makers.name(entity, [legal] + shorts)
    makers.name(entity, with_forms(shorts[0]))
    add_kind(entity, row["GICS Sub-Industry"])
    add_ticker(entity, row["Symbol"], "")


def add_equity(makers, row):
    """Makes or completes a company of the world's exchanges."""
    legal = clean(row["name"])
    if FUND.search(legal) or not legal[0].isalnum():
        return
    legal = clean(SHARE_CLASS.sub("", legal))
    shorts = makers.short_names(legal)
    if not shorts or not is_company_name(shorts[0], makers):
        return
    country = makers.countries.code(row["country"])
    is_large = row["cap_class"] in ("Mega Cap", "Large Cap")
    names = equity_names(makers, legal, shorts, row["cap_class"])
    entity = makers.find([legal] + shorts, country, is_large)
    if entity is None and is_large:
        entity = makers.others.get(fold(shorts[0]))
    if entity is None:
        names = [n for n in names if fold(n) not in makers.known
                 and fold(shorts[0]) not in makers.others]
    if not names:
        return
    if entity is None:
        entity = makers.new(shorts[0] if shorts[0] in names else names[0],
                            country, LARGE if is_large else 0)
    makers.name(entity, [n for n in names if is_company_name(n, makers)])
    add_kind(entity, row["industry"])
    add_symbols(makers, entity, row, country)


def equity_names(makers, legal, shorts, cap_class):
    """Returns the names worth having: the more, the larger a company.

    A small company whose short name is ambiguous is not worth any.
    """
    legal = without_brackets(legal)
    names = [legal]
    if cap_class in ("Mega Cap", "Large Cap"):
        return names + shorts + abbreviated(legal)
    quiet = "context" in makers.policy(shorts[0])
    if cap_class == "Small Cap":
        return [] if quiet else shorts[:1]
    return names if quiet else names + shorts[:1]


def abbreviated(legal):
    """Returns a legal name as news agencies abbreviate it."""
    name = legal
    for long, short in (("Corporation", "Corp"), ("Company", "Co"),
                        ("Incorporated", "Inc"), ("Limited", "Ltd"),
                        ("Aktiengesellschaft", "AG"),
                        (",", " ")):
        name = name.replace(long, short)
    name = re.sub(r"\.(?=\s|$)", "", name)
    return [clean(name)] if name != legal else []


def with_stop(name):
    """Returns a name with the full stop of a short legal form.

    A text may leave it out, but where it has one, it is the name's.
    """
    return re.sub(r" (Inc|Corp|Co|Ltd)$", r" \1.", name)


def is_company_name(name, makers):
    """Says whether a name of one or two words says enough."""
    words = fold(name).split()
    return (bool(words) and len(name) < 60
            and not (len(name) > 2 and len("".join(words)) < 3)
            and not (len(words) == 1 and len(words[0]) < 2)
            and fold(name) not in WEAK
            and not (" " in name and fold(name) in makers.places))


def add_kind(entity, industry):
    """Says what news calls the company, if its industry tells."""
    if industry in KIND_OF:
        entity.attributes.setdefault("sector", KIND_OF[industry])


def add_symbols(makers, entity, row, country):
    """Adds the ticker of the home market and the ISIN."""
    if row["isin"] and "isin" not in entity.xids:
        entity.xids["isin"] = row["isin"]
    if "ticker" in entity.xids:
        return
    symbols = dict(reversed([s.split(":", 1) for s in split(
        row["symbols(exchange:symbol)"], ",") if ":" in s]))
    for market in HOME.get(country, "").split():
        if market in symbols:
            add_ticker(entity, symbols[market], makers.mics.get(market, ""))
            return


def add_ticker(entity, symbol, mic):
    """Adds a ticker; a small company's number needs its suffix."""
    base = symbol.split(".")[0]
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9.&-]*", symbol):
        return
    entity.xids.setdefault("ticker", symbol)
    if mic:
        entity.xids.setdefault("mic", mic)
    names = [base, symbol]
    if base.isdigit() and not entity.priority:
        names = [symbol]
    entity.add(names, how="ALIAS", policy="exact,ticker")
