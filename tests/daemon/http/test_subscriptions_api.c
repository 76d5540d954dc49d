// Requests about subscriptions, before a keeper in memory.

#include "tests/support/subscriptions_bench.h"

#define JSON "Content-Type: application/json\r\n"
#define GOOD "{\"entities\":{\"ids\":[\"wd:Q1\"]}}"
#define REST                                                                   \
    "\"entities\":{\"ids\":[\"wd:Q1\"]},\"wait\":\"0ms\",\"interval\":\"5m\"," \
    "\"resolve\":\"1d\",\"confirm\":2,\"severity\":\"info\""

#define MISTAKES(error, list)                                                  \
    "{\"error\":\"the subscription has " error                                 \
    "\",\"remedy\":\"mend what mistakes lists and send it again\","            \
    "\"mistakes\":[" list "]}\n"

// --- one request each ---

static const struct row {
    const char *line;
    const char *headers;
    const char *body;
    long status;
    const char *etag;
    const char *answer;
} rows[] = {
    // reading
    {"GET /v1/subscriptions/kept", "", "", 200, "\"7\"",
     "{\"id\":\"kept\",\"version\":7," REST ",\"receivers\":[\"desk\"]}\n"},
    {"GET /v1/subscriptions/filed", "", "", 200, "\"0\"",
     "{\"id\":\"filed\",\"version\":0," REST "}\n"},
    {"GET /v1/subscriptions/nowhere", "", "", 404, "",
     "{\"error\":\"there is no subscription of that id\",\"remedy\":\"GET "
     "/v1/subscriptions lists them\"}\n"},
    {"GET /v1/subscriptions/kept?x=1", "", "", 400, "",
     "{\"error\":\"there are no parameters here\",\"remedy\":\"leave them "
     "out\"}\n"},
    // creating
    {"PUT /v1/subscriptions/new", JSON, GOOD, 201, "\"8\"",
     "{\"id\":\"new\",\"version\":8}\n"},
    {"PUT /v1/subscriptions/new", JSON "If-None-Match: *\r\n", GOOD, 201,
     "\"8\"", "{\"id\":\"new\",\"version\":8}\n"},
    {"PUT /v1/subscriptions/preview", JSON, GOOD, 201, "\"8\"",
     "{\"id\":\"preview\",\"version\":8}\n"},
    {"PUT /v1/subscriptions/%6eew",
     "Content-Type: Application/JSON; "
     "charset=utf-8\r\n",
     "{\"id\":\"new\",\"when\":\"fact\",\"version\":3}", 201, "\"8\"",
     "{\"id\":\"new\",\"version\":8}\n"},
    {"PUT /v1/subscriptions/kept", JSON, GOOD, 428, "\"7\"",
     "{\"error\":\"the subscription \\\"kept\\\" is there, with version 7, and "
     "the request does not say which one it changes\",\"remedy\":\"read it "
     "with GET, then send If-Match: \\\"7\\\" to change that version, or "
     "If-Match: * for whatever is there\"}\n"},
    {"PUT /v1/subscriptions/kept", JSON "If-None-Match: *\r\n", GOOD, 412,
     "\"7\"",
     "{\"error\":\"the subscription \\\"kept\\\" is there already, with "
     "version 7\",\"remedy\":\"read it with GET, then send If-Match: \\\"7\\\" "
     "to change that version, or If-Match: * for whatever is there\"}\n"},
    // changing
    {"PUT /v1/subscriptions/kept", JSON "If-Match: \"7\"\r\n", GOOD, 200,
     "\"8\"", "{\"id\":\"kept\",\"version\":8}\n"},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: *\r\n", GOOD, 200, "\"8\"",
     "{\"id\":\"kept\",\"version\":8}\n"},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: \"6\"\r\n", GOOD, 412,
     "\"7\"",
     "{\"error\":\"the subscription \\\"kept\\\" has version 7, not 6\","
     "\"remedy\":\"read it with GET, then send If-Match: \\\"7\\\" to change "
     "that version, or If-Match: * for whatever is there\"}\n"},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: \"0\"\r\n", GOOD, 412,
     "\"7\"",
     "{\"error\":\"the subscription \\\"kept\\\" has version 7, not 0\","
     "\"remedy\":\"read it with GET, then send If-Match: \\\"7\\\" to change "
     "that version, or If-Match: * for whatever is there\"}\n"},
    {"PUT /v1/subscriptions/new", JSON "If-Match: \"3\"\r\n", GOOD, 412, "",
     "{\"error\":\"there is no subscription \\\"new\\\" to be changed\","
     "\"remedy\":\"send If-None-Match: * to create it\"}\n"},
    {"PUT /v1/subscriptions/new", JSON "If-Match: *\r\n", GOOD, 412, "",
     "{\"error\":\"there is no subscription \\\"new\\\" to be changed\","
     "\"remedy\":\"send If-None-Match: * to create it\"}\n"},
    {"PUT /v1/subscriptions/new", JSON "If-Match: \"0\"\r\n", GOOD, 412, "",
     "{\"error\":\"there is no subscription \\\"new\\\" to be changed\","
     "\"remedy\":\"send If-None-Match: * to create it\"}\n"},
    {"PUT /v1/subscriptions/filed", JSON "If-Match: *\r\n", GOOD, 409, "",
     "{\"error\":\"the subscription \\\"filed\\\" stands in a file and can be "
     "changed only there\",\"remedy\":\"change the file, one of "
     "alerts.subscriptions, and reload the daemon, or take another id\"}\n"},
    {"PUT /v1/subscriptions/filed", JSON "If-Match: \"0\"\r\n", GOOD, 409, "",
     "{\"error\":\"the subscription \\\"filed\\\" stands in a file and can be "
     "changed only there\",\"remedy\":\"change the file, one of "
     "alerts.subscriptions, and reload the daemon, or take another id\"}\n"},
    // conditions
    {"PUT /v1/subscriptions/kept", JSON "If-Match: 7\r\n", GOOD, 400, "",
     "{\"error\":\"If-Match holds neither * nor one version in quotes, such as "
     "\\\"7\\\"\",\"remedy\":\"send If-Match: with the ETag of the version "
     "that "
     "is changed, or If-None-Match: * to create\"}\n"},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: W/\"7\"\r\n", GOOD, 400, "",
     NULL},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: \"7\", \"8\"\r\n", GOOD, 400,
     "", NULL},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: \"-7\"\r\n", GOOD, 400, "",
     NULL},
    {"PUT /v1/subscriptions/kept",
     JSON "If-Match: \"18446744073709551615\"\r\n", GOOD, 400, "", NULL},
    {"PUT /v1/subscriptions/kept", JSON "If-Match: \"\"\r\n", GOOD, 400, "",
     NULL},
    {"PUT /v1/subscriptions/kept", JSON "If-None-Match: \"7\"\r\n", GOOD, 400,
     "",
     "{\"error\":\"If-None-Match holds something else than *\",\"remedy\":"
     "\"send If-Match: with the ETag of the version that is changed, or "
     "If-None-Match: * to create\"}\n"},
    {"PUT /v1/subscriptions/kept", JSON "If-None-Match: *\r\nIf-Match: *\r\n",
     GOOD, 400, "",
     "{\"error\":\"If-Match and If-None-Match exclude each other\",\"remedy\":"
     "\"send If-Match: with the ETag of the version that is changed, or "
     "If-None-Match: * to create\"}\n"},
    // what is sent
    {"PUT /v1/subscriptions/new", "", GOOD, 415, "",
     "{\"error\":\"a subscription is a JSON object here\",\"remedy\":\"send "
     "Content-Type: application/json, or a file of YAML with gazetted "
     "subscribe\"}\n"},
    {"PUT /v1/subscriptions/new", "Content-Type: text/yaml\r\n", GOOD, 415, "",
     NULL},
    {"PUT /v1/subscriptions/n%C3%A9w", JSON, GOOD, 400, "",
     "{\"error\":\"an id is made of letters of ASCII, digits, \\\"-\\\", "
     "\\\"_\\\" and \\\".\\\", at most 128\",\"remedy\":\"take another "
     "id\"}\n"},
    {"PUT /v1/subscriptions/new?force=1", JSON, GOOD, 400, "", NULL},
    {"PUT /v1/subscriptions/new", JSON, "{\"id\":\"now\",\"when\":\"fact\"}",
     422, "",
     MISTAKES(
         "1 mistake; body:1:7: error: expected \\\"new\\\", the id that it "
         "is stored under, or no `id:`",
         "{\"line\":1,\"column\":7,\"error\":\"expected \\\"new\\\", the id "
         "that it is stored under, or no `id:`\"}")},
    {"PUT /v1/subscriptions/new", JSON,
     "{\n \"entities\": {\"types\": [\"Ork\"]},\n \"facts\": "
     "[\"Custmer\"],\n \"whn\": 1}",
     422, "",
     MISTAKES("3 mistakes; body:2:25: error: unknown type of entities "
              "\\\"Ork\\\" (did you mean \\\"Org\\\"?)",
              "{\"line\":2,\"column\":25,\"error\":\"unknown type of entities "
              "\\\"Ork\\\" (did you mean \\\"Org\\\"?)\"},"
              "{\"line\":3,\"column\":12,\"error\":\"unknown type of facts "
              "\\\"Custmer\\\" (did you mean \\\"Customer\\\"?)\"},"
              "{\"line\":4,\"column\":2,\"error\":\"unknown key \\\"whn\\\" "
              "(did you mean \\\"when\\\"?)\"}")},
    {"PUT /v1/subscriptions/new", JSON, "", 422, "",
     MISTAKES("1 mistake; body:1:1: error: a value is missing",
              "{\"line\":1,\"column\":1,\"error\":\"a value is missing\"}")},
    {"PUT /v1/subscriptions/new", JSON, "{\"when\":", 422, "",
     MISTAKES("1 mistake; body:1:9: error: a value is missing",
              "{\"line\":1,\"column\":9,\"error\":\"a value is missing\"}")},
    {"PUT /v1/subscriptions/new", JSON, "{\"description\":\"\xff\"}", 422, "",
     MISTAKES("1 mistake; body:1:17: error: not valid UTF-8",
              "{\"line\":1,\"column\":17,\"error\":\"not valid UTF-8\"}")},
    {"PUT /v1/subscriptions/new", JSON,
     "{\"when\":\"fact\",\"wait\":\"1s\",\"wait\":\"x\",\"whn\":1}", 422, "",
     MISTAKES("3 mistakes; body:1:28: error: the key stands here twice",
              "{\"line\":1,\"column\":28,\"error\":\"the key stands here "
              "twice\"},{\"line\":1,\"column\":35,\"error\":\"expected a "
              "duration from 0ms to 1d, such as 30s, 5m, 1h30m or 90d\"},"
              "{\"line\":1,\"column\":39,\"error\":\"unknown key \\\"whn\\\" "
              "(did you mean \\\"when\\\"?)\"}")},
    // removing
    {"DELETE /v1/subscriptions/kept", "If-Match: \"7\"\r\n", "", 200, "",
     "{\"id\":\"kept\",\"version\":8}\n"},
    {"DELETE /v1/subscriptions/kept", "If-Match: *\r\n", "", 200, "",
     "{\"id\":\"kept\",\"version\":8}\n"},
    {"DELETE /v1/subscriptions/kept", "If-Match: \"5\"\r\n", "", 412, "\"7\"",
     "{\"error\":\"the subscription \\\"kept\\\" has version 7, not 5\","
     "\"remedy\":\"read it with GET, then send If-Match: \\\"7\\\" to remove "
     "that version, or If-Match: * for whatever is there\"}\n"},
    {"DELETE /v1/subscriptions/kept", "", "", 428, "\"7\"",
     "{\"error\":\"the subscription \\\"kept\\\" is there, with version 7, and "
     "the request does not say which one it removes\",\"remedy\":\"read it "
     "with GET, then send If-Match: \\\"7\\\" to remove that version, or "
     "If-Match: * for whatever is there\"}\n"},
    {"DELETE /v1/subscriptions/kept", "If-None-Match: *\r\n", "", 400, "",
     "{\"error\":\"nothing can be removed where nothing is\",\"remedy\":\"send "
     "If-Match: with the version that is removed, or *\"}\n"},
    {"DELETE /v1/subscriptions/filed", "If-Match: *\r\n", "", 409, "", NULL},
    {"DELETE /v1/subscriptions/filed", "", "", 409, "", NULL},
    {"DELETE /v1/subscriptions/new", "If-Match: *\r\n", "", 404, "",
     "{\"error\":\"there is no subscription \\\"new\\\" to be removed\","
     "\"remedy\":\"GET /v1/subscriptions lists them\"}\n"},
    {"DELETE /v1/subscriptions/new", "If-Match: \"7\"\r\n", "", 404, "", NULL},
    {"DELETE /v1/subscriptions/new", "", "", 404, "", NULL},
    {"DELETE /v1/subscriptions/n%20w", "If-Match: *\r\n", "", 404, "",
     "{\"error\":\"there is no subscription of that id\",\"remedy\":\"GET "
     "/v1/subscriptions lists them\"}\n"},
    // what is not served
    {"POST /v1/subscriptions/kept", JSON, GOOD, 405, "", NULL},
    {"GET /v1/subscriptions/a/b/c", "", "", 404, "", NULL},
    {"DELETE /v1/subscriptions", "", "", 405, "", NULL},
};

static void test_rows(struct subscriptions_bench *b)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char etag[64];
        subscriptions_bench_open(b);
        http_bench_open(&b->http);
        const char *answer = subscriptions_bench_ask(
            b, rows[i].line, rows[i].headers, rows[i].body);
        subscriptions_bench_header_of(answer, "ETag", etag, sizeof(etag));
        if (subscriptions_bench_status_of(answer) != rows[i].status) {
            fprintf(stderr, "row %zu: %s: %s\n", i, rows[i].line, answer);
        }
        CHECK_EQ(subscriptions_bench_status_of(answer), rows[i].status);
        CHECK_Z(etag, rows[i].etag);
        if (rows[i].answer != NULL) {
            CHECK_Z(subscriptions_bench_body_of(answer), rows[i].answer);
        }
        subscriptions_bench_close(b);
    }
}

// --- the list ---

static const struct {
    const char *line;
    long status;
    const char *answer;
} lists[] = {
    {"GET /v1/subscriptions?receiver=desk", 200,
     "{\"total\":2,\"subscriptions\":[{\"id\":\"kept\",\"version\":7," REST
     ",\"receivers\":[\"desk\"]}]}\n"},
    {"GET /v1/subscriptions?receiver=desk&entity=wd:Q2", 200,
     "{\"total\":2,\"subscriptions\":[]}\n"},
    {"GET /v1/subscriptions?limit=0", 400,
     "{\"error\":\"limit is a whole number from 1 to 1000\",\"remedy\":\"ask "
     "for that many, and then with after=, the `next` of the answer\"}\n"},
    {"GET /v1/subscriptions?limit=1001", 400, NULL},
    {"GET /v1/subscriptions?limit=ten", 400, NULL},
    {"GET /v1/subscriptions?limit=", 400, NULL},
    {"GET /v1/subscriptions?limits=1", 400,
     "{\"error\":\"the parameters are after, limit, entity and receiver, each "
     "once\",\"remedy\":\"GET /v1/openapi.json describes them\"}\n"},
    {"GET /v1/subscriptions?entity=wd:Q2&entity=wd:Q3", 400, NULL},
};

static void test_lists(struct subscriptions_bench *b)
{
    subscriptions_bench_open(b);
    http_bench_open(&b->http);
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        const char *answer = subscriptions_bench_ask(b, lists[i].line, "", "");
        CHECK_EQ(subscriptions_bench_status_of(answer), lists[i].status);
        if (lists[i].answer != NULL) {
            CHECK_Z(subscriptions_bench_body_of(answer), lists[i].answer);
        }
    }
    subscriptions_bench_close(b);
}

static void seed(struct subscriptions_bench *b, int count, const char *rest)
{
    struct gz_buffer yaml;
    gz_buffer_init(&yaml, 0);
    for (int i = 0; i < count; i++) {
        gz_buffer_clear(&yaml);
        gz_buffer_append_fmt(&yaml, "{id: s%d, %s}", i, rest);
        gz_buffer_append_byte(&yaml, '\0');
        keeper_memory_seed(&b->keeper, (const char *)yaml.data, 7);
    }
    gz_buffer_fini(&yaml);
}

// How many subscriptions are on a page; next is where the one behind it
// begins, "" when there is none.
static int turn_page(struct subscriptions_bench *b, const char *query,
                     char *next, size_t bytes)
{
    char line[256];
    snprintf(line, sizeof(line), "GET /v1/subscriptions?%s%s%s", query,
             next[0] == '\0' ? "" : "&after=", next);
    const char *answer = subscriptions_bench_ask(b, line, "", "");
    CHECK_EQ(subscriptions_bench_status_of(answer), 200);
    int count = 0;
    for (const char *at = answer; (at = strstr(at, "\"id\":")) != NULL; at++) {
        count++;
    }
    const char *at = strstr(answer, "],\"next\":\"");
    next[0] = '\0';
    if (at != NULL) {
        at += strlen("],\"next\":\"");
        snprintf(next, bytes, "%.*s", (int)strcspn(at, "\""), at);
    }
    return count;
}

static const struct {
    int count;
    const char *rest;
    const char *query;
    int pages[4];  // how many are on each; -1: no such page
} pagings[] = {
    {248, "when: fact", "limit=100", {100, 100, 50, -1}},
    {248, "when: fact", "", {100, 100, 50, -1}},
    {248, "when: fact", "limit=125", {125, 125, -1}},
    {248, "when: fact", "limit=1000", {250, -1}},
    {248, "when: fact", "entity=wd:Q1", {2, -1}},
    {248, "entities: {ids: wd:Q9}", "limit=240&entity=wd:Q1", {2, -1}},
    {5,
     "entities: {lists: [l], list_ids: [wd:Q8, wd:Q9]}",
     "entity=wd:Q9",
     {5, -1}},
    {10500, "when: fact", "receiver=nobody", {0, 0, -1}},
};

static void test_pagings(struct subscriptions_bench *b)
{
    for (size_t i = 0; i < sizeof(pagings) / sizeof(pagings[0]); i++) {
        char next[GZ_SUBSCRIPTION_ID_BYTES + 1] = "";
        subscriptions_bench_open(b);
        seed(b, pagings[i].count, pagings[i].rest);
        http_bench_open(&b->http);
        for (int k = 0; k == 0 || pagings[i].pages[k] >= 0; k++) {
            CHECK_EQ(turn_page(b, pagings[i].query, next, sizeof(next)),
                     pagings[i].pages[k]);
            CHECK_EQ(next[0] == '\0', pagings[i].pages[k + 1] < 0);
        }
        subscriptions_bench_close(b);
    }
}

// Large ones make a page end early.
static void test_page_bytes(struct subscriptions_bench *b)
{
    enum { COUNT = 10, TEXTS = 200, TEXT_BYTES = 1000 };
    struct gz_buffer rest;
    char next[GZ_SUBSCRIPTION_ID_BYTES + 1] = "";

    gz_buffer_init(&rest, 0);
    gz_buffer_append_z(&rest, "when: fact, sources: [");
    for (int i = 0; i < TEXTS; i++) {
        gz_buffer_append_fmt(&rest, "%0*d,", TEXT_BYTES, i);
    }
    gz_buffer_append_byte(&rest, ']');
    gz_buffer_append_byte(&rest, '\0');
    subscriptions_bench_open(b);
    seed(b, COUNT, (const char *)rest.data);
    http_bench_open(&b->http);
    const int first = turn_page(b, "", next, sizeof(next));
    CHECK(next[0] != '\0');
    const int second = turn_page(b, "", next, sizeof(next));
    CHECK_Z(next, "");
    CHECK_EQ(first + second, COUNT + 2);
    subscriptions_bench_close(b);
    gz_buffer_fini(&rest);
}

int main(void)
{
    struct subscriptions_bench b;

    subscriptions_bench_open_lab(&b);
    test_rows(&b);
    test_lists(&b);
    test_pagings(&b);
    test_page_bytes(&b);
    subscriptions_bench_close_lab(&b);
    return 0;
}
