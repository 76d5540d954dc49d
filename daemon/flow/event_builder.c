#include "daemon/flow/event_builder.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "daemon/flow/article_status.h"
#include "daemon/flow/event_ext.h"
#include "daemon/flow/event_facts.h"
#include "daemon/flow/event_others.h"
#include "rules/text/signature.h"

struct builder {
    const struct gz_event_sources *in;
    struct gz_arena *arena;
    const struct gz_event_article *article;
    struct gz_event_others others;
    const struct gz_event_facts *facts;  // of each entity
    struct gz_event_mention *mentions;   // room for those that are to come
    // What event ids are hashes of: the parts that all share, then room for
    // the longest id of an entity.
    char *key;
    size_t key_len;
    char *hex;  // room for the ids that are to come
};

enum { HEX_BYTES = 33 };

static uint8_t hex_digit(char c)
{
    return (uint8_t)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static const uint8_t *content_digest(const struct gz_article *article,
                                     struct gz_arena *arena)
{
    uint8_t *bytes = gz_arena_alloc(arena, GZ_SHA256_BYTES);
    for (int i = 0; bytes != NULL && i < GZ_SHA256_BYTES; i++) {
        const char *hex = &article->sha256_hex[2 * i];
        bytes[i] = (uint8_t)(hex_digit(hex[0]) << 4 | hex_digit(hex[1]));
    }
    return bytes;
}

// What a word says that means nothing is that it was published.
static enum gz_event_status status_of(struct gz_str word)
{
    enum gz_event_status status = GZ_EVENT_PUBLISHED;
    (void)gz_article_status_read(word, &status);
    return status;
}

static enum gz_status share_article(struct builder *b)
{
    const struct gz_article *a = b->in->article;
    const struct gz_record *record = b->in->record;
    struct gz_event_article *shared =
        GZ_ARENA_NEW(b->arena, struct gz_event_article);
    const uint8_t *digest = content_digest(a, b->arena);
    const uint8_t *signature = NULL;
    if (shared == NULL || digest == NULL ||
        gz_signature_of(b->in->document, b->arena, &signature) != GZ_OK) {
        return GZ_LIMIT;
    }
    *shared = (struct gz_event_article){
        .id = a->id,
        .version = a->version,
        .url = a->url,
        .source = a->source,
        .title = a->title,
        .language = a->language,
        .published_ms = a->published_ms,
        .content_sha256 = digest,
        .signature = signature,
        .topic = record->topic,
        .partition = record->partition,
        .offset = record->offset,
        .status = status_of(a->status),
        .truncated = b->in->findings->truncated,
        .ruleset = gz_str_z(b->in->ruleset),
        .engine = GZ_STR_LIT(GZ_VERSION),
        .ingested_ms = record->timestamp_ms,
    };
    b->article = shared;
    return gz_event_encode_article(shared, b->arena);
}

// An empty part may have no pointer, which memcpy() would not allow.
static void append_part(char *to, size_t *len, struct gz_str part)
{
    if (part.len_bytes > 0) {
        memcpy(to + *len, part.ptr, part.len_bytes);
        *len += part.len_bytes;
    }
    to[(*len)++] = '\0';
}

// What makes an event the same on every replay, but for its entity.
static enum gz_status begin_ids(struct builder *b)
{
    enum { PARTS = 4 };
    const struct gz_findings *f = b->in->findings;
    const struct gz_event_article *a = b->article;
    const struct gz_str parts[PARTS] = {
        a->id,
        gz_str_z(b->in->article->sha256_hex),
        a->ruleset,
        a->engine,
    };
    size_t size = PARTS + 1;
    size_t longest = 0;
    for (int i = 0; i < PARTS; i++) {
        size += parts[i].len_bytes;
    }
    for (uint32_t i = 0; i < f->entity_count; i++) {
        const size_t len = f->entities[i].entry.id.len_bytes;
        longest = len > longest ? len : longest;
    }
    b->key = gz_arena_alloc(b->arena, size + longest);
    b->hex = gz_arena_alloc(b->arena, (size_t)f->entity_count * HEX_BYTES);
    if (b->key == NULL || b->hex == NULL) {
        return GZ_LIMIT;
    }
    for (int i = 0; i < PARTS; i++) {
        append_part(b->key, &b->key_len, parts[i]);
    }
    return GZ_OK;
}

static struct gz_str next_id(struct builder *b, const struct gz_entity *entity)
{
    char *const hex = b->hex;
    size_t len = b->key_len;
    append_part(b->key, &len, entity->entry.id);
    gz_hash128_hex(b->key, len, hex);
    b->hex += HEX_BYTES;
    return gz_str_of(hex, HEX_BYTES - 1);
}

static struct gz_event_mention convert(const struct builder *b,
                                       const struct gz_mention *m)
{
    const struct gz_passage *passage = &b->in->document->fields[m->field];
    const struct gz_offset begin =
        gz_offsets_at(passage->offsets, m->begin_byte);
    const struct gz_offset end = gz_offsets_at(passage->offsets, m->end_byte);
    return (struct gz_event_mention){
        .text = gz_str_of(passage->text.ptr + m->begin_byte,
                          m->end_byte - m->begin_byte),
        .how = (uint8_t)m->how,
        .zone = (uint8_t)m->zone,
        .field = (uint8_t)m->field,
        .sentence = m->sentence,
        .begin_byte = begin.byte,
        .end_byte = end.byte,
        .begin_cp = begin.cp,
        .end_cp = end.cp,
        .begin_u16 = begin.u16,
        .end_u16 = end.u16,
        .rule = m->rule,
    };
}

static const struct gz_event_mention *
list_mentions(struct builder *b, const struct gz_entity *entity)
{
    struct gz_event_mention *const items = b->mentions;
    for (uint32_t i = 0; i < entity->mention_count; i++) {
        items[i] = convert(b, &b->in->findings->mentions[entity->mentions[i]]);
    }
    b->mentions += entity->mention_count;
    return items;
}

static enum gz_status build_one(struct builder *b, uint32_t index,
                                struct gz_event *event)
{
    const struct gz_entity *e = &b->in->findings->entities[index];
    struct gz_event_pair *xids = NULL;
    uint32_t xid_count = 0;
    const enum gz_status st =
        gz_event_ext_pairs(e->entry.xids, b->arena, &xids, &xid_count);
    *event = (struct gz_event){
        .event_id = next_id(b, e),
        .index = index,
        .count = b->in->findings->entity_count,
        .article = b->article,
        .entity_id = e->entry.id,
        .entity_name = e->entry.name,
        .entity_type = e->entry.type,
        .xids = xids,
        .xid_count = xid_count,
        .link_score = e->link.score,
        .link_method = (uint8_t)e->link.method,
        .alternatives = e->link.alternatives,
        .alternative_count = e->link.alternative_count,
        .mentions = list_mentions(b, e),
        .mention_count = e->mention_count,
        .salience = e->salience.score,
        .in_title = e->salience.in_title,
        .first_sentence = e->salience.first_sentence,
        .title_term = e->salience.title_term,
        .first_sentence_term = e->salience.first_sentence_term,
        .mentions_term = e->salience.mentions_term,
        .facts_term = e->salience.facts_term,
        .facts = b->facts[index].items,
        .fact_count = b->facts[index].count,
    };
    gz_event_others_list(&b->others, index, event);
    return st == GZ_OK ? gz_event_ext_build(&b->others, index, b->arena, event)
                       : st;
}

// What all events draw from.
static enum gz_status prepare(struct builder *b)
{
    const struct gz_findings *f = b->in->findings;
    enum gz_status st = share_article(b);
    if (st == GZ_OK) {
        st = begin_ids(b);
    }
    if (st == GZ_OK) {
        st = gz_event_others_init(&b->others, f, b->arena);
    }
    if (st == GZ_OK) {
        st = gz_event_facts_build(b->in, b->arena, &b->facts);
    }
    b->mentions =
        gz_arena_alloc(b->arena, f->mention_count * sizeof(*b->mentions));
    return b->mentions == NULL ? GZ_LIMIT : st;
}

enum gz_status gz_event_builder_run(const struct gz_event_sources *in,
                                    struct gz_arena *arena,
                                    const struct gz_event **out,
                                    uint32_t *count)
{
    struct builder b = {.in = in, .arena = arena};
    const uint32_t entities = in->findings->entity_count;
    struct gz_event *events = gz_arena_alloc(arena, entities * sizeof(*events));
    enum gz_status st = GZ_OK;
    if (entities > 0) {
        st = events == NULL ? GZ_LIMIT : prepare(&b);
    }
    for (uint32_t i = 0; i < entities && st == GZ_OK; i++) {
        st = build_one(&b, i, &events[i]);
    }
    *out = events;
    *count = st == GZ_OK ? entities : 0;
    return st;
}
