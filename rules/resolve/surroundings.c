#include "rules/resolve/surroundings.h"

#include "rules/resolve/linking.h"
#include "rules/types.h"

enum {
    FAR_PRIORITY = 30,  // by which a preferred reading is beyond doubt
    SUPPORT_LEAST = 2,
    ORIGIN_TOKENS = 3,  // between the adjective and the name
};

static const double surroundings_score = 0.8;

static const char *const keys[] = {"country", "region", "state"};
enum { KEYS = sizeof(keys) / sizeof(keys[0]), PLACES = 64 };

// How many certain entities of the article have an attribute's value.  Places
// beyond the first PLACES are rare enough to be forgotten.
struct surroundings {
    struct {
        int key;
        struct gz_str value;
        uint32_t entities;
    } items[PLACES];
    uint32_t count;
    bool known;  // they have been counted
};

static void add(struct surroundings *s, int key, struct gz_str value)
{
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->items[i].key == key && gz_str_eq(s->items[i].value, value)) {
            s->items[i].entities++;
            return;
        }
    }
    if (s->count < PLACES) {
        s->items[s->count].key = key;
        s->items[s->count].value = value;
        s->items[s->count++].entities = 1;
    }
}

static void count_places(struct surroundings *s, const struct gz_draft *draft)
{
    for (uint32_t e = 0; e < draft->entity_count && !s->known; e++) {
        const struct gz_draft_entity *entity = &draft->entities[e];
        if (entity->link.method != GZ_LINK_UNIQUE &&
            entity->link.method != GZ_LINK_CONTEXT) {
            continue;
        }
        for (int k = 0; k < KEYS; k++) {
            const struct gz_str value =
                gz_gazetteer_value(entity->entry.attributes, keys[k]);
            if (value.len_bytes > 0) {
                add(s, k, value);
            }
        }
    }
    s->known = true;
}

// How many certain entities have one of the attributes in common.
static uint32_t support(const struct surroundings *s, struct gz_str attributes)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->items[i].entities > most &&
            gz_str_eq(s->items[i].value,
                      gz_gazetteer_value(attributes, keys[s->items[i].key]))) {
            most = s->items[i].entities;
        }
    }
    return most;
}

static const struct gz_candidate *candidate_of(const struct gz_draft *draft,
                                               const struct gz_draft_mention *m)
{
    const struct gz_candidates *all = &draft->in.candidates[m->field];
    uint32_t low = 0;
    uint32_t high = all->count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (all->items[middle].begin_token < m->begin_token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    for (; low < all->count && all->items[low].begin_token == m->begin_token;
         low++) {
        if (all->items[low].end_token == m->end_token) {
            return &all->items[low];
        }
    }
    return NULL;
}

static bool is_quiet(const struct gz_reading *r)
{
    return (r->flags & (GZ_NAME_CONTEXT | GZ_NAME_TICKER | GZ_NAME_WORD)) != 0;
}

// The reading that the surroundings speak for, or NULL.
static const struct gz_reading *prefer(const struct surroundings *s,
                                       const struct gz_draft *draft,
                                       const struct gz_candidate *c,
                                       uint32_t self)
{
    const struct gz_reading *best = NULL;
    uint32_t best_support = SUPPORT_LEAST - 1;
    if (support(s, draft->entities[self].entry.attributes) > 0) {
        return NULL;
    }
    for (uint32_t i = 0; i < c->reading_count; i++) {
        const struct gz_reading *r = &c->readings[i];
        if (is_quiet(r) ||
            c->readings[0].priority - r->priority > FAR_PRIORITY) {
            continue;
        }
        const struct gz_details d = gz_layers_details(draft->in.names, r);
        const uint32_t count = support(s, d.attributes);
        if (count > best_support) {
            best = r;
            best_support = count;
        }
    }
    return best;
}

static enum gz_status relink(struct gz_draft *draft, struct gz_draft_mention *m,
                             const struct gz_reading *r)
{
    struct gz_entry entry;
    const struct gz_link *now = &draft->entities[m->entity].link;
    const struct gz_str before = draft->entities[m->entity].entry.id;
    struct gz_link link = {
        .score = surroundings_score,
        .method = GZ_LINK_CONTEXT,
        .alternatives = now->alternatives,
        .alternative_count = now->alternative_count,
    };
    enum gz_status st =
        gz_layers_entry(draft->in.names, r, draft->in.arena, &entry);
    struct gz_str *others = GZ_ARENA_ARRAY(draft->in.arena, struct gz_str,
                                           link.alternative_count + 1);
    if (st != GZ_OK || others == NULL) {
        return GZ_LIMIT;
    }
    // The one that was preferred becomes the first of the others.
    others[0] = before;
    uint32_t count = 1;
    for (uint32_t i = 0; i < link.alternative_count; i++) {
        if (!gz_str_eq(link.alternatives[i], entry.id)) {
            others[count++] = link.alternatives[i];
        }
    }
    link.alternatives = others;
    link.alternative_count = count;
    st = gz_draft_entity(draft, &entry, &link, &m->entity);
    if (st == GZ_OK) {
        m->how = (enum gz_how)r->how;
        draft->changed = true;
        gz_draft_trace(draft, GZ_EXTRACT_NAMES, GZ_EXTRACT_CHANGED, m,
                       "the article names what is around it", before);
    }
    return st;
}

enum gz_status gz_surroundings_prefer(struct gz_draft *draft)
{
    struct surroundings s;
    enum gz_status st = GZ_OK;
    s.count = 0;
    s.known = false;
    for (uint32_t i = 0; i < draft->mention_count && st == GZ_OK; i++) {
        struct gz_draft_mention *m = &draft->mentions[i];
        if (m->rank != 0 ||
            draft->entities[m->entity].link.method != GZ_LINK_PRIORITY) {
            continue;
        }
        const struct gz_candidate *c = candidate_of(draft, m);
        count_places(&s, draft);
        const struct gz_reading *r =
            c == NULL ? NULL : prefer(&s, draft, c, m->entity);
        if (r != NULL) {
            st = relink(draft, m, r);
        }
    }
    return st;
}

static bool is_adjective(const struct gz_draft *draft,
                         const struct gz_draft_mention *m)
{
    return m->how == GZ_HOW_DERIVED &&
           draft->entities[m->entity].country.len_bytes > 0;
}

static bool is_organisation(const struct gz_draft *draft,
                            const struct gz_draft_mention *m)
{
    const struct gz_draft_entity *e = &draft->entities[m->entity];
    return e->country.len_bytes == 0 &&
           gz_type_is_a(e->entry.type, GZ_STR_LIT("Org"));
}

// "Chinese carmaker BYD": only words in small letters between.
static bool stands_before(const struct gz_draft *draft,
                          const struct gz_draft_mention *adjective,
                          const struct gz_draft_mention *name)
{
    const struct gz_tokens *tokens = &draft->in.doc->fields[name->field].tokens;
    const uint32_t begin = adjective->end_token;
    if (begin == name->begin_token || name->begin_token < begin ||
        name->begin_token - begin > ORIGIN_TOKENS) {
        return false;
    }
    for (uint32_t i = begin; i < name->begin_token; i++) {
        if (tokens->items[i].kind != GZ_TOKEN_WORD ||
            (tokens->items[i].flags & GZ_TOKEN_CAPITAL) != 0) {
            return false;
        }
    }
    return true;
}

// "BYD, a Chinese carmaker": a comma and an article between.
static bool stands_behind(const struct gz_draft *draft,
                          const struct gz_draft_mention *name,
                          const struct gz_draft_mention *adjective)
{
    const struct gz_document *doc = draft->in.doc;
    const uint32_t at = name->end_token;
    if (adjective->begin_token != at + 2) {
        return false;
    }
    const struct gz_str article =
        gz_draft_text(doc, name->field, at + 1, at + 2);
    return gz_str_is(gz_draft_text(doc, name->field, at, at + 1), ",") &&
           (gz_str_is(article, "a") || gz_str_is(article, "an") ||
            gz_str_is(article, "the"));
}

void gz_surroundings_origins(struct gz_draft *draft)
{
    for (uint32_t i = 1; i < draft->mention_count; i++) {
        const struct gz_draft_mention *a = &draft->mentions[i - 1];
        const struct gz_draft_mention *b = &draft->mentions[i];
        if (a->field != b->field) {
            continue;
        }
        if (is_adjective(draft, a) && is_organisation(draft, b) &&
            stands_before(draft, a, b)) {
            draft->entities[b->entity].country =
                draft->entities[a->entity].country;
        } else if (is_organisation(draft, a) && is_adjective(draft, b) &&
                   stands_behind(draft, a, b)) {
            draft->entities[a->entity].country =
                draft->entities[b->entity].country;
        }
    }
}
