#ifndef GZ_SIM_PLAN_H
#define GZ_SIM_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A schedule: what the world looks like, and what goes wrong in it and when.
 * Both follow from the seed; a shrunk schedule has the same world and fewer or
 * simpler faults.
 */
enum {
    SIM_NAMES = 4,     // workers at most
    SIM_INS = 4,       // input partitions at most
    SIM_RECORDS = 48,  // of each, at most
    SIM_FAULTS = 24,
};

enum sim_kind {
    SIM_NORMAL,
    SIM_UNREADABLE,       // the worker makes a dead letter of it
    SIM_LARGE_AT_ONCE,    // the client refuses an output
    SIM_LARGE_AT_REPORT,  // the broker does
    SIM_POISON,           // whoever processes it dies
};

enum sim_fault_kind {
    SIM_FAULT_CRASH,         // a process dies
    SIM_FAULT_CRASH_AT,      // the same at one of its next calls
    SIM_FAULT_TWIN,          // a second process of the same name starts
    SIM_FAULT_BREAK,         // connections of a process break
    SIM_FAULT_HOLD,          // its next request of a kind is delayed
    SIM_FAULT_BROKER,        // a broker dies, and comes back
    SIM_FAULT_MOVE,          // leaders and coordinators go elsewhere
    SIM_FAULT_FREEZE,        // a process stands still
    SIM_FAULT_STALL,         // its loop does, its client threads go on
    SIM_FAULT_REBALANCE,     // a stranger joins the group and leaves
    SIM_FAULT_SLOW,          // the network is slow
    SIM_FAULT_SLOW_MARKERS,  // transactions take long to complete
    SIM_FAULT_AGAIN,         // a consumer hands out what it handed out before
    SIM_FAULT_REJECT,        // a produce request or a commit is refused
    SIM_FAULT_LAZY,          // the thread for blocking calls answers late
    SIM_FAULT_EXPEL,         // the group takes a process for dead
    SIM_FAULT_LEAVE,         // a process stops in order and starts again
    SIM_FAULT_KINDS,
};

struct sim_fault {
    int64_t at_us;
    int64_t span_us;  // how long, where it lasts
    uint64_t salt;
    uint8_t kind;  // enum sim_fault_kind
    uint8_t name;
};

struct sim_plan {
    uint64_t seed;
    bool exactly_once;
    bool static_members;
    uint8_t names;  // workers
    uint8_t ins;
    uint8_t records;  // of each input partition
    uint8_t poisons;  // percent of records, as the others
    uint8_t large;
    uint8_t unreadable;
    uint16_t queue;  // messages that a producer takes
    uint32_t max_records, batch_records;
    uint64_t max_bytes;
    int64_t commit_interval_us;
    int64_t latency_us;
    int64_t session_us, poll_us, txn_timeout_us, backoff_us;
    int64_t flush_us, revoke_us;
    int64_t faults_us;  // within this time all faults begin
    uint32_t kinds;     // of faults that occur, as bits
    uint32_t rounds;    // of a long schedule: as many faults, mostly rebalances
    size_t fault_count;
    struct sim_fault faults[SIM_FAULTS];
};

/** The schedule of a seed. */
void sim_plan_make(uint64_t seed, struct sim_plan *out);

/** One of many faults, made when a long schedule gets there. */
struct sim_fault sim_plan_fault(const struct sim_plan *plan, uint64_t *random);

/** A long schedule of rebalances, with other faults in between. */
void sim_plan_make_long(uint64_t seed, uint32_t rounds, struct sim_plan *out);

/** Write it in words to standard output. */
void sim_plan_print(const struct sim_plan *plan);

#endif
