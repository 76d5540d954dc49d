#ifndef GZ_TEST_HTTP_BENCH_H
#define GZ_TEST_HTTP_BENCH_H

#include <arpa/inet.h>
#include <errno.h>
#include <ev.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/http/server.h"
#include "tests/support/check.h"

/*
 * A server and its clients in one thread: whoever waits runs the loop.  Set
 * the options that differ, then open.
 */
struct http_bench {
    struct ev_loop *loop;
    struct gz_server *server;
    int64_t now_us;
    struct gz_clock clock;
    struct gz_server_options options;
};

// Far beyond what a test takes, so that only the test's clock ends clients.
enum { HTTP_BENCH_LIMIT_US = 600000000 };

static inline int64_t http_bench_monotonic_us(void *ctx)
{
    return ((const struct http_bench *)ctx)->now_us;
}

static inline int64_t http_bench_realtime_ms(void *ctx)
{
    (void)ctx;
    return 0;
}

static inline void http_bench_init(struct http_bench *b,
                                   const struct gz_route_set *sets,
                                   size_t set_count)
{
    static const char *const none[] = {NULL};

    *b = (struct http_bench){.loop = ev_loop_new(EVFLAG_AUTO)};
    b->clock =
        (struct gz_clock){http_bench_monotonic_us, http_bench_realtime_ms, b};
    b->options = (struct gz_server_options){
        .host = "127.0.0.1",
        .loop = b->loop,
        .sets = sets,
        .set_count = set_count,
        .hosts = none,
        .origins = none,
        .connections = 64,
        .connections_per_address = 64,
        .clock = &b->clock,
        .request_limit_ms = HTTP_BENCH_LIMIT_US / 1000,
        .sweep_ms = 5,
    };
}

static inline void http_bench_open(struct http_bench *b)
{
    CHECK_OK(gz_server_open(&b->options, &b->server, NULL));
}

static inline void http_bench_end(struct http_bench *b)
{
    gz_server_close(b->server);
    ev_loop_destroy(b->loop);
}

static inline int http_bench_dial(const struct http_bench *b)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(gz_server_port(b->server)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(connect(fd, (const struct sockaddr *)&address, sizeof(address)),
             0);
    CHECK_EQ(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

static inline void http_bench_say(int fd, const char *text)
{
    CHECK_EQ(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

static inline void http_bench_turn(struct http_bench *b)
{
    ev_run(b->loop, EVRUN_NOWAIT);
    usleep(500);
}

// Enough for several sweeps.
static inline void http_bench_turn_often(struct http_bench *b)
{
    for (int i = 0; i < 40; i++) {
        http_bench_turn(b);
    }
}

// What has come, without waiting; true: the server has closed.
static inline bool http_bench_take(int fd, struct gz_buffer *out)
{
    char part[4096];
    ssize_t n;

    while ((n = recv(fd, part, sizeof(part), 0)) > 0) {
        gz_buffer_append(out, part, (size_t)n);
    }
    return n == 0 || errno != EAGAIN;
}

// All that comes until the server closes; a deadline only ends a hang.
static inline void http_bench_hear(struct http_bench *b, int fd,
                                   struct gz_buffer *out)
{
    for (int rounds = 0; !http_bench_take(fd, out); rounds++) {
        if (rounds > 20000) {
            fputs("the server does not close the connection\n", stderr);
            exit(1);
        }
        http_bench_turn(b);
    }
    gz_buffer_append_byte(out, '\0');
}

static inline const char *
http_bench_ask(struct http_bench *b, const char *request, struct gz_buffer *out)
{
    const int fd = http_bench_dial(b);
    gz_buffer_clear(out);
    http_bench_say(fd, request);
    http_bench_hear(b, fd, out);
    close(fd);
    return (const char *)out->data;
}

#endif
