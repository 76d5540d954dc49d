#ifndef GZ_ALERT_INBOX_H
#define GZ_ALERT_INBOX_H

#include <stdint.h>

#include "codecs/alert_event.h"
#include "daemon/base/arena.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/notify/outcome.h"
#include "daemon/notify/receiver_job.h"

/*
 * Records of the alert topic as alerts: the one place of this part that knows
 * how an AlertEvent is framed and encoded.  Anyone may have written them.
 *
 * Use from one thread.
 */
struct gz_alert_inbox {
    struct gz_arena *arena;  // of the alert opened last
    uint64_t fingerprint;
};

/** Fails with GZ_MISMATCH (schema) or GZ_NO_MEMORY.  Main thread.
 * Release with gz_alert_inbox_fini(). */
enum gz_status gz_alert_inbox_init(struct gz_alert_inbox *inbox,
                                   struct gz_error *err) GZ_MUST_CHECK;
void gz_alert_inbox_fini(struct gz_alert_inbox *inbox);

/**
 * Read a record's value; the alert is borrowed until the next one is opened.
 * GZ_INVALID or GZ_MISMATCH: it is no alert, said in why.  GZ_NO_MEMORY.
 */
enum gz_status gz_alert_inbox_open(struct gz_alert_inbox *inbox,
                                   struct gz_str value,
                                   const struct gz_alert_event **out,
                                   struct gz_outcome *why) GZ_MUST_CHECK;

/** What names this AlertEvent towards receivers: its alert's id and its
 * number, "ID-SEQUENCE". */
void gz_alert_inbox_id(const struct gz_alert_event *alert,
                       char out[GZ_RECEIVER_ID_BYTES]);

#endif
