// Changes whose answer comes later, never, or too late; who may make them, and
// how large they may be.

#include "daemon/http/subscription_changes.h"

#include "tests/support/subscriptions_bench.h"

#define JSON "Content-Type: application/json\r\n"
#define GOOD "{\"when\":\"fact\"}"
#define PUT_NEW "PUT /v1/subscriptions/new"
#define REMOVE_KEPT "DELETE /v1/subscriptions/kept"

static void open_with(struct subscriptions_bench *b)
{
    subscriptions_bench_open(b);
    http_bench_open(&b->http);
}

static int begin(struct subscriptions_bench *b, const char *line,
                 const char *headers, const char *body)
{
    const int fd = subscriptions_bench_begin(b, line, headers, gz_str_z(body));
    http_bench_turn_often(&b->http);
    return fd;
}

// --- what the keeper says ---

static const struct {
    enum gz_keeping outcome;
    const char *reason;
    const char *line;
    const char *headers;
    long status;
    const char *retry_after;
    const char *answer;
} refusals[] = {
    {GZ_KEEPING_BUSY, NULL, PUT_NEW, JSON, 503, "1",
     "{\"error\":\"too many changes wait already\",\"remedy\":\"come again in "
     "a second\"}\n"},
    {GZ_KEEPING_BUSY, NULL, REMOVE_KEPT, "If-Match: *\r\n", 503, "1", NULL},
    {GZ_KEEPING_UNAVAILABLE, "no broker answers", PUT_NEW, JSON, 503, "5",
     "{\"error\":\"no broker answers; whether the change was stored is not "
     "known\",\"remedy\":\"read with GET which version is there, and send the "
     "change again from that one\"}\n"},
    {GZ_KEEPING_UNAVAILABLE, NULL, REMOVE_KEPT, "If-Match: *\r\n", 503, "5",
     "{\"error\":\"Kafka does not answer; whether the change was stored is not "
     "known\",\"remedy\":\"read with GET which version is there, and send the "
     "change again from that one\"}\n"},
    {GZ_KEEPING_OF_FILE, NULL, PUT_NEW, JSON, 409, "", NULL},
    {GZ_KEEPING_MISSING, NULL, PUT_NEW, JSON "If-Match: *\r\n", 412, "", NULL},
    {GZ_KEEPING_MISSING, NULL, REMOVE_KEPT, "If-Match: *\r\n", 404, "", NULL},
    // It was removed a moment ago: there is no version to be named.
    {GZ_KEEPING_CONFLICT, NULL, PUT_NEW, JSON "If-Match: \"3\"\r\n", 412, "",
     "{\"error\":\"there is no subscription \\\"new\\\" to be changed\","
     "\"remedy\":\"send If-None-Match: * to create it\"}\n"},
};

static void test_refusals(struct subscriptions_bench *b)
{
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
        char retry_after[16];
        struct gz_error err;
        open_with(b);
        gz_error_init(&err);
        if (refusals[i].reason != NULL) {
            (void)gz_error_set(&err, GZ_UNAVAILABLE, "%s", refusals[i].reason);
            b->keeper.error = &err;
        }
        b->keeper.refuse = refusals[i].outcome;
        const char *answer =
            subscriptions_bench_ask(b, refusals[i].line, refusals[i].headers,
                                    refusals[i].line[0] == 'P' ? GOOD : "");
        subscriptions_bench_header_of(answer, "Retry-After", retry_after,
                                      sizeof(retry_after));
        CHECK_EQ(subscriptions_bench_status_of(answer), refusals[i].status);
        CHECK_Z(retry_after, refusals[i].retry_after);
        if (refusals[i].answer != NULL) {
            CHECK_Z(subscriptions_bench_body_of(answer), refusals[i].answer);
        }
        subscriptions_bench_close(b);
        gz_error_fini(&err);
    }
}

static void test_no_topic(struct subscriptions_bench *b)
{
    static const char *const lines[] = {PUT_NEW, REMOVE_KEPT};

    open_with(b);
    b->api.changes.keeper = NULL;
    for (size_t i = 0; i < 2; i++) {
        const char *answer = subscriptions_bench_ask(b, lines[i], JSON, "");
        CHECK_EQ(subscriptions_bench_status_of(answer), 501);
        CHECK_Z(subscriptions_bench_body_of(answer),
                "{\"error\":\"subscriptions stand only in files here: no topic "
                "for them is configured\",\"remedy\":\"change the files of "
                "alerts.subscriptions, or name a topic in "
                "alerts.subscriptions_topic\"}\n");
    }
    CHECK_EQ(subscriptions_bench_status_of(subscriptions_bench_ask(
                 b, "GET /v1/subscriptions/kept", "", "")),
             200);
    subscriptions_bench_close(b);
}

// --- when it says it ---

static void test_later(struct subscriptions_bench *b)
{
    open_with(b);
    b->keeper.later = true;
    const int one = begin(b, PUT_NEW, JSON, GOOD);
    const int two = begin(b, REMOVE_KEPT, "If-Match: *\r\n", "");
    const int three = begin(b, "PUT /v1/subscriptions/other", JSON, GOOD);
    CHECK_EQ(b->keeper.count, 3);
    CHECK(b->api.changes.waiting != NULL);
    keeper_memory_answer(&b->keeper);
    CHECK(b->api.changes.waiting == NULL);
    CHECK_Z(subscriptions_bench_body_of(subscriptions_bench_hear(b, two)),
            "{\"id\":\"kept\",\"version\":9}\n");
    CHECK_Z(subscriptions_bench_body_of(subscriptions_bench_hear(b, one)),
            "{\"id\":\"new\",\"version\":8}\n");
    CHECK_Z(subscriptions_bench_body_of(subscriptions_bench_hear(b, three)),
            "{\"id\":\"other\",\"version\":10}\n");
    subscriptions_bench_close(b);
}

// The client has gone when the answer comes; the change was made.
static void test_gone(struct subscriptions_bench *b)
{
    uint64_t version;

    open_with(b);
    b->keeper.later = true;
    close(begin(b, PUT_NEW, JSON, GOOD));
    close(begin(b, REMOVE_KEPT, "If-Match: *\r\n", ""));
    http_bench_turn_often(&b->http);
    CHECK_EQ(b->keeper.count, 2);
    keeper_memory_answer(&b->keeper);
    http_bench_turn_often(&b->http);
    CHECK(b->api.changes.waiting == NULL);
    CHECK(keeper_memory_find(&b->keeper, GZ_STR_LIT("new"), &version));
    CHECK(!keeper_memory_find(&b->keeper, GZ_STR_LIT("kept"), &version));
    b->keeper.later = false;
    CHECK_EQ(subscriptions_bench_status_of(subscriptions_bench_ask(
                 b, "GET /v1/subscriptions/new", "", "")),
             200);
    subscriptions_bench_close(b);
}

static void test_too_late(struct subscriptions_bench *b)
{
    open_with(b);
    b->keeper.later = true;
    const int fd = begin(b, PUT_NEW, JSON, GOOD);
    b->http.now_us += HTTP_BENCH_LIMIT_US + 1;
    const char *answer = subscriptions_bench_hear(b, fd);
    CHECK_EQ(subscriptions_bench_status_of(answer), 503);
    CHECK(strstr(answer, "took too long") != NULL);
    keeper_memory_answer(&b->keeper);
    http_bench_turn_often(&b->http);
    subscriptions_bench_close(b);
}

// The daemon stops while changes wait: clients are told, and an answer that
// comes when all else has gone is heard by nobody.
static void test_stop(struct subscriptions_bench *b)
{
    open_with(b);
    b->keeper.later = true;
    const int one = begin(b, PUT_NEW, JSON, GOOD);
    const int two = begin(b, REMOVE_KEPT, "If-Match: *\r\n", "");
    gz_subscriptions_api_stop(&b->api);
    CHECK_Z(subscriptions_bench_body_of(subscriptions_bench_hear(b, one)),
            "{\"error\":\"the daemon stops; whether the change was stored is "
            "not known\",\"remedy\":\"read with GET which version is there, "
            "and send the change again from that one\"}\n");
    CHECK_EQ(subscriptions_bench_status_of(subscriptions_bench_hear(b, two)),
             503);
    http_bench_end(&b->http);
    memset(&b->api, 0xA5, sizeof(b->api));
    keeper_memory_answer(&b->keeper);
    keeper_memory_close(&b->keeper);
    gz_buffer_fini(&b->got);
}

// All goes at once, as when the daemon ends.
static void test_end(struct subscriptions_bench *b)
{
    open_with(b);
    b->keeper.later = true;
    const int one = begin(b, PUT_NEW, JSON, GOOD);
    close(begin(b, REMOVE_KEPT, "If-Match: *\r\n", ""));
    gz_subscriptions_api_stop(&b->api);
    http_bench_end(&b->http);
    keeper_memory_answer(&b->keeper);
    keeper_memory_close(&b->keeper);
    gz_buffer_fini(&b->got);
    close(one);
}

// --- who may ---

#define READER "Authorization: Bearer reads-but-changes-not\r\n"
#define CHANGER "Authorization: Bearer changes-and-reads-too\r\n"

static const struct {
    const char *line;
    const char *headers;
    long status;
} rights[] = {
    {"GET /v1/subscriptions", "", 401},
    {"GET /v1/subscriptions", READER, 200},
    {"GET /v1/subscriptions", CHANGER, 200},
    {"GET /v1/subscriptions/kept", "", 401},
    {"GET /v1/subscriptions/kept", READER, 200},
    {PUT_NEW, JSON, 401},
    {PUT_NEW, JSON READER, 403},
    {PUT_NEW, JSON CHANGER, 201},
    {REMOVE_KEPT, "If-Match: *\r\n", 401},
    {REMOVE_KEPT, "If-Match: *\r\n" READER, 403},
    {REMOVE_KEPT, "If-Match: *\r\n" CHANGER, 200},
};

static void test_rights(struct subscriptions_bench *b)
{
    struct gz_access_tokens *tokens = NULL;

    CHECK_OK(
        gz_access_tokens_parse(GZ_STR_LIT("read reads-but-changes-not\n"
                                          "change changes-and-reads-too\n"),
                               "tokens", &tokens, NULL));
    subscriptions_bench_open(b);
    b->http.options.tokens = tokens;
    http_bench_open(&b->http);
    for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++) {
        const char *answer =
            subscriptions_bench_ask(b, rights[i].line, rights[i].headers,
                                    rights[i].line[0] == 'P' ? GOOD : "");
        CHECK_EQ(subscriptions_bench_status_of(answer), rights[i].status);
    }
    CHECK_EQ(b->keeper.asked, 2);
    subscriptions_bench_close(b);
    gz_access_tokens_free(tokens);
}

// --- how large ---

// A subscription of so many bytes of JSON.
static void write_large(struct gz_buffer *out, size_t bytes)
{
    gz_buffer_clear(out);
    gz_buffer_append_z(out, GOOD);
    while (out->len < bytes) {
        gz_buffer_append_byte(out, ' ');
    }
}

static void test_size(struct subscriptions_bench *b)
{
    struct gz_buffer body;

    open_with(b);
    gz_buffer_init(&body, 0);
    write_large(&body, GZ_SUBSCRIPTION_LIMIT_BYTES);
    CHECK_EQ(subscriptions_bench_status_of(subscriptions_bench_hear(
                 b, subscriptions_bench_begin(b, PUT_NEW, JSON,
                                              gz_buffer_str(&body)))),
             201);
    write_large(&body, GZ_SUBSCRIPTION_LIMIT_BYTES + 1);
    const char *answer = subscriptions_bench_hear(
        b, subscriptions_bench_begin(b, PUT_NEW, JSON, gz_buffer_str(&body)));
    CHECK_EQ(subscriptions_bench_status_of(answer), 413);
    CHECK_Z(subscriptions_bench_body_of(answer),
            "{\"error\":\"the body is larger than the 262144 bytes that are "
            "taken here\",\"remedy\":\"send less\"}\n");
    CHECK_EQ(subscriptions_bench_status_of(subscriptions_bench_ask(
                 b, REMOVE_KEPT, "If-Match: *\r\n", "x")),
             413);
    CHECK_EQ(b->keeper.asked, 1);
    gz_buffer_fini(&body);
    subscriptions_bench_close(b);
}

// More mistakes than are told.
static void test_many_mistakes(struct subscriptions_bench *b)
{
    struct gz_buffer body;

    open_with(b);
    gz_buffer_init(&body, 0);
    gz_buffer_append_z(&body, "{\"when\":\"fact\"");
    for (int i = 0; i < 150; i++) {
        gz_buffer_append_fmt(&body, ",\n\"key%d\":1", i);
    }
    gz_buffer_append_z(&body, "}");
    const char *answer = subscriptions_bench_hear(
        b, subscriptions_bench_begin(b, PUT_NEW, JSON, gz_buffer_str(&body)));
    CHECK_EQ(subscriptions_bench_status_of(answer), 422);
    CHECK(strstr(answer, "\"the subscription has 150 mistakes, the first 100 "
                         "told; body:2:1: error: unknown key") != NULL);
    CHECK(strstr(answer, "{\"line\":101,\"column\":1,") != NULL);
    CHECK(strstr(answer, "{\"line\":102,") == NULL);
    gz_buffer_fini(&body);
    subscriptions_bench_close(b);
}

// --- whom it may tell ---

static const struct {
    const struct gz_alert_receivers *known;
    const char *body;
    long status;
    const char *answer;
} tellings[] = {
    {&test_receivers, "{\"when\":\"fact\",\"receivers\":[\"desk\"]}", 201,
     NULL},
    {&test_receivers, "{\"when\":\"fact\",\"receivers\":[\"desk\",\"mial\"]}",
     422,
     "{\"error\":\"the subscription has 1 mistake; body:1:36: error: unknown "
     "receiver \\\"mial\\\" (did you mean \\\"mail\\\"?)\",\"remedy\":\"mend "
     "what "
     "mistakes lists and send it again\",\"mistakes\":[{\"line\":1,"
     "\"column\":36,\"error\":\"unknown receiver \\\"mial\\\" (did you mean "
     "\\\"mail\\\"?)\"}]}\n"},
    {NULL, "{\"when\":\"fact\",\"receivers\":[\"mial\"]}", 201, NULL},
};

static void test_receivers_known(struct subscriptions_bench *b)
{
    for (size_t i = 0; i < sizeof(tellings) / sizeof(tellings[0]); i++) {
        open_with(b);
        gz_subscriptions_api_know(&b->api, tellings[i].known);
        const char *answer =
            subscriptions_bench_ask(b, PUT_NEW, JSON, tellings[i].body);
        CHECK_EQ(subscriptions_bench_status_of(answer), tellings[i].status);
        if (tellings[i].answer != NULL) {
            CHECK_Z(subscriptions_bench_body_of(answer), tellings[i].answer);
        }
        subscriptions_bench_close(b);
    }
}

int main(void)
{
    struct subscriptions_bench b;

    subscriptions_bench_open_lab(&b);
    test_refusals(&b);
    test_no_topic(&b);
    test_later(&b);
    test_gone(&b);
    test_too_late(&b);
    test_stop(&b);
    test_end(&b);
    test_rights(&b);
    test_size(&b);
    test_many_mistakes(&b);
    test_receivers_known(&b);
    subscriptions_bench_close_lab(&b);
    return 0;
}
