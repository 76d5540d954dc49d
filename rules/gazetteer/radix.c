// Eight passes over one byte each; a pass in which all keys agree is left out.

#include "rules/gazetteer/radix.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 8, VALUES = 256 };

struct item {
    uint64_t key;
    uint64_t rest;
};

static void count_digits(const struct item *items, size_t count,
                         size_t counts[DIGITS][VALUES])
{
    memset(counts, 0, DIGITS * sizeof(*counts));
    for (size_t i = 0; i < count; i++) {
        for (int d = 0; d < DIGITS; d++) {
            counts[d][items[i].key >> (8 * d) & 0xff]++;
        }
    }
}

// Distribute by one digit; false when all items have the same one.
static bool pass(const struct item *from, struct item *to, size_t count,
                 int digit, size_t counts[VALUES])
{
    size_t at = 0;
    for (int v = 0; v < VALUES; v++) {
        if (counts[v] == count) {
            return false;
        }
        const size_t here = counts[v];
        counts[v] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++) {
        to[counts[from[i].key >> (8 * digit) & 0xff]++] = from[i];
    }
    return true;
}

enum gz_status gz_radix_sort16(void *items, size_t count)
{
    if (count < 2) {
        return GZ_OK;
    }
    struct item *spare = malloc(count * sizeof(*spare));
    size_t(*counts)[VALUES] = malloc(DIGITS * sizeof(*counts));
    if (spare == NULL || counts == NULL) {
        free(spare);
        free(counts);
        return GZ_NO_MEMORY;
    }
    struct item *from = items;
    struct item *to = spare;
    count_digits(from, count, counts);
    for (int d = 0; d < DIGITS; d++) {
        if (pass(from, to, count, d, counts[d])) {
            struct item *swap = from;
            from = to;
            to = swap;
        }
    }
    if (from != items) {
        memcpy(items, from, count * sizeof(*from));
    }
    free(spare);
    free(counts);
    return GZ_OK;
}
