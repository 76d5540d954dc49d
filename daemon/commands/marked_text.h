#ifndef GZ_MARKED_TEXT_H
#define GZ_MARKED_TEXT_H

#include <stdbool.h>

#include "daemon/base/buffer.h"
#include "daemon/flow/pipeline.h"

/**
 * Append an article for a human: its text with every mention marked, then
 * its entities, the most salient first, and its facts.  On a terminal the
 * marks are colours by type; else they are brackets: "[Microsoft]".
 */
void gz_marked_text_append(const struct gz_pipeline_view *view, bool colours,
                           struct gz_buffer *out);

#endif
