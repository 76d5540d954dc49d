#ifndef GZ_IMPORT_WORDS_H
#define GZ_IMPORT_WORDS_H

#include <stddef.h>

#include "daemon/base/arena.h"
#include "daemon/base/str.h"

/**
 * Put words that another program cut back together as people write them: no
 * space before closing marks and 's, none behind opening ones, none around
 * hyphens and slashes.  In arena; ptr NULL without memory.
 */
struct gz_str gz_import_words_join(const struct gz_str *words, size_t count,
                                   struct gz_arena *arena);

#endif
