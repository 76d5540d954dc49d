// Answers that come later, from other threads, and streams.

#include "daemon/http/exchange.h"

#include <pthread.h>

#include "tests/support/http_bench.h"

enum { SMALL = 5 };

// What the handlers share with the test.
struct stage {
    struct gz_exchange *exchange;  // deferred last, or of the stream
    const char *text;              // that the stream has yet to give
    bool over;
    int closed;
};

static void later(void *ctx, const struct gz_request *request,
                  struct gz_reply *reply)
{
    struct stage *s = ctx;
    (void)reply;
    s->exchange = request->exchange;
    gz_exchange_defer(request->exchange);
}

static size_t on_read(void *ctx, char *out, size_t max, bool *end)
{
    struct stage *s = ctx;
    const size_t left = strlen(s->text);
    const size_t part = left < SMALL ? left : SMALL;

    CHECK(max >= SMALL);
    memcpy(out, s->text, part);
    s->text += part;
    *end = part == 0 && s->over;
    return part;
}

static void on_close(void *ctx)
{
    ((struct stage *)ctx)->closed++;
}

static struct gz_stream stream_of(struct stage *s)
{
    return (struct gz_stream){on_read, on_close, s};
}

static void stream(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    struct stage *s = ctx;
    s->exchange = request->exchange;
    reply->type = "text/event-stream";
    reply->stream = stream_of(s);
}

static const struct gz_route routes[] = {
    {"GET", "/later", GZ_SCOPE_NONE, 0, later},
    {"GET", "/stream", GZ_SCOPE_NONE, 0, stream},
};

static void begin(struct http_bench *b, struct stage *s,
                  struct gz_route_set *set)
{
    *s = (struct stage){.text = ""};
    *set = (struct gz_route_set){routes, 2, s};
    http_bench_init(b, set, 1);
    http_bench_open(b);
}

static void *finish(void *arg)
{
    struct stage *s = arg;
    struct gz_reply reply;

    gz_reply_init(&reply);
    reply.status = 202;
    gz_buffer_append_z(&reply.body, "here it is\n");
    gz_exchange_finish(s->exchange, &reply);
    return NULL;
}

static int request(struct http_bench *b, const char *path)
{
    const int fd = http_bench_dial(b);
    http_bench_say(fd, "GET ");
    http_bench_say(fd, path);
    http_bench_say(fd, " HTTP/1.0\r\n\r\n");
    http_bench_turn_often(b);
    return fd;
}

static void test_later(void)
{
    struct http_bench b;
    struct gz_route_set set;
    struct stage s;
    struct gz_buffer got;
    pthread_t thread;

    begin(&b, &s, &set);
    gz_buffer_init(&got, 0);
    const int fd = request(&b, "/later");
    CHECK(s.exchange != NULL);
    CHECK(!http_bench_take(fd, &got));
    CHECK_EQ(got.len, 0);
    CHECK_EQ(pthread_create(&thread, NULL, finish, &s), 0);
    http_bench_hear(&b, fd, &got);
    CHECK_EQ(pthread_join(thread, NULL), 0);
    CHECK(strstr((const char *)got.data, " 202 ") != NULL);
    CHECK(strstr((const char *)got.data, "\r\n\r\nhere it is\n") != NULL);
    close(fd);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

// Nobody answers in time, and then somebody does: the client has its refusal,
// the answer goes nowhere, a stream in it is closed.
static void test_too_late(void)
{
    struct http_bench b;
    struct gz_route_set set;
    struct stage s;
    struct gz_buffer got;
    struct gz_reply reply;

    begin(&b, &s, &set);
    gz_buffer_init(&got, 0);
    const int fd = request(&b, "/later");
    b.now_us += HTTP_BENCH_LIMIT_US + 1;
    http_bench_hear(&b, fd, &got);
    CHECK(strstr((const char *)got.data, " 503 ") != NULL);
    CHECK(strstr((const char *)got.data, "took too long") != NULL);
    close(fd);
    gz_reply_init(&reply);
    reply.stream = stream_of(&s);
    gz_exchange_finish(s.exchange, &reply);
    CHECK_EQ(s.closed, 0);  // not here: on the loop
    http_bench_turn_often(&b);
    CHECK_EQ(s.closed, 1);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

static void test_stream(void)
{
    struct http_bench b;
    struct gz_route_set set;
    struct stage s;
    struct gz_buffer got;

    begin(&b, &s, &set);
    gz_buffer_init(&got, 0);
    s.text = "data: one\n\n";
    const int fd = request(&b, "/stream");
    CHECK(!http_bench_take(fd, &got));
    gz_buffer_append_byte(&got, '\0');
    CHECK(strstr((const char *)got.data, "\r\n\r\ndata: one\n\n") != NULL);
    CHECK(strstr((const char *)got.data, "text/event-stream") != NULL);
    CHECK_EQ(gz_server_counts(b.server).streams, 1);
    // It lives as long as it likes.
    b.now_us += 10LL * HTTP_BENCH_LIMIT_US;
    http_bench_turn_often(&b);
    gz_buffer_clear(&got);
    s.text = "data: two\n\n";
    gz_exchange_wake(s.exchange);
    gz_exchange_wake(s.exchange);
    http_bench_turn_often(&b);
    CHECK(!http_bench_take(fd, &got));
    CHECK_STR(gz_buffer_str(&got), "data: two\n\n");
    gz_buffer_clear(&got);
    s.text = "data: last\n\n";
    s.over = true;
    gz_exchange_wake(s.exchange);
    http_bench_hear(&b, fd, &got);
    CHECK_Z((const char *)got.data, "data: last\n\n");
    CHECK_EQ(s.closed, 1);
    close(fd);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

// Whoever is woken first goes on in the same turn, and nobody is forgotten who
// is woken right behind.
static void test_at_once(void)
{
    struct http_bench b;
    struct gz_route_set set;
    struct stage s;
    struct gz_buffer got;

    begin(&b, &s, &set);
    gz_buffer_init(&got, 0);
    const int fd = request(&b, "/stream");
    s.text = "one";
    gz_exchange_wake(s.exchange);
    ev_run(b.loop, EVRUN_NOWAIT);
    CHECK_Z(s.text, "");
    s.text = "two";
    gz_exchange_wake(s.exchange);
    http_bench_turn_often(&b);
    CHECK(!http_bench_take(fd, &got));
    gz_buffer_append_byte(&got, '\0');
    CHECK(strstr((const char *)got.data, "\r\n\r\nonetwo") != NULL);
    close(fd);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

// A client that has gone is noticed when it is sent something.
static void test_gone(void)
{
    struct http_bench b;
    struct gz_route_set set;
    struct stage s;

    begin(&b, &s, &set);
    close(request(&b, "/stream"));
    for (int i = 0; i < 20 && s.closed == 0; i++) {
        s.text = "again\n";
        gz_exchange_wake(s.exchange);
        http_bench_turn_often(&b);
    }
    CHECK_EQ(s.closed, 1);
    http_bench_end(&b);
}

// The server ends while streams wait, and while one was just woken.
static void test_close(void)
{
    struct http_bench b;
    struct gz_route_set set;
    struct stage s;

    begin(&b, &s, &set);
    const int one = request(&b, "/stream");
    const int two = request(&b, "/stream");
    gz_exchange_wake(s.exchange);
    http_bench_end(&b);
    CHECK_EQ(s.closed, 2);
    close(one);
    close(two);
}

static void test_too_many(void)
{
    struct http_bench b;
    struct gz_route_set set;
    struct stage s;
    struct gz_buffer got;
    int fds[49];

    begin(&b, &s, &set);  // 64 connections, 48 of them streams
    gz_buffer_init(&got, 0);
    for (int i = 0; i < 49; i++) {
        fds[i] = http_bench_dial(&b);
        http_bench_say(fds[i], "GET /stream HTTP/1.0\r\n\r\n");
        http_bench_turn(&b);
    }
    http_bench_hear(&b, fds[48], &got);
    CHECK(strstr((const char *)got.data, " 503 ") != NULL);
    CHECK(strstr((const char *)got.data, "too many streams") != NULL);
    CHECK(strstr((const char *)got.data, "Retry-After: 5\r\n") != NULL);
    CHECK_EQ(s.closed, 1);
    for (int i = 0; i < 49; i++) {
        close(fds[i]);
    }
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

int main(void)
{
    test_later();
    test_too_late();
    test_stream();
    test_at_once();
    test_gone();
    test_close();
    test_too_many();
    return 0;
}
