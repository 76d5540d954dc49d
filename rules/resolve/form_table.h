#ifndef GZ_FORM_TABLE_H
#define GZ_FORM_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/text/document.h"

/*
 * Ways to write the entities of one article that their full names give: a
 * person's surname, the leading part of a company's name, initials.  Words are
 * compared by their keys.
 */
enum gz_form_kind {
    GZ_FORM_FULL,     // the name itself, found by a rule at another place
    GZ_FORM_SURNAME,  // "Roe" of "Jane Roe"
    GZ_FORM_GIVEN,    // "Jane" of it: where a rule finds somebody of that name
    GZ_FORM_SHORT,    // "Hexabyte Insurance" of "Hexabyte Insurance SE"
    GZ_FORM_FIRST,    // "Hexabyte" of it
    GZ_FORM_ACRONYM,  // "ESA" of "European Space Agency"
    GZ_FORM_DEFINED,  // the same in brackets behind the name
    GZ_FORM_KIND_COUNT,
};

enum {
    GZ_FORM_TOKENS = 8,
    GZ_FORM_OWNERS = 4,  // entities that share a form; more are not told apart
};

// A place in the article: title before body.
typedef uint64_t gz_form_place;

static inline gz_form_place gz_form_place_of(enum gz_field field,
                                             uint32_t token)
{
    return (uint64_t)field << 32 | token;
}

struct gz_form_owner {
    uint32_t entity;
    enum gz_form_kind kind;
    gz_form_place from;  // of the first full name that gives the form
};

struct gz_form {
    uint64_t keys[GZ_FORM_TOKENS];
    uint32_t token_count;
    uint8_t flags[GZ_FORM_TOKENS];  // of the tokens that gave the form
    struct gz_form_owner owners[GZ_FORM_OWNERS];
    uint32_t owner_count;
};

struct gz_form_table {
    struct gz_arena *arena;
    struct gz_form **slots;  // by the first key; open addressing
    uint32_t mask;
    uint32_t count;
    uint64_t sieve[4];  // bits of first keys
};

/** Begin an empty table, in arena; nothing is allocated yet. */
void gz_form_table_init(struct gz_form_table *table, struct gz_arena *arena);

/** Note that words of these keys can stand for an entity; flags are those of
 * tokens that were written so.  What is too long is left out. */
enum gz_status
gz_form_table_add(struct gz_form_table *table, const uint64_t *keys,
                  const uint8_t *flags, uint32_t count,
                  const struct gz_form_owner *owner) GZ_MUST_CHECK;

/** The longest form that tokens from first on are, before end; or NULL. */
const struct gz_form *gz_form_table_find(const struct gz_form_table *table,
                                         const struct gz_tokens *tokens,
                                         uint32_t first, uint32_t end);

/** Whether a form may begin with this key; most others are told at once. */
static inline bool gz_form_table_may(const struct gz_form_table *table,
                                     uint64_t key)
{
    return (table->sieve[key >> 6 & 3] >> (key & 63) & 1) != 0;
}

#endif
