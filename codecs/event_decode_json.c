// EntityEvent back from the JSON of event_encode_json.c.

#include "codecs/article.h"
#include "codecs/event_decode.h"
#include "codecs/json_members.h"

enum { SHA256_BYTES = 32, SIGNATURE_BYTES = 128 };

static void take_article(struct gz_json_members *m,
                         const struct gz_yaml_node *in,
                         struct gz_event_article *a)
{
    const struct gz_yaml_node *o = gz_json_members_object(m, in, "article");
    const struct gz_yaml_node *p = gz_json_members_object(m, in, "provenance");
    *a = (struct gz_event_article){
        .id = gz_json_members_str(m, o, "id"),
        .version = gz_json_members_str(m, o, "version"),
        .signature = gz_json_members_bytes(m, o, "signature", SIGNATURE_BYTES),
        .url = gz_json_members_str(m, o, "url"),
        .source = gz_json_members_str(m, o, "source"),
        .title = gz_json_members_str(m, o, "title"),
        .language = gz_json_members_str(m, o, "language"),
        .published_ms =
            gz_json_members_int(m, o, "published_at", GZ_TIME_UNKNOWN),
        .content_sha256 =
            gz_json_members_bytes(m, o, "content_sha256", SHA256_BYTES),
        .topic = gz_json_members_str(m, o, "topic"),
        .partition = (int32_t)gz_json_members_int(m, o, "partition", 0),
        .offset = gz_json_members_int(m, o, "offset", 0),
        .status = gz_json_members_symbol(m, in, "status", GZ_EVENT_ENUM_STATUS),
        .truncated = gz_json_members_bool(m, in, "truncated"),
        .ruleset = gz_json_members_str(m, p, "ruleset"),
        .engine = gz_json_members_str(m, p, "engine"),
        .ingested_ms = gz_json_members_int(m, p, "ingested_at", 0),
    };
}

static void take_entity(struct gz_json_members *m,
                        const struct gz_yaml_node *in, struct gz_event *e)
{
    const struct gz_yaml_node *o = gz_json_members_object(m, in, "entity");
    const struct gz_yaml_node *link = gz_json_members_object(m, o, "link");
    e->entity_id = gz_json_members_str(m, o, "id");
    e->entity_name = gz_json_members_str(m, o, "name");
    e->entity_type = gz_json_members_str(m, o, "subtype");
    e->xids = gz_json_members_pairs(m, o, "xids", &e->xid_count);
    e->link_score = gz_json_members_double(m, link, "score");
    e->link_method =
        gz_json_members_symbol(m, link, "method", GZ_EVENT_ENUM_LINK_METHOD);
    e->alternatives =
        gz_json_members_strs(m, link, "alternatives", &e->alternative_count);
}

static struct gz_event_mention take_mention(struct gz_json_members *m,
                                            const struct gz_yaml_node *n)
{
    return (struct gz_event_mention){
        .text = gz_json_members_str(m, n, "text"),
        .how = gz_json_members_symbol(m, n, "how", GZ_EVENT_ENUM_HOW),
        .zone = gz_json_members_symbol(m, n, "zone", GZ_EVENT_ENUM_ZONE),
        .field = gz_json_members_symbol(m, n, "field", GZ_EVENT_ENUM_FIELD),
        .sentence = gz_json_members_uint(m, n, "sentence"),
        .begin_byte = gz_json_members_uint(m, n, "begin_byte"),
        .end_byte = gz_json_members_uint(m, n, "end_byte"),
        .begin_cp = gz_json_members_uint(m, n, "begin_cp"),
        .end_cp = gz_json_members_uint(m, n, "end_cp"),
        .begin_u16 = gz_json_members_uint(m, n, "begin_u16"),
        .end_u16 = gz_json_members_uint(m, n, "end_u16"),
        .rule = gz_json_members_str(m, n, "rule"),
    };
}

static void take_mentions(struct gz_json_members *m,
                          const struct gz_yaml_node *in, struct gz_event *e)
{
    const struct gz_yaml_node *list = gz_json_members_list(m, in, "mentions");
    struct gz_event_mention *items =
        list != NULL ? gz_json_members_items(m, list->count, sizeof(*items))
                     : NULL;
    e->mentions = items;
    for (const struct gz_yaml_node *n = items != NULL ? list->first : NULL;
         n != NULL; n = n->next) {
        items[e->mention_count++] = take_mention(m, n);
    }
}

static void take_salience(struct gz_json_members *m,
                          const struct gz_yaml_node *in, struct gz_event *e)
{
    const struct gz_yaml_node *o = gz_json_members_object(m, in, "salience");
    e->salience = gz_json_members_double(m, o, "score");
    e->in_title = gz_json_members_bool(m, o, "in_title");
    e->first_sentence = gz_json_members_bool(m, o, "first_sentence");
    e->title_term = gz_json_members_double(m, o, "title_term");
    e->first_sentence_term =
        gz_json_members_double(m, o, "first_sentence_term");
    e->mentions_term = gz_json_members_double(m, o, "mentions_term");
    e->facts_term = gz_json_members_double(m, o, "facts_term");
}

static void take_event(struct gz_json_members *m, const struct gz_yaml_node *in,
                       struct gz_event *e)
{
    struct gz_event_article *article =
        gz_json_members_items(m, 1, sizeof(*article));
    if (article == NULL) {
        return;
    }
    take_article(m, in, article);
    e->event_id = gz_json_members_str(m, in, "event_id");
    e->index = gz_json_members_uint(m, in, "index");
    e->count = gz_json_members_uint(m, in, "count");
    e->article = article;
    take_entity(m, in, e);
    take_mentions(m, in, e);
    take_salience(m, in, e);
    e->facts = gz_json_members_facts(m, in, "facts", &e->fact_count);
    e->co_entities =
        gz_json_members_strs(m, in, "co_entities", &e->co_entity_count);
    e->ext = gz_json_members_pairs(m, in, "ext", &e->ext_count);
}

enum gz_status gz_event_decode_json(const struct gz_source *src,
                                    struct gz_arena *arena,
                                    const struct gz_event **out,
                                    struct gz_error *err)
{
    struct gz_json_members m = {.src = src, .arena = arena, .err = err};
    const struct gz_yaml_node *root = gz_json_members_root(&m);
    struct gz_event *e =
        root != NULL ? gz_json_members_items(&m, 1, sizeof(*e)) : NULL;
    *out = e;
    if (e == NULL) {
        return m.status != GZ_OK ? m.status : GZ_NO_MEMORY;
    }
    take_event(&m, root, e);
    if (m.status == GZ_OK && e->event_id.len_bytes == 0) {
        return gz_error_at(err, src, 0, "this is no event: no event_id");
    }
    return m.status;
}
