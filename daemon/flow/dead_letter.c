#include "daemon/flow/dead_letter.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>

#include "daemon/base/hash.h"

enum {
    ROWS_MAX = 12,
    NUMBER_BYTES = 24,
    DIGEST_ROWS = 3,
};

static const size_t LIMIT_DEFAULT_BYTES = 900000;

// What a header says, and how it is written.
enum fact {
    CODE,
    STAGE,
    MESSAGE,
    TOPIC,
    PARTITION,
    OFFSET,
    TIMESTAMP,
    RULESET,
    VERSION,
    PROGRAM,
    FACT_COUNT,
};

enum form {
    FORM_TEXT,  // numbers in decimal
    FORM_BE32,  // numbers as Java's ByteBuffer writes them
    FORM_BE64,
};

static const struct row {
    const char *name;
    enum fact fact;
    enum form form;
} styles[GZ_DEAD_LETTER_STYLE_COUNT][ROWS_MAX] = {
    [GZ_DEAD_LETTER_GAZETTED] =
        {
            {"gazetted-error-code", CODE, FORM_TEXT},
            {"gazetted-error-stage", STAGE, FORM_TEXT},
            {"gazetted-error-message", MESSAGE, FORM_TEXT},
            {"gazetted-origin-topic", TOPIC, FORM_TEXT},
            {"gazetted-origin-partition", PARTITION, FORM_TEXT},
            {"gazetted-origin-offset", OFFSET, FORM_TEXT},
            {"gazetted-origin-timestamp", TIMESTAMP, FORM_TEXT},
            {"gazetted-ruleset", RULESET, FORM_TEXT},
            {"gazetted-version", VERSION, FORM_TEXT},
        },
    [GZ_DEAD_LETTER_CONNECT] =
        {
            {"__connect.errors.topic", TOPIC, FORM_TEXT},
            {"__connect.errors.partition", PARTITION, FORM_TEXT},
            {"__connect.errors.offset", OFFSET, FORM_TEXT},
            {"__connect.errors.connector.name", PROGRAM, FORM_TEXT},
            {"__connect.errors.stage", STAGE, FORM_TEXT},
            {"__connect.errors.class.name", VERSION, FORM_TEXT},
            {"__connect.errors.exception.class.name", CODE, FORM_TEXT},
            {"__connect.errors.exception.message", MESSAGE, FORM_TEXT},
        },
    [GZ_DEAD_LETTER_SPRING] =
        {
            {"kafka_dlt-original-topic", TOPIC, FORM_TEXT},
            {"kafka_dlt-original-partition", PARTITION, FORM_BE32},
            {"kafka_dlt-original-offset", OFFSET, FORM_BE64},
            {"kafka_dlt-original-timestamp", TIMESTAMP, FORM_BE64},
            {"kafka_dlt-exception-fqcn", CODE, FORM_TEXT},
            {"kafka_dlt-exception-message", MESSAGE, FORM_TEXT},
        },
};

struct letter {
    const struct gz_record *in;
    const struct gz_dead_letter_reason *reason;
    struct gz_arena *arena;
    struct gz_header *headers;
    uint32_t count;
    bool failed;  // the arena is full
};

// At most GZ_DEAD_LETTER_MESSAGE_BYTES, never in the middle of a code point.
static struct gz_str cut_message(struct gz_str s)
{
    size_t end = GZ_DEAD_LETTER_MESSAGE_BYTES;

    if (s.len_bytes <= end) {
        return s;
    }
    while (end > 0 && ((unsigned char)s.ptr[end] & 0xc0) == 0x80) {
        end--;
    }
    return gz_str_of(s.ptr, end);
}

static struct gz_str text_of(const struct letter *l, enum fact fact)
{
    switch (fact) {
    case CODE:
        return l->reason->code;
    case STAGE:
        return l->reason->stage;
    case MESSAGE:
        return cut_message(l->reason->message);
    case TOPIC:
        return l->in->topic;
    case RULESET:
        return l->reason->ruleset;
    case VERSION:
        return GZ_STR_LIT(GZ_VERSION);
    default:
        return GZ_STR_LIT("gazetted");
    }
}

static bool is_number(enum fact fact)
{
    return fact == PARTITION || fact == OFFSET || fact == TIMESTAMP;
}

static int64_t number_of(const struct gz_record *in, enum fact fact)
{
    switch (fact) {
    case PARTITION:
        return in->partition;
    case OFFSET:
        return in->offset;
    default:
        return in->timestamp_ms;
    }
}

static struct gz_str write_number(struct letter *l, int64_t number,
                                  enum form form)
{
    char text[NUMBER_BYTES];
    size_t len = 0;

    if (form == FORM_TEXT) {
        len = (size_t)snprintf(text, sizeof(text), "%" PRId64, number);
    } else {
        len = form == FORM_BE32 ? 4 : 8;
        for (size_t i = 0; i < len; i++) {
            text[i] = (char)((uint64_t)number >> (8 * (len - 1 - i)));
        }
    }
    const struct gz_str copy = gz_arena_copy(l->arena, gz_str_of(text, len));
    l->failed = l->failed || copy.ptr == NULL;
    return copy;
}

static void add(struct letter *l, const char *name, struct gz_str value)
{
    l->headers[l->count++] = (struct gz_header){gz_str_z(name), value};
}

static void add_reason(struct letter *l, enum gz_dead_letter_style style)
{
    for (size_t i = 0; i < ROWS_MAX && styles[style][i].name != NULL; i++) {
        const struct row *row = &styles[style][i];
        if (is_number(row->fact)) {
            add(l, row->name,
                write_number(l, number_of(l->in, row->fact), row->form));
        } else {
            add(l, row->name, text_of(l, row->fact));
        }
    }
}

static void add_digest(struct letter *l, struct gz_str value)
{
    uint8_t digest[GZ_SHA256_BYTES];
    char hex[GZ_SHA256_HEX + 1];
    struct gz_sha256 *sha = gz_sha256_new();

    if (sha == NULL) {
        l->failed = true;
        return;
    }
    gz_sha256_reset(sha);
    gz_sha256_add(sha, value.ptr, value.len_bytes);
    gz_sha256_finish(sha, digest);
    gz_sha256_free(sha);
    gz_hex(digest, sizeof(digest), hex);

    const struct gz_str copy = gz_arena_copy(l->arena, gz_str_z(hex));
    l->failed = l->failed || copy.ptr == NULL;
    add(l, "gazetted-value-sha256", copy);
    add(l, "gazetted-value-bytes",
        write_number(l, (int64_t)value.len_bytes, FORM_TEXT));
}

static size_t size_of(const struct gz_output *out)
{
    size_t size = out->key.len_bytes + out->value.len_bytes;

    for (uint32_t i = 0; i < out->header_count; i++) {
        size += out->headers[i].name.len_bytes +
                out->headers[i].value.len_bytes + NUMBER_BYTES;
    }
    return size;
}

static void shrink(struct letter *l, size_t limit, struct gz_output *out)
{
    if (size_of(out) <= limit) {
        return;
    }
    add_digest(l, out->value);
    out->value = (struct gz_str){NULL, 0};
    out->header_count = l->count;
    if (size_of(out) <= limit) {
        return;
    }
    if (l->in->header_count > 0) {
        add(l, "gazetted-headers-left-out",
            write_number(l, l->in->header_count, FORM_TEXT));
    }
    out->headers = l->headers + l->in->header_count;
    out->header_count = l->count - l->in->header_count;
    if (size_of(out) > limit) {
        out->key = (struct gz_str){NULL, 0};
    }
}

enum gz_status
gz_dead_letter_build(const struct gz_dead_letter_options *options,
                     const struct gz_record *in,
                     const struct gz_dead_letter_reason *reason,
                     struct gz_arena *arena, struct gz_output *out)
{
    const size_t limit =
        options->limit_bytes == 0 ? LIMIT_DEFAULT_BYTES : options->limit_bytes;
    const size_t most = (size_t)in->header_count + ROWS_MAX + DIGEST_ROWS;
    struct letter l = {
        .in = in,
        .reason = reason,
        .arena = arena,
        .headers = GZ_ARENA_ARRAY(arena, struct gz_header, most),
    };
    assert(options->style < GZ_DEAD_LETTER_STYLE_COUNT);

    if (l.headers == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < in->header_count; i++) {
        l.headers[l.count++] = in->headers[i];
    }
    add_reason(&l, options->style);
    *out = (struct gz_output){
        .key = in->key,
        .value = in->value,
        .headers = l.headers,
        .header_count = l.count,
        .to = GZ_TO_DEAD_LETTERS,
    };
    shrink(&l, limit, out);
    return l.failed ? GZ_NO_MEMORY : GZ_OK;
}
