#include "daemon/http/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ev.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// A server and its clients in one thread: whoever waits runs the loop.
struct bench {
    struct ev_loop *loop;
    struct gz_server *server;
    int64_t now_us;
    struct gz_clock clock;
};

static int64_t monotonic_us(void *ctx)
{
    const struct bench *b = ctx;
    return b->now_us;
}

static int64_t realtime_ms(void *ctx)
{
    (void)ctx;
    return 0;
}

// Far beyond what the test takes, so that only the test's clock ends clients.
enum { BIG_BYTES = 300000, LIMIT_US = 600000000 };

static void answer(void *ctx, const char *path, struct gz_server_reply *reply)
{
    (void)ctx;
    if (strcmp(path, "/big") == 0) {
        for (int i = 0; i < BIG_BYTES; i++) {
            gz_buffer_append_byte(&reply->body, 'x');
        }
    } else if (strcmp(path, "/none") == 0) {
        reply->status = 404;
        gz_buffer_append_z(&reply->body, "none\n");
    } else if (strcmp(path, "/full") == 0) {
        reply->body.limit_bytes = 10;
        gz_buffer_append_z(&reply->body, "longer than ten bytes");
    } else {
        gz_buffer_append_fmt(&reply->body, "you asked for %s\n", path);
    }
}

static enum gz_status try_open(struct bench *b, const char *host, uint16_t port,
                               struct gz_error *err)
{
    b->clock = (struct gz_clock){monotonic_us, realtime_ms, b};
    const struct gz_server_options options = {
        .host = host,
        .port = port,
        .loop = b->loop,
        .handler = answer,
        .clock = &b->clock,
        .request_limit_ms = LIMIT_US / 1000,
        .sweep_ms = 5,
    };
    return gz_server_open(&options, &b->server, err);
}

static void begin(struct bench *b)
{
    *b = (struct bench){.loop = ev_loop_new(EVFLAG_AUTO)};
    CHECK_OK(try_open(b, "127.0.0.1", 0, NULL));
    CHECK(gz_server_port(b->server) != 0);
}

static void end(struct bench *b)
{
    gz_server_close(b->server);
    ev_loop_destroy(b->loop);
}

static int dial(const struct bench *b)
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

static void say(int fd, const char *text)
{
    CHECK_EQ(send(fd, text, strlen(text), MSG_NOSIGNAL), strlen(text));
}

static void turn(struct bench *b)
{
    ev_run(b->loop, EVRUN_NOWAIT);
    usleep(500);
}

// Enough for several sweeps.
static void turn_often(struct bench *b)
{
    for (int i = 0; i < 40; i++) {
        turn(b);
    }
}

// All that comes until the server closes; a deadline only ends a hang.
static void hear(struct bench *b, int fd, struct gz_buffer *out)
{
    for (int rounds = 0; rounds < 20000; rounds++) {
        char part[4096];
        const ssize_t n = recv(fd, part, sizeof(part), 0);
        if (n > 0) {
            gz_buffer_append(out, part, (size_t)n);
            continue;
        }
        if (n == 0 || errno != EAGAIN) {
            gz_buffer_append_byte(out, '\0');
            return;
        }
        turn(b);
    }
    fputs("the server does not close the connection\n", stderr);
    exit(1);
}

static void ask(struct bench *b, const char *request, struct gz_buffer *out)
{
    const int fd = dial(b);
    gz_buffer_clear(out);
    say(fd, request);
    hear(b, fd, out);
    close(fd);
}

static const struct {
    const char *request;
    const char *status;
    const char *header;
    const char *body;
} rows[] = {
    {"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 ",
     "Content-Type: text/plain; charset=utf-8\r\n", "you asked for /a\n"},
    {"GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 ",
     "Connection: close\r\n", "you asked for /a\n"},
    {"HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 ",
     "Content-Length: 17\r\n", ""},
    {"GET /a HTTP/1.0\r\n\r\n", "HTTP/1.", "Cache-Control: no-store\r\n",
     "you asked for /a\n"},
    {"GET /none HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 404 ", "", "none\n"},
    {"GET /full HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 503 ", "",
     "out of memory\n"},
    {"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
     "HTTP/1.1 405 ", "Allow: GET, HEAD\r\n",
     "only GET and HEAD are answered here\n"},
    {"POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
     "HTTP/1.1 405 ", "", "only GET and HEAD are answered here\n"},
    {"DELETE / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 405 ", "",
     "only GET and HEAD are answered here\n"},
};

static void test_answers(void)
{
    struct bench b;
    struct gz_buffer got;

    begin(&b);
    gz_buffer_init(&got, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ask(&b, rows[i].request, &got);
        const char *text = (const char *)got.data;
        if (strncmp(text, rows[i].status, strlen(rows[i].status)) != 0 ||
            strstr(text, rows[i].header) == NULL) {
            fprintf(stderr, "to %s came %s", rows[i].request, text);
            exit(1);
        }
        CHECK_Z(strstr(text, "\r\n\r\n") + 4, rows[i].body);
    }
    gz_buffer_fini(&got);
    end(&b);
}

static void test_big(void)
{
    struct bench b;
    struct gz_buffer got;

    begin(&b);
    gz_buffer_init(&got, 0);
    ask(&b, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n", &got);
    const char *text = (const char *)got.data;
    CHECK_EQ(strlen(strstr(text, "\r\n\r\n") + 4), BIG_BYTES);
    gz_buffer_fini(&got);
    end(&b);
}

// A request line longer than a connection's memory, and plain nonsense.
static void test_refusals(void)
{
    struct bench b;
    struct gz_buffer got;
    char *request = malloc(3 * GZ_SERVER_CONNECTION_BYTES);

    begin(&b);
    gz_buffer_init(&got, 0);
    memset(request, 'x', 2 * GZ_SERVER_CONNECTION_BYTES);
    memcpy(request, "GET /", 5);
    request[2 * GZ_SERVER_CONNECTION_BYTES] = '\0';
    ask(&b, request, &got);
    CHECK(strstr((const char *)got.data, "200") == NULL);
    ask(&b, "\x16\x03\x01 nonsense\r\n\r\n", &got);
    CHECK(strstr((const char *)got.data, "200 OK") == NULL);
    ask(&b, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", &got);
    CHECK(strstr((const char *)got.data, "you asked for /a") != NULL);
    gz_buffer_fini(&got);
    free(request);
    end(&b);
}

// A client that trickles is cut off; its neighbour is served meanwhile.
static void test_slow_client(void)
{
    struct bench b;
    struct gz_buffer got;

    begin(&b);
    gz_buffer_init(&got, 0);
    const int slow = dial(&b);
    say(slow, "GET /a HTTP/1.1\r\n");
    turn_often(&b);
    for (int i = 0; i < 10; i++) {
        b.now_us += LIMIT_US / 10;
        say(slow, "X");
        turn_often(&b);
    }
    ask(&b, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", &got);
    CHECK(strstr((const char *)got.data, "you asked for /a") != NULL);

    b.now_us += 1;
    gz_buffer_clear(&got);
    hear(&b, slow, &got);
    CHECK(strstr((const char *)got.data, "you asked") == NULL);
    close(slow);
    gz_buffer_fini(&got);
    end(&b);
}

// More clients than places, all of them silent: after the sweep there is room.
static void test_crowd(void)
{
    enum { CROWD = GZ_SERVER_CONNECTIONS + 20 };
    struct bench b;
    struct gz_buffer got;
    int fds[CROWD];

    begin(&b);
    gz_buffer_init(&got, 0);
    for (int i = 0; i < CROWD; i++) {
        fds[i] = dial(&b);
        turn(&b);
    }
    for (int i = 0; i < 3; i++) {
        b.now_us += LIMIT_US + 1;
        turn_often(&b);
    }
    ask(&b, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", &got);
    CHECK(strstr((const char *)got.data, "you asked for /a") != NULL);
    for (int i = 0; i < CROWD; i++) {
        close(fds[i]);
    }
    gz_buffer_fini(&got);
    end(&b);
}

// Closing the server with clients in every state must leak nothing.
static void test_close(void)
{
    struct bench b;

    begin(&b);
    const int silent = dial(&b);
    const int half = dial(&b);
    const int done = dial(&b);
    say(half, "GET /");
    say(done, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
    turn(&b);
    turn(&b);
    end(&b);
    close(silent);
    close(half);
    close(done);
    gz_server_close(NULL);
}

static const struct {
    const char *host;
    enum gz_status want;
    const char *error;
} hosts[] = {
    {"0.0.0.0", GZ_INVALID,
     "error: cannot serve HTTP on \"0.0.0.0\": it is no loopback address such "
     "as 127.0.0.1 or ::1\n"},
    {"::", GZ_INVALID,
     "error: cannot serve HTTP on \"::\": it is no loopback address such as "
     "127.0.0.1 or ::1\n"},
    {"localhost", GZ_INVALID,
     "error: cannot serve HTTP on \"localhost\": it is no loopback address "
     "such as 127.0.0.1 or ::1\n"},
    {"127.0.0.9", GZ_OK, ""},
};

static void test_addresses(void)
{
    struct bench b = {.loop = ev_loop_new(EVFLAG_AUTO)};
    struct gz_error err;

    gz_error_init(&err);
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        gz_error_clear(&err);
        CHECK_EQ(try_open(&b, hosts[i].host, 0, &err), hosts[i].want);
        CHECK_Z(gz_error_text(&err), hosts[i].error);
        gz_server_close(b.server);
    }
    gz_error_fini(&err);
    ev_loop_destroy(b.loop);
}

// A machine without IPv6 says so; with it the address is taken.
static void test_address_v6(void)
{
    struct bench b = {.loop = ev_loop_new(EVFLAG_AUTO)};
    struct gz_error err;

    gz_error_init(&err);
    if (try_open(&b, "::1", 0, &err) == GZ_OK) {
        CHECK(gz_server_port(b.server) != 0);
    } else {
        CHECK_EQ(err.first, GZ_IO);
    }
    gz_server_close(b.server);
    gz_error_fini(&err);
    ev_loop_destroy(b.loop);
}

// Our own allocations fail one after the other: no answer, or a whole one.
static void test_no_memory(void)
{
    struct bench b = {.loop = ev_loop_new(EVFLAG_AUTO)};
    struct gz_buffer got;

    gz_alloc_fail_at(1);
    CHECK_EQ(try_open(&b, "127.0.0.1", 0, NULL), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    CHECK_OK(try_open(&b, "127.0.0.1", 0, NULL));

    gz_buffer_init(&got, 0);
    gz_buffer_append(&got, (char[8192]){0}, 8192);  // none while it counts
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        ask(&b, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n", &got);
        if (!gz_alloc_failed()) {
            break;
        }
        const char *text = (const char *)got.data;
        CHECK(text[0] == '\0' || strstr(text, "503") != NULL ||
              strstr(text, "you asked for /a\n") != NULL);
    }
    gz_alloc_fail_at(0);
    CHECK(strstr((const char *)got.data, "you asked for /a\n") != NULL);
    gz_buffer_fini(&got);
    end(&b);
}

static void test_port_taken(void)
{
    struct bench b;
    struct bench other = {0};
    struct gz_error err;
    char want[128];

    begin(&b);
    gz_error_init(&err);
    other.loop = b.loop;
    const uint16_t port = gz_server_port(b.server);
    CHECK_EQ(try_open(&other, "127.0.0.1", port, &err), GZ_IO);
    snprintf(want, sizeof(want),
             "error: cannot serve HTTP on 127.0.0.1 port %u: Address already "
             "in use\n",
             port);
    CHECK_Z(gz_error_text(&err), want);
    gz_error_fini(&err);
    end(&b);
}

int main(void)
{
    test_answers();
    test_big();
    test_refusals();
    test_slow_client();
    test_crowd();
    test_close();
    test_addresses();
    test_address_v6();
    test_no_memory();
    test_port_taken();
    return 0;
}
