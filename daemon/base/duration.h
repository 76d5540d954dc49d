#ifndef GZ_DURATION_H
#define GZ_DURATION_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/str.h"

/** Read "90d", "1h30m", "250ms": numbers with w, d, h, m, s or ms.  False when
 * it is none or too long. */
bool gz_duration_parse(struct gz_str text, int64_t *out_ms);

/** Append a duration so that it reads back: 90d, 90m, 1500ms. */
void gz_duration_print(int64_t ms, struct gz_buffer *out);

#endif
