#include "rules/compile/phrase_build.h"

#include <stdlib.h>
#include <string.h>

#include "rules/compile/token_mask.h"
#include "rules/compile/word_tokens.h"
#include "rules/text/tokens.h"

// More hyphens than that stay or go together.
enum { HYPHENS_APART = 3, BITS_A_SLOT = 16, BITS_LEAST = 1024 };

enum gz_status gz_phrase_builder_init(struct gz_phrase_builder *b,
                                      const struct gz_rule_set *set,
                                      struct gz_arena *arena,
                                      struct gz_arena *scratch,
                                      struct gz_phrase_table *table)
{
    *b = (struct gz_phrase_builder){
        .set = set, .arena = arena, .scratch = scratch, .table = table};
    gz_buffer_init(&b->entries, 0);
    gz_buffer_init(&b->literals, 0);
    table->lists =
        GZ_ARENA_ARRAY(arena, struct gz_phrase_list, set->list_count);
    return table->lists == NULL ? GZ_NO_MEMORY : GZ_OK;
}

void gz_phrase_builder_fini(struct gz_phrase_builder *b)
{
    gz_buffer_fini(&b->entries);
    gz_buffer_fini(&b->literals);
}

static bool is_hyphen(const struct gz_word_tokens *words, uint32_t i)
{
    return i > 0 && i + 1 < words->count &&
           gz_str_is(words->items[i].text, "-");
}

static void note_length(struct gz_phrase_list *l, uint32_t count)
{
    if (l->min_tokens == 0 || count < l->min_tokens) {
        l->min_tokens = (uint8_t)count;
    }
    if (count > l->max_tokens) {
        l->max_tokens = (uint8_t)count;
    }
}

// The last token is not known before the next one comes, so each beginning is
// entered when it proves to be one.
static void add_token(struct gz_phrase_builder *b, struct gz_phrase_entry *e,
                      const struct gz_word_token *w)
{
    if (e->count > 0) {
        const struct gz_phrase_entry beginning = {
            e->hash, GZ_PHRASE_NO_LIST, GZ_PHRASE_NO_LITERAL, e->count};
        gz_buffer_append(&b->entries, &beginning, sizeof(beginning));
    }
    e->hash = e->count == 0 ? w->key : gz_phrase_hash(e->hash, w->key);
    e->count++;
    if (e->literal != GZ_PHRASE_NO_LITERAL) {
        const struct gz_literal literal = {w->key,
                                           gz_arena_copy(b->arena, w->text)};
        gz_buffer_append(&b->literals, &literal, sizeof(literal));
    }
}

// One way to write a phrase: without the hyphens that are in left_out.
static void add_way(struct gz_phrase_builder *b, uint32_t list,
                    const struct gz_word_tokens *words, unsigned left_out)
{
    struct gz_phrase_list *l = &b->table->lists[list];
    const size_t literals = b->literals.len / sizeof(struct gz_literal);
    struct gz_phrase_entry e = {
        .list = list,
        .literal = l->exact ? (uint32_t)literals : GZ_PHRASE_NO_LITERAL,
    };
    unsigned hyphens = 0;
    for (uint32_t i = 0; i < words->count; i++) {
        if (!is_hyphen(words, i) || (left_out >> hyphens++ & 1) == 0) {
            add_token(b, &e, &words->items[i]);
        }
    }
    note_length(l, e.count);
    gz_buffer_append(&b->entries, &e, sizeof(e));
}

static enum gz_status add_phrase(struct gz_phrase_builder *b, uint32_t list,
                                 struct gz_str phrase)
{
    struct gz_word_tokens words;
    gz_arena_reset(b->scratch);
    if (gz_word_tokens_cut(phrase, b->scratch, &words) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    if (words.count > GZ_PHRASE_TOKENS_MAX) {
        return GZ_LIMIT;
    }
    if (words.count == 0) {
        return GZ_OK;
    }
    unsigned hyphens = 0;
    for (uint32_t i = 0; i < words.count; i++) {
        hyphens += is_hyphen(&words, i);
    }
    const unsigned all = (1U << hyphens) - 1;
    for (unsigned out = 0; hyphens <= HYPHENS_APART && out < all; out++) {
        add_way(b, list, &words, out);
    }
    if (hyphens > HYPHENS_APART) {
        add_way(b, list, &words, 0);
    }
    add_way(b, list, &words, all);
    return gz_buffer_status(&b->entries);
}

enum gz_status gz_phrase_builder_add(struct gz_phrase_builder *b, uint32_t list,
                                     struct gz_str *long_phrase)
{
    const struct gz_rule_list *from = &b->set->lists[list];
    struct gz_phrase_list *to = &b->table->lists[list];
    if (to->used) {
        return GZ_OK;
    }
    to->used = true;
    to->exact = from->exact;
    for (uint32_t i = 0; i < from->phrase_count; i++) {
        const enum gz_status st = add_phrase(b, list, from->phrases[i]);
        if (st != GZ_OK) {
            *long_phrase = from->phrases[i];
            note_length(to, 1);  // nobody is told that it is empty
            return st;
        }
    }
    return GZ_OK;
}

static int order_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int order_entries(const void *a, const void *b)
{
    const struct gz_phrase_entry *x = a;
    const struct gz_phrase_entry *y = b;
    int order = order_numbers(x->hash, y->hash);
    order = order != 0 ? order : order_numbers(x->count, y->count);
    order = order != 0 ? order : order_numbers(x->list, y->list);
    return order != 0 ? order : order_numbers(x->literal, y->literal);
}

struct tables {
    uint64_t *bits;
    struct gz_phrase_slot *slots;
    struct gz_phrase_end *ends;
    uint32_t end_count;
};

static struct gz_phrase_slot *open_slot(const struct gz_phrase_table *t,
                                        struct tables *into, uint64_t hash)
{
    const uint32_t bit = (uint32_t)(hash >> 32) & t->bit_mask;
    uint32_t at = (uint32_t)hash & t->mask;
    while (into->slots[at].used) {
        at = (at + 1) & t->mask;
    }
    into->bits[bit >> 6] |= UINT64_C(1) << (bit & 63);
    into->slots[at] = (struct gz_phrase_slot){
        .hash = hash, .end = into->end_count, .used = true};
    return &into->slots[at];
}

static void add_end(struct tables *into, struct gz_phrase_slot *slot,
                    const struct gz_phrase_entry *e)
{
    const struct gz_phrase_end *last = &into->ends[into->end_count - 1];
    const bool same = slot->end_count > 0 && last->list == e->list &&
                      last->literal == e->literal;
    if (e->list == GZ_PHRASE_NO_LIST) {
        slot->more = true;
    } else if (!same) {
        into->ends[into->end_count++] =
            (struct gz_phrase_end){e->list, e->literal};
        slot->things |= gz_token_mask_list(e->list);
        slot->end_count++;
    }
}

static void fill(const struct gz_phrase_builder *b,
                 const struct gz_phrase_table *t, struct tables *into)
{
    const struct gz_phrase_entry *entries =
        (const struct gz_phrase_entry *)(const void *)b->entries.data;
    const size_t count = b->entries.len / sizeof(*entries);
    struct gz_phrase_slot *slot = NULL;
    for (size_t i = 0; i < count; i++) {
        if (entries[i].count == 1) {
            continue;
        }
        if (slot == NULL || slot->hash != entries[i].hash) {
            slot = open_slot(t, into, entries[i].hash);
        }
        add_end(into, slot, &entries[i]);
    }
}

static size_t power_of_two(size_t least, size_t wanted)
{
    size_t n = least;
    while (n < wanted) {
        n *= 2;
    }
    return n;
}

static enum gz_status copy_literals(struct gz_phrase_builder *b)
{
    struct gz_literal *copy = gz_arena_alloc(b->arena, b->literals.len);
    if (copy == NULL || gz_buffer_status(&b->literals) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    if (b->literals.len > 0) {
        memcpy(copy, b->literals.data, b->literals.len);
    }
    b->table->literals = copy;
    return GZ_OK;
}

enum gz_status gz_phrase_builder_finish(struct gz_phrase_builder *b)
{
    struct gz_phrase_table *t = b->table;
    const size_t count = b->entries.len / sizeof(struct gz_phrase_entry);
    const size_t slots = power_of_two(16, count * 2);
    const size_t bits = power_of_two(BITS_LEAST, count * BITS_A_SLOT);
    struct tables into = {
        .bits = GZ_ARENA_ARRAY(b->arena, uint64_t, bits / 64),
        .slots = GZ_ARENA_ARRAY(b->arena, struct gz_phrase_slot, slots),
        .ends = GZ_ARENA_ARRAY(b->arena, struct gz_phrase_end, count + 1),
        .end_count = 1,
    };
    if (into.bits == NULL || into.slots == NULL || into.ends == NULL ||
        copy_literals(b) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    if (count > 0) {
        qsort(b->entries.data, count, sizeof(struct gz_phrase_entry),
              order_entries);
    }
    t->bit_mask = (uint32_t)bits - 1;
    t->mask = (uint32_t)slots - 1;
    fill(b, t, &into);
    t->bits = into.bits;
    t->slots = into.slots;
    t->ends = into.ends;
    return GZ_OK;
}
