#ifndef GZ_ANNOTATIONS_H
#define GZ_ANNOTATIONS_H

#include "daemon/base/buffer.h"
#include "daemon/flow/pipeline.h"

/*
 * Findings in the form that corpora of named entities use, so that accuracy
 * can be scored: one JSON line per article,
 *
 *   {"id", "text", "entities": [{"start", "end", "type", "text", "id"}],
 *    "relations": [{"type", "source", "target", "rule"}]}
 *
 * The text is the body; offsets are code points in it; types are PER, ORG,
 * LOC and NORP, and without an id MONEY, PERCENT, DATE and DURATION.  Names
 * derived from a place ("French") are NORP.  Entities of other types and names
 * in the title have no place in that form.  A relation is a fact; source and
 * target, [start, end], are what fills its first two roles.
 */
void gz_annotations_append(const struct gz_pipeline_view *view,
                           struct gz_buffer *out);

#endif
