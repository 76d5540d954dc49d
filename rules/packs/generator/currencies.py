"""Currencies and crypto assets."""

import re

from .model import Table, row_id
from .sources import hand_tsv, read_csv, read_tsv, split
from .text import clean, spellings

OLD = re.compile(r"\(\d{4}|\(\w+ \d{4}|\bTest|Unknown|Funds?\)|"
                 r"International|Unit of Account|Special Drawing")
NO_MONEY = frozenset(
    "XAG XAU XPD XPT XBA XBB XBC XBD XDR XSU XTS XUA XXX BOV CHE CHW CLF "
    "COU MXV USN UYI UYW".split())


def currencies(sources):
    """Returns the tables of the pack "currencies"."""
    return [money(sources), crypto(sources)]


def money(sources):
    """Returns the table of currencies in use."""
    table = Table("currencies")
    folder = sources / "currencies"
    in_use = {}
    for row in read_csv(folder / "currency-codes.csv"):
        if row["AlphabeticCode"] and not row["WithdrawalDate"]:
            in_use[row["AlphabeticCode"]] = row["NumericCode"]
    known = {r["code"]: r for r in hand_tsv("currencies.tsv")}
    for row in read_tsv(folder / "cldr-en-currencies.tsv"):
        in_hand = row["code"] in in_use and row["code"] not in NO_MONEY
        if in_hand and not OLD.search(row["name"]):
            add_currency(table, row, known.get(row["code"]),
                         in_use[row["code"]])
    return table


def add_currency(table, row, known, number):
    """Makes one currency."""
    name = clean(row["singular"] or row["name"])
    policy = "free" if " " in name else "smart,context"
    entity = table.new(f"currency-{row['code'].lower()}", "Asset/Currency",
                       name, policy=policy)
    if " " in name:
        for form in (row["singular"], row["plural"], row["name"]):
            entity.add(spellings(form) + of_the_us(form), policy="free")
    if known:
        entity.add(split(known["names"]), policy="free")
    safe = row["code"] in ("USD", "EUR", "GBP", "JPY", "CNY", "CHF", "INR")
    entity.add([row["code"]], how="ACRONYM",
               policy="exact" if safe else "exact,context")
    entity.xids = {"iso4217": row["code"], "number": number}


def of_the_us(name):
    """Returns the other spelling of a name that begins with US."""
    return ["U.S." + name[2:]] if name.startswith("US ") else []


def crypto(sources):
    """Returns the table of crypto assets."""
    table = Table("crypto")
    folder = sources / "crypto"
    names = {r["symbol"]: r["name"] for r in
             read_tsv(folder / "cryptocurrency-icons.tsv")
             + read_tsv(folder / "financedatabase-cryptos.tsv")}
    for row in hand_tsv("crypto.tsv"):
        quiet = split(row["quiet"])
        name = row["name"] or (quiet or [names[row["symbol"]]])[0]
        entity = table.new(
            row_id("crypto", row["symbol"]), "Asset/Crypto", name,
            policy="smart" if row["name"] else "smart,context")
        entity.add(split(row["aliases"]))
        entity.add(quiet, policy="smart,context")
        entity.add([row["symbol"]], how="ACRONYM", policy="exact,ticker")
        entity.xids = {"ticker": row["symbol"]}
    return table
