// AlertEvent from Avro, the counterpart of alert_encode.c.

#include "codecs/alert_decode.h"

#include "codecs/alert_symbol.h"
#include "codecs/event_take.h"
#include "codecs/fact_decode.h"

// The shortest encoding there is: 7 texts, 3 numbers, a flag, an array.
enum { EVIDENCE_MIN_BYTES = 7 + 2 + 8 + 1 + 1 };

static uint8_t take_symbol(struct gz_binary_reader *r, const char *field,
                           enum gz_alert_enum which)
{
    const uint32_t last = gz_alert_symbol_count(which) - 1;
    return (uint8_t)gz_binary_reader_range(r, field, 0, last);
}

static void take_subscription(struct gz_binary_reader *r,
                              struct gz_alert_event *a)
{
    a->subscription = gz_binary_reader_str(r, "subscription.id");
    a->subscription_version = gz_binary_reader_long(r, "subscription.version");
    a->severity =
        take_symbol(r, "subscription.severity", GZ_ALERT_ENUM_SEVERITY);
    a->labels = gz_event_take_pairs(r, "subscription.labels", &a->label_count);
    a->receivers =
        gz_event_take_strs(r, "subscription.receivers", &a->receiver_count);
}

static void take_counts(struct gz_binary_reader *r, struct gz_alert_event *a)
{
    a->stories = gz_event_take_uint(r, "counts.stories");
    a->copies = gz_event_take_uint(r, "counts.copies");
    a->sources = gz_event_take_uint(r, "counts.sources");
    a->independent = gz_event_take_uint(r, "counts.independent");
    a->repeats = gz_event_take_uint(r, "counts.repeats");
}

static void take_piece(struct gz_binary_reader *r, struct gz_alert_evidence *e)
{
    e->event_id = gz_binary_reader_str(r, "evidence.event_id");
    e->article_id = gz_binary_reader_str(r, "evidence.article_id");
    e->version = gz_binary_reader_str(r, "evidence.version");
    e->url = gz_binary_reader_str(r, "evidence.url");
    e->title = gz_binary_reader_str(r, "evidence.title");
    e->source = gz_binary_reader_str(r, "evidence.source");
    e->language = gz_binary_reader_str(r, "evidence.language");
    e->published_ms = gz_event_take_time(r, "evidence.published_at");
    e->ingested_ms = gz_binary_reader_long(r, "evidence.ingested_at");
    e->salience = gz_binary_reader_double(r, "evidence.salience");
    e->copy = gz_binary_reader_bool(r, "evidence.copy");
    e->facts = gz_fact_decode_list(r, &e->fact_count);
}

static void take_evidence(struct gz_binary_reader *r, struct gz_alert_event *a)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "evidence", EVIDENCE_MIN_BYTES)) >
           0) {
        struct gz_alert_evidence *e = gz_binary_reader_grow(
            r, &items, &a->evidence_count, more, sizeof(*e));
        for (uint32_t i = 0; e != NULL && i < more; i++) {
            take_piece(r, &e[i]);
        }
    }
    a->evidence = items;
}

static void take_alert(struct gz_binary_reader *r, struct gz_alert_event *a)
{
    a->event_id = gz_binary_reader_str(r, "event_id");
    a->alert_id = gz_binary_reader_str(r, "alert_id");
    a->sequence = gz_event_take_uint(r, "sequence");
    a->state = take_symbol(r, "state", GZ_ALERT_ENUM_STATE);
    take_subscription(r, a);
    a->entity_id = gz_binary_reader_str(r, "entity.id");
    a->entity_name = gz_binary_reader_str(r, "entity.name");
    a->entity_type = gz_binary_reader_str(r, "entity.type");
    a->group = gz_event_take_pairs(r, "group", &a->group_count);
    a->why = gz_binary_reader_str(r, "why");
    a->confirmed = gz_binary_reader_bool(r, "confirmed");
    a->doubt = gz_binary_reader_str(r, "doubt");
    take_counts(r, a);
    a->first_ms = gz_binary_reader_long(r, "first_at");
    a->last_ms = gz_binary_reader_long(r, "last_at");
    a->raised_ms = gz_binary_reader_long(r, "raised_at");
    a->next_repeat_ms = gz_event_take_time(r, "next_repeat_at");
    a->history = take_symbol(r, "history", GZ_ALERT_ENUM_HISTORY);
    a->silenced_until_ms = gz_event_take_time(r, "silence.until");
    a->silence = gz_binary_reader_str(r, "silence.comment");
    take_evidence(r, a);
    a->evidence_omitted = gz_event_take_uint(r, "evidence_omitted");
    a->engine = gz_binary_reader_str(r, "engine");
    a->ext = gz_event_take_pairs(r, "ext", &a->ext_count);
}

enum gz_status gz_alert_decode(struct gz_str encoded, struct gz_arena *arena,
                               const struct gz_alert_event **out,
                               struct gz_error *err)
{
    struct gz_alert_event *alert = GZ_ARENA_NEW(arena, struct gz_alert_event);
    if (alert == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory for the alert");
    }
    struct gz_binary_reader r;
    gz_binary_reader_init(&r, encoded, arena, err);
    take_alert(&r, alert);
    *out = alert;
    return gz_binary_reader_finish(&r, "the alert");
}

enum gz_status gz_alert_decode_single_object(struct gz_str framed,
                                             uint64_t fingerprint,
                                             struct gz_arena *arena,
                                             const struct gz_alert_event **out,
                                             struct gz_error *err)
{
    const enum gz_status st =
        gz_event_take_frame(&framed, fingerprint, "alert", err);
    return st == GZ_OK ? gz_alert_decode(framed, arena, out, err) : st;
}
