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

static void forget_last(struct gz_matcher *m)
{
    const struct gz_program *p = m->program;
    const uint32_t *touched = m->touched.data;
    for (uint32_t i = 0; i < m->touched.count; i++) {
        const struct gz_program_rule *r = &p->rules[touched[i]];
        memset(gz_matcher_hits(m, r->unit, 0), 0,
               r->unit_count * GZ_FIELD_COUNT * sizeof(*m->units));
        m->noted[touched[i]] = 0;
    }
    for (uint32_t i = 0; i < p->group_count * GZ_FIELD_COUNT; i++) {
        m->ready[i].count = 0;
    }
    m->touched.count = 0;
    m->hits.count = 0;
    m->phrases.count = 0;
    m->regex.hits.count = 0;
    m->regex.failed = false;
    m->walk.out_of_room = false;
    m->truncated = false;
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        m->scanned[f] = false;
    }
}

// Add a rule to a list of them, unless its note says that it is there.
static bool note_rule(struct gz_matcher *m, uint32_t rule, unsigned note,
                      struct gz_scratch *list)
{
    if ((m->noted[rule] & note) != 0) {
        return true;
    }
    if (!gz_scratch_reserve(list, (list->count + (size_t)1) * sizeof(rule))) {
        return false;
    }
    ((uint32_t *)list->data)[list->count++] = rule;
    m->noted[rule] |= (uint8_t)note;
    return true;
}

// A cover of a unit is there that was not before.
static bool note_cover(struct gz_matcher *m, uint32_t number,
                       enum gz_field field, struct gz_unit_hits *hits,
                       uint32_t cover)
{
    const struct gz_program *p = m->program;
    const struct gz_unit *unit = gz_program_unit(p, number);
    hits->covers |= cover;
    if (!note_rule(m, unit->rule, GZ_RULE_TOUCHED, &m->touched)) {
        return false;
    }
    return hits->covers != unit->covers ||
           note_rule(m, unit->rule, (unsigned)GZ_RULE_READY << (unsigned)field,
                     gz_matcher_ready(m, p->rules[unit->rule].group, field));
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
        const uint32_t cover = 1U << p->cover;
        if ((unit->covers & cover) == 0 &&
            !note_cover(m, p->unit, field, unit, cover)) {
            return GZ_NO_MEMORY;
        }
        hits[s->count++] = (struct gz_trigger_hit){
            unit->head, token, p->min_before, p->max_before, p->cover};
        unit->head = s->count;
    }
    return GZ_OK;
}

// What lists of which a phrase begins at a token set off.  One that a longer
// phrase hides, or whose later words ask for other letters, sets off too much,
// no more.
static enum gz_status touch_lists(struct gz_matcher *m,
                                  const struct gz_field_view *v,
                                  const struct gz_phrase_end *ends,
                                  uint32_t count, uint32_t token)
{
    const struct gz_program *p = m->program;
    for (uint32_t i = 0; i < count; i++) {
        const struct gz_posting_span *span = &p->list_postings[ends[i].list];
        const uint32_t literal = ends[i].literal;
        if (span->count > 0 &&
            (literal == GZ_PHRASE_NO_LITERAL ||
             gz_field_view_spells(v, token,
                                  p->phrases.literals[literal].text)) &&
            gz_matcher_touch(m, v->field, token, p->postings + span->first,
                             span->count) != GZ_OK) {
            return GZ_NO_MEMORY;
        }
    }
    return GZ_OK;
}

static enum gz_status take_phrase(struct gz_matcher *m, struct gz_field_view *v,
                                  const struct gz_phrase_slot *slot,
                                  uint32_t token, uint32_t end)
{
    struct gz_scratch *s = &m->phrases;
    const struct gz_phrase_hit hit = {slot, end, v->phrases[token]};
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(hit))) {
        return GZ_NO_MEMORY;
    }
    ((struct gz_phrase_hit *)s->data)[s->count++] = hit;
    v->phrases[token] = s->count;
    v->masks[token].things |= slot->things;
    return touch_lists(m, v, m->program->phrases.ends + slot->end,
                       slot->end_count, token);
}

// Phrases of several words, as far as some list has one that begins like the
// text; they stay in their sentence.
static enum gz_status take_phrases(struct gz_matcher *m,
                                   struct gz_field_view *v, uint32_t token)
{
    const uint32_t limit = v->sentences[v->sentence_of[token]].end_token;
    uint64_t hash = v->keys[token];
    for (uint32_t end = token + 1; end < limit; end++) {
        hash = gz_phrase_hash(hash, v->keys[end]);
        const struct gz_phrase_slot *slot =
            gz_phrase_table_find(&m->program->phrases, hash);
        if (slot == NULL) {
            break;
        }
        if (slot->end_count > 0 &&
            take_phrase(m, v, slot, token, end + 1) != GZ_OK) {
            return GZ_NO_MEMORY;
        }
        if (!slot->more) {
            break;
        }
    }
    return GZ_OK;
}

static enum gz_status take_slot(struct gz_matcher *m, struct gz_field_view *v,
                                const struct gz_key_slot *slot, uint32_t token)
{
    const struct gz_program *p = m->program;
    enum gz_status st = GZ_OK;
    v->slots[token] = slot;
    v->masks[token].things |= slot->things;
    if (slot->stop) {
        v->stops[token >> 6] |= UINT64_C(1) << (token & 63);
    }
    if (slot->more) {
        st = take_phrases(m, v, token);
    }
    if (st == GZ_OK && slot->end_count > 0) {
        st = touch_lists(m, v, p->triggers.ends + slot->end, slot->end_count,
                         token);
    }
    return st != GZ_OK || slot->posting_count == 0
               ? st
               : gz_matcher_touch(m, v->field, token,
                                  p->postings + slot->posting,
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
        .slots = GZ_ARENA_ARRAY(arena, const struct gz_key_slot *, count),
        .phrases = GZ_ARENA_ARRAY(arena, uint32_t, count),
        .program = m->program,
    };
    if (m->regex.set != NULL) {
        v->regexes = GZ_ARENA_ARRAY(arena, uint32_t, count);
        if (v->regexes == NULL) {
            return GZ_LIMIT;
        }
    }
    if (v->sentence_of == NULL || v->masks == NULL || v->stops == NULL ||
        v->slots == NULL || v->phrases == NULL) {
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
        m->views[f].hits = m->phrases.data;
    }
    return st;
}
