// AlertEvent as a line of JSON, as event_encode_json.c does it.

#include "codecs/alert_encode.h"
#include "codecs/alert_symbol.h"
#include "codecs/event_json.h"
#include "codecs/fact_encode_json.h"

static void put_symbol(struct gz_json_writer *w, const char *key,
                       enum gz_alert_enum which, uint32_t number)
{
    gz_json_key(w, key);
    gz_json_z(w, gz_alert_symbol_name(which, number));
}

static void put_subscription(struct gz_json_writer *w,
                             const struct gz_alert_event *a)
{
    gz_json_key(w, "subscription");
    gz_json_object(w);
    gz_event_json_str(w, "id", a->subscription);
    gz_event_json_int(w, "version", a->subscription_version);
    put_symbol(w, "severity", GZ_ALERT_ENUM_SEVERITY, a->severity);
    gz_event_json_pairs(w, "labels", a->labels, a->label_count);
    gz_event_json_strs(w, "receivers", a->receivers, a->receiver_count);
    gz_json_object_end(w);
}

static void put_entity(struct gz_json_writer *w, const struct gz_alert_event *a)
{
    gz_json_key(w, "entity");
    gz_json_object(w);
    gz_event_json_str(w, "id", a->entity_id);
    gz_event_json_str(w, "name", a->entity_name);
    gz_event_json_str(w, "type", a->entity_type);
    gz_json_object_end(w);
}

static void put_counts(struct gz_json_writer *w, const struct gz_alert_event *a)
{
    gz_json_key(w, "counts");
    gz_json_object(w);
    gz_event_json_uint(w, "stories", a->stories);
    gz_event_json_uint(w, "copies", a->copies);
    gz_event_json_uint(w, "sources", a->sources);
    gz_event_json_uint(w, "independent", a->independent);
    gz_event_json_uint(w, "repeats", a->repeats);
    gz_json_object_end(w);
}

static void put_piece(struct gz_json_writer *w,
                      const struct gz_alert_evidence *e)
{
    gz_json_object(w);
    gz_event_json_str(w, "event_id", e->event_id);
    gz_event_json_str(w, "article_id", e->article_id);
    gz_event_json_str(w, "version", e->version);
    gz_event_json_str(w, "url", e->url);
    gz_event_json_str(w, "title", e->title);
    gz_event_json_str(w, "source", e->source);
    gz_event_json_str(w, "language", e->language);
    gz_event_json_time(w, "published_at", e->published_ms);
    gz_event_json_int(w, "ingested_at", e->ingested_ms);
    gz_event_json_double(w, "salience", e->salience);
    gz_event_json_bool(w, "copy", e->copy);
    gz_json_key(w, "facts");
    gz_fact_encode_json(e->facts, e->fact_count, w);
    gz_json_object_end(w);
}

static void put_evidence(struct gz_json_writer *w,
                         const struct gz_alert_event *a)
{
    gz_json_key(w, "evidence");
    gz_json_array(w);
    for (uint32_t i = 0; i < a->evidence_count; i++) {
        put_piece(w, &a->evidence[i]);
    }
    gz_json_array_end(w);
}

static void put_silence(struct gz_json_writer *w,
                        const struct gz_alert_event *a)
{
    gz_json_key(w, "silence");
    gz_json_object(w);
    gz_event_json_time(w, "until", a->silenced_until_ms);
    gz_event_json_str(w, "comment", a->silence);
    gz_json_object_end(w);
}

void gz_alert_encode_json(const struct gz_alert_event *alert,
                          struct gz_buffer *out)
{
    struct gz_json_writer w;
    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    gz_event_json_str(&w, "event_id", alert->event_id);
    gz_event_json_str(&w, "alert_id", alert->alert_id);
    gz_event_json_uint(&w, "sequence", alert->sequence);
    put_symbol(&w, "state", GZ_ALERT_ENUM_STATE, alert->state);
    put_subscription(&w, alert);
    put_entity(&w, alert);
    gz_event_json_pairs(&w, "group", alert->group, alert->group_count);
    gz_event_json_str(&w, "why", alert->why);
    gz_event_json_bool(&w, "confirmed", alert->confirmed);
    gz_event_json_str(&w, "doubt", alert->doubt);
    put_counts(&w, alert);
    gz_event_json_int(&w, "first_at", alert->first_ms);
    gz_event_json_int(&w, "last_at", alert->last_ms);
    gz_event_json_int(&w, "raised_at", alert->raised_ms);
    gz_event_json_time(&w, "next_repeat_at", alert->next_repeat_ms);
    put_symbol(&w, "history", GZ_ALERT_ENUM_HISTORY, alert->history);
    put_silence(&w, alert);
    put_evidence(&w, alert);
    gz_event_json_uint(&w, "evidence_omitted", alert->evidence_omitted);
    gz_event_json_str(&w, "engine", alert->engine);
    gz_event_json_pairs(&w, "ext", alert->ext, alert->ext_count);
    gz_json_object_end(&w);
    gz_buffer_append_byte(out, '\n');
}
