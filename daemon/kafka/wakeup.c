#include "daemon/kafka/wakeup.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

// An eventfd takes exactly eight bytes.
static const uint64_t one = 1;

enum gz_status gz_wakeup_open(struct gz_wakeup *w, struct gz_error *err)
{
    w->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (w->fd < 0) {
        return gz_error_errno(err, errno, "cannot make an eventfd");
    }
    return GZ_OK;
}

void gz_wakeup_bind(const struct gz_wakeup *w, rd_kafka_queue_t *queue)
{
    rd_kafka_queue_io_event_enable(queue, w->fd, &one, sizeof(one));
}

void gz_wakeup_unbind(rd_kafka_queue_t *queue)
{
    rd_kafka_queue_io_event_enable(queue, -1, NULL, 0);
}

void gz_wakeup_signal(const struct gz_wakeup *w)
{
    const ssize_t written = write(w->fd, &one, sizeof(one));
    (void)written;  // a signal that was not taken back yet is as good
}

void gz_wakeup_clear(const struct gz_wakeup *w)
{
    uint64_t count;
    const ssize_t got = read(w->fd, &count, sizeof(count));
    (void)got;  // nothing to take back is as good
}

void gz_wakeup_close(struct gz_wakeup *w)
{
    if (w->fd >= 0) {
        (void)close(w->fd);
        w->fd = -1;
    }
}
