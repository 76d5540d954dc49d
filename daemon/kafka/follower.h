#ifndef GZ_FOLLOWER_H
#define GZ_FOLLOWER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/flow/record.h"
#include "daemon/observe/log.h"

/*
 * Reads a topic along with whoever else does: all partitions, no group, no
 * offsets committed.  For tools; the daemon's own reading is consumer.h.
 *
 * Use from one thread.
 */
struct gz_follower;

enum gz_follower_start {
    GZ_FOLLOWER_END,        // what comes from now on
    GZ_FOLLOWER_BEGINNING,  // all that the topic holds
};

/**
 * Open topic and find its ends; what is written after the return is read.
 * config and log are borrowed for the follower's life.
 * Fails with GZ_UNAVAILABLE (no broker answers), GZ_NOT_FOUND (no such
 * topic), GZ_DENIED or GZ_INVALID, in err with the remedy.
 * Release with gz_follower_free().
 */
enum gz_status gz_follower_new(const struct gz_config *config,
                               const char *topic, enum gz_follower_start start,
                               struct gz_log *log, struct gz_follower **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/** Close and release; NULL allowed. */
void gz_follower_free(struct gz_follower *f);

/**
 * The next record, borrowed until the next call; its headers are not read.
 * GZ_NOT_FOUND: none came within timeout_ms.  While brokers are away that is
 * the answer too: it goes on when they are back.
 */
enum gz_status gz_follower_next(struct gz_follower *f, int timeout_ms,
                                struct gz_record *out,
                                struct gz_error *err) GZ_MUST_CHECK;

/** Whether no broker answers just now, as the latest call found. */
bool gz_follower_unreachable(const struct gz_follower *f);

#endif
