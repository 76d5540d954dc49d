#ifndef GZ_PREVIEW_TEXT_H
#define GZ_PREVIEW_TEXT_H

#include "daemon/alert/preview/preview_reader.h"
#include "daemon/base/buffer.h"

/**
 * Append a report for people: how many alerts and of what, when, what must be
 * known of the number, and the first of them as `gazetted tail --alerts`
 * prints them.  request: what was asked for.  GZ_NO_MEMORY.
 */
enum gz_status gz_preview_text_append(const struct gz_preview_request *request,
                                      const struct gz_preview_report *report,
                                      bool colours,
                                      struct gz_buffer *out) GZ_MUST_CHECK;

#endif
