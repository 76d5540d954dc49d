#ifndef GZ_EXPLAIN_H
#define GZ_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/status.h"
#include "rules/gazetteer/layers/layers.h"
#include "rules/ruleset.h"
#include "rules/text/document.h"

/*
 * What becomes of every name that stands in an article, and why: what
 * name_trace.h and select.h tell, in one list.  For people who ask why an
 * entity was found or was not; far too slow for anything else.
 */
enum gz_explained_fate {
    GZ_EXPLAINED_MENTION,
    GZ_EXPLAINED_CASE,
    GZ_EXPLAINED_STOP,
    GZ_EXPLAINED_STOPPED,
    GZ_EXPLAINED_INSIDE,
    GZ_EXPLAINED_OVERLAP,
    GZ_EXPLAINED_SAME,
    GZ_EXPLAINED_MARKS,
    GZ_EXPLAINED_NO_CONTEXT,
    GZ_EXPLAINED_SHOUTED,
    GZ_EXPLAINED_NO_TICKER,
    GZ_EXPLAINED_LOST,
    GZ_EXPLAINED_REMOVED,
    GZ_EXPLAINED_COUNT,
};

#define GZ_EXPLAINED_NONE UINT32_MAX

// One reading of one name at one place.
struct gz_explained {
    uint32_t begin_byte;  // half open
    uint32_t end_byte;
    struct gz_str name;  // as the list writes it
    enum gz_name_case name_case;
    struct gz_reading reading;
    struct gz_entry entry;
    bool supported;  // the article speaks for it, where that was asked
    enum gz_explained_fate fate;
    uint32_t by;  // index of what explains the fate, or GZ_EXPLAINED_NONE
};

struct gz_explanation {
    const struct gz_explained *items;  // in arena; by begin, longest first
    uint32_t count;
};

/** A fate as one word, for programs: "mention", "case", "inside" ... */
const char *gz_explained_fate_name(enum gz_explained_fate fate);

/**
 * Explain one field of an article, in arena and borrowed from rules.
 * Fails with GZ_LIMIT when the arena is full.
 */
enum gz_status gz_explain(const struct gz_ruleset *rules,
                          const struct gz_document *doc, enum gz_field field,
                          struct gz_arena *arena,
                          struct gz_explanation *out) GZ_MUST_CHECK;

#endif
