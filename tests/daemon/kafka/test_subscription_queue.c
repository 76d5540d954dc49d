// Changes on their way: in order, so many at a time, each answered once and
// in time, whatever the maker does.  The clock is the test's.

#include "daemon/kafka/subscription_queue.h"
#include "tests/support/alloc_fail.h"
#include "tests/support/subscription_fixture.h"

enum { TEXT_BYTES = 1024 };

struct bench {
    struct ev_loop *loop;
    int64_t now_us;
    struct gz_clock clock;
    struct gz_subscription_queue *queue;
    const struct gz_subscription_keeper *keeper;
    char heard[TEXT_BYTES];  // answers, in order
};

// What was asked, as the answer's context.
struct asked {
    struct bench *bench;
    const char *name;
    bool again;  // asks once more when it is answered
};

static int64_t tell_time(void *ctx)
{
    return ((struct bench *)ctx)->now_us;
}

static void on_done(void *ctx, const struct gz_keeping_answer *answer);

static void ask_removal(struct asked *a)
{
    a->bench->keeper->remove(a->bench->keeper->ctx, gz_str_z(a->name), 7,
                             on_done, a);
}

static void on_done(void *ctx, const struct gz_keeping_answer *answer)
{
    static const char *const words[] = {
        [GZ_KEEPING_DONE] = "done",       [GZ_KEEPING_CONFLICT] = "conflict",
        [GZ_KEEPING_MISSING] = "missing", [GZ_KEEPING_OF_FILE] = "file",
        [GZ_KEEPING_BUSY] = "busy",       [GZ_KEEPING_UNAVAILABLE] = "away",
    };
    struct asked *a = ctx;
    char *heard = a->bench->heard;
    const size_t used = strlen(heard);

    CHECK_EQ(answer->error != NULL, answer->outcome == GZ_KEEPING_UNAVAILABLE);
    snprintf(heard + used, TEXT_BYTES - used, "%s:%s:%d%s%s ", a->name,
             words[answer->outcome], (int)answer->version,
             answer->error == NULL ? "" : ":",
             answer->error == NULL ? "" : gz_error_text(answer->error));
    if (a->again) {
        a->again = false;
        ask_removal(a);
    }
}

static void open_bench(struct bench *b)
{
    *b = (struct bench){.loop = ev_loop_new(EVFLAG_AUTO), .now_us = 1000};
    b->clock = gz_clock_system;
    b->clock.monotonic_us = tell_time;
    b->clock.ctx = b;
    CHECK(b->loop != NULL);
    CHECK_OK(gz_subscription_queue_new(b->loop, &b->clock, &b->queue, NULL));
    b->keeper = gz_subscription_queue_keeper(b->queue);
}

static void close_bench(struct bench *b)
{
    gz_subscription_queue_free(b->queue);
    ev_loop_destroy(b->loop);
}

// One turn of the loop, which need not wait: it was woken.
static void hear(struct bench *b, const char *want)
{
    ev_run(b->loop, EVRUN_NOWAIT);
    CHECK_Z(b->heard, want);
    b->heard[0] = '\0';
}

// The loop looks at the clock a few times in a second.
static void hear_late(struct bench *b, const char *want)
{
    for (int i = 0; i < 1000 && b->heard[0] == '\0'; i++) {
        ev_run(b->loop, EVRUN_ONCE);
    }
    CHECK_Z(b->heard, want);
    b->heard[0] = '\0';
}

static struct gz_queued_change *take(struct bench *b, const char *id)
{
    struct gz_queued_change *c = gz_subscription_queue_take(b->queue);
    CHECK_EQ(c == NULL, id == NULL);
    if (c != NULL) {
        CHECK_Z(c->id, id);
        CHECK(!gz_subscription_queue_late(b->queue, c));
    }
    return c;
}

static void test_in_order(void)
{
    struct bench b;
    open_bench(&b);
    struct asked one = {&b, "one", false};
    struct asked two = {&b, "two", true};
    struct gz_subscription *s = test_subscription("{id: one, when: fact}");

    CHECK(gz_subscription_queue_take(b.queue) == NULL);
    b.keeper->put(b.keeper->ctx, s, 5, on_done, &one);
    ask_removal(&two);
    struct gz_queued_change *c = take(&b, "one");
    CHECK(c->put == s);
    CHECK_EQ(c->expected, 5);
    gz_subscription_unref(s);  // the queue has its own
    CHECK_STR(gz_subscription_id(c->put), "one");
    gz_subscription_queue_finish(b.queue, c, GZ_KEEPING_DONE, 9, NULL);
    c = take(&b, "two");
    CHECK(c->put == NULL);
    CHECK_EQ(c->expected, 7);
    gz_subscription_queue_finish(b.queue, c, GZ_KEEPING_CONFLICT, 8, NULL);
    hear(&b, "one:done:9 two:conflict:8 ");
    // It was asked for again while it was answered.
    gz_subscription_queue_finish(b.queue, take(&b, "two"),
                                 GZ_KEEPING_UNAVAILABLE, 0, "no luck");
    hear(&b, "two:away:0:error: no luck\n ");
    take(&b, NULL);
    close_bench(&b);
}

static void test_so_many(void)
{
    struct bench b;
    open_bench(&b);
    struct asked first = {&b, "x", false};
    struct asked over = {&b, "over", false};

    for (int i = 0; i < GZ_SUBSCRIPTION_QUEUE_ROOM; i++) {
        ask_removal(&first);
    }
    ask_removal(&over);
    hear(&b, "over:busy:0 ");
    gz_subscription_queue_finish(b.queue, take(&b, "x"), GZ_KEEPING_MISSING, 0,
                                 NULL);
    // The place is free when it was answered.
    hear(&b, "x:missing:0 ");
    ask_removal(&over);
    hear(&b, "");
    b.now_us += (int64_t)GZ_SUBSCRIPTION_QUEUE_MS * 1000;
    gz_subscription_queue_close(b.queue);
    size_t answers = 0;
    for (const char *at = b.heard; (at = strstr(at, ":away:")) != NULL; at++) {
        answers++;
    }
    CHECK(answers > 1);
    close_bench(&b);
}

static void test_late(void)
{
    struct bench b;
    open_bench(&b);
    struct asked taken = {&b, "taken", false};
    struct asked waits = {&b, "waits", false};
    struct asked later = {&b, "later", false};

    ask_removal(&taken);
    ask_removal(&waits);
    struct gz_queued_change *c = take(&b, "taken");
    b.now_us += (int64_t)GZ_SUBSCRIPTION_QUEUE_MS * 1000 - 1;
    ask_removal(&later);
    gz_subscription_queue_say(b.queue, "no broker");
    CHECK(!gz_subscription_queue_late(b.queue, c));
    b.now_us += 1;
    hear_late(&b, "taken:away:0:error: no broker\n "
                  "waits:away:0:error: no broker\n ");
    CHECK(gz_subscription_queue_late(b.queue, c));
    // What it comes to is nobody's concern any more.
    gz_subscription_queue_finish(b.queue, c, GZ_KEEPING_DONE, 3, NULL);
    hear(&b, "");
    gz_subscription_queue_say(b.queue, "");
    gz_subscription_queue_finish(b.queue, take(&b, "later"), GZ_KEEPING_DONE, 4,
                                 NULL);
    hear(&b, "later:done:4 ");
    close_bench(&b);
}

static void test_close(void)
{
    struct bench b;
    open_bench(&b);
    struct asked taken = {&b, "taken", false};
    struct asked ended = {&b, "ended", false};
    struct asked waits = {&b, "waits", true};

    ask_removal(&ended);
    gz_subscription_queue_finish(b.queue, take(&b, "ended"), GZ_KEEPING_DONE, 2,
                                 NULL);
    ask_removal(&taken);
    struct gz_queued_change *c = take(&b, "taken");
    ask_removal(&waits);
    gz_subscription_queue_close(b.queue);
    CHECK_Z(b.heard, "ended:done:2 "
                     "taken:away:0:error: the daemon is stopping\n "
                     "waits:away:0:error: the daemon is stopping\n "
                     "waits:away:0:error: the daemon is stopping\n ");
    b.heard[0] = '\0';
    gz_subscription_queue_finish(b.queue, c, GZ_KEEPING_DONE, 3, NULL);
    take(&b, NULL);
    close_bench(&b);
    CHECK_Z(b.heard, "");
}

static void test_odd_ids(void)
{
    struct bench b;
    open_bench(&b);
    struct asked odd = {&b, "odd", false};
    char text[GZ_SUBSCRIPTION_ID_BYTES + 1];

    memset(text, 'x', sizeof(text));
    b.keeper->remove(b.keeper->ctx, gz_str_of(text, sizeof(text)), 1, on_done,
                     &odd);
    hear(&b, "odd:missing:0 ");
    b.keeper->remove(b.keeper->ctx, gz_str_of("a\0b", 3), 1, on_done, &odd);
    hear(&b, "odd:missing:0 ");
    b.keeper->remove(b.keeper->ctx, gz_str_of(text, sizeof(text) - 1), 1,
                     on_done, &odd);
    hear(&b, "");
    b.heard[0] = '\0';
    close_bench(&b);
    CHECK_Z(b.heard, "odd:away:0:error: the daemon is stopping\n ");
}

static void test_without_memory(void)
{
    struct bench b;
    open_bench(&b);
    struct asked one = {&b, "one", false};

    gz_alloc_fail_at(1);
    ask_removal(&one);
    gz_alloc_fail_at(0);
    CHECK(strncmp(b.heard, "one:away:0:", 11) == 0);
    b.heard[0] = '\0';
    take(&b, NULL);
    close_bench(&b);
}

int main(void)
{
    test_in_order();
    test_so_many();
    test_late();
    test_close();
    test_odd_ids();
    test_without_memory();
    gz_subscription_queue_free(NULL);
    return 0;
}
