#include "daemon/notify/exec.h"

#include <signal.h>
#include <unistd.h>

#include "tests/support/check.h"

static struct gz_outcome last;
static int ends;

static void on_done(void *ctx, const struct gz_outcome *outcome)
{
    (void)ctx;
    last = *outcome;
    ends++;
}

static struct gz_exec *open_exec(struct ev_loop *loop,
                                 const char *const *command, int64_t timeout_ms)
{
    const struct gz_exec_options options = {
        .loop = loop,
        .command = command,
        .receiver = "desk",
        .timeout_ms = timeout_ms,
    };
    struct gz_exec *e = NULL;

    CHECK_OK(gz_exec_new(&options, &e, NULL));
    return e;
}

// Run a line of shell with that input; the outcome is in last.
static void run(const char *script, struct gz_str input, int64_t timeout_ms)
{
    const char *const command[] = {"/bin/sh", "-c", script, NULL};
    struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
    struct gz_exec *e = open_exec(loop, command, timeout_ms);
    struct gz_outcome why;

    ends = 0;
    CHECK_OK(gz_exec_run(e, GZ_STR_LIT("id-1"), input, on_done, NULL, &why));
    ev_run(loop, 0);
    CHECK_EQ(ends, 1);
    gz_exec_free(e);
    ev_loop_destroy(loop);
}

static const struct row {
    const char *script;
    const char *input;
    enum gz_outcome_kind kind;
    const char *code;
    const char *words;  // part of them
} rows[] = {
    {"exit 0", "x", GZ_OUTCOME_DELIVERED, "", "status 0"},
    {"exit 1", "x", GZ_OUTCOME_AGAIN, "exit", "status 1"},
    {"exit 65", "x", GZ_OUTCOME_REFUSED, "exit", "status 65"},
    {"exit 67", "x", GZ_OUTCOME_REFUSED, "exit", "status 67"},
    {"exit 68", "x", GZ_OUTCOME_REFUSED, "exit", "status 68"},
    {"exit 75", "x", GZ_OUTCOME_AGAIN, "exit", "status 75"},
    {"kill -9 $$", "x", GZ_OUTCOME_AGAIN, "signal", "signal 9"},
    {"cat >&2; exit 1", "what I read", GZ_OUTCOME_AGAIN, "exit",
     ": what I read"},
    {"printf 'a\\033[31mb'; exit 1", "", GZ_OUTCOME_AGAIN, "exit", ": a [31mb"},
    {"echo $GAZETTED_RECEIVER $GAZETTED_ALERT_ID; exit 1", "x",
     GZ_OUTCOME_AGAIN, "exit", ": desk id-1"},
    {"pwd; exit 1", "x", GZ_OUTCOME_AGAIN, "exit", ": / "},
    {"echo $HOME$USER$CREDENTIALS_DIRECTORY.; exit 1", "x", GZ_OUTCOME_AGAIN,
     "exit", ": . "},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        run(rows[i].script, gz_str_z(rows[i].input), 60000);
        CHECK_EQ(last.kind, rows[i].kind);
        CHECK_Z(last.code, rows[i].code);
        if (strstr(last.words, rows[i].words) == NULL) {
            fprintf(stderr, "%s: \"%s\", want \"%s\"\n", rows[i].script,
                    last.words, rows[i].words);
            exit(1);
        }
    }
}

// More than pipes hold goes in and comes out, read or not.
static void test_much(void)
{
    const size_t len = 3 << 20;
    char *bytes = malloc(len);

    CHECK(bytes != NULL);
    memset(bytes, 'x', len);
    run("test $(wc -c) = 3145728", gz_str_of(bytes, len), 60000);
    CHECK_EQ(last.kind, GZ_OUTCOME_DELIVERED);
    run("cat; exit 0", gz_str_of(bytes, len), 60000);
    CHECK_EQ(last.kind, GZ_OUTCOME_DELIVERED);
    run("exit 0", gz_str_of(bytes, len), 60000);  // does not read it
    CHECK_EQ(last.kind, GZ_OUTCOME_DELIVERED);
    free(bytes);
}

// The whole group goes with it, and what it leaves behind holds up nothing.
static void test_time_limit(void)
{
    run("sleep 600 & sleep 600", GZ_STR_LIT("x"), 100);
    CHECK_EQ(last.kind, GZ_OUTCOME_AGAIN);
    CHECK_Z(last.code, "timeout");
    run("sleep 600 & exit 0", GZ_STR_LIT("x"), 60000);
    CHECK_EQ(last.kind, GZ_OUTCOME_DELIVERED);
}

static void test_start(void)
{
    static const char *const command[] = {"/does/not/exist", NULL};
    struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
    struct gz_exec *e = open_exec(loop, command, 1000);
    struct gz_outcome why;

    CHECK_EQ(
        gz_exec_run(e, GZ_STR_LIT("id"), GZ_STR_LIT("x"), on_done, NULL, &why),
        GZ_IO);
    CHECK_Z(why.code, "start");
    CHECK(strstr(why.words, "No such file") != NULL);
    gz_exec_free(e);
    ev_loop_destroy(loop);
}

// Released while it runs: killed, and nobody is told.
static void test_free(void)
{
    static const char *const command[] = {"/bin/sleep", "600", NULL};
    struct ev_loop *loop = ev_loop_new(EVFLAG_AUTO);
    struct gz_exec *e = open_exec(loop, command, 600000);
    struct gz_outcome why;

    ends = 0;
    for (int i = 0; i < 3; i++) {
        CHECK_OK(gz_exec_run(e, GZ_STR_LIT("id"), GZ_STR_LIT("x"), on_done,
                             NULL, &why));
    }
    gz_exec_free(e);
    gz_exec_free(NULL);
    ev_run(loop, 0);
    CHECK_EQ(ends, 0);
    ev_loop_destroy(loop);
}

int main(void)
{
    (void)signal(SIGPIPE, SIG_IGN);
    test_rows();
    test_much();
    test_time_limit();
    test_start();
    test_free();
    return 0;
}
