"""International bodies, banks, media, exchanges, governments, parties."""

import re
from collections import Counter

from .countries import Countries
from .model import Table, row_id
from .sources import (hand_list, hand_tsv, read_tsv, split)
from .text import clean, fold, is_acronym, spellings, without_brackets

KNOWN = 10
GENERIC = -10
PREFIXES = {"parties": "party", "state-bodies": "body",
            "national-bodies": "national", "universities": "university"}
AGENCY = re.compile(
    r"\b(Agency|Administration|Bureau|Commission|Authority|Service|Office|"
    r"Institutes?|Centers?|Survey|Police|NASA|NOAA|CERN|FBI|JAXA|Ofcom|"
    r"BaFin|Roscosmos|Mossad|Shin Bet|MI5|MI6|GCHQ|GRU)\b")
PARTY = re.compile(
    r"\b(Party|Union|Democrats|Likud|Congress|Sinn|Fatah|"
    r"Alternative for|National Congress)\b")
PARTY_WORDS = re.compile(
    r"Part[yi]|Union|Movement|Front|Alliance|Democra|Congress|League|"
    r"Coalition|Socialis|Labou?r|Liberal|Republican|Nationalist|Communist|"
    r"Conservative|Christian|Workers|Independen")
NOT_PARTIES = frozenset(["US Congress", "Congress", "African Union",
                         "National People's Congress"])
NATIONAL_BODIES = (
    "Army", "Air Force", "Navy", "Armed Forces", "Parliament",
    "Foreign Ministry", "Defence Ministry", "Defense Ministry",
    "Interior Ministry", "Finance Ministry", "Health Ministry",
    "Supreme Court")


# What stands before "government" for the name of its country.
ABBREVIATIONS = {"GB": ["UK", "U.K."], "US": ["US", "U.S."]}


class Organisations:
    """Makes organisations; one name in several sources is one entity."""

    def __init__(self, table, lexicon, known):
        self.table = table
        self.lexicon = lexicon
        self.known = known
        self.prefix = PREFIXES.get(table.name, "org")

    def add(self, name, type, country="", qid="", priority=KNOWN):
        """Returns the entity of this name, made if need be."""
        name = clean(name)
        key = qid or (fold(name), country)
        entity = self.known.get(key)
        if entity is None:
            entity = self.table.new(
                row_id(self.prefix, name), type, name, priority=priority,
                policy=self.lexicon.policy(name, "organisation"))
            entity.attributes = {"country": country}
            self.known[key] = entity
            self.known.setdefault((fold(name), country), entity)
        if qid:
            entity.xids["wikidata"] = qid
        self.name(entity, spellings(name))
        return entity

    def name(self, entity, names):
        """Adds names, each with the policy that it deserves."""
        for name in names:
            name = clean(name)
            if not self.lexicon.is_dropped(name, "organisation"):
                how = "ACRONYM" if is_acronym(name) else "ALIAS"
                entity.add([name], how=how, policy=self.lexicon.policy(
                    name, "organisation"))


def organisations(sources, lexicon):
    """Returns the tables of the pack "organisations"."""
    known = {}
    tables = []

    def start(name):
        tables.append(Table(name))
        return Organisations(tables[-1], lexicon, known)

    curated = sources / "curated"
    add_international(start("international"), curated)
    add_central_banks(start("central-banks"), curated)
    add_governments(start("governments"), curated)
    add_media(start("media"), curated)
    add_exchanges(start("exchanges"), curated)
    add_hand(start("more"))
    countries = Countries(sources)
    add_parties(start("parties"), sources, countries)
    add_state_bodies(start("state-bodies"), sources, countries)
    add_committees(tables[-1], sources)
    add_national_bodies(start("national-bodies"), countries)
    add_state_universities(start("universities"))
    return tables


def add_curated(makers, row, type, country):
    """Makes the entity of one row of a curated table."""
    qid = row["qid"]
    entity = makers.add(row["name"], type, country, qid)
    for alias in split(row["aliases(;)"], ";"):
        makers.name(entity, spellings(alias))
    return entity


def add_international(makers, curated):
    """Makes international organisations and their like."""
    types = {"igo": "Org", "eu": "Org/Government", "ngo": "Org/Ngo",
             "party": "Org/Party", "gov": "Org/Government"}
    for row in read_tsv(curated / "international-organisations.tsv"):
        entity = add_curated(makers, row, types.get(row["extra"], "Org"), "")
        if entity.name == "European Commission":
            entity.attributes |= {"country": "EU", "role": "government"}


def add_central_banks(makers, curated):
    """Makes central banks."""
    for row in read_tsv(curated / "central-banks.tsv"):
        entity = add_curated(makers, row, "Org/Bank", row["extra"])
        entity.attributes["role"] = "central bank"


def add_governments(makers, curated):
    """Makes departments, agencies, parties and universities."""
    for row in read_tsv(curated / "government-bodies-parties.tsv"):
        if row["qid"] == "Q237":  # the Vatican is a country
            continue
        country = "" if row["extra"] == "XX" else row["extra"]
        entity = add_curated(makers, row, body_type(row["name"]), country)
        if not country:
            entity.priority = GENERIC
    for name in hand_list("ministries.txt"):
        makers.add(name, "Org/Government", priority=GENERIC)


def body_type(name):
    """Returns the type of a body of a state or of politics."""
    if re.search(r"University|Institute of Technology", name):
        return "Org/University"
    if name not in NOT_PARTIES and PARTY.search(name):
        return "Org/Party"
    if AGENCY.search(name):
        return "Org/Agency"
    return "Org/Government"


def add_media(makers, curated):
    """Makes news agencies, papers and broadcasters."""
    for row in read_tsv(curated / "news-agencies-media.tsv"):
        country = "" if row["extra"] == "XX" else row["extra"]
        entity = add_curated(makers, row, "Org/Media", country)
        if entity.name == "Wall Street Journal":
            entity.add(["Journal"], policy="smart,context")


def add_exchanges(makers, curated):
    """Makes exchanges, rating agencies and share indices."""
    for row in read_tsv(curated / "exchanges-indices-ratings.tsv"):
        country, kind = row["extra"].split(":")
        types = {"index": "Asset/Index", "rating": "Org/Company"}
        entity = add_curated(makers, row, types.get(kind, "Org/Exchange"),
                             "" if country == "XX" else country)
        if kind not in types:
            entity.xids["mic"] = kind
        if entity.name == "Standard & Poor's":  # its index comes first
            entity.add(["S&P"], policy="exact,context", priority=KNOWN // 2)


def add_hand(makers):
    """Makes the organisations and teams of the hand-written tables."""
    for row in hand_tsv("organisations.tsv"):
        entity = makers.add(row["name"], row["type"], row["country"])
        for alias in split(row["aliases"]):
            makers.name(entity, spellings(alias))
        for acronym in split(row["acronyms"]):
            entity.add([acronym], how="ACRONYM", policy=makers.lexicon.policy(
                acronym, "organisation"))
    for row in hand_tsv("teams.tsv"):
        add_team(makers, row)


def add_team(makers, row):
    """Makes one team; its nickname alone is often an ordinary word."""
    nickname = row["nickname"]
    entity = makers.table.new(
        row_id("team", f"{row['place']} {nickname}"), "Org/Team",
        f"{row['place']} {nickname}", priority=KNOWN)
    quiet = makers.lexicon.is_quiet(nickname) or nickname in ("Texans",)
    entity.add([nickname], policy="smart,context" if quiet else "smart")
    entity.attributes = {"league": row["league"]}


def add_parties(makers, sources, countries):
    """Makes the political parties of the Factbook."""
    path = sources / "organisations/factbook-political-parties.tsv"
    for row in read_tsv(path):
        name = without_brackets(row["name"])
        country = countries.code(row["country"])
        if is_party_name(name) and country:
            entity = makers.add(name, "Org/Party", country, priority=0)
            shorts = split(row["abbreviations"], ",")
            entity.add([s for s in shorts if is_acronym(s) and len(s) > 2],
                       how="ACRONYM", policy="exact,context")


def is_party_name(name):
    """Says whether a name can only be a party's."""
    return (" " in name and len(name) < 70 and name[0].isupper()
            and PARTY_WORDS.search(name) is not None)


def add_state_bodies(makers, sources, countries):
    """Makes legislatures and highest courts, named with their country."""
    path = sources / "organisations/factbook-state-bodies.tsv"
    rows = [r for r in read_tsv(path) if r["kind"] != "cabinet"]
    count = Counter(r["name"] for r in rows)
    count.update(n for r in rows for n in local_names(r))
    for row in rows:
        country = countries.code(row["country"])
        name = without_brackets(row["name"])
        if country and name and len(name) < 60:
            add_state_body(makers, countries, country, name,
                           shared=count[row["name"]] > 1,
                           local=[n for n in local_names(row)
                                  if count[n] == 1])


def add_state_body(makers, countries, country, name, shared, local):
    """Makes one legislature or court."""
    named = countries.name(country) in name
    of_country = name if named else f"{name} of {countries.of(country)}"
    vague = shared or " " not in name or makers.lexicon.is_phrase(name)
    first = of_country if vague else name
    entity = makers.add(first, "Org/Government", country, priority=0)
    makers.name(entity, [of_country] + local)
    if not named:
        makers.name(entity, [f"{a} {name}" for a in
                             countries.adjectives(country) if a not in name])


def local_names(row):
    """Returns what a body is called in its own country."""
    names = re.split(r" - |/| or |,|;", row["local_name"])
    names = [without_brackets(n) for n in names]
    return [n for n in names if len(n) > 4 and n.count(" ") < 5
            and n[0].isupper()]


def add_committees(table, sources):
    """Makes the committees of the Congress of the United States."""
    path = sources / "organisations/us-congress-committees.tsv"
    for row in read_tsv(path):
        short = re.sub(r"^(House|Senate) Committee on (?:the )?(.+)$",
                       r"\1 \2 Committee", row["name"])
        entity = table.new(row_id("org", row["name"]), "Org/Government",
                           row["name"])
        entity.add(spellings(short))
        entity.attributes = {"country": "US"}
        if row["qid"].startswith("Q"):
            entity.xids["wikidata"] = row["qid"]


def add_national_bodies(makers, countries):
    """Makes the government, the forces and ministries of each country."""
    rows = [r for r in countries.rows if r["unterm_short"]]
    for row in rows:
        iso2 = row["alpha2"]
        adjectives = countries.adjectives(iso2)
        entity = makers.add(f"Government of {countries.of(iso2)}",
                            "Org/Government", iso2, priority=0)
        entity.attributes["role"] = "government"
        before = adjectives + ABBREVIATIONS.get(iso2, [])
        makers.name(entity, either_case("Government", before))
        makers.name(entity, [f"government of {countries.of(iso2)}"])
        for body in NATIONAL_BODIES if adjectives else ():
            entity = makers.add(f"{adjectives[0]} {body}",
                                "Org/Government", iso2, priority=0)
            owner = [f"{countries.name(iso2)}'s"]
            makers.name(entity, either_case(
                body, before + owner if "Ministry" in body else adjectives))


def either_case(body, before):
    """Returns what news writes: "Chinese Army", "Chinese army"."""
    return [f"{word} {name}" for word in before
            for name in (body, body.lower())]


def add_state_universities(makers):
    """Makes the universities named after a State of the United States."""
    for row in hand_tsv("states.tsv"):
        if row["country"] == "US":
            for name in (f"University of {row['name']}",
                         f"{row['name']} State University"):
                makers.add(name, "Org/University", "US", priority=0)
