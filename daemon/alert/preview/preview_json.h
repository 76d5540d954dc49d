#ifndef GZ_PREVIEW_JSON_H
#define GZ_PREVIEW_JSON_H

#include "daemon/alert/preview/preview_reader.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"

/**
 * Append a report as one line of JSON, as /v1/openapi.json says (Preview).
 * GZ_NO_MEMORY, and what the buffer's status is.
 */
enum gz_status gz_preview_json_append(const struct gz_preview_report *report,
                                      struct gz_buffer *out) GZ_MUST_CHECK;

#endif
