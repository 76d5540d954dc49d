#ifndef GZ_SIM_H
#define GZ_SIM_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/flow/delivery.h"
#include "tests/sim/sim_plan.h"
#include "tests/sim/sim_queue.h"

/*
 * The simulated world: a Kafka cluster, the processes that use it, and what an
 * onlooker knows.  One thread, virtual time, all chance from one seed.
 *
 * sim_log.c, sim_txn.c and sim_group.c are the brokers' side, sim_net.c lies
 * between, sim_producer.c and sim_consumer.c model librdkafka, sim_proc.c is a
 * worker with the engine under test, sim_oracle.c knows what must hold.
 */
enum {
    SIM_BROKERS = 3,
    SIM_EVENT_LOGS = 3,
    SIM_LETTER_LOG = SIM_EVENT_LOGS,  // of dead letters
    SIM_LOGS,
    SIM_PROCS = 2 * SIM_NAMES,  // each name may have a twin
    SIM_MEMBERS = 16,
    SIM_BATCH = 8,      // messages of a produce request
    SIM_QUEUE = 64,     // messages of a producer and log
    SIM_INBOX = 2048,   // reports and answers on their way to a worker
    SIM_SEQUENCES = 5,  // batches that a log remembers of a producer
    SIM_OUTPUTS = 4,    // of a record
    SIM_LETTER = 4,     // stands for the number of an output
    SIM_PAYLOAD = 64,
};

#define SIM_LETTER_BIT (1U << SIM_LETTER)

// --- messages ---

enum sim_api {
    SIM_INIT,
    SIM_ADD_LOGS,
    SIM_PRODUCE,
    SIM_ADD_OFFSETS,
    SIM_TXN_OFFSETS,
    SIM_END,
    SIM_JOIN,
    SIM_HEARTBEAT,
    SIM_LEAVE,
    SIM_FETCH_OFFSETS,
    SIM_COMMIT,
};

enum sim_error {
    SIM_OK,
    SIM_NOT_HERE,  // leader or coordinator: try another broker
    SIM_LOADING,
    SIM_CONCURRENT,   // CONCURRENT_TRANSACTIONS
    SIM_UNSTABLE,     // UNSTABLE_OFFSET_COMMIT
    SIM_REBALANCING,  // REBALANCE_IN_PROGRESS
    SIM_PRODUCER_FENCED,
    SIM_BAD_EPOCH,     // INVALID_PRODUCER_EPOCH
    SIM_BAD_MAPPING,   // INVALID_PRODUCER_ID_MAPPING
    SIM_BAD_STATE,     // INVALID_TXN_STATE
    SIM_OUT_OF_ORDER,  // OUT_OF_ORDER_SEQUENCE_NUMBER
    SIM_TOO_LARGE,     // MSG_SIZE_TOO_LARGE
    SIM_ILLEGAL_GENERATION,
    SIM_UNKNOWN_MEMBER,
    SIM_FENCED_INSTANCE,
};

struct sim_msg {
    uint64_t tag;
    uint64_t bytes;
    uint8_t in;
    uint8_t record;  // index of it in its partition
    uint8_t output;
    bool too_large;  // for the topic
};

struct sim_offset {
    int64_t offset;  // below 0: none
    struct gz_attempts attempts;
};

// What travels: a request, which becomes its own reply.
struct sim_request {
    struct sim_request *next_free;
    enum sim_api api;
    enum sim_error error;
    uint8_t proc, name, broker, slot;
    uint32_t life;        // of the process
    uint32_t connection;  // of the process to the broker
    uint32_t uptime;      // of the broker
    uint32_t attempt;     // of the operation
    int64_t delay_us;     // before it arrives after all; -1: it did
    uint64_t serial;      // of the transaction that was open when it was sent
    bool lost;
    bool transactional;

    int32_t pid;
    int32_t epoch;
    int32_t sequence;
    uint8_t log;
    unsigned logs;  // a set
    bool commit;
    uint8_t count;
    struct sim_msg msgs[SIM_BATCH];

    int32_t member;
    int32_t instance;  // a name, or -1
    int32_t generation;
    unsigned ins;  // a set of input partitions
    struct sim_offset offsets[SIM_INS];
};

// --- brokers ---

enum sim_fate { SIM_UNDECIDED, SIM_COMMITTED, SIM_ABORTED, SIM_CONTROL };

struct sim_entry {
    int32_t pid;
    uint8_t fate;
    uint8_t in, record, output;
};

struct sim_producer_state {
    int32_t epoch;
    int32_t next;   // sequence
    int64_t first;  // offset of the open transaction's first record, or -1
    int32_t seen[SIM_SEQUENCES];
    uint32_t seen_count;
};

struct sim_log {
    struct sim_entry *entries;
    size_t count, room;
    struct sim_producer_state *producers;  // by producer id
    size_t producer_count;
    size_t read;  // what a read_committed reader has read
    uint8_t leader;
    int64_t ready_us;  // no leader before
};

enum sim_txn_state {
    SIM_TXN_EMPTY,
    SIM_TXN_ONGOING,
    SIM_TXN_PREPARE_COMMIT,
    SIM_TXN_PREPARE_ABORT,
    SIM_TXN_COMPLETE_COMMIT,
    SIM_TXN_COMPLETE_ABORT,
};

struct sim_txn {
    int32_t pid;  // below 0: none yet
    int32_t epoch;
    enum sim_txn_state state;
    unsigned logs;      // a set
    bool group;         // offsets too
    unsigned unmarked;  // bits of logs, and bit SIM_LOGS of the group
    uint64_t serial;    // of the transaction
    uint8_t coordinator;
    int64_t ready_us;
};

struct sim_member {
    int32_t id;  // 0: nobody
    int32_t instance;
    uint8_t proc;
    unsigned ins;  // assigned
    int64_t seen_us;
    struct sim_request *joining;  // a reply that waits
};

struct sim_group {
    struct sim_member members[SIM_MEMBERS];
    int32_t last_member;
    int32_t generation;
    bool preparing;
    uint64_t round;  // of rebalances
    struct sim_offset committed[SIM_INS];
    struct sim_offset pending[SIM_NAMES][SIM_INS];  // of transactions
    unsigned pending_ins[SIM_NAMES];
    uint8_t coordinator;
    int64_t ready_us;
};

struct sim_broker {
    bool down;
    uint32_t uptime;  // counts starts
};

// --- clients ---

// What a client waits for.  Each operation has one attempt on its way.
enum sim_slot {
    SIM_SLOT_INIT,
    SIM_SLOT_ADD_LOGS,
    SIM_SLOT_OFFSETS,  // AddOffsetsToTxn, then TxnOffsetCommit
    SIM_SLOT_END,
    SIM_SLOT_PRODUCE,  // and one for each log
    SIM_SLOT_JOIN = SIM_SLOT_PRODUCE + SIM_LOGS,
    SIM_SLOT_HEARTBEAT,
    SIM_SLOT_START,   // committed offsets of a new assignment
    SIM_SLOT_LOCATE,  // and for the engine
    SIM_SLOT_COMMIT,
    SIM_SLOT_COMMIT_WAIT,
    SIM_SLOTS,
};

struct sim_op {
    bool busy;
    uint8_t broker;  // that it was sent to; SIM_BROKERS: it is to be sent
    uint32_t attempt;
    struct sim_request request;   // as it is sent again
    struct sim_request *travels;  // until it arrived
};

struct sim_backlog {
    struct sim_msg msgs[SIM_QUEUE];
    unsigned head, count;
    unsigned in_flight;  // of the first
    int32_t sequence;
};

enum sim_call {
    SIM_NO_CALL,
    SIM_RENEW,
    SIM_ENDING,
    SIM_ABORT,
    SIM_LOCATE,
    SIM_ANSWERING,  // it is done, and the worker does not know yet
};

struct sim_producer {
    int32_t pid, epoch;
    bool open;  // a transaction
    bool fatal;
    bool abortable;
    bool offsets_sent;
    unsigned added;   // logs that the coordinator knows
    unsigned adding;  // that it is being told
    unsigned queued;  // messages, of all logs
    struct sim_backlog logs[SIM_LOGS];
    uint32_t serial;  // counts producers of the process
    enum sim_call call;
    bool end_sent;
    int32_t member, generation;  // of the group, at the call of end
    unsigned ins;                // of the call's positions
    struct sim_offset offsets[SIM_INS];
};

enum sim_membership {
    SIM_OUTSIDE,
    SIM_JOINING,
    SIM_STARTING,  // waiting for the committed offsets
    SIM_ARRIVED,   // they are there, and the worker is to be told
    SIM_MEMBER,
    SIM_REVOKING,  // the worker is to let go, then joins again
    SIM_LOSING,    // the same without a commit
};

struct sim_consumer {
    enum sim_membership state;
    int32_t member, instance, generation;
    unsigned ins;             // assigned
    unsigned read[SIM_INS];   // index of the next record
    unsigned taken[SIM_INS];  // behind the last that was begun
    unsigned flies[SIM_INS];  // the same, since it went back last
    unsigned again;           // records to hand out once more
    int64_t heard_us;         // last good heartbeat
    int64_t polled_us;
    struct sim_offset starts[SIM_INS];
};

enum sim_note {
    SIM_ACK,
    SIM_ANSWER,
    SIM_COMMIT_ANSWER,
    SIM_SUSPECT,
    SIM_FENCED_BY_TWIN,  // FENCED_INSTANCE_ID: the process must end
    SIM_NOTHING,
};

struct sim_inbox_item {
    enum sim_note note;
    int value;
    uint64_t tag, bytes;
};

struct sim_inbox {
    struct sim_inbox_item items[SIM_INBOX];
    unsigned head, count;
};

struct sim_proc {
    struct sim *sim;
    uint8_t index;
    uint8_t name;
    bool alive;
    bool stopped;   // on purpose, for a while
    uint32_t life;  // counts starts
    bool running;   // on the stack
    bool doomed;    // to crash when the stack is its own again
    bool leaving;   // close in order at the next step
    bool fenced;    // by a twin
    jmp_buf escape;
    int64_t frozen_us;       // the whole process, until
    int64_t stalled_us;      // its loop
    int64_t lazy_us;         // its thread for blocking calls
    int64_t lazy_locate_us;  // when it locates
    int64_t next_step_us;
    uint64_t step_order;
    struct gz_delivery *d;
    struct gz_kafka_port port;
    struct gz_clock clock;
    struct gz_position *located;
    size_t located_count;
    struct sim_producer producer;
    struct sim_consumer consumer;
    struct sim_op ops[SIM_SLOTS];
    uint32_t connections[SIM_BROKERS];
    int64_t sent_us[SIM_BROKERS];      // FIFO: arrival of the latest request
    int64_t received_us[SIM_BROKERS];  // and of the latest reply
    struct sim_inbox inbox;
    int commit_waited;  // -1: no answer yet
    unsigned bomb;      // port calls until it crashes, 0: none
    bool bomb_late;     // when the call is done
    unsigned hurry;     // steps in a row that asked for another at once
    uint8_t held_in, held_record;
    bool held;   // a record whose outputs wait, or that came LATER
    bool later;  // it is to be offered again
    struct gz_output outputs[SIM_OUTPUTS];
    struct gz_output letter;
    struct gz_header headers[SIM_OUTPUTS + 1];
    char payload[SIM_OUTPUTS + 1][SIM_PAYLOAD];
};

// --- the onlooker ---

struct sim_truth {
    int64_t offset;
    int64_t from_us;  // when it can be read
    uint8_t outputs;
    uint8_t logs[SIM_OUTPUTS];
    uint8_t kind;      // enum sim_kind
    uint8_t large;     // the output that is too large
    uint8_t decided;   // bits of outputs that will be visible
    uint8_t stored;    // bits of outputs that a log holds, at least once
    uint16_t crashes;  // of those that were at it
    uint16_t alone;    // of them, those that were at nothing else
};

struct sim_totals {
    uint64_t schedules, events, records;
    uint64_t crashes, exits, twins, fenced_twins;
    uint64_t commits, aborts, renewals, fences, rewinds, stale;
    uint64_t rebalances, takeovers, losses;
    uint64_t breaks, broker_crashes, moves, timeouts;
    uint64_t late_ends, late_offsets, late_ends_fenced, late_others;
    uint64_t letters, crash_loops, refused, poison_crashes;
};

struct sim {
    const struct sim_plan *plan;
    uint64_t seed;  // of the plan that ran last
    int64_t now_us;
    uint64_t random;
    struct sim_queue queue;
    bool trace;
    bool calm;  // faults are over
    jmp_buf escape;
    char violation[512];
    uint64_t port_calls;  // since time went on
    int64_t slow_until_us;
    int64_t slow_markers_until_us;
    unsigned reject;  // 1: the next produce request, 2: the next offsets
    uint8_t reject_name;
    uint8_t hold_api;  // enum sim_api, of hold_name's next request
    uint8_t hold_name;
    int64_t hold_us;  // 0: nothing is to be held

    struct sim_broker brokers[SIM_BROKERS];
    struct sim_log logs[SIM_LOGS];
    struct sim_txn txns[SIM_NAMES];
    struct sim_group group;
    int32_t last_pid;
    struct sim_proc procs[SIM_PROCS];
    struct sim_request *free_requests;
    size_t request_count;  // of all that were allocated
    size_t heap_bytes;     // early in a long schedule

    struct sim_truth truth[SIM_INS][SIM_RECORDS];
    int64_t decided[SIM_INS];  // offset that is or will be committed
    struct gz_attempts attempts[SIM_INS];  // with it
    struct gz_attempts before[SIM_INS];    // and those that they replaced
    int64_t highest[SIM_INS];  // offset that was committed at any time
    unsigned read_at[SIM_LOGS][SIM_INS];  // what was read last, and one
    struct sim_totals totals;
};

/** Do something after delay_us. */
void sim_after(struct sim *s, int64_t delay_us, sim_event_fn *fn, void *ctx,
               uint64_t arg);

/** Let the next event happen; false when there is none until end_us. */
bool sim_next(struct sim *s, int64_t end_us);

/** What is allocated, without what the world itself holds. */
size_t sim_heap_bytes(const struct sim *s);

/** A number of [0, sides). */
unsigned sim_chance(struct sim *s, unsigned sides);

/** A rule was broken: the schedule ends here. */
_Noreturn void sim_fail(struct sim *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Tell what happens, when a trace is wanted. */
void sim_say(struct sim *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#define SIM_TRACE(s, ...)                                                      \
    do {                                                                       \
        if ((s)->trace) {                                                      \
            sim_say((s), __VA_ARGS__);                                         \
        }                                                                      \
    } while (0)

#endif
