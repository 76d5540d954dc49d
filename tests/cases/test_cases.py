"""Golden cases: an article in, its events out.

Each CASE.json has its events in CASE.events.jsonl as `gazetted extract
--format json` prints them, without what changes with every version (event
ids, rule set and engine).  UPDATE_CASES=1 rewrites them: read the diff.
"""

import difflib
import json
import os
from pathlib import Path

import pytest

from support.daemon import ROOT, gazetted

CASES = Path(__file__).parent
VOLATILE = ("event_id", "ruleset", "engine")


def extract(article):
    done = gazetted("extract", "--format", "json", "--config",
                    "tests/cases/cases.yaml", article, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def without(value, names):
    if isinstance(value, dict):
        return {k: without(v, names) for k, v in value.items()
                if k not in names}
    return value


def printed(events):
    return "".join(json.dumps(without(e, VOLATILE), ensure_ascii=False) + "\n"
                   for e in events)


@pytest.mark.parametrize("article", sorted(CASES.glob("*.json")),
                         ids=lambda p: p.stem)
def test_case(article):
    got = printed(extract(article))
    golden = article.with_suffix(".events.jsonl")
    if os.environ.get("UPDATE_CASES"):
        golden.write_text(got, encoding="utf-8")
    want = golden.read_text(encoding="utf-8")
    diff = "".join(difflib.unified_diff(
        want.splitlines(True), got.splitlines(True), "expected", "found"))
    assert got == want, f"\n{diff}rerun: pytest tests/cases -k {article.stem}"


@pytest.mark.parametrize("article", sorted(CASES.glob("*.json")),
                         ids=lambda p: p.stem)
def test_offsets_slice_the_text(article):
    source = json.loads(article.read_text(encoding="utf-8"))
    for event in extract(article):
        for m in event["mentions"]:
            text = source["title" if m["field"] == "TITLE" else "body"]
            utf8, utf16 = text.encode(), text.encode("utf-16-le")
            assert text[m["begin_cp"]:m["end_cp"]] == m["text"]
            assert utf8[m["begin_byte"]:m["end_byte"]].decode() == m["text"]
            assert (utf16[2 * m["begin_u16"]:2 * m["end_u16"]]
                    .decode("utf-16-le") == m["text"])
