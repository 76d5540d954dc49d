#include "daemon/observe/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/support/check.h"

#define S INT64_C(1000000)
#define NOW (1000 * S)
#define STALL (60 * S)

// loop and progress: microseconds ago.
static const struct {
    const char *name;
    int64_t loop_ago_us;
    int64_t progress_ago_us;
    bool has_work;
    bool waiting;
    bool want;
} rows[] = {
    {"busy", 0, 0, true, false, true},
    {"idle for long", S, 900 * S, false, false, true},
    {"slow", S, STALL, true, false, true},
    {"stalled", S, STALL + 1, true, false, false},
    {"stalled, but the broker is away", S, STALL + 1, true, true, true},
    {"loop just in time", 5 * S, 0, true, false, true},
    {"loop stuck", 5 * S + 1, 0, true, false, false},
    {"loop stuck without work", 5 * S + 1, 0, false, false, false},
    {"loop stuck while waiting", 5 * S + 1, 0, true, true, false},
};

static void test_healthy(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct gz_progress p = {
            .loop_us = NOW - rows[i].loop_ago_us,
            .progress_us = NOW - rows[i].progress_ago_us,
            .has_work = rows[i].has_work,
            .waiting = rows[i].waiting,
        };
        if (gz_notify_healthy(&p, NOW, STALL) != rows[i].want) {
            fprintf(stderr, "row \"%s\":\n", rows[i].name);
            CHECK_EQ(!rows[i].want, rows[i].want);
        }
    }
}

// A service manager as far as sd_notify(3) sees one.
struct manager {
    char folder[32];
    struct sockaddr_un address;
    int fd;
};

static void open_manager(struct manager *m)
{
    snprintf(m->folder, sizeof(m->folder), "/tmp/test_notify_XXXXXX");
    CHECK(mkdtemp(m->folder) != NULL);
    m->address.sun_family = AF_UNIX;
    snprintf(m->address.sun_path, sizeof(m->address.sun_path), "%s/notify",
             m->folder);
    m->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    CHECK_EQ(
        bind(m->fd, (const struct sockaddr *)&m->address, sizeof(m->address)),
        0);
    CHECK_EQ(setenv("NOTIFY_SOCKET", m->address.sun_path, 1), 0);
}

static void close_manager(struct manager *m)
{
    close(m->fd);
    unlink(m->address.sun_path);
    rmdir(m->folder);
}

static void expect(const struct manager *m, const char *want)
{
    char got[2048];
    const ssize_t n = recv(m->fd, got, sizeof(got), 0);
    CHECK(n >= 0);
    CHECK_STR(gz_str_of(got, (size_t)n), want);
}

static void test_messages(void)
{
    struct manager m;

    open_manager(&m);
    gz_notify_ready("2 workers");
    expect(&m, "READY=1\nSTATUS=2 workers");
    gz_notify_reloading(1234567);
    expect(&m, "RELOADING=1\nMONOTONIC_USEC=1234567");
    gz_notify_status("%d articles\nREADY=1", 7);
    expect(&m, "STATUS=7 articles");
    gz_notify_watchdog();
    expect(&m, "WATCHDOG=1");
    gz_notify_stopping("draining\r\nWATCHDOG=1");
    expect(&m, "STOPPING=1\nSTATUS=draining");
    close_manager(&m);
}

static void test_without_manager(void)
{
    CHECK_EQ(unsetenv("NOTIFY_SOCKET"), 0);
    gz_notify_ready("");
    gz_notify_reloading(0);
    gz_notify_status("%s", "");
    gz_notify_watchdog();
    gz_notify_stopping("");
}

static void test_watchdog_interval(void)
{
    char pid[24];

    CHECK_EQ(unsetenv("WATCHDOG_USEC"), 0);
    CHECK_EQ(gz_notify_watchdog_us(), 0);
    CHECK_EQ(setenv("WATCHDOG_USEC", "30000000", 1), 0);
    CHECK_EQ(gz_notify_watchdog_us(), 7500000);
    CHECK_EQ(setenv("WATCHDOG_PID", "1", 1), 0);
    CHECK_EQ(gz_notify_watchdog_us(), 0);
    snprintf(pid, sizeof(pid), "%ld", (long)getpid());
    CHECK_EQ(setenv("WATCHDOG_PID", pid, 1), 0);
    CHECK_EQ(gz_notify_watchdog_us(), 7500000);
    CHECK_EQ(setenv("WATCHDOG_USEC", "soon", 1), 0);
    CHECK_EQ(gz_notify_watchdog_us(), 0);
}

int main(void)
{
    test_healthy();
    test_messages();
    test_without_manager();
    test_watchdog_interval();
    return 0;
}
