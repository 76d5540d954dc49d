#include "daemon/notify/undelivered.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "daemon/notify/text_time.h"

enum { HEADERS = 13, TEXT_BYTES = 320 };

struct builder {
    struct gz_arena *arena;
    struct gz_header *headers;
    uint32_t count;
    bool failed;
};

GZ_PRINTF(3, 4)
static void add(struct builder *b, const char *name, const char *fmt, ...)
{
    char text[TEXT_BYTES];
    va_list args;

    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    if (text[0] == '\0') {
        return;
    }
    const struct gz_str value = gz_arena_copy(b->arena, gz_str_z(text));
    b->failed = b->failed || value.ptr == NULL;
    b->headers[b->count++] = (struct gz_header){gz_str_z(name), value};
}

static void add_time(struct builder *b, const char *name, int64_t ms)
{
    char text[GZ_TEXT_TIME_BYTES] = "";

    if (ms > 0) {
        gz_text_time_iso(ms, text);
    }
    add(b, name, "%s", text);
}

static void add_ours(struct builder *b, const struct gz_receiver_job *job,
                     const char *receiver)
{
    const struct gz_outcome *o = &job->outcome;
    char status[16] = "";

    if (o->status > 0) {
        snprintf(status, sizeof(status), "%" PRIu32, o->status);
    }
    add(b, "gazetted-receiver", "%s", receiver);
    add(b, "gazetted-webhook-id", "%s", job->id);
    add(b, "gazetted-error-code", "%s", o->code);
    add(b, "gazetted-error-message", "%s", o->words);
    add(b, "gazetted-status", "%s", status);
    add(b, "gazetted-attempts", "%" PRIu32, job->attempts);
    add_time(b, "gazetted-first-attempt", job->first_ms);
    add_time(b, "gazetted-last-attempt", job->last_ms);
    add(b, "gazetted-origin-topic", GZ_STR_FMT, GZ_STR_ARG(job->record.topic));
    add(b, "gazetted-origin-partition", "%" PRId32, job->record.partition);
    add(b, "gazetted-origin-offset", "%" PRId64, job->record.offset);
    add(b, "gazetted-version", "%s", GZ_VERSION);
}

enum gz_status gz_undelivered_build(const struct gz_receiver_job *job,
                                    const char *receiver, bool without_value,
                                    struct gz_arena *arena,
                                    struct gz_record *out)
{
    const struct gz_record *in = &job->record;
    struct builder b = {
        .arena = arena,
        .headers =
            GZ_ARENA_ARRAY(arena, struct gz_header, in->header_count + HEADERS),
    };

    if (b.headers == NULL) {
        return GZ_NO_MEMORY;
    }
    for (; b.count < in->header_count; b.count++) {
        b.headers[b.count] = in->headers[b.count];
    }
    add_ours(&b, job, receiver);
    if (without_value) {
        add(&b, "gazetted-value-bytes", "%zu", in->value.len_bytes);
    }
    *out = *in;
    out->value = without_value ? (struct gz_str){0} : in->value;
    out->headers = b.headers;
    out->header_count = b.count;
    return b.failed ? GZ_NO_MEMORY : GZ_OK;
}
