// What is refused before the library sees it, and what it is handed.

#include "tests/support/http_bench.h"

#include "daemon/http/request_head.h"

static void answer(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    (void)ctx;
    gz_buffer_append_fmt(&reply->body, "%zu bytes\n", request->body.len_bytes);
}

static const struct gz_route routes[] = {
    {"GET", "/", GZ_SCOPE_NONE, 0, answer},
    {"POST", "/", GZ_SCOPE_NONE, 100, answer},
};
static const struct gz_route_set sets[] = {{routes, 2, NULL}};

#define HOST "Host: localhost\r\n"

// What is asked for may be changed between http_bench_init() and this.
static void open_door(struct http_bench *b, struct gz_buffer *got)
{
    http_bench_open(b);
    gz_buffer_init(got, 0);
}

static void begin(struct http_bench *b, struct gz_buffer *got)
{
    http_bench_init(b, sets, 1);
    open_door(b, got);
}

static void end(struct http_bench *b, struct gz_buffer *got)
{
    gz_buffer_fini(got);
    http_bench_end(b);
}

static bool is_answer(const char *text, const char *status)
{
    const char *body = strstr(text, "\r\n\r\n");

    return gz_str_starts(gz_str_z(text), gz_str_z(status)) && body != NULL &&
           strstr(text, "Content-Type: application/json\r\n") != NULL &&
           strncmp(body + 4, "{\"error\":\"", 10) == 0 &&
           strchr(body + 4, '\r') == NULL;
}

// Each has one answer, of JSON.
static const struct {
    const char *request;
    const char *status;
} refusals[] = {
    {"\x16\x03\x01 nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n"},
    {"GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400 "},
    {"GET / HTTP/1.1\r\n" HOST HOST "\r\n", "HTTP/1.1 400 "},
    {"GET / HTTP/2.0\r\n" HOST "\r\n", "HTTP/1.1 505 "},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", "HTTP/1.1 400 "},
    {"POST / HTTP/1.1\r\n" HOST
     "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
     "HTTP/1.1 400 "},
    {"POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n"
     "\r\n",
     "HTTP/1.1 413 "},
    {"POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip\r\n\r\n",
     "HTTP/1.1 501 "},
    {"GET / HTTP/1.1\r\n" HOST "X : y\r\n\r\n", "HTTP/1.1 400 "},
};

static void test_refusals(void)
{
    struct http_bench b;
    struct gz_buffer got;

    begin(&b, &got);
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        const char *text = http_bench_ask(&b, refusals[i].request, &got);
        if (!is_answer(text, refusals[i].status)) {
            fprintf(stderr, "to %s came %s", refusals[i].request, text);
            exit(1);
        }
    }
    CHECK_Z(http_bench_ask(&b, "GET / HTTP/3.0\r\n\r\n", &got),
            "HTTP/1.1 505 HTTP Version Not Supported\r\n"
            "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
            "Content-Type: application/json\r\n"
            "Content-Length: 77\r\n"
            "Cache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Connection: close\r\n\r\n"
            "{\"error\":\"this version of HTTP is not spoken here\","
            "\"remedy\":\"send HTTP/1.1\"}\n");
    const char *text = http_bench_ask(&b, "HEAD / HTTP/1.1\r\n\r\n", &got);
    CHECK(gz_str_starts(gz_str_z(text), GZ_STR_LIT("HTTP/1.1 400 ")));
    CHECK_Z(strstr(text, "\r\n\r\n"), "\r\n\r\n");
    http_bench_turn_often(&b);
    CHECK_EQ(gz_server_counts(b.server).connections, 0);
    end(&b, &got);
}

// So many bytes of text, from begin on.
static void fill(struct gz_buffer *out, const char *begin, const char *piece,
                 size_t bytes)
{
    gz_buffer_clear(out);
    gz_buffer_append_z(out, begin);
    while (out->len + strlen(piece) <= bytes) {
        gz_buffer_append_z(out, piece);
    }
}

// A request that is far too long is read on, so that its answer is seen.
static void test_long(void)
{
    static const struct {
        const char *begin;
        const char *piece;
        const char *status;
    } rows[] = {
        {"GET /", "a", "HTTP/1.1 414 "},
        {"GET / HTTP/1.1\r\n" HOST, "X: y\r\n", "HTTP/1.1 431 "},
        {"GET / HTTP/1.1\r\n" HOST "X: ", "y", "HTTP/1.1 431 "},
    };
    struct http_bench b;
    struct gz_buffer request;
    struct gz_buffer got;

    begin(&b, &got);
    gz_buffer_init(&request, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        fill(&request, rows[i].begin, rows[i].piece, 100000);
        gz_buffer_append_byte(&request, '\0');
        const char *text = http_bench_ask(&b, (const char *)request.data, &got);
        CHECK(is_answer(text, rows[i].status));
    }
    gz_buffer_fini(&request);
    end(&b, &got);
}

// The library has memory for all that passes.
static void test_largest(void)
{
    static const struct {
        const char *begin;
        const char *piece;
        size_t bytes;
        const char *end;
        const char *status;
    } rows[] = {
        {"GET /?", "a&", 6 + 2 * 120, " HTTP/1.1\r\n" HOST "\r\n",
         "HTTP/1.1 400 "},  // of more parameters than anybody has
        {"GET /?", "a", 8100, " HTTP/1.1\r\n" HOST "\r\n", "HTTP/1.1 200 "},
        {"GET / HTTP/1.1\r\n" HOST "Cookie: ", "a=b;", 16 + 17 + 8 + 4 * 120,
         "\r\n\r\n", "HTTP/1.1 200 "},
        {"GET / HTTP/1.1\r\n" HOST "Cookie: ",
         "a=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb;",
         8000, "\r\n\r\n", "HTTP/1.1 200 "},
    };
    struct http_bench b;
    struct gz_buffer request;
    struct gz_buffer got;

    begin(&b, &got);
    gz_buffer_init(&request, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        fill(&request, rows[i].begin, rows[i].piece, rows[i].bytes);
        gz_buffer_append(&request, rows[i].end, strlen(rows[i].end) + 1);
        const char *text = http_bench_ask(&b, (const char *)request.data, &got);
        CHECK(gz_str_starts(gz_str_z(text), gz_str_z(rows[i].status)));
        CHECK(strstr(text, "<html>") == NULL);
    }
    gz_buffer_fini(&request);
    end(&b, &got);
}

// A head may come byte by byte, and its body behind it.
static void test_pieces(void)
{
    static const char head[] =
        "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\n";
    struct http_bench b;
    struct gz_buffer got;

    begin(&b, &got);
    const int fd = http_bench_dial(&b);
    for (size_t i = 0; i < sizeof(head) - 1; i++) {
        CHECK_EQ(send(fd, &head[i], 1, MSG_NOSIGNAL), 1);
        http_bench_turn(&b);
    }
    http_bench_say(fd, "hel");
    http_bench_turn_often(&b);
    http_bench_say(fd, "lo");
    http_bench_hear(&b, fd, &got);
    CHECK(strstr((const char *)got.data, "\r\n\r\n5 bytes\n") != NULL);
    close(fd);
    end(&b, &got);
}

// Who goes before the head has come, and who stays after having been refused.
static void test_leaving(void)
{
    struct http_bench b;
    struct gz_buffer got;

    begin(&b, &got);
    const int gone = http_bench_dial(&b);
    http_bench_say(gone, "GET /");
    http_bench_turn_often(&b);
    CHECK_EQ(gz_server_counts(b.server).connections, 1);
    close(gone);
    http_bench_turn_often(&b);
    CHECK_EQ(gz_server_counts(b.server).connections, 0);

    const int half = http_bench_dial(&b);
    http_bench_say(half, "GET /");
    CHECK_EQ(shutdown(half, SHUT_WR), 0);
    http_bench_hear(&b, half, &got);
    CHECK_Z((const char *)got.data, "");
    close(half);

    const int whole = http_bench_dial(&b);
    http_bench_say(whole, "GET / HTTP/1.0\r\n\r\n");
    CHECK_EQ(shutdown(whole, SHUT_WR), 0);
    gz_buffer_clear(&got);
    http_bench_hear(&b, whole, &got);
    CHECK(strstr((const char *)got.data, "0 bytes\n") != NULL);
    close(whole);
    http_bench_turn_often(&b);

    const int stays = http_bench_dial(&b);
    http_bench_say(stays, "GET / HTTP/1.1\r\n\r\n");
    gz_buffer_clear(&got);
    http_bench_hear(&b, stays, &got);
    CHECK(is_answer((const char *)got.data, "HTTP/1.1 400 "));
    CHECK_EQ(gz_server_counts(b.server).connections, 1);
    b.now_us += HTTP_BENCH_LIMIT_US + 1;
    http_bench_turn_often(&b);
    CHECK_EQ(gz_server_counts(b.server).connections, 0);
    close(stays);
    end(&b, &got);
}

// One address has so many connections, all have the rest.
static void test_places(void)
{
    enum { EACH = 3 };
    struct http_bench b;
    struct gz_buffer got;
    int fds[EACH];

    http_bench_init(&b, sets, 1);
    b.options.connections_per_address = EACH;
    open_door(&b, &got);
    for (int i = 0; i < EACH; i++) {
        fds[i] = http_bench_dial(&b);
        http_bench_say(fds[i], "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\n");
    }
    http_bench_turn_often(&b);
    const int more = http_bench_dial(&b);
    http_bench_hear(&b, more, &got);
    CHECK_Z((const char *)got.data, "");
    close(more);
    for (int i = 0; i < EACH; i++) {
        close(fds[i]);
    }
    http_bench_turn_often(&b);
    CHECK(strstr(http_bench_ask(&b, "GET / HTTP/1.0\r\n\r\n", &got),
                 "0 bytes\n") != NULL);
    end(&b, &got);
}

// With all places taken the next waits until one is free.
static void test_full(void)
{
    struct http_bench b;
    struct gz_buffer got;

    http_bench_init(&b, sets, 1);
    b.options.connections = 1;
    open_door(&b, &got);
    const int one = http_bench_dial(&b);
    http_bench_say(one, "POST / HTTP/1.0\r\nContent-Length: 5\r\n\r\n");
    http_bench_turn_often(&b);
    const int two = http_bench_dial(&b);
    http_bench_say(two, "GET / HTTP/1.0\r\n\r\n");
    http_bench_turn_often(&b);
    CHECK(!http_bench_take(two, &got));
    http_bench_say(one, "hello");
    http_bench_hear(&b, one, &got);
    http_bench_hear(&b, two, &got);
    CHECK(strstr((const char *)got.data, "5 bytes\n") != NULL);
    close(one);
    close(two);
    end(&b, &got);
}

// Of many who come at once and have said what they want none is crowded out.
static void test_burst(void)
{
    enum { COUNT = 40 };
    struct http_bench b;
    struct gz_buffer got;
    int fds[COUNT];

    http_bench_init(&b, sets, 1);
    b.options.connections = COUNT;  // of which an eighth may be pending
    open_door(&b, &got);
    for (int i = 0; i < COUNT; i++) {
        fds[i] = http_bench_dial(&b);
        http_bench_say(fds[i], "GET / HTTP/1.0\r\n\r\n");
    }
    for (int i = 0; i < COUNT; i++) {
        gz_buffer_clear(&got);
        http_bench_hear(&b, fds[i], &got);
        CHECK(strstr((const char *)got.data, "0 bytes\n") != NULL);
        close(fds[i]);
    }
    CHECK_EQ(gz_server_counts(b.server).cut, 0);
    end(&b, &got);
}

int main(void)
{
    test_refusals();
    test_long();
    test_largest();
    test_pieces();
    test_leaving();
    test_places();
    test_full();
    test_burst();
    return 0;
}
