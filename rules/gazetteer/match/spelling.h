#ifndef GZ_SPELLING_H
#define GZ_SPELLING_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"
#include "rules/gazetteer/image/image.h"

/*
 * A name as it goes into an image: cut into words by the same code that cuts
 * articles, with the keys of its words and of the gaps between them.
 */
struct gz_spelling {
    struct gz_str text;   // in arena, or the name itself: composed
    struct gz_str first;  // its first word
    uint32_t word_count;
    bool final_dot;  // one full stop right behind the last word
    bool marks;      // other marks before the first or behind the last word
    bool small;      // it begins with a lower case letter
    bool cased;      // it begins with a letter that has two cases
    bool tall_next;  // there is a second word, and no lower case one
    uint64_t tall_first;  // keys of the first word, by class: see name_key.h
    uint64_t small_first;
    uint64_t words[GZ_NAME_WORDS_MAX];  // of the others, from words[1] on
    uint64_t gaps[GZ_NAME_WORDS_MAX];   // gaps[i] stands before words[i]
};

enum gz_spelling_fault {
    GZ_SPELLING_FINE,
    GZ_SPELLING_NO_WORD,  // marks only
    GZ_SPELLING_LONG,     // more than GZ_NAME_BYTES_MAX
    GZ_SPELLING_WORDS,    // more than GZ_NAME_WORDS_MAX
    GZ_SPELLING_GAP,      // marks between two words that no name may have
    GZ_SPELLING_SMALL_S,  // it begins with the s of a possessive
};

/**
 * Prepare a name, valid UTF-8 on one line, in arena.
 * A name that cannot be in an image gives GZ_INVALID and *fault says why.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_spelling_make(struct gz_str name, struct gz_arena *arena,
                                struct gz_spelling *out,
                                enum gz_spelling_fault *fault) GZ_MUST_CHECK;

/** The key of the first word, in one class. */
static inline uint64_t gz_spelling_first(const struct gz_spelling *s,
                                         bool small)
{
    return small ? s->small_first : s->tall_first;
}

/** The key of the whole name; small says in which class. */
uint64_t gz_spelling_key(const struct gz_spelling *s, bool small);

#endif
