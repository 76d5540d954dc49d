"""The head of an entity event, read without a schema library: some
microseconds an event, where a million articles have to be checked.

It follows the order of the fields in codecs/schemas/entity_event.avsc as far
as entity.id; the frame in front holds the schema's fingerprint, so an event of
another schema is refused rather than misread.
"""

from typing import NamedTuple

from support.events import frame

FRAME = frame()


class Head(NamedTuple):
    event_id: bytes
    index: int
    count: int
    article: bytes
    partition: int
    offset: int
    entity: bytes


def number(data, at):
    """(value, next place) of an Avro int or long."""
    byte = data[at]
    at += 1
    if byte < 0x80:
        return (byte >> 1) ^ -(byte & 1), at
    value, shift = byte & 0x7F, 7
    while byte >= 0x80:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
    return (value >> 1) ^ -(value & 1), at


def text(data, at):
    """(bytes, next place) of an Avro string or bytes."""
    size, at = number(data, at)
    if size < 0 or at + size > len(data):
        raise ValueError("a text ends behind the event")
    return data[at:at + size], at + size


def skip_texts(data, at, count):
    """Behind so many strings or bytes; most are short."""
    for _ in range(count):
        byte = data[at]
        if byte < 0x80:
            at += 1 + (byte >> 1)
        else:
            size, at = number(data, at)
            at += size
    return at


def read_head(data):
    """ValueError or IndexError when it is no entity event."""
    if data[:10] != FRAME:
        raise ValueError("another schema")
    event_id, at = text(data, 10)
    index, at = number(data, at)
    count, at = number(data, at)
    # Behind a byte each of status and truncated.
    article, at = text(data, at + 2)
    # version, signature, url, source, title, language
    at = skip_texts(data, at, 6)
    if data[at]:  # published_at: null or a long
        _published, at = number(data, at + 1)
    else:
        at += 1
    at = skip_texts(data, at, 2)  # content_sha256, topic
    partition, at = number(data, at)
    offset, at = number(data, at)
    entity, at = text(data, at)
    return Head(event_id, index, count, article, partition, offset, entity)
