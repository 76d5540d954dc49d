#ifndef GZ_EVENT_BUILDER_H
#define GZ_EVENT_BUILDER_H

#include <stdint.h>

#include "codecs/article.h"
#include "codecs/event.h"
#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "daemon/flow/record.h"
#include "rules/findings.h"
#include "rules/text/document.h"

/*
 * From findings to events, one per entity.  Codecs and rules do not know each
 * other; this is where the two meet.
 */
struct gz_event_sources {
    const struct gz_record *record;
    const struct gz_article *article;
    const struct gz_document *document;
    const struct gz_findings *findings;
    const char *ruleset;  // hash of the rule set
};

/**
 * Build the events of an article, in arena; they borrow from all sources.
 * Equal sources give equal events, event ids included.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_event_builder_run(const struct gz_event_sources *in,
                                    struct gz_arena *arena,
                                    const struct gz_event **out,
                                    uint32_t *count) GZ_MUST_CHECK;

#endif
