#include "daemon/flow/delivery.h"

#include "tests/support/check.h"

/*
 * The engine against a small Kafka that misbehaves at random: reports come in
 * any order or fail, queues fill, producers die, partitions go and come back,
 * commits are refused.  After every commit all records below it must be
 * stored; at the end, when all is well again, every record must be.
 *
 * A failure prints its seed; `test_delivery_random SEED` repeats it.
 */
enum {
    SEEDS = 3000,
    OPERATIONS = 400,
    PARTITIONS = 3,
    RECORDS = 60,  // of each partition
    OUTPUTS_MAX = 4,
    IN_FLIGHT_MAX = 512,
    OUTPUT_BYTES = 10,
    FINISH_ROUNDS = 4000,
};

static const int64_t TEN_MINUTES_US = INT64_C(600) * 1000000;

struct record {
    int64_t offset;
    unsigned outputs;  // how many it has
    unsigned stored;   // a bit for each that is
};

struct part {
    struct record records[RECORDS];
    int64_t committed;
    int at;  // the consumer's place, an index of records
    bool owned;
};

// An output on its way.
struct travelling {
    uint64_t tag;
    struct record *record;
    unsigned bits;  // what it stores
    uint64_t bytes;
};

struct world {
    uint64_t seed;
    uint64_t random;
    struct gz_delivery *d;
    struct gz_kafka_port port;
    struct gz_clock clock;
    int64_t now_us;
    struct part parts[PARTITIONS];
    struct travelling travelling[IN_FLIGHT_MAX];
    int travelling_count;
    int room;
    bool calm;  // nothing goes wrong any more
    bool producer_dead;
    struct record *current;  // whose outputs are published
    unsigned current_bit;
    bool current_dead;
    struct gz_position asked[PARTITIONS];  // a commit without its answer
    size_t asked_count;
    bool asking;
    bool renewing;
};

static unsigned roll(struct world *w, unsigned sides)
{
    // SplitMix64, by Steele, Lea and Flood (2014).
    uint64_t z = (w->random += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (unsigned)((z ^ (z >> 31)) % sides);
}

static void must(const struct world *w, bool holds, const char *what)
{
    if (!holds) {
        fprintf(stderr, "seed %llu: not so: %s\n", (unsigned long long)w->seed,
                what);
        exit(1);
    }
}

static unsigned all_bits(const struct record *r)
{
    return (1U << r->outputs) - 1;
}

static enum gz_port_status on_publish(void *ctx, const struct gz_output *out,
                                      uint64_t tag)
{
    struct world *w = ctx;
    if (w->producer_dead) {
        return GZ_PORT_PRODUCER_DEAD;
    }
    if (w->room == 0 || w->travelling_count == IN_FLIGHT_MAX) {
        return GZ_PORT_QUEUE_FULL;
    }
    if (!w->calm && !w->current_dead && roll(w, 200) == 0) {
        return GZ_PORT_TOO_LARGE;
    }
    w->room--;
    w->travelling[w->travelling_count++] = (struct travelling){
        .tag = tag,
        .record = w->current,
        .bits = out->dead_letter ? all_bits(w->current) : w->current_bit,
        .bytes = out->value.len_bytes,
    };
    w->current_bit <<= out->dead_letter ? 0 : 1;
    return GZ_PORT_OK;
}

static void report(struct world *w, int k, enum gz_delivery_ack ack)
{
    const struct travelling t = w->travelling[k];
    w->travelling[k] = w->travelling[--w->travelling_count];
    w->room++;
    if (ack == GZ_DELIVERY_ACK_OK) {
        t.record->stored |= t.bits;
    }
    gz_delivery_acked(w->d, t.tag, t.bytes, ack);
}

static void on_serve(void *ctx, int64_t timeout_us)
{
    struct world *w = ctx;
    w->now_us += timeout_us;
    for (int i = 0; i < 3 && w->travelling_count > 0; i++) {
        report(w, (int)roll(w, (unsigned)w->travelling_count),
               GZ_DELIVERY_ACK_OK);
    }
}

static void check_commit(struct world *w, const struct gz_position *p)
{
    const struct part *part = &w->parts[p->partition];
    must(w, part->owned, "a commit is for an owned partition");
    for (int i = 0; i < RECORDS; i++) {
        const struct record *r = &part->records[i];
        must(w, r->offset >= p->offset || r->stored == all_bits(r),
             "all below a commit is stored");
    }
}

static void on_commit(void *ctx, const struct gz_position *p, size_t count)
{
    struct world *w = ctx;
    must(w, !w->asking, "one commit at a time");
    w->asking = true;
    w->asked_count = count;
    for (size_t i = 0; i < count; i++) {
        check_commit(w, &p[i]);
        w->asked[i] = p[i];
    }
}

static enum gz_status on_commit_wait(void *ctx, const struct gz_position *p,
                                     size_t count, int64_t timeout_us)
{
    struct world *w = ctx;
    const bool fails = !w->calm && roll(w, 4) == 0;
    w->now_us += fails ? timeout_us : 0;
    for (size_t i = 0; i < count; i++) {
        check_commit(w, &p[i]);
        if (!fails) {
            w->parts[p[i].partition].committed = p[i].offset;
        }
    }
    return fails ? GZ_UNAVAILABLE : GZ_OK;
}

static void answer(struct world *w)
{
    const bool ok = w->calm || roll(w, 4) != 0;
    w->asking = false;
    for (size_t i = 0; ok && i < w->asked_count; i++) {
        struct part *part = &w->parts[w->asked[i].partition];
        if (part->committed < w->asked[i].offset) {
            part->committed = w->asked[i].offset;
        }
    }
    gz_delivery_committed(w->d, ok);
}

static void seek(struct part *part, int64_t offset)
{
    part->at = 0;
    while (part->at < RECORDS && part->records[part->at].offset < offset) {
        part->at++;
    }
}

static enum gz_status on_rewind(void *ctx, const struct gz_position *p,
                                size_t count)
{
    struct world *w = ctx;
    for (size_t i = 0; i < count; i++) {
        seek(&w->parts[p[i].partition], p[i].offset);
    }
    return GZ_OK;
}

static void on_renew(void *ctx)
{
    struct world *w = ctx;
    // What is under way may be stored or not; its reports are lost.
    for (int k = 0; k < w->travelling_count; k++) {
        w->room++;
        if (roll(w, 2) == 0) {
            w->travelling[k].record->stored |= w->travelling[k].bits;
        }
    }
    w->travelling_count = 0;
    w->producer_dead = false;
    w->renewing = true;
}

static int64_t on_now(void *ctx)
{
    return ((struct world *)ctx)->now_us;
}

static const struct gz_output plain[OUTPUTS_MAX] = {
    {.value = {"0123456789", OUTPUT_BYTES}},
    {.value = {"0123456789", OUTPUT_BYTES}},
    {.value = {"0123456789", OUTPUT_BYTES}},
    {.value = {"0123456789", OUTPUT_BYTES}},
};
static const struct gz_output letter = {.value = {"0123456789", OUTPUT_BYTES},
                                        .dead_letter = true};

static void conclude(struct world *w, enum gz_delivery_publish result)
{
    if (result == GZ_DELIVERY_TOO_LARGE) {
        w->current_dead = true;
        (void)gz_delivery_substitute(w->d, &letter);
    }
}

static void take(struct world *w, int32_t partition, struct record *r)
{
    w->current_bit = 1;
    switch (gz_delivery_take(w->d, partition, r->offset)) {
    case GZ_DELIVERY_STALE:
        return;
    case GZ_DELIVERY_REFUSED:
        w->current = r;
        w->current_dead = true;
        conclude(w, gz_delivery_publish(w->d, &letter, 1));
        return;
    default:
        w->current = r;
        w->current_dead = false;
        conclude(w, gz_delivery_publish(w->d, plain, r->outputs));
    }
}

static void read_one(struct world *w)
{
    const int32_t p = (int32_t)roll(w, PARTITIONS);
    struct part *part = &w->parts[p];
    if (!part->owned || !gz_delivery_ready(w->d) || part->at == RECORDS) {
        return;
    }
    if (!w->calm && part->at > 0 && roll(w, 20) == 0) {
        // The consumer hands out what it handed out before.
        const int again = (int)roll(w, (unsigned)part->at);
        if (part->records[again].offset < gz_delivery_next(w->d, p)) {
            take(w, p, &part->records[again]);
        }
        return;
    }
    take(w, p, &part->records[part->at++]);
}

static void own_all(struct world *w)
{
    for (int32_t p = 0; p < PARTITIONS; p++) {
        struct part *part = &w->parts[p];
        const bool known = part->committed >= 0;
        const struct gz_delivery_start start = {
            .partition = p,
            .offset = known ? part->committed : -2,
            .committed = known ? part->committed : -1,
        };
        if (!part->owned) {
            CHECK_OK(gz_delivery_assign(w->d, &start, 1));
            part->owned = true;
            seek(part, part->committed);
        }
    }
}

static void disown_all(struct world *w, bool lost)
{
    if (lost) {
        gz_delivery_lose(w->d);
    } else {
        gz_delivery_revoke(w->d);
    }
    for (int p = 0; p < PARTITIONS; p++) {
        w->parts[p].owned = false;
    }
}

static void report_one(struct world *w)
{
    if (w->travelling_count == 0) {
        return;
    }
    const int k = (int)roll(w, (unsigned)w->travelling_count);
    const bool is_letter =
        w->travelling[k].bits == all_bits(w->travelling[k].record);
    if (!w->calm && !is_letter && roll(w, 60) == 0) {
        report(w, k, GZ_DELIVERY_ACK_TOO_LARGE);
    } else if (!w->calm && roll(w, 120) == 0) {
        report(w, k, GZ_DELIVERY_ACK_PRODUCER_DEAD);
        w->now_us += TEN_MINUTES_US;  // so that the budget is never used up
    } else {
        report(w, k, GZ_DELIVERY_ACK_OK);
    }
}

static void tick(struct world *w)
{
    w->now_us += 100;
    if (w->renewing) {
        w->renewing = false;
        gz_delivery_answered(w->d, GZ_PORT_DONE);
    }
    if (gz_delivery_blocked(w->d)) {
        conclude(w, gz_delivery_resume(w->d));
    }
    must(w, gz_delivery_tick(w->d) == GZ_OK, "the engine does not fail");
}

static void trouble(struct world *w)
{
    switch (roll(w, 12)) {
    case 0:
        disown_all(w, false);
        break;
    case 1:
        disown_all(w, true);
        break;
    case 2:
        w->producer_dead = true;
        w->now_us += TEN_MINUTES_US;
        break;
    case 3:
        w->room = 0;
        break;
    default:
        own_all(w);
        w->room = (int)roll(w, 40);
    }
}

static void operate(struct world *w)
{
    const unsigned what = roll(w, 100);
    if (what < 45) {
        read_one(w);
    } else if (what < 85) {
        report_one(w);
    } else if (what < 95) {
        tick(w);
    } else if (what < 98) {
        if (w->asking) {
            answer(w);
        }
    } else if (!w->calm) {
        trouble(w);
    }
}

static bool is_done(const struct world *w)
{
    for (int p = 0; p < PARTITIONS; p++) {
        const struct part *part = &w->parts[p];
        if (part->committed != part->records[RECORDS - 1].offset + 1) {
            return false;
        }
    }
    return true;
}

static void build(struct world *w, uint64_t seed)
{
    const struct gz_delivery_options options = {
        .mode = GZ_DELIVERY_AT_LEAST_ONCE,
        .batch_records = 10,
        .self = 1,
        .max_records = 1 + (uint32_t)(seed % 40),
        .max_bytes = 50 + seed % 300,
        .commit_interval_us = 100,
        .flush_timeout_us = 1000000,
        .revoke_timeout_us = 1000000,
    };
    *w = (struct world){.seed = seed, .random = seed, .room = 40};
    w->port = (struct gz_kafka_port){
        .ctx = w,
        .publish = on_publish,
        .serve = on_serve,
        .rewind = on_rewind,
        .renew = on_renew,
        .commit = on_commit,
        .commit_wait = on_commit_wait,
    };
    w->clock = (struct gz_clock){on_now, NULL, w};
    for (int p = 0; p < PARTITIONS; p++) {
        int64_t offset = roll(w, 1000);
        w->parts[p].committed = -1;
        for (int i = 0; i < RECORDS; i++) {
            // Two at least: one bit would look like a dead letter's.
            const unsigned outputs = 2 + roll(w, OUTPUTS_MAX - 1);
            w->parts[p].records[i] = (struct record){offset, outputs, 0};
            offset += 1 + (roll(w, 5) == 0 ? roll(w, 9) : 0);
        }
    }
    w->d = gz_delivery_new(&options, &w->port, &w->clock);
    CHECK(w->d != NULL);
}

static void run(struct world *w, uint64_t seed)
{
    build(w, seed);
    own_all(w);
    for (int i = 0; i < OPERATIONS; i++) {
        operate(w);
    }
    w->calm = true;
    w->producer_dead = false;
    own_all(w);
    for (int i = 0; i < FINISH_ROUNDS && !is_done(w); i++) {
        w->room = IN_FLIGHT_MAX;
        operate(w);
    }
    (void)gz_delivery_finish(w->d);
    must(w, is_done(w), "in the end all is stored and committed");
    must(w, gz_delivery_stats(w->d).bytes_in_flight == 0,
         "in the end nothing is in flight");
    gz_delivery_free(w->d);
}

int main(int argc, char **argv)
{
    static struct world w;

    if (argc > 1) {
        run(&w, strtoull(argv[1], NULL, 10));
        return 0;
    }
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        run(&w, seed);
    }
    return 0;
}
