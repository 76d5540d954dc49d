// The words of an article against those of all rules: one look-up for each
// token, after which a rule that has no word here costs nothing.

#include <string.h>

#include "rules/compile/token_mask.h"
#include "rules/match/matcher_state.h"

static bool speaks(struct gz_str pack, struct gz_str article)
{
    struct gz_str a = pack;
    struct gz_str b = article;
    return pack.len_bytes == 0 || article.len_bytes == 0 ||
           gz_str_is(pack, "mul") ||
           gz_str_eq_nocase(gz_str_cut(&a, '-'), gz_str_cut(&b, '-'));
}

static void forget_rules(struct gz_matcher *m, struct gz_scratch *of)
{
    const uint32_t *touched = of->data;
    for (uint32_t i = 0; i < of->count; i++) {
        const struct gz_program_rule *r = &m->program->rules[touched[i]];
        memset(gz_matcher_hits(m, r->unit, 0), 0,
               r->unit_count * GZ_FIELD_COUNT * sizeof(*m->units));
        m->noted[touched[i]] = false;
    }
    of->count = 0;
}

static void forget_last(struct gz_matcher *m)
{
    for (uint32_t g = 0; g < m->program->group_count; g++) {
        forget_rules(m, &m->touched[g]);
    }
    m->hits.count = 0;
    m->lists.count = 0;
    m->regex.hits.count = 0;
    m->regex.failed = false;
    m->truncated = false;
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        m->scanned[f] = false;
    }
}

static bool note_rule(struct gz_matcher *m, uint32_t unit)
{
    const uint32_t rule = gz_program_unit(m->program, unit)->rule;
    struct gz_scratch *s = &m->touched[m->program->rules[rule].group];
    if (m->noted[rule]) {
        return true;
    }
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(rule))) {
        return false;
    }
    ((uint32_t *)s->data)[s->count++] = rule;
    m->noted[rule] = true;
    return true;
}

enum gz_status gz_matcher_touch(struct gz_matcher *m, enum gz_field field,
                                uint32_t token,
                                const struct gz_posting *postings,
                                uint32_t count)
{
    struct gz_scratch *s = &m->hits;
    const size_t room = s->count + (size_t)count;
    if (!gz_scratch_reserve(s, room * sizeof(struct gz_trigger_hit))) {
        return GZ_NO_MEMORY;
    }
    struct gz_trigger_hit *hits = s->data;
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_posting *p = &postings[i];
        struct gz_unit_hits *unit = gz_matcher_hits(m, p->unit, field);
        if (unit->head == 0 && !note_rule(m, p->unit)) {
            return GZ_NO_MEMORY;
        }
        hits[s->count++] = (struct gz_trigger_hit){
            unit->head, token, p->min_before, p->max_before, p->cover};
        unit->head = s->count;
        unit->covers |= 1U << p->cover;
    }
    return GZ_OK;
}

// Whether the tokens at a place are spelt as an exact list has them.
static bool spells(const struct gz_matcher *m, const struct gz_field_view *v,
                   uint32_t token, uint32_t length, uint32_t literal)
{
    const struct gz_literal *literals = m->program->phrases.literals;
    for (uint32_t i = 0; i < length; i++) {
        if (!gz_field_view_spells(v, token + i, literals[literal + i].text)) {
            return false;
        }
    }
    return true;
}

static enum gz_status take_list(struct gz_matcher *m, struct gz_field_view *v,
                                uint32_t list, uint32_t token, uint32_t length)
{
    struct gz_scratch *s = &m->lists;
    const struct gz_list_hit hit = {list, token + length, v->lists[token]};
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(hit))) {
        return GZ_NO_MEMORY;
    }
    ((struct gz_list_hit *)s->data)[s->count++] = hit;
    v->lists[token] = s->count;
    v->masks[token].things |= gz_token_mask_list(list);
    const struct gz_posting_span *span = &m->program->list_postings[list];
    return span->count == 0
               ? GZ_OK
               : gz_matcher_touch(m, v->field, token,
                                  m->program->postings + span->first,
                                  span->count);
}

// Phrases of one length at a token, of lists that have no longer one there.
static enum gz_status take_ends(struct gz_matcher *m, struct gz_field_view *v,
                                const struct gz_phrase_end *ends,
                                uint32_t count, uint32_t token, uint32_t length)
{
    for (uint32_t i = 0; i < count; i++) {
        v->hits = m->lists.data;
        if ((ends[i].literal != GZ_PHRASE_NO_LITERAL &&
             !spells(m, v, token, length, ends[i].literal)) ||
            gz_field_view_list(v, ends[i].list, token) != GZ_FIELD_NONE) {
            continue;
        }
        if (take_list(m, v, ends[i].list, token, length) != GZ_OK) {
            return GZ_NO_MEMORY;
        }
    }
    return GZ_OK;
}

// Phrases of several words at a token: their slots by length, the longest
// last.
struct phrases {
    const struct gz_phrase_slot *slots[GZ_PHRASE_TOKENS_MAX + 1];
    uint32_t most;
};

static void find_phrases(const struct gz_matcher *m,
                         const struct gz_field_view *v, uint32_t token,
                         struct phrases *out)
{
    const uint32_t limit = v->sentences[v->sentence_of[token]].end_token;
    uint64_t hash = v->keys[token];
    bool more = true;
    out->most = 1;
    for (uint32_t n = 2;
         more && n <= GZ_PHRASE_TOKENS_MAX && token + n <= limit; n++) {
        hash = gz_phrase_hash(hash, v->keys[token + n - 1]);
        const struct gz_phrase_slot *slot =
            gz_phrase_table_find(&m->program->phrases, hash);
        if (slot == NULL) {
            return;
        }
        out->slots[n] = slot;
        out->most = n;
        more = slot->more;
    }
}

static enum gz_status take_phrases(struct gz_matcher *m,
                                   struct gz_field_view *v,
                                   const struct gz_key_slot *slot,
                                   uint32_t token)
{
    const struct gz_program *p = m->program;
    struct phrases found = {.most = 1};
    if (slot->more) {
        find_phrases(m, v, token, &found);
    }
    for (uint32_t n = found.most; n > 1; n--) {
        const struct gz_phrase_slot *s = found.slots[n];
        if (take_ends(m, v, p->phrases.ends + s->end, s->end_count, token, n) !=
            GZ_OK) {
            return GZ_NO_MEMORY;
        }
    }
    return take_ends(m, v, p->triggers.ends + slot->end, slot->end_count, token,
                     1);
}

static enum gz_status take_slot(struct gz_matcher *m, struct gz_field_view *v,
                                const struct gz_key_slot *slot, uint32_t token)
{
    if (slot->stop) {
        v->stops[token >> 6] |= UINT64_C(1) << (token & 63);
    }
    if ((slot->more || slot->end_count > 0) &&
        take_phrases(m, v, slot, token) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    return slot->posting_count == 0
               ? GZ_OK
               : gz_matcher_touch(m, v->field, token,
                                  m->program->postings + slot->posting,
                                  slot->posting_count);
}

static enum gz_status open_view(struct gz_matcher *m, enum gz_field field,
                                struct gz_arena *arena)
{
    const struct gz_passage *p = &m->doc->fields[field];
    const uint32_t count = p->tokens.count;
    struct gz_field_view *v = &m->views[field];
    *v = (struct gz_field_view){
        .field = field,
        .text = p->text,
        .tokens = p->tokens.items,
        .keys = p->tokens.keys,
        .count = count,
        .sentences = p->sentences.items,
        .sentence_count = p->sentences.count,
        .sentence_of = gz_arena_alloc(arena, count * sizeof(uint32_t)),
        .masks = gz_arena_alloc(arena, count * sizeof(struct gz_token_mask)),
        .stops = GZ_ARENA_ARRAY(arena, uint64_t, count / 64 + 1),
        .lists = GZ_ARENA_ARRAY(arena, uint32_t, count),
    };
    if (m->regex.set != NULL) {
        v->regexes = GZ_ARENA_ARRAY(arena, uint32_t, count);
        if (v->regexes == NULL) {
            return GZ_LIMIT;
        }
    }
    if (v->sentence_of == NULL || v->masks == NULL || v->stops == NULL ||
        v->lists == NULL) {
        return GZ_LIMIT;
    }
    for (uint32_t s = 0; s < v->sentence_count; s++) {
        for (uint32_t t = v->sentences[s].first_token;
             t < v->sentences[s].end_token; t++) {
            v->sentence_of[t] = s;
            v->masks[t] = (struct gz_token_mask){
                gz_token_mask_words(&v->tokens[t], v->keys[t]), 0};
        }
    }
    return GZ_OK;
}

static enum gz_status look_up(struct gz_matcher *m, struct gz_field_view *v)
{
    const struct gz_key_table *table = &m->program->triggers;
    for (uint32_t i = 0; i < v->count; i++) {
        const struct gz_key_slot *slot = gz_key_table_find(table, v->keys[i]);
        if (__builtin_expect(slot == NULL, 1)) {
            continue;
        }
        const enum gz_status st = take_slot(m, v, slot, i);
        if (st != GZ_OK) {
            return st;
        }
    }
    return GZ_OK;
}

enum gz_status gz_matcher_begin(struct gz_matcher *m,
                                const struct gz_document *doc, uint64_t budget,
                                struct gz_arena *arena)
{
    const struct gz_rule_set *set = m->program->set;
    forget_last(m);
    m->doc = doc;
    m->budget = budget == 0 ? GZ_MATCHER_BUDGET : budget;
    m->walk.budget = m->budget;
    for (uint32_t i = 0; i < set->pack_count; i++) {
        m->packs[i] = speaks(set->packs[i].language, doc->language);
    }
    if (set->pack_count == 0) {
        m->packs[0] = true;
    }
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        st = open_view(m, (enum gz_field)f, arena);
        if (st == GZ_OK) {
            st = look_up(m, &m->views[f]);
        }
    }
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        m->views[f].hits = m->lists.data;
    }
    return st;
}
