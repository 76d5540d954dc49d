#ifndef GZ_FEED_SCAN_H
#define GZ_FEED_SCAN_H

#include "daemon/notify/feed_state.h"

/*
 * One reading again: clients who stand close to each other ride along, each
 * takes what it has not had, and gets off when its queue is full or when it
 * has come to where the live end was when the scan began.  From then on the
 * live thread holds for it what is new, so that nothing lies between.
 *
 * Belongs to the replay thread.
 */
struct gz_feed_scan {
    struct gz_feed *feed;
    struct gz_arena *arena;
    struct gz_buffer scratch;
    struct gz_feed_client **riders;  // busy while the scan runs
    size_t cap;
    size_t count;
    size_t active;   // riders that want more
    int64_t *start;  // where to read, -1: not at all
    uint32_t partitions;
    uint64_t serial;  // of the latest scan
};

/** Prepare; false when out of memory.  Release with gz_feed_scan_fini(). */
bool gz_feed_scan_init(struct gz_feed_scan *s, struct gz_feed *f);
void gz_feed_scan_fini(struct gz_feed_scan *s);

/**
 * Choose riders, those first that have waited longest, and where to read;
 * false when nobody can ride or there is no memory.  Under the lock.
 */
bool gz_feed_scan_begin(struct gz_feed_scan *s);

/** Whether there is anything to read at all. */
bool gz_feed_scan_reads(const struct gz_feed_scan *s);

/** Hand an item (a record or an end) to the riders.  Not under the lock. */
void gz_feed_scan_take(struct gz_feed_scan *s,
                       const struct gz_topic_item *item);

/** Offsets are gone: tell riders who stand below low.  Under the lock. */
void gz_feed_scan_lost(struct gz_feed_scan *s, const int64_t *low,
                       const int64_t *high);

/** Let all riders go: to the live end where they have come to it.  Under the
 * lock. */
void gz_feed_scan_end(struct gz_feed_scan *s);

#endif
