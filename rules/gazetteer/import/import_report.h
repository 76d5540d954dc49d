#ifndef GZ_IMPORT_REPORT_H
#define GZ_IMPORT_REPORT_H

#include <stdint.h>

#include "daemon/base/arena.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * What an import could not take over, by reason.  Of each reason the first
 * GZ_IMPORT_PLACES places are kept and the rest counted; past
 * GZ_IMPORT_REASONS reasons all others are one.
 */
enum { GZ_IMPORT_REASONS = 64, GZ_IMPORT_PLACES = 10 };

// Where something foreign stands.
struct gz_import_place {
    struct gz_str file;
    uint32_t line;  // from 1
};

struct gz_import_loss {
    struct gz_str reason;  // what is lost and how to mend it; in arena
    uint64_t count;
    uint32_t place_count;
    struct gz_import_place places[GZ_IMPORT_PLACES];
};

struct gz_import_report {
    uint64_t rows;   // read: patterns, or names with their features
    uint64_t names;  // written
    uint64_t lost;   // the sum of all counts
    struct gz_import_loss losses[GZ_IMPORT_REASONS + 1];
    uint32_t loss_count;
    enum gz_status status;   // GZ_NO_MEMORY sticks
    struct gz_arena *arena;  // owned
};

/** An empty report.  Fails with GZ_NO_MEMORY. */
enum gz_status
gz_import_report_init(struct gz_import_report *report) GZ_MUST_CHECK;

void gz_import_report_fini(struct gz_import_report *report);

/**
 * Count a loss at a place.  count is 1, or how many names a reason takes at
 * once.
 */
void gz_import_report_add(struct gz_import_report *report,
                          const struct gz_import_place *place, uint64_t count,
                          const char *fmt, ...) GZ_PRINTF(4, 5);

/**
 * Append the report as lines, nothing when nothing was lost: places as
 * "FILE:LINE: lost: REASON" by reason, then the totals.
 */
void gz_import_report_print(const struct gz_import_report *report,
                            struct gz_buffer *out);

#endif
