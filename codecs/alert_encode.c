// AlertEvent to Avro, straight line, as event_encode.c does it.

#include "codecs/alert_encode.h"

#include <assert.h>

#include "codecs/alert_symbol.h"
#include "codecs/event_put.h"
#include "codecs/fact_encode.h"

enum {
    // Numbers, flags, enums and block ends that every alert has, generously.
    FIXED_BYTES = 512,
    // Likewise of a piece of evidence: 2 times, a double, a flag.
    EVIDENCE_BYTES = 3 * GZ_BINARY_LONG_MAX + GZ_BINARY_DOUBLE + 1,
};

// --- the upper bound ---

static size_t bound_evidence(const struct gz_alert_event *a)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < a->evidence_count; i++) {
        const struct gz_alert_evidence *e = &a->evidence[i];
        sum += EVIDENCE_BYTES + gz_event_bound_str(e->event_id) +
               gz_event_bound_str(e->article_id) +
               gz_event_bound_str(e->version) + gz_event_bound_str(e->url) +
               gz_event_bound_str(e->title) + gz_event_bound_str(e->source) +
               gz_event_bound_str(e->language) + 2 * GZ_BINARY_LONG_MAX +
               gz_fact_encode_bound(e->facts, e->fact_count);
    }
    return sum;
}

static size_t bound(const struct gz_alert_event *a)
{
    const struct gz_str texts[] = {
        a->event_id,    a->alert_id,    a->subscription, a->entity_id,
        a->entity_name, a->entity_type, a->why,          a->doubt,
        a->silence,     a->engine,
    };
    return FIXED_BYTES +
           gz_event_bound_strs(texts, sizeof(texts) / sizeof(texts[0])) +
           gz_event_bound_pairs(a->labels, a->label_count) +
           gz_event_bound_strs(a->receivers, a->receiver_count) +
           gz_event_bound_pairs(a->group, a->group_count) + bound_evidence(a) +
           gz_event_bound_pairs(a->ext, a->ext_count);
}

// --- writing ---

static uint8_t *put_symbol(uint8_t *p, enum gz_alert_enum which,
                           uint32_t number)
{
    const uint32_t count = gz_alert_symbol_count(which);
    return gz_binary_put_long(p, gz_symbol_set_clamp(count, number));
}

static uint8_t *put_subscription(uint8_t *p, const struct gz_alert_event *a)
{
    p = gz_binary_put_str(p, a->subscription);
    p = gz_binary_put_long(p, a->subscription_version);
    p = put_symbol(p, GZ_ALERT_ENUM_SEVERITY, a->severity);
    p = gz_event_put_pairs(p, a->labels, a->label_count);
    return gz_event_put_strs(p, a->receivers, a->receiver_count);
}

static uint8_t *put_counts(uint8_t *p, const struct gz_alert_event *a)
{
    p = gz_event_put_uint(p, a->stories);
    p = gz_event_put_uint(p, a->copies);
    p = gz_event_put_uint(p, a->sources);
    p = gz_event_put_uint(p, a->independent);
    return gz_event_put_uint(p, a->repeats);
}

static uint8_t *put_piece(uint8_t *p, const struct gz_alert_evidence *e)
{
    p = gz_binary_put_str(p, e->event_id);
    p = gz_binary_put_str(p, e->article_id);
    p = gz_binary_put_str(p, e->version);
    p = gz_binary_put_str(p, e->url);
    p = gz_binary_put_str(p, e->title);
    p = gz_binary_put_str(p, e->source);
    p = gz_binary_put_str(p, e->language);
    p = gz_event_put_time(p, e->published_ms);
    p = gz_binary_put_long(p, e->ingested_ms);
    p = gz_binary_put_double(p, e->salience);
    p = gz_binary_put_bool(p, e->copy);
    return gz_fact_encode_put(p, e->facts, e->fact_count);
}

static uint8_t *put_evidence(uint8_t *p, const struct gz_alert_event *a)
{
    p = gz_event_put_count(p, a->evidence_count);
    for (uint32_t i = 0; i < a->evidence_count; i++) {
        p = put_piece(p, &a->evidence[i]);
    }
    return gz_event_put_end(p);
}

static uint8_t *put_alert(uint8_t *p, const struct gz_alert_event *a)
{
    p = gz_binary_put_str(p, a->event_id);
    p = gz_binary_put_str(p, a->alert_id);
    p = gz_event_put_uint(p, a->sequence);
    p = put_symbol(p, GZ_ALERT_ENUM_STATE, a->state);
    p = put_subscription(p, a);
    p = gz_binary_put_str(p, a->entity_id);
    p = gz_binary_put_str(p, a->entity_name);
    p = gz_binary_put_str(p, a->entity_type);
    p = gz_event_put_pairs(p, a->group, a->group_count);
    p = gz_binary_put_str(p, a->why);
    p = gz_binary_put_bool(p, a->confirmed);
    p = gz_binary_put_str(p, a->doubt);
    p = put_counts(p, a);
    p = gz_binary_put_long(p, a->first_ms);
    p = gz_binary_put_long(p, a->last_ms);
    p = gz_binary_put_long(p, a->raised_ms);
    p = gz_event_put_time(p, a->next_repeat_ms);
    p = put_symbol(p, GZ_ALERT_ENUM_HISTORY, a->history);
    p = gz_event_put_time(p, a->silenced_until_ms);
    p = gz_binary_put_str(p, a->silence);
    p = put_evidence(p, a);
    p = gz_event_put_uint(p, a->evidence_omitted);
    p = gz_binary_put_str(p, a->engine);
    return gz_event_put_pairs(p, a->ext, a->ext_count);
}

void gz_alert_encode(const struct gz_alert_event *alert, struct gz_buffer *out)
{
    const size_t most = bound(alert);
    uint8_t *const begin = gz_buffer_reserve(out, most);
    if (begin == NULL) {
        return;
    }
    const uint8_t *const end = put_alert(begin, alert);
    assert((size_t)(end - begin) <= most);
    out->len += (size_t)(end - begin);
}

void gz_alert_encode_single_object(const struct gz_alert_event *alert,
                                   uint64_t fingerprint, struct gz_buffer *out)
{
    gz_event_put_frame(out, fingerprint);
    gz_alert_encode(alert, out);
}
