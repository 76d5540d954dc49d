#include "rules/values/value_words.h"

#include <stddef.h>

#include "rules/values/values.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))

// One currency: what a noun means in a country.
struct coin {
    uint8_t noun;
    uint8_t country;
    char code[4];
};

// Where the entry of a key is.  Most words have none, which a few lines of
// memory tell: the entries are a dozen times as large.
struct slot {
    uint16_t tag;    // the low bits of the key
    uint16_t entry;  // its number, from 1; 0: free
};

#define KIND(name) (UINT64_C(1) << GZ_VALUE_##name)

#include "rules/values/value_words_table.inc"

_Static_assert((COUNT(slots) & (COUNT(slots) - 1)) == 0,
               "a search wraps around with a mask");

const struct gz_value_entry *gz_value_words_find(uint64_t key)
{
    for (size_t at = key >> 40;; at++) {
        const struct slot slot = slots[at & (COUNT(slots) - 1)];
        if (slot.entry == 0) {
            return NULL;
        }
        if (slot.tag == (uint16_t)key && entries[slot.entry - 1].key == key) {
            return &entries[slot.entry - 1];
        }
    }
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

const struct gz_value_sense *
gz_value_words_sense(const struct gz_value_entry *entry,
                     enum gz_value_kind kind, unsigned languages,
                     struct gz_str text)
{
    for (uint32_t i = 0; i < entry->sense_count; i++) {
        const struct gz_value_sense *s = &senses[entry->senses + i];
        if (s->kind == kind && (s->languages & languages) != 0 &&
            ((s->flags & GZ_VALUE_CASED) == 0 ||
             gz_str_is(text, texts[s->cased])) &&
            ((s->flags & GZ_VALUE_CAPITAL) == 0 || is_upper(text.ptr[0]))) {
            return s;
        }
    }
    return NULL;
}

const struct gz_value_phrase *
gz_value_words_forward(const struct gz_value_entry *entry)
{
    return forward + entry->forward;
}

const struct gz_value_phrase *
gz_value_words_backward(const struct gz_value_entry *entry)
{
    return backward + entry->backward;
}

struct gz_str gz_value_words_text(int number)
{
    return gz_str_z(texts[number]);
}

// Rows are two letters; most that ask have none.
int gz_value_words_country(struct gz_str letters)
{
    const size_t count = letters.len_bytes == 2 ? COUNT(countries) : 0;
    for (size_t i = 1; i < count; i++) {
        if (gz_str_eq_nocase(gz_str_of(countries[i], 2), letters)) {
            return (int)i;
        }
    }
    return 0;
}

const char *const *gz_value_words_currencies(size_t *count)
{
    *count = COUNT(currencies);
    return currencies;
}

struct gz_str gz_value_words_coin(int noun, int country)
{
    for (size_t i = 0; i < COUNT(coins); i++) {
        if (coins[i].noun == noun && coins[i].country == country) {
            return gz_str_z(coins[i].code);
        }
    }
    return gz_str_of("", 0);
}
