// EntityEvent from Avro, the counterpart of event_encode.c.

#include "codecs/event_decode.h"

#include "codecs/event_take.h"
#include "codecs/fact_decode.h"

enum {
    SHA256_BYTES = 32,
    SIGNATURE_BYTES = 128,
    // The shortest encoding there is.
    MENTION_MIN_BYTES = 12,
};

static void take_article(struct gz_binary_reader *r, struct gz_event_article *a)
{
    a->id = gz_binary_reader_str(r, "article.id");
    a->version = gz_binary_reader_str(r, "article.version");
    a->signature =
        gz_binary_reader_bytes(r, "article.signature", SIGNATURE_BYTES);
    a->url = gz_binary_reader_str(r, "article.url");
    a->source = gz_binary_reader_str(r, "article.source");
    a->title = gz_binary_reader_str(r, "article.title");
    a->language = gz_binary_reader_str(r, "article.language");
    a->published_ms = gz_event_take_time(r, "article.published_at");
    a->content_sha256 =
        gz_binary_reader_bytes(r, "article.content_sha256", SHA256_BYTES);
    a->topic = gz_binary_reader_str(r, "article.topic");
    a->partition = (int32_t)gz_binary_reader_range(r, "article.partition",
                                                   INT32_MIN, INT32_MAX);
    a->offset = gz_binary_reader_long(r, "article.offset");
}

static void take_entity(struct gz_binary_reader *r, struct gz_event *e)
{
    e->entity_id = gz_binary_reader_str(r, "entity.id");
    e->entity_name = gz_binary_reader_str(r, "entity.name");
    const uint8_t type =
        gz_event_take_symbol(r, "entity.type", GZ_EVENT_ENUM_ENTITY_TYPE);
    e->entity_type = gz_binary_reader_str(r, "entity.subtype");
    // The type is the top of the subtype; an event that says otherwise was
    // not written by us.
    if (r->status == GZ_OK && gz_event_symbol_type(e->entity_type) != type) {
        gz_binary_reader_fail(r, "entity.subtype", "contradicts entity.type");
    }
    e->xids = gz_event_take_pairs(r, "entity.xids", &e->xid_count);
    e->link_score = gz_binary_reader_double(r, "entity.link.score");
    e->link_method = gz_event_take_symbol(r, "entity.link.method",
                                          GZ_EVENT_ENUM_LINK_METHOD);
    e->alternatives = gz_event_take_strs(r, "entity.link.alternatives",
                                         &e->alternative_count);
}

static void take_mention(struct gz_binary_reader *r, struct gz_event_mention *m)
{
    m->text = gz_binary_reader_str(r, "mentions.text");
    m->how = gz_event_take_symbol(r, "mentions.how", GZ_EVENT_ENUM_HOW);
    m->zone = gz_event_take_symbol(r, "mentions.zone", GZ_EVENT_ENUM_ZONE);
    m->field = gz_event_take_symbol(r, "mentions.field", GZ_EVENT_ENUM_FIELD);
    m->sentence = gz_event_take_uint(r, "mentions.sentence");
    m->begin_byte = gz_event_take_uint(r, "mentions.begin_byte");
    m->end_byte = gz_event_take_uint(r, "mentions.end_byte");
    m->begin_cp = gz_event_take_uint(r, "mentions.begin_cp");
    m->end_cp = gz_event_take_uint(r, "mentions.end_cp");
    m->begin_u16 = gz_event_take_uint(r, "mentions.begin_u16");
    m->end_u16 = gz_event_take_uint(r, "mentions.end_u16");
    m->rule = gz_binary_reader_str(r, "mentions.rule");
}

static void take_mentions(struct gz_binary_reader *r, struct gz_event *e)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "mentions", MENTION_MIN_BYTES)) >
           0) {
        struct gz_event_mention *m = gz_binary_reader_grow(
            r, &items, &e->mention_count, more, sizeof(*m));
        for (uint32_t i = 0; m != NULL && i < more; i++) {
            take_mention(r, &m[i]);
        }
    }
    e->mentions = items;
}

static void take_salience(struct gz_binary_reader *r, struct gz_event *e)
{
    e->salience = gz_binary_reader_double(r, "salience.score");
    e->in_title = gz_binary_reader_bool(r, "salience.in_title");
    e->first_sentence = gz_binary_reader_bool(r, "salience.first_sentence");
    if (gz_event_take_uint(r, "salience.mentions") != e->mention_count &&
        r->status == GZ_OK) {
        gz_binary_reader_fail(r, "salience.mentions",
                              "is not the number of mentions");
    }
    e->title_term = gz_binary_reader_double(r, "salience.title_term");
    e->first_sentence_term =
        gz_binary_reader_double(r, "salience.first_sentence_term");
    e->mentions_term = gz_binary_reader_double(r, "salience.mentions_term");
    e->facts_term = gz_binary_reader_double(r, "salience.facts_term");
}

static void take_event(struct gz_binary_reader *r, struct gz_event *e,
                       struct gz_event_article *a)
{
    e->event_id = gz_binary_reader_str(r, "event_id");
    e->index = gz_event_take_uint(r, "index");
    e->count = gz_event_take_uint(r, "count");
    a->status = gz_event_take_symbol(r, "status", GZ_EVENT_ENUM_STATUS);
    a->truncated = gz_binary_reader_bool(r, "truncated");
    take_article(r, a);
    take_entity(r, e);
    take_mentions(r, e);
    take_salience(r, e);
    e->facts = gz_fact_decode_list(r, &e->fact_count);
    e->co_entities = gz_event_take_strs(r, "co_entities", &e->co_entity_count);
    a->ruleset = gz_binary_reader_str(r, "provenance.ruleset");
    a->engine = gz_binary_reader_str(r, "provenance.engine");
    a->ingested_ms = gz_binary_reader_long(r, "provenance.ingested_at");
    e->ext = gz_event_take_pairs(r, "ext", &e->ext_count);
}

enum gz_status gz_event_decode(struct gz_str encoded, struct gz_arena *arena,
                               const struct gz_event **out,
                               struct gz_error *err)
{
    struct gz_event *event = GZ_ARENA_NEW(arena, struct gz_event);
    struct gz_event_article *article =
        GZ_ARENA_NEW(arena, struct gz_event_article);
    if (event == NULL || article == NULL) {
        return gz_error_set(err, GZ_NO_MEMORY, "out of memory for the event");
    }
    struct gz_binary_reader r;
    gz_binary_reader_init(&r, encoded, arena, err);
    event->article = article;
    take_event(&r, event, article);
    *out = event;
    return gz_binary_reader_finish(&r, "the event");
}

enum gz_status gz_event_decode_single_object(struct gz_str framed,
                                             uint64_t fingerprint,
                                             struct gz_arena *arena,
                                             const struct gz_event **out,
                                             struct gz_error *err)
{
    const enum gz_status st =
        gz_event_take_frame(&framed, fingerprint, "event", err);
    return st == GZ_OK ? gz_event_decode(framed, arena, out, err) : st;
}
