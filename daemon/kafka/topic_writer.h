#ifndef GZ_TOPIC_WRITER_H
#define GZ_TOPIC_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/flow/record.h"
#include "daemon/observe/log.h"

/*
 * Writes records to one topic, few and with no transaction: each is reported
 * when all replicas in sync have it, and may be there twice after trouble.
 *
 * It is not idempotent: what makes such a producer fail for good would then
 * have to be mended here, and whoever reads these records knows them by their
 * headers.
 *
 * Use from one thread; reports come in gz_topic_writer_serve().
 */
struct gz_topic_writer;

enum gz_topic_report {
    GZ_TOPIC_STORED,
    GZ_TOPIC_TOO_LARGE,
    GZ_TOPIC_FAILED,  // said in the log
};

typedef void gz_topic_reported(void *ctx, void *tag, enum gz_topic_report how);

/** An owned writer; config, topic, name and log are borrowed for its life.
 * Release with gz_topic_writer_free(). */
enum gz_status gz_topic_writer_new(const struct gz_config *config,
                                   const char *topic, const char *name,
                                   struct gz_log *log,
                                   gz_topic_reported *reported, void *ctx,
                                   struct gz_topic_writer **out,
                                   struct gz_error *err) GZ_MUST_CHECK;

/** Throw away what is not sent and release; NULL allowed.  No more reports. */
void gz_topic_writer_free(struct gz_topic_writer *w);

/** Becomes readable when there is something to serve; see wakeup.h. */
int gz_topic_writer_fd(const struct gz_topic_writer *w);
void gz_topic_writer_clear_fd(struct gz_topic_writer *w);

/** Take a copy of the record (its topic aside); GZ_OK: tag is reported later.
 * Else it is not taken: GZ_LIMIT too large, GZ_UNAVAILABLE try again. */
enum gz_status gz_topic_writer_put(struct gz_topic_writer *w,
                                   const struct gz_record *record,
                                   void *tag) GZ_MUST_CHECK;

/** Deliver the reports that are there. */
void gz_topic_writer_serve(struct gz_topic_writer *w);

#endif
