#ifndef GZ_EXPLAINED_REASON_H
#define GZ_EXPLAINED_REASON_H

#include "daemon/base/buffer.h"
#include "rules/explain.h"

/**
 * Append in words why a name that stands in a text does not count; nothing for
 * one that does.  by is what explains the fate, NULL where nothing does.
 */
void gz_explained_reason_append(const struct gz_explained *e,
                                const struct gz_explained *by,
                                struct gz_buffer *out);

#endif
