// The part of the page that is about receivers of alerts; their names need no
// escapes.

#include <inttypes.h>

#include "daemon/observe/metrics.h"

typedef uint64_t sample_of(const struct gz_metrics_receiver *r);

static uint64_t delivered(const struct gz_metrics_receiver *r)
{
    return r->delivered;
}

static uint64_t failures(const struct gz_metrics_receiver *r)
{
    return r->failures;
}

static uint64_t undelivered(const struct gz_metrics_receiver *r)
{
    return r->undelivered;
}

static uint64_t held(const struct gz_metrics_receiver *r)
{
    return r->held;
}

static uint64_t is_open(const struct gz_metrics_receiver *r)
{
    return r->open;
}

static uint64_t gone(const struct gz_metrics_receiver *r)
{
    return r->gone;
}

static const struct family {
    const char *name;
    const char *type;
    const char *help;
    sample_of *sample;
} families[] = {
    {"gazetted_receiver_delivered_total", "counter",
     "Alerts that the receiver took.", delivered},
    {"gazetted_receiver_failures_total", "counter",
     "Attempts that failed and are repeated.", failures},
    {"gazetted_receiver_undelivered_total", "counter",
     "Alerts set aside in the topic of the undelivered.", undelivered},
    {"gazetted_receiver_held", "gauge",
     "Alerts that were read and are neither delivered nor set aside.", held},
    {"gazetted_receiver_open", "gauge",
     "1 while the receiver fails and is let alone.", is_open},
    {"gazetted_receiver_gone", "gauge",
     "1 when the receiver said that it is gone (410).", gone},
};

void gz_metrics_append_receivers(const struct gz_metrics_receiver *receivers,
                                 size_t count, struct gz_buffer *out)
{
    const size_t rows = count == 0 ? 0 : sizeof(families) / sizeof(families[0]);

    for (size_t i = 0; i < rows; i++) {
        const struct family *f = &families[i];
        gz_metrics_append_head(out, f->name, f->type, f->help);
        for (size_t k = 0; k < count; k++) {
            gz_buffer_append_fmt(out, "%s{receiver=\"%s\"} %" PRIu64 "\n",
                                 f->name, receivers[k].name,
                                 f->sample(&receivers[k]));
        }
    }
}
