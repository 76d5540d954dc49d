#ifndef GZ_QUOTATIONS_H
#define GZ_QUOTATIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/text/document.h"

enum gz_quote_mark {
    GZ_QUOTE_NONE,
    GZ_QUOTE_OPEN,
    GZ_QUOTE_CLOSE,
    GZ_QUOTE_BOTH,  // the same mark opens and closes
};

/** What a token is to a quotation.  Single marks count when they are curly. */
enum gz_quote_mark gz_quotations_mark(struct gz_str text,
                                      const struct gz_token *token);

/**
 * For each sentence of a passage, whether it begins inside a quotation that a
 * sentence before opened.  A mark that opens again with a new paragraph goes
 * on with the old one, as newspapers do it.
 * *out: an array in arena.  Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_quotations_find(const struct gz_passage *passage,
                                  struct gz_arena *arena,
                                  const bool **out) GZ_MUST_CHECK;

#endif
