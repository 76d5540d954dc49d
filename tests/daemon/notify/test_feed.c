// A feed over a topic in memory: whatever clients do, each gets every record
// that its filter lets through, once.

#include "daemon/notify/feed.h"

#include <stdatomic.h>
#include <unistd.h>

#include "tests/support/check.h"
#include "tests/support/topic_memory.h"

enum { PATIENCE = 200000, NAP_US = 500, SMALL_BYTES = 2000 };

struct world {
    struct topic_memory topic;
    struct gz_feed *feed;
    struct gz_clock clock;
    atomic_llong now_us;
};

// One client: what it got, as the numbers of the records.
struct client {
    struct gz_feed_client *feed;
    int digit;  // of the records that it wants, -1: all
    struct gz_str key;
    char key_text[4];
    atomic_int opened;  // 1 + status
    atomic_int ready;
    char text[256];  // of a refusal
    char *buffer;    // not yet parsed
    size_t len;
    int *got;
    size_t count;
    char id[128];
    size_t gaps;
    size_t positions;  // ids without an event
};

static int64_t monotonic_us(void *ctx)
{
    return atomic_load(&((struct world *)ctx)->now_us);
}

static int64_t realtime_ms(void *ctx)
{
    (void)ctx;
    return 0;
}

static enum gz_status decode(void *ctx, const struct gz_record *record,
                             struct gz_arena *arena, const void **item)
{
    const struct gz_str text = gz_arena_copy(arena, record->value);
    (void)ctx;
    *item = text.ptr;
    return text.ptr == NULL ? GZ_NO_MEMORY : GZ_OK;
}

static bool matches(const void *filter, const void *item)
{
    const int digit = *(const int *)filter;
    return digit < 0 || strtol(item, NULL, 10) % 10 == digit;
}

static void print(const void *item, struct gz_buffer *out)
{
    gz_buffer_append_fmt(out, "%s\n", (const char *)item);
}

static const struct gz_feed_kind kind = {
    .event = "number", .decode = decode, .matches = matches, .print = print};

static void begin(struct world *w)
{
    topic_init(&w->topic);
    atomic_init(&w->now_us, 0);
    w->clock = (struct gz_clock){monotonic_us, realtime_ms, w};
    const struct gz_feed_options options = {
        .kind = &kind,
        .topic = "numbers",
        .live = topic_port(&w->topic),
        .replay = topic_port(&w->topic),
        .clock = &w->clock,
        .client_bytes = SMALL_BYTES,
        .total_bytes = 1 << 20,
        .heartbeat_us = 15000000,
        .idle_us = 1000000,
    };
    CHECK_OK(gz_feed_new(&options, &w->feed, NULL));
}

static void end(struct world *w)
{
    gz_feed_free(w->feed);
    topic_fini(&w->topic);
}

static void on_open(void *ctx, const struct gz_feed_answer *answer)
{
    struct client *c = ctx;
    snprintf(c->text, sizeof(c->text), "%s", answer->text);
    atomic_store(&c->opened, 1 + (int)answer->status);
}

static void on_ready(void *ctx)
{
    atomic_store(&((struct client *)ctx)->ready, 1);
}

// start: "latest", "earliest", "at N", else an id.
static void join(struct world *w, struct client *c, const char *start,
                 int digit)
{
    struct gz_feed_request r = {.filter = &c->digit,
                                .on_open = on_open,
                                .on_ready = on_ready,
                                .ctx = c};

    *c = (struct client){.digit = digit};
    c->buffer = malloc(1 << 20);
    c->got = malloc(TOPIC_ROOM * sizeof(int));
    snprintf(c->key_text, sizeof(c->key_text), "k%d", digit);
    c->key = gz_str_z(c->key_text);
    if (digit >= 0) {
        r.keys = &c->key;
        r.key_count = 1;
    }
    r.start = strcmp(start, "latest") == 0     ? GZ_FEED_LATEST
              : strcmp(start, "earliest") == 0 ? GZ_FEED_EARLIEST
              : strncmp(start, "at ", 3) == 0  ? GZ_FEED_TIME
                                               : GZ_FEED_POSITION;
    if (r.start == GZ_FEED_TIME) {
        r.since_ms = strtol(start + 3, NULL, 10);
    }
    if (r.start == GZ_FEED_POSITION) {
        CHECK_OK(gz_feed_position_parse(gz_str_z(start), GZ_STR_LIT("numbers"),
                                        &r.position, NULL));
    }
    CHECK_OK(gz_feed_join(w->feed, &r, &c->feed));
    for (int i = 0; atomic_load(&c->opened) == 0; i++) {
        CHECK(i < PATIENCE);
        usleep(NAP_US);
    }
}

static void leave(struct client *c)
{
    gz_feed_leave(c->feed);
    free(c->buffer);
    free(c->got);
}

static void on_event(struct client *c, char *event)
{
    char id[128] = "";
    int value = -1;
    bool gap = false;

    for (char *line = strtok(event, "\n"); line != NULL;
         line = strtok(NULL, "\n")) {
        gap = gap || strcmp(line, "event: gap") == 0;
        if (strncmp(line, "id: ", 4) == 0) {
            snprintf(id, sizeof(id), "%s", line + 4);
        } else if (strncmp(line, "data: ", 6) == 0) {
            value = (int)strtol(line + 6, NULL, 10);
        }
    }
    snprintf(c->id, sizeof(c->id), "%s", id);
    if (gap) {
        c->gaps++;
    } else if (value >= 0) {
        c->got[c->count++] = value;
    } else {
        c->positions++;
    }
}

// Take at most max bytes; returns how many there were.
static size_t take(struct client *c, size_t max)
{
    bool over = false;
    char *from = c->buffer;
    const size_t n = gz_feed_read(c->feed, c->buffer + c->len, max, &over);

    c->len += n;
    c->buffer[c->len] = '\0';
    for (char *to; (to = strstr(from, "\n\n")) != NULL; from = to + 2) {
        to[1] = '\0';
        on_event(c, from);
    }
    c->len -= (size_t)(from - c->buffer);
    memmove(c->buffer, from, c->len + 1);
    return n;
}

static void take_until(struct client *c, size_t count)
{
    for (int i = 0; c->count < count; i++) {
        CHECK(i < PATIENCE);
        if (take(c, 700) == 0) {
            usleep(NAP_US);
        }
    }
}

static int compare(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

// It has begin..end, those that it wants, each once.
static void check_range(struct client *c, int begin_value, int end_value)
{
    size_t i = 0;

    qsort(c->got, c->count, sizeof(int), compare);
    for (int value = begin_value; value < end_value; value++) {
        if (c->digit < 0 || value % 10 == c->digit) {
            CHECK(i < c->count);
            CHECK_EQ(c->got[i], value);
            i++;
        }
    }
    CHECK_EQ(c->count, i);
}

static void write_range(struct world *w, int begin_value, int end_value)
{
    for (int value = begin_value; value < end_value; value++) {
        topic_write(&w->topic, value);
    }
}

static void test_starts(void)
{
    struct world w;
    struct client latest;
    struct client earliest;
    struct client three;

    begin(&w);
    write_range(&w, 0, 300);
    join(&w, &latest, "latest", -1);
    join(&w, &earliest, "earliest", -1);
    join(&w, &three, "earliest", 3);
    write_range(&w, 300, 600);
    take_until(&latest, 300);
    take_until(&earliest, 600);
    take_until(&three, 60);
    check_range(&latest, 300, 600);
    check_range(&earliest, 0, 600);
    check_range(&three, 0, 600);
    CHECK_EQ(earliest.positions, 1);  // the one at the begin
    leave(&latest);
    leave(&earliest);
    leave(&three);
    end(&w);
}

// From every third event on, with its id: exactly what came behind it.
static void test_resume(void)
{
    struct world w;
    struct client first;
    int total = 0;

    begin(&w);
    write_range(&w, 0, 120);
    join(&w, &first, "earliest", -1);
    for (size_t had = 3; had < 120; had += 3) {
        struct client next;
        take_until(&first, had);
        join(&w, &next, first.id, -1);
        take_until(&next, 120 - first.count);
        for (size_t i = 0; i < next.count; i++) {
            for (size_t k = 0; k < first.count; k++) {
                CHECK(next.got[i] != first.got[k]);
            }
        }
        while (take(&next, 700) > 0) {
        }
        CHECK_EQ(next.count, 120 - first.count);
        CHECK_EQ(next.gaps, 0);
        total++;
        leave(&next);
    }
    CHECK_EQ(total, 39);
    leave(&first);
    end(&w);
}

static atomic_int written;

static void *write_many(void *arg)
{
    for (int value = 0; value < 60000; value++) {
        topic_write(arg, value);
        atomic_store(&written, value + 1);
        if (value % 500 == 0) {
            usleep(NAP_US);
        }
    }
    return NULL;
}

// Slow ones, quick ones, ones that come again all the time, while it grows.
static void test_crowd(void)
{
    enum { QUICK = 5, SLOW = 4 };
    struct world w;
    struct client quick[QUICK];
    struct client slow[SLOW];
    pthread_t writer;

    begin(&w);
    atomic_store(&written, 0);
    for (int i = 0; i < QUICK; i++) {
        join(&w, &quick[i], "latest", i - 1);
    }
    for (int i = 0; i < SLOW; i++) {
        join(&w, &slow[i], "latest", i < 2 ? -1 : 7);
    }
    CHECK_EQ(pthread_create(&writer, NULL, write_many, &w.topic), 0);
    while (atomic_load(&written) < 60000) {
        for (int i = 1; i < QUICK; i++) {
            take(&quick[i], 100000);
        }
        take(&slow[1], 1);
        take(&slow[3], 40);
    }
    CHECK_EQ(pthread_join(writer, NULL), 0);
    for (int i = 0; i < QUICK; i++) {
        take_until(&quick[i], i == 0 ? 60000 : 6000);
        check_range(&quick[i], 0, 60000);
        leave(&quick[i]);
    }
    for (int i = 0; i < SLOW; i++) {
        take_until(&slow[i], i < 2 ? 60000 : 6000);
        check_range(&slow[i], 0, 60000);
        leave(&slow[i]);
    }
    CHECK(gz_feed_counts(w.feed).behind >= 3);
    CHECK_EQ(gz_feed_counts(w.feed).gaps, 0);
    end(&w);
}

static void test_returning(void)
{
    struct world w;
    struct client all;
    char id[128] = "earliest";
    pthread_t writer;

    begin(&w);
    atomic_store(&written, 0);
    join(&w, &all, "latest", -1);
    leave(&all);
    CHECK_EQ(pthread_create(&writer, NULL, write_many, &w.topic), 0);
    int *got = malloc(TOPIC_ROOM * sizeof(int));
    size_t count = 0;
    while (count < 60000) {
        struct client c;
        join(&w, &c, id, -1);
        take_until(&c, 1);
        for (int i = 0; i < 200; i++) {
            take(&c, 900);
        }
        memcpy(got + count, c.got, c.count * sizeof(int));
        count += c.count;
        snprintf(id, sizeof(id), "%s", c.id);
        leave(&c);
    }
    CHECK_EQ(pthread_join(writer, NULL), 0);
    struct client seen = {.digit = -1, .got = got, .count = count};
    check_range(&seen, 0, 60000);
    free(got);
    end(&w);
}

// Nothing but what was forgotten is missing, and that is told.
static void test_gap(void)
{
    struct world w;
    struct client first;
    struct client next;
    size_t wanted = 0;

    begin(&w);
    write_range(&w, 0, 300);
    join(&w, &first, "earliest", -1);
    take_until(&first, 10);
    topic_forget(&w.topic, 1, 90);
    join(&w, &next, first.id, -1);
    while (next.gaps == 0) {
        take(&next, 700);
    }
    // Of the other partitions all that first has not had, of this one what
    // stands at 90 and behind it.
    for (int p = 0; p < TOPIC_PARTITIONS; p++) {
        for (int64_t at = p == 1 ? 90 : 0; at < w.topic.high[p]; at++) {
            wanted += w.topic.values[p][at] >= 0;
        }
    }
    for (size_t i = 0; i < first.count; i++) {
        wanted -= first.got[i] % TOPIC_PARTITIONS != 1;
    }
    take_until(&next, wanted);
    while (take(&next, 700) > 0) {
    }
    CHECK_EQ(next.count, wanted);
    CHECK_EQ(next.gaps, 1);
    leave(&first);
    leave(&next);
    end(&w);
}

static const struct {
    int64_t next[4];
    uint32_t count;
    const char *text;
} strange[] = {
    {{0, 0, 1000},
     3,
     "the event id is ahead of the topic: it is of another Kafka, or the topic "
     "was made anew (use since=)"},
    {{0, 0, 0, 0},
     4,
     "the event id knows more partitions than the topic has: it is of another "
     "Kafka, or the topic was made anew (use since=)"},
};

static void test_strange_ids(void)
{
    struct world w;
    struct client c;
    struct gz_buffer id;

    begin(&w);
    write_range(&w, 0, 30);
    gz_buffer_init(&id, 0);
    for (size_t i = 0; i < 2; i++) {
        gz_buffer_clear(&id);
        gz_feed_position_append(&id, GZ_STR_LIT("numbers"), strange[i].next,
                                strange[i].count);
        gz_buffer_append_byte(&id, '\0');
        join(&w, &c, (const char *)id.data, -1);
        CHECK_EQ(atomic_load(&c.opened), 1 + GZ_INVALID);
        CHECK_Z(c.text, strange[i].text);
        leave(&c);
    }
    // Partitions that an id does not know are read from their begin.
    gz_buffer_clear(&id);
    gz_feed_position_append(&id, GZ_STR_LIT("numbers"),
                            (const int64_t[]){12, 12}, 2);
    gz_buffer_append_byte(&id, '\0');
    join(&w, &c, (const char *)id.data, -1);
    take_until(&c, 10);
    CHECK_EQ(c.got[9] % 3, 2);
    CHECK_EQ(take(&c, 700), 0);
    leave(&c);
    gz_buffer_fini(&id);
    end(&w);
}

static void test_away(void)
{
    struct world w;
    struct client c;

    begin(&w);
    w.topic.away = true;
    join(&w, &c, "latest", -1);
    CHECK_EQ(atomic_load(&c.opened), 1 + GZ_UNAVAILABLE);
    CHECK_Z(c.text, "error: nobody answers\n");
    leave(&c);
    end(&w);
}

// The connection breaks for both threads, now and then.
static void test_breaks(void)
{
    struct world w;
    struct client c;

    begin(&w);
    join(&w, &c, "latest", -1);
    for (int round = 0; round < 3; round++) {
        write_range(&w, round * 100, round * 100 + 50);
        (void)pthread_mutex_lock(&w.topic.lock);
        w.topic.breaks = 2;
        (void)pthread_mutex_unlock(&w.topic.lock);
        write_range(&w, round * 100 + 50, round * 100 + 100);
        take_until(&c, (size_t)round * 100 + 100);
    }
    check_range(&c, 0, 300);
    CHECK_EQ(c.gaps, 0);
    leave(&c);
    end(&w);
}

// A client that hears nothing is sent its position, and only then.
static void test_heartbeat(void)
{
    struct world w;
    struct client c;
    struct client next;

    begin(&w);
    join(&w, &c, "latest", 1);
    write_range(&w, 0, 1);
    write_range(&w, 2, 9);
    join(&w, &next, "earliest", 2);
    take_until(&next, 1);
    while (take(&c, 700) > 0) {
    }
    CHECK_EQ(c.positions, 1);
    atomic_store(&w.now_us, 14999999);
    gz_feed_beat(w.feed);
    CHECK_EQ(take(&c, 700), 0);
    atomic_store(&w.now_us, 15000001);
    atomic_store(&c.ready, 0);
    gz_feed_beat(w.feed);
    CHECK_EQ(atomic_load(&c.ready), 1);
    take(&c, 700);
    CHECK_EQ(c.positions, 2);
    CHECK_EQ(c.count, 0);
    leave(&c);
    leave(&next);
    end(&w);
}

int main(void)
{
    test_starts();
    test_resume();
    test_crowd();
    test_returning();
    test_gap();
    test_strange_ids();
    test_away();
    test_breaks();
    test_heartbeat();
    return 0;
}
