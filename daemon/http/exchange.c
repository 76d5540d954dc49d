#include "daemon/http/exchange.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "daemon/http/server_state.h"

enum {
    BLOCK_BYTES = 8192,
    STREAM_SILENCE_S = 120,           // without a byte that the client takes
    STREAM_SOCKET_BYTES = 128 << 10,  // else the kernel may keep megabytes
};

// --- life ---

static void unref(struct gz_exchange *x)
{
    struct gz_server *s = x->server;

    (void)pthread_mutex_lock(&s->lock);
    const bool last = --x->refs == 0;
    (void)pthread_mutex_unlock(&s->lock);
    if (last) {
        gz_target_fini(&x->target);
        gz_buffer_fini(&x->body);
        gz_reply_fini(&x->reply);
        free(x);
    }
}

void *gz_exchange_on_target(void *ctx, const char *target,
                            struct MHD_Connection *mhd)
{
    struct gz_exchange *x = calloc(1, sizeof(*x));

    if (x == NULL) {
        return NULL;
    }
    x->server = ctx;
    x->mhd = mhd;
    x->refs = 1;
    gz_buffer_init(&x->body, 0);
    gz_reply_init(&x->reply);
    x->target_status = gz_target_parse(gz_str_z(target), &x->target, NULL);
    return x;
}

void gz_exchange_on_end(void *ctx, struct MHD_Connection *mhd, void **request,
                        enum MHD_RequestTerminationCode code)
{
    struct gz_exchange *x = *request;

    (void)ctx;
    (void)mhd;
    (void)code;
    *request = NULL;
    if (x != NULL) {
        if (x->connection != NULL) {
            x->connection->exchange = NULL;
        }
        x->connection = NULL;
        x->mhd = NULL;
        x->phase = GZ_EXCHANGE_OVER;
        unref(x);
    }
}

// --- sending ---

static void add_headers(const struct gz_exchange *x, struct MHD_Response *r)
{
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, x->reply.type);
    MHD_add_response_header(r, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    // One request a connection: its age is then all that sweeping needs.
    MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
    if (x->reply.header != NULL) {
        MHD_add_response_header(r, x->reply.header, x->reply.value);
    }
    if (x->reply.etag[0] != '\0') {
        MHD_add_response_header(r, MHD_HTTP_HEADER_ETAG, x->reply.etag);
    }
    if (x->listed) {
        MHD_add_response_header(r, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN,
                                x->origin);
        MHD_add_response_header(r, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS,
                                "Authorization, Content-Type, Last-Event-ID, "
                                "If-Match, If-None-Match");
        MHD_add_response_header(r, "Access-Control-Expose-Headers",
                                "ETag, Retry-After");
        MHD_add_response_header(r, MHD_HTTP_HEADER_VARY, "Origin");
    }
}

static enum MHD_Result queue(struct gz_exchange *x, struct MHD_Response *r)
{
    add_headers(x, r);
    const enum MHD_Result sent = MHD_queue_response(x->mhd, x->reply.status, r);
    MHD_destroy_response(r);
    return sent;
}

static enum MHD_Result send_body(struct gz_exchange *x)
{
    struct gz_buffer *body = &x->reply.body;

    if (gz_buffer_status(body) != GZ_OK) {
        gz_reply_fini(&x->reply);
        gz_reply_init(&x->reply);
        gz_reply_no_memory(&x->reply);
    }
    if (gz_buffer_status(body) != GZ_OK) {
        gz_buffer_clear(body);  // there is none even for that
    }
    struct MHD_Response *r = MHD_create_response_from_buffer(
        body->len, body->data, MHD_RESPMEM_MUST_FREE);
    if (r == NULL) {
        return MHD_NO;
    }
    *body = (struct gz_buffer){0};
    return queue(x, r);
}

static ssize_t on_read(void *ctx, uint64_t pos, char *out, size_t max)
{
    struct gz_exchange *x = ctx;
    const struct gz_stream *stream = &x->reply.stream;
    bool end = false;
    const size_t taken = stream->read(
        stream->ctx, out, max < BLOCK_BYTES ? max : BLOCK_BYTES, &end);

    (void)pos;
    if (taken == 0 && end) {
        return MHD_CONTENT_READER_END_OF_STREAM;
    }
    if (taken == 0) {
        x->suspended = true;
        MHD_suspend_connection(x->mhd);
    }
    return (ssize_t)taken;
}

static void on_stream_end(void *ctx)
{
    struct gz_exchange *x = ctx;
    const struct gz_stream stream = x->reply.stream;

    x->reply.stream = (struct gz_stream){0};
    stream.close(stream.ctx);
    unref(x);
}

static void ref(struct gz_exchange *x)
{
    (void)pthread_mutex_lock(&x->server->lock);
    x->refs++;
    (void)pthread_mutex_unlock(&x->server->lock);
}

static enum MHD_Result send_stream(struct gz_exchange *x)
{
    const int bytes = STREAM_SOCKET_BYTES;
    struct MHD_Response *r = MHD_create_response_from_callback(
        MHD_SIZE_UNKNOWN, BLOCK_BYTES, on_read, x, on_stream_end);

    if (r == NULL) {
        return MHD_NO;
    }
    ref(x);
    gz_connections_stream(&x->server->connections, x->connection);
    (void)setsockopt(x->connection->fd, SOL_SOCKET, SO_SNDBUF, &bytes,
                     sizeof(bytes));
    MHD_set_connection_option(x->mhd, MHD_CONNECTION_OPTION_TIMEOUT,
                              (unsigned)STREAM_SILENCE_S);
    return queue(x, r);
}

static bool has_place(const struct gz_server *s)
{
    return s->connections.streams < s->stream_limit;
}

static enum MHD_Result send_reply(struct gz_exchange *x)
{
    x->phase = GZ_EXCHANGE_OVER;
    if (x->reply.stream.read != NULL && !has_place(x->server)) {
        gz_reply_fini(&x->reply);
        gz_reply_error(&x->reply, MHD_HTTP_SERVICE_UNAVAILABLE,
                       "try again later, or raise http.connections",
                       "there are too many streams");
        gz_reply_retry_after(&x->reply, "5");
    }
    return x->reply.stream.read != NULL ? send_stream(x) : send_body(x);
}

// --- answering later ---

void gz_exchange_defer(struct gz_exchange *x)
{
    ref(x);
    x->phase = GZ_EXCHANGE_DEFERRED;
}

// Under the lock.
static void list_woken(struct gz_exchange *x)
{
    struct gz_server *s = x->server;

    if (!x->woken) {
        x->woken = true;
        x->refs++;
        x->next_woken = s->woken;
        s->woken = x;
        ev_async_send(s->options.loop, &s->wake);
    }
}

void gz_exchange_finish(struct gz_exchange *x, struct gz_reply *reply)
{
    (void)pthread_mutex_lock(&x->server->lock);
    x->late = *reply;
    x->has_late = true;
    list_woken(x);
    x->refs--;  // the list holds one
    (void)pthread_mutex_unlock(&x->server->lock);
    *reply = (struct gz_reply){0};
}

void gz_exchange_wake(struct gz_exchange *x)
{
    (void)pthread_mutex_lock(&x->server->lock);
    list_woken(x);
    (void)pthread_mutex_unlock(&x->server->lock);
}

void gz_exchange_release(struct gz_exchange *x)
{
    if (x->suspended) {
        x->suspended = false;
        MHD_resume_connection(x->mhd);
    }
}

// Take over what was answered later, or drop it when it is too late.
static void take_late(struct gz_exchange *x, struct gz_reply *late)
{
    if (x->phase == GZ_EXCHANGE_DEFERRED) {
        gz_reply_fini(&x->reply);
        x->reply = *late;
        x->phase = GZ_EXCHANGE_REPLIED;
    } else {
        gz_reply_fini(late);
    }
}

bool gz_exchange_resume_woken(struct gz_server *s)
{
    (void)pthread_mutex_lock(&s->lock);
    struct gz_exchange *x = s->woken;
    s->woken = NULL;
    (void)pthread_mutex_unlock(&s->lock);
    const bool any = x != NULL;
    while (x != NULL) {
        (void)pthread_mutex_lock(&s->lock);
        struct gz_exchange *next = x->next_woken;
        struct gz_reply late = x->late;
        const bool has_late = x->has_late;
        x->woken = x->has_late = false;
        (void)pthread_mutex_unlock(&s->lock);
        if (has_late) {
            take_late(x, &late);
        }
        gz_exchange_release(x);
        unref(x);
        x = next;
    }
    return any;
}

void gz_exchange_expire(struct gz_exchange *x)
{
    if (x->phase == GZ_EXCHANGE_DEFERRED) {
        gz_reply_error(&x->reply, MHD_HTTP_SERVICE_UNAVAILABLE,
                       "try again later", "the answer took too long");
        x->phase = GZ_EXCHANGE_REPLIED;
        gz_exchange_release(x);
    }
}

// --- receiving ---

static enum MHD_Result begin(struct gz_exchange *x, struct MHD_Connection *mhd,
                             const char *method)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    x->server->requests++;
    x->connection = info == NULL ? NULL : info->socket_context;
    if (x->connection == NULL) {
        return MHD_NO;  // there was no memory to watch over it
    }
    x->connection->exchange = x;
    if (!gz_admission_check(x, method)) {
        return send_reply(x);
    }
    x->phase = GZ_EXCHANGE_BODY;
    return MHD_YES;
}

static enum MHD_Result take_body(struct gz_exchange *x, const char *body,
                                 size_t *bytes)
{
    const size_t limit = x->match.route->body_limit_bytes;

    x->body_bytes += *bytes;
    if (x->body_bytes <= limit) {
        gz_buffer_append(&x->body, body, *bytes);
    }
    *bytes = 0;
    return x->body_bytes > gz_admission_excess(limit) ? MHD_NO : MHD_YES;
}

// True: there is a reply already.
static bool refuse_body(struct gz_exchange *x)
{
    if (x->body_bytes > x->match.route->body_limit_bytes) {
        gz_admission_too_large(x);
        return true;
    }
    if (gz_buffer_status(&x->body) != GZ_OK) {
        gz_reply_no_memory(&x->reply);
        return true;
    }
    return false;
}

static enum MHD_Result handle(struct gz_exchange *x, const char *method)
{
    const struct gz_request request = {
        .method = method,
        .target = &x->target,
        .param = x->match.param,
        .body = gz_buffer_str(&x->body),
        .content_type = gz_admission_header(x, MHD_HTTP_HEADER_CONTENT_TYPE),
        .last_event_id = gz_admission_header(x, "Last-Event-ID"),
        .if_match = gz_admission_header(x, MHD_HTTP_HEADER_IF_MATCH),
        .if_none_match = gz_admission_header(x, MHD_HTTP_HEADER_IF_NONE_MATCH),
        .exchange = x,
    };

    gz_connections_arrived(&x->server->connections, x->connection);
    if (!refuse_body(x)) {
        x->match.route->handler(x->match.ctx, &request, &x->reply);
    }
    if (x->phase != GZ_EXCHANGE_DEFERRED) {
        return send_reply(x);
    }
    gz_reply_fini(&x->reply);
    gz_reply_init(&x->reply);
    x->suspended = true;
    MHD_suspend_connection(x->mhd);
    return MHD_YES;
}

enum MHD_Result gz_exchange_on_request(void *ctx, struct MHD_Connection *mhd,
                                       const char *path, const char *method,
                                       const char *version, const char *body,
                                       size_t *body_bytes, void **request)
{
    struct gz_exchange *x = *request;

    (void)ctx;
    (void)path;
    (void)version;
    if (x == NULL) {
        return MHD_NO;  // no memory
    }
    switch (x->phase) {
    case GZ_EXCHANGE_NEW:
        return begin(x, mhd, method);
    case GZ_EXCHANGE_BODY:
        return *body_bytes > 0 ? take_body(x, body, body_bytes)
                               : handle(x, method);
    case GZ_EXCHANGE_REPLIED:
        return send_reply(x);
    case GZ_EXCHANGE_DEFERRED:
        x->suspended = true;
        MHD_suspend_connection(mhd);
        return MHD_YES;
    case GZ_EXCHANGE_OVER:
    default:
        *body_bytes = 0;
        return MHD_YES;
    }
}
