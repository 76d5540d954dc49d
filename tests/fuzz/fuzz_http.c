// Any bytes as what clients send: the target of a request with the filter in
// it, an event id, a host, an origin, a token, the head of a request, and a
// file of tokens.

#include <stdint.h>
#include <stdlib.h>

#include "daemon/http/access_tokens.h"
#include "daemon/http/change_condition.h"
#include "daemon/http/feed_stream.h"
#include "daemon/http/host_check.h"
#include "daemon/http/request_head.h"
#include "daemon/notify/alert_filter.h"
#include "daemon/notify/entity_filter.h"
#include "rules/text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"news.example", NULL};
static const struct gz_str topic = {"news.entities", 13};

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void try_filters(const struct gz_target *t, struct gz_error *err)
{
    struct gz_entity_filter *entities = NULL;
    struct gz_alert_filter *alerts = NULL;
    size_t count;

    if (gz_entity_filter_parse(t, &entities, err) == GZ_OK) {
        (void)gz_entity_filter_keys(entities, &count);
        require(count <= t->argument_count);
    }
    if (gz_alert_filter_parse(t, &alerts, err) == GZ_OK) {
        (void)gz_alert_filter_keys(alerts, &count);
        require(count <= t->argument_count);
    }
    gz_entity_filter_free(entities);
    gz_alert_filter_free(alerts);
}

static void try_target(struct gz_str text, struct gz_error *err)
{
    struct gz_target t;

    if (gz_target_parse(text, &t, err) == GZ_OK) {
        for (uint32_t i = 0; i < t.segment_count; i++) {
            require(gz_utf8_valid(t.segments[i]));
        }
        for (uint32_t i = 0; i < t.argument_count; i++) {
            require(gz_utf8_valid(t.arguments[i].name));
            require(gz_utf8_valid(t.arguments[i].value));
        }
        const bool known =
            gz_target_check(&t, gz_entity_filter_names,
                            GZ_ENTITY_FILTER_SEVERAL, err) == GZ_OK;
        require(known == (err->count == 0));
        try_filters(&t, err);
    }
    gz_target_fini(&t);
}

// What is read is written again in the same way.
static void try_id(struct gz_str text, struct gz_error *err)
{
    struct gz_feed_position position;
    struct gz_buffer again;

    gz_buffer_init(&again, 0);
    if (gz_feed_position_parse(text, topic, &position, err) == GZ_OK) {
        gz_feed_position_append(&again, topic, position.next, position.count);
        require(again.len <= text.len_bytes);
        gz_feed_position_fini(&position);
    } else {
        require(err->count == 1);
    }
    gz_buffer_fini(&again);
}

static void try_tokens(struct gz_str text, struct gz_error *err)
{
    struct gz_access_tokens *tokens = NULL;

    if (gz_access_tokens_parse(text, "fuzz", &tokens, err) == GZ_OK) {
        require(gz_access_tokens_scope(tokens, text) == GZ_SCOPE_NONE);
        gz_access_tokens_free(tokens);
    } else {
        require(err->count > 0);
    }
}

static void try_header(struct gz_str text)
{
    bool listed = true;

    if (gz_host_check_host(text, names)) {
        require(text.len_bytes > 0);
    }
    require(!gz_host_check_origin(text, GZ_STR_LIT(""), names + 1, &listed));
    require(!listed);
}

// A header ends at its first NUL.
static void try_condition(struct gz_str text, struct gz_error *err)
{
    char header[64];
    struct gz_change_condition got;
    const size_t len =
        text.len_bytes < sizeof(header) ? text.len_bytes : sizeof(header) - 1;

    memcpy(header, text.ptr, len);
    header[len] = '\0';
    const enum gz_status st = gz_change_condition_read(header, NULL, &got, err);
    require((st == GZ_OK) == (err->count == 0));
    require(st != GZ_OK || got.version <= INT64_MAX);
    require(st != GZ_OK || got.kind == GZ_CHANGE_ANY ||
            got.kind == GZ_CHANGE_VERSION);
}

// What a part of it tells stays so when more comes.
static void try_head(struct gz_str text)
{
    struct gz_request_fault part = {.status = 0};
    struct gz_request_fault all = {.status = 0};
    const size_t len = text.len_bytes < GZ_REQUEST_HEAD_BYTES
                           ? text.len_bytes
                           : GZ_REQUEST_HEAD_BYTES;
    const enum gz_request_head half =
        gz_request_head_check(gz_str_of(text.ptr, len / 2), &part);
    const enum gz_request_head whole =
        gz_request_head_check(gz_str_of(text.ptr, len), &all);

    require((whole == GZ_REQUEST_HEAD_BAD) == (all.status >= 400));
    require(half == GZ_REQUEST_HEAD_PART ||
            (half == whole && part.status == all.status));
}

static void try_since(struct gz_str text, struct gz_error *err)
{
    enum gz_feed_start start;
    int64_t since_ms = -1;

    if (gz_feed_stream_since(text, INT64_C(1800000000000), &start, &since_ms,
                             err) == GZ_OK) {
        require(since_ms >= 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct gz_error err;

    if (size == 0) {
        return 0;
    }
    const struct gz_str text = gz_str_of((const char *)data + 1, size - 1);
    gz_error_init(&err);
    switch (data[0]) {
    case 't':
        try_target(text, &err);
        break;
    case 'i':
        try_id(text, &err);
        break;
    case 'f':
        try_tokens(text, &err);
        break;
    case 's':
        try_since(text, &err);
        break;
    case 'r':
        try_head(text);
        break;
    case 'c':
        try_condition(text, &err);
        break;
    default:
        try_header(text);
        break;
    }
    gz_error_fini(&err);
    return 0;
}
