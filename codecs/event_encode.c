// EntityEvent to Avro, straight line.
//
// We chose code by hand over Avro C's values because it is twenty times
// faster; event_schema.c proves at every start that both agree.  An upper
// bound of the size is reserved once, then nothing is checked any more.

#include "codecs/event_encode.h"

#include <assert.h>

#include "codecs/article.h"
#include "codecs/binary.h"
#include "codecs/event_symbol.h"

enum {
    SHA256_BYTES = 32,
    SIGNATURE_BYTES = 128,
    SINGLE_OBJECT_BYTES = 10,
    // Numbers, flags, enums and block ends that every event has, generously.
    FIXED_BYTES = 512,
    // Likewise for a mention: 3 enums, 7 ints, 2 lengths.
    MENTION_BYTES =
        3 * GZ_BINARY_INT_MAX + 7 * GZ_BINARY_INT_MAX + 2 * GZ_BINARY_LONG_MAX,
    // An enum and 6 ints.
    SPAN_BYTES = 7 * GZ_BINARY_INT_MAX,
    // Of a role without its texts: the union's branch, 2 enums, a span.
    ROLE_BYTES = GZ_BINARY_LONG_MAX + 2 * GZ_BINARY_INT_MAX + SPAN_BYTES,
    ATTRIBUTION_BYTES = GZ_BINARY_INT_MAX + SPAN_BYTES,
    // role_index, 2 enums, a span, a double, 2 arrays.
    FACT_BYTES = 3 * GZ_BINARY_INT_MAX + SPAN_BYTES + GZ_BINARY_DOUBLE +
                 4 * GZ_BINARY_LONG_MAX,
};

// --- the upper bound ---

static size_t bound_str(struct gz_str s)
{
    return s.len_bytes + GZ_BINARY_LONG_MAX;
}

static size_t bound_strs(const struct gz_str *s, uint32_t count)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += bound_str(s[i]);
    }
    return sum;
}

static size_t bound_pairs(const struct gz_event_pair *pairs, uint32_t count)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += bound_str(pairs[i].key) + bound_str(pairs[i].value);
    }
    return sum;
}

static size_t bound_mentions(const struct gz_event *e)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < e->mention_count; i++) {
        sum += MENTION_BYTES + e->mentions[i].text.len_bytes +
               e->mentions[i].rule.len_bytes;
    }
    return sum;
}

static size_t bound_roles(const struct gz_event_fact *f)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        sum += ROLE_BYTES + bound_str(r->role) + bound_str(r->entity_id) +
               bound_str(r->name) + bound_str(r->text);
        if (r->value != NULL) {
            sum += bound_str(r->value->value) + bound_str(r->value->max) +
                   bound_str(r->value->unit) + bound_str(r->value->period);
        }
    }
    return sum;
}

static size_t bound_attributions(const struct gz_event_fact *f)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        sum += ATTRIBUTION_BYTES + bound_str(f->attributions[i].entity_id) +
               bound_str(f->attributions[i].verb);
    }
    return sum;
}

static size_t bound_facts(const struct gz_event *e)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < e->fact_count; i++) {
        const struct gz_event_fact *f = &e->facts[i];
        sum += FACT_BYTES + bound_str(f->fact_id) + bound_str(f->type) +
               bound_str(f->rule) + bound_roles(f) + bound_attributions(f);
    }
    return sum;
}

static size_t bound_article(const struct gz_event_article *a)
{
    return bound_str(a->id) + bound_str(a->version) + bound_str(a->url) +
           bound_str(a->source) + bound_str(a->title) + bound_str(a->language) +
           bound_str(a->topic) + bound_str(a->ruleset) + bound_str(a->engine);
}

static size_t bound(const struct gz_event *e)
{
    return FIXED_BYTES + bound_article(e->article) + bound_str(e->event_id) +
           bound_str(e->entity_id) + bound_str(e->entity_name) +
           bound_str(e->entity_type) + bound_pairs(e->xids, e->xid_count) +
           bound_strs(e->alternatives, e->alternative_count) +
           bound_mentions(e) + bound_facts(e) +
           bound_strs(e->co_entities, e->co_entity_count) +
           bound_pairs(e->ext, e->ext_count);
}

// --- writing ---

// The schema has signed 32 bits; a text of 2 GiB never gets here.
static uint8_t *put_uint(uint8_t *p, uint32_t value)
{
    return gz_binary_put_long(p, value > INT32_MAX ? INT32_MAX : value);
}

static uint8_t *put_symbol(uint8_t *p, enum gz_event_enum which,
                           uint32_t number)
{
    const uint32_t last = gz_event_symbol_count(which) - 1;
    return gz_binary_put_long(p, number < last ? number : last);
}

// An array or a map is blocks; one that holds all, then the empty one.
static uint8_t *put_count(uint8_t *p, uint32_t count)
{
    return count > 0 ? gz_binary_put_long(p, count) : p;
}

static uint8_t *put_end(uint8_t *p)
{
    return gz_binary_put_long(p, 0);
}

static uint8_t *put_strs(uint8_t *p, const struct gz_str *s, uint32_t count)
{
    p = put_count(p, count);
    for (uint32_t i = 0; i < count; i++) {
        p = gz_binary_put_str(p, s[i]);
    }
    return put_end(p);
}

static uint8_t *put_pairs(uint8_t *p, const struct gz_event_pair *pairs,
                          uint32_t count)
{
    p = put_count(p, count);
    for (uint32_t i = 0; i < count; i++) {
        p = gz_binary_put_str(p, pairs[i].key);
        p = gz_binary_put_str(p, pairs[i].value);
    }
    return put_end(p);
}

static uint8_t *put_published(uint8_t *p, int64_t ms)
{
    if (ms == GZ_TIME_UNKNOWN) {
        return gz_binary_put_long(p, 0);  // the union's null
    }
    return gz_binary_put_long(gz_binary_put_long(p, 1), ms);
}

static uint8_t *put_article(uint8_t *p, const struct gz_event_article *a)
{
    p = gz_binary_put_str(p, a->id);
    p = gz_binary_put_str(p, a->version);
    p = gz_binary_put_bytes(p, a->signature,
                            a->signature != NULL ? SIGNATURE_BYTES : 0);
    p = gz_binary_put_str(p, a->url);
    p = gz_binary_put_str(p, a->source);
    p = gz_binary_put_str(p, a->title);
    p = gz_binary_put_str(p, a->language);
    p = put_published(p, a->published_ms);
    p = gz_binary_put_bytes(p, a->content_sha256,
                            a->content_sha256 != NULL ? SHA256_BYTES : 0);
    p = gz_binary_put_str(p, a->topic);
    p = gz_binary_put_long(p, a->partition);
    return gz_binary_put_long(p, a->offset);
}

static uint8_t *put_entity(uint8_t *p, const struct gz_event *e)
{
    p = gz_binary_put_str(p, e->entity_id);
    p = gz_binary_put_str(p, e->entity_name);
    p = put_symbol(p, GZ_EVENT_ENUM_ENTITY_TYPE,
                   gz_event_symbol_type(e->entity_type));
    p = gz_binary_put_str(p, e->entity_type);
    p = put_pairs(p, e->xids, e->xid_count);
    p = gz_binary_put_double(p, e->link_score);
    p = put_symbol(p, GZ_EVENT_ENUM_LINK_METHOD, e->link_method);
    return put_strs(p, e->alternatives, e->alternative_count);
}

static uint8_t *put_mention(uint8_t *p, const struct gz_event_mention *m)
{
    p = gz_binary_put_str(p, m->text);
    p = put_symbol(p, GZ_EVENT_ENUM_HOW, m->how);
    p = put_symbol(p, GZ_EVENT_ENUM_ZONE, m->zone);
    p = put_symbol(p, GZ_EVENT_ENUM_FIELD, m->field);
    p = put_uint(p, m->sentence);
    p = put_uint(p, m->begin_byte);
    p = put_uint(p, m->end_byte);
    p = put_uint(p, m->begin_cp);
    p = put_uint(p, m->end_cp);
    p = put_uint(p, m->begin_u16);
    p = put_uint(p, m->end_u16);
    return gz_binary_put_str(p, m->rule);
}

static uint8_t *put_mentions(uint8_t *p, const struct gz_event *e)
{
    p = put_count(p, e->mention_count);
    for (uint32_t i = 0; i < e->mention_count; i++) {
        p = put_mention(p, &e->mentions[i]);
    }
    return put_end(p);
}

static uint8_t *put_salience(uint8_t *p, const struct gz_event *e)
{
    p = gz_binary_put_double(p, e->salience);
    p = gz_binary_put_bool(p, e->in_title);
    p = gz_binary_put_bool(p, e->first_sentence);
    p = put_uint(p, e->mention_count);
    p = gz_binary_put_double(p, e->title_term);
    p = gz_binary_put_double(p, e->first_sentence_term);
    p = gz_binary_put_double(p, e->mentions_term);
    return gz_binary_put_double(p, e->facts_term);
}

static uint8_t *put_span(uint8_t *p, const struct gz_event_span *s)
{
    p = put_symbol(p, GZ_EVENT_ENUM_FIELD, s->field);
    p = put_uint(p, s->begin_byte);
    p = put_uint(p, s->end_byte);
    p = put_uint(p, s->begin_cp);
    p = put_uint(p, s->end_cp);
    p = put_uint(p, s->begin_u16);
    return put_uint(p, s->end_u16);
}

static uint8_t *put_value(uint8_t *p, const struct gz_event_value *v)
{
    if (v == NULL) {
        return gz_binary_put_long(p, 0);  // the union's null
    }
    p = gz_binary_put_long(p, 1);
    p = put_symbol(p, GZ_EVENT_ENUM_DIMENSION, v->dim);
    p = put_symbol(p, GZ_EVENT_ENUM_COMPARISON, v->cmp);
    p = gz_binary_put_str(p, v->value);
    p = gz_binary_put_str(p, v->max);
    p = gz_binary_put_str(p, v->unit);
    return gz_binary_put_str(p, v->period);
}

static uint8_t *put_roles(uint8_t *p, const struct gz_event_fact *f)
{
    p = put_count(p, f->role_count);
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        p = gz_binary_put_str(p, r->role);
        p = gz_binary_put_str(p, r->entity_id);
        p = gz_binary_put_str(p, r->name);
        p = put_value(p, r->value);
        p = gz_binary_put_str(p, r->text);
        p = put_span(p, &r->span);
    }
    return put_end(p);
}

static uint8_t *put_attributions(uint8_t *p, const struct gz_event_fact *f)
{
    p = put_count(p, f->attribution_count);
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        const struct gz_event_attribution *a = &f->attributions[i];
        p = put_symbol(p, GZ_EVENT_ENUM_ATTRIBUTION_KIND, a->kind);
        p = gz_binary_put_str(p, a->entity_id);
        p = gz_binary_put_str(p, a->verb);
        p = put_span(p, &a->span);
    }
    return put_end(p);
}

static uint8_t *put_fact(uint8_t *p, const struct gz_event_fact *f)
{
    p = gz_binary_put_str(p, f->fact_id);
    p = gz_binary_put_str(p, f->type);
    p = put_uint(p, f->role_index);
    p = put_roles(p, f);
    p = put_symbol(p, GZ_EVENT_ENUM_POLARITY, f->polarity);
    p = put_symbol(p, GZ_EVENT_ENUM_MODALITY, f->modality);
    p = put_attributions(p, f);
    p = put_span(p, &f->evidence);
    p = gz_binary_put_double(p, f->confidence);
    return gz_binary_put_str(p, f->rule);
}

static uint8_t *put_facts(uint8_t *p, const struct gz_event *e)
{
    p = put_count(p, e->fact_count);
    for (uint32_t i = 0; i < e->fact_count; i++) {
        p = put_fact(p, &e->facts[i]);
    }
    return put_end(p);
}

static uint8_t *put_event(uint8_t *p, const struct gz_event *e)
{
    p = gz_binary_put_str(p, e->event_id);
    p = put_uint(p, e->index);
    p = put_uint(p, e->count);
    p = put_symbol(p, GZ_EVENT_ENUM_STATUS, e->article->status);
    p = gz_binary_put_bool(p, e->article->truncated);
    p = put_article(p, e->article);
    p = put_entity(p, e);
    p = put_mentions(p, e);
    p = put_salience(p, e);
    p = put_facts(p, e);
    p = put_strs(p, e->co_entities, e->co_entity_count);
    p = gz_binary_put_str(p, e->article->ruleset);
    p = gz_binary_put_str(p, e->article->engine);
    p = gz_binary_put_long(p, e->article->ingested_ms);
    return put_pairs(p, e->ext, e->ext_count);
}

void gz_event_encode(const struct gz_event *event, struct gz_buffer *out)
{
    const size_t most = bound(event);
    uint8_t *const begin = gz_buffer_reserve(out, most);
    if (begin == NULL) {
        return;
    }
    const uint8_t *const end = put_event(begin, event);
    assert((size_t)(end - begin) <= most);
    out->len += (size_t)(end - begin);
}

void gz_event_encode_single_object(const struct gz_event *event,
                                   uint64_t fingerprint, struct gz_buffer *out)
{
    uint8_t *p = gz_buffer_reserve(out, SINGLE_OBJECT_BYTES);
    if (p == NULL) {
        return;
    }
    *p++ = 0xC3;
    *p++ = 0x01;
    gz_binary_put_fixed64(p, fingerprint);
    out->len += SINGLE_OBJECT_BYTES;
    gz_event_encode(event, out);
}
