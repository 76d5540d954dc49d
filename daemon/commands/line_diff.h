#ifndef GZ_LINE_DIFF_H
#define GZ_LINE_DIFF_H

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

#define GZ_LINE_DIFF_MAX 256  // lines of a side that are compared

/**
 * Append a unified diff of two short texts, with all lines as context:
 *
 *     --- expected
 *     +++ found
 *     @@ -1,2 +1,2 @@
 *      customer  Acme
 *     -supplier  Globex
 *     +supplier  Globex Corp
 *
 * A last line without an end counts like the others; lines beyond
 * GZ_LINE_DIFF_MAX are left out.
 */
void gz_line_diff_append(struct gz_str expected, struct gz_str found,
                         struct gz_buffer *out);

#endif
