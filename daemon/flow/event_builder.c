#include "daemon/flow/event_builder.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/base/hash.h"
#include "daemon/flow/event_ext.h"
#include "daemon/flow/event_facts.h"
#include "rules/text/signature.h"

struct builder {
    const struct gz_event_sources *in;
    struct gz_arena *arena;
    const struct gz_event_article *article;
    const uint32_t *ranked;  // entities by salience, the most salient first
    const struct gz_event_facts *facts;  // of each entity
};

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

// The words that news formats use for an article's state.
static enum gz_event_status status_of(struct gz_str status)
{
    static const struct {
        const char *word;
        enum gz_event_status status;
    } words[] = {
        {"corrected", GZ_EVENT_CORRECTED}, {"correction", GZ_EVENT_CORRECTED},
        {"updated", GZ_EVENT_CORRECTED},   {"retracted", GZ_EVENT_RETRACTED},
        {"canceled", GZ_EVENT_RETRACTED},  {"cancelled", GZ_EVENT_RETRACTED},
        {"withdrawn", GZ_EVENT_RETRACTED}, {"withheld", GZ_EVENT_RETRACTED},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (gz_str_eq_nocase(status, gz_str_z(words[i].word))) {
            return words[i].status;
        }
    }
    return GZ_EVENT_PUBLISHED;
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
    return GZ_OK;
}

// Insertion sort: entities are few and mostly in order already.
static enum gz_status rank(struct builder *b)
{
    const struct gz_findings *f = b->in->findings;
    uint32_t *ranked = GZ_ARENA_ARRAY(b->arena, uint32_t, f->entity_count);
    if (ranked == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < f->entity_count; i++) {
        const double score = f->entities[i].salience.score;
        uint32_t at = i;
        while (at > 0 && f->entities[ranked[at - 1]].salience.score < score) {
            ranked[at] = ranked[at - 1];
            at--;
        }
        ranked[at] = i;
    }
    b->ranked = ranked;
    return GZ_OK;
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

// What makes an event the same on every replay.
static enum gz_status identify(const struct builder *b,
                               const struct gz_entity *entity,
                               struct gz_event *event)
{
    enum { HEX_BYTES = 33, PARTS = 5 };
    const struct gz_event_article *a = b->article;
    const struct gz_str parts[PARTS] = {
        a->id,
        gz_str_z(b->in->article->sha256_hex),
        a->ruleset,
        a->engine,
        entity->entry.id,
    };
    size_t size = PARTS;
    for (int i = 0; i < PARTS; i++) {
        size += parts[i].len_bytes;
    }
    char *text = gz_arena_alloc(b->arena, size);
    char *hex = gz_arena_alloc(b->arena, HEX_BYTES);
    if (text == NULL || hex == NULL) {
        return GZ_LIMIT;
    }
    size_t len = 0;
    for (int i = 0; i < PARTS; i++) {
        append_part(text, &len, parts[i]);
    }
    gz_hash128_hex(text, len, hex);
    event->event_id = gz_str_of(hex, HEX_BYTES - 1);
    return GZ_OK;
}

static enum gz_status list_xids(const struct builder *b, struct gz_str list,
                                struct gz_event *event)
{
    if (list.len_bytes == 0) {
        return GZ_OK;
    }
    size_t count = 1;
    for (size_t i = 0; i < list.len_bytes; i++) {
        count += list.ptr[i] == ';';
    }
    struct gz_event_pair *pairs =
        GZ_ARENA_ARRAY(b->arena, struct gz_event_pair, count);
    if (pairs == NULL) {
        return GZ_LIMIT;
    }
    while (list.ptr != NULL) {
        struct gz_str value = gz_str_cut(&list, ';');
        const struct gz_str key = gz_str_cut(&value, '=');
        if (key.len_bytes > 0 && value.ptr != NULL) {
            pairs[event->xid_count++] = (struct gz_event_pair){key, value};
        }
    }
    event->xids = pairs;
    return GZ_OK;
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

static enum gz_status list_mentions(const struct builder *b,
                                    const struct gz_entity *entity,
                                    struct gz_event *event)
{
    struct gz_event_mention *items = GZ_ARENA_ARRAY(
        b->arena, struct gz_event_mention, entity->mention_count);
    if (items == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < entity->mention_count; i++) {
        items[i] = convert(b, &b->in->findings->mentions[entity->mentions[i]]);
    }
    event->mentions = items;
    event->mention_count = entity->mention_count;
    return GZ_OK;
}

static enum gz_status list_others(const struct builder *b, uint32_t self,
                                  struct gz_event *event)
{
    const struct gz_findings *f = b->in->findings;
    const uint32_t others = f->entity_count - 1;
    const uint32_t room =
        others < GZ_EVENT_CO_ENTITIES_MAX ? others : GZ_EVENT_CO_ENTITIES_MAX;
    struct gz_str *ids = GZ_ARENA_ARRAY(b->arena, struct gz_str, room);
    if (ids == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; event->co_entity_count < room; i++) {
        if (b->ranked[i] != self) {
            ids[event->co_entity_count++] = f->entities[b->ranked[i]].entry.id;
        }
    }
    event->co_entities = ids;
    return GZ_OK;
}

static void copy_entity(const struct gz_entity *entity, struct gz_event *event)
{
    event->entity_id = entity->entry.id;
    event->entity_name = entity->entry.name;
    event->entity_type = entity->entry.type;
    event->link_score = entity->link.score;
    event->link_method = (uint8_t)entity->link.method;
    event->alternatives = entity->link.alternatives;
    event->alternative_count = entity->link.alternative_count;
    event->salience = entity->salience.score;
    event->in_title = entity->salience.in_title;
    event->first_sentence = entity->salience.first_sentence;
    event->title_term = entity->salience.title_term;
    event->first_sentence_term = entity->salience.first_sentence_term;
    event->mentions_term = entity->salience.mentions_term;
    event->facts_term = entity->salience.facts_term;
}

static enum gz_status build_one(const struct builder *b, uint32_t index,
                                struct gz_event *event)
{
    const struct gz_entity *entity = &b->in->findings->entities[index];
    event->index = index;
    event->count = b->in->findings->entity_count;
    event->article = b->article;
    event->facts = b->facts[index].items;
    event->fact_count = b->facts[index].count;
    copy_entity(entity, event);
    enum gz_status st = identify(b, entity, event);
    if (st == GZ_OK) {
        st = list_xids(b, entity->entry.xids, event);
    }
    if (st == GZ_OK) {
        st = list_mentions(b, entity, event);
    }
    if (st == GZ_OK) {
        st = list_others(b, index, event);
    }
    if (st == GZ_OK) {
        st = gz_event_ext_build(b->in->findings, index, b->ranked, b->arena,
                                event);
    }
    return st;
}

enum gz_status gz_event_builder_run(const struct gz_event_sources *in,
                                    struct gz_arena *arena,
                                    const struct gz_event **out,
                                    uint32_t *count)
{
    struct builder b = {.in = in, .arena = arena};
    const uint32_t entities = in->findings->entity_count;
    struct gz_event *events = GZ_ARENA_ARRAY(arena, struct gz_event, entities);
    enum gz_status st = events == NULL ? GZ_LIMIT : share_article(&b);
    if (st == GZ_OK) {
        st = rank(&b);
    }
    if (st == GZ_OK) {
        st = gz_event_facts_build(in, arena, &b.facts);
    }
    for (uint32_t i = 0; i < entities && st == GZ_OK; i++) {
        st = build_one(&b, i, &events[i]);
    }
    *out = events;
    *count = st == GZ_OK ? entities : 0;
    return st;
}
