"""The plain reference of check_names.py, by tables."""

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

import check_names  # noqa: E402

# Text, its words; a possessive s is in brackets.
WORDS = (
    ("Acme won.", "Acme won"),
    ("O'Neill's O\u2019Neill", "O'Neill [s] O\u2019Neill"),
    ("banks' rock'n'roll 's", "banks rock'n'roll s"),
    ("MICROSOFT'S G7's Inc.'s", "MICROSOFT [S] G7 [s] Inc [s]"),
    ("Yahoo!'s 's-Hertogenbosch", "Yahoo [s] s Hertogenbosch"),
    ("\u4e2d's don't", "\u4e2d s don't"),
    ("l'Iran D\u2019Ivoire qu'Airbus d's", "l' Iran D\u2019 Ivoire qu' "
     "Airbus d [s]"),
    ("el'Iran l' Iran l'1", "el'Iran l Iran l 1"),
    ("the U.S. U.S.A U.S.'s", "the U.S. U.S.A U.S. [s]"),
    ("J.P.Morgan J. Smith Ph.D.", "J.P. Morgan J Smith Ph D"),
    ("z.B. end.Next", "z.B. end Next"),
    ("Rolls-Royce 1990\u201395 AT&T", "Rolls Royce 1990 95 AT T"),
    ("3,000 1.000,50 1'000 5, 6", "3,000 1.000,50 1'000 5 6"),
    ("$5.3bn COVID-19 10:30", "5.3bn COVID 19 10 30"),
    ("a_b _ _1", "a_b _1"),
    ("\u5317\u4eacAI\u5927", "\u5317 \u4eac AI \u5927"),
    ("\uc0bc\uc131 \u3042\u30a2\u30fc", "\uc0bc\uc131 \u3042 \u30a2 \u30fc"),
    ("Cafe\u0301 Micro\u00adsoft", "Cafe\u0301 Micro\u00adsoft"),
    ("Acme's\u0301", "Acme's\u0301"),
    ("\u05e6\u05d4\"\u05dc \u05d2'", "\u05e6\u05d4\"\u05dc \u05d2'"),
    ("CO\u2082 \u00bd x", "CO x"),
)


@pytest.mark.parametrize("text, want", WORDS)
def test_words(text, want):
    got = [text[w.begin:w.end] if w.starts else f"[{text[w.begin:w.end]}]"
           for w in check_names.words_of(text)]
    assert got == want.split()


# Gap, its canonical form, None for one that no match crosses.
GAPS = (
    ("", ""),
    (" \t\u00a0 ", " "),
    (" \r\n", " "),
    ("\n\n", None),
    ("\r\n\r\n", None),
    (" \n \t\n ", None),
    ("\u2029", None),
    ("\u2028", " "),
    ("\u200b", " "),
    ("\u00ad", ""),
    (" & ", "&"),
    ("&\n", "&"),
    (". ", "."),
    (",\n", ","),
    (".) ", ".) "),
    ("\u2013", "-"),
    (" \u2014 ", " - "),
    ("\u2019", "'"),
    ("\u201c", '"'),
    ("\uff0f", "/"),
    ("-" * 16, "-" * 16),
    ("-" * 17, None),
    ("\u20ac" * 6, None),
)


@pytest.mark.parametrize("gap, want", GAPS)
def test_gaps(gap, want):
    assert check_names.canonical_gap(gap) == want


# Text with the expected matches in brackets, and the names with policies; a
# name without one is exact.
MATCHES = (
    ("in [Paris]", "Paris"),
    ("in Parisian Paris2 xParis", "Paris"),
    ("in PARIS, paris", "Paris"),
    ("in [PARIS], paris", "Paris:smart"),
    ("in [PARIS], [paris]", "Paris:free"),
    ("[3M COMPANY] 3M company [3M Company]", "3M Company:smart"),
    ("[\uc11c\uc6b8 ACME] \uc11c\uc6b8 acme", "\uc11c\uc6b8 Acme:smart"),
    ("[\u4e2d 3 ACME]", "\u4e2d 3 Acme:smart"),
    ("[New York] [New York Times]", "New York|New York Times"),
    ("[New York] Timesx", "New York|New York Times"),
    ("[A B C] D [B C]", "A B C|B C D|B C"),
    ("[New\nYork] and [New \r\n York]", "New York"),
    ("New\n\nYork", "New York"),
    ("New, York", "New York"),
    ("[O'Neill] [O\u2019Neill] [Neill]", "O'Neill|Neill"),
    ("[Acme]'s [Acme]\u2019s board", "Acme|s"),
    ("[McDonald's] [McDonald\u2019s] McDonalds", "McDonald's"),
    ("x's [s]", "s"),
    ("[Rolls-Royce] [Rolls\u2013Royce] Rolls Royce", "Rolls-Royce"),
    ("[Paris]-based", "Paris"),
    ("l'[Iran] dell\u2019[Eni]", "Iran|Eni"),
    ("[L'Or\u00e9al] [L\u2019Or\u00e9al]", "L'Or\u00e9al"),
    ("the [U.S.] and U.S", "U.S."),
    ("[AT&T] [AT & T]", "AT&T"),
    ("[St. Louis] [St.Louis] St Louis", "St. Louis"),
    ("[Acme Inc.] [Acme Inc] Acme", "Acme Inc."),
    ("[Acme Inc].", "Acme Inc"),
    ("[Acme Inc.]'s", "Acme Inc|Acme Inc."),
    ("[C++] C+ C", "C++"),
    ("[Yahoo!]'s Yahoo", "Yahoo!"),
    ("[Yahoo!]Kung [!Kung]", "Yahoo!|!Kung"),
    ("[.3M]! [3M!] [(3M)]", ".3M|3M!|(3M|(3M)|3M"),
    (".[3M Co] [.3M]", ".3M|3M Co"),
    ("[.NET] NET ASP[.NET] left. NET", ".NET"),
    ("[Ericsson (publ)] Ericsson publ Ericsson (publ", "Ericsson (publ)"),
    ("\u8bbf\u95ee[\u5317\u4eac]\u5927", "\u5317\u4eac"),
    ("[\u5317\u4eac] \u5317 \u4eac", "\u5317\u4eac"),
    ("[\uc11c\uc6b8] \uc11c\uc6b8\uc5d0", "\uc11c\uc6b8"),
    ("[Zu\u0308rich] [Z\u00fcrich]", "Z\u00fcrich"),
    ("[Micro\u00adsoft]", "Microsoft"),
    ("[\uff29\uff22\uff2d]", "IBM"),
    ("\u201c[Paris]\u201d \u2014 [Paris]\u2026", "Paris"),
)


def dictionary_of(names):
    dictionary = check_names.Dictionary()
    for number, name in enumerate(names.split("|")):
        text, _, policy = name.partition(":")
        dictionary.add(str(number), text, policy or "exact")
    return dictionary


@pytest.mark.parametrize("marked, names", MATCHES)
def test_matches(marked, names):
    text = marked.replace("[", "").replace("]", "")
    raw, got, last = text.encode(), b"", 0
    for begin, end, _ in check_names.find(dictionary_of(names), text):
        got += raw[last:begin] + b"[" + raw[begin:end] + b"]"
        last = end
    assert (got + raw[last:]).decode() == marked


def test_ids():
    found = check_names.find(dictionary_of("Acme Inc|Acme Inc.|Acme"),
                             "Acme Inc. Acme Inc")
    assert [(b, e, set(ids)) for b, e, ids in found] == [
        (0, 9, {"0", "1"}), (10, 18, {"0", "1"})]
    found = check_names.find(dictionary_of("O'Neill|O\u2019Neill|o'neill:free"),
                             "O'Neill o'neill")
    assert [set(ids) for _, _, ids in found] == [{"0", "1", "2"}, {"2"}]


NAMES = "id\ttype\tname\tpolicy\n1\tOrg\tAcme\texact\n2\tOrg\tBeta\texact\n"
ARTICLES = b"\xe2\x80\x9cAcme\xe2\x80\x9d\0Beta sold\0"
# Spans, the text of the difference, the status.
RUNS = (
    ("0\t3\t7\tnames:1\n1\t0\t4\tnames:2\n", "0 differences", 0),
    ("0\t3\t7\tnames:1\n", "article 1, bytes 0-4: [Beta] sold: missing, "
     "want 2", 1),
    ("0\t3\t7\tnames:2\n1\t0\t4\tnames:2\n",
     "article 0, bytes 3-7: \u201c[Acme]\u201d: found 2, want 1", 1),
    ("0\t3\t7\tnames:1\n1\t0\t4\tnames:2\n1\t5\t9\tnames:1\n",
     "article 1, bytes 5-9: Beta [sold]: found 1, want nothing", 1),
    ("0\t3\t7\tnames:1\n0\t3\t7\tnames:1\n1\t0\t4\tnames:2\n",
     "article 0, bytes some span is there twice", 1),
)


@pytest.mark.parametrize("spans, message, status", RUNS)
def test_command(tmp_path, spans, message, status):
    (tmp_path / "spans").write_text(spans)
    (tmp_path / "names.tsv").write_text(NAMES)
    (tmp_path / "articles.bin").write_bytes(ARTICLES)
    done = subprocess.run(
        [sys.executable, FOLDER / "check_names.py", "spans", "names.tsv",
         "articles.bin"], cwd=tmp_path, capture_output=True, encoding="utf-8",
        env={"PYTHONUTF8": "1"}, check=False)
    assert message in done.stdout, done.stderr
    assert done.returncode == status
