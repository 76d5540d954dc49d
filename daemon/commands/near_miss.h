#ifndef GZ_NEAR_MISS_H
#define GZ_NEAR_MISS_H

#include "daemon/base/buffer.h"
#include "rules/near_match.h"

/*
 * What near_match.h tells, in words.
 */

/**
 * Append one line: `came to "rival" (14..19), wanted customer~`.  Without a
 * line end.
 */
void gz_near_miss_append(const struct gz_near_match_question *q,
                         const struct gz_near_miss *near,
                         struct gz_buffer *out);

/**
 * Append all: the sentence with a caret under the word that would not do, the
 * part of the pattern that was reached, what it would have taken, which of
 * that is spelt nearly so, what was captured, and the guard that forbade.
 */
void gz_near_miss_explain(const struct gz_near_match_question *q,
                          const struct gz_near_miss *near,
                          struct gz_buffer *out);

#endif
