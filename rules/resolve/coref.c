#include "rules/resolve/coref.h"

#include "rules/resolve/coref_work.h"
#include "rules/resolve/linking.h"
#include "rules/resolve/rule_parts.h"

// What each mention says of what its article is about, beside its lead.
enum { EACH_WEIGHT = 1 };

static enum gz_status prepare(struct gz_corefs *c,
                              const struct gz_matches *matches)
{
    const struct gz_draft *draft = c->draft;
    struct gz_arena *arena = draft->in.arena;
    // An owner need not have been named before.
    const size_t entities = draft->entity_count + (size_t)matches->count;
    c->fresh.mentions =
        GZ_ARENA_ARRAY(arena, struct gz_draft_mention, matches->count);
    c->fresh.types = GZ_ARENA_ARRAY(arena, uint16_t, matches->count);
    c->weights = GZ_ARENA_ARRAY(arena, uint32_t, entities);
    c->genders = GZ_ARENA_ARRAY(arena, uint8_t, entities);
    if (c->fresh.mentions == NULL || c->fresh.types == NULL ||
        c->weights == NULL || c->genders == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < draft->mention_count; i++) {
        const struct gz_draft_mention *m = &draft->mentions[i];
        c->weights[m->entity] +=
            EACH_WEIGHT + gz_coref_lead(draft->in.doc, gz_coref_sentence(c, m));
    }
    for (uint32_t i = 0; i < matches->count; i++) {
        gz_coref_gender_note(c, &matches->items[i]);
    }
    return GZ_OK;
}

// The last one made, if it reaches behind the begin of m, or NULL.
static const struct gz_draft_mention *
overlapped(const struct gz_corefs *c, const struct gz_draft_mention *m)
{
    const struct gz_draft_mention *last =
        c->fresh.count == 0 ? NULL : &c->fresh.mentions[c->fresh.count - 1];
    return last != NULL && last->field == m->field &&
                   last->end_token > m->begin_token
               ? last
               : NULL;
}

// Whether a mention is one that the words themselves speak of.
static bool is_part(const struct gz_corefs *c, const struct gz_coref_wish *w,
                    const struct gz_draft_mention *inner)
{
    return inner->entity == w->other || inner->entity == w->owned ||
           (w->country.len_bytes > 0 &&
            gz_str_eq(c->draft->entities[inner->entity].country, w->country));
}

// Whether a mention stands in the way: any but a country or the like inside.
static bool is_blocked(const struct gz_corefs *c, const struct gz_coref_wish *w)
{
    const struct gz_draft *draft = c->draft;
    const struct gz_draft_mention *m = &w->mention;
    const struct gz_draft_mention *last = overlapped(c, m);
    if (last != NULL && last->entity != GZ_FINDINGS_NONE) {
        return true;
    }
    uint32_t i = gz_draft_at(draft, m->field, m->begin_token);
    if (i > 0 && draft->mentions[i - 1].field == m->field &&
        draft->mentions[i - 1].end_token > m->begin_token) {
        return true;
    }
    for (; i < draft->mention_count && draft->mentions[i].field == m->field &&
           draft->mentions[i].begin_token < m->end_token;
         i++) {
        const struct gz_draft_mention *inner = &draft->mentions[i];
        if (inner->end_token - inner->begin_token >=
                m->end_token - m->begin_token ||
            !is_part(c, w, inner)) {
            return true;
        }
    }
    return false;
}

// "The iPhone maker": whom the list of the phone names, wherever it is named.
static enum gz_status find_owner(const struct gz_corefs *c,
                                 const struct gz_coref_wish *w, uint32_t *out)
{
    struct gz_draft *draft = c->draft;
    const struct gz_str owner =
        gz_gazetteer_value(draft->entities[w->owned].entry.attributes, "owner");
    struct gz_linked linked;
    bool found = false;
    const enum gz_status st =
        owner.len_bytes == 0
            ? GZ_OK
            : gz_linking_listed(draft, owner, w->rule->type, &linked, &found);
    if (st == GZ_OK && found) {
        *out = linked.entity;
    }
    return st;
}

// "The carmaker Acme": the words themselves go on to say who it is.
static bool is_named(const struct gz_corefs *c,
                     const struct gz_draft_mention *m)
{
    const struct gz_draft *draft = c->draft;
    const uint32_t i = gz_draft_at(draft, m->field, m->end_token);
    return i < draft->mention_count && draft->mentions[i].field == m->field &&
           draft->mentions[i].begin_token == m->end_token;
}

// Nobody is kept, too, but gives way to somebody in the same words.
static void keep(struct gz_corefs *c, const struct gz_coref_wish *w)
{
    struct gz_coref_fresh *fresh = &c->fresh;
    const struct gz_draft_mention *m = &w->mention;
    const bool known = m->entity != GZ_FINDINGS_NONE;
    while (known && overlapped(c, m) != NULL) {
        fresh->count--;
    }
    if (known || (overlapped(c, m) == NULL && !is_named(c, m))) {
        fresh->types[fresh->count] = w->rule->type;
        fresh->mentions[fresh->count++] = *m;
    }
    if (known) {
        c->weights[m->entity] += EACH_WEIGHT;
        c->genders[m->entity] |= w->gender;
        gz_draft_trace(c->draft, GZ_EXTRACT_COREF, GZ_EXTRACT_TAKEN, m, NULL,
                       GZ_STR_LIT(""));
    }
}

static void say_why(const struct gz_corefs *c, const struct gz_coref_wish *w,
                    bool contested)
{
    const struct gz_draft_mention *m = &w->mention;
    const struct gz_extract_step step = {
        .stage = GZ_EXTRACT_COREF,
        .outcome = GZ_EXTRACT_DROPPED,
        .rule = w->rule->id,
        .span = gz_draft_span(c->draft->in.doc, m->field, m->begin_token,
                              m->end_token),
        .reason = w->owned != GZ_FINDINGS_NONE ? "no list says whose it is"
                  : contested                  ? "two that fit are named alike"
                              : "nothing that fits is named in the sentences "
                                "before",
    };
    gz_extract_trace_add(c->draft->in.trace, c->draft->in.arena, &step);
}

// Somebody is nobody only where no list or rule knows the words, or where the
// rule asks for a mention of some other type.
static bool is_nobody(const struct gz_corefs *c, const struct gz_coref_wish *w)
{
    const struct gz_draft_mention *m = &w->mention;
    return w->typed ||
           !gz_draft_covers(c->draft, m->field, m->begin_token, m->end_token);
}

static enum gz_status resolve(struct gz_corefs *c, const struct gz_match *match)
{
    struct gz_coref_wish w = gz_coref_wish_read(c, match);
    struct gz_draft_mention *m = &w.mention;
    bool contested = false;
    enum gz_status st = GZ_OK;
    if (w.nobody) {
        if (is_nobody(c, &w)) {
            keep(c, &w);
        }
        return GZ_OK;
    }
    if (m->end_token <= m->begin_token || is_blocked(c, &w)) {
        return GZ_OK;
    }
    if (w.owned != GZ_FINDINGS_NONE) {
        st = find_owner(c, &w, &m->entity);
    } else if (w.meant != GZ_FINDINGS_NONE) {
        m->entity = w.meant;
    } else {
        m->entity = gz_coref_search(c, &w, &contested);
    }
    if (st == GZ_OK) {
        if (m->entity == GZ_FINDINGS_NONE) {
            say_why(c, &w, contested);
        }
        keep(c, &w);
    }
    return st;
}

static bool is_gender(const struct gz_corefs *c, const struct gz_match *match)
{
    const struct gz_rule_parts *parts = c->draft->in.parts;
    return gz_rule_parts_capture(parts, match, GZ_RULE_PART_WOMAN) != NULL ||
           gz_rule_parts_capture(parts, match, GZ_RULE_PART_MAN) != NULL;
}

// Only those that are somebody become mentions.
static enum gz_status insert(struct gz_corefs *c)
{
    struct gz_draft_mention *all = c->fresh.mentions;
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->fresh.count; i++) {
        if (all[i].entity != GZ_FINDINGS_NONE) {
            all[count++] = all[i];
        }
    }
    return gz_draft_insert(c->draft, all, count);
}

// Where two rules find the same words, the one with the higher priority is
// asked first.
static bool comes_before(const struct gz_corefs *c, const struct gz_match *a,
                         const struct gz_match *b)
{
    const struct gz_rule *rules = c->draft->in.rules->rules;
    return a->field == b->field && a->begin_token == b->begin_token &&
           a->end_token == b->end_token &&
           rules[a->rule].priority > rules[b->rule].priority;
}

// Matches come in the order of the text, so that only neighbours change.
static const struct gz_match **order(const struct gz_corefs *c,
                                     const struct gz_matches *matches)
{
    const struct gz_match **all = GZ_ARENA_ARRAY(
        c->draft->in.arena, const struct gz_match *, matches->count);
    for (uint32_t i = 0; all != NULL && i < matches->count; i++) {
        uint32_t at = i;
        while (at > 0 && comes_before(c, &matches->items[i], all[at - 1])) {
            all[at] = all[at - 1];
            at--;
        }
        all[at] = &matches->items[i];
    }
    return all;
}

enum gz_status gz_coref_add(struct gz_draft *draft,
                            const struct gz_matches *matches)
{
    if (matches->count == 0) {
        return GZ_OK;
    }
    struct gz_corefs c = {.draft = draft};
    enum gz_status st = prepare(&c, matches);
    const struct gz_match **all = st == GZ_OK ? order(&c, matches) : NULL;
    if (all == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t i = 0; i < matches->count && st == GZ_OK; i++) {
        st = is_gender(&c, all[i]) ? GZ_OK : resolve(&c, all[i]);
    }
    return st == GZ_OK ? insert(&c) : st;
}
