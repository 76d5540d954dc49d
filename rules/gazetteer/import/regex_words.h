#ifndef GZ_REGEX_WORDS_H
#define GZ_REGEX_WORDS_H

#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * The words that a regular expression matches, where they are few: words,
 * escaped marks, alternatives in groups, letters in brackets and what a
 * question mark makes optional.  A full stop that no repetition follows is
 * taken for itself, as in "Inc.".
 */
enum { GZ_REGEX_WORDS_MAX = 32 };

struct gz_regex_words {
    struct gz_str items[GZ_REGEX_WORDS_MAX];  // in arena, or of the pattern
    size_t count;
};

/**
 * List all words that pattern matches as a whole, but the empty one.
 * GZ_INVALID when they are not so few; *reason then says why, static.
 * Fails with GZ_NO_MEMORY.
 */
enum gz_status gz_regex_words_list(struct gz_str pattern,
                                   struct gz_arena *arena,
                                   struct gz_regex_words *out,
                                   const char **reason) GZ_MUST_CHECK;

#endif
