#ifndef GZ_WAKEUP_H
#define GZ_WAKEUP_H

#include <librdkafka/rdkafka.h>

#include "daemon/base/error.h"
#include "daemon/base/status.h"

/*
 * An eventfd on which a librdkafka queue says that it is no longer empty.
 *
 * It is edge-like: one signal for the change from empty to one entry.  Whoever
 * is woken clears it first and then drains the queue until it is empty, or
 * comes back by itself; else the rest waits for ever.  A signal for an empty
 * queue is normal.
 */
struct gz_wakeup {
    int fd;
};

/** Open the descriptor, non-blocking; the queue is bound separately. */
enum gz_status gz_wakeup_open(struct gz_wakeup *w,
                              struct gz_error *err) GZ_MUST_CHECK;

/** Let queue signal here; unbind before the queue is destroyed. */
void gz_wakeup_bind(const struct gz_wakeup *w, rd_kafka_queue_t *queue);
void gz_wakeup_unbind(rd_kafka_queue_t *queue);

/** Signal by hand; any thread. */
void gz_wakeup_signal(const struct gz_wakeup *w);

/** Take the signal back. */
void gz_wakeup_clear(const struct gz_wakeup *w);

/** Close the descriptor; one that was never opened (fd -1) is allowed. */
void gz_wakeup_close(struct gz_wakeup *w);

#endif
