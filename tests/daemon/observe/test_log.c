#include "daemon/observe/log.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/observe/log_sink.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/check.h"

// A log into a file, with a clock that the test turns.
struct bench {
    int64_t now_us;
    struct gz_clock clock;
    int fd;
    struct gz_log *log;
    char got[65536];
};

static int64_t monotonic_us(void *ctx)
{
    const struct bench *b = ctx;
    return b->now_us;
}

static int64_t realtime_ms(void *ctx)
{
    const struct bench *b = ctx;
    return 1700000000000 + b->now_us / 1000;
}

static void begin(struct bench *b, enum gz_log_format format)
{
    char path[] = "/tmp/test_log_XXXXXX";
    b->now_us = 0;
    b->clock = (struct gz_clock){monotonic_us, realtime_ms, b};
    b->fd = mkstemp(path);
    CHECK(b->fd >= 0);
    unlink(path);
    const struct gz_log_options options = {
        .level = GZ_LOG_INFO,
        .format = format,
        .fd = b->fd,
        .clock = &b->clock,
    };
    b->log = gz_log_open(&options);
    CHECK(b->log != NULL);
}

// What was written since begin().
static const char *written(struct bench *b)
{
    const ssize_t n = pread(b->fd, b->got, sizeof(b->got) - 1, 0);
    CHECK(n >= 0);
    b->got[n] = '\0';
    return b->got;
}

static void end(struct bench *b)
{
    gz_log_free(b->log);
    close(b->fd);
}

#define AT "2023-11-14T22:13:20.000Z "

static const struct {
    const char *message;
    const char *text;
    const char *json;
} messages[] = {
    {"plain", AT "info worker: plain\n",
     "{\"time\":\"2023-11-14T22:13:20.000Z\",\"level\":\"info\","
     "\"component\":\"worker\",\"message\":\"plain\"}\n"},
    {"a.tsv:2:1: error: bad\nNoSuch\n^~~~\n",
     AT "info worker: a.tsv:2:1: error: bad\n    NoSuch\n    ^~~~\n",
     "{\"time\":\"2023-11-14T22:13:20.000Z\",\"level\":\"info\","
     "\"component\":\"worker\","
     "\"message\":\"a.tsv:2:1: error: bad\\nNoSuch\\n^~~~\"}\n"},
    {"M\xC3\xBCnchen \x1B[31m\r\x7F\t\"q\"",
     AT "info worker: M\xC3\xBCnchen ?[31m??\t\"q\"\n",
     "{\"time\":\"2023-11-14T22:13:20.000Z\",\"level\":\"info\","
     "\"component\":\"worker\","
     "\"message\":\"M\xC3\xBCnchen ?[31m??\\t\\\"q\\\"\"}\n"},
    {"M\xFCnchen", AT "info worker: M?nchen\n",
     "{\"time\":\"2023-11-14T22:13:20.000Z\",\"level\":\"info\","
     "\"component\":\"worker\",\"message\":\"M?nchen\"}\n"},
};

static void test_forms(void)
{
    struct bench b;
    for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++) {
        begin(&b, GZ_LOG_TEXT);
        gz_log_info(b.log, "worker", "%s", messages[i].message);
        CHECK_Z(written(&b), messages[i].text);
        end(&b);
        begin(&b, GZ_LOG_JSON);
        gz_log_info(b.log, "worker", "%s", messages[i].message);
        CHECK_Z(written(&b), messages[i].json);
        end(&b);
    }
}

static void test_levels(void)
{
    struct bench b;
    begin(&b, GZ_LOG_AUTO);
    gz_log_debug(b.log, "a", "no");
    gz_log_warning(b.log, "a", "one");
    gz_log_set_level(b.log, GZ_LOG_DEBUG);
    gz_log_debug(b.log, "a", "two");
    gz_log_set_level(b.log, GZ_LOG_ERROR);
    gz_log_warning(b.log, "a", "no");
    gz_log_error(b.log, "a", "three");
    gz_log_error(NULL, "a", "no");
    CHECK_Z(written(&b),
            AT "warning a: one\n" AT "debug a: two\n" AT "error a: three\n");
    end(&b);
    gz_log_flush(NULL);
    gz_log_free(NULL);
}

// A message is cut where a character begins.
static void test_long(void)
{
    struct bench b;
    char message[3000];
    memset(message, 'x', sizeof(message));
    message[sizeof(message) - 1] = '\0';
    memcpy(message + GZ_LOG_MESSAGE_BYTES - 6, "\xE2\x82\xAC", 3);

    begin(&b, GZ_LOG_TEXT);
    gz_log_info(b.log, "a", "%s", message);
    const char *line = written(&b);
    const size_t head = strlen(AT "info a: ");
    CHECK_EQ(strlen(line), head + GZ_LOG_MESSAGE_BYTES - 6 + strlen("...\n"));
    CHECK_Z(line + strlen(line) - 5, "x...\n");
    end(&b);
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        n += *text == '\n';
    }
    return n;
}

static void write_times(struct bench *b, const char *component, int times)
{
    for (int i = 0; i < times; i++) {
        gz_log_info(b->log, component, "again");
    }
}

static void test_rate(void)
{
    struct bench b;
    begin(&b, GZ_LOG_TEXT);
    write_times(&b, "a", GZ_LOG_BURST + 3);
    CHECK_EQ(count_lines(written(&b)), GZ_LOG_BURST);
    gz_log_warning(b.log, "a", "other level");
    write_times(&b, "b", 1);
    CHECK_EQ(count_lines(written(&b)), GZ_LOG_BURST + 2);

    b.now_us = 999999;
    gz_log_flush(b.log);
    CHECK_EQ(count_lines(written(&b)), GZ_LOG_BURST + 2);
    b.now_us = 1000000;
    write_times(&b, "a", 1);
    CHECK(strstr(written(&b),
                 "2023-11-14T22:13:21.000Z info a: 3 more messages "
                 "suppressed\n2023-11-14T22:13:21.000Z info a: again\n") !=
          NULL);

    write_times(&b, "a", GZ_LOG_BURST + 1);
    b.now_us = 2000000;
    gz_log_flush(b.log);
    CHECK(strstr(written(&b), "20.000Z info a: 2 more") == NULL);
    CHECK(strstr(written(&b), "22.000Z info a: 2 more messages") != NULL);
    end(&b);
}

// The end tells what is still counted, although its second is not over.
static void test_free_tells(void)
{
    struct bench b;
    begin(&b, GZ_LOG_TEXT);
    write_times(&b, "a", GZ_LOG_BURST + 4);
    gz_log_free(b.log);
    CHECK(strstr(written(&b), "4 more messages suppressed\n") != NULL);
    close(b.fd);
}

static void test_many_components(void)
{
    struct bench b;
    char component[80];
    begin(&b, GZ_LOG_TEXT);
    for (int i = 0; i < 100; i++) {
        snprintf(component, sizeof(component),
                 "a component with a name that is far too long, number %d", i);
        gz_log_info(b.log, component, "x");
        snprintf(component, sizeof(component), "c%d", i);
        gz_log_info(b.log, component, "x");
    }
    CHECK_EQ(count_lines(written(&b)), 20 + 46 + 20);
    end(&b);
}

static void test_is_journal(void)
{
    int fds[2];
    struct stat st;
    char stream[64];

    CHECK_EQ(pipe(fds), 0);
    CHECK_EQ(fstat(fds[1], &st), 0);
    snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
             (unsigned long long)st.st_ino);
    CHECK(gz_log_sink_is_journal(stream, fds[1]));
    CHECK(!gz_log_sink_is_journal(stream, STDIN_FILENO));
    CHECK(!gz_log_sink_is_journal(NULL, fds[1]));
    CHECK(!gz_log_sink_is_journal("", fds[1]));
    CHECK(!gz_log_sink_is_journal("1", fds[1]));
    CHECK(!gz_log_sink_is_journal("0:0", fds[1]));
    stream[strlen(stream) - 1] ^= 1;
    CHECK(!gz_log_sink_is_journal(stream, fds[1]));
    CHECK(!gz_log_sink_is_journal("8:1", -1));
    close(fds[0]);
    close(fds[1]);
}

// JSON that the journal stores as it is: the level goes before the line.
static void test_prefix(void)
{
    struct bench b;
    struct stat st;
    char stream[64];

    begin(&b, GZ_LOG_TEXT);
    gz_log_free(b.log);
    CHECK_EQ(fstat(b.fd, &st), 0);
    snprintf(stream, sizeof(stream), "%llu:%llu", (unsigned long long)st.st_dev,
             (unsigned long long)st.st_ino);
    const struct gz_log_options options = {
        .format = GZ_LOG_JSON,
        .fd = b.fd,
        .journal_stream = stream,
        .clock = &b.clock,
    };
    b.log = gz_log_open(&options);
    gz_log_error(b.log, "a", "x");
    gz_log_debug(b.log, "a", "y");
    const char *text = written(&b);
    CHECK(strncmp(text, "<3>{", 4) == 0);
    CHECK(strstr(text, "}\n<7>{") != NULL);
    end(&b);
}

enum { THREADS = 4, ROUNDS = 200 };

static void *write_much(void *log)
{
    for (int i = 0; i < ROUNDS; i++) {
        gz_log_warning(log, "thread", "line %d", i);
        gz_log_set_level(log, GZ_LOG_INFO);
        gz_log_flush(log);
    }
    return NULL;
}

static void test_threads(void)
{
    struct bench b;
    pthread_t threads[THREADS];

    begin(&b, GZ_LOG_TEXT);
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQ(pthread_create(&threads[i], NULL, write_much, b.log), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    gz_log_free(b.log);
    const char *text = written(&b);
    CHECK_EQ(count_lines(text), GZ_LOG_BURST + 1);
    CHECK(strstr(text, "warning thread: 780 more messages suppressed\n"));
    close(b.fd);
}

static void test_no_memory(void)
{
    struct bench b;
    gz_alloc_fail_at(1);
    CHECK(gz_log_new(GZ_LOG_INFO, GZ_LOG_AUTO) == NULL);
    gz_alloc_fail_at(0);

    begin(&b, GZ_LOG_TEXT);
    gz_alloc_fail_at(1);
    gz_log_error(b.log, "a", "still heard");
    gz_alloc_fail_at(0);
    CHECK_Z(written(&b), "still heard\n");
    end(&b);
}

int main(void)
{
    test_forms();
    test_levels();
    test_long();
    test_rate();
    test_free_tells();
    test_many_components();
    test_is_journal();
    test_prefix();
    test_threads();
    test_no_memory();
    return 0;
}
