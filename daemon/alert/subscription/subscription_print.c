// A subscription as JSON, with the keys and values that it is read from.

#include "daemon/alert/condition/condition.h"
#include "daemon/alert/subscription/subscription_pack.h"
#include "daemon/alert/subscription/subscription_read.h"
#include "daemon/alert/subscription/subscription_reader.h"
#include "daemon/base/civil_time.h"
#include "daemon/base/duration.h"
#include "daemon/base/time_zone.h"

static void put_list(struct gz_json_writer *w, const char *key,
                     struct gz_packed list)
{
    struct gz_str text;
    if (list.count == 0) {
        return;
    }
    gz_json_key(w, key);
    gz_json_array(w);
    while (gz_packed_next(&list, &text)) {
        gz_json_str(w, text);
    }
    gz_json_array_end(w);
}

static void put_text(struct gz_json_writer *w, const char *key,
                     struct gz_str text)
{
    if (text.len_bytes > 0) {
        gz_json_key(w, key);
        gz_json_str(w, text);
    }
}

static void put_duration(struct gz_json_writer *w, const char *key, int64_t ms)
{
    uint8_t bytes[32];
    struct gz_buffer text = {bytes, 0, sizeof(bytes), sizeof(bytes), GZ_OK};
    gz_duration_print(ms, &text);
    gz_json_key(w, key);
    gz_json_str(w, gz_buffer_str(&text));
}

static void put_time(struct gz_json_writer *w, const char *key, int64_t ms)
{
    char text[GZ_CIVIL_TIME_BYTES];
    gz_civil_time_print(ms, text);
    gz_json_key(w, key);
    gz_json_z(w, text);
}

static void put_minute(struct gz_json_writer *w, const char *key, unsigned at)
{
    char text[16];
    snprintf(text, sizeof(text), "%02u:%02u", at / 60, at % 60);
    gz_json_key(w, key);
    gz_json_z(w, text);
}

static void put_zone(struct gz_json_writer *w, int16_t zone)
{
    char text[GZ_TIME_ZONE_BYTES];
    gz_time_zone_print(zone, text);
    gz_json_key(w, "zone");
    gz_json_z(w, text);
}

// --- parts ---

// Values of one key stand together; each key once, with all its values.
static void put_attributes(struct gz_json_writer *w, struct gz_packed pairs)
{
    struct gz_str key;
    struct gz_str value;
    struct gz_str open = {NULL, 0};
    if (pairs.count == 0) {
        return;
    }
    gz_json_key(w, "attributes");
    gz_json_object(w);
    while (gz_packed_next(&pairs, &key) && gz_packed_next(&pairs, &value)) {
        if (open.ptr == NULL || !gz_str_eq(open, key)) {
            if (open.ptr != NULL) {
                gz_json_array_end(w);
            }
            gz_json_key_str(w, key);
            gz_json_array(w);
            open = key;
        }
        gz_json_str(w, value);
    }
    gz_json_array_end(w);
    gz_json_object_end(w);
}

static void put_entities(struct gz_json_writer *w,
                         const struct gz_subscription_view *v)
{
    if (v->ids.count + v->lists.count + v->names.count + v->types.count +
            v->attributes.count ==
        0) {
        return;
    }
    gz_json_key(w, "entities");
    gz_json_object(w);
    put_list(w, "ids", v->ids);
    put_list(w, "lists", v->lists);
    put_list(w, "list_ids", v->list_ids);
    put_list(w, "names", v->names);
    put_list(w, "types", v->types);
    put_attributes(w, v->attributes);
    gz_json_object_end(w);
}

static void put_roles(struct gz_json_writer *w, struct gz_packed roles)
{
    struct gz_str role;
    struct gz_packed wanted;
    struct gz_str text;
    gz_json_key(w, "roles");
    gz_json_object(w);
    while (gz_subscription_role_next(&roles, &role, &wanted)) {
        gz_json_key_str(w, role);
        gz_json_array(w);
        while (gz_packed_next(&wanted, &text)) {
            gz_json_str(w, text);
        }
        gz_json_array_end(w);
    }
    gz_json_object_end(w);
}

static void put_facts(struct gz_json_writer *w,
                      struct gz_subscription_facts facts)
{
    struct gz_subscription_fact fact;
    if (facts.count == 0) {
        return;
    }
    gz_json_key(w, "facts");
    gz_json_array(w);
    while (gz_subscription_fact_next(&facts, &fact)) {
        gz_json_object(w);
        put_text(w, "type", fact.type);
        put_text(w, "anchor", fact.anchor);
        if (fact.roles.count > 0) {
            put_roles(w, fact.roles);
        }
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static void put_when(struct gz_json_writer *w, struct gz_str code)
{
    struct gz_buffer text;
    if (code.len_bytes == 0) {
        return;
    }
    gz_buffer_init(&text, 0);
    gz_condition_print(code, &text);
    gz_json_key(w, "when");
    gz_json_str(w, gz_buffer_str(&text));
    if (gz_buffer_status(&text) != GZ_OK) {
        w->out->status = gz_buffer_status(&text);
    }
    gz_buffer_fini(&text);
}

static void put_with(struct gz_json_writer *w,
                     const struct gz_subscription_view *v)
{
    if (v->with_ids.count == 0) {
        return;
    }
    gz_json_key(w, "with");
    gz_json_object(w);
    put_list(w, "ids", v->with_ids);
    gz_json_key(w, "within");
    gz_json_z(w, v->with_scope == GZ_SUBSCRIPTION_SENTENCE ? "sentence"
                                                           : "article");
    gz_json_object_end(w);
}

static void put_first_seen(struct gz_json_writer *w,
                           const struct gz_subscription_view *v)
{
    static const char *const names[] = {
        [GZ_FIRST_SEEN_NONE] = "",
        [GZ_FIRST_SEEN_ENTITY] = "entity",
        [GZ_FIRST_SEEN_FACT] = "fact",
        [GZ_FIRST_SEEN_PAIR] = "pair",
    };
    if (v->first_seen == GZ_FIRST_SEEN_NONE) {
        return;
    }
    gz_json_key(w, "first_seen");
    gz_json_object(w);
    put_duration(w, names[v->first_seen], v->first_seen_ms);
    if (v->first_seen_partial) {
        gz_json_key(w, "partial");
        gz_json_bool(w, true);
    }
    gz_json_object_end(w);
}

static void put_window(struct gz_json_writer *w,
                       const struct gz_subscription_window *window)
{
    if (window->kind == GZ_WINDOW_NONE) {
        return;
    }
    gz_json_key(w, "window");
    gz_json_object(w);
    if (window->kind == GZ_WINDOW_ABSENCE) {
        put_duration(w, "absent", window->within_ms);
        gz_json_object_end(w);
        return;
    }
    if (window->kind == GZ_WINDOW_RATE) {
        gz_json_key(w, "rate");
        gz_json_double(w, window->factor);
        put_duration(w, "baseline", window->baseline_ms);
    }
    gz_json_key(w, window->kind == GZ_WINDOW_SOURCES ? "sources" : "count");
    gz_json_uint(w, window->count);
    put_duration(w, "within", window->within_ms);
    gz_json_object_end(w);
}

static void put_silences(struct gz_json_writer *w, struct gz_packed silences)
{
    struct gz_subscription_silence s;
    if (silences.count == 0) {
        return;
    }
    gz_json_key(w, "silences");
    gz_json_array(w);
    while (gz_subscription_silence_next(&silences, &s)) {
        gz_json_object(w);
        put_time(w, "from", s.from_ms);
        put_time(w, "until", s.until_ms);
        put_text(w, "comment", s.comment);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static void put_quiet(struct gz_json_writer *w,
                      const struct gz_subscription_quiet *q)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu",
                                       "Fri", "Sat", "Sun"};
    if (q->begin_minute == q->end_minute) {
        return;
    }
    gz_json_key(w, "quiet");
    gz_json_object(w);
    put_minute(w, "from", q->begin_minute);
    put_minute(w, "until", q->end_minute);
    put_zone(w, q->zone);
    gz_json_key(w, "days");
    gz_json_array(w);
    for (int i = 0; i < 7; i++) {
        if ((q->days >> i & 1) != 0) {
            gz_json_z(w, days[i]);
        }
    }
    gz_json_array_end(w);
    gz_json_object_end(w);
}

static void put_digest(struct gz_json_writer *w,
                       const struct gz_subscription_digest *d)
{
    if (d->every_ms == 0) {
        return;
    }
    gz_json_key(w, "digest");
    gz_json_object(w);
    put_duration(w, "every", d->every_ms);
    put_minute(w, "at", d->at_minute);
    put_zone(w, d->zone);
    gz_json_object_end(w);
}

static void put_labels(struct gz_json_writer *w, struct gz_packed pairs)
{
    struct gz_str key;
    struct gz_str value;
    if (pairs.count == 0) {
        return;
    }
    gz_json_key(w, "labels");
    gz_json_object(w);
    while (gz_packed_next(&pairs, &key) && gz_packed_next(&pairs, &value)) {
        gz_json_key_str(w, key);
        gz_json_str(w, value);
    }
    gz_json_object_end(w);
}

// --- the whole ---

static void put_head(struct gz_json_writer *w,
                     const struct gz_subscription_view *v, bool always)
{
    put_text(w, "id", v->id);
    put_text(w, "description", v->description);
    if (always || v->version > 0) {
        gz_json_key(w, "version");
        gz_json_uint(w, v->version);
    }
    if (v->since_ms > 0) {
        put_time(w, "since", v->since_ms);
    }
}

// The defaults of these are written too: a reader sees what holds.
static void put_times(struct gz_json_writer *w,
                      const struct gz_subscription_view *v)
{
    put_duration(w, "wait", v->wait_ms);
    put_duration(w, "interval", v->interval_ms);
    if (v->repeat_ms > 0) {
        put_duration(w, "repeat", v->repeat_ms);
    }
    put_duration(w, "resolve", v->resolve_ms);
    gz_json_key(w, "confirm");
    gz_json_uint(w, v->confirm);
    put_silences(w, v->silences);
    put_quiet(w, &v->quiet);
    put_digest(w, &v->digest);
}

static void print(const struct gz_subscription *s, bool always,
                  struct gz_json_writer *w)
{
    static const char *const severities[] = {"info", "warning", "critical",
                                             "info"};
    struct gz_subscription_view v;
    gz_subscription_look(s, &v);
    gz_json_object(w);
    put_head(w, &v, always);
    put_entities(w, &v);
    put_facts(w, v.facts);
    put_when(w, v.when);
    put_with(w, &v);
    put_list(w, "languages", v.languages);
    put_list(w, "sources", v.sources);
    put_first_seen(w, &v);
    put_window(w, &v.window);
    put_list(w, "group_by", v.group_by);
    put_times(w, &v);
    gz_json_key(w, "severity");
    gz_json_z(w, severities[v.severity]);
    put_labels(w, v.labels);
    put_list(w, "receivers", v.receivers);
    gz_json_object_end(w);
}

void gz_subscription_print(const struct gz_subscription *s,
                           struct gz_json_writer *w)
{
    print(s, false, w);
}

void gz_subscription_print_version(const struct gz_subscription *s,
                                   struct gz_json_writer *w)
{
    print(s, true, w);
}
