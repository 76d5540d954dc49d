#ifndef GZ_TRAIT_ROWS_H
#define GZ_TRAIT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include "rules/compile/traits.h"
#include "rules/match/scratch.h"

/*
 * Which tokens of a field have which traits.  What is one token long, such as
 * a word, is a bit in a row of them, one for each token of the field; so is
 * what is two tokens long or three, such as a phrase or an item, in two more
 * rows.  Longer ones are runs.
 *
 * A word has several traits, a dozen if it is a common one, and of those that
 * a text has few are ever asked for.  So its places are marked once, as those
 * of a source, to which its traits are linked; the row of a trait is gathered
 * from its sources the first time that somebody asks.
 */
#define GZ_TRAIT_ROW_TOKENS_MAX 3

// Rows of traits are of whole blocks of words, so that a register is filled.
#define GZ_ROW_BLOCK 4

// Words that who reads several at once may read behind any row of a field;
// whatever stands there.
#define GZ_ROW_SPARE GZ_ROW_BLOCK

struct gz_trait_row {
    uint64_t sentences;  // in which it stands, modulo 64
    // Begins of rows in all bits; 0 is one of no bits.
    uint32_t bits[GZ_TRAIT_ROW_TOKENS_MAX];
    uint32_t run;   // number + 1 of its newest
    uint32_t link;  // number + 1 of a source that is to be gathered
    bool known;     // it stands somewhere
};

// Places that several traits have in common: a row without runs.
struct gz_trait_source {
    uint64_t sentences;
    uint32_t bits[GZ_TRAIT_ROW_TOKENS_MAX];
};

// That a trait has the places of a source.
struct gz_trait_link {
    uint32_t source;
    uint32_t next;  // number + 1 of another one of the trait
};

#define GZ_TRAIT_RUN_NONE UINT32_MAX

struct gz_trait_run {
    uint32_t next;  // number + 1 of one of the trait that was marked before
    uint32_t begin_token;
    uint32_t end_token;
    uint32_t follow;  // where a list of items may go on behind it, or NONE
};

struct gz_trait_rows {
    struct gz_trait_row *of;    // of each trait, from the first
    uint32_t first;             // trait
    uint32_t words;             // of a row, at least one of no bits behind
    size_t promised;            // words of bits that gathering may take
    struct gz_scratch bits;     // uint64_t: rows
    struct gz_scratch touched;  // uint32_t: traits that are known
    struct gz_scratch sources;  // struct gz_trait_source
    struct gz_scratch links;    // of traits to sources
    struct gz_scratch runs;     // struct gz_trait_run
};

// Tokens to mark, in a sentence.
struct gz_trait_place {
    uint32_t begin_token;
    uint32_t end_token;
    uint32_t sentence;
};

/** Rows of so many traits from one on; false when out of memory. */
bool gz_trait_rows_init(struct gz_trait_rows *r, uint32_t first,
                        uint32_t count);
void gz_trait_rows_fini(struct gz_trait_rows *r);

// All that follow return false when out of memory.

/** Begin with a field of so many tokens: nothing is marked. */
bool gz_trait_rows_begin(struct gz_trait_rows *r, uint32_t tokens);

/** A row for a trait that is known, of what has so many tokens. */
bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t tokens);

/** Mark tokens with a trait that is known. */
bool gz_trait_rows_add(struct gz_trait_rows *r, uint32_t trait,
                       const struct gz_trait_place *place);

/** Mark the begin of a run with a trait that is known. */
bool gz_trait_rows_add_run(struct gz_trait_rows *r, uint32_t trait,
                           const struct gz_trait_place *place, uint32_t follow);

/** A row of no bits; room for it was reserved. */
static inline uint32_t gz_trait_rows_new(struct gz_trait_rows *r)
{
    const uint32_t row = r->bits.count;
    uint64_t *words = (uint64_t *)r->bits.data + row;
    for (uint32_t w = 0; w < r->words; w += GZ_ROW_BLOCK) {
        for (uint32_t i = 0; i < GZ_ROW_BLOCK; i++) {
            words[w + i] = 0;
        }
    }
    r->bits.count += r->words;
    return row;
}

/** Make room for so many words of rows, beside those that were promised. */
static inline bool gz_trait_rows_reserve(struct gz_trait_rows *r, size_t words)
{
    const size_t all = r->bits.count + r->promised + words + GZ_ROW_SPARE;
    return gz_scratch_reserve(&r->bits, all * sizeof(uint64_t));
}

/** Note that a trait stands somewhere, before anything else of it. */
static inline bool gz_trait_rows_meet(struct gz_trait_rows *r, uint32_t trait)
{
    // Of each length, it has at most one row that is its own.
    const size_t room = (size_t)GZ_TRAIT_ROW_TOKENS_MAX * r->words;
    struct gz_scratch *s = &r->touched;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) * sizeof(trait)) ||
        !gz_trait_rows_reserve(r, room)) {
        return false;
    }
    r->promised += room;
    ((uint32_t *)s->data)[s->count++] = trait;
    r->of[trait - r->first].known = true;
    return true;
}

/** Set the bit of the first token in a row, a new one if it is the row of no
 * bits. */
static inline bool gz_trait_rows_set(struct gz_trait_rows *r, uint32_t *row,
                                     const struct gz_trait_place *place)
{
    if (*row == 0) {
        if (!gz_trait_rows_reserve(r, r->words)) {
            return false;
        }
        *row = gz_trait_rows_new(r);
    }
    ((uint64_t *)r->bits.data)[*row + (place->begin_token >> 6)] |=
        UINT64_C(1) << (place->begin_token & 63);
    return true;
}

/** A new source; its number in *out. */
static inline bool gz_trait_rows_source(struct gz_trait_rows *r, uint32_t *out)
{
    struct gz_scratch *s = &r->sources;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) *
                                   sizeof(struct gz_trait_source))) {
        return false;
    }
    *out = s->count++;
    ((struct gz_trait_source *)s->data)[*out] = (struct gz_trait_source){0};
    return true;
}

/** Mark tokens, at most GZ_TRAIT_ROW_TOKENS_MAX, in a source. */
static inline bool gz_trait_rows_mark(struct gz_trait_rows *r, uint32_t source,
                                      const struct gz_trait_place *place)
{
    struct gz_trait_source *s =
        (struct gz_trait_source *)r->sources.data + source;
    uint32_t *row = &s->bits[place->end_token - place->begin_token - 1];
    s->sentences |= UINT64_C(1) << (place->sentence & 63);
    return gz_trait_rows_set(r, row, place);
}

/** A trait that is known has all places of a source, also later ones, until
 * somebody asks for it. */
static inline bool gz_trait_rows_link(struct gz_trait_rows *r, uint32_t trait,
                                      uint32_t source)
{
    struct gz_trait_row *row = &r->of[trait - r->first];
    struct gz_scratch *s = &r->links;
    if (!gz_scratch_reserve(s, (s->count + (size_t)1) *
                                   sizeof(struct gz_trait_link))) {
        return false;
    }
    ((struct gz_trait_link *)s->data)[s->count++] =
        (struct gz_trait_link){source, row->link};
    row->link = s->count;
    return true;
}

static inline bool gz_trait_rows_knows(const struct gz_trait_rows *r,
                                       uint32_t trait)
{
    return r->of[trait - r->first].known;
}

/** Gather a row from its sources, for which memory was promised; nothing is
 * marked in them or added to it from then on. */
void gz_trait_rows_gather(struct gz_trait_rows *r, struct gz_trait_row *row);

/** The bits of a row of what has so many tokens; borrowed until one is
 * gathered or opened. */
static inline uint64_t *gz_trait_rows_bits(const struct gz_trait_rows *r,
                                           const struct gz_trait_row *row,
                                           uint32_t tokens)
{
    return (uint64_t *)r->bits.data + row->bits[tokens - 1];
}

/** Whether a token has a trait by itself. */
bool gz_trait_rows_has(struct gz_trait_rows *r, uint32_t trait, uint32_t token);

#endif
