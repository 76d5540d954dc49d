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

// Words that who reads several at once may read behind any row of a field;
// whatever stands there.
#define GZ_ROW_SPARE 4

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
    uint32_t words;             // of a row, with one of no bits behind
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

/** Note that a trait stands somewhere, before anything else of it. */
bool gz_trait_rows_meet(struct gz_trait_rows *r, uint32_t trait);

/** A row for a trait that is known, of what has so many tokens. */
bool gz_trait_rows_open(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t tokens);

/** Mark tokens with a trait that is known. */
bool gz_trait_rows_add(struct gz_trait_rows *r, uint32_t trait,
                       const struct gz_trait_place *place);

/** Mark the begin of a run with a trait that is known. */
bool gz_trait_rows_add_run(struct gz_trait_rows *r, uint32_t trait,
                           const struct gz_trait_place *place, uint32_t follow);

/** A new source; its number in *out. */
bool gz_trait_rows_source(struct gz_trait_rows *r, uint32_t *out);

/** Mark tokens, at most GZ_TRAIT_ROW_TOKENS_MAX, in a source. */
bool gz_trait_rows_mark(struct gz_trait_rows *r, uint32_t source,
                        const struct gz_trait_place *place);

/** A trait that is known has all places of a source, also later ones, until
 * somebody asks for it. */
bool gz_trait_rows_link(struct gz_trait_rows *r, uint32_t trait,
                        uint32_t source);

static inline bool gz_trait_rows_knows(const struct gz_trait_rows *r,
                                       uint32_t trait)
{
    return r->of[trait - r->first].known;
}

/** Gather a row from its sources, for which memory was promised. */
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
