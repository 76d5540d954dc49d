#ifndef GZ_SYMBOL_SET_H
#define GZ_SYMBOL_SET_H

#include <stdint.h>

/*
 * An enum of a schema: its name and its symbols, of which the last stands for
 * every number that is out of range.
 */
struct gz_symbol_set {
    const char *name;
    const char *const *symbols;
    uint32_t count;
};

#define GZ_SYMBOL_SET(name, table)                                             \
    {                                                                          \
        name, table, sizeof(table) / sizeof((table)[0])                        \
    }

/** What a number is written as. */
static inline uint32_t gz_symbol_set_clamp(uint32_t count, uint32_t number)
{
    return number < count - 1 ? number : count - 1;
}

static inline const char *gz_symbol_set_name(const struct gz_symbol_set *set,
                                             uint32_t number)
{
    return set->symbols[gz_symbol_set_clamp(set->count, number)];
}

#endif
