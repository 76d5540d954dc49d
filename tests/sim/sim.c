#include "tests/sim/sim.h"

#include <inttypes.h>
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>

void sim_after(struct sim *s, int64_t delay_us, sim_event_fn *fn, void *ctx,
               uint64_t arg)
{
    const struct sim_event event = {
        .at_us = s->now_us + (delay_us < 0 ? 0 : delay_us),
        .fn = fn,
        .ctx = ctx,
        .arg = arg,
    };
    sim_queue_push(&s->queue, event);
}

bool sim_next(struct sim *s, int64_t end_us)
{
    if (s->queue.count == 0 || s->queue.items[0].at_us > end_us) {
        return false;
    }
    const struct sim_event event = sim_queue_pop(&s->queue);
    if (event.at_us > s->now_us) {
        s->now_us = event.at_us;
        s->port_calls = 0;
    }
    s->totals.events++;
    event.fn(s, event.ctx, event.arg);
    return true;
}

size_t sim_heap_bytes(const struct sim *s)
{
    size_t own = s->queue.room * sizeof(*s->queue.items) +
                 s->request_count * sizeof(struct sim_request);

    for (unsigned i = 0; i < SIM_LOGS; i++) {
        own += s->logs[i].room * sizeof(*s->logs[i].entries);
        own += s->logs[i].producer_count * sizeof(*s->logs[i].producers);
    }
    const struct mallinfo2 heap = mallinfo2();
    const size_t used = heap.uordblks + heap.hblkhd;
    return used > own ? used - own : 0;
}

unsigned sim_chance(struct sim *s, unsigned sides)
{
    return sim_roll(&s->random, sides);
}

void sim_fail(struct sim *s, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsnprintf(s->violation, sizeof(s->violation), format, args);
    va_end(args);
    longjmp(s->escape, 1);
}

void sim_say(struct sim *s, const char *format, ...)
{
    va_list args;

    printf("%9" PRId64 ".%03" PRId64 " ms  ", s->now_us / 1000,
           s->now_us % 1000);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}
