#include "daemon/observe/metrics.h"

#include <pthread.h>

#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

static const struct gz_metrics_info info = {
    .ruleset = "0123456789abcdef",
    .ruleset_names = 68000,
    .ruleset_bytes = 9000000,
    .workers_running = 2,
    .subscriptions_of_files = 3,
    .subscriptions_of_topic = 40,
    .subscriptions_refused = 5,
};

static struct gz_metrics *fill(void)
{
    struct gz_metrics *m = gz_metrics_new(2);
    struct gz_metrics_set *a = gz_metrics_set(m, 0);
    struct gz_metrics_set *b = gz_metrics_set(m, 1);
    struct gz_metrics_set *last = gz_metrics_set(m, 2);

    gz_metrics_add(a, GZ_METRIC_ARTICLES, 5);
    gz_metrics_add(b, GZ_METRIC_ARTICLES, 7);
    gz_metrics_add(a, GZ_METRIC_EVENTS, 1000000000000);
    gz_metrics_put(a, GZ_METRIC_LAG, 3);
    gz_metrics_put(b, GZ_METRIC_LAG, 4);
    gz_metrics_put(b, GZ_METRIC_LAG, 2);
    gz_metrics_add(last, GZ_METRIC_RELOADS_FAILED, 1);
    gz_metrics_put(last, GZ_METRIC_RULES_STALE, 1);
    gz_metrics_dead_letter(a, "not_utf8");
    gz_metrics_dead_letter(a, "not_json");
    gz_metrics_dead_letter(b, "not_json");
    gz_metrics_dead_letter(b, "a \"strange\\\ncode");
    gz_metrics_latency(a, 999);
    gz_metrics_latency(a, 1000);
    gz_metrics_latency(b, 1001);
    gz_metrics_latency(b, 10000000);
    gz_metrics_latency(b, 60000000);
    gz_metrics_latency(b, -1);
    gz_metrics_add(a, GZ_METRIC_TRANSACTIONS_COMMITTED, 2);
    gz_metrics_add(b, GZ_METRIC_TRANSACTIONS_ABORTED, 1);
    gz_metrics_commit(a, 7000);
    gz_metrics_commit(b, 1500);
    return m;
}

// The page as it must be, with the version in place of "@VERSION@".
static void read_golden(struct gz_buffer *out)
{
    char text[16384];
    FILE *file = fopen("tests/daemon/observe/metrics_page.txt", "r");
    CHECK(file != NULL);
    const size_t len = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[len] = '\0';

    char *mark = strstr(text, "@VERSION@");
    CHECK(mark != NULL);
    gz_buffer_append(out, text, (size_t)(mark - text));
    gz_buffer_append_z(out, GZ_VERSION);
    gz_buffer_append_z(out, mark + strlen("@VERSION@"));
    gz_buffer_append_byte(out, '\0');
}

static void check_page(const struct gz_buffer *got)
{
    struct gz_buffer want;
    gz_buffer_init(&want, 0);
    read_golden(&want);
    CHECK_STR(gz_buffer_str(got), (const char *)want.data);
    gz_buffer_fini(&want);
}

static void test_page(void)
{
    struct gz_metrics *m = fill();
    struct gz_buffer out;

    gz_buffer_init(&out, 0);
    gz_metrics_page(m, &info, &out);
    CHECK_OK(gz_buffer_status(&out));
    check_page(&out);
    gz_buffer_fini(&out);
    gz_metrics_free(m);
}

static void test_read(void)
{
    struct gz_metrics *m = fill();
    CHECK_EQ(gz_metrics_read(m, GZ_METRIC_ARTICLES), 12);
    CHECK_EQ(gz_metrics_read(m, GZ_METRIC_DEAD_LETTERS), 4);
    CHECK_EQ(gz_metrics_read(m, GZ_METRIC_LAG), 5);
    gz_metrics_free(m);
    gz_metrics_free(NULL);
}

// Codes come from a fixed list, but a mistake there must not grow the page.
static void test_codes_are_bounded(void)
{
    struct gz_metrics *m = gz_metrics_new(1);
    struct gz_metrics_set *s = gz_metrics_set(m, 0);
    struct gz_buffer out;
    char code[64];

    for (int i = 0; i < GZ_METRICS_CODES + 5; i++) {
        snprintf(code, sizeof(code), "code_%d", i);
        gz_metrics_dead_letter(s, code);
    }
    memset(code, 'x', sizeof(code));
    code[sizeof(code) - 1] = '\0';
    gz_metrics_dead_letter(s, code);

    gz_buffer_init(&out, 0);
    gz_metrics_page(m, &info, &out);
    gz_buffer_append_byte(&out, '\0');
    const char *text = (const char *)out.data;
    CHECK(strstr(text, "{code=\"code_31\"} 1\n") != NULL);
    CHECK(strstr(text, "code_32") == NULL);
    CHECK(strstr(text, "{code=\"other\"} 6\n") != NULL);
    CHECK_EQ(gz_metrics_read(m, GZ_METRIC_DEAD_LETTERS), 38);
    gz_buffer_fini(&out);
    gz_metrics_free(m);
}

enum { THREADS = 3, ROUNDS = 5000 };

static void *write_much(void *set)
{
    for (int i = 0; i < ROUNDS; i++) {
        gz_metrics_add(set, GZ_METRIC_ARTICLES, 1);
        gz_metrics_put(set, GZ_METRIC_IN_FLIGHT, i);
        gz_metrics_dead_letter(set, i % 2 == 0 ? "even" : "odd");
        gz_metrics_latency(set, i);
    }
    return NULL;
}

// Each thread writes its own set while the page is read.
static void test_threads(void)
{
    struct gz_metrics *m = gz_metrics_new(THREADS);
    pthread_t threads[THREADS];
    struct gz_buffer out;

    for (uint32_t k = 0; k < THREADS; k++) {
        CHECK_EQ(
            pthread_create(&threads[k], NULL, write_much, gz_metrics_set(m, k)),
            0);
    }
    gz_buffer_init(&out, 0);
    for (int i = 0; i < 20; i++) {
        gz_buffer_clear(&out);
        gz_metrics_page(m, &info, &out);
    }
    for (uint32_t k = 0; k < THREADS; k++) {
        pthread_join(threads[k], NULL);
    }
    CHECK_EQ(gz_metrics_read(m, GZ_METRIC_ARTICLES), THREADS * ROUNDS);
    CHECK_EQ(gz_metrics_read(m, GZ_METRIC_DEAD_LETTERS), THREADS * ROUNDS);
    gz_buffer_fini(&out);
    gz_metrics_free(m);
}

static void test_no_memory(void)
{
    gz_alloc_fail_at(1);
    CHECK(gz_metrics_new(2) == NULL);
    gz_alloc_fail_at(0);

    struct gz_metrics *m = fill();
    struct gz_buffer out;
    gz_buffer_init(&out, 0);
    for (long n = 1;; n++) {
        gz_buffer_fini(&out);
        gz_alloc_fail_at(n);
        gz_metrics_page(m, &info, &out);
        if (!gz_alloc_failed()) {
            break;
        }
        CHECK_EQ(gz_buffer_status(&out), GZ_NO_MEMORY);
    }
    gz_alloc_fail_at(0);
    check_page(&out);
    gz_buffer_fini(&out);
    gz_metrics_free(m);
}

int main(void)
{
    test_page();
    test_read();
    test_codes_are_bounded();
    test_threads();
    test_no_memory();
    return 0;
}
