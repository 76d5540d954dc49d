#include "daemon/http/request_head.h"

#include "tests/support/check.h"

#define HOST "Host: localhost\r\n"
#define GET(headers) "GET /livez HTTP/1.1\r\n" headers "\r\n"
#define POST(headers) "POST /v1/extract HTTP/1.1\r\n" HOST headers "\r\n"

enum { GOOD = 200, PART = 0 };  // beside statuses of those that are bad

static const struct {
    const char *head;
    unsigned want;
} rows[] = {
    {GET(HOST), GOOD},
    {"\r\n\r\n" GET(HOST), GOOD},
    {"GET /livez HTTP/1.1\nHost: localhost\n\n", GOOD},
    {"GET /livez HTTP/1.0\r\n\r\n", GOOD},
    {"GET /livez HTTP/1.2\r\n" HOST "\r\n", GOOD},
    {"GET /\xc3\xa9?a=\xff HTTP/1.1\r\n" HOST "\r\n", GOOD},
    {GET("host:localhost\r\nX-1!: \xe9\tx\r\nEmpty:\r\n"), GOOD},
    {POST("Content-Length: 5\r\n") "hello", GOOD},
    {POST("Content-Length: 0005\r\n"), GOOD},
    {POST("Content-Length: 5\r\nContent-Length: \t5\r\n"), GOOD},
    {POST("Transfer-Encoding: Chunked\r\n") "0\r\n\r\n", GOOD},
    {POST("Expect: 100-continue\r\n"), GOOD},
    // not whole
    {"", PART},
    {"\r\n", PART},
    {"GET", PART},
    {"GET /livez HTTP/1.1\r\n", PART},
    {"GET /livez HTTP/1.1\r\nHost: localhost\r\n", PART},
    {"GET /livez HTTP/1.1\r\nHost: localhost\r\n\r", PART},
    // the first line
    {"\x16\x03\x01\x02\r\n", 400},
    {"GET\r\n", 400},
    {"GET /livez\r\n", 400},
    {"GET  /livez HTTP/1.1\r\n", 400},
    {"GET /livez  HTTP/1.1\r\n", 400},
    {"GET /livez HTTP/1.1 \r\n", 400},
    {" GET /livez HTTP/1.1\r\n", 400},
    {"G(T /livez HTTP/1.1\r\n", 400},
    {"GET /li\tvez HTTP/1.1\r\n", 400},
    {"GET /livez\x7f HTTP/1.1\r\n", 400},
    {"GET /livez HTTP/1.1\r\r\n", 400},
    {"GET /livez http/1.1\r\n", 400},
    {"GET /livez HTTP/1\r\n", 400},
    {"GET /livez HTTP/11.1\r\n", 400},
    {"GET /livez HTTP/0.9\r\n", 505},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
    // headers
    {GET(HOST "X\r\n"), 400},
    {GET(HOST ": x\r\n"), 400},
    {GET(HOST "X : x\r\n"), 400},
    {GET(HOST "X: a\r\n b\r\n"), 400},
    {GET(HOST "X: a\rb\r\n"), 400},
    {GET(HOST "X: \x01\r\n"), 400},
    // the host
    {GET(""), 400},
    {GET(HOST HOST), 400},
    {GET(HOST "hOST: other\r\n"), 400},
    {"GET /livez HTTP/1.2\r\n\r\n", 400},
    {"GET /livez HTTP/1.0\r\n" HOST HOST "\r\n", 400},
    // what may stand once
    {GET(HOST "If-Match: \"1\"\r\nIf-None-Match: *\r\n"), GOOD},
    {GET(HOST "X: 1\r\nX: 2\r\n"), GOOD},
    {GET(HOST "If-Match: \"1\"\r\nif-match: \"1\"\r\n"), 400},
    {GET(HOST "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"), 400},
    {GET(HOST "Origin: a\r\nOrigin: b\r\n"), 400},
    // the body
    {POST("Content-Length: 5\r\nContent-Length: 6\r\n"), 400},
    {POST("Content-Length: 5, 5\r\n"), 400},
    {POST("Content-Length: -1\r\n"), 400},
    {POST("Content-Length: 5 \r\n"), 400},
    {POST("Transfer-Encoding: chunked \r\n"), 501},
    {POST("Content-Length: +5\r\n"), 400},
    {POST("Content-Length: 0x5\r\n"), 400},
    {POST("Content-Length:\r\n"), 400},
    {POST("Content-Length: 999999999999999999\r\n"), GOOD},
    {POST("Content-Length: 1000000000000000000\r\n"), 413},
    {POST("Content-Length: 99999999999999999999999\r\n"), 413},
    {POST("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 400},
    {POST("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), 400},
    {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {POST("Transfer-Encoding: gzip, chunked\r\n"), 501},
    {POST("Transfer-Encoding: identity\r\n"), 501},
    {POST("Transfer-Encoding:\r\n"), 501},
};

static unsigned status_of(struct gz_str head)
{
    struct gz_request_fault fault = {.status = PART};

    return gz_request_head_check(head, &fault) == GZ_REQUEST_HEAD_GOOD
               ? GOOD
               : fault.status;
}

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const unsigned got = status_of(gz_str_z(rows[i].head));
        if (got != rows[i].want) {
            fprintf(stderr, "%s gives %u, want %u\n", rows[i].head, got,
                    rows[i].want);
            exit(1);
        }
    }
    CHECK_EQ(status_of(GZ_STR_LIT("GET /\0 HTTP/1.1\r\n")), 400);
    CHECK_EQ(status_of(GZ_STR_LIT("GET / HTTP/1.1\r\nX: \0\r\n")), 400);
}

// Every beginning of a good one is a part.
static void test_parts(void)
{
    const struct gz_str head = GZ_STR_LIT(POST("Content-Length: 5\r\n"));

    for (size_t n = 0; n < head.len_bytes; n++) {
        CHECK_EQ(status_of(gz_str_of(head.ptr, n)), PART);
    }
    CHECK_EQ(status_of(head), GOOD);
}

// So many bytes: begin, then x, then end.
static struct gz_str long_head(struct gz_buffer *out, const char *begin,
                               const char *end, size_t bytes)
{
    gz_buffer_clear(out);
    gz_buffer_append_z(out, begin);
    while (out->len + strlen(end) < bytes) {
        gz_buffer_append_byte(out, 'x');
    }
    gz_buffer_append_z(out, end);
    CHECK_OK(gz_buffer_status(out));
    return gz_buffer_str(out);
}

static struct gz_str many(struct gz_buffer *out, const char *begin,
                          const char *piece, int count, const char *end)
{
    gz_buffer_clear(out);
    gz_buffer_append_z(out, begin);
    for (int i = 0; i < count; i++) {
        gz_buffer_append_z(out, piece);
    }
    gz_buffer_append_z(out, end);
    return gz_buffer_str(out);
}

static void test_limits(void)
{
    static const char target_end[] = " HTTP/1.1\r\n" HOST "\r\n";
    static const char begin[] = "GET / HTTP/1.1\r\n" HOST;
    const size_t most = GZ_REQUEST_HEAD_BYTES;
    struct gz_buffer b;

    gz_buffer_init(&b, 0);
    CHECK_EQ(status_of(long_head(&b, "GET /", target_end, most)), GOOD);
    CHECK_EQ(status_of(long_head(&b, "GET /", "", most - 1)), PART);
    CHECK_EQ(status_of(long_head(&b, "GET /", "", most)), 414);
    CHECK_EQ(status_of(long_head(&b, "GET / HTTP/1.1\r\nX: ", "", most)), 431);
    // The target, the host and 126 more.
    CHECK_EQ(status_of(many(&b, begin, "X:\r\n", 126, "\r\n")), GOOD);
    CHECK_EQ(status_of(many(&b, begin, "X:\r\n", 127, "\r\n")), 431);
    CHECK_EQ(status_of(many(&b, "GET /?", "&", 126, target_end)), GOOD);
    CHECK_EQ(status_of(many(&b, "GET /?", "&", 127, target_end)), 431);
    CHECK_EQ(status_of(many(&b, begin, "Cookie: a;b\r\n", 42, "\r\n")), GOOD);
    CHECK_EQ(status_of(many(&b, begin, "Cookie: a;b\r\n", 43, "\r\n")), 431);
    gz_buffer_fini(&b);
}

int main(void)
{
    test_rows();
    test_parts();
    test_limits();
    return 0;
}
