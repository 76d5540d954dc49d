"""The event schema and the bytes of the encoder, seen by fastavro."""

import datetime
import io
import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import fastavro
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = ROOT / "codecs/schemas/entity_event.avsc"


@pytest.fixture(scope="module")
def schema():
    return json.loads(SCHEMA.read_text())


def container_program():
    """The C test that writes a container; it stands beside $GAZETTED."""
    known = [os.environ.get("GAZETTED"), ROOT / "build/dev/gazetted"]
    for daemon in known:
        program = daemon and Path(daemon).parent / "tests/test_event_container"
        if program and program.is_file():
            return program
    pytest.skip("test_event_container is not built")
    return None


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    """A file of the probe event and one with nothing set."""
    path = tmp_path_factory.mktemp("events") / "events.avro"
    subprocess.run([container_program(), path], check=True)
    raw = path.read_bytes()
    reader = fastavro.reader(io.BytesIO(raw))
    return SimpleNamespace(raw=raw, read=list(reader),
                           schema=reader.metadata["avro.schema"])


def named_types(node):
    """All definitions in a schema."""
    if isinstance(node, list):
        for item in node:
            yield from named_types(item)
    elif isinstance(node, dict):
        if "fields" in node or "symbols" in node:
            yield node
        for value in node.values():
            yield from named_types(value)


def test_every_field_has_a_default_and_a_doc(schema):
    records = [t for t in named_types(schema) if "fields" in t]
    assert len(records) == 12
    for record in records:
        assert record["doc"]
        for field in record["fields"]:
            where = f"{record['name']}.{field['name']}"
            assert "default" in field, where
            assert field["doc"].endswith("."), where


def test_every_enum_has_a_symbol_for_unknown_ones(schema):
    enums = [t for t in named_types(schema) if "symbols" in t]
    assert len(enums) == 11
    for enum in enums:
        assert enum["default"] == enum["symbols"][-1], enum["name"]


def test_defaults_fill_an_event_that_has_nothing(schema):
    """Whoever wrote an empty record is read as the default event."""
    writer = {"type": "record", "name": "EntityEvent",
              "namespace": "gazetted", "fields": []}
    with_defaults = fastavro.schemaless_reader(
        io.BytesIO(b""), writer, schema)
    assert with_defaults["article"]["published_at"] is None
    assert with_defaults["entity"]["link"]["method"] == "UNKNOWN"
    assert with_defaults["mentions"] == []
    for name in ("signature", "content_sha256"):  # fastavro leaves them text
        with_defaults["article"][name] = with_defaults["article"][
            name].encode()
    fastavro.validate(with_defaults, fastavro.parse_schema(schema))


def test_fingerprint_is_the_one_in_the_unit_test(schema):
    canonical = fastavro.schema.to_parsing_canonical_form(schema)
    text = fastavro.schema.fingerprint(canonical, "CRC-64-AVRO")
    number = int.from_bytes(bytes.fromhex(text), "little")
    unit = (ROOT / "tests/codecs/test_event_schema.c").read_text()
    assert f"0x{number:016x}" in unit


def test_container_holds_the_schema_byte_for_byte(events):
    assert events.schema == SCHEMA.read_text()


def test_probe_is_read_as_it_was_meant(events):
    probe = events.read[0]
    assert probe["status"] == "RETRACTED"
    assert probe["article"]["title"] == "article title \u00e9"
    assert probe["article"]["signature"] == bytes(range(128))
    assert probe["article"]["content_sha256"] == bytes(range(32))
    assert probe["article"]["published_at"] == datetime.datetime(
        1913, 2, 8, 12, 59, 59, 877000, tzinfo=datetime.timezone.utc)
    assert probe["article"]["offset"] == 2**63 - 1
    assert probe["entity"]["type"] == "PLACE"
    assert probe["entity"]["xids"] == {"wikidata": "Q2283", "ticker": "MSFT"}
    assert [m["how"] for m in probe["mentions"]] == ["PATTERN", "UNKNOWN"]
    assert probe["mentions"][0]["end_u16"] == 2**31 - 1
    assert probe["salience"]["first_sentence_term"] == -0.75
    fact = probe["facts"][0]
    assert [r["value"] and r["value"]["cmp"] for r in fact["roles"]] == [
        None, "RANGE"]
    assert fact["attribution"][0]["entity_id"] == "source id"
    assert (fact["polarity"], fact["modality"]) == ("NEGATIVE", "POSSIBLE")
    assert probe["ext"] == {"ext key": "ext value"}


def test_bare_event_is_read_as_it_was_meant(events):
    assert len(events.read) == 2
    bare = events.read[1]
    assert bare["article"]["published_at"] is None
    assert bare["article"]["signature"] == b""
    assert bare["entity"]["type"] == "OTHER"


def test_fastavro_would_write_the_same_bytes(events, schema):
    parsed = fastavro.parse_schema(schema)
    out = io.BytesIO()
    for event in events.read:
        fastavro.schemaless_writer(out, parsed, event)
    assert out.getvalue() in events.raw
