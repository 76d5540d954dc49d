// EntityEvent as a line of JSON: the schema's fields in the schema's order,
// as plain values.
//
// It differs from Avro's own JSON encoding in two ways that readers expect:
// a nullable value stands bare (null or the number, not {"long": ...}), and
// bytes are lower-case hex instead of Latin-1 text.  Times are milliseconds.

#include "codecs/event_encode.h"
#include "codecs/event_json.h"
#include "codecs/fact_encode_json.h"
#include "daemon/base/hash.h"
#include "daemon/base/json_writer.h"

enum {
    SHA256_BYTES = 32,
    SIGNATURE_BYTES = 128,
};

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

static void put_article(struct gz_json_writer *w,
                        const struct gz_event_article *a)
{
    gz_json_key(w, "article");
    gz_json_object(w);
    gz_event_json_str(w, "id", a->id);
    gz_event_json_str(w, "version", a->version);
    put_bytes(w, "signature", a->signature, SIGNATURE_BYTES);
    gz_event_json_str(w, "url", a->url);
    gz_event_json_str(w, "source", a->source);
    gz_event_json_str(w, "title", a->title);
    gz_event_json_str(w, "language", a->language);
    gz_event_json_time(w, "published_at", a->published_ms);
    put_bytes(w, "content_sha256", a->content_sha256, SHA256_BYTES);
    gz_event_json_str(w, "topic", a->topic);
    gz_event_json_int(w, "partition", a->partition);
    gz_event_json_int(w, "offset", a->offset);
    gz_json_object_end(w);
}

static void put_entity(struct gz_json_writer *w, const struct gz_event *e)
{
    gz_json_key(w, "entity");
    gz_json_object(w);
    gz_event_json_str(w, "id", e->entity_id);
    gz_event_json_str(w, "name", e->entity_name);
    gz_event_json_symbol(w, "type", GZ_EVENT_ENUM_ENTITY_TYPE,
                         gz_event_symbol_type(e->entity_type));
    gz_event_json_str(w, "subtype", e->entity_type);
    gz_event_json_pairs(w, "xids", e->xids, e->xid_count);
    gz_json_key(w, "link");
    gz_json_object(w);
    gz_event_json_double(w, "score", e->link_score);
    gz_event_json_symbol(w, "method", GZ_EVENT_ENUM_LINK_METHOD,
                         e->link_method);
    gz_event_json_strs(w, "alternatives", e->alternatives,
                       e->alternative_count);
    gz_json_object_end(w);
    gz_json_object_end(w);
}

static void put_mention(struct gz_json_writer *w,
                        const struct gz_event_mention *m)
{
    gz_json_object(w);
    gz_event_json_str(w, "text", m->text);
    gz_event_json_symbol(w, "how", GZ_EVENT_ENUM_HOW, m->how);
    gz_event_json_symbol(w, "zone", GZ_EVENT_ENUM_ZONE, m->zone);
    gz_event_json_symbol(w, "field", GZ_EVENT_ENUM_FIELD, m->field);
    gz_event_json_uint(w, "sentence", m->sentence);
    gz_event_json_uint(w, "begin_byte", m->begin_byte);
    gz_event_json_uint(w, "end_byte", m->end_byte);
    gz_event_json_uint(w, "begin_cp", m->begin_cp);
    gz_event_json_uint(w, "end_cp", m->end_cp);
    gz_event_json_uint(w, "begin_u16", m->begin_u16);
    gz_event_json_uint(w, "end_u16", m->end_u16);
    gz_event_json_str(w, "rule", m->rule);
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
    gz_event_json_double(w, "score", e->salience);
    gz_event_json_bool(w, "in_title", e->in_title);
    gz_event_json_bool(w, "first_sentence", e->first_sentence);
    gz_event_json_uint(w, "mentions", e->mention_count);
    gz_event_json_double(w, "title_term", e->title_term);
    gz_event_json_double(w, "first_sentence_term", e->first_sentence_term);
    gz_event_json_double(w, "mentions_term", e->mentions_term);
    gz_event_json_double(w, "facts_term", e->facts_term);
    gz_json_object_end(w);
}

static void put_others(struct gz_json_writer *w, const struct gz_event *e)
{
    gz_json_key(w, "co_entities");
    gz_json_array(w);
    for (uint32_t i = 0; i < e->co_entity_count; i++) {
        gz_json_str(w, gz_event_co_entity(e, i));
    }
    gz_json_array_end(w);
}

static void put_provenance(struct gz_json_writer *w,
                           const struct gz_event_article *a)
{
    gz_json_key(w, "provenance");
    gz_json_object(w);
    gz_event_json_str(w, "ruleset", a->ruleset);
    gz_event_json_str(w, "engine", a->engine);
    gz_event_json_int(w, "ingested_at", a->ingested_ms);
    gz_json_object_end(w);
}

void gz_event_encode_json(const struct gz_event *event, struct gz_buffer *out)
{
    const struct gz_event_article *article = event->article;
    struct gz_json_writer w;
    gz_json_writer_init(&w, out);
    gz_json_object(&w);
    gz_event_json_str(&w, "event_id", event->event_id);
    gz_event_json_uint(&w, "index", event->index);
    gz_event_json_uint(&w, "count", event->count);
    gz_event_json_symbol(&w, "status", GZ_EVENT_ENUM_STATUS, article->status);
    gz_event_json_bool(&w, "truncated", article->truncated);
    put_article(&w, article);
    put_entity(&w, event);
    put_mentions(&w, event);
    put_salience(&w, event);
    gz_json_key(&w, "facts");
    gz_fact_encode_json(event->facts, event->fact_count, &w);
    put_others(&w, event);
    put_provenance(&w, article);
    gz_event_json_pairs(&w, "ext", event->ext, event->ext_count);
    gz_json_object_end(&w);
    gz_buffer_append_byte(out, '\n');
}
