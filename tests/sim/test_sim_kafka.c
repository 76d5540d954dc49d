#include "tests/sim/sim_group.h"
#include "tests/sim/sim_log.h"
#include "tests/sim/sim_run.h"
#include "tests/sim/sim_txn.h"
#include "tests/support/check.h"

/*
 * The simulated Kafka by itself: what its brokers answer, and what a
 * read_committed reader sees.
 */
enum { SOON_US = 100000 };

static struct sim world;
static struct sim_plan plan;

static void begin(void)
{
    sim_run_fini(&world);
    memset(&world, 0, sizeof(world));
    sim_plan_make(1, &plan);
    plan.exactly_once = true;
    plan.ins = 1;
    plan.records = SIM_RECORDS;
    plan.txn_timeout_us = 10 * SOON_US;
    world.plan = &plan;
    world.random = 1;
    for (unsigned i = 0; i < SIM_LOGS; i++) {
        sim_log_reset(&world.logs[i]);
    }
    for (unsigned i = 0; i < SIM_NAMES; i++) {
        world.txns[i].pid = world.txns[i].epoch = -1;
    }
    for (unsigned i = 0; i < SIM_RECORDS; i++) {
        // One output each; nothing is to be committed before offset 1000.
        world.truth[0][i] =
            (struct sim_truth){.offset = 1000 + i, .outputs = 1};
    }
    world.decided[0] = world.group.committed[0].offset = -1;
    CHECK_EQ(setjmp(world.escape), 0);
}

static void wait_a_while(void)
{
    const int64_t end_us = world.now_us + SOON_US;
    while (sim_next(&world, end_us)) {
    }
    world.now_us = end_us;
}

static struct sim_request init_request(void)
{
    return (struct sim_request){.api = SIM_INIT, .transactional = true};
}

// A producer of its own epoch, whatever the one before left.
static struct sim_request new_producer(void)
{
    struct sim_request r = init_request();

    sim_txn_handle(&world, &r);
    if (r.error == SIM_CONCURRENT) {
        wait_a_while();
        r = init_request();
        sim_txn_handle(&world, &r);
    }
    CHECK_EQ(r.error, SIM_OK);
    return r;
}

static enum sim_error call(const struct sim_request *of, enum sim_api api,
                           bool commit)
{
    struct sim_request r = *of;

    r.api = api;
    r.logs = 1;
    r.commit = commit;
    sim_txn_handle(&world, &r);
    return r.error;
}

static enum sim_error produce(const struct sim_request *of, int32_t sequence,
                              uint8_t record)
{
    struct sim_request r = *of;

    r.api = SIM_PRODUCE;
    r.log = 0;
    r.sequence = sequence;
    r.count = 1;
    r.msgs[0] = (struct sim_msg){.record = record};
    return sim_log_produce(&world, &r);
}

static void test_commit(void)
{
    begin();
    const struct sim_request p = new_producer();
    CHECK_EQ(produce(&p, 0, 0), SIM_BAD_STATE);  // not added
    CHECK_EQ(call(&p, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(produce(&p, 0, 0), SIM_OK);
    CHECK_EQ(produce(&p, 0, 0), SIM_OK);  // again: known
    CHECK_EQ(produce(&p, 2, 1), SIM_OUT_OF_ORDER);
    CHECK_EQ(world.logs[0].count, 1);
    CHECK_EQ(sim_log_stable(&world.logs[0]), 0);
    CHECK_EQ(call(&p, SIM_END, false), SIM_OK);
    CHECK_EQ(call(&p, SIM_END, false), SIM_CONCURRENT);
    CHECK_EQ(call(&p, SIM_END, true), SIM_BAD_STATE);
    CHECK_EQ(call(&p, SIM_ADD_LOGS, false), SIM_CONCURRENT);
    wait_a_while();
    CHECK_EQ(call(&p, SIM_END, false), SIM_OK);  // the same again
    CHECK_EQ(sim_log_stable(&world.logs[0]), 2);
    CHECK_EQ(world.logs[0].entries[0].fate, SIM_ABORTED);
    CHECK_EQ(world.logs[0].entries[1].fate, SIM_CONTROL);
}

static void test_fencing(void)
{
    begin();
    const struct sim_request old = new_producer();
    CHECK_EQ(call(&old, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(produce(&old, 0, 0), SIM_OK);
    const struct sim_request young = new_producer();
    CHECK_EQ(young.pid, old.pid);
    CHECK(young.epoch > old.epoch);
    CHECK_EQ(world.logs[0].entries[0].fate, SIM_ABORTED);
    CHECK_EQ(call(&old, SIM_END, true), SIM_PRODUCER_FENCED);
    CHECK_EQ(call(&old, SIM_ADD_LOGS, false), SIM_PRODUCER_FENCED);
    CHECK_EQ(produce(&old, 1, 1), SIM_BAD_EPOCH);
    CHECK_EQ(call(&young, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(produce(&young, 0, 0), SIM_OK);
}

static void test_timeout(void)
{
    begin();
    const struct sim_request p = new_producer();
    CHECK_EQ(call(&p, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(produce(&p, 0, 0), SIM_OK);
    for (int i = 0; i < 12; i++) {
        wait_a_while();
    }
    CHECK_EQ(world.logs[0].entries[0].fate, SIM_ABORTED);
    CHECK_EQ(call(&p, SIM_END, true), SIM_PRODUCER_FENCED);
}

// A request to end a transaction, late, ends the next one of the same epoch,
// in the middle; a new epoch keeps it out.
static void test_late_end(void)
{
    begin();
    const struct sim_request p = new_producer();
    CHECK_EQ(call(&p, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(call(&p, SIM_END, true), SIM_OK);
    wait_a_while();
    CHECK_EQ(call(&p, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(call(&p, SIM_END, true), SIM_OK);  // the late one
    wait_a_while();
    CHECK_EQ(produce(&p, 0, 0), SIM_BAD_STATE);
    CHECK_EQ(call(&p, SIM_ADD_LOGS, false), SIM_OK);  // a third transaction

    const struct sim_request next = new_producer();
    CHECK_EQ(call(&next, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(call(&p, SIM_END, true), SIM_PRODUCER_FENCED);
    CHECK_EQ(world.txns[0].state, SIM_TXN_ONGOING);
}

// The same through the violation that it is.
static void test_late_end_is_found(void)
{
    begin();
    const struct sim_request p = new_producer();
    CHECK_EQ(call(&p, SIM_ADD_LOGS, false), SIM_OK);
    CHECK_EQ(produce(&p, 0, 0), SIM_OK);
    if (setjmp(world.escape) == 0) {
        (void)call(&p, SIM_END, true);
        CHECK(false);
    }
    CHECK(strstr(world.violation, "are committed, but the offset is") != NULL);
}

static struct sim_request offsets_request(const struct sim_request *of,
                                          enum sim_api api, int64_t offset)
{
    struct sim_request r = *of;

    r.api = api;
    r.member = 1;
    r.instance = -1;
    r.generation = world.group.generation;
    r.ins = 1;
    r.offsets[0].offset = offset;
    return r;
}

static enum sim_error group_call(struct sim_request *r)
{
    CHECK(sim_group_handle(&world, r));
    return r->error;
}

static void test_pending_offsets(void)
{
    begin();
    world.group.generation = 7;
    world.group.members[0] = (struct sim_member){.id = 1, .instance = -1};
    const struct sim_request p = new_producer();
    struct sim_request r = offsets_request(&p, SIM_TXN_OFFSETS, 900);
    CHECK_EQ(group_call(&r), SIM_BAD_STATE);  // AddOffsetsToTxn is missing
    CHECK_EQ(call(&p, SIM_ADD_OFFSETS, false), SIM_OK);
    CHECK_EQ(group_call(&r), SIM_OK);
    r = offsets_request(&p, SIM_FETCH_OFFSETS, 0);
    CHECK_EQ(group_call(&r), SIM_UNSTABLE);
    CHECK_EQ(call(&p, SIM_END, true), SIM_OK);
    CHECK_EQ(group_call(&r), SIM_UNSTABLE);
    wait_a_while();
    CHECK_EQ(group_call(&r), SIM_OK);
    CHECK_EQ(r.offsets[0].offset, 900);

    r = offsets_request(&p, SIM_TXN_OFFSETS, 901);
    r.generation = 6;
    CHECK_EQ(group_call(&r), SIM_ILLEGAL_GENERATION);
    r.member = 2;
    CHECK_EQ(group_call(&r), SIM_UNKNOWN_MEMBER);
}

static void test_static_members(void)
{
    begin();
    world.group.generation = 7;
    world.group.members[0] = (struct sim_member){.id = 1, .instance = 3};
    struct sim_request r = {.api = SIM_HEARTBEAT, .member = 1, .instance = 3};
    r.generation = 7;
    CHECK_EQ(group_call(&r), SIM_OK);
    r.member = 2;  // a twin that came too late
    CHECK_EQ(group_call(&r), SIM_FENCED_INSTANCE);
    r.instance = -1;
    CHECK_EQ(group_call(&r), SIM_UNKNOWN_MEMBER);
    sim_group_rebalance(&world);
    r = (struct sim_request){.api = SIM_HEARTBEAT, .member = 1, .instance = 3};
    r.generation = 7;
    CHECK_EQ(group_call(&r), SIM_REBALANCING);
}

// The same seed is the same run.
static void test_repeats(void)
{
    static struct sim first;
    static struct sim second;
    struct sim_plan of_seed;

    for (uint64_t seed = 1; seed <= 50; seed++) {
        sim_plan_make(seed, &of_seed);
        CHECK(sim_run(&first, &of_seed));
        CHECK(sim_run(&second, &of_seed));
        CHECK_EQ(memcmp(&first.totals, &second.totals, sizeof(first.totals)),
                 0);
        CHECK_EQ(first.now_us, second.now_us);
    }
    sim_run_fini(&first);
    sim_run_fini(&second);
}

int main(void)
{
    test_commit();
    test_fencing();
    test_timeout();
    test_late_end();
    test_late_end_is_found();
    test_pending_offsets();
    test_static_members();
    test_repeats();
    sim_run_fini(&world);
    return 0;
}
