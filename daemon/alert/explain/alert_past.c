#include "daemon/alert/explain/alert_past.h"

#include <string.h>

#include "codecs/alert_decode.h"
#include "codecs/alert_encode.h"
#include "daemon/notify/topic_span.h"

enum { ARENA_BYTES = 512 << 20, LINE_BYTES = 32 << 20, ROOM = 16 };

// --- what was found ---

enum gz_status gz_alert_past_init(struct gz_alert_past *h)
{
    *h = (struct gz_alert_past){.arena = gz_arena_new(ARENA_BYTES)};
    return h->arena != NULL ? GZ_OK : GZ_NO_MEMORY;
}

void gz_alert_past_fini(struct gz_alert_past *h)
{
    gz_arena_free(h->arena);
    *h = (struct gz_alert_past){.arena = NULL};
}

// By way of the encoding, which holds all of it.
static const struct gz_alert_event *copy(struct gz_alert_past *h,
                                         const struct gz_alert_event *alert)
{
    const struct gz_alert_event *out = NULL;
    struct gz_buffer bytes;
    gz_buffer_init(&bytes, 0);
    gz_alert_encode(alert, &bytes);
    if (gz_buffer_status(&bytes) != GZ_OK ||
        gz_alert_decode(gz_buffer_str(&bytes), h->arena, &out, NULL) != GZ_OK) {
        out = NULL;
    }
    gz_buffer_fini(&bytes);
    return out;
}

static bool make_room(struct gz_alert_past *h)
{
    if (h->count > 0 && (h->count < ROOM || (h->count & (h->count - 1)) != 0)) {
        return true;
    }
    // Twice as much whenever a power of two is full.
    const size_t room = h->count < ROOM ? ROOM : 2 * (size_t)h->count;
    const struct gz_alert_event **items =
        GZ_ARENA_ARRAY(h->arena, const struct gz_alert_event *, room);
    for (uint32_t i = 0; items != NULL && i < h->count; i++) {
        items[i] = h->items[i];
    }
    h->items = items != NULL ? items : h->items;
    return items != NULL;
}

enum gz_status gz_alert_past_add(struct gz_alert_past *h,
                                 const struct gz_alert_event *alert)
{
    uint32_t at = h->count;
    while (at > 0 && h->items[at - 1]->sequence > alert->sequence) {
        at--;
    }
    if (at > 0 && gz_str_eq(h->items[at - 1]->event_id, alert->event_id) &&
        gz_str_eq(h->items[at - 1]->alert_id, alert->alert_id)) {
        return GZ_OK;  // published twice
    }
    const struct gz_alert_event *kept = copy(h, alert);
    if (kept == NULL || !make_room(h)) {
        return GZ_NO_MEMORY;
    }
    memmove((void *)&h->items[at + 1], (const void *)&h->items[at],
            (h->count - at) * sizeof(struct gz_alert_event *));
    h->items[at] = kept;
    h->count++;
    return GZ_OK;
}

// --- the topic ---

struct search {
    const struct gz_alert_past_request *request;
    struct gz_str id;  // of the alert
    struct gz_alert_past *found;
    struct gz_arena *arena;  // of one record
};

static enum gz_status on_record(void *ctx, const struct gz_record *record)
{
    struct search *s = ctx;
    const struct gz_alert_event *alert = NULL;

    gz_arena_reset(s->arena);
    s->found->records++;
    if (gz_alert_decode_single_object(record->value, s->request->fingerprint,
                                      s->arena, &alert, NULL) != GZ_OK ||
        !(gz_str_eq(alert->alert_id, s->id) ||
          gz_str_eq(alert->event_id, s->id))) {
        return GZ_OK;
    }
    return gz_alert_past_add(s->found, alert);
}

static enum gz_status scan(struct search *s, struct gz_error *err)
{
    const struct gz_topic_span_options options = {
        .port = s->request->port,
        .clock = s->request->clock,
        .since_ms = s->request->since_ms,
        .stop = s->request->stop,
        .stop_ctx = s->request->stop_ctx,
    };
    const struct gz_topic_span_sink sink = {.ctx = s, .on_record = on_record};
    const enum gz_status st = gz_topic_span_read(&options, &sink, err);

    return st == GZ_NO_MEMORY ? gz_error_set(err, st,
                                             "out of memory for the "
                                             "history of an alert")
                              : st;
}

// The id was of an AlertEvent: what else there is of its alert.
static enum gz_status scan_again(struct search *s, struct gz_error *err)
{
    char id[64];
    const struct gz_str alert = s->found->items[0]->alert_id;

    if (gz_str_eq(alert, s->id) || alert.len_bytes > sizeof(id)) {
        return GZ_OK;
    }
    memcpy(id, alert.ptr, alert.len_bytes);
    s->id = gz_str_of(id, alert.len_bytes);
    return scan(s, err);
}

enum gz_status gz_alert_past_find(const struct gz_alert_past_request *request,
                                  struct gz_alert_past *out,
                                  struct gz_error *err)
{
    struct search s = {.request = request,
                       .id = request->id,
                       .found = out,
                       .arena = gz_arena_new(LINE_BYTES)};
    enum gz_status st = gz_alert_past_init(out);

    if (st != GZ_OK || s.arena == NULL) {
        gz_arena_free(s.arena);
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory");
    }
    st = scan(&s, err);
    if (st == GZ_OK && out->count > 0) {
        st = scan_again(&s, err);
    }
    gz_arena_free(s.arena);
    return st == GZ_OK && out->count == 0 ? GZ_NOT_FOUND : st;
}
