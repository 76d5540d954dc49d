// EntityEvent as a line of JSON: the schema's fields in the schema's order,
// as plain values.
//
// It differs from Avro's own JSON encoding in two ways that readers expect:
// a nullable value stands bare (null or the number, not {"long": ...}), and
// bytes are lower-case hex instead of Latin-1 text.  Times are milliseconds.

#include "codecs/article.h"
#include "codecs/event_encode.h"
#include "codecs/event_symbol.h"
#include "daemon/base/hash.h"
#include "daemon/base/json_writer.h"

enum {
    SHA256_BYTES = 32,
    SIGNATURE_BYTES = 128,
};

// --- one member ---

static void put_str(struct gz_json_writer *w, const char *key, struct gz_str s)
{
    gz_json_key(w, key);
    gz_json_str(w, s);
}

static void put_uint(struct gz_json_writer *w, const char *key, uint32_t value)
{
    gz_json_key(w, key);
    gz_json_uint(w, value);
}

static void put_int(struct gz_json_writer *w, const char *key, int64_t value)
{
    gz_json_key(w, key);
    gz_json_int(w, value);
}

static void put_double(struct gz_json_writer *w, const char *key, double value)
{
    gz_json_key(w, key);
    gz_json_double(w, value);
}

static void put_bool(struct gz_json_writer *w, const char *key, bool value)
{
    gz_json_key(w, key);
    gz_json_bool(w, value);
}

static void put_symbol(struct gz_json_writer *w, const char *key,
                       enum gz_event_enum which, uint32_t number)
{
    gz_json_key(w, key);
    gz_json_z(w, gz_event_symbol_name(which, number));
}

// len is SIGNATURE_BYTES at most; bytes may be NULL.
static void put_bytes(struct gz_json_writer *w, const char *key,
                      const uint8_t *bytes, size_t len)
{
    char hex[2 * SIGNATURE_BYTES + 1] = "";
    if (bytes != NULL) {
        gz_hex(bytes, len, hex);
    }
    gz_json_key(w, key);
    gz_json_z(w, hex);
}

static void put_strs(struct gz_json_writer *w, const char *key,
                     const struct gz_str *s, uint32_t count)
{
    gz_json_key(w, key);
    gz_json_array(w);
    for (uint32_t i = 0; i < count; i++) {
        gz_json_str(w, s[i]);
    }
    gz_json_array_end(w);
}

static void put_pairs(struct gz_json_writer *w, const char *key,
                      const struct gz_event_pair *pairs, uint32_t count)
{
    gz_json_key(w, key);
    gz_json_object(w);
    for (uint32_t i = 0; i < count; i++) {
        gz_json_key_str(w, pairs[i].key);
        gz_json_str(w, pairs[i].value);
    }
    gz_json_object_end(w);
}

// --- groups ---

static void put_article(struct gz_json_writer *w,
                        const struct gz_event_article *a)
{
    gz_json_key(w, "article");
    gz_json_object(w);
    put_str(w, "id", a->id);
    put_str(w, "version", a->version);
    put_bytes(w, "signature", a->signature, SIGNATURE_BYTES);
    put_str(w, "url", a->url);
    put_str(w, "source", a->source);
    put_str(w, "title", a->title);
    put_str(w, "language", a->language);
    gz_json_key(w, "published_at");
    if (a->published_ms == GZ_TIME_UNKNOWN) {
        gz_json_null(w);
    } else {
        gz_json_int(w, a->published_ms);
    }
    put_bytes(w, "content_sha256", a->content_sha256, SHA256_BYTES);
    put_str(w, "topic", a->topic);
    put_int(w, "partition", a->partition);
    put_int(w, "offset", a->offset);
    gz_json_object_end(w);
}

static void put_entity(struct gz_json_writer *w, const struct gz_event *e)
{
    gz_json_key(w, "entity");
    gz_json_object(w);
    put_str(w, "id", e->entity_id);
    put_str(w, "name", e->entity_name);
    put_symbol(w, "type", GZ_EVENT_ENUM_ENTITY_TYPE,
               gz_event_symbol_type(e->entity_type));
    put_str(w, "subtype", e->entity_type);
    put_pairs(w, "xids", e->xids, e->xid_count);
    gz_json_key(w, "link");
    gz_json_object(w);
    put_double(w, "score", e->link_score);
    put_symbol(w, "method", GZ_EVENT_ENUM_LINK_METHOD, e->link_method);
    put_strs(w, "alternatives", e->alternatives, e->alternative_count);
    gz_json_object_end(w);
    gz_json_object_end(w);
}

static void put_mention(struct gz_json_writer *w,
                        const struct gz_event_mention *m)
{
    gz_json_object(w);
    put_str(w, "text", m->text);
    put_symbol(w, "how", GZ_EVENT_ENUM_HOW, m->how);
    put_symbol(w, "zone", GZ_EVENT_ENUM_ZONE, m->zone);
    put_symbol(w, "field", GZ_EVENT_ENUM_FIELD, m->field);
    put_uint(w, "sentence", m->sentence);
    put_uint(w, "begin_byte", m->begin_byte);
    put_uint(w, "end_byte", m->end_byte);
    put_uint(w, "begin_cp", m->begin_cp);
    put_uint(w, "end_cp", m->end_cp);
    put_uint(w, "begin_u16", m->begin_u16);
    put_uint(w, "end_u16", m->end_u16);
    put_str(w, "rule", m->rule);
    gz_json_object_end(w);
}

static void put_mentions(struct gz_json_writer *w, const struct gz_event *e)
{
    gz_json_key(w, "mentions");
    gz_json_array(w);
    for (uint32_t i = 0; i < e->mention_count; i++) {
        put_mention(w, &e->mentions[i]);
    }
    gz_json_array_end(w);
}

static void put_salience(struct gz_json_writer *w, const struct gz_event *e)
{
    gz_json_key(w, "salience");
    gz_json_object(w);
    put_double(w, "score", e->salience);
    put_bool(w, "in_title", e->in_title);
    put_bool(w, "first_sentence", e->first_sentence);
    put_uint(w, "mentions", e->mention_count);
    put_double(w, "title_term", e->title_term);
    put_double(w, "first_sentence_term", e->first_sentence_term);
    put_double(w, "mentions_term", e->mentions_term);
    put_double(w, "facts_term", e->facts_term);
    gz_json_object_end(w);
}

static void put_span(struct gz_json_writer *w, const char *key,
                     const struct gz_event_span *s)
{
    gz_json_key(w, key);
    gz_json_object(w);
    put_symbol(w, "field", GZ_EVENT_ENUM_FIELD, s->field);
    put_uint(w, "begin_byte", s->begin_byte);
    put_uint(w, "end_byte", s->end_byte);
    put_uint(w, "begin_cp", s->begin_cp);
    put_uint(w, "end_cp", s->end_cp);
    put_uint(w, "begin_u16", s->begin_u16);
    put_uint(w, "end_u16", s->end_u16);
    gz_json_object_end(w);
}

static void put_value(struct gz_json_writer *w, const struct gz_event_value *v)
{
    gz_json_key(w, "value");
    if (v == NULL) {
        gz_json_null(w);
        return;
    }
    gz_json_object(w);
    put_symbol(w, "dim", GZ_EVENT_ENUM_DIMENSION, v->dim);
    put_symbol(w, "cmp", GZ_EVENT_ENUM_COMPARISON, v->cmp);
    put_str(w, "value", v->value);
    put_str(w, "max", v->max);
    put_str(w, "unit", v->unit);
    put_str(w, "period", v->period);
    gz_json_object_end(w);
}

static void put_roles(struct gz_json_writer *w, const struct gz_event_fact *f)
{
    gz_json_key(w, "roles");
    gz_json_array(w);
    for (uint32_t i = 0; i < f->role_count; i++) {
        const struct gz_event_role *r = &f->roles[i];
        gz_json_object(w);
        put_str(w, "role", r->role);
        put_str(w, "entity_id", r->entity_id);
        put_str(w, "name", r->name);
        put_value(w, r->value);
        put_str(w, "text", r->text);
        put_span(w, "span", &r->span);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static void put_attributions(struct gz_json_writer *w,
                             const struct gz_event_fact *f)
{
    gz_json_key(w, "attribution");
    gz_json_array(w);
    for (uint32_t i = 0; i < f->attribution_count; i++) {
        const struct gz_event_attribution *a = &f->attributions[i];
        gz_json_object(w);
        put_symbol(w, "kind", GZ_EVENT_ENUM_ATTRIBUTION_KIND, a->kind);
        put_str(w, "entity_id", a->entity_id);
        put_str(w, "verb", a->verb);
        put_span(w, "span", &a->span);
        gz_json_object_end(w);
    }
    gz_json_array_end(w);
}

static void put_fact(struct gz_json_writer *w, const struct gz_event_fact *f)
{
    gz_json_object(w);
    put_str(w, "fact_id", f->fact_id);
    put_str(w, "type", f->type);
    put_uint(w, "role_index", f->role_index);
    put_roles(w, f);
    put_symbol(w, "polarity", GZ_EVENT_ENUM_POLARITY, f->polarity);
    put_symbol(w, "modality", GZ_EVENT_ENUM_MODALITY, f->modality);
    put_attributions(w, f);
    put_span(w, "evidence", &f->evidence);
    put_double(w, "confidence", f->confidence);
    put_str(w, "rule", f->rule);
    gz_json_object_end(w);
}

static void put_facts(struct gz_json_writer *w, const struct gz_event *e)
{
    gz_json_key(w, "facts");
    gz_json_array(w);
    for (uint32_t i = 0; i < e->fact_count; i++) {
        put_fact(w, &e->facts[i]);
    }
    gz_json_array_end(w);
}

static void put_provenance(struct gz_json_writer *w,
                           const struct gz_event_article *a)
{
    gz_json_key(w, "provenance");
    gz_json_object(w);
    put_str(w, "ruleset", a->ruleset);
    put_str(w, "engine", a->engine);
    put_int(w, "ingested_at", a->ingested_ms);
    gz_json_object_end(w);
}

void gz_event_encode_json(const struct gz_event *event, struct gz_buffer *out)
{
    const struct gz_event_article *article = event->article;
    struct gz_json_writer w;
    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    put_str(&w, "event_id", event->event_id);
    put_uint(&w, "index", event->index);
    put_uint(&w, "count", event->count);
    put_symbol(&w, "status", GZ_EVENT_ENUM_STATUS, article->status);
    put_bool(&w, "truncated", article->truncated);
    put_article(&w, article);
    put_entity(&w, event);
    put_mentions(&w, event);
    put_salience(&w, event);
    put_facts(&w, event);
    put_strs(&w, "co_entities", event->co_entities, event->co_entity_count);
    put_provenance(&w, article);
    put_pairs(&w, "ext", event->ext, event->ext_count);
    gz_json_object_end(&w);
    gz_buffer_append_byte(out, '\n');
}
