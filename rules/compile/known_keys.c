#include "rules/compile/known_keys.h"

#include <stdlib.h>

#include "rules/compile/word_tokens.h"

// Words that make numbers, and behind them those that multiply.
static const char *const numbers[] = {
    "zero",     "one",      "two",      "three",   "four",    "five",
    "six",      "seven",    "eight",    "nine",    "ten",     "eleven",
    "twelve",   "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen", "twenty",   "thirty",  "forty",   "fifty",
    "sixty",    "seventy",  "eighty",   "ninety",
};

static const char *const scales[] = {
    "dozen",   "hundred",  "thousand", "million",
    "billion", "trillion", "mln",      "bln",
};

_Static_assert(sizeof(numbers) / sizeof(*numbers) <=
                   sizeof(((struct gz_known_keys *)0)->numbers) / 8,
               "room for every number");
_Static_assert(sizeof(scales) / sizeof(*scales) <=
                   sizeof(((struct gz_known_keys *)0)->scales) / 8,
               "room for every scale");

static uint64_t key_of(const char *word)
{
    return gz_word_tokens_key(gz_str_z(word));
}

static int compare(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint32_t fill(uint64_t *keys, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        keys[i] = key_of(words[i]);
    }
    qsort(keys, count, sizeof(*keys), compare);
    return (uint32_t)count;
}

void gz_known_keys_fill(struct gz_known_keys *out)
{
    out->comma = key_of(",");
    out->ampersand = key_of("&");
    out->number_join = key_of("and");
    out->hyphen = key_of("-");
    out->stop = key_of(".");
    out->number_count =
        fill(out->numbers, numbers, sizeof(numbers) / sizeof(*numbers));
    out->scale_count =
        fill(out->scales, scales, sizeof(scales) / sizeof(*scales));
}
