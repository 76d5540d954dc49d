// The words of an article against those of all rules: one look-up for each
// token, after which a rule that has no word here costs nothing.

#include "daemon/base/fetch.h"
#include "rules/compile/token_mask.h"
#include "rules/match/matcher_state.h"
#include "rules/match/word_grammar.h"

enum {
    LETTER_BYTES_MAX = 4,
    AHEAD = 8,  // tokens between one look at what a token needs and the next
};

static void forget_last(struct gz_matcher *m)
{
    for (uint32_t i = 0; i < m->program->group_count * GZ_FIELD_COUNT; i++) {
        const uint32_t *rules = m->ready[i].data;
        for (uint32_t k = 0; k < m->ready[i].count; k++) {
            gz_matcher_unready(m, rules[k], UINT8_MAX);
        }
        m->ready[i].count = 0;
    }
    m->phrases.count = 0;
    m->regex.hits.count = 0;
    m->regex.failed = false;
    m->walk.out_of_room = false;
    m->truncated = false;
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        m->scanned[f] = false;
    }
}

// A phrase of lists.  One that a longer phrase hides, or whose later words ask
// for other letters, is marked, too.
static bool mark_phrase(struct gz_matcher *m, const struct gz_field_view *v,
                        const struct gz_phrase_slot *slot, uint32_t token,
                        uint32_t end)
{
    const struct gz_program *p = m->program;
    const struct gz_phrase_end *ends = p->phrases.ends + slot->end;
    const struct gz_trait_place place = {token, end, v->sentence_of[token]};
    struct gz_trait_rows *rows = &m->words[v->field];
    for (uint32_t i = 0; i < slot->end_count; i++) {
        const uint32_t trait = p->list_traits[ends[i].list];
        const uint32_t literal = ends[i].literal;
        if (literal != GZ_PHRASE_NO_LITERAL &&
            !gz_field_view_spells(v, token,
                                  p->phrases.literals[literal].text)) {
            continue;
        }
        if ((!gz_trait_rows_knows(rows, trait) &&
             !gz_matcher_meet(m, v->field, trait)) ||
            !gz_trait_rows_add(rows, trait, &place)) {
            return false;
        }
    }
    return true;
}

static bool take_phrase(struct gz_matcher *m, struct gz_field_view *v,
                        const struct gz_phrase_slot *slot, uint32_t token,
                        uint32_t end)
{
    struct gz_scratch *s = &m->phrases;
    const struct gz_phrase_hit hit = {slot, end, v->phrases[token]};
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(hit))) {
        return false;
    }
    ((struct gz_phrase_hit *)s->data)[s->count++] = hit;
    v->phrases[token] = s->count;
    v->masks[token].things |= slot->things;
    return mark_phrase(m, v, slot, token, end);
}

// Phrases of several words, as far as some list has one that begins like the
// text; they stay in their sentence.
static bool take_phrases(struct gz_matcher *m, struct gz_field_view *v,
                         uint32_t token)
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
        if (slot->end_count > 0 && !take_phrase(m, v, slot, token, end + 1)) {
            return false;
        }
        if (!slot->more) {
            break;
        }
    }
    return true;
}

// A form that the field has not had yet: its traits, those aside that ask for
// other letters.
static bool open_form(struct gz_matcher *m, const struct gz_field_view *v,
                      const struct gz_key_slot *slot, uint32_t token,
                      struct gz_word_form *out)
{
    const struct gz_key_table *table = &m->program->words;
    const struct gz_word_trait *t = table->traits + slot->trait;
    const struct gz_word_trait *end = t + slot->trait_count;
    struct gz_trait_rows *rows = &m->words[v->field];
    uint32_t *newest = &m->slot_forms[slot - table->slots];
    *out = (struct gz_word_form){.slot = slot, .token = token, .next = *newest};
    if (!gz_trait_rows_source(rows, &out->source) ||
        !gz_scratch_reserve(&m->forms,
                            (m->forms.count + (size_t)1) * sizeof(*out))) {
        return false;
    }
    ((struct gz_word_form *)m->forms.data)[m->forms.count++] = *out;
    *newest = m->forms.count;
    for (; t < end; t++) {
        if (t->letters.count > 0 &&
            !gz_field_view_spells(v, token, gz_key_table_letters(table, t))) {
            continue;
        }
        if ((!gz_trait_rows_knows(rows, t->trait) &&
             !gz_matcher_meet(m, v->field, t->trait)) ||
            !gz_trait_rows_link(rows, t->trait, out->source)) {
            return false;
        }
    }
    return true;
}

static bool find_form(const struct gz_matcher *m, const struct gz_field_view *v,
                      const struct gz_key_slot *slot, uint32_t token,
                      struct gz_word_form *out)
{
    const struct gz_word_form *forms = m->forms.data;
    uint32_t i = m->slot_forms[slot - m->program->words.slots];
    while (i != 0 && slot->spelt &&
           !gz_str_eq(gz_field_view_text(v, forms[i - 1].token),
                      gz_field_view_text(v, token))) {
        i = forms[i - 1].next;
    }
    if (i == 0) {
        return false;
    }
    *out = forms[i - 1];
    return true;
}

// The word of a token as a form that the field has.
static bool mark_word(struct gz_matcher *m, const struct gz_field_view *v,
                      const struct gz_key_slot *slot, uint32_t token)
{
    const struct gz_trait_place place = {token, token + 1,
                                         v->sentence_of[token]};
    struct gz_word_form form;
    return slot->trait_count == 0 ||
           ((find_form(m, v, slot, token, &form) ||
             open_form(m, v, slot, token, &form)) &&
            gz_trait_rows_mark(&m->words[v->field], form.source, &place));
}

static void forget_forms(struct gz_matcher *m)
{
    const struct gz_word_form *forms = m->forms.data;
    for (uint32_t i = 0; i < m->forms.count; i++) {
        m->slot_forms[forms[i].slot - m->program->words.slots] = 0;
    }
    m->forms.count = 0;
}

// "After Acme", "after the Acme", but not "after its merger".
static bool is_before_name(const struct gz_field_view *v, uint32_t token)
{
    bool found = false;
    for (uint32_t t = token + 1; t < v->count && t <= token + 2; t++) {
        found |= (v->tokens[t].flags & GZ_TOKEN_CAPITAL) != 0;
    }
    return found;
}

static bool take_slot(struct gz_matcher *m, struct gz_field_view *v,
                      const struct gz_key_slot *slot, uint32_t token)
{
    v->masks[token].things |= slot->things;
    v->classes[token] = gz_word_grammar_classes(m, slot);
    if (slot->stop ||
        gz_passage_is(v->passage, token, GZ_GRAMMAR_CLAUSE_BREAK) ||
        (gz_passage_is(v->passage, token,
                       GZ_GRAMMAR_CLAUSE_BREAK_BEFORE_NAME) &&
         is_before_name(v, token))) {
        v->stops[token >> 6] |= UINT64_C(1) << (token & 63);
    }
    return (!slot->more || take_phrases(m, v, token)) &&
           mark_word(m, v, slot, token);
}

static enum gz_status open_view(struct gz_matcher *m, enum gz_field field,
                                struct gz_arena *arena)
{
    struct gz_passage *p = &m->article.fields[field];
    const uint32_t count = p->tokens.count;
    const uint32_t words = count / 64 + 2 + GZ_ROW_SPARE;  // as those of traits
    struct gz_field_view *v = &m->views[field];
    *v = (struct gz_field_view){
        .field = field,
        .passage = p,
        .text = p->text,
        .tokens = p->tokens.items,
        .keys = p->tokens.keys,
        .classes = GZ_ARENA_ARRAY(arena, uint64_t, count),
        .count = count,
        .sentences = p->sentences.items,
        .sentence_count = p->sentences.count,
        .sentence_of = p->sentences.of_tokens,
        .masks = gz_arena_alloc(arena, count * sizeof(struct gz_token_mask)),
        .stops = GZ_ARENA_ARRAY(arena, uint64_t, words),
        .firsts = GZ_ARENA_ARRAY(arena, uint64_t, words),
        .finals = GZ_ARENA_ARRAY(arena, uint64_t, words),
        .lasts = GZ_ARENA_ARRAY(arena, uint64_t, words),
        .phrases = GZ_ARENA_ARRAY(arena, uint32_t, count),
        .traits = &m->words[field],
        .program = m->program,
    };
    if (m->regex.set != NULL) {
        v->regexes = GZ_ARENA_ARRAY(arena, uint32_t, count);
        if (v->regexes == NULL) {
            return GZ_LIMIT;
        }
    }
    if (v->classes == NULL || v->masks == NULL || v->stops == NULL ||
        v->firsts == NULL || v->finals == NULL || v->lasts == NULL ||
        v->phrases == NULL) {
        return GZ_LIMIT;
    }
    p->classes = v->classes;
    gz_field_view_open(v);
    return GZ_OK;
}

static bool is_initial(const struct gz_field_view *v, uint32_t token)
{
    const struct gz_token *t = &v->tokens[token];
    return t->end_byte - t->begin_byte <= LETTER_BYTES_MAX &&
           gz_field_view_initial(v, &v->program->known, token, v->count) !=
               GZ_FIELD_NONE;
}

// The traits of 64 tokens that are known without looking them up.
static void mark_classes(const struct gz_field_view *v, uint32_t word,
                         uint64_t *rows[GZ_TRAIT_KNOWN])
{
    uint64_t kinds[GZ_TOKEN_MARK + 1] = {0};
    uint64_t capitals = 0;
    uint64_t initials = 0;
    uint64_t any = 0;
    for (uint32_t t = word * 64; t < v->count && t < word * 64 + 64; t++) {
        const uint64_t bit = UINT64_C(1) << (t & 63);
        const unsigned flags = v->tokens[t].flags;
        any |= bit;
        kinds[v->tokens[t].kind] |= bit;
        if ((flags & GZ_TOKEN_CAPITAL) != 0) {
            capitals |= bit;
            initials |= is_initial(v, t) ? bit : 0;
        }
        if ((flags & GZ_TOKEN_ALL_CAPS) != 0) {
            rows[GZ_CLASS_ALL_CAPS][word] |= bit;
        }
    }
    rows[GZ_CLASS_CAPITALIZED][word] = capitals;
    rows[GZ_CLASS_LOWER][word] = kinds[GZ_TOKEN_WORD] & ~capitals;
    rows[GZ_CLASS_WORD][word] = kinds[GZ_TOKEN_WORD] | kinds[GZ_TOKEN_NUMBER] |
                                kinds[GZ_TOKEN_IDEOGRAPH];
    rows[GZ_CLASS_NUMBER][word] = kinds[GZ_TOKEN_NUMBER];
    rows[GZ_CLASS_ANY][word] = any;
    rows[GZ_CLASS_POSSESSIVE][word] = kinds[GZ_TOKEN_POSSESSIVE];
    rows[GZ_TRAIT_INITIAL][word] = initials;
    rows[GZ_TRAIT_NUMBER][word] = kinds[GZ_TOKEN_NUMBER];
}

static enum gz_status mark_all_classes(struct gz_matcher *m,
                                       const struct gz_field_view *v)
{
    struct gz_trait_rows *traits = &m->words[v->field];
    uint64_t *rows[GZ_TRAIT_KNOWN];
    if (!gz_trait_rows_begin(traits, v->count)) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = 0; i < GZ_TRAIT_KNOWN; i++) {
        if (!gz_trait_rows_meet(traits, i) ||
            !gz_trait_rows_open(traits, i, 1)) {
            return GZ_NO_MEMORY;
        }
        traits->of[i].sentences = UINT64_MAX;
    }
    for (uint32_t i = 0; i < GZ_TRAIT_KNOWN; i++) {
        rows[i] = gz_trait_rows_bits(traits, gz_matcher_row(traits, i), 1);
    }
    for (uint32_t w = 0; w < v->count / 64 + 1; w++) {
        mark_classes(v, w, rows);
    }
    return GZ_OK;
}

// The hash of a token and the next as the begin of a phrase; at the end of the
// field, of the last two.
static uint64_t pair_at(const struct gz_field_view *v, uint32_t token)
{
    const uint32_t next = token + 1 < v->count ? token + 1 : token;
    return gz_phrase_hash(v->keys[token], v->keys[next]);
}

GZ_FETCH fetch_bits(const struct gz_field_view *v, uint32_t token)
{
    if (token < v->count) {
        gz_key_table_fetch_bit(&v->program->words, v->keys[token]);
    }
}

GZ_FETCH fetch_slot(const struct gz_field_view *v, uint32_t token)
{
    if (token < v->count) {
        gz_key_table_fetch(&v->program->words, v->keys[token]);
    }
}

// What a slot leads to.
GZ_FETCH fetch_traits(const struct gz_matcher *m, const struct gz_field_view *v,
                      const struct gz_key_slot *slot, uint32_t token)
{
    const struct gz_key_table *table = &v->program->words;
    __builtin_prefetch(&m->slot_forms[slot - table->slots]);
    __builtin_prefetch(&table->traits[slot->trait]);
    if (slot->more) {
        gz_phrase_table_fetch_bit(&v->program->phrases, pair_at(v, token));
    }
}

// And what that leads to.
GZ_FETCH fetch_letters(const struct gz_field_view *v,
                       const struct gz_key_slot *slot, uint32_t token)
{
    const struct gz_key_table *table = &v->program->words;
    if (slot->spelt) {
        __builtin_prefetch(
            gz_key_table_letters(table, &table->traits[slot->trait]).ptr);
    }
    if (slot->more) {
        gz_phrase_table_fetch(&v->program->phrases, pair_at(v, token));
    }
}

// A word of the rules that a field has.
struct found {
    const struct gz_key_slot *slot;
    uint32_t token;
};

// Those of a field; room for so many is there.
static uint32_t find_words(const struct gz_field_view *v, struct found *found)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->count + 2 * AHEAD; i++) {
        const uint32_t token = i - 2 * AHEAD;
        fetch_bits(v, i);
        fetch_slot(v, i - AHEAD);
        if (token < v->count) {
            found[count].token = token;
            found[count].slot =
                gz_key_table_find(&v->program->words, v->keys[token]);
            count += found[count].slot != NULL;
        }
    }
    return count;
}

// Each word needs one thing in memory to know where the next is, most of them
// far away: they are fetched for several words at once, a step each.
static enum gz_status look_up(struct gz_matcher *m, struct gz_field_view *v,
                              struct gz_arena *arena)
{
    struct found *found =
        gz_arena_alloc(arena, (v->count + (size_t)1) * sizeof(*found));
    if (found == NULL) {
        return GZ_LIMIT;
    }
    const uint32_t count = find_words(v, found);
    forget_forms(m);
    for (uint32_t i = 0; i < count + 2 * AHEAD; i++) {
        const uint32_t now = i - 2 * AHEAD;
        if (i < count) {
            fetch_traits(m, v, found[i].slot, found[i].token);
        }
        if (i - AHEAD < count) {
            fetch_letters(v, found[i - AHEAD].slot, found[i - AHEAD].token);
        }
        if (now < count &&
            !take_slot(m, v, found[now].slot, found[now].token)) {
            return GZ_NO_MEMORY;
        }
    }
    return GZ_OK;
}

static enum gz_status open_field(struct gz_matcher *m, enum gz_field field,
                                 struct gz_arena *arena)
{
    struct gz_field_view *v = &m->views[field];
    enum gz_status st = open_view(m, field, arena);
    st = st == GZ_OK ? mark_all_classes(m, v) : st;
    st = st == GZ_OK ? look_up(m, v, arena) : st;
    if (st == GZ_OK) {
        gz_word_grammar_mark_endings(m, v);
    }
    return st;
}

const struct gz_document *gz_matcher_document(const struct gz_matcher *m)
{
    return &m->article;
}

enum gz_status gz_matcher_begin(struct gz_matcher *m,
                                const struct gz_document *doc, uint64_t budget,
                                struct gz_arena *arena)
{
    const struct gz_rule_set *set = m->program->set;
    forget_last(m);
    m->article = *doc;
    m->budget = budget == 0 ? GZ_MATCHER_BUDGET : budget;
    m->walk.budget = m->budget;
    for (uint32_t i = 0; i < set->pack_count; i++) {
        m->packs[i] = gz_document_speaks(doc, set->packs[i].language);
    }
    if (set->pack_count == 0) {
        m->packs[0] = true;
    }
    gz_word_grammar_open(m);
    enum gz_status st = GZ_OK;
    for (int f = 0; f < GZ_FIELD_COUNT && st == GZ_OK; f++) {
        st = open_field(m, (enum gz_field)f, arena);
    }
    for (int f = 0; f < GZ_FIELD_COUNT; f++) {
        m->views[f].hits = m->phrases.data;
    }
    return st;
}
