#ifndef GZ_FOLD_H
#define GZ_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/*
 * Spellings that a reader takes for the same: the key of a word, beside the
 * exact text.
 *
 * GZ_FOLD_WIDTH maps full and half width forms and typographic apostrophes,
 * quotes, hyphens, dashes and spaces to their plain forms, and drops soft
 * hyphens and other characters that show nothing.
 * GZ_FOLD_CASE is simple case folding (Unicode CaseFolding.txt, C and S).
 * GZ_FOLD_DIACRITICS drops accents after canonical decomposition, and the
 * vowel points of Hebrew and Arabic; marks of other scripts stay.
 *
 * Folding what is folded changes nothing, whatever the set.
 */
enum gz_fold {
    GZ_FOLD_WIDTH = 1 << 0,
    GZ_FOLD_CASE = 1 << 1,
    GZ_FOLD_DIACRITICS = 1 << 2,
};

/**
 * Append the folded form of valid UTF-8, at most twice its bytes; how is a set
 * of enum gz_fold.  Failure sticks in out.
 */
void gz_fold_append(struct gz_buffer *out, struct gz_str s, unsigned how);

/**
 * One code point folded by width and case alone.  It agrees with
 * gz_fold_append() but for what takes more than one: marks of voice behind
 * half width kana, and characters that are dropped.
 */
uint32_t gz_fold_cp(uint32_t cp, unsigned how);

/** Whether GZ_FOLD_WIDTH drops a character: one that shows nothing, such as a
 * soft hyphen, a mark of direction or a variation selector. */
bool gz_fold_drops(uint32_t cp);

#endif
