#ifndef GZ_FOLD_H
#define GZ_FOLD_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/*
 * Spellings that a reader takes for the same: the key of a word, beside the
 * exact text.  GZ_FOLD_WIDTH maps full and half width forms and typographic
 * apostrophes, quotes, hyphens and spaces to their plain forms; GZ_FOLD_CASE
 * adds simple case folding (Unicode CaseFolding.txt, C and S);
 * GZ_FOLD_DIACRITICS drops combining marks after canonical decomposition.
 */
enum gz_fold {
    GZ_FOLD_WIDTH = 1 << 0,
    GZ_FOLD_CASE = 1 << 1,
    GZ_FOLD_DIACRITICS = 1 << 2,
};

/** Append the folded form of valid UTF-8; how is a set of enum gz_fold. */
void gz_fold_append(struct gz_buffer *out, struct gz_str s, unsigned how);

/** One code point folded by width and case, without decomposition. */
uint32_t gz_fold_cp(uint32_t cp, unsigned how);

#endif
