#include "rules/compile/trigger_build.h"

#include "rules/compile/word_tokens.h"

// Where gaps end beside the words of clause_break.  Curly and other double
// quotation marks fold to the straight one or have keys of their own.
static const char *const marks[] = {
    "\"", "\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb", ";",
};

static const struct gz_str any_letters = {NULL, 0};

struct build {
    struct gz_program *p;
    struct gz_buffer entries;  // struct gz_key_entry
};

static void add_entry(struct build *b, uint64_t key, enum gz_key_use use,
                      uint64_t item, struct gz_str letters)
{
    const struct gz_key_entry entry = {key, item, use, letters};
    gz_buffer_append(&b->entries, &entry, sizeof(entry));
}

static void add_word(struct build *b, uint64_t key, uint32_t trait)
{
    add_entry(b, key, GZ_KEY_TRAIT, trait, any_letters);
}

static void add_words(struct build *b, uint32_t trait)
{
    const struct gz_program *p = b->p;
    const struct gz_state *s = gz_program_state(p, p->traits[trait].state);
    const uint64_t *keys = (const uint64_t *)(const void *)p->keys.data;
    const struct gz_literal *literals =
        (const struct gz_literal *)(const void *)p->literals.data;
    switch (s->kind) {
    case GZ_STATE_KEY:
        add_word(b, s->u.key, trait);
        break;
    case GZ_STATE_LITERAL:
        add_entry(b, literals[s->u.span.first].key, GZ_KEY_TRAIT, trait,
                  literals[s->u.span.first].text);
        break;
    case GZ_STATE_KEYS:
        for (uint32_t i = 0; i < s->u.span.count; i++) {
            add_word(b, keys[s->u.span.first + i], trait);
        }
        break;
    default:
        break;
    }
}

static void enter_words(struct build *b)
{
    const struct gz_known_keys *known = &b->p->known;
    for (uint32_t i = GZ_TRAIT_KNOWN; i < b->p->trait_count; i++) {
        add_words(b, i);
    }
    for (uint32_t i = 0; i < known->number_count; i++) {
        add_word(b, known->numbers[i], GZ_TRAIT_NUMBER);
    }
    for (uint32_t i = 0; i < known->scale_count; i++) {
        add_word(b, known->scales[i], GZ_TRAIT_NUMBER);
    }
}

static void enter_phrases(struct build *b,
                          const struct gz_phrase_builder *phrases)
{
    const struct gz_phrase_entry *entries =
        (const struct gz_phrase_entry *)(const void *)phrases->entries.data;
    const struct gz_literal *literals = b->p->phrases.literals;
    const size_t count = phrases->entries.len / sizeof(*entries);
    for (size_t i = 0; i < count; i++) {
        const struct gz_phrase_entry *e = &entries[i];
        if (e->count == 1 && e->list == GZ_PHRASE_NO_LIST) {
            add_entry(b, e->hash, GZ_KEY_MORE, 0, any_letters);
        } else if (e->count == 1) {
            add_entry(b, e->hash, GZ_KEY_LIST, e->list,
                      e->literal == GZ_PHRASE_NO_LITERAL
                          ? any_letters
                          : literals[e->literal].text);
        }
    }
}

static void enter_stops(struct build *b)
{
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        add_entry(b, gz_word_tokens_key(gz_str_z(marks[i])), GZ_KEY_STOP, 0,
                  any_letters);
    }
}

static void enter_grammar(struct build *b)
{
    const struct gz_rule_set *set = b->p->set;
    for (uint32_t i = 0; i < set->word_count; i++) {
        const struct gz_rule_word *word = &set->words[i];
        if (!word->ending) {
            add_entry(b, gz_word_tokens_key(word->text), GZ_KEY_GRAMMAR,
                      word->classes, any_letters);
        }
    }
}

// Calls take for each number of a span: once to count, once to lay out, in the
// same order.
typedef void take_fn(uint32_t *numbers, struct gz_trait_span *span,
                     uint32_t number);

// NOLINTNEXTLINE(readability-non-const-parameter): it is a take_fn
static void count_one(uint32_t *numbers, struct gz_trait_span *span,
                      uint32_t number)
{
    (void)numbers;
    (void)number;
    span->count++;
}

static void place_one(uint32_t *numbers, struct gz_trait_span *span,
                      uint32_t number)
{
    numbers[span->first + span->count++] = number;
}

// From counts to places behind each other; counts begin anew.
static void open_span(struct gz_trait_span *span, uint32_t *end)
{
    span->first = *end;
    *end += span->count;
    span->count = 0;
}

static void take_types(struct gz_program *p, take_fn *take)
{
    const struct gz_type_range *ranges =
        (const struct gz_type_range *)(const void *)p->ranges.data;
    for (uint32_t i = GZ_TRAIT_KNOWN; i < p->trait_count; i++) {
        const struct gz_trait *trait = &p->traits[i];
        const struct gz_state *s = gz_program_state(p, trait->state);
        const uint32_t count = s->kind == GZ_STATE_TYPE ? s->u.span.count : 0;
        for (uint32_t k = 0; k < count; k++) {
            const struct gz_type_range *r = &ranges[s->u.span.first + k];
            for (uint32_t t = r->first; t < r->end; t++) {
                take(p->type_traits,
                     &p->type_spans[trait->group * p->type_count + t], i);
            }
        }
    }
}

static enum gz_status lay_out_types(struct gz_program *p)
{
    const uint32_t types = p->group_count * p->type_count;
    uint32_t end = 0;
    p->type_spans = GZ_ARENA_ARRAY(p->arena, struct gz_trait_span, types);
    if (p->type_spans == NULL) {
        return GZ_NO_MEMORY;
    }
    take_types(p, count_one);
    for (uint32_t i = 0; i < types; i++) {
        open_span(&p->type_spans[i], &end);
    }
    p->type_traits = GZ_ARENA_ARRAY(p->arena, uint32_t, end);
    if (p->type_traits == NULL) {
        return GZ_NO_MEMORY;
    }
    take_types(p, place_one);
    return GZ_OK;
}

// A unit is set off by its rarest cover; the others are asked for then.
static void take_units(struct gz_program *p, take_fn *take)
{
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        const struct gz_program_rule *rule = &p->rules[i];
        for (uint32_t k = rule->cover; k < rule->cover + rule->cover_count;
             k++) {
            const struct gz_cover_item *item =
                (const struct gz_cover_item *)(const void *)p->covers.data + k;
            if (item->cover == 0) {
                take(p->trait_units, &p->traits[p->cover_traits[k]].units,
                     item->unit);
            }
        }
    }
}

static enum gz_status lay_out_units(struct gz_program *p)
{
    const struct gz_cover_item *items =
        (const struct gz_cover_item *)(const void *)p->covers.data;
    const size_t count = p->covers.len / sizeof(*items);
    uint32_t end = 0;
    p->cover_traits = GZ_ARENA_ARRAY(p->arena, uint32_t, count);
    p->trait_units = GZ_ARENA_ARRAY(p->arena, uint32_t, count);
    if (p->cover_traits == NULL || p->trait_units == NULL) {
        return GZ_NO_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        p->cover_traits[i] = p->state_traits[items[i].state];
    }
    take_units(p, count_one);
    for (uint32_t i = 0; i < p->trait_count; i++) {
        open_span(&p->traits[i].units, &end);
    }
    take_units(p, place_one);
    return GZ_OK;
}

static enum gz_status lay_out_lists(struct gz_program *p)
{
    p->list_traits = GZ_ARENA_ARRAY(p->arena, uint32_t, p->set->list_count);
    if (p->list_traits == NULL) {
        return GZ_NO_MEMORY;
    }
    for (uint32_t i = GZ_TRAIT_KNOWN; i < p->trait_count; i++) {
        const struct gz_state *s = gz_program_state(p, p->traits[i].state);
        if (s->kind == GZ_STATE_LIST) {
            p->list_traits[s->u.span.first] = i;
        }
    }
    return GZ_OK;
}

static enum gz_status build(struct build *b,
                            const struct gz_phrase_builder *phrases)
{
    struct gz_program *p = b->p;
    enter_words(b);
    enter_phrases(b, phrases);
    enter_stops(b);
    enter_grammar(b);
    if (gz_buffer_status(&b->entries) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    enum gz_status st = lay_out_lists(p);
    if (st == GZ_OK) {
        st = gz_key_table_build((struct gz_key_entry *)(void *)b->entries.data,
                                b->entries.len / sizeof(struct gz_key_entry),
                                p->list_traits, p->arena, &p->words);
    }
    st = st == GZ_OK ? lay_out_types(p) : st;
    return st == GZ_OK ? lay_out_units(p) : st;
}

enum gz_status gz_trigger_build(struct gz_program *p,
                                const struct gz_phrase_builder *phrases)
{
    struct build b = {.p = p};
    gz_buffer_init(&b.entries, 0);
    const enum gz_status st = build(&b, phrases);
    gz_buffer_fini(&b.entries);
    return st;
}
