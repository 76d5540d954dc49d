#include "daemon/base/parallel.h"

#include <assert.h>
#include <sched.h>
#include <stdatomic.h>

#include "daemon/base/thread.h"

struct crew {
    gz_parallel_fn *fn;
    void *context;
    size_t parts;
    atomic_size_t next;  // the first part that nobody has begun
};

struct helper {
    struct crew *crew;
    unsigned number;
    pthread_t id;
};

static void work(struct crew *crew, unsigned thread)
{
    for (;;) {
        const size_t part =
            atomic_fetch_add_explicit(&crew->next, 1, memory_order_relaxed);
        if (part >= crew->parts) {
            return;
        }
        crew->fn(crew->context, part, thread);
    }
}

static void *on_start(void *arg)
{
    const struct helper *helper = arg;
    work(helper->crew, helper->number);
    return NULL;
}

void gz_parallel_run(size_t parts, unsigned threads, gz_parallel_fn *fn,
                     void *context)
{
    assert(threads >= 1 && threads <= GZ_PARALLEL_MAX);
    struct helper helpers[GZ_PARALLEL_MAX];
    struct crew crew = {.fn = fn, .context = context, .parts = parts};
    atomic_init(&crew.next, 1);
    unsigned started = 1;
    while (started < threads && started < parts) {
        struct helper *h = &helpers[started];
        *h = (struct helper){.crew = &crew, .number = started};
        if (gz_thread_start(&h->id, "parallel", on_start, h, NULL) != GZ_OK) {
            break;
        }
        started++;
    }
    if (parts > 0) {
        fn(context, 0, 0);
        work(&crew, 0);
    }
    for (unsigned i = 1; i < started; i++) {
        pthread_join(helpers[i].id, NULL);
    }
}

unsigned gz_parallel_default(void)
{
    enum { MOST = 8 };
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof(set), &set) != 0) {
        return 1;
    }
    const int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count > MOST ? MOST : (unsigned)count;
}
