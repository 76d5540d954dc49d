#include "daemon/alert/explain/subscription_past.h"

#include "daemon/alert/subscription/subscription_record.h"
#include "daemon/notify/topic_span.h"

struct search {
    struct gz_str id;
    struct gz_subscription *latest;
    bool seen;
};

static enum gz_status on_record(void *ctx, const struct gz_record *record)
{
    struct search *s = ctx;
    struct gz_subscription *read = NULL;
    enum gz_status st = GZ_OK;

    if (record->key.ptr == NULL || !gz_str_eq(record->key, s->id)) {
        return GZ_OK;
    }
    if (record->value.ptr != NULL) {
        st = gz_subscription_record_read(record, &read, NULL);
    }
    if (st == GZ_NO_MEMORY) {
        return st;
    }
    gz_subscription_unref(s->latest);
    s->latest = read;
    s->seen = true;
    return GZ_OK;
}

enum gz_status
gz_subscription_past_find(const struct gz_subscription_past_request *request,
                          struct gz_subscription **out, bool *removed,
                          struct gz_error *err)
{
    const struct gz_topic_span_options options = {
        .port = request->port,
        .clock = request->clock,
        .stop = request->stop,
        .stop_ctx = request->stop_ctx,
    };
    struct search s = {.id = request->id};
    const struct gz_topic_span_sink sink = {.ctx = &s, .on_record = on_record};
    const enum gz_status st = gz_topic_span_read(&options, &sink, err);

    *out = NULL;
    *removed = st == GZ_OK && s.seen && s.latest == NULL;
    if (st != GZ_OK) {
        gz_subscription_unref(s.latest);
        return st != GZ_NO_MEMORY
                   ? st
                   : gz_error_set(err, st, "out of memory for a subscription");
    }
    *out = s.latest;
    return s.latest != NULL ? GZ_OK : GZ_NOT_FOUND;
}
