#include "rules/compile/trigger_build.h"

#include <string.h>

#include "rules/compile/word_tokens.h"

// Where gaps end beside the words of clause_breaks.  Curly and other double
// quotation marks fold to the straight one or have keys of their own.
static const char *const marks[] = {
    "\"", "\u201c", "\u201d", "\u201e", "\u00ab", "\u00bb", ";",
};

struct build {
    struct gz_program *p;
    struct gz_buffer entries;   // struct gz_key_entry
    struct gz_buffer postings;  // struct gz_posting, by word, as entered
    struct gz_posting *out;     // where all postings go
    uint32_t out_count;
};

static void add_entry(struct build *b, uint64_t key, enum gz_key_use use,
                      uint32_t item, uint32_t literal)
{
    const struct gz_key_entry entry = {key, use, item, literal};
    gz_buffer_append(&b->entries, &entry, sizeof(entry));
}

static struct gz_posting posting_of(const struct gz_cover_item *item)
{
    return (struct gz_posting){
        .unit = item->unit,
        .min_before = item->min_before,
        .max_before = item->max_before,
        .cover = item->cover,
    };
}

static void add_word(struct build *b, const struct gz_cover_item *item,
                     uint64_t key)
{
    const struct gz_posting posting = posting_of(item);
    const uint32_t number = (uint32_t)(b->postings.len / sizeof(posting));
    gz_buffer_append(&b->postings, &posting, sizeof(posting));
    add_entry(b, key, GZ_KEY_POSTING, number, 0);
}

static const struct gz_cover_item *cover_at(const struct gz_program *p,
                                            uint32_t i)
{
    return (const struct gz_cover_item *)(const void *)p->covers.data + i;
}

static void add_words(struct build *b, const struct gz_cover_item *item)
{
    const struct gz_program *p = b->p;
    const struct gz_state *s = gz_program_state(p, item->state);
    const uint64_t *keys = (const uint64_t *)(const void *)p->keys.data;
    const struct gz_literal *literals =
        (const struct gz_literal *)(const void *)p->literals.data;
    switch (s->kind) {
    case GZ_STATE_KEY:
        add_word(b, item, s->u.key);
        break;
    case GZ_STATE_LITERAL:
        add_word(b, item, literals[s->u.span.first].key);
        break;
    case GZ_STATE_KEYS:
        for (uint32_t i = 0; i < s->u.span.count; i++) {
            add_word(b, item, keys[s->u.span.first + i]);
        }
        break;
    default:
        break;
    }
}

static void enter_words(struct build *b)
{
    const struct gz_program *p = b->p;
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        const struct gz_program_rule *rule = &p->rules[i];
        for (uint32_t j = 0; j < rule->cover_count; j++) {
            add_words(b, cover_at(p, rule->cover + j));
        }
    }
}

static void enter_phrases(struct build *b,
                          const struct gz_phrase_builder *phrases)
{
    const struct gz_phrase_entry *entries =
        (const struct gz_phrase_entry *)(const void *)phrases->entries.data;
    const size_t count = phrases->entries.len / sizeof(*entries);
    for (size_t i = 0; i < count; i++) {
        const struct gz_phrase_entry *e = &entries[i];
        if (e->count == 1 && e->list == GZ_PHRASE_NO_LIST) {
            add_entry(b, e->hash, GZ_KEY_MORE, 0, 0);
        } else if (e->count == 1) {
            add_entry(b, e->hash, GZ_KEY_END, e->list, e->literal);
        }
    }
}

static void enter_stops(struct build *b)
{
    const struct gz_rule_set *set = b->p->set;
    for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
        add_entry(b, gz_word_tokens_key(gz_str_z(marks[i])), GZ_KEY_STOP, 0, 0);
    }
    for (uint32_t i = 0; i < set->clause_break_count; i++) {
        add_entry(b, gz_word_tokens_key(set->clause_breaks[i]), GZ_KEY_STOP, 0,
                  0);
    }
}

// The postings by word, in the order in which the table numbers them.
static enum gz_status lay_out_words(struct build *b)
{
    const uint32_t *order;
    uint32_t count;
    const enum gz_status st =
        gz_key_table_build((struct gz_key_entry *)(void *)b->entries.data,
                           b->entries.len / sizeof(struct gz_key_entry),
                           b->p->arena, &b->p->triggers, &order, &count);
    if (st != GZ_OK) {
        return st;
    }
    const struct gz_posting *from =
        (const struct gz_posting *)(const void *)b->postings.data;
    for (uint32_t i = 0; i < count; i++) {
        b->out[b->out_count++] = from[order[i]];
    }
    return GZ_OK;
}

// Calls take for each (span, posting) of lists and types: once to count, once
// to lay out, in the same order.
typedef void take_fn(struct build *b, struct gz_posting_span *span,
                     const struct gz_posting *posting);

static void count_one(struct build *b, struct gz_posting_span *span,
                      const struct gz_posting *posting)
{
    (void)b;
    (void)posting;
    span->count++;
}

static void place_one(struct build *b, struct gz_posting_span *span,
                      const struct gz_posting *posting)
{
    b->out[span->first + span->count++] = *posting;
}

static void take_types(struct build *b, uint32_t group,
                       const struct gz_state *s,
                       const struct gz_posting *posting, take_fn *take)
{
    const struct gz_program *p = b->p;
    const struct gz_type_range *ranges =
        (const struct gz_type_range *)(const void *)p->ranges.data +
        s->u.span.first;
    for (uint32_t i = 0; i < s->u.span.count; i++) {
        for (uint32_t t = ranges[i].first; t < ranges[i].end; t++) {
            take(b, &p->type_postings[group * p->type_count + t], posting);
        }
    }
}

static void take_each(struct build *b, take_fn *take)
{
    const struct gz_program *p = b->p;
    for (uint32_t i = 0; i < p->set->rule_count; i++) {
        const struct gz_program_rule *rule = &p->rules[i];
        for (uint32_t j = 0; j < rule->cover_count; j++) {
            const struct gz_cover_item *item = cover_at(p, rule->cover + j);
            const struct gz_state *s = gz_program_state(p, item->state);
            const struct gz_posting posting = posting_of(item);
            if (s->kind == GZ_STATE_LIST) {
                take(b, &p->list_postings[s->u.span.first], &posting);
            } else if (s->kind == GZ_STATE_TYPE) {
                take_types(b, rule->group, s, &posting, take);
            }
        }
    }
}

// From counts to places behind what is laid out; counts begin anew.
static uint32_t open_spans(struct gz_posting_span *spans, uint32_t count,
                           uint32_t first)
{
    for (uint32_t i = 0; i < count; i++) {
        spans[i].first = first;
        first += spans[i].count;
        spans[i].count = 0;
    }
    return first;
}

static enum gz_status build(struct build *b,
                            const struct gz_phrase_builder *phrases)
{
    struct gz_program *p = b->p;
    enter_words(b);
    enter_phrases(b, phrases);
    enter_stops(b);
    if (gz_buffer_status(&b->entries) != GZ_OK ||
        gz_buffer_status(&b->postings) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    const uint32_t lists = p->set->list_count;
    const uint32_t types = p->group_count * p->type_count;
    p->list_postings = GZ_ARENA_ARRAY(p->arena, struct gz_posting_span, lists);
    p->type_postings = GZ_ARENA_ARRAY(p->arena, struct gz_posting_span, types);
    if (p->list_postings == NULL || p->type_postings == NULL) {
        return GZ_NO_MEMORY;
    }
    take_each(b, count_one);
    const uint32_t words =
        (uint32_t)(b->postings.len / sizeof(struct gz_posting));
    uint32_t end = open_spans(p->list_postings, lists, words);
    end = open_spans(p->type_postings, types, end);
    b->out = GZ_ARENA_ARRAY(p->arena, struct gz_posting, end);
    if (b->out == NULL) {
        return GZ_NO_MEMORY;
    }
    take_each(b, place_one);
    p->postings = b->out;
    return lay_out_words(b);
}

enum gz_status gz_trigger_build(struct gz_program *p,
                                const struct gz_phrase_builder *phrases)
{
    struct build b = {.p = p};
    gz_buffer_init(&b.entries, 0);
    gz_buffer_init(&b.postings, 0);
    const enum gz_status st = build(&b, phrases);
    gz_buffer_fini(&b.entries);
    gz_buffer_fini(&b.postings);
    return st;
}
