#ifndef GZ_FOLLOWER_H
#define GZ_FOLLOWER_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/flow/record.h"
#include "daemon/notify/topic_port.h"
#include "daemon/observe/log.h"

/*
 * Reads a topic along with whoever else does: all partitions, no group, no
 * offsets committed, only what is committed by those who write.  The daemon's
 * own reading of articles is consumer.h.
 *
 * Use from one thread at a time.
 */
struct gz_follower;

enum gz_follower_start {
    GZ_FOLLOWER_END,        // what comes from now on
    GZ_FOLLOWER_BEGINNING,  // all that the topic holds
};

struct gz_follower_options {
    const struct gz_config *config;  // borrowed for the follower's life
    const char *topic;               // borrowed for the follower's life
    struct gz_log *log;              // borrowed likewise, NULL allowed
    bool exact;  // ends, and offsets that are gone, are told as items
    bool brief;  // little is fetched ahead: for short readings at many places
    const char *role;  // in errors, as in trouble.h; NULL: "follow"
    int answer_ms;     // how long an answer is waited for; 0: 10 s
};

/**
 * Open a topic; nothing is read before gz_follower_seek().
 * Fails with GZ_UNAVAILABLE (no broker answers), GZ_NOT_FOUND (no such
 * topic), GZ_DENIED or GZ_INVALID, in err with the remedy.
 * Release with gz_follower_free().
 */
enum gz_status gz_follower_open(const struct gz_follower_options *options,
                                struct gz_follower **out,
                                struct gz_error *err) GZ_MUST_CHECK;

/**
 * Open a topic and begin to read at one of its ends; what is written after
 * the return is read.  As gz_follower_open().
 */
enum gz_status gz_follower_new(const struct gz_config *config,
                               const char *topic, enum gz_follower_start start,
                               struct gz_log *log, struct gz_follower **out,
                               struct gz_error *err) GZ_MUST_CHECK;

/** Close and release; NULL allowed. */
void gz_follower_free(struct gz_follower *f);

uint32_t gz_follower_partitions(const struct gz_follower *f);

/** As bounds, at_time and seek of topic_port.h. */
enum gz_status gz_follower_bounds(struct gz_follower *f, int64_t *low,
                                  int64_t *high,
                                  struct gz_error *err) GZ_MUST_CHECK;
enum gz_status gz_follower_at_time(struct gz_follower *f, int64_t since_ms,
                                   int64_t *offsets,
                                   struct gz_error *err) GZ_MUST_CHECK;
enum gz_status gz_follower_seek(struct gz_follower *f, const int64_t *next,
                                struct gz_error *err) GZ_MUST_CHECK;

/**
 * The next record or, of an exact follower, other item, borrowed until the
 * next call; headers are not read.  GZ_NOT_FOUND: none came within timeout_ms.
 * While brokers are away that is the answer too: it goes on when they are
 * back.
 */
enum gz_status gz_follower_item(struct gz_follower *f, int timeout_ms,
                                struct gz_topic_item *out,
                                struct gz_error *err) GZ_MUST_CHECK;

/** The same where only records come. */
enum gz_status gz_follower_next(struct gz_follower *f, int timeout_ms,
                                struct gz_record *out,
                                struct gz_error *err) GZ_MUST_CHECK;

/** Whether no broker answers just now, as the latest call found. */
bool gz_follower_unreachable(const struct gz_follower *f);

#endif
