"""Entity events as fastavro reads them: our encoder's independent judge."""

import io
import json
from functools import cache
from pathlib import Path

import fastavro
from fastavro.schema import fingerprint, to_parsing_canonical_form

SCHEMAS = Path(__file__).resolve().parents[2] / "codecs" / "schemas"


@cache
def schema(name="entity_event"):
    return json.loads((SCHEMAS / f"{name}.avsc").read_text())


@cache
def parsed(name):
    return fastavro.parse_schema(schema(name))


@cache
def frame(name="entity_event"):
    """The ten bytes in front of a single-object encoded value."""
    canonical = to_parsing_canonical_form(schema(name))
    number = fingerprint(canonical, "CRC-64-AVRO")
    return b"\xc3\x01" + bytes.fromhex(number)


def decode(value, name="entity_event"):
    """The event in a record's value; every byte must be used."""
    assert value[:10] == frame(name), value[:10].hex()
    rest = io.BytesIO(value[10:])
    event = fastavro.schemaless_reader(rest, parsed(name))
    assert rest.read() == b"", "bytes behind the event"
    return event
