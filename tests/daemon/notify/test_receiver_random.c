// Receivers under random answers, from printed seeds: an alert of each record
// is delivered or set aside, in the order of its key, and offsets never pass
// one that is not done.  A restart at any moment loses nothing.

#include "tests/support/receiver_fixture.h"

enum { RECORDS = 60, PARTS = 3, KEYS = 6, SEEDS = 3000, STEPS = 20000 };

struct run {
    struct receiver_fixture f;
    uint64_t state;  // of the generator
    bool done[RECORDS];
    int64_t committed[PARTS];
    int64_t next[PARTS];  // to be read
};

static uint64_t draw(struct run *r, uint64_t below)
{
    r->state ^= r->state << 13;
    r->state ^= r->state >> 7;
    r->state ^= r->state << 17;
    return (r->state >> 11) % below;
}

// Record n has offset n / PARTS of partition n % PARTS.
static int key_of(int n)
{
    return n % PARTS * (KEYS / PARTS) + n / PARTS % (KEYS / PARTS);
}

static int number_of(const struct gz_receiver_job *job)
{
    return (int)job->record.offset * PARTS + job->record.partition;
}

static void read_one(struct run *r)
{
    const int32_t part = (int32_t)draw(r, PARTS);
    const int n = (int)r->next[part] * PARTS + part;
    char key[16];
    char id[16] = "";

    if (n >= RECORDS) {
        return;
    }
    snprintf(key, sizeof(key), "k%d", key_of(n));
    if (n % 5 != 4) {
        snprintf(id, sizeof(id), "%d", n);
    } else {
        r->done[n] = true;  // for others
    }
    fixture_record(&r->f, part, r->next[part]++, key, id);
}

// No earlier one of the key may be open when one ends.
static void check_order(const struct run *r, int n)
{
    for (int i = n % PARTS; i < n; i += PARTS) {
        CHECK(key_of(i) != key_of(n) || r->done[i]);
    }
}

static void answer(struct run *r)
{
    static const uint32_t statuses[] = {200, 200, 200, 500, 503, 429, 404, 301};
    const size_t index = (size_t)draw(r, r->f.sent_count);
    const uint32_t status = statuses[draw(r, 8)];
    const int n = number_of(r->f.sent[index]);

    check_order(r, n);
    if (status == 200) {
        r->done[n] = true;
    }
    fixture_answer_http(&r->f, index, status,
                        draw(r, 4) == 0 ? (int64_t)draw(r, 3000) : -1);
}

static void answer_store(struct run *r)
{
    const int n = number_of(r->f.stored[0]);
    const bool good = draw(r, 3) != 0;

    check_order(r, n);
    r->done[n] = r->done[n] || good;
    fixture_answer_store(&r->f, good);
}

static void check_positions(struct run *r)
{
    for (int32_t part = 0; part < PARTS; part++) {
        const int64_t offset = fixture_position(&r->f, part);
        CHECK(offset >= r->committed[part]);
        for (int64_t i = r->committed[part]; i < offset; i++) {
            CHECK(r->done[i * PARTS + part]);
        }
        r->committed[part] = offset;
    }
}

static void open_run(struct run *r)
{
    static const struct gz_retry_plan plan = {.pauses_ms = {10, 100, 1000},
                                              .count = 3};
    const int64_t now_ms = r->f.now_ms;

    fixture_open(&r->f, &plan, 1 + (uint32_t)draw(r, 4),
                 1 + (uint32_t)draw(r, 4));
    r->f.now_ms += now_ms;
    for (int32_t part = 0; part < PARTS; part++) {
        r->next[part] = r->committed[part];
        CHECK_OK(gz_receiver_assign(r->f.receiver, part, r->next[part]));
    }
}

// A crash: done or not, what is not committed comes again.
static void restart(struct run *r)
{
    gz_receiver_free(r->f.receiver);
    for (int n = 0; n < RECORDS; n++) {
        if (n / PARTS >= r->committed[n % PARTS]) {
            r->done[n] = false;
        }
    }
    open_run(r);
}

static bool is_over(const struct run *r)
{
    for (int32_t part = 0; part < PARTS; part++) {
        if (r->committed[part] < RECORDS / PARTS) {
            return false;
        }
    }
    return true;
}

static void act(struct run *r)
{
    switch (draw(r, 8)) {
    case 0:
    case 1:
        read_one(r);
        break;
    case 2:
    case 3:
    case 4:
        if (r->f.sent_count > 0) {
            answer(r);
        }
        break;
    case 5:
        if (r->f.stored_count > 0) {
            answer_store(r);
        }
        break;
    case 6:
        if (draw(r, 40) == 0) {
            restart(r);
        }
        break;
    default:
        (void)fixture_wait(&r->f);
    }
    r->f.random = r->state;
    fixture_step(&r->f);
    CHECK(r->f.sent_count <= 4);
}

static void run_seed(uint64_t seed)
{
    struct run r = {.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
    int steps = 0;

    open_run(&r);
    while (!is_over(&r)) {
        act(&r);
        check_positions(&r);
        if (++steps == STEPS) {
            fprintf(stderr, "seed %" PRIu64 " comes to no end\n", seed);
            exit(1);
        }
    }
    gz_receiver_free(r.f.receiver);
}

int main(void)
{
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        run_seed(seed);
    }
    return 0;
}
