#include "daemon/http/feed_stream.h"

#include <stdlib.h>
#include <string.h>

#include "codecs/timestamp.h"
#include "daemon/config/config_values.h"
#include "daemon/http/exchange.h"

enum { BAD_REQUEST = 400, BAD_GATEWAY = 502, UNAVAILABLE = 503 };

// One client's stream; owned by its exchange once the reply is made.
struct subscriber {
    const struct gz_feed_stream *stream;
    struct gz_exchange *exchange;
    struct gz_feed_client *client;
    void *filter;
};

static void free_subscriber(struct subscriber *s)
{
    if (s != NULL) {
        if (s->client != NULL) {
            gz_feed_leave(s->client);
        }
        if (s->filter != NULL) {
            s->stream->filters->free(s->filter);
        }
        free(s);
    }
}

static size_t on_read(void *ctx, char *out, size_t max, bool *end)
{
    return gz_feed_read(((struct subscriber *)ctx)->client, out, max, end);
}

// Also what frees it when it could not be begun.
static void on_close(void *ctx)
{
    free_subscriber(ctx);
}

static void refuse(const struct gz_feed_stream *stream, struct gz_reply *reply,
                   const struct gz_feed_answer *answer)
{
    const bool bad = answer->status == GZ_INVALID;
    const bool away =
        answer->status == GZ_UNAVAILABLE || answer->status == GZ_NO_MEMORY;

    gz_reply_error(reply,
                   bad    ? BAD_REQUEST
                   : away ? UNAVAILABLE
                          : BAD_GATEWAY,
                   bad    ? "begin anew with since="
                   : away ? "try again later"
                          : stream->remedy,
                   GZ_STR_FMT, GZ_STR_ARG(gz_reply_plain(answer->text)));
}

static void on_open(void *ctx, const struct gz_feed_answer *answer)
{
    struct subscriber *s = ctx;
    struct gz_reply reply;

    gz_reply_init(&reply);
    // A refusal carries the stream too: closing it is the loop's business.
    reply.stream = (struct gz_stream){NULL, on_close, s};
    if (answer->status == GZ_OK) {
        reply.type = "text/event-stream";
        reply.stream.read = on_read;
    } else {
        refuse(s->stream, &reply, answer);
    }
    gz_exchange_finish(s->exchange, &reply);
}

static void on_ready(void *ctx)
{
    gz_exchange_wake(((struct subscriber *)ctx)->exchange);
}

enum gz_status gz_feed_stream_since(struct gz_str text, int64_t now_ms,
                                    enum gz_feed_start *start,
                                    int64_t *since_ms, struct gz_error *err)
{
    int64_t before_ms = 0;

    *since_ms = 0;
    *start = GZ_FEED_TIME;
    if (text.ptr == NULL || gz_str_is(text, "latest")) {
        *start = GZ_FEED_LATEST;
    } else if (gz_str_is(text, "earliest")) {
        *start = GZ_FEED_EARLIEST;
    } else if (gz_config_values_duration(text, &before_ms) == NULL) {
        *since_ms = before_ms < now_ms ? now_ms - before_ms : 0;
    } else if (!gz_timestamp_parse(text, since_ms) || *since_ms < 0) {
        return gz_error_set(err, GZ_INVALID,
                            "since is \"" GZ_STR_FMT
                            "\", allowed are earliest, latest, a duration such "
                            "as 24h and a time such as 2026-11-23T11:00:00Z "
                            "(write + as %%2B)",
                            GZ_STR_ARG(text));
    }
    return GZ_OK;
}

static enum gz_status find_start(const struct gz_feed_stream *stream,
                                 const struct gz_request *request,
                                 struct gz_feed_request *out,
                                 struct gz_error *err)
{
    struct gz_str id = gz_str_z(request->last_event_id);

    if (id.len_bytes == 0) {
        id = gz_target_argument(request->target, "last_event_id");
    }
    if (id.len_bytes > 0) {
        out->start = GZ_FEED_POSITION;
        return gz_feed_position_parse(id, gz_str_z(stream->topic),
                                      &out->position, err);
    }
    return gz_feed_stream_since(gz_target_argument(request->target, "since"),
                                gz_clock_realtime_ms(stream->clock),
                                &out->start, &out->since_ms, err);
}

static enum gz_status prepare(struct subscriber *s,
                              const struct gz_request *request,
                              struct gz_feed_request *out, struct gz_error *err)
{
    const struct gz_feed_filter_kind *filters = s->stream->filters;
    enum gz_status st =
        gz_target_check(request->target, filters->names, filters->several, err);

    if (st == GZ_OK) {
        st = find_start(s->stream, request, out, err);
    }
    if (st == GZ_OK) {
        st = filters->parse(request->target, &s->filter, err);
    }
    if (st == GZ_OK) {
        out->filter = s->filter;
        out->keys = filters->keys(s->filter, &out->key_count);
    } else {
        gz_feed_position_fini(&out->position);
    }
    return st;
}

static void answer_error(struct gz_reply *reply, enum gz_status st,
                         const struct gz_error *err)
{
    const struct gz_str text = gz_reply_plain(gz_error_text(err));

    if (st == GZ_INVALID) {
        gz_reply_error(reply, BAD_REQUEST,
                       "/v1/openapi.json describes the parameters", GZ_STR_FMT,
                       GZ_STR_ARG(text));
    } else {
        gz_reply_no_memory(reply);
    }
}

void gz_feed_stream_open(const struct gz_feed_stream *stream,
                         const struct gz_request *request,
                         struct gz_reply *reply)
{
    struct subscriber *s = calloc(1, sizeof(*s));
    struct gz_feed_request join = {
        .on_open = on_open, .on_ready = on_ready, .ctx = s};
    struct gz_error err;
    enum gz_status st = GZ_NO_MEMORY;

    gz_error_init(&err);
    if (s != NULL) {
        s->stream = stream;
        s->exchange = request->exchange;
        st = prepare(s, request, &join, &err);
    }
    if (st == GZ_OK) {
        // It may be answered before this returns.
        gz_exchange_defer(request->exchange);
        st = gz_feed_join(stream->feed, &join, &s->client);
        if (st != GZ_OK) {
            answer_error(reply, st, &err);
            gz_exchange_finish(request->exchange, reply);
        }
    } else {
        answer_error(reply, st, &err);
    }
    if (st != GZ_OK) {
        free_subscriber(s);
    }
    gz_error_fini(&err);
}
