#include "tests/support/delivery_script.h"

// Scenarios exactly once.  batch_records is 3, max_records 4.
static const struct scenario scenarios[] = {
    {"outputs and offsets are one transaction",
     "own 0@5 rec 0@5*1 rec 0@6*1 due tick done next 0@",
     "begin soon end 0@7 7"},
    {"reports are not waited for, the port does that",
     "own 0@5 rec 0@5*1 tick ack 0 done", "begin end 0@6"},
    {"without records there is no transaction", "own 0@5 tick due tick",
     "never"},
    {"records without outputs are committed too", "own 0@5 rec 0@5*0 tick done",
     "begin end 0@6"},
    {"bounded by time", "own 0@5 rec 0@5*1 now rec 0@6*1 tick",
     "begin end 0@7"},
    {"bounded by count", "own 0@5 rec 0@5*1 rec 0@6*1 due rec 0@7*1 due now",
     "begin soon due end 0@8"},
    {"what comes while it ends waits for the next",
     "own 0@5 rec 0@5*1 tick rec 0@6*1 next 0@ done now tick",
     "begin end 0@6 7 begin end 0@7"},
    {"and does not wait for two intervals",
     "own 0@5 rec 0@5*1 tick rec 0@6*1 tick rec 0@7*1 done now done",
     "begin end 0@6 begin end 0@8"},
    {"but for one, if a commit is quicker",
     "own 0@5 rec 0@5*1 tick rec 0@6*1 done now due tick",
     "begin end 0@6 begin soon end 0@7"},
    {"none waits when the last commit was long ago, but for what comes with it",
     "own 0@5 rec 0@5*1 tick done tick rec 0@6*1 now rec 0@7*1 due part done "
     "rec 0@8*1 part due tick",
     "begin end 0@6 begin soon end 0@8 begin soon end 0@9"},
    {"nor is it sooner than an interval behind it",
     "own 0@5 rec 0@5*1 tick done part rec 0@6*1 part part due tick",
     "begin end 0@6 begin soon end 0@7"},
    {"but as much sooner as commits take",
     "own 0@5 rec 0@5*1 tick tick done rec 0@6*1 part done rec 0@7*1 "
     "part part part part part part part part due part",
     "begin end 0@6 begin end 0@7 begin soon end 0@8"},
    {"the outbox goes before newer records",
     "own 0@5 rec 0@5*1 tick rec 0@6*1 done rec 0@7*1 now tick",
     "begin end 0@6 begin end 0@8"},
    {"the outbox is bounded by a batch",
     "own 0@5 rec 0@5*0 tick rec 0@6*0 rec 0@7*0 ready rec 0@8*0 ready",
     "begin end 0@6 ready unready"},
    {"all partitions in one", "own 0@0 own 1@7 rec 0@0*1 rec 1@7*1 tick",
     "begin end 0@1 1@8"},
    {"only those with news", "own 0@0 own 1@7 rec 1@7*1 tick", "begin end 1@8"},
    {"redelivery below next is dropped",
     "own 0@5 rec 0@5*1 tick rec 0@5*1 done rec 0@5*1 rec 0@4*1 rec 0@6*1 now "
     "tick",
     "begin end 0@6 stale stale stale begin end 0@7"},
    {"a half published record is not committed",
     "own 0@0 room 2 rec 0@0*1 rec 0@1*2 tick due ack 0 ack 1 room 1 resume "
     "now",
     "begin blocked never end 0@2"},
    {"blocked before its first output it goes into the next",
     "own 0@0 room 1 rec 0@0*1 rec 0@1*1 tick room 9 resume ready done now "
     "tick",
     "begin blocked end 0@1 ready begin end 0@2"},
    {"the outbox can block as well",
     "own 0@0 rec 0@0*1 tick rec 0@1*2 room 1 done now due tick room 9 now",
     "begin end 0@1 begin never end 0@2"},
    {"a commit that is refused aborts and reads again",
     "own 0@0 rec 0@0*1 rec 0@1*1 tick aborts ready now done now located 0 "
     "next 0@ rec 0@0*1 rec 0@1*1 tick",
     "begin end 0@2 unready abort locate rewind 0@0 0 begin end 0@2"},
    {"a lost output aborts", "own 0@0 rec 0@0*1 lost 0 ready now done now",
     "begin unready abort locate"},
    {"an abort forgets the outbox",
     "own 0@0 rec 0@0*1 tick rec 0@1*1 aborts now done now located 0 tick "
     "rec 0@0*0 tick",
     "begin end 0@1 abort locate rewind 0@0 begin end 0@1"},
    {"back to what the broker knows, not to what we believe",
     "own 0@0 rec 0@0*1 tick gone now done now located 1 next 0@",
     "begin end 0@1 renew locate rewind 0@1 1"},
    {"nothing was ever committed: back to the start",
     "own 0@5! now done rec 0@5*1 lost 0 now done now located -1 next 0@",
     "begin end 0@5 begin abort locate rewind 0@5 5"},
    {"where reading begins is committed before a record comes",
     "own 0@5! own 1@7 due now done due ready rec 1@7*1 tick",
     "due begin end 0@5 never ready begin end 1@8"},
    {"again when it got lost",
     "own 0@5! now gone now done now located -1 now done due",
     "begin end 0@5 renew locate rewind 0@5 begin end 0@5 never"},
    {"nor was the start known",
     "own 0@? rec 0@5*1 now done rec 0@5*1 lost 0 now done now located -1 rec "
     "0@5*0 now done rec 0@5*0 tick",
     "later begin end 0@5 begin abort locate rewind 0@-2 later begin end 0@5 "
     "begin end 0@6"},
    {"what was committed is gone, and that is told",
     "own 0@5 rec 0@5*0 rec 0@6*0 tick done lose own 0@6 next 0@",
     "begin end 0@7 back 0@6<7 6"},
    {"as it is when nothing was lost but a transaction",
     "own 0@5 rec 0@5*0 tick done rec 0@6*1 lost 0 now done now located 5 "
     "next 0@",
     "begin end 0@6 begin abort locate back 0@5<6 rewind 0@5 5"},
    {"not when another has moved on, or nothing is known",
     "own 0@5 rec 0@5*0 tick done lose own 0@9 lose own 0@? next 0@",
     "begin end 0@6 -1"},
    {"a stale place is not gone to",
     "own 0@0 rec 0@0*1 lost 0 now done now lose own 0@9 located 0 next 0@ "
     "rec 0@9*0 tick",
     "begin abort locate 9 begin end 0@10"},
    {"a broken connection renews the producer behind the transaction",
     "own 0@0 rec 0@0*1 suspect tick rec 0@1*1 done now due done now tick",
     "begin end 0@1 renew never begin end 0@2"},
    {"and behind an abort",
     "own 0@0 rec 0@0*1 lost 0 suspect now done now done now",
     "begin abort renew locate"},
    {"outside of a transaction it means nothing",
     "own 0@0 suspect rec 0@0*0 tick done now", "begin end 0@1"},
    {"a fenced producer is renewed, three times",
     "own 0@0 rec 0@0*0 tick gone now done now located 0 "
     "rec 0@0*0 tick gone now done now located 0 "
     "rec 0@0*0 tick gone now done now located 0 rec 0@0*0 tick gone now",
     "begin end 0@1 renew locate rewind 0@0 begin end 0@1 renew locate rewind "
     "0@0 begin end 0@1 renew locate rewind 0@0 begin end 0@1 the producer "
     "failed for good three times in ten minutes"},
    {"renewing fails, and is tried again",
     "own 0@0 rec 0@0*0 tick gone now gone now done now",
     "begin end 0@1 renew renew locate"},
    {"the port stops the worker", "own 0@0 rec 0@0*0 tick stop ready now",
     "begin end 0@1 unready failed"},
    {"an output too large becomes a dead letter",
     "own 0@0 limit 9 rec 0@0*1 instead tick", "begin large end 0@1"},
    {"found out from the outbox it is read again",
     "own 0@0 rec 0@0*0 tick limit 9 rec 0@1*1 done now done now located 1 "
     "limit 10 rec 0@1*1 tick",
     "begin end 0@1 begin abort locate rewind 0@1 refused begin end 0@2"},
    {"found out from a report as well",
     "own 0@0 rec 0@0*1 tick big 0 aborts now done now located 0 rec 0@0*1 "
     "tick",
     "begin end 0@1 abort locate rewind 0@0 refused begin end 0@1"},
    {"found out while it is aborted",
     "own 0@0 rec 0@0*2 lost 0 now big 1 done now located 0 rec 0@0*1 tick",
     "begin abort locate rewind 0@0 refused begin end 0@1"},
    {"a dead letter too large fails", "own 0@0 limit 0 rec 0@0*1 instead tick",
     "begin large broken a dead letter was refused as too large: raise "
     "max.message.bytes of the dead letter topic"},
    {"committed without an output: stop",
     "own 0@0 rec 0@0*1 tick lost 0 done now",
     "begin end 0@1 a transaction was committed although an output of it was "
     "not stored"},
    {"work of a timer commits the offset where it is",
     "own 0@5 own 1@7 timer 0*1 tick done tick due", "begin end 0@5 never"},
    {"behind the records before it",
     "own 0@5 rec 0@5*1 tick timer 0*1 rec 0@6*1 done now tick done ready",
     "begin end 0@6 begin end 0@7 ready"},
    {"it waits for its own transaction",
     "own 0@5 rec 0@5*1 tick ack 0 timer 0*1 done now rec 0@6*1 ack 1 ack 2 "
     "tick done ready",
     "begin end 0@6 begin end 0@7 ready"},
    {"it is forgotten with its transaction",
     "own 0@5 timer 0*1 lost 0 now done now located 5 tick due",
     "begin abort locate rewind 0@5 never"},
    {"a timer of a foreign partition, or of one that is not known",
     "own 0@? timer 0*1 timer 1*1", "none none"},
    {"revoke ends the transaction and says that it ended in order",
     "own 0@0 rec 0@0*1 revoke now ready rec 0@1*0",
     "begin end 0@1/0.0.0 ready stale"},
    {"revoke waits for one that ends",
     "own 0@0 rec 0@0*1 tick rec 0@1*1 revoke now",
     "begin end 0@1 begin end 0@1/0.0.0"},
    {"revoke gives up in time; the answer comes later",
     "own 0@0 mute rec 0@0*1 revoke own 0@0 rec 0@0*1 ack 0 done now ready "
     "tick",
     "begin end 0@1/0.0.0 begin ready end 0@1"},
    {"revoke finishes a record that is half published",
     "own 0@0 room 1 rec 0@0*2 revoke", "begin blocked end 0@1/0.0.0"},
    {"revoke does not begin what waits",
     "own 0@0 rec 0@0*1 tick rec 0@1*1 rec 0@2*1 revoke own 0@1 rec 0@1*0 now "
     "tick",
     "begin end 0@1 begin end 0@1/0.0.0 begin end 0@2"},
    {"revoke while it goes back: it does not",
     "own 0@0 rec 0@0*1 lost 0 revoke now", "begin abort"},
    {"revoke of untouched partitions commits nothing", "own 0@0 revoke", ""},
    {"lost partitions are aborted",
     "own 0@0 rec 0@0*1 lose ready now done now own 0@0 rec 0@0*0 tick",
     "begin unready abort begin end 0@1"},
    {"a transaction that ends while they are lost is left alone",
     "own 0@0 rec 0@0*1 tick lose own 0@0 rec 0@0*0 done now tick",
     "begin end 0@1 begin end 0@1"},
    {"finish", "own 0@0 rec 0@0*2 finish", "begin end 0@1/0.0.0 finished"},
    {"finish ends in time", "own 0@0 mute rec 0@0*1 finish",
     "begin end 0@1/0.0.0 unfinished"},
    {"finish with a suspect connection needs no new producer",
     "own 0@0 rec 0@0*1 suspect finish", "begin end 0@1/0.0.0 finished"},
    {"work of a timer does not count as an attempt",
     "stored 2.9.9 own 0@5 timer 0*1 tick done rec 0@5*0 now",
     "begin end 0@5/2.9.9 later begin end 0@5/3.9.9"},
    {"work is marked as begun before the first record",
     "stored 0.0.0 own 0@5 own 1@7 now ready due rec 0@5*1 ready due now done "
     "rec 0@5*0 tick",
     "ready never later unready due begin end 0@5 1@7 begin end 0@6"},
    {"a mark that fails is told again",
     "stored 0.0.0 own 0@5 rec 0@5*1 now aborts now done now located 5 rec "
     "0@5*1 now done ready",
     "later begin end 0@5 abort locate rewind 0@5 later begin end 0@5 ready"},
    {"whoever died once takes few",
     "stored 1.0.0 own 0@5 rec 0@5*0 now done rec 0@5*0 tick done now",
     "later begin end 0@5/2.0.0 begin end 0@6"},
    {"whoever died twice takes fewer, and marks them each time",
     "stored 2.0.0 own 0@5 own 1@5 rec 0@5*0 now done rec 0@5*0 rec 0@60*0 "
     "due tick done rec 0@61*0 now done rec 0@61*0 tick",
     "later begin end 0@5/1.128.0 begin soon end 0@61/0.126.0 later begin end "
     "0@61/1.126.0 begin end 0@62/0.125.0"},
    {"eight of them",
     "batch 20 stored 0.99.0 own 0@5 rec 0@5*0 now done rec 0@5*0 rec 0@6*0 "
     "rec 0@7*0 "
     "rec 0@8*0 rec 0@9*0 rec 0@10*0 rec 0@11*0 ready rec 0@12*0 ready due now",
     "later begin end 0@5/1.99.0 begin ready unready due end 0@13/0.91.0"},
    {"or what is left of the zone; then as ever",
     "stored 0.2.0 own 0@5 rec 0@5*0 now done rec 0@5*0 rec 0@6*0 ready now "
     "done rec 0@7*0 tick",
     "later begin end 0@5/1.2.0 begin unready end 0@7 begin end 0@8"},
    {"none is begun while what says so is being committed",
     "stored 0.9.0 own 0@5 rec 0@5*0 now done rec 0@5*0 tick rec 0@6*0 ready "
     "done rec 0@6*0 now",
     "later begin end 0@5/1.9.0 begin end 0@6/0.8.0 later unready later begin "
     "end 0@6/1.8.0"},
    {"a commit inside of a batch says that more has begun",
     "batch 2 stored 0.9.0 own 0@5 rec 0@5*0 now done rec 0@5*0 rec 0@6*0 rec "
     "0@7*0 "
     "now rec 0@8*0 ready done now tick done rec 0@8*0 now",
     "later begin end 0@5/1.9.0 begin end 0@7/1.7.0 later unready begin end "
     "0@8/0.6.0 later begin end 0@8/1.6.0"},
    {"work of a timer is not counted in a zone",
     "stored 0.9.0 own 0@5 rec 0@5*0 now done timer 0*1 tick done rec 0@5*0 "
     "timer 0*1 tick",
     "later begin end 0@5/1.9.0 begin end 0@5/1.9.0 begin end 0@6/0.8.0"},
    {"nobody joins a batch of a zone, nor it others",
     "own 1@0 stored 0.9.0 own 0@5 rec 1@0*0 rec 0@5*0 ready due now done rec "
     "0@5*0 now done rec 0@5*0 rec 1@1*0 ready due now done rec 1@1*0 tick",
     "begin later unready due end 1@1 later begin end 0@5/1.9.0 begin later "
     "unready due end 0@6/0.8.0 begin end 1@2"},
    {"not even from another zone",
     "stored 0.9.0 own 0@5 own 1@5 rec 0@5*0 now done rec 0@5*0 rec 1@5*0 now "
     "done rec 1@5*0 now",
     "later begin end 0@5/1.9.0 begin later end 0@6/0.8.0 later begin end "
     "1@5/1.9.0"},
    {"whoever died in a narrow batch takes one by one",
     "stored 1.99.0 own 0@5 rec 0@5*0 now done rec 0@5*0 ready due now done "
     "rec 0@6*0 now done rec 0@6*0 now",
     "later begin end 0@5/1.99.8 begin unready due end 0@6/0.98.7 later begin "
     "end 0@6/1.98.7 begin end 0@7/0.97.6"},
    {"as many as that could hold",
     "stored 0.99.1 own 0@5 rec 0@5*0 now done rec 0@5*0 ready now done rec "
     "0@6*0 now done rec 0@6*0 ready",
     "later begin end 0@5/1.99.1 begin unready end 0@6/0.98.0 later begin end "
     "0@6/1.98.0 begin ready"},
    {"alone means without others before it",
     "own 1@0 stored 1.9.9 own 0@5 rec 1@0*0 rec 0@5*0 ready due now done rec "
     "0@5*0 now done rec 0@5*0 now",
     "begin later unready due end 1@1 later begin end 0@5/2.9.9 begin end "
     "0@6/0.8.8"},
    {"a record that killed three times is set aside",
     "stored 2.9.7 own 0@5 rec 0@5*4 now done rec 0@5*4 now done rec 0@6*0",
     "later begin end 0@5/3.9.7 crashed begin end 0@6/0.8.6 later"},
    {"untouched partitions keep their count",
     "stored 2.9.7 own 0@5 now revoke own 0@5 rec 0@5*1 now done revoke",
     "later begin end 0@5/3.9.7 begin end 0@5/2.9.7"},
};

// What a new engine may not do before it has a producer.
static void test_first_producer(void)
{
    struct world w = {0};
    struct gz_kafka_port port;
    struct gz_clock clock;

    w.d = build(&w, GZ_DELIVERY_EXACTLY_ONCE, &port, &clock);
    CHECK(!gz_delivery_has_producer(w.d));
    play(&w, "due now due");
    CHECK(!gz_delivery_has_producer(w.d));
    play(&w, "gone now done");
    CHECK(gz_delivery_has_producer(w.d));
    CHECK_Z(w.log, "due renew never renew");
    gz_delivery_free(w.d);
}

// A zone holds all that was taken behind the commit at its begin.
static void test_few(void)
{
    struct world w = {.batch = 500};
    struct gz_kafka_port port;
    struct gz_clock clock;
    int64_t taken = 0;

    w.d = build(&w, GZ_DELIVERY_EXACTLY_ONCE, &port, &clock);
    play(&w, "now done stored 1.0.0 own 0@0 rec 0@0*0 now done");
    while (gz_delivery_ready(w.d)) {
        CHECK(gz_delivery_take(w.d, 0, taken++) == GZ_DELIVERY_TAKEN);
        CHECK(gz_delivery_publish(w.d, NULL, 0) == GZ_DELIVERY_PUBLISHED);
    }
    CHECK_EQ(taken, GZ_ATTEMPTS_FEW);
    CHECK(taken <= GZ_ATTEMPTS_ZONE);
    gz_delivery_free(w.d);
}

static void test_counts(void)
{
    struct world w = {0};
    struct gz_kafka_port port;
    struct gz_clock clock;

    w.d = build(&w, GZ_DELIVERY_EXACTLY_ONCE, &port, &clock);
    play(&w, "now done own 0@0 rec 0@0*2 rec 0@1*1 suspect tick rec 0@2*1");
    struct gz_delivery_stats s = gz_delivery_stats(w.d);
    CHECK_EQ(s.records_in_flight, 3);
    CHECK_EQ(s.outputs_in_flight, 3);
    CHECK_EQ(s.bytes_in_flight, 4 * OUTPUT_BYTES);
    CHECK_EQ(w.done, 0);

    play(&w, "ack 0 ack 1 ack 2 done now done now lost 0 now done now located "
             "2 now");
    s = gz_delivery_stats(w.d);
    CHECK_EQ(w.done, 2);
    CHECK_EQ(s.commits, 1);
    CHECK_EQ(s.aborts, 1);
    CHECK_EQ(s.rewinds, 1);
    CHECK_EQ(s.renewals, 1);
    CHECK_EQ(s.fences, 0);
    CHECK_EQ(s.records_in_flight, 0);
    CHECK_EQ(s.bytes_in_flight, 0);
    gz_delivery_free(w.d);
}

int main(void)
{
    for (size_t i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
        run(&scenarios[i], GZ_DELIVERY_EXACTLY_ONCE);
    }
    test_first_producer();
    test_few();
    test_counts();
    return 0;
}
