#include "rules/compile/key_table.h"

#include <stdlib.h>
#include <string.h>

enum { BITS_A_KEY = 16, BITS_LEAST = 1024 };

static int compare_numbers(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_letters(struct gz_str a, struct gz_str b)
{
    const size_t len = a.len_bytes < b.len_bytes ? a.len_bytes : b.len_bytes;
    const int order = len == 0 ? 0 : memcmp(a.ptr, b.ptr, len);
    return order != 0 ? order : compare_numbers(a.len_bytes, b.len_bytes);
}

static int compare(const void *a, const void *b)
{
    const struct gz_key_entry *x = a;
    const struct gz_key_entry *y = b;
    int order = compare_numbers(x->key, y->key);
    order = order != 0 ? order : compare_numbers(x->use, y->use);
    order = order != 0 ? order : compare_numbers(x->item, y->item);
    return order != 0 ? order : compare_letters(x->letters, y->letters);
}

struct build {
    const struct gz_key_entry *entries;
    size_t count;
    struct gz_key_slot *slots;
    uint64_t *bits;
    const uint32_t *list_traits;
    struct gz_word_trait *traits;
    uint32_t trait_count;
    char *letters;
    uint32_t letter_count;
};

static void take_trait(struct build *b, struct gz_key_slot *slot,
                       uint32_t trait, struct gz_str letters)
{
    const struct gz_word_trait *last = &b->traits[b->trait_count - 1];
    const struct gz_str before =
        gz_str_of(b->letters + last->letters.first, last->letters.count);
    if (slot->trait_count > 0 && last->trait == trait &&
        gz_str_eq(before, letters)) {
        return;
    }
    const uint32_t count = (uint32_t)letters.len_bytes;
    if (count > 0) {
        memcpy(b->letters + b->letter_count, letters.ptr, count);
    }
    b->traits[b->trait_count++] =
        (struct gz_word_trait){trait, {b->letter_count, count}};
    b->letter_count += count;
    slot->trait_count++;
    slot->spelt = slot->spelt || count > 0;
}

// The entries of one key from i on; returns the end.
static size_t take_key(struct build *b, size_t i, struct gz_key_slot *slot)
{
    slot->key = b->entries[i].key;
    slot->used = true;
    slot->trait = b->trait_count;
    for (; i < b->count && b->entries[i].key == slot->key; i++) {
        const struct gz_key_entry *e = &b->entries[i];
        if (e->use == GZ_KEY_STOP) {
            slot->stop = true;
        } else if (e->use == GZ_KEY_GRAMMAR) {
            slot->classes |= e->item;
        } else if (e->use == GZ_KEY_MORE) {
            slot->more = true;
        } else if (e->use == GZ_KEY_LIST) {
            take_trait(b, slot, b->list_traits[e->item], e->letters);
            slot->things |= gz_token_mask_list((uint32_t)e->item);
        } else {
            take_trait(b, slot, (uint32_t)e->item, e->letters);
        }
    }
    return i;
}

static void fill(struct build *b, struct gz_key_table *t)
{
    for (size_t i = 0; i < b->count;) {
        const uint64_t key = b->entries[i].key;
        uint32_t at = (uint32_t)key & t->mask;
        while (b->slots[at].used) {
            at = (at + 1) & t->mask;
        }
        const uint32_t bit = (uint32_t)(key >> 32) & t->bit_mask;
        b->bits[bit >> 6] |= UINT64_C(1) << (bit & 63);
        i = take_key(b, i, &b->slots[at]);
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

static size_t count_keys(const struct gz_key_entry *entries, size_t count)
{
    size_t keys = 0;
    for (size_t i = 0; i < count; i++) {
        keys += i == 0 || entries[i].key != entries[i - 1].key;
    }
    return keys;
}

static size_t count_letters(const struct gz_key_entry *entries, size_t count)
{
    size_t letters = 0;
    for (size_t i = 0; i < count; i++) {
        letters += entries[i].letters.len_bytes;
    }
    return letters;
}

enum gz_status gz_key_table_build(struct gz_key_entry *entries, size_t count,
                                  const uint32_t *list_traits,
                                  struct gz_arena *arena,
                                  struct gz_key_table *out)
{
    if (count > 0) {
        qsort(entries, count, sizeof(*entries), compare);
    }
    const size_t keys = count_keys(entries, count);
    const size_t slots = power_of_two(16, keys * 2);
    const size_t bits = power_of_two(BITS_LEAST, keys * BITS_A_KEY);
    struct build b = {
        .entries = entries,
        .count = count,
        .slots = GZ_ARENA_ARRAY(arena, struct gz_key_slot, slots),
        .bits = GZ_ARENA_ARRAY(arena, uint64_t, bits / 64),
        .list_traits = list_traits,
        .traits = GZ_ARENA_ARRAY(arena, struct gz_word_trait, count + 1),
        .trait_count = 1,
        .letters = gz_arena_alloc(arena, count_letters(entries, count)),
    };
    if (b.slots == NULL || b.bits == NULL || b.traits == NULL ||
        b.letters == NULL) {
        return GZ_NO_MEMORY;
    }
    *out = (struct gz_key_table){
        .bits = b.bits,
        .slots = b.slots,
        .traits = b.traits,
        .letters = b.letters,
        .bit_mask = (uint32_t)bits - 1,
        .mask = (uint32_t)slots - 1,
    };
    fill(&b, out);
    return GZ_OK;
}
