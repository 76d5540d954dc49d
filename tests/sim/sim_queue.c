#include "tests/sim/sim_queue.h"

#include <stdbool.h>
#include <stdlib.h>

static bool earlier(const struct sim_event *a, const struct sim_event *b)
{
    return a->at_us != b->at_us ? a->at_us < b->at_us : a->order < b->order;
}

void sim_queue_push(struct sim_queue *q, struct sim_event event)
{
    if (q->count == q->room) {
        const size_t room = q->room == 0 ? 256 : 2 * q->room;
        struct sim_event *items = realloc(q->items, room * sizeof(*items));
        if (items == NULL) {
            abort();
        }
        q->items = items;
        q->room = room;
    }
    event.order = ++q->order;
    size_t i = q->count++;
    while (i > 0 && earlier(&event, &q->items[(i - 1) / 2])) {
        q->items[i] = q->items[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    q->items[i] = event;
}

struct sim_event sim_queue_pop(struct sim_queue *q)
{
    const struct sim_event first = q->items[0];
    const struct sim_event last = q->items[--q->count];
    size_t i = 0;

    for (;;) {
        size_t child = 2 * i + 1;
        if (child >= q->count) {
            break;
        }
        if (child + 1 < q->count &&
            earlier(&q->items[child + 1], &q->items[child])) {
            child++;
        }
        if (!earlier(&q->items[child], &last)) {
            break;
        }
        q->items[i] = q->items[child];
        i = child;
    }
    q->items[i] = last;
    return first;
}

void sim_queue_clear(struct sim_queue *q)
{
    q->count = 0;
    q->order = 0;
}

void sim_queue_fini(struct sim_queue *q)
{
    free(q->items);
    *q = (struct sim_queue){0};
}

uint64_t sim_next_random(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

unsigned sim_roll(uint64_t *state, unsigned sides)
{
    return sides == 0 ? 0 : (unsigned)(sim_next_random(state) % sides);
}
