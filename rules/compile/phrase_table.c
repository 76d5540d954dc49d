#include "rules/compile/phrase_table.h"

#include <string.h>

#include "rules/compile/word_tokens.h"
#include "rules/text/tokens.h"

// More hyphens than that stay or go together.
enum { HYPHENS_APART = 3 };

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

// One way to write a phrase: without the hyphens that are in left_out.
static void add_way(struct gz_phrase_builder *b, uint32_t list,
                    const struct gz_word_tokens *words, unsigned left_out)
{
    struct gz_phrase_entry e = {
        .first_key = words->items[0].key,
        .hash = gz_phrase_hash_begin(list),
        .list = list,
        .literal = (uint32_t)(b->literals.len / sizeof(struct gz_literal)),
        .order = (uint32_t)(b->entries.len / sizeof(e)),
    };
    unsigned hyphens = 0;
    for (uint32_t i = 0; i < words->count; i++) {
        if (is_hyphen(words, i) && (left_out >> hyphens++ & 1) != 0) {
            continue;
        }
        const struct gz_word_token *w = &words->items[i];
        e.hash = gz_phrase_hash_next(e.hash, w->key);
        e.count++;
        if (b->table->lists[list].exact) {
            const struct gz_literal literal = {
                w->key, gz_arena_copy(b->arena, w->text)};
            gz_buffer_append(&b->literals, &literal, sizeof(literal));
        }
    }
    struct gz_phrase_list *l = &b->table->lists[list];
    if (l->min_tokens == 0 || e.count < l->min_tokens) {
        l->min_tokens = (uint8_t)e.count;
    }
    if (e.count > l->max_tokens) {
        l->max_tokens = (uint8_t)e.count;
    }
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
            return st;
        }
    }
    return GZ_OK;
}

static void put(struct gz_phrase_table *t, const struct gz_phrase_entry *e)
{
    uint32_t at = (uint32_t)(e->hash >> 32) & t->mask;
    while (t->slots[at].list != 0) {
        at = (at + 1) & t->mask;
    }
    t->slots[at] = (struct gz_phrase){e->hash, e->list + 1, e->literal};
}

enum gz_status gz_phrase_builder_finish(struct gz_phrase_builder *b)
{
    struct gz_phrase_table *t = b->table;
    const struct gz_phrase_entry *entries =
        (const struct gz_phrase_entry *)(const void *)b->entries.data;
    const size_t count = b->entries.len / sizeof(*entries);
    size_t slots = 16;
    while (slots < count * 2) {
        slots *= 2;
    }
    t->slots = GZ_ARENA_ARRAY(b->arena, struct gz_phrase, slots);
    t->literals = gz_arena_alloc(b->arena, b->literals.len);
    if (t->slots == NULL || t->literals == NULL ||
        gz_buffer_status(&b->literals) != GZ_OK) {
        return GZ_NO_MEMORY;
    }
    if (b->literals.len > 0) {
        memcpy(t->literals, b->literals.data, b->literals.len);
    }
    t->mask = (uint32_t)slots - 1;
    for (size_t i = 0; i < count; i++) {
        put(t, &entries[i]);
    }
    return GZ_OK;
}
