// EntityEvent to Avro, straight line.
//
// We chose code by hand over Avro C's values because it is twenty times
// faster; event_schema.c proves at every start that both agree.  An upper
// bound of the size is reserved once, then nothing is checked any more.

#include "codecs/event_encode.h"

#include <assert.h>

#include "codecs/event_put.h"
#include "codecs/fact_encode.h"

enum {
    SHA256_BYTES = 32,
    SIGNATURE_BYTES = 128,
    // Numbers, flags, enums and block ends that every event has, generously.
    FIXED_BYTES = 512,
    // Likewise for a mention: 3 enums, 7 ints, 2 lengths.
    MENTION_BYTES =
        3 * GZ_BINARY_INT_MAX + 7 * GZ_BINARY_INT_MAX + 2 * GZ_BINARY_LONG_MAX,
};

// --- the upper bound ---

static size_t bound_mentions(const struct gz_event *e)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < e->mention_count; i++) {
        sum += MENTION_BYTES + e->mentions[i].text.len_bytes +
               e->mentions[i].rule.len_bytes;
    }
    return sum;
}

static size_t bound_article(const struct gz_event_article *a)
{
    if (a->encoded.ptr != NULL) {
        return a->encoded.len_bytes + gz_event_bound_str(a->ruleset) +
               gz_event_bound_str(a->engine);
    }
    return gz_event_bound_str(a->id) + gz_event_bound_str(a->version) +
           gz_event_bound_str(a->url) + gz_event_bound_str(a->source) +
           gz_event_bound_str(a->title) + gz_event_bound_str(a->language) +
           gz_event_bound_str(a->topic) + gz_event_bound_str(a->ruleset) +
           gz_event_bound_str(a->engine);
}

static size_t bound_others(const struct gz_event *e)
{
    if (e->co_encoded[0].ptr != NULL) {
        return e->co_encoded[0].len_bytes + e->co_encoded[1].len_bytes;
    }
    size_t sum = 0;
    for (uint32_t i = 0; i < e->co_entity_count; i++) {
        sum += gz_event_bound_str(gz_event_co_entity(e, i));
    }
    return sum;
}

static size_t bound(const struct gz_event *e)
{
    return FIXED_BYTES + bound_article(e->article) +
           gz_event_bound_str(e->event_id) + gz_event_bound_str(e->entity_id) +
           gz_event_bound_str(e->entity_name) +
           gz_event_bound_str(e->entity_type) +
           gz_event_bound_pairs(e->xids, e->xid_count) +
           gz_event_bound_strs(e->alternatives, e->alternative_count) +
           bound_mentions(e) + gz_fact_encode_bound(e->facts, e->fact_count) +
           bound_others(e) + gz_event_bound_pairs(e->ext, e->ext_count);
}

// --- writing ---

static uint8_t *put_encoded(uint8_t *p, struct gz_str encoded)
{
    if (encoded.len_bytes > 0) {
        memcpy(p, encoded.ptr, encoded.len_bytes);
    }
    return p + encoded.len_bytes;
}

static uint8_t *put_article(uint8_t *p, const struct gz_event_article *a)
{
    if (a->encoded.ptr != NULL) {
        return put_encoded(p, a->encoded);
    }
    p = gz_binary_put_str(p, a->id);
    p = gz_binary_put_str(p, a->version);
    p = gz_binary_put_bytes(p, a->signature,
                            a->signature != NULL ? SIGNATURE_BYTES : 0);
    p = gz_binary_put_str(p, a->url);
    p = gz_binary_put_str(p, a->source);
    p = gz_binary_put_str(p, a->title);
    p = gz_binary_put_str(p, a->language);
    p = gz_event_put_time(p, a->published_ms);
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
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_ENTITY_TYPE,
                            gz_event_symbol_type(e->entity_type));
    p = gz_binary_put_str(p, e->entity_type);
    p = gz_event_put_pairs(p, e->xids, e->xid_count);
    p = gz_binary_put_double(p, e->link_score);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_LINK_METHOD, e->link_method);
    return gz_event_put_strs(p, e->alternatives, e->alternative_count);
}

static uint8_t *put_mention(uint8_t *p, const struct gz_event_mention *m)
{
    p = gz_binary_put_str(p, m->text);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_HOW, m->how);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_ZONE, m->zone);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_FIELD, m->field);
    p = gz_event_put_uint(p, m->sentence);
    p = gz_event_put_uint(p, m->begin_byte);
    p = gz_event_put_uint(p, m->end_byte);
    p = gz_event_put_uint(p, m->begin_cp);
    p = gz_event_put_uint(p, m->end_cp);
    p = gz_event_put_uint(p, m->begin_u16);
    p = gz_event_put_uint(p, m->end_u16);
    return gz_binary_put_str(p, m->rule);
}

static uint8_t *put_mentions(uint8_t *p, const struct gz_event *e)
{
    p = gz_event_put_count(p, e->mention_count);
    for (uint32_t i = 0; i < e->mention_count; i++) {
        p = put_mention(p, &e->mentions[i]);
    }
    return gz_event_put_end(p);
}

static uint8_t *put_salience(uint8_t *p, const struct gz_event *e)
{
    p = gz_binary_put_double(p, e->salience);
    p = gz_binary_put_bool(p, e->in_title);
    p = gz_binary_put_bool(p, e->first_sentence);
    p = gz_event_put_uint(p, e->mention_count);
    p = gz_binary_put_double(p, e->title_term);
    p = gz_binary_put_double(p, e->first_sentence_term);
    p = gz_binary_put_double(p, e->mentions_term);
    return gz_binary_put_double(p, e->facts_term);
}

static uint8_t *put_others(uint8_t *p, const struct gz_event *e)
{
    p = gz_event_put_count(p, e->co_entity_count);
    if (e->co_encoded[0].ptr != NULL) {
        p = put_encoded(p, e->co_encoded[0]);
        p = put_encoded(p, e->co_encoded[1]);
        return gz_event_put_end(p);
    }
    for (uint32_t i = 0; i < e->co_entity_count; i++) {
        p = gz_binary_put_str(p, gz_event_co_entity(e, i));
    }
    return gz_event_put_end(p);
}

static uint8_t *put_event(uint8_t *p, const struct gz_event *e)
{
    p = gz_binary_put_str(p, e->event_id);
    p = gz_event_put_uint(p, e->index);
    p = gz_event_put_uint(p, e->count);
    p = gz_event_put_symbol(p, GZ_EVENT_ENUM_STATUS, e->article->status);
    p = gz_binary_put_bool(p, e->article->truncated);
    p = put_article(p, e->article);
    p = put_entity(p, e);
    p = put_mentions(p, e);
    p = put_salience(p, e);
    p = gz_fact_encode_put(p, e->facts, e->fact_count);
    p = put_others(p, e);
    p = gz_binary_put_str(p, e->article->ruleset);
    p = gz_binary_put_str(p, e->article->engine);
    p = gz_binary_put_long(p, e->article->ingested_ms);
    return gz_event_put_pairs(p, e->ext, e->ext_count);
}

enum gz_status gz_event_encode_article(struct gz_event_article *article,
                                       struct gz_arena *arena)
{
    article->encoded = gz_str_of(NULL, 0);
    uint8_t *const begin =
        gz_arena_alloc(arena, FIXED_BYTES + bound_article(article));
    if (begin == NULL) {
        return GZ_LIMIT;
    }
    const uint8_t *const end = put_article(begin, article);
    article->encoded = gz_str_of((char *)begin, (size_t)(end - begin));
    return GZ_OK;
}

enum gz_status gz_event_encode_ids(const struct gz_str *ids, uint32_t count,
                                   struct gz_arena *arena,
                                   struct gz_event_ids *out)
{
    uint32_t *begins = gz_arena_alloc(arena, (count + 1) * sizeof(*begins));
    uint8_t *const bytes =
        gz_arena_alloc(arena, gz_event_bound_strs(ids, count));
    if (begins == NULL || bytes == NULL) {
        return GZ_LIMIT;
    }
    uint8_t *p = bytes;
    for (uint32_t i = 0; i < count; i++) {
        begins[i] = (uint32_t)(p - bytes);
        p = gz_binary_put_str(p, ids[i]);
    }
    begins[count] = (uint32_t)(p - bytes);
    *out = (struct gz_event_ids){ids, count, (const char *)bytes, begins};
    return GZ_OK;
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
    gz_event_put_frame(out, fingerprint);
    gz_event_encode(event, out);
}
