"""What the shipped packs make of sentences of several clauses: whether each
fact is so, and whose word it is."""

import json

import pytest

from support.daemon import ROOT, gazetted

PACKS = ["core-en", "business-en", "politics-en", "companies",
         "organisations", "people", "places"]

# A text, "title || body" where it has a title, and its facts: the type, who
# has a part by name, what it is unless POSITIVE and ACTUAL, and who says so.
ROWS = [
    # Two items with a comma before "and" are of two clauses.
    ("Microsoft bought Spotify, and Apple fell.",
     ["Acquisition Microsoft Spotify"]),
    ("Microsoft sued Google, Samsung, and Apple.",
     ["Lawsuit Microsoft Google", "Lawsuit Microsoft Samsung",
      "Lawsuit Microsoft Apple"]),
    ("Apple bought Spotify and Google sued Microsoft.",
     ["Acquisition Apple Spotify", "Lawsuit Google Microsoft"]),
    ("Apple said Google and Microsoft bought Zoom.",
     ["Acquisition Google Zoom | Apple", "Acquisition Microsoft Zoom | Apple"]),
    # What is denied or planned in another clause.
    ("Google refused to pay after Apple sued Samsung.",
     ["Lawsuit Apple Samsung"]),
    ("The strike could begin after Ford laid off 500 workers.",
     ["JobCuts Ford"]),
    ("Intel may cut costs, as Apple did, after Microsoft bought Spotify.",
     ["Acquisition Microsoft Spotify"]),
    ("Boeing plans to cut costs since Airbus bought Spotify.",
     ["Acquisition Airbus Spotify"]),
    ("Apple denied on Monday that it had bought Spotify.",
     ["Acquisition Apple Spotify NEGATIVE | Apple"]),
    ("Apple will not buy Spotify but has bought Shazam.",
     ["Acquisition Apple Spotify NEGATIVE PLANNED",
      "Acquisition Apple Shazam"]),
    ("Microsoft no longer uses Oracle and has switched to Google.",
     ["Uses Microsoft Google"]),
    ("Apple scrapped its contract with Google and bought Spotify.",
     ["Partnership Apple Google NEGATIVE", "Acquisition Apple Spotify"]),
    ("Apple will not buy Spotify, a unit of Samsung.",
     ["Acquisition Apple Spotify NEGATIVE PLANNED",
      "Ownership Samsung Spotify"]),
    ("Intel, which has not cut jobs, plans to buy Spotify.",
     ["JobCuts Intel NEGATIVE", "Acquisition Intel Spotify PLANNED"]),
    # Somebody else, and what somebody is.
    ("Apple, not Google, bought Spotify.", ["Acquisition Apple Spotify"]),
    ("Apple bought Spotify, not a rival.", ["Acquisition Apple Spotify"]),
    ("Google rather than Apple bought Spotify.",
     ["Acquisition Apple Spotify NEGATIVE"]),
    ("Apple bought Spotify rather than Shazam.",
     ["Acquisition Apple Spotify"]),
    # A dispute denies nothing; who disputes that something is so does.
    ("A dispute with Google ended when Apple bought Spotify.",
     ["Acquisition Apple Spotify"]),
    ("Samsung disputes that Apple bought Spotify.",
     ["Acquisition Apple Spotify NEGATIVE"]),
    # Who says nothing, or asks not to be named, denies nothing.
    ("Apple has not bought Spotify and declined to say why.",
     ["Acquisition Apple Spotify NEGATIVE"]),
    ("Apple has not only bought Spotify.", ["Acquisition Apple Spotify"]),
    ("Apple did not say whether it had bought Spotify.",
     ["Acquisition Apple Spotify POSSIBLE"]),
    ("Apple declined to say whether it had bought Spotify.",
     ["Acquisition Apple Spotify POSSIBLE"]),
    ("It is open whether or not Apple bought Spotify.",
     ["Acquisition Apple Spotify POSSIBLE"]),
    ("Reuters could not verify whether Apple bought Spotify.",
     ["Acquisition Apple Spotify POSSIBLE"]),
    ("Apple has bought Spotify, which was not previously reported.",
     ["Acquisition Apple Spotify"]),
    ("Apple has bought Spotify, a deal not previously reported.",
     ["Acquisition Apple Spotify"]),
    ("Apple has not bought Spotify, said two people not authorised to speak.",
     ["Acquisition Apple Spotify NEGATIVE | two people"]),
    ("Apple bought Spotify, said a clerk who was not authorised to speak.",
     ["Acquisition Apple Spotify"]),
    ("A clerk not authorised to speak said Apple has bought Spotify.",
     ["Acquisition Apple Spotify"]),
    ("A clerk, who asked not to be named, said Apple has bought Spotify.",
     ["Acquisition Apple Spotify | asked not to be named"]),
    ("A clerk, who asked not to be named, said Apple had not bought Spotify.",
     ["Acquisition Apple Spotify NEGATIVE | asked not to be named"]),
    # What comes to nothing.
    ("Microsoft's failed takeover of Spotify cost $2 billion.",
     ["Acquisition Microsoft Spotify NEGATIVE"]),
    ("Regulators blocked Microsoft's takeover of Spotify.",
     ["Acquisition Microsoft Spotify NEGATIVE"]),
    ("Regulators did not block Microsoft's takeover of Spotify.",
     ["Acquisition Microsoft Spotify"]),
    ("The court overturned a $5 billion fine against Google.",
     ["Fine Google NEGATIVE"]),
    ("A court dismissed a lawsuit by Apple against Google.",
     ["Lawsuit Apple Google NEGATIVE"]),
    ("Target Corporation has suspended its $2 billion share buyback.",
     ["Buyback Target NEGATIVE"]),
    ("China suspended its 34% tariff on U.S. goods.",
     ["Tariff Government-of-China United-States NEGATIVE"]),
    ("Google's lawsuit against Apple was dismissed.",
     ["Lawsuit Google Apple NEGATIVE"]),
    ("Apple, after its failed merger with Google, bought Spotify.",
     ["Merger Apple Google NEGATIVE", "Acquisition Apple Spotify"]),
    ("Following a failed merger with Google, Apple bought Spotify.",
     ["Acquisition Apple Spotify"]),
    ("A judge dismissed a lawsuit that said Apple bought Spotify.",
     ["Acquisition Apple Spotify | lawsuit"]),
    ("Apple nearly bought Spotify.", ["Acquisition Apple Spotify NEGATIVE"]),
    # Whose word it is.
    ("Amazon said Apple had sued Google, while Meta said Oracle had bought "
     "Spotify.",
     ["Lawsuit Apple Google | Amazon", "Acquisition Oracle Spotify | Meta"]),
    ("Apple bought Spotify, Google said, and Microsoft bought Zoom, Amazon "
     "said.",
     ["Acquisition Apple Spotify | Google",
      "Acquisition Microsoft Zoom | Amazon"]),
    ("Wells Fargo is under investigation by the SEC, a source said; the bank "
     "denied it.",
     ["Investigation Wells-Fargo Securities-and-Exchange-Commission "
      "| a source"]),
    ("Siemens to cut 6,000 jobs as Amazon denies plan || Nothing here.",
     ["JobCuts Siemens PLANNED"]),
    ("Apple bought Spotify, but Microsoft sued Zoom, Google said.",
     ["Acquisition Apple Spotify | Google", "Lawsuit Microsoft Zoom | Google"]),
    ("After Apple refused to pay, Google bought Spotify.",
     ["Acquisition Google Spotify"]),
    # Who is "it".
    ("Toyota fell, while Ford said it would cut 500 jobs.",
     ["JobCuts Ford PLANNED | Ford"]),
    ("Apple bought Spotify and Google said it would cut 500 jobs.",
     ["Acquisition Apple Spotify", "JobCuts Google PLANNED | Google"]),
    ("Toyota grew, while Ford cut costs as it bought Rivian.",
     ["Acquisition Ford Rivian"]),
    # What is not so yet.
    ("Kroger is in advanced talks to acquire pharmacies from Walgreens.",
     ["Divestment Walgreens Kroger POSSIBLE"]),
    ("Siemens cuts jobs; Apple to use Google model || Nothing here.",
     ["JobCuts Siemens", "Uses Apple Google PLANNED"]),
    ("London agreed on Sunday to impose new sanctions on Iran.",
     ["Sanction Government-of-the-United-Kingdom Government-of-Iran "
      "PLANNED"]),
    ("Had Apple bought Spotify, it would have grown.",
     ["Acquisition Apple Spotify POSSIBLE"]),
    ("Investors want Apple to buy Spotify.",
     ["Acquisition Apple Spotify POSSIBLE"]),
]


def line_of(fact):
    """A fact as ROWS has it."""
    words = [fact["type"]]
    words += [role["name"].replace(" ", "-") for role in fact["roles"]
              if role["name"]]
    words += [fact[key] for key, usual in
              (("polarity", "POSITIVE"), ("modality", "ACTUAL"))
              if fact[key] != usual]
    return " ".join(words)


def article(number, text):
    """A row as extract reads it."""
    title, body = text.split(" || ") if " || " in text else ("", text)
    return {"id": str(number), "title": title, "body": body}


def said(fact, texts):
    """The words that name the sources of a fact."""
    names = []
    for source in fact["attribution"]:
        span = source["span"]
        text = texts[span["field"]]
        names.append(text[span["begin_cp"]:span["end_cp"]])
    return " | " + ", ".join(names) if names else ""


@pytest.fixture(scope="module", name="found")
def extracted(tmp_path_factory):
    """{row: its facts in the order of the text}, all in one run."""
    path = tmp_path_factory.mktemp("clauses")
    listed = "".join(f"  - {ROOT}/rules/packs/{name}\n" for name in PACKS)
    (path / "gazetted.yaml").write_text(f"rules:\n  packs:\n{listed}")
    articles = [article(i, row[0]) for i, row in enumerate(ROWS)]
    (path / "rows.jsonl").write_text(
        "\n".join(json.dumps(one) for one in articles))
    done = gazetted("extract", "--config", path / "gazetted.yaml", "--format",
                    "json", path / "rows.jsonl", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    facts = [{} for _ in ROWS]
    for event in map(json.loads, done.stdout.splitlines()):
        number = int(event["article"]["id"])
        texts = {"TITLE": articles[number]["title"],
                 "BODY": articles[number]["body"]}
        for fact in event["facts"]:
            facts[number][fact["fact_id"]] = (
                fact["evidence"]["field"] != "TITLE",
                fact["evidence"]["end_byte"],
                line_of(fact) + said(fact, texts))
    return [[fact[-1] for fact in sorted(row.values())] for row in facts]


@pytest.mark.parametrize("number", range(len(ROWS)),
                         ids=[row[0] for row in ROWS])
def test_facts_are_of_their_clause(found, number):
    assert sorted(found[number]) == sorted(ROWS[number][1])
