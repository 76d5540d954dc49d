#ifndef GZ_GROUP_READER_H
#define GZ_GROUP_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/flow/record.h"
#include "daemon/observe/log.h"

/*
 * A member of a consumer group on one topic, for a loop that must not be held
 * up: nothing here waits but _close() and _free().  Committed records only;
 * offsets are committed when told, with words beside them that come back at the
 * next assignment.  A partition without an offset is read from its beginning;
 * an offset that the broker no longer has is told in the log, with how many
 * records are lost, and reading goes on behind the gap.
 *
 * Rebalancing is eager: all partitions go and come together.
 *
 * The daemon's articles are read by consumer.h, where a gap stops the worker
 * and a commit may be waited for.
 *
 * Use from one thread; callbacks come in poll.
 */
struct gz_group_reader;
struct rd_kafka_message_s;  // rd_kafka_message_t

#define GZ_GROUP_READER_WORDS 64  // most bytes committed with an offset

struct gz_group_position {
    int32_t partition;
    int64_t offset;  // to be read next; below 0: the beginning
    char words[GZ_GROUP_READER_WORDS];
};

struct gz_group_reader_events {
    void *ctx;
    /** Partitions came; false: they are asked for again in a while. */
    bool (*on_assign)(void *ctx, const struct gz_group_position *positions,
                      size_t count);
    /** An offset is gone: the partition is read on from its beginning. */
    void (*on_gap)(void *ctx, int32_t partition);
    /** All of them went, or are about to: _commit() still works. */
    void (*on_revoke)(void *ctx);
};

// All borrowed for the reader's life but events, which are copied.
struct gz_group_reader_options {
    const struct gz_config *config;
    const char *topic;
    const char *group;
    const char *name;  // client id, and under static membership the member's
    struct gz_log *log;
    struct gz_group_reader_events events;
};

/** An owned reader that has joined the group.  Release with _free(). */
enum gz_status
gz_group_reader_new(const struct gz_group_reader_options *options,
                    struct gz_group_reader **out,
                    struct gz_error *err) GZ_MUST_CHECK;

/** Release without leaving the group in order; NULL allowed. */
void gz_group_reader_free(struct gz_group_reader *r);

/** Becomes readable when there is something to poll; see wakeup.h.  Poll once
 * a second as well, or the group counts the member out. */
int gz_group_reader_fd(const struct gz_group_reader *r);
void gz_group_reader_clear_fd(struct gz_group_reader *r);

/**
 * The next record or NULL; owned, released with gz_group_reader_release().
 * *record and its headers borrow from it, headers until the next poll.
 */
struct rd_kafka_message_s *gz_group_reader_poll(struct gz_group_reader *r,
                                                struct gz_record *record);
void gz_group_reader_release(struct rd_kafka_message_s *message);

/** Commit without waiting; one that fails is repeated by the next. */
void gz_group_reader_commit(struct gz_group_reader *r,
                            const struct gz_group_position *positions,
                            size_t count);

/** Ask for the committed offsets and read on from there, as at an assignment;
 * nothing that was fetched before comes any more. */
void gz_group_reader_again(struct gz_group_reader *r);

/** Stop and go on fetching: poll gives no records, but keeps the membership. */
void gz_group_reader_pause(struct gz_group_reader *r);
void gz_group_reader_resume(struct gz_group_reader *r);

/** Begin to commit what was told last and to leave the group; no callback
 * comes from then on, and nothing may be called but the next three. */
void gz_group_reader_leave(struct gz_group_reader *r);

/** Go on with leaving; true when it has left. */
bool gz_group_reader_left(struct gz_group_reader *r);

/** Leave, or go on with leaving, for timeout_us at most. */
void gz_group_reader_close(struct gz_group_reader *r, int64_t timeout_us);

#endif
