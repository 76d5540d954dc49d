#ifndef GZ_SIM_QUEUE_H
#define GZ_SIM_QUEUE_H

#include <stddef.h>
#include <stdint.h>

/*
 * What happens next: events in the order of their time, and of their making
 * where times are equal, so that a run depends on nothing but its seed.
 */
struct sim;

typedef void sim_event_fn(struct sim *s, void *ctx, uint64_t arg);

struct sim_event {
    int64_t at_us;
    uint64_t order;
    sim_event_fn *fn;
    void *ctx;
    uint64_t arg;
};

struct sim_queue {
    struct sim_event *items;  // a binary heap
    size_t count;
    size_t room;
    uint64_t order;  // of the event made last
};

/** Add an event; ends the program when out of memory. */
void sim_queue_push(struct sim_queue *q, struct sim_event event);

/** Take the first event; there must be one. */
struct sim_event sim_queue_pop(struct sim_queue *q);

void sim_queue_clear(struct sim_queue *q);
void sim_queue_fini(struct sim_queue *q);

/** The next number of a SplitMix64 generator (Steele, Lea, Flood 2014). */
uint64_t sim_next_random(uint64_t *state);

/** A number of [0, sides); 0 when sides is. */
unsigned sim_roll(uint64_t *state, unsigned sides);

#endif
