#include "daemon/alert/preview/preview_json.h"

#include "codecs/alert_encode.h"
#include "codecs/alert_symbol.h"
#include "daemon/base/json_writer.h"

enum { ARENA_BYTES = 64 << 20 };

static void put_str(struct gz_json_writer *w, const char *key, struct gz_str s)
{
    gz_json_key(w, key);
    gz_json_str(w, s);
}

static void put_int(struct gz_json_writer *w, const char *key, int64_t value)
{
    gz_json_key(w, key);
    gz_json_int(w, value);
}

static void put_time(struct gz_json_writer *w, const char *key, bool known,
                     int64_t ms)
{
    gz_json_key(w, key);
    if (known) {
        gz_json_int(w, ms);
    } else {
        gz_json_null(w);
    }
}

static void put_counts(struct gz_json_writer *w,
                       const struct gz_preview_counts *c)
{
    put_int(w, "alerts", (int64_t)c->raised);
    put_int(w, "repeats", (int64_t)c->repeats);
    gz_json_key(w, "states");
    gz_json_object(w);
    for (uint32_t s = 0; s < GZ_ALERT_STATE_UNKNOWN; s++) {
        put_int(w, gz_alert_symbol_name(GZ_ALERT_ENUM_STATE, s),
                (int64_t)c->states[s]);
    }
    gz_json_object_end(w);
}

static void put_group(struct gz_json_writer *w,
                      const struct gz_preview_group *g)
{
    gz_json_object(w);
    put_str(w, "subscription", g->subscription);
    gz_json_key(w, "entity");
    gz_json_object(w);
    put_str(w, "id", g->entity_id);
    put_str(w, "name", g->entity_name);
    put_str(w, "type", g->entity_type);
    gz_json_object_end(w);
    gz_json_key(w, "group");
    gz_json_object(w);
    for (uint32_t i = 0; i < g->pair_count; i++) {
        gz_json_key_str(w, g->pairs[i].key);
        gz_json_str(w, g->pairs[i].value);
    }
    gz_json_object_end(w);
    put_counts(w, &g->counts);
    gz_json_object_end(w);
}

static void put_lists(struct gz_json_writer *w,
                      const struct gz_preview_report *report)
{
    const struct gz_preview_tally *t = report->result.tally;

    gz_json_key(w, "groups");
    gz_json_array(w);
    for (uint32_t i = 0; i < t->group_count; i++) {
        put_group(w, &t->groups[i]);
    }
    gz_json_array_end(w);
    put_int(w, "slot_ms", report->slot_ms);
    gz_json_key(w, "slots");
    gz_json_array(w);
    for (uint32_t i = 0; i < t->slot_count; i++) {
        gz_json_object(w);
        put_int(w, "begin_at", t->slots[i].begin_ms);
        put_counts(w, &t->slots[i].counts);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static void put_reading(struct gz_json_writer *w,
                        const struct gz_preview_report *report)
{
    const struct gz_alert_preview_result *r = &report->result;

    put_int(w, "events", (int64_t)r->events);
    put_int(w, "matched", (int64_t)r->matched);
    put_int(w, "skipped", (int64_t)report->skipped);
    put_int(w, "since_at", report->since_ms);
    put_time(w, "first_at", r->events > 0, r->first_ms);
    put_time(w, "last_at", r->events > 0, r->last_ms);
    put_int(w, "until_at", r->until_ms);
    put_int(w, "looks_back_ms", report->needs_ms);
    gz_json_key(w, "partial");
    gz_json_bool(w, report->partial);
    gz_json_key(w, "whole");
    gz_json_bool(w, r->whole);
    gz_json_key(w, "truncated");
    gz_json_array(w);
    for (int b = 0; b < GZ_PREVIEW_BOUNDS; b++) {
        if (r->tally->met[b]) {
            gz_json_z(w, gz_preview_tally_bound_name((enum gz_preview_bound)b));
        }
    }
    gz_json_array_end(w);
}

static enum gz_status put_samples(struct gz_json_writer *w,
                                  const struct gz_preview_tally *t,
                                  struct gz_arena *arena)
{
    const struct gz_alert_event **samples = NULL;
    const enum gz_status st = gz_preview_tally_samples(t, arena, &samples);

    gz_json_key(w, "samples");
    gz_json_array(w);
    for (uint32_t i = 0; st == GZ_OK && i < t->sample_count; i++) {
        gz_buffer_append_z(w->out, i > 0 ? "," : "");
        gz_alert_encode_json(samples[i], w->out);
        // Whoever writes JSON lines ends them.
        w->out->len -= w->out->len > 0;
    }
    gz_json_array_end(w);
    return st;
}

enum gz_status gz_preview_json_append(const struct gz_preview_report *report,
                                      struct gz_buffer *out)
{
    struct gz_arena *arena = gz_arena_new(ARENA_BYTES);
    struct gz_json_writer w;

    if (arena == NULL) {
        return GZ_NO_MEMORY;
    }
    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    put_counts(&w, &report->result.tally->total);
    put_reading(&w, report);
    put_lists(&w, report);
    const enum gz_status st = put_samples(&w, report->result.tally, arena);
    gz_json_object_end(&w);
    gz_buffer_append_byte(out, '\n');
    gz_arena_free(arena);
    return st == GZ_OK ? gz_buffer_status(out) : st;
}
