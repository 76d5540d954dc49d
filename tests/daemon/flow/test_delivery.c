#include "tests/support/delivery_script.h"

#include "tests/support/alloc_fail.h"

// Scenarios at least once; test_delivery_transactions.c has those of
// transactions.
static const struct scenario scenarios[] = {
    {"acks in order", "own 0@5 rec 0@5*1 rec 0@6*1 ack 0 ack 1 tick",
     "commit 0@7"},
    {"nothing acknowledged, nothing committed", "own 0@5 rec 0@5*1 tick", ""},
    {"acks out of order move no prefix",
     "own 0@5 rec 0@5*1 rec 0@6*1 ack 1 tick ack 0 tick", "commit 0@7"},
    {"all outputs of a record count",
     "own 0@5 rec 0@5*3 ack 0 ack 2 tick ack 1"
     " tick",
     "commit 0@6"},
    {"a record without outputs counts at once", "own 0@5 rec 0@5*0 tick",
     "commit 0@6"},
    {"but not before its elders", "own 0@5 rec 0@5*1 rec 0@6*0 tick ack 0 tick",
     "commit 0@7"},
    {"partitions do not wait for each other",
     "own 0@0 own 1@0 rec 0@0*1 rec 1@0*1 ack 1 tick yes ack 0 tick",
     "commit 1@1 commit 0@1"},
    {"gaps in offsets are normal",
     "own 0@5 rec 0@9*1 rec 0@30*1 ack 0 ack 1 tick", "commit 0@31"},
    {"redelivery below next is dropped",
     "own 0@5 rec 0@5*1 rec 0@5*1 rec 0@4*1 rec 0@6*1 next 0@",
     "stale stale 7"},
    {"a foreign partition is dropped", "own 0@5 rec 3@9*1", "stale"},
    {"an unknown start is told by the first record",
     "own 0@? next 0@ tick rec 0@42*1 tick yes rec 0@42*1 tick ack 0 tick",
     "-1 later commit 0@42 commit 0@43"},
    {"a start that is not committed is committed", "own 0@5! tick yes tick",
     "commit 0@5"},
    {"one commit at a time",
     "own 0@0 rec 0@0*0 tick rec 0@1*0 tick yes tick yes tick",
     "commit 0@1 commit 0@2"},
    {"a failed commit is repeated", "own 0@0 rec 0@0*0 tick no tick yes tick",
     "commit 0@1 commit 0@1"},
    {"queue full keeps the rest",
     "own 0@0 room 1 rec 0@0*3 ready ack 0 room 1 resume ack 1 room 1 "
     "resume "
     "ready tick ack 2 tick",
     "blocked unready blocked ready commit 0@1"},
    {"blocked before the first output",
     "own 0@0 room 0 rec 0@0*1 tick room 1 resume ack 0 tick",
     "blocked commit 0@1"},
    {"bounded by records",
     "own 0@0 rec 0@0*1 rec 0@1*1 rec 0@2*1 rec 0@3*1 ready ack 1 "
     "ready ack 0 "
     "ready",
     "unready unready ready"},
    {"bounded by bytes",
     "own 0@0 rec 0@0*4 rec 0@1*4 ready ack 0 ready ack 1 ack 2 ack 3 "
     "ready",
     "unready ready ready"},
    {"an output too large becomes a dead letter",
     "own 0@0 limit 9 rec 0@0*1 instead ack 0 tick", "large commit 0@1"},
    {"one dead letter for several",
     "own 0@0 limit 9 rec 0@0*3 instead ack 0 tick", "large commit 0@1"},
    {"a dead letter can block too",
     "own 0@0 limit 9 room 0 rec 0@0*1 instead room 1 resume ack 0 "
     "tick",
     "large blocked commit 0@1"},
    {"a refusal of the broker rewinds, then sets aside",
     "own 0@0 rec 0@0*1 rec 0@1*2 rec 0@2*1 ack 0 big 2 ready tick "
     "ack 1 ack 3 "
     "rec 0@1*2 rec 0@2*1 ack 4 ack 5 tick",
     "unready rewind 0@1 commit 0@1 refused"},
    {"a dead letter refused by the broker fails",
     "own 0@0 rec 0@0*1 big 0 tick rec 0@0*1 big 1 tick",
     "rewind 0@0 refused a dead letter was refused as too large: raise "
     "max.message.bytes of the dead letter topic"},
    {"a dead producer is replaced and the work repeated",
     "own 0@7 own 1@? rec 0@7*1 rec 0@8*1 ack 0 dead 1 ready now done tick "
     "ready next 0@",
     "unready renew rewind 0@8 1@-2 commit 0@8 ready 8"},
    {"a producer found dead while publishing",
     "own 0@7 broken rec 0@7*1 tick done now rec 0@7*1 ack 0 tick",
     "broken renew rewind 0@7 commit 0@8"},
    {"a producer that dies again and again",
     "own 0@0 rec 0@0*1 dead 0 now done now rec 0@0*1 dead 0 now done now "
     "rec 0@0*1 dead 0 now done now rec 0@0*1 dead 0 now",
     "renew rewind 0@0 renew rewind 0@0 renew rewind 0@0 the producer "
     "failed for good three times in ten minutes"},
    {"a failed report stops the worker",
     "own 0@0 rec 0@0*1 bad 0 ready tick tick", "unready failed failed"},
    {"revoke finishes, commits and forgets",
     "own 0@0 rec 0@0*1 rec 0@1*1 revoke rec 0@2*1 next 0@ tick",
     "wait 0@2/0.0.0 stale -1"},
    {"revoke publishes what was blocked",
     "own 0@0 room 1 rec 0@0*1 rec 0@1*2 revoke ready",
     "blocked wait 0@2/0.0.0 ready"},
    {"revoke gives up in time", "own 0@0 mute rec 0@0*1 rec 0@1*1 ack 0 revoke",
     "wait 0@1/0.0.0"},
    {"revoke with nothing new commits nothing", "own 0@0 revoke", ""},
    {"late reports of revoked work change nothing",
     "own 0@0 mute rec 0@0*1 revoke own 0@0 rec 0@0*1 ack 0 tick ack 1 tick",
     "wait 0@0/0.0.0 commit 0@1"},
    {"lost partitions are forgotten without commit",
     "own 0@0 rec 0@0*1 rec 0@1*1 ack 0 lose ack 1 tick rec 0@2*1", "stale"},
    {"a late answer does not touch a new assignment",
     "own 0@0 rec 0@0*0 tick lose own 0@0 rec 0@0*0 yes tick",
     "commit 0@1 commit 0@1"},
    {"lost while blocked", "own 0@0 room 0 rec 0@0*1 lose ready",
     "blocked ready"},
    {"finish ends in time", "own 0@0 mute rec 0@0*1 finish",
     "wait 0@0/0.0.0 unfinished"},
    {"finish commits", "own 0@0 rec 0@0*2 finish tick",
     "wait 0@1/0.0.0 finished"},
    {"finish with a commit under way",
     "own 0@0 rec 0@0*0 tick rec 0@1*0 finish yes tick",
     "commit 0@1 wait 0@2/0.0.0 finished"},
    {"partitions that stay keep their books",
     "own 0@0 rec 0@0*1 own 0@0 own 1@3 rec 0@0*1 ack 0 tick",
     "stale commit 0@1"},
    {"in a zone too, a commit inside of a batch says that more has begun",
     "stored 0.9.0 own 0@5 rec 0@5*0 now yes rec 0@5*1 rec 0@6*1 ack 0 tick "
     "rec 0@7*0 ready yes ack 1 tick yes rec 0@7*0 now",
     "later commit 0@5/1.9.0 commit 0@6/1.8.0 later unready commit 0@7/0.7.0 "
     "later commit 0@7/1.7.0"},
    {"what was not committed is counted again",
     "stored 0.9.0 own 0@5 rec 0@5*0 now yes rec 0@5*0 rec 0@6*0 tick no rec "
     "0@7*0 tick yes rec 0@8*0 now",
     "later commit 0@5/1.9.0 commit 0@7/0.7.0 commit 0@8/0.6.0 later commit "
     "0@8/1.6.0"},
    {"a producer that dies takes nothing back",
     "stored 0.9.0 own 0@5 rec 0@5*0 now yes rec 0@5*1 rec 0@6*1 ack 0 dead 1 "
     "now done now rec 0@6*0 tick yes rec 0@7*0 now",
     "later commit 0@5/1.9.0 renew rewind 0@6 commit 0@7/0.7.0 later commit "
     "0@7/1.7.0"},
    {"and nothing is begun while a commit says so",
     "stored 0.9.0 own 0@5 own 1@0 rec 0@5*0 now yes rec 0@5*0 tick timer 1*1 "
     "dead 0 now done now rec 0@6*0 ready yes rec 0@6*0 now",
     "later commit 0@5/1.9.0 commit 0@6/0.8.0 renew rewind 0@6 1@0 later "
     "unready later commit 0@6/1.8.0"},
};

static void test_stats(void)
{
    struct world w = {0};
    struct gz_kafka_port port;
    struct gz_clock clock;

    w.d = build(&w, GZ_DELIVERY_AT_LEAST_ONCE, &port, &clock);
    play(&w,
         "now done own 0@0 rec 0@0*2 rec 0@0*1 rec 0@1*1 ack 0 ack 1 tick yes");
    const struct gz_delivery_stats s = gz_delivery_stats(w.d);
    CHECK_EQ(s.stale, 1);
    CHECK_EQ(s.outputs, 2);
    CHECK_EQ(s.output_bytes, 2 * OUTPUT_BYTES);
    CHECK_EQ(s.commits, 1);
    CHECK_EQ(s.records_in_flight, 1);
    CHECK_EQ(s.bytes_in_flight, OUTPUT_BYTES);
    CHECK_EQ(w.done, 1);
    gz_delivery_free(w.d);
}

static void test_allocations(void)
{
    const struct gz_delivery_start start = {
        .partition = 70, .offset = 5, .committed = 5};
    struct gz_kafka_port port;
    struct gz_clock clock;

    for (long n = 1;; n++) {
        struct world w = {0};
        gz_alloc_fail_at(n);
        w.d = build(&w, GZ_DELIVERY_AT_LEAST_ONCE, &port, &clock);
        if (w.d != NULL) {
            const enum gz_status st = gz_delivery_assign(w.d, &start, 1);
            CHECK_EQ(st, gz_alloc_failed() ? GZ_NO_MEMORY : GZ_OK);
        }
        const bool failed = gz_alloc_failed();
        gz_alloc_fail_at(0);
        gz_delivery_free(w.d);
        if (!failed) {
            break;
        }
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
        run(&scenarios[i], GZ_DELIVERY_AT_LEAST_ONCE);
    }
    test_stats();
    test_allocations();
    gz_delivery_free(NULL);
    return 0;
}
