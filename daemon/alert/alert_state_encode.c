// Items of the state as values of records.

#include "codecs/binary.h"
#include "daemon/alert/alert_state.h"

enum {
    FORMAT = 1,  // the first byte of every value
};

static void put_long(struct gz_buffer *out, int64_t value)
{
    uint8_t *p = gz_buffer_reserve(out, GZ_BINARY_LONG_MAX);
    if (p != NULL) {
        out->len += (size_t)(gz_binary_put_long(p, value) - p);
    }
}

static void put_fixed(struct gz_buffer *out, uint64_t value)
{
    uint8_t bytes[sizeof(value)];
    gz_binary_put_fixed64(bytes, value);
    gz_buffer_append(out, bytes, sizeof(bytes));
}

static void put_text(struct gz_buffer *out, struct gz_str text)
{
    put_long(out, (int64_t)text.len_bytes);
    gz_buffer_append_str(out, text);
}

static void put_story(const struct gz_alert_story *s, struct gz_buffer *out)
{
    put_fixed(out, s->id);
    put_long(out, s->last_ms);
    put_text(out, gz_str_of((const char *)s->signature,
                            s->has_signature ? sizeof(s->signature) : 0));
    put_long(out, s->article_count);
    for (uint32_t i = 0; i < s->article_count; i++) {
        put_fixed(out, s->articles[i]);
    }
}

static void put_hits(const struct gz_alert_case *c, struct gz_buffer *out)
{
    put_long(out, c->hit_count);
    for (uint32_t i = 0; i < c->hit_count; i++) {
        put_fixed(out, c->hits[i].story);
        put_long(out, c->hits[i].at_ms);
        put_fixed(out, c->hits[i].source);
        put_long(out, c->hits[i].copies);
    }
    put_long(out, c->publisher_count);
    for (uint32_t i = 0; i < c->publisher_count; i++) {
        put_fixed(out, c->publishers[i].source);
        put_long(out, c->publishers[i].last_ms);
        put_long(out, c->publishers[i].standing);
    }
}

// A count below 0 stands before slots whose width is said.
static void put_slots(const struct gz_alert_case *c, struct gz_buffer *out)
{
    const int64_t count = c->slot_count;
    put_long(out, c->slot);
    put_long(out, c->slot_ms > 0 ? -count : count);
    if (c->slot_ms > 0 && count > 0) {
        put_long(out, c->slot_ms);
    }
    for (uint32_t i = 0; i < c->slot_count; i++) {
        put_long(out, c->slots[i]);
    }
}

static void put_case(const struct gz_alert_case *c, struct gz_buffer *out)
{
    put_long(out, c->life);
    put_long(out, c->silenced);
    put_long(out, c->confirmed);
    put_long(out, c->told_confirmed);
    put_long(out, c->anonymous);
    put_long(out, c->partial);
    put_text(out, gz_str_of(c->alert_id, sizeof(c->alert_id)));
    put_long(out, c->sequence);
    put_long(out, c->repeats);
    put_long(out, c->stories);
    put_long(out, c->copies);
    put_long(out, c->first_ms);
    put_long(out, c->last_ms);
    put_long(out, c->told_ms);
    put_long(out, c->update_ms);
    put_text(out, c->name);
    put_text(out, c->type);
    put_text(out, c->why);
    put_hits(c, out);
    put_slots(c, out);
    put_long(out, c->evidence_count);
    put_long(out, c->evidence_omitted);
    put_text(out, gz_buffer_str(&c->evidence));
}

void gz_alert_state_encode(const struct gz_alert_item *item,
                           struct gz_buffer *out)
{
    gz_buffer_append_byte(out, FORMAT);
    put_long(out, item->due_ms);
    switch ((enum gz_alert_kind)item->key.ptr[0]) {
    case GZ_ALERT_KIND_CASE:
        put_case((const struct gz_alert_case *)item, out);
        break;
    case GZ_ALERT_KIND_STORY:
        put_story((const struct gz_alert_story *)item, out);
        break;
    case GZ_ALERT_KIND_SEEN:
        put_long(out, ((const struct gz_alert_seen *)item)->last_ms);
        break;
    case GZ_ALERT_KIND_BEGIN:
        put_long(out, ((const struct gz_alert_begin *)item)->since_ms);
        break;
    case GZ_ALERT_KIND_PARTITION:
        put_long(out, ((const struct gz_alert_partition *)item)->since_ms);
        put_long(out, ((const struct gz_alert_partition *)item)->window_ms);
        put_long(out, ((const struct gz_alert_partition *)item)->lapse_ms);
        break;
    case GZ_ALERT_KIND_TOLD:
    case GZ_ALERT_KIND_ENTITY:
        break;
    }
}
