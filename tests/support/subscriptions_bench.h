#ifndef GZ_TEST_SUBSCRIPTIONS_BENCH_H
#define GZ_TEST_SUBSCRIPTIONS_BENCH_H

#include "daemon/http/subscriptions_api.h"
#include "tests/support/extract_fixture.h"
#include "tests/support/http_bench.h"
#include "tests/support/keeper_memory.h"

/*
 * /v1/subscriptions before a keeper in memory, and a client.  Rules, which are
 * costly to load, are loaded once; all else is made for each test.
 */
struct subscriptions_bench {
    struct http_bench http;
    struct keeper_memory keeper;
    struct gz_subscriptions_api api;
    struct gz_route_set set;
    struct extract_lab lab;
    struct gz_rules_cell *rules;
    struct gz_buffer got;
};

static inline void subscriptions_bench_open_lab(struct subscriptions_bench *b)
{
    *b = (struct subscriptions_bench){.rules = NULL};
    extract_lab_open(&b->lab, "id\ttype\tname\n1\tOrg\tAcme\n",
                     "gazetted: 1\n"
                     "facts:\n"
                     "  Customer: [customer, supplier]\n"
                     "rules:\n- id: x.c\n  emit: Customer\n  match: "
                     "\"<customer:Org> buys <supplier:Org>\"\n");
    b->rules = gz_rules_cell_new(gz_ruleset_ref(b->lab.rules));
    CHECK(b->rules != NULL);
}

static inline void subscriptions_bench_close_lab(struct subscriptions_bench *b)
{
    gz_rules_cell_free(b->rules);
    extract_lab_close(&b->lab);
}

/** One of a file, one that was kept as version 7.  The server is not open
 * yet. */
static inline void subscriptions_bench_open(struct subscriptions_bench *b)
{
    keeper_memory_open(&b->keeper, 7);
    keeper_memory_seed(&b->keeper, "{id: filed, entities: {ids: [wd:Q1]}}", 0);
    keeper_memory_seed(
        &b->keeper, "{id: kept, entities: {ids: [wd:Q1]}, receivers: desk}", 7);
    gz_subscriptions_api_init(&b->api, b->keeper.cell, b->rules,
                              &b->keeper.port);
    b->set = gz_subscriptions_api_routes(&b->api);
    http_bench_init(&b->http, &b->set, 1);
    gz_buffer_init(&b->got, 0);
}

static inline void subscriptions_bench_close(struct subscriptions_bench *b)
{
    gz_subscriptions_api_stop(&b->api);
    http_bench_end(&b->http);
    keeper_memory_close(&b->keeper);
    gz_buffer_fini(&b->got);
}

static inline int subscriptions_bench_begin(struct subscriptions_bench *b,
                                            const char *line,
                                            const char *headers,
                                            struct gz_str body)
{
    struct gz_buffer request;
    gz_buffer_init(&request, 0);
    gz_buffer_append_fmt(&request,
                         "%s HTTP/1.0\r\n%sContent-Length: %zu\r\n"
                         "\r\n",
                         line, headers, body.len_bytes);
    gz_buffer_append_str(&request, body);
    gz_buffer_append_byte(&request, '\0');
    const int fd = http_bench_dial(&b->http);
    for (const char *at = (const char *)request.data; *at != '\0';) {
        const ssize_t n = send(fd, at, strlen(at), MSG_NOSIGNAL);
        at += n > 0 ? n : 0;
        http_bench_turn(&b->http);
    }
    gz_buffer_fini(&request);
    return fd;
}

static inline const char *
subscriptions_bench_hear(struct subscriptions_bench *b, int fd)
{
    gz_buffer_clear(&b->got);
    http_bench_hear(&b->http, fd, &b->got);
    close(fd);
    return (const char *)b->got.data;
}

static inline const char *subscriptions_bench_ask(struct subscriptions_bench *b,
                                                  const char *line,
                                                  const char *headers,
                                                  const char *body)
{
    return subscriptions_bench_hear(
        b, subscriptions_bench_begin(b, line, headers, gz_str_z(body)));
}

static inline long subscriptions_bench_status_of(const char *answer)
{
    return strtol(answer + strlen("HTTP/1.0 "), NULL, 10);
}

static inline const char *subscriptions_bench_body_of(const char *answer)
{
    const char *at = strstr(answer, "\r\n\r\n");
    CHECK(at != NULL);
    return at + 4;
}

// A header's value in out, or "".
static inline void subscriptions_bench_header_of(const char *answer,
                                                 const char *name, char *out,
                                                 size_t bytes)
{
    char key[64];
    snprintf(key, sizeof(key), "\r\n%s: ", name);
    const char *at = strstr(answer, key);
    out[0] = '\0';
    if (at != NULL && at < subscriptions_bench_body_of(answer)) {
        at += strlen(key);
        snprintf(out, bytes, "%.*s", (int)strcspn(at, "\r"), at);
    }
}

#endif
