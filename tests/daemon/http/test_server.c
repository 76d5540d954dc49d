#include "daemon/http/server.h"

#include <sys/stat.h>
#include <sys/un.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/http_bench.h"

enum { BIG_BYTES = 300000 };

static void answer(void *ctx, const struct gz_request *request,
                   struct gz_reply *reply)
{
    (void)ctx;
    gz_buffer_append_fmt(&reply->body, "you asked for " GZ_STR_FMT "\n",
                         GZ_STR_ARG(request->param));
}

static void answer_big(void *ctx, const struct gz_request *request,
                       struct gz_reply *reply)
{
    (void)ctx;
    (void)request;
    for (int i = 0; i < BIG_BYTES; i++) {
        gz_buffer_append_byte(&reply->body, 'x');
    }
}

static void answer_none(void *ctx, const struct gz_request *request,
                        struct gz_reply *reply)
{
    (void)ctx;
    (void)request;
    gz_reply_error(reply, 404, "look elsewhere", "none of %d", 7);
}

static void answer_full(void *ctx, const struct gz_request *request,
                        struct gz_reply *reply)
{
    (void)ctx;
    (void)request;
    reply->body.limit_bytes = 10;
    gz_buffer_append_z(&reply->body, "longer than ten bytes");
}

static void echo(void *ctx, const struct gz_request *request,
                 struct gz_reply *reply)
{
    (void)ctx;
    gz_buffer_append_fmt(&reply->body, "%s: ", request->content_type);
    gz_buffer_append_str(&reply->body, request->body);
}

static const struct gz_route routes[] = {
    {"GET", "/big", GZ_SCOPE_NONE, 0, answer_big},
    {"GET", "/none", GZ_SCOPE_NONE, 0, answer_none},
    {"GET", "/full", GZ_SCOPE_NONE, 0, answer_full},
    {"GET", "/of/{name}", GZ_SCOPE_READ, 0, answer},
    {"DELETE", "/of/{name}", GZ_SCOPE_CHANGE, 0, answer},
    {"POST", "/echo", GZ_SCOPE_READ, 20, echo},
};

static const struct gz_route_set sets[] = {{routes, 6, NULL}};

static void begin(struct http_bench *b)
{
    http_bench_init(b, sets, 1);
    http_bench_open(b);
    CHECK(gz_server_port(b->server) != 0);
}

static const struct {
    const char *request;
    const char *status;
    const char *header;
    const char *body;
} rows[] = {
    {"GET /of/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200 ",
     "Content-Type: text/plain; charset=utf-8\r\n", "you asked for a\n"},
    {"GET /of/a%2Fb?b=c HTTP/1.1\r\nHost: 127.0.0.1:80\r\n\r\n",
     "HTTP/1.1 200 ", "Connection: close\r\n", "you asked for a/b\n"},
    {"HEAD /of/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200 ",
     "Content-Length: 16\r\n", ""},
    {"GET /of/a HTTP/1.0\r\n\r\n", "HTTP/1.", "Cache-Control: no-store\r\n",
     "you asked for a\n"},
    {"GET /none HTTP/1.1\r\nHost: [::1]\r\n\r\n", "HTTP/1.1 404 ",
     "Content-Type: application/json\r\n",
     "{\"error\":\"none of 7\",\"remedy\":\"look elsewhere\"}\n"},
    {"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 404 ", "",
     "{\"error\":\"there is no such thing here\",\"remedy\":\"GET / lists "
     "what there is, GET /v1/openapi.json describes it\"}\n"},
    {"GET /full HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 503 ",
     "Content-Type: application/json\r\n",
     "{\"error\":\"out of memory\",\"remedy\":\"try again later\"}\n"},
    {"PUT /of/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc",
     "HTTP/1.1 405 ", "Allow: GET, HEAD, DELETE\r\n",
     "{\"error\":\"this cannot be done here with PUT\",\"remedy\":\"the header "
     "Allow lists what may be done\"}\n"},
    {"DELETE /of/a HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 200 ", "",
     "you asked for a\n"},
    {"GET /of/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 400 ", "",
     "{\"error\":\"the address of the request is malformed\",\"remedy\":\"send "
     "a path and parameters in percent-encoding\"}\n"},
    {"GET /of/a HTTP/1.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 421 ", "",
     "{\"error\":\"this server is not known as \\\"evil.example\\\"\","
     "\"remedy\":\"ask by address or as localhost, or add the name to "
     "http.hosts\"}\n"},
    {"GET /of/a HTTP/1.1\r\nHost: localhost\r\nOrigin: "
     "https://evil.example\r\n\r\n",
     "HTTP/1.1 403 ", "",
     "{\"error\":\"pages of \\\"https://evil.example\\\" may not ask "
     "here\",\"remedy\":\"add the origin to http.origins if its pages may "
     "ask\"}\n"},
    {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: a/b\r\n"
     "Content-Length: 20\r\n\r\n12345678901234567890",
     "HTTP/1.1 200 ", "", "a/b: 12345678901234567890"},
    {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 21\r\n\r\n"
     "123456789012345678901",
     "HTTP/1.1 413 ", "",
     "{\"error\":\"the body is larger than the 20 bytes that are taken "
     "here\",\"remedy\":\"send less\"}\n"},
    {"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n"
     "\r\n",
     "HTTP/1.1 413 ", "",
     "{\"error\":\"the body is larger than the 20 bytes that are taken "
     "here\",\"remedy\":\"send less\"}\n"},
    {"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
     "\r\n15\r\n123456789012345678901\r\n0\r\n\r\n",
     "HTTP/1.1 413 ", "",
     "{\"error\":\"the body is larger than the 20 bytes that are taken "
     "here\",\"remedy\":\"send less\"}\n"},
    {"GET /of/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx",
     "HTTP/1.1 413 ", "",
     "{\"error\":\"the body is larger than the 0 bytes that are taken "
     "here\",\"remedy\":\"send no body here\"}\n"},
};

static void test_answers(void)
{
    struct http_bench b;
    struct gz_buffer got;

    begin(&b);
    gz_buffer_init(&got, 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        http_bench_ask(&b, rows[i].request, &got);
        const char *text = (const char *)got.data;
        if (strncmp(text, rows[i].status, strlen(rows[i].status)) != 0 ||
            strstr(text, rows[i].header) == NULL) {
            fprintf(stderr, "to %s came %s", rows[i].request, text);
            exit(1);
        }
        CHECK_Z(strstr(text, "\r\n\r\n") + 4, rows[i].body);
    }
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

static void test_big(void)
{
    struct http_bench b;
    struct gz_buffer got;

    begin(&b);
    gz_buffer_init(&got, 0);
    http_bench_ask(&b, "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n", &got);
    const char *text = (const char *)got.data;
    CHECK_EQ(strlen(strstr(text, "\r\n\r\n") + 4), BIG_BYTES);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

// A request line longer than a connection's memory, and plain nonsense.
static void test_refusals(void)
{
    struct http_bench b;
    struct gz_buffer got;
    char *request = malloc(3 * GZ_SERVER_CONNECTION_BYTES);

    begin(&b);
    gz_buffer_init(&got, 0);
    memset(request, 'x', 2 * GZ_SERVER_CONNECTION_BYTES);
    memcpy(request, "GET /", 5);
    request[2 * GZ_SERVER_CONNECTION_BYTES] = '\0';
    http_bench_ask(&b, request, &got);
    CHECK(strstr((const char *)got.data, "200") == NULL);
    http_bench_ask(&b, "\x16\x03\x01 nonsense\r\n\r\n", &got);
    CHECK(strstr((const char *)got.data, "200 OK") == NULL);
    http_bench_ask(&b, "GET /of/a HTTP/1.1\r\nHost: localhost\r\n\r\n", &got);
    CHECK(strstr((const char *)got.data, "you asked for a") != NULL);
    gz_buffer_fini(&got);
    free(request);
    http_bench_end(&b);
}

// A client that trickles is cut off; its neighbour is served meanwhile.
static void test_slow_client(void)
{
    struct http_bench b;
    struct gz_buffer got;

    begin(&b);
    gz_buffer_init(&got, 0);
    const int slow = http_bench_dial(&b);
    http_bench_say(slow, "GET /of/a HTTP/1.1\r\n");
    http_bench_turn_often(&b);
    for (int i = 0; i < 10; i++) {
        b.now_us += HTTP_BENCH_LIMIT_US / 10;
        http_bench_say(slow, "X");
        http_bench_turn_often(&b);
    }
    http_bench_ask(&b, "GET /of/a HTTP/1.1\r\nHost: localhost\r\n\r\n", &got);
    CHECK(strstr((const char *)got.data, "you asked for a") != NULL);

    b.now_us += 1;
    gz_buffer_clear(&got);
    http_bench_hear(&b, slow, &got);
    CHECK(strstr((const char *)got.data, "you asked") == NULL);
    close(slow);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

// More silent clients than places: the oldest of them make way at once.
static void test_crowd(void)
{
    enum { CROWD = 64 + 20 };
    struct http_bench b;
    struct gz_buffer got;
    int fds[CROWD];

    begin(&b);
    gz_buffer_init(&got, 0);
    for (int i = 0; i < CROWD; i++) {
        fds[i] = http_bench_dial(&b);
        http_bench_turn(&b);
    }
    CHECK(strstr(http_bench_ask(&b, "GET /of/a HTTP/1.0\r\n\r\n", &got),
                 "you asked for a") != NULL);
    CHECK(gz_server_counts(b.server).cut >= CROWD - 64 / 8 - 1);
    CHECK(http_bench_take(fds[0], &got));
    CHECK(!http_bench_take(fds[CROWD - 1], &got));
    for (int i = 0; i < CROWD; i++) {
        close(fds[i]);
    }
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

// Closing the server with clients in every state must leak nothing.
static void test_close(void)
{
    struct http_bench b;

    begin(&b);
    const int silent = http_bench_dial(&b);
    const int half = http_bench_dial(&b);
    const int done = http_bench_dial(&b);
    http_bench_say(half, "GET /");
    http_bench_say(done, "GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n");
    http_bench_turn(&b);
    http_bench_turn(&b);
    http_bench_end(&b);
    close(silent);
    close(half);
    close(done);
    gz_server_close(NULL);
}

static const char token_text[] = "read   reads-but-changes-not\n"
                                 "change changes-and-reads-too\n";

// open(): the loop is there already.
static enum gz_status try_open(struct http_bench *b, const char *host,
                               uint16_t port, struct gz_error *err)
{
    b->options.host = host;
    b->options.port = port;
    return gz_server_open(&b->options, &b->server, err);
}

#define REACHED                                                                \
    "other machines reach it, so it needs http.tokens (or listen on "          \
    "127.0.0.1, ::1 or unix:PATH)\n"

static const struct {
    const char *host;
    bool tokens;
    enum gz_status want;
    const char *error;
} hosts[] = {
    {"0.0.0.0", false, GZ_INVALID,
     "error: cannot serve HTTP on \"0.0.0.0\": " REACHED},
    {"::", false, GZ_INVALID, "error: cannot serve HTTP on \"::\": " REACHED},
    {"localhost", false, GZ_INVALID,
     "error: cannot serve HTTP on \"localhost\": it is no numeric address such "
     "as 127.0.0.1 or ::1\n"},
    {"127.0.0.9", false, GZ_OK, ""},
    {"0.0.0.0", true, GZ_OK, ""},
};

static void test_addresses(void)
{
    struct http_bench b;
    struct gz_access_tokens *tokens = NULL;
    struct gz_error err;

    http_bench_init(&b, sets, 1);
    gz_error_init(&err);
    CHECK_OK(gz_access_tokens_parse(gz_str_z(token_text), "t", &tokens, NULL));
    for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
        gz_error_clear(&err);
        b.options.tokens = hosts[i].tokens ? tokens : NULL;
        CHECK_EQ(try_open(&b, hosts[i].host, 0, &err), hosts[i].want);
        CHECK_Z(gz_error_text(&err), hosts[i].error);
        gz_server_close(b.server);
    }
    gz_access_tokens_free(tokens);
    gz_error_fini(&err);
    ev_loop_destroy(b.loop);
}

// A machine without IPv6 says so; with it the address is taken.
static void test_address_v6(void)
{
    struct http_bench b;
    struct gz_error err;

    http_bench_init(&b, sets, 1);
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

#define GET(more) "GET /of/a HTTP/1.1\r\nHost: localhost\r\n" more "\r\n"
#define DELETE(more) "DELETE /of/a HTTP/1.1\r\nHost: localhost\r\n" more "\r\n"

static const struct {
    const char *request;
    const char *status;
    const char *header;
} token_rows[] = {
    {GET(""), "HTTP/1.1 401 ", "WWW-Authenticate: Bearer\r\n"},
    {GET("Authorization: Bearer reads-but-changes-no\r\n"), "HTTP/1.1 401 ",
     ""},
    {GET("Authorization: Bearer reads-but-changes-not\r\n"), "HTTP/1.1 200 ",
     ""},
    {GET("Authorization: bearer  changes-and-reads-too\r\n"), "HTTP/1.1 200 ",
     ""},
    {DELETE("Authorization: Bearer reads-but-changes-not\r\n"), "HTTP/1.1 403 ",
     ""},
    {DELETE("Authorization: Bearer changes-and-reads-too\r\n"), "HTTP/1.1 200 ",
     ""},
    {"GET /none HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.1 404 ", ""},
};

static void test_tokens(void)
{
    struct http_bench b;
    struct gz_access_tokens *tokens = NULL;
    struct gz_buffer got;

    CHECK_OK(gz_access_tokens_parse(gz_str_z(token_text), "t", &tokens, NULL));
    http_bench_init(&b, sets, 1);
    b.options.tokens = tokens;
    http_bench_open(&b);
    gz_buffer_init(&got, 0);
    for (size_t i = 0; i < sizeof(token_rows) / sizeof(token_rows[0]); i++) {
        const char *text = http_bench_ask(&b, token_rows[i].request, &got);
        if (!gz_str_starts(gz_str_z(text), gz_str_z(token_rows[i].status)) ||
            strstr(text, token_rows[i].header) == NULL) {
            fprintf(stderr, "to %s came %s", token_rows[i].request, text);
            exit(1);
        }
    }
    CHECK_EQ(gz_server_counts(b.server).refused, 3);
    gz_buffer_fini(&got);
    http_bench_end(&b);
    gz_access_tokens_free(tokens);
}

// Pages of listed origins may ask, and may read the answer.
static void test_origins(void)
{
    static const char *const origins[] = {"https://desk.example", NULL};
    struct http_bench b;
    struct gz_buffer got;

    http_bench_init(&b, sets, 1);
    b.options.origins = origins;
    http_bench_open(&b);
    gz_buffer_init(&got, 0);
    const char *text =
        http_bench_ask(&b, GET("Origin: https://desk.example\r\n"), &got);
    CHECK(strstr(text, "200 OK") != NULL);
    CHECK(strstr(text, "Access-Control-Allow-Origin: https://desk.example") !=
          NULL);
    CHECK(
        strstr(text, "Access-Control-Expose-Headers: ETag, Retry-After\r\n") !=
        NULL);
    text = http_bench_ask(&b,
                          "OPTIONS /of/a HTTP/1.1\r\nHost: localhost\r\n"
                          "Origin: https://desk.example\r\n\r\n",
                          &got);
    CHECK(strstr(text, "HTTP/1.1 204") != NULL);
    CHECK(strstr(text, "Access-Control-Allow-Methods: ") != NULL);
    text = http_bench_ask(&b, GET("Origin: http://localhost\r\n"), &got);
    CHECK(strstr(text, "200 OK") != NULL);
    CHECK(strstr(text, "Access-Control") == NULL);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

static int dial_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    CHECK_EQ(connect(fd, (const struct sockaddr *)&address, sizeof(address)),
             0);
    CHECK_EQ(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

// No token and no known name is needed; a file of a dead process is replaced,
// one in use is not.
static void test_unix(void)
{
    struct http_bench b;
    struct http_bench other;
    struct gz_buffer got;
    struct stat st;
    char folder[] = "/tmp/gz-test-server-XXXXXX";
    char path[64];

    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof(path), "%s/http.sock", folder);
    gz_buffer_init(&got, 0);
    http_bench_init(&b, sets, 1);
    http_bench_init(&other, sets, 1);
    b.options.path = other.options.path = path;
    http_bench_open(&b);
    CHECK_EQ(stat(path, &st), 0);
    CHECK_EQ(st.st_mode & 0777, 0660);
    const int fd = dial_unix(path);
    http_bench_say(fd, "GET /of/a HTTP/1.1\r\nHost: any\r\n\r\n");
    http_bench_hear(&b, fd, &got);
    CHECK(strstr((const char *)got.data, "you asked for a\n") != NULL);
    close(fd);
    CHECK_EQ(gz_server_open(&other.options, &other.server, NULL), GZ_IO);
    http_bench_end(&b);
    CHECK(stat(path, &st) != 0);

    const int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
    CHECK_EQ(bind(dead, (const struct sockaddr *)&address, sizeof(address)), 0);
    close(dead);
    http_bench_open(&other);
    http_bench_end(&other);
    CHECK_EQ(rmdir(folder), 0);
    gz_buffer_fini(&got);
}

// Our own allocations fail one after the other: no answer, or a whole one.
static void test_no_memory(void)
{
    struct http_bench b;
    struct gz_buffer got;

    http_bench_init(&b, sets, 1);
    gz_alloc_fail_at(1);
    CHECK_EQ(try_open(&b, "127.0.0.1", 0, NULL), GZ_NO_MEMORY);
    gz_alloc_fail_at(0);
    CHECK_OK(try_open(&b, "127.0.0.1", 0, NULL));

    gz_buffer_init(&got, 0);
    gz_buffer_append(&got, (char[8192]){0}, 8192);  // none while it counts
    for (long n = 1;; n++) {
        gz_alloc_fail_at(n);
        const char *text = http_bench_ask(&b, GET(""), &got);
        if (!gz_alloc_failed()) {
            break;
        }
        CHECK(text[0] == '\0' || strstr(text, "503") != NULL ||
              strstr(text, "you asked for a\n") != NULL);
    }
    gz_alloc_fail_at(0);
    CHECK(strstr((const char *)got.data, "you asked for a\n") != NULL);
    gz_buffer_fini(&got);
    http_bench_end(&b);
}

static void test_port_taken(void)
{
    struct http_bench b;
    struct http_bench other;
    struct gz_error err;
    char want[128];

    begin(&b);
    gz_error_init(&err);
    http_bench_init(&other, sets, 1);
    const uint16_t port = gz_server_port(b.server);
    CHECK_EQ(try_open(&other, "127.0.0.1", port, &err), GZ_IO);
    snprintf(want, sizeof(want),
             "error: cannot serve HTTP on 127.0.0.1 port %u: Address already "
             "in use\n",
             port);
    CHECK_Z(gz_error_text(&err), want);
    gz_error_fini(&err);
    http_bench_end(&b);
    ev_loop_destroy(other.loop);
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
    test_tokens();
    test_origins();
    test_unix();
    test_no_memory();
    test_port_taken();
    return 0;
}
