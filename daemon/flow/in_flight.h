#ifndef GZ_IN_FLIGHT_H
#define GZ_IN_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/flow/kafka_port.h"

/*
 * The books of the delivery engine: which records are between "taken" and
 * "done", in order for each partition, and how far each partition's prefix
 * reaches: what may be committed.  At least once, a record is done and the
 * prefix moves behind it when it is acknowledged.  Exactly once, the prefix
 * moves when all outputs are in the open transaction, and the record is done
 * when that is committed.
 *
 * Records live in a fixed pool of slots.  Those of a partition form a queue in
 * offset order; a record leaves it when it is done.  Every operation is O(1)
 * per record.
 *
 * A tag names a slot and its generation; a slot that is released begins a new
 * generation, so a late report of forgotten work finds nobody.
 */
#define GZ_IN_FLIGHT_NONE UINT32_MAX

struct gz_in_flight_slot {
    int64_t offset;
    int64_t taken_us;
    int32_t partition;
    uint32_t next;  // in the partition's queue or in the list of free slots
    uint32_t generation;
    uint32_t unacked;  // outputs published and not yet reported
    bool complete;     // all outputs are published
    bool refused;      // came again after an output was too large
};

struct gz_in_flight_lane {
    int64_t next;       // smallest offset that is accepted
    int64_t prefix;     // what may be committed; below 0: not known yet
    int64_t committed;  // last commit that was answered well
    int64_t asked;      // commit that waits for its answer, or -1
    int64_t start;      // where reading begins while nothing is committed
    struct gz_attempts found;     // stored when it came
    struct gz_attempts attempts;  // last committed, or to be marked
    struct gz_attempts asked_attempts;
    uint32_t head, tail;
    uint32_t covered;  // records from committed to prefix
    uint32_t asked_covered;
    bool owned;
    bool marked;    // attempts are committed
    bool wanted;    // and are to be, if they are not
    bool touched;   // a record was taken
    bool included;  // something of it is in the open transaction
    bool clean;     // what is committed says that it ended in order
    bool asked_clean;
};

// What a commit is for.
enum gz_in_flight_ask {
    GZ_IN_FLIGHT_DONE,   // records that are done
    GZ_IN_FLIGHT_MARK,   // that work begins; before the first record
    GZ_IN_FLIGHT_CLEAN,  // that it ended in order, and records that are done
};

typedef void gz_in_flight_done_fn(void *ctx, int64_t taken_us);

struct gz_in_flight {
    struct gz_in_flight_slot *slots;
    uint32_t slot_count;
    uint32_t free_head;
    uint32_t used;
    struct gz_in_flight_lane *lanes;  // by partition number
    struct gz_position *positions;    // scratch, one per lane
    size_t lane_count;
};

/** Empty books for max_records records; release with gz_in_flight_fini(). */
enum gz_status gz_in_flight_init(struct gz_in_flight *f,
                                 uint32_t max_records) GZ_MUST_CHECK;
void gz_in_flight_fini(struct gz_in_flight *f);

/**
 * Own the partition of start from now on; see gz_delivery_assign() for the
 * offsets.  start's attempts are the stored ones; self names this process.
 */
enum gz_status gz_in_flight_own(struct gz_in_flight *f,
                                const struct gz_position *start,
                                int64_t committed, uint64_t self) GZ_MUST_CHECK;

/** Own nothing any more; only how far was committed stays known. */
void gz_in_flight_disown(struct gz_in_flight *f);

/**
 * The last offset of a partition, owned or not, whose commit was answered well
 * here; 0 or less: none.
 */
static inline int64_t gz_in_flight_committed(const struct gz_in_flight *f,
                                             int32_t partition)
{
    return (size_t)partition < f->lane_count ? f->lanes[partition].committed
                                             : 0;
}

/** Forget all records; offsets stay. */
void gz_in_flight_forget(struct gz_in_flight *f);

/** Forget all records and go back to the prefix of each partition. */
void gz_in_flight_rewind(struct gz_in_flight *f);

/**
 * Forget all records and go back to what is committed, as positions of owned
 * partitions tell; an offset below 0: nothing is.
 */
void gz_in_flight_go_back(struct gz_in_flight *f,
                          const struct gz_position *positions, size_t count);

/** The lane of a partition that is owned, or NULL. */
struct gz_in_flight_lane *gz_in_flight_lane(const struct gz_in_flight *f,
                                            int32_t partition);

/**
 * The record at offset is to be taken, and its lane is not marked: attempts
 * are to be committed before.
 */
void gz_in_flight_want_mark(struct gz_in_flight *f, int32_t partition,
                            int64_t offset);

/**
 * Open a slot for the record at offset of an owned partition and move next
 * behind it.  There must be a free slot (asserted).
 */
uint32_t gz_in_flight_open(struct gz_in_flight *f, int32_t partition,
                           int64_t offset, int64_t now_us);

/**
 * Open a slot for work of an owned partition that comes from no record.  It
 * stands behind the record that was taken last, and next stays.
 */
uint32_t gz_in_flight_open_timer(struct gz_in_flight *f, int32_t partition,
                                 int64_t now_us);

/** The tag of an output of slot. */
uint64_t gz_in_flight_tag(const struct gz_in_flight *f, uint32_t slot);

/** The slot that a tag means, or NULL when its work was forgotten. */
struct gz_in_flight_slot *gz_in_flight_find(const struct gz_in_flight *f,
                                            uint64_t tag);

/**
 * To be called when a record became complete or an output was reported: moves
 * the prefix of its partition over all that is acknowledged.
 */
void gz_in_flight_settle(struct gz_in_flight *f, int32_t partition);

/** A record is complete and in the open transaction. */
void gz_in_flight_include(struct gz_in_flight *f, uint32_t slot);

/** Release all records below the committed offset of their partition. */
void gz_in_flight_release(struct gz_in_flight *f, gz_in_flight_done_fn *done,
                          void *ctx);

/** Fill positions with the prefix of every owned partition. */
size_t gz_in_flight_all(struct gz_in_flight *f);

/**
 * Fill positions with the prefixes that are not committed yet, or whose marks
 * are not what they should be, and note that a commit of them was asked for.
 */
size_t gz_in_flight_ask(struct gz_in_flight *f, enum gz_in_flight_ask what);

/** The answer to what was asked for last. */
void gz_in_flight_answer(struct gz_in_flight *f, bool ok);

/** Whether a commit would tell anything new. */
bool gz_in_flight_has(const struct gz_in_flight *f, enum gz_in_flight_ask what);

#endif
