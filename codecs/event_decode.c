// EntityEvent from Avro, the counterpart of event_encode.c.

#include "codecs/event_decode.h"

#include "codecs/article.h"
#include "codecs/binary_reader.h"
#include "codecs/event_symbol.h"

enum {
    SHA256_BYTES = 32,
    SIGNATURE_BYTES = 128,
    FRAME_BYTES = 10,
    // The shortest encodings there are.
    STRING_MIN_BYTES = 1,
    PAIR_MIN_BYTES = 2,
    MENTION_MIN_BYTES = 12,
    SPAN_MIN_BYTES = 7,
    ROLE_MIN_BYTES = 5 + SPAN_MIN_BYTES,
    ATTRIBUTION_MIN_BYTES = 3 + SPAN_MIN_BYTES,
    FACT_MIN_BYTES = 8 + SPAN_MIN_BYTES + 8,
};

static uint32_t take_uint(struct gz_binary_reader *r, const char *field)
{
    return (uint32_t)gz_binary_reader_range(r, field, 0, INT32_MAX);
}

static uint8_t take_symbol(struct gz_binary_reader *r, const char *field,
                           enum gz_event_enum which)
{
    const uint32_t last = gz_event_symbol_count(which) - 1;
    return (uint8_t)gz_binary_reader_range(r, field, 0, last);
}

static const struct gz_str *take_strs(struct gz_binary_reader *r,
                                      const char *field, uint32_t *count)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, field, STRING_MIN_BYTES)) > 0) {
        struct gz_str *s =
            gz_binary_reader_grow(r, &items, count, more, sizeof(*s));
        for (uint32_t i = 0; s != NULL && i < more; i++) {
            s[i] = gz_binary_reader_str(r, field);
        }
    }
    return items;
}

static const struct gz_event_pair *
take_pairs(struct gz_binary_reader *r, const char *field, uint32_t *count)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, field, PAIR_MIN_BYTES)) > 0) {
        struct gz_event_pair *p =
            gz_binary_reader_grow(r, &items, count, more, sizeof(*p));
        for (uint32_t i = 0; p != NULL && i < more; i++) {
            p[i].key = gz_binary_reader_str(r, field);
            p[i].value = gz_binary_reader_str(r, field);
        }
    }
    return items;
}

static int64_t take_published(struct gz_binary_reader *r)
{
    const char *const field = "article.published_at";
    if (gz_binary_reader_range(r, field, 0, 1) == 0) {
        return GZ_TIME_UNKNOWN;
    }
    return gz_binary_reader_long(r, field);
}

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
    a->published_ms = take_published(r);
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
        take_symbol(r, "entity.type", GZ_EVENT_ENUM_ENTITY_TYPE);
    e->entity_type = gz_binary_reader_str(r, "entity.subtype");
    // The type is the top of the subtype; an event that says otherwise was
    // not written by us.
    if (r->status == GZ_OK && gz_event_symbol_type(e->entity_type) != type) {
        gz_binary_reader_fail(r, "entity.subtype", "contradicts entity.type");
    }
    e->xids = take_pairs(r, "entity.xids", &e->xid_count);
    e->link_score = gz_binary_reader_double(r, "entity.link.score");
    e->link_method =
        take_symbol(r, "entity.link.method", GZ_EVENT_ENUM_LINK_METHOD);
    e->alternatives =
        take_strs(r, "entity.link.alternatives", &e->alternative_count);
}

static void take_mention(struct gz_binary_reader *r, struct gz_event_mention *m)
{
    m->text = gz_binary_reader_str(r, "mentions.text");
    m->how = take_symbol(r, "mentions.how", GZ_EVENT_ENUM_HOW);
    m->zone = take_symbol(r, "mentions.zone", GZ_EVENT_ENUM_ZONE);
    m->field = take_symbol(r, "mentions.field", GZ_EVENT_ENUM_FIELD);
    m->sentence = take_uint(r, "mentions.sentence");
    m->begin_byte = take_uint(r, "mentions.begin_byte");
    m->end_byte = take_uint(r, "mentions.end_byte");
    m->begin_cp = take_uint(r, "mentions.begin_cp");
    m->end_cp = take_uint(r, "mentions.end_cp");
    m->begin_u16 = take_uint(r, "mentions.begin_u16");
    m->end_u16 = take_uint(r, "mentions.end_u16");
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
    if (take_uint(r, "salience.mentions") != e->mention_count &&
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

static struct gz_event_span take_span(struct gz_binary_reader *r,
                                      const char *field)
{
    struct gz_event_span s;
    s.field = take_symbol(r, field, GZ_EVENT_ENUM_FIELD);
    s.begin_byte = take_uint(r, field);
    s.end_byte = take_uint(r, field);
    s.begin_cp = take_uint(r, field);
    s.end_cp = take_uint(r, field);
    s.begin_u16 = take_uint(r, field);
    s.end_u16 = take_uint(r, field);
    return s;
}

static const struct gz_event_value *take_value(struct gz_binary_reader *r)
{
    if (gz_binary_reader_range(r, "facts.roles.value", 0, 1) == 0) {
        return NULL;
    }
    void *item = NULL;
    uint32_t count = 0;
    struct gz_event_value *v =
        gz_binary_reader_grow(r, &item, &count, 1, sizeof(*v));
    if (v != NULL) {
        v->dim =
            take_symbol(r, "facts.roles.value.dim", GZ_EVENT_ENUM_DIMENSION);
        v->cmp =
            take_symbol(r, "facts.roles.value.cmp", GZ_EVENT_ENUM_COMPARISON);
        v->value = gz_binary_reader_str(r, "facts.roles.value.value");
        v->max = gz_binary_reader_str(r, "facts.roles.value.max");
        v->unit = gz_binary_reader_str(r, "facts.roles.value.unit");
        v->period = gz_binary_reader_str(r, "facts.roles.value.period");
    }
    return v;
}

static void take_roles(struct gz_binary_reader *r, struct gz_event_fact *f)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "facts.roles", ROLE_MIN_BYTES)) >
           0) {
        struct gz_event_role *role = gz_binary_reader_grow(
            r, &items, &f->role_count, more, sizeof(*role));
        for (uint32_t i = 0; role != NULL && i < more; i++) {
            role[i].role = gz_binary_reader_str(r, "facts.roles.role");
            role[i].entity_id =
                gz_binary_reader_str(r, "facts.roles.entity_id");
            role[i].name = gz_binary_reader_str(r, "facts.roles.name");
            role[i].value = take_value(r);
            role[i].text = gz_binary_reader_str(r, "facts.roles.text");
            role[i].span = take_span(r, "facts.roles.span");
        }
    }
    f->roles = items;
}

static void take_attributions(struct gz_binary_reader *r,
                              struct gz_event_fact *f)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "facts.attribution",
                                          ATTRIBUTION_MIN_BYTES)) > 0) {
        struct gz_event_attribution *a = gz_binary_reader_grow(
            r, &items, &f->attribution_count, more, sizeof(*a));
        for (uint32_t i = 0; a != NULL && i < more; i++) {
            a[i].kind = take_symbol(r, "facts.attribution.kind",
                                    GZ_EVENT_ENUM_ATTRIBUTION_KIND);
            a[i].entity_id =
                gz_binary_reader_str(r, "facts.attribution.entity_id");
            a[i].verb = gz_binary_reader_str(r, "facts.attribution.verb");
            a[i].span = take_span(r, "facts.attribution.span");
        }
    }
    f->attributions = items;
}

static void take_fact(struct gz_binary_reader *r, struct gz_event_fact *f)
{
    f->fact_id = gz_binary_reader_str(r, "facts.fact_id");
    f->type = gz_binary_reader_str(r, "facts.type");
    f->role_index = take_uint(r, "facts.role_index");
    take_roles(r, f);
    f->polarity = take_symbol(r, "facts.polarity", GZ_EVENT_ENUM_POLARITY);
    f->modality = take_symbol(r, "facts.modality", GZ_EVENT_ENUM_MODALITY);
    take_attributions(r, f);
    f->evidence = take_span(r, "facts.evidence");
    f->confidence = gz_binary_reader_double(r, "facts.confidence");
    f->rule = gz_binary_reader_str(r, "facts.rule");
}

static void take_facts(struct gz_binary_reader *r, struct gz_event *e)
{
    void *items = NULL;
    uint32_t more = 0;
    while ((more = gz_binary_reader_block(r, "facts", FACT_MIN_BYTES)) > 0) {
        struct gz_event_fact *f =
            gz_binary_reader_grow(r, &items, &e->fact_count, more, sizeof(*f));
        for (uint32_t i = 0; f != NULL && i < more; i++) {
            take_fact(r, &f[i]);
        }
    }
    e->facts = items;
}

static void take_event(struct gz_binary_reader *r, struct gz_event *e,
                       struct gz_event_article *a)
{
    e->event_id = gz_binary_reader_str(r, "event_id");
    e->index = take_uint(r, "index");
    e->count = take_uint(r, "count");
    a->status = take_symbol(r, "status", GZ_EVENT_ENUM_STATUS);
    a->truncated = gz_binary_reader_bool(r, "truncated");
    take_article(r, a);
    take_entity(r, e);
    take_mentions(r, e);
    take_salience(r, e);
    take_facts(r, e);
    e->co_entities = take_strs(r, "co_entities", &e->co_entity_count);
    a->ruleset = gz_binary_reader_str(r, "provenance.ruleset");
    a->engine = gz_binary_reader_str(r, "provenance.engine");
    a->ingested_ms = gz_binary_reader_long(r, "provenance.ingested_at");
    e->ext = take_pairs(r, "ext", &e->ext_count);
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
    const struct gz_str mark = GZ_STR_LIT("\xC3\x01");
    if (framed.len_bytes < FRAME_BYTES || !gz_str_starts(framed, mark)) {
        return gz_error_set(err, GZ_INVALID,
                            "the bytes are no Avro single object");
    }
    uint64_t found = 0;
    for (size_t i = FRAME_BYTES; i > mark.len_bytes; i--) {
        found = found << 8 | (uint8_t)framed.ptr[i - 1];
    }
    if (found != fingerprint) {
        return gz_error_set(err, GZ_MISMATCH,
                            "the event was written with another schema: its "
                            "fingerprint is %016llx, ours %016llx",
                            (unsigned long long)found,
                            (unsigned long long)fingerprint);
    }
    framed.ptr += FRAME_BYTES;
    framed.len_bytes -= FRAME_BYTES;
    return gz_event_decode(framed, arena, out, err);
}
