// One table says how each member of a view is packed.

#include "daemon/alert/subscription/subscription_pack.h"

#include <assert.h>
#include <stddef.h>

#include "codecs/binary.h"

enum kind {
    KIND_TEXT,
    KIND_LIST,
    KIND_FACTS,
    KIND_INT64,
    KIND_UINT64,
    KIND_UINT32,  // and enums
    KIND_UINT16,
    KIND_INT16,
    KIND_UINT8,
    KIND_BOOL,
    KIND_DOUBLE,
};

struct field {
    enum kind kind;
    size_t offset;
};

#define VIEW(member) offsetof(struct gz_subscription_view, member)

// The tag of a field is its number; the id comes first, see
// gz_subscription_id().
static const struct field fields[] = {
    {KIND_TEXT, VIEW(id)},
    {KIND_UINT64, VIEW(version)},
    {KIND_INT64, VIEW(since_ms)},
    {KIND_TEXT, VIEW(description)},
    {KIND_LIST, VIEW(ids)},
    {KIND_LIST, VIEW(lists)},
    {KIND_LIST, VIEW(list_ids)},
    {KIND_LIST, VIEW(names)},
    {KIND_LIST, VIEW(types)},
    {KIND_LIST, VIEW(attributes)},
    {KIND_FACTS, VIEW(facts)},
    {KIND_TEXT, VIEW(when)},
    {KIND_LIST, VIEW(with_ids)},
    {KIND_UINT32, VIEW(with_scope)},
    {KIND_LIST, VIEW(languages)},
    {KIND_LIST, VIEW(sources)},
    {KIND_UINT32, VIEW(first_seen)},
    {KIND_INT64, VIEW(first_seen_ms)},
    {KIND_BOOL, VIEW(first_seen_partial)},
    {KIND_UINT32, VIEW(window.kind)},
    {KIND_UINT32, VIEW(window.count)},
    {KIND_DOUBLE, VIEW(window.factor)},
    {KIND_INT64, VIEW(window.within_ms)},
    {KIND_INT64, VIEW(window.baseline_ms)},
    {KIND_LIST, VIEW(group_by)},
    {KIND_INT64, VIEW(wait_ms)},
    {KIND_INT64, VIEW(interval_ms)},
    {KIND_INT64, VIEW(repeat_ms)},
    {KIND_INT64, VIEW(resolve_ms)},
    {KIND_UINT32, VIEW(confirm)},
    {KIND_LIST, VIEW(silences)},
    {KIND_UINT16, VIEW(quiet.begin_minute)},
    {KIND_UINT16, VIEW(quiet.end_minute)},
    {KIND_INT16, VIEW(quiet.zone)},
    {KIND_UINT8, VIEW(quiet.days)},
    {KIND_INT64, VIEW(digest.every_ms)},
    {KIND_UINT16, VIEW(digest.at_minute)},
    {KIND_INT16, VIEW(digest.zone)},
    {KIND_UINT32, VIEW(severity)},
    {KIND_LIST, VIEW(labels)},
    {KIND_LIST, VIEW(receivers)},
};

enum { FIELD_COUNT = sizeof(fields) / sizeof(fields[0]) };

_Static_assert(sizeof(enum gz_window_kind) == sizeof(uint32_t),
               "enums are packed as 32 bits");

void gz_subscription_pack_defaults(struct gz_subscription_view *out)
{
    *out = (struct gz_subscription_view){
        .interval_ms = (int64_t)5 * 60 * 1000,
        .resolve_ms = (int64_t)24 * 60 * 60 * 1000,
        .confirm = 2,
        .quiet = {.days = 0x7F},
    };
}

// --- packing ---

static int64_t number_of(const struct field *f, const void *at)
{
    switch (f->kind) {
    case KIND_INT64:
    case KIND_UINT64:
        return *(const int64_t *)at;
    case KIND_UINT32:
        return *(const uint32_t *)at;
    case KIND_UINT16:
        return *(const uint16_t *)at;
    case KIND_INT16:
        return *(const int16_t *)at;
    case KIND_UINT8:
        return *(const uint8_t *)at;
    case KIND_BOOL:
        return *(const bool *)at;
    default:
        return 0;
    }
}

static void append_long(struct gz_buffer *out, int64_t value)
{
    uint8_t *p = gz_buffer_reserve(out, GZ_BINARY_LONG_MAX);
    if (p != NULL) {
        out->len += (size_t)(gz_binary_put_long(p, value) - p);
    }
}

static void append_bytes(struct gz_buffer *out, const void *bytes, size_t len)
{
    append_long(out, (int64_t)len);
    gz_buffer_append(out, bytes, len);
}

// Bytes of so many texts that follow each other.
static size_t list_bytes(struct gz_packed list)
{
    const uint8_t *const begin = list.at;
    struct gz_str text;
    while (gz_packed_next(&list, &text)) {
    }
    return (size_t)(list.at - begin);
}

static size_t facts_bytes(struct gz_subscription_facts facts)
{
    const uint8_t *const begin = facts.at;
    struct gz_subscription_fact fact;
    while (gz_subscription_fact_next(&facts, &fact)) {
    }
    return (size_t)(facts.at - begin);
}

static void pack_list(struct gz_buffer *out, uint8_t tag, uint32_t count,
                      const uint8_t *at, size_t len)
{
    if (count > 0) {
        gz_buffer_append_byte(out, tag);
        append_long(out, count);
        append_bytes(out, at, len);
    }
}

static void pack_double(struct gz_buffer *out, uint8_t tag, double value)
{
    uint8_t bytes[GZ_BINARY_DOUBLE];
    if (value != 0) {
        gz_binary_put_double(bytes, value);
        gz_buffer_append_byte(out, tag);
        gz_buffer_append(out, bytes, sizeof(bytes));
    }
}

static void pack_field(struct gz_buffer *out, uint8_t tag, const void *at,
                       const void *fallback)
{
    const struct field *f = &fields[tag];
    const struct gz_str *text = at;
    const struct gz_packed *list = at;
    const struct gz_subscription_facts *facts = at;
    switch (f->kind) {
    case KIND_TEXT:
        if (text->len_bytes > 0) {
            gz_buffer_append_byte(out, tag);
            append_bytes(out, text->ptr, text->len_bytes);
        }
        return;
    case KIND_LIST:
        pack_list(out, tag, list->count, list->at, list_bytes(*list));
        return;
    case KIND_FACTS:
        pack_list(out, tag, facts->count, facts->at, facts_bytes(*facts));
        return;
    case KIND_DOUBLE:
        pack_double(out, tag, *(const double *)at);
        return;
    default:
        if (number_of(f, at) != number_of(f, fallback)) {
            gz_buffer_append_byte(out, tag);
            append_long(out, number_of(f, at));
        }
    }
}

void gz_subscription_pack(const struct gz_subscription_view *view,
                          struct gz_buffer *out)
{
    struct gz_subscription_view fallback;
    gz_subscription_pack_defaults(&fallback);
    for (unsigned i = 0; i < FIELD_COUNT; i++) {
        pack_field(out, (uint8_t)i, (const char *)view + fields[i].offset,
                   (const char *)&fallback + fields[i].offset);
    }
}

void gz_subscription_pack_text(struct gz_buffer *list, struct gz_str text)
{
    append_bytes(list, text.ptr, text.len_bytes);
}

void gz_subscription_pack_count(struct gz_buffer *list, int64_t count)
{
    append_long(list, count);
}

// --- looking ---

static const uint8_t *look_block(const uint8_t *p, const uint8_t **at,
                                 uint32_t *count)
{
    *count = (uint32_t)gz_binary_take_long(&p);
    const int64_t len = gz_binary_take_long(&p);
    *at = p;
    return p + len;
}

static void look_number(enum kind kind, void *at, int64_t value)
{
    switch (kind) {
    case KIND_INT64:
    case KIND_UINT64:
        *(int64_t *)at = value;
        return;
    case KIND_UINT32:
        *(uint32_t *)at = (uint32_t)value;
        return;
    case KIND_UINT16:
        *(uint16_t *)at = (uint16_t)value;
        return;
    case KIND_INT16:
        *(int16_t *)at = (int16_t)value;
        return;
    case KIND_UINT8:
        *(uint8_t *)at = (uint8_t)value;
        return;
    default:
        *(bool *)at = value != 0;
    }
}

static const uint8_t *look_field(const uint8_t *p, enum kind kind, void *at)
{
    struct gz_str *text = at;
    struct gz_packed *list = at;
    struct gz_subscription_facts *facts = at;
    switch (kind) {
    case KIND_TEXT:
        text->len_bytes = (size_t)gz_binary_take_long(&p);
        text->ptr = (const char *)p;
        return p + text->len_bytes;
    case KIND_LIST:
        return look_block(p, &list->at, &list->count);
    case KIND_FACTS:
        return look_block(p, &facts->at, &facts->count);
    case KIND_DOUBLE:
        memcpy(at, p, GZ_BINARY_DOUBLE);
        return p + GZ_BINARY_DOUBLE;
    default:
        look_number(kind, at, gz_binary_take_long(&p));
        return p;
    }
}

void gz_subscription_pack_look(struct gz_str packed,
                               struct gz_subscription_view *out)
{
    const uint8_t *p = (const uint8_t *)packed.ptr;
    const uint8_t *const end = p + packed.len_bytes;
    gz_subscription_pack_defaults(out);
    while (p < end) {
        const uint8_t tag = *p++;
        assert(tag < FIELD_COUNT);
        p = look_field(p, fields[tag].kind, (char *)out + fields[tag].offset);
    }
    assert(p == end);
}
