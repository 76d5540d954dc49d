#include "rules/resolve/linking.h"

#include <string.h>

#include "rules/resolve/name_ids.h"
#include "rules/text/token_keys.h"
#include "rules/types.h"

enum { ALTERNATIVES_MAX = 8 };

// How sure a link is that a rule made: to an entity of the lists, by a name
// of several words, by one word.
static const double context_score = 0.9;
static const double name_score = 0.7;
static const double word_score = 0.6;

bool gz_linking_is_name_only(const struct gz_draft_entity *entity)
{
    return entity->link.method == GZ_LINK_NAME_ONLY;
}

bool gz_linking_fits(const struct gz_draft *draft, uint16_t type,
                     uint16_t wanted)
{
    const struct gz_type_tree *tree = draft->in.types->tree;
    return type != GZ_TYPE_NONE && wanted != GZ_TYPE_NONE &&
           (gz_type_range_has(gz_type_tree_range(tree, wanted), type) ||
            gz_type_range_has(gz_type_tree_range(tree, type), wanted));
}

// The candidate of exactly these tokens; *crossed: another one is in its way.
static const struct gz_candidate *find_candidate(const struct gz_draft *draft,
                                                 enum gz_field field,
                                                 uint32_t begin, uint32_t end,
                                                 bool *crossed)
{
    const struct gz_candidates *all = &draft->in.candidates[field];
    uint32_t low = 0;
    uint32_t high = all->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (all->items[middle].begin_token < begin) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *crossed = low > 0 && all->items[low - 1].end_token > begin;
    for (; low < all->count && all->items[low].begin_token < end; low++) {
        const struct gz_candidate *c = &all->items[low];
        if (c->begin_token == begin && c->end_token == end) {
            return c;
        }
        *crossed |= c->end_token > end;
    }
    return NULL;
}

bool gz_linking_is_minor(const struct gz_draft *draft,
                         const struct gz_draft_mention *m)
{
    bool crossed = false;
    const struct gz_candidate *c =
        find_candidate(draft, m->field, m->begin_token, m->end_token, &crossed);
    return c != NULL && c->readings[0].priority <= 0;
}

static enum gz_status list_others(const struct gz_draft *draft,
                                  const struct gz_candidate *c,
                                  const struct gz_reading *taken,
                                  struct gz_link *link)
{
    if (c->reading_count < 2) {
        return GZ_OK;
    }
    struct gz_str *ids =
        gz_arena_alloc(draft->in.arena, ALTERNATIVES_MAX * sizeof(*ids));
    enum gz_status st = ids == NULL ? GZ_LIMIT : GZ_OK;
    for (uint32_t i = 0; i < c->reading_count && st == GZ_OK &&
                         link->alternative_count < ALTERNATIVES_MAX;
         i++) {
        if (&c->readings[i] != taken) {
            st = gz_layers_id(draft->in.names, &c->readings[i], draft->in.arena,
                              &ids[link->alternative_count++]);
        }
    }
    link->alternatives = ids;
    return st;
}

// The first reading, which the lists prefer, that fits.
static enum gz_status take_reading(struct gz_draft *draft,
                                   const struct gz_candidate *c, uint16_t type,
                                   struct gz_linked *out, bool *found)
{
    for (uint32_t i = 0; i < c->reading_count; i++) {
        const struct gz_reading *r = &c->readings[i];
        const struct gz_str path = gz_layers_type(draft->in.names, r);
        if (!gz_linking_fits(draft, gz_type_numbers_of(draft->in.types, path),
                             type)) {
            continue;
        }
        struct gz_entry entry;
        enum gz_status st =
            gz_layers_entry(draft->in.names, r, draft->in.arena, &entry);
        if (st != GZ_OK) {
            return st;
        }
        struct gz_link link = {.score = context_score,
                               .method = GZ_LINK_CONTEXT};
        st = list_others(draft, c, r, &link);
        *found = true;
        out->how = (enum gz_how)r->how;
        return st == GZ_OK ? gz_draft_entity(draft, &entry, &link, &out->entity)
                           : st;
    }
    return GZ_OK;
}

// Names inside others are not reported, so their words are looked up alone.
static enum gz_status look_up(struct gz_draft *draft, struct gz_str text,
                              uint16_t type, struct gz_linked *out, bool *found)
{
    struct gz_tokens tokens;
    struct gz_candidates candidates;
    enum gz_status st = gz_tokens_split(text, draft->in.arena, &tokens);
    if (st == GZ_OK) {
        st = gz_layers_find(draft->in.names, text, &tokens, draft->in.arena,
                            &candidates);
    }
    if (st == GZ_OK && candidates.count > 0 &&
        candidates.items[0].begin_token == 0 &&
        candidates.items[0].end_token == tokens.count) {
        st = take_reading(draft, &candidates.items[0], type, out, found);
    }
    return st;
}

enum gz_status gz_linking_known(struct gz_draft *draft, enum gz_field field,
                                uint32_t begin_token, uint32_t end_token,
                                uint16_t type, struct gz_linked *out,
                                bool *found)
{
    bool crossed = false;
    const struct gz_candidate *c =
        find_candidate(draft, field, begin_token, end_token, &crossed);
    *found = false;
    if (c != NULL) {
        return take_reading(draft, c, type, out, found);
    }
    return crossed ? look_up(draft,
                             gz_draft_text(draft->in.doc, field, begin_token,
                                           end_token),
                             type, out, found)
                   : GZ_OK;
}

enum gz_status gz_linking_listed(struct gz_draft *draft, struct gz_str name,
                                 uint16_t type, struct gz_linked *out,
                                 bool *found)
{
    *found = false;
    return look_up(draft, name, type, out, found);
}

// proper: the part of the name that its id is made of.
static enum gz_status add_name(struct gz_draft *draft, struct gz_str name,
                               struct gz_str proper, uint16_t type,
                               uint32_t *out)
{
    const struct gz_str none = GZ_STR_LIT("");
    struct gz_entry entry = {none, none, none, none, none};
    entry.type = gz_type_tree_path(draft->in.types->tree, type);
    entry.name = gz_name_ids_show(draft->in.arena, name);
    if (entry.name.ptr == NULL) {
        return GZ_LIMIT;
    }
    proper = proper.len_bytes == name.len_bytes
                 ? entry.name
                 : gz_name_ids_show(draft->in.arena, proper);
    if (proper.ptr == NULL) {
        return GZ_LIMIT;
    }
    entry.id = gz_name_ids_make(draft->in.arena, draft->in.scratch, proper,
                                entry.type);
    if (entry.id.ptr == NULL) {
        return GZ_LIMIT;
    }
    const bool words =
        memchr(entry.name.ptr, ' ', entry.name.len_bytes) != NULL;
    const struct gz_link link = {.score = words ? name_score : word_score,
                                 .method = GZ_LINK_NAME_ONLY};
    return gz_draft_entity(draft, &entry, &link, out);
}

enum gz_status gz_linking_by_name(struct gz_draft *draft, struct gz_str name,
                                  uint16_t type, uint32_t *out)
{
    return add_name(draft, name, name, type, out);
}

// The same words are the same name, wherever they stand.
static uint64_t words_hash(const struct gz_passage *passage, uint32_t begin,
                           uint32_t end, uint16_t type)
{
    uint64_t hash = type;
    for (uint32_t i = begin; i < end; i++) {
        hash = gz_token_keys_mix(hash + 1, passage->tokens.keys[i]);
    }
    return hash;
}

// The tokens of a name, and where a legal form behind it begins.
struct name_span {
    uint32_t begin;
    uint32_t end;
    uint32_t proper;
};

static struct gz_draft_name *slot_of(struct gz_draft *draft, uint64_t hash)
{
    return &draft->names[hash % GZ_DRAFT_NAMES];
}

static bool is_known(const struct gz_draft_name *name, uint64_t hash)
{
    return name->tokens != 0 && name->hash == hash;
}

// An entity for words that no list has, or, as "Acme SA", only without what
// stands behind proper.
static enum gz_status add_words(struct gz_draft *draft, enum gz_field field,
                                const struct name_span *words, uint16_t type,
                                uint32_t *out)
{
    struct gz_linked listed;
    bool found = false;
    enum gz_status st = GZ_OK;
    if (words->proper < words->end) {
        st = gz_linking_known(draft, field, words->begin, words->proper, type,
                              &listed, &found);
    }
    if (st != GZ_OK) {
        return st;
    }
    if (found) {
        *out = listed.entity;
        return GZ_OK;
    }
    return add_name(
        draft, gz_draft_text(draft->in.doc, field, words->begin, words->end),
        gz_draft_text(draft->in.doc, field, words->begin, words->proper), type,
        out);
}

static enum gz_status name_words(struct gz_draft *draft, enum gz_field field,
                                 uint32_t begin, uint32_t end, uint16_t type,
                                 uint32_t *out)
{
    const struct gz_passage *passage = &draft->in.doc->fields[field];
    const struct gz_str path = gz_type_tree_path(draft->in.types->tree, type);
    const uint64_t hash = words_hash(passage, begin, end, type);
    struct gz_draft_name *name = slot_of(draft, hash);
    if (is_known(name, hash)) {
        *out = name->entity;
        return GZ_OK;
    }
    struct name_span words = {begin, end, end};
    if (gz_type_is_a(path, GZ_STR_LIT("Org"))) {
        words.proper =
            gz_proper_names_end(draft->in.proper, passage, begin, end);
    }
    const enum gz_status st = add_words(draft, field, &words, type, out);
    if (st == GZ_OK) {
        *name = (struct gz_draft_name){hash, *out, words.proper - begin};
    }
    return st;
}

uint32_t gz_linking_proper_end(struct gz_draft *draft,
                               const struct gz_draft_mention *m)
{
    const struct gz_passage *passage = &draft->in.doc->fields[m->field];
    const uint64_t hash = words_hash(passage, m->begin_token, m->end_token,
                                     draft->entities[m->entity].type);
    const struct gz_draft_name *name = slot_of(draft, hash);
    return is_known(name, hash)
               ? m->begin_token + name->tokens
               : gz_proper_names_end(draft->in.proper, passage, m->begin_token,
                                     m->end_token);
}

enum gz_status gz_linking_find(struct gz_draft *draft, enum gz_field field,
                               uint32_t begin_token, uint32_t end_token,
                               uint16_t type, struct gz_linked *out)
{
    bool found = false;
    const enum gz_status st = gz_linking_known(draft, field, begin_token,
                                               end_token, type, out, &found);
    if (st != GZ_OK || found) {
        return st;
    }
    out->how = GZ_HOW_PATTERN;
    return name_words(draft, field, begin_token, end_token, type, &out->entity);
}
