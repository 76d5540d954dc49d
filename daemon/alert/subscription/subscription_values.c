// Single values of subscriptions, each with its mistakes.

#include <stdarg.h>
#include <stdlib.h>

#include "codecs/timestamp.h"
#include "daemon/alert/subscription/subscription_reader.h"
#include "daemon/base/duration.h"
#include "daemon/base/name_hint.h"
#include "daemon/base/time_zone.h"

enum {
    TEXT_BYTES = 1024,
    LIST_MAX = 20000,
    KEYS_MAX = 40,
};

void gz_subscription_values_fail(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const enum gz_status st = gz_error_vspan(r->err, r->src, node->begin_byte,
                                             node->end_byte, fmt, args);
    va_end(args);
    r->status = r->status == GZ_OK ? st : r->status;
}

void gz_subscription_values_no_memory(struct gz_subscription_reader *r)
{
    if (r->status != GZ_NO_MEMORY) {
        gz_error_set(r->err, GZ_NO_MEMORY, "%s: out of memory", r->src->name);
    }
    r->status = GZ_NO_MEMORY;
}

void gz_subscription_values_unknown(struct gz_subscription_reader *r,
                                    const struct gz_yaml_node *node,
                                    const char *what, struct gz_str text,
                                    struct gz_buffer *hint)
{
    if (gz_buffer_status(hint) == GZ_OK) {
        gz_subscription_values_fail(r, node, "%s \"" GZ_STR_FMT "\"" GZ_STR_FMT,
                                    what, GZ_STR_ARG(text),
                                    GZ_STR_ARG(gz_buffer_str(hint)));
    } else {
        gz_subscription_values_no_memory(r);
    }
    gz_buffer_fini(hint);
}

static void fail_unknown(struct gz_subscription_reader *r,
                         const struct gz_yaml_node *node, const char *what,
                         struct gz_str text, const char *const *names,
                         size_t count)
{
    struct gz_buffer hint;
    gz_buffer_init(&hint, 0);
    gz_name_hint(&hint, text, names, count);
    gz_subscription_values_unknown(r, node, what, text, &hint);
}

static void list_names(char *out, size_t size, const char *const *names,
                       size_t count)
{
    size_t len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count && len < size; i++) {
        const int more = snprintf(out + len, size - len, "%s%s",
                                  i > 0 ? ", " : "", names[i]);
        len += more > 0 ? (size_t)more : 0;
    }
}

// --- mappings ---

bool gz_subscription_values_keys(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 const char *what,
                                 const struct gz_subscription_key *rows,
                                 size_t count)
{
    const char *names[KEYS_MAX];
    char allowed[TEXT_BYTES];
    for (size_t i = 0; i < count; i++) {
        names[i] = rows[i].name;
    }
    if (node->kind != GZ_YAML_MAPPING) {
        list_names(allowed, sizeof(allowed), names, count);
        gz_subscription_values_fail(
            r, node, "expected a mapping for %s, with the keys %s, not %s",
            what, allowed, gz_yaml_kind_name(node));
        return false;
    }
    bool known = true;
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        size_t i = 0;
        while (i < count && !gz_str_is(n->key->text, rows[i].name)) {
            i++;
        }
        if (i < count) {
            rows[i].read(r, n);
            continue;
        }
        fail_unknown(r, n->key, "unknown key", n->key->text, names, count);
        known = false;
    }
    return known;
}

// --- texts ---

bool gz_subscription_values_text(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 struct gz_str *out)
{
    if (node->kind != GZ_YAML_SCALAR || gz_yaml_is_null(node) ||
        node->text.len_bytes == 0) {
        gz_subscription_values_fail(
            r, node, "expected a text, not %s",
            node->kind == GZ_YAML_SCALAR ? "nothing" : gz_yaml_kind_name(node));
        return false;
    }
    if (node->text.len_bytes > TEXT_BYTES) {
        gz_subscription_values_fail(r, node, "longer than %d bytes",
                                    TEXT_BYTES);
        return false;
    }
    for (size_t i = 0; i < node->text.len_bytes; i++) {
        if ((unsigned char)node->text.ptr[i] < 0x20) {
            gz_subscription_values_fail(r, node, "control character in a text");
            return false;
        }
    }
    *out = node->text;
    return true;
}

const uint8_t *gz_subscription_values_keep(struct gz_subscription_reader *r,
                                           struct gz_buffer *bytes)
{
    struct gz_str kept = {NULL, 0};
    if (gz_buffer_status(bytes) == GZ_OK) {
        kept = gz_arena_copy(r->arena, gz_buffer_str(bytes));
    }
    if (kept.ptr == NULL) {
        gz_subscription_values_no_memory(r);
    }
    gz_buffer_fini(bytes);
    return (const uint8_t *)kept.ptr;
}

static bool pack_one(struct gz_subscription_reader *r,
                     const struct gz_yaml_node *node,
                     gz_subscription_check *check, struct gz_buffer *out)
{
    struct gz_str text;
    if (!gz_subscription_values_text(r, node, &text) ||
        (check != NULL && !check(r, node, text))) {
        return false;
    }
    gz_subscription_pack_text(out, text);
    return true;
}

struct gz_packed gz_subscription_values_list(struct gz_subscription_reader *r,
                                             const struct gz_yaml_node *node,
                                             gz_subscription_check *check)
{
    struct gz_packed list = {NULL, 0};
    struct gz_buffer bytes;
    gz_buffer_init(&bytes, 0);
    if (node->kind == GZ_YAML_MAPPING) {
        gz_subscription_values_fail(
            r, node, "expected a text or a list of texts, not a mapping");
    } else if (node->kind == GZ_YAML_SCALAR) {
        list.count += pack_one(r, node, check, &bytes);
    } else if (node->count > LIST_MAX) {
        gz_subscription_values_fail(r, node, "more than %d texts", LIST_MAX);
    } else {
        for (const struct gz_yaml_node *n = node->first; n != NULL;
             n = n->next) {
            list.count += pack_one(r, n, check, &bytes);
        }
    }
    if (node->count == 0 && node->kind == GZ_YAML_SEQUENCE) {
        gz_subscription_values_fail(r, node, "the list is empty");
    }
    list.at = gz_subscription_values_keep(r, &bytes);
    list.count = list.at != NULL ? list.count : 0;
    return list;
}

static uint32_t pack_pair(struct gz_subscription_reader *r,
                          const struct gz_yaml_node *key,
                          const struct gz_yaml_node *value,
                          struct gz_buffer *out)
{
    struct gz_str name;
    struct gz_str text;
    if (!gz_subscription_values_text(r, key, &name) ||
        !gz_subscription_values_text(r, value, &text)) {
        return 0;
    }
    gz_subscription_pack_text(out, name);
    gz_subscription_pack_text(out, text);
    return 2;
}

struct gz_packed gz_subscription_values_pairs(struct gz_subscription_reader *r,
                                              const struct gz_yaml_node *node,
                                              bool many)
{
    struct gz_packed list = {NULL, 0};
    struct gz_buffer bytes;
    if (node->kind != GZ_YAML_MAPPING) {
        gz_subscription_values_fail(r, node, "expected a mapping, not %s",
                                    gz_yaml_kind_name(node));
        return list;
    }
    gz_buffer_init(&bytes, 0);
    for (const struct gz_yaml_node *n = node->first; n != NULL; n = n->next) {
        if (n->kind != GZ_YAML_SEQUENCE || !many) {
            list.count += pack_pair(r, n->key, n, &bytes);
            continue;
        }
        for (const struct gz_yaml_node *v = n->first; v != NULL; v = v->next) {
            list.count += pack_pair(r, n->key, v, &bytes);
        }
    }
    list.at = gz_subscription_values_keep(r, &bytes);
    list.count = list.at != NULL ? list.count : 0;
    return list;
}

// --- times ---

static void fail_bounds(struct gz_subscription_reader *r,
                        const struct gz_yaml_node *node, int64_t min_ms,
                        int64_t max_ms)
{
    struct gz_buffer text;
    gz_buffer_init(&text, 0);
    gz_duration_print(min_ms, &text);
    gz_buffer_append_z(&text, " to ");
    gz_duration_print(max_ms, &text);
    gz_buffer_append_byte(&text, '\0');
    if (gz_buffer_status(&text) == GZ_OK) {
        gz_subscription_values_fail(
            r, node,
            "expected a duration from %s, such as 30s, 5m, 1h30m or 90d",
            (const char *)text.data);
    } else {
        gz_subscription_values_no_memory(r);
    }
    gz_buffer_fini(&text);
}

bool gz_subscription_values_duration(struct gz_subscription_reader *r,
                                     const struct gz_yaml_node *node,
                                     int64_t min_ms, int64_t max_ms,
                                     int64_t *out_ms)
{
    int64_t ms = 0;
    if (node->kind == GZ_YAML_SCALAR && gz_duration_parse(node->text, &ms) &&
        ms >= min_ms && ms <= max_ms) {
        *out_ms = ms;
        return true;
    }
    fail_bounds(r, node, min_ms, max_ms);
    return false;
}

// Whether a time of day stands there without a zone: for whom is it then?
static bool lacks_zone(struct gz_str text)
{
    struct gz_str rest = text;
    (void)gz_str_cut(&rest, ':');
    for (size_t i = 0; rest.ptr != NULL && i < rest.len_bytes; i++) {
        const char c = rest.ptr[i];
        if (c == '+' || c == '-' || (c >= 'A' && c <= 'Z') ||
            (c >= 'a' && c <= 'z')) {
            return false;
        }
    }
    return rest.ptr != NULL;
}

bool gz_subscription_values_time(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 int64_t *out_ms)
{
    int64_t ms = 0;
    const bool is_time = node->kind == GZ_YAML_SCALAR &&
                         gz_timestamp_parse(node->text, &ms) && ms >= 0;
    if (is_time && lacks_zone(node->text)) {
        gz_subscription_values_fail(r, node,
                                    "the time of day needs a zone, such as "
                                    "2026-01-31T08:00:00Z or "
                                    "2026-01-31T08:00:00+01:00");
        return false;
    }
    if (is_time) {
        *out_ms = ms;
        return true;
    }
    gz_subscription_values_fail(r, node,
                                "expected a time, such as 2026-01-31 or "
                                "2026-01-31T08:00:00Z");
    return false;
}

static bool parse_clock(struct gz_str text, int64_t *hour, int64_t *minute)
{
    struct gz_str rest = text;
    const struct gz_str first = gz_str_cut(&rest, ':');
    return first.len_bytes == 2 && rest.ptr != NULL && rest.len_bytes == 2 &&
           gz_str_to_int64(first, hour) && gz_str_to_int64(rest, minute) &&
           *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60;
}

bool gz_subscription_values_minute(struct gz_subscription_reader *r,
                                   const struct gz_yaml_node *node,
                                   uint16_t *out)
{
    int64_t hour = 0;
    int64_t minute = 0;
    if (node->kind == GZ_YAML_SCALAR &&
        parse_clock(node->text, &hour, &minute)) {
        *out = (uint16_t)(hour * 60 + minute);
        return true;
    }
    gz_subscription_values_fail(
        r, node, "expected a time of day from 00:00 to 23:59, in quotes");
    return false;
}

bool gz_subscription_values_zone(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node, int16_t *out)
{
    const enum gz_status st = node->kind == GZ_YAML_SCALAR
                                  ? gz_time_zone_read(node->text, out)
                                  : GZ_INVALID;
    if (st == GZ_INVALID) {
        gz_subscription_values_fail(
            r, node,
            "expected UTC, a distance from it, such as \"+01:00\", or a place "
            "of the time zone database, such as Europe/London");
    } else if (st != GZ_OK) {
        gz_subscription_values_fail(
            r, node,
            "the time zone database of this system has no such place "
            "(`timedatectl list-timezones` prints them)");
    }
    return st == GZ_OK;
}

// --- the rest ---

bool gz_subscription_values_count(struct gz_subscription_reader *r,
                                  const struct gz_yaml_node *node, int64_t min,
                                  int64_t max, int64_t *out)
{
    int64_t number = 0;
    if (node->kind == GZ_YAML_SCALAR && gz_str_to_int64(node->text, &number) &&
        number >= min && number <= max) {
        *out = number;
        return true;
    }
    gz_subscription_values_fail(r, node,
                                "expected a whole number from %lld to %lld",
                                (long long)min, (long long)max);
    return false;
}

bool gz_subscription_values_bool(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node, bool *out)
{
    if (node->kind == GZ_YAML_SCALAR &&
        (gz_str_is(node->text, "true") || gz_str_is(node->text, "false"))) {
        *out = gz_str_is(node->text, "true");
        return true;
    }
    gz_subscription_values_fail(r, node, "expected true or false");
    return false;
}

static bool choose(struct gz_subscription_reader *r,
                   const struct gz_yaml_node *node, const char *what,
                   const char *const *names, size_t count, uint32_t *out)
{
    struct gz_str text;
    if (!gz_subscription_values_text(r, node, &text)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (gz_str_is(text, names[i])) {
            *out = (uint32_t)i;
            return true;
        }
    }
    fail_unknown(r, node, what, text, names, count);
    return false;
}

bool gz_subscription_values_choice(struct gz_subscription_reader *r,
                                   const struct gz_yaml_node *node,
                                   const char *const *names, size_t count,
                                   uint32_t *out)
{
    return choose(r, node, "unknown value", names, count, out);
}

bool gz_subscription_values_key(struct gz_subscription_reader *r,
                                const struct gz_yaml_node *node,
                                const char *const *names, size_t count,
                                uint32_t *out)
{
    return choose(r, node, "unknown key", names, count, out);
}

bool gz_subscription_values_type(struct gz_subscription_reader *r,
                                 const struct gz_yaml_node *node,
                                 struct gz_str text)
{
    const struct gz_alert_terms *terms = r->context.terms;
    struct gz_buffer hint;
    if (terms == NULL || gz_alert_terms_has_type(terms, text)) {
        return true;
    }
    gz_buffer_init(&hint, 0);
    gz_alert_terms_hint_type(terms, text, &hint);
    gz_subscription_values_unknown(r, node, "unknown type of entities", text,
                                   &hint);
    return false;
}
