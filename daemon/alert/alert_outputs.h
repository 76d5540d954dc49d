#ifndef GZ_ALERT_OUTPUTS_H
#define GZ_ALERT_OUTPUTS_H

#include "codecs/alert_event.h"
#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/flow/record.h"

/*
 * What an alert engine hands out, as outputs of a worker.  Bytes go into one
 * buffer that may move while it grows, so outputs are told from offsets when
 * all of them are there.
 */
struct gz_alert_outputs {
    struct gz_buffer bytes;
    struct gz_alert_outputs_row *rows;
    size_t count;
    size_t room;
    struct gz_output *outputs;
    struct gz_header *headers;
    size_t output_room;
    struct gz_str source;  // ce_source, borrowed
};

void gz_alert_outputs_init(struct gz_alert_outputs *o, struct gz_str source);
void gz_alert_outputs_fini(struct gz_alert_outputs *o);

/** Forget what was added; memory stays. */
void gz_alert_outputs_clear(struct gz_alert_outputs *o);

/** Add an alert, keyed by its subscription. */
enum gz_status gz_alert_outputs_alert(struct gz_alert_outputs *o,
                                      const struct gz_alert_event *alert,
                                      uint64_t fingerprint) GZ_MUST_CHECK;

/** Add a record of the state topic; value.ptr NULL: a tombstone. */
enum gz_status gz_alert_outputs_state(struct gz_alert_outputs *o,
                                      int32_t partition, struct gz_str key,
                                      struct gz_str value) GZ_MUST_CHECK;

/** All of them, borrowed until the next clear; NULL when out of memory. */
const struct gz_output *gz_alert_outputs_all(struct gz_alert_outputs *o);

#endif
