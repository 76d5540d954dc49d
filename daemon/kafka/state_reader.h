#ifndef GZ_STATE_READER_H
#define GZ_STATE_READER_H

#include "daemon/alert/alert_processor.h"
#include "daemon/config/config.h"
#include "daemon/observe/log.h"

/*
 * Reads partitions of the state topic back to their ends: a source of an alert
 * processor.
 *
 * The end is where the partition ends now, open transactions included, and
 * what of these is committed is waited for.  A worker that lost the partition
 * cannot commit any more, because its generation of the group is over; the
 * last one that it could commit may still be on its way.
 *
 * Clients are made for each reading and released behind it: assignments are
 * rare, and an idle client costs threads and connections.
 */
struct gz_state_reader {
    const struct gz_config *config;  // borrowed, like log
    struct gz_log *log;
};

/** source borrows r. */
struct gz_alert_state_source gz_state_reader_source(struct gz_state_reader *r);

#endif
