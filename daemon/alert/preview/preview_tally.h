#ifndef GZ_PREVIEW_TALLY_H
#define GZ_PREVIEW_TALLY_H

#include <stdbool.h>

#include "codecs/alert_event.h"
#include "daemon/base/arena.h"
#include "daemon/base/map.h"
#include "daemon/base/status.h"

/*
 * Alerts counted: all together, by group, by the hour or day in which they
 * were raised, and the first of them as they are.  What it keeps is bounded,
 * however many there are; that a bound was met is told.
 */
enum gz_preview_bound {
    GZ_PREVIEW_EVENTS,   // not all were read
    GZ_PREVIEW_SAMPLES,  // there were more alerts than samples
    GZ_PREVIEW_GROUPS,   // some are counted only all together
    GZ_PREVIEW_SLOTS,    // hours or days likewise
    GZ_PREVIEW_STATE,    // alerts, stories and things seen: too many to go on
    GZ_PREVIEW_TIME,     // it took too long, or was called off
    GZ_PREVIEW_BOUNDS,
};

struct gz_preview_counts {
    uint64_t raised;   // alerts, whatever was told of them later
    uint64_t repeats;  // FIRING that was told again
    uint64_t states[GZ_ALERT_STATE_UNKNOWN];  // AlertEvents
};

struct gz_preview_group {
    struct gz_str subscription;
    struct gz_str entity_id;
    struct gz_str entity_name;
    struct gz_str entity_type;
    const struct gz_event_pair *pairs;  // of group_by
    uint32_t pair_count;
    struct gz_preview_counts counts;
};

struct gz_preview_slot {
    int64_t begin_ms;  // a multiple of slot_ms
    struct gz_preview_counts counts;
};

// 0 stands for the default, but samples may be none.
struct gz_preview_limits {
    uint32_t samples;
    uint32_t groups;      // 1,000
    uint32_t slots;       // 1,000
    size_t sample_bytes;  // 16 MiB for all samples
    int64_t slot_ms;      // an hour
};

struct gz_preview_sample;

struct gz_preview_tally {
    struct gz_preview_limits limits;
    struct gz_preview_counts total;
    bool met[GZ_PREVIEW_BOUNDS];
    struct gz_arena *arena;  // owned; of groups
    struct gz_map *by_key;   // owned; number of a group
    struct gz_preview_group *groups;
    uint32_t group_count;
    struct gz_preview_slot *slots;  // in order
    uint32_t slot_count;
    struct gz_preview_sample *samples;  // in order
    uint32_t sample_count;
    size_t sample_bytes;
    uint64_t order;  // of the next alert
};

/** Prepare; GZ_NO_MEMORY.  Release with gz_preview_tally_fini(), also on
 * failure. */
enum gz_status
gz_preview_tally_init(struct gz_preview_tally *t,
                      const struct gz_preview_limits *limits) GZ_MUST_CHECK;
void gz_preview_tally_fini(struct gz_preview_tally *t);

/** Count an alert of a partition; those of one come in order of time. */
enum gz_status gz_preview_tally_add(struct gz_preview_tally *t,
                                    const struct gz_alert_event *alert,
                                    uint32_t partition) GZ_MUST_CHECK;

/** Put groups with the most alerts first. */
void gz_preview_tally_sort(struct gz_preview_tally *t);

/** The samples in the order in which they were raised, in arena. */
enum gz_status
gz_preview_tally_samples(const struct gz_preview_tally *t,
                         struct gz_arena *arena,
                         const struct gz_alert_event ***out) GZ_MUST_CHECK;

/** The name of a bound, as it is printed. */
const char *gz_preview_tally_bound_name(enum gz_preview_bound bound);

#endif
