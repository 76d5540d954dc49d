// The command line of the simulator; see README.md.

#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/sim/sim_run.h"
#include "tests/sim/sim_shrink.h"

struct options {
    uint64_t schedules;
    uint64_t seed;
    unsigned jobs;
    bool replay;
    bool trace;
    bool shrink;
    uint32_t rounds;
};

static const char usage[] =
    "usage: gz_sim [--schedules N] [--seed S] [--jobs J] [--replay SEED] "
    "[--trace] [--no-shrink] [--long ROUNDS]\n";

static uint64_t number(const char *text)
{
    char *end;
    const uint64_t value = strtoull(text, &end, 10);

    if (*text == '\0' || *end != '\0') {
        fprintf(stderr, "gz_sim: \"%s\" is no number\n%s", text, usage);
        exit(2);
    }
    return value;
}

static struct options parse(int argc, char **argv)
{
    static const struct option known[] = {
        {"schedules", required_argument, NULL, 'n'},
        {"seed", required_argument, NULL, 's'},
        {"jobs", required_argument, NULL, 'j'},
        {"replay", required_argument, NULL, 'r'},
        {"trace", no_argument, NULL, 't'},
        {"no-shrink", no_argument, NULL, 'k'},
        {"long", required_argument, NULL, 'l'},
        {NULL, 0, NULL, 0},
    };
    struct options o = {
        .schedules = 20000, .seed = 1, .jobs = 1, .shrink = true};
    int c;

    while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (c) {
        case 'n':
            o.schedules = number(optarg);
            break;
        case 's':
            o.seed = number(optarg);
            break;
        case 'j':
            o.jobs = (unsigned)number(optarg);
            break;
        case 'r':
            o.seed = number(optarg);
            o.schedules = 1;
            o.replay = true;
            break;
        case 't':
            o.trace = true;
            break;
        case 'l':
            o.rounds = (uint32_t)number(optarg);
            break;
        case 'k':
            o.shrink = false;
            break;
        default:
            fputs(usage, stderr);
            exit(2);
        }
    }
    return o;
}

// The seeds of a run: a job takes every jobs-th of them, up to the smallest
// that failed in any job, so that their number changes nothing.
static bool run_share(struct sim *s, const struct options *o, unsigned job,
                      atomic_ullong *least)
{
    struct sim_plan plan;

    for (uint64_t i = job; i < o->schedules && i < *least; i += o->jobs) {
        sim_plan_make(o->seed + i, &plan);
        if (!sim_run(s, &plan)) {
            unsigned long long known = *least;
            while (i < known &&
                   !atomic_compare_exchange_weak(least, &known, i)) {
            }
            return false;
        }
    }
    return true;
}

// What a job hands back through its pipe.
struct result {
    bool clean;
    uint64_t failed;
    char violation[512];
    struct sim_totals totals;
};

static void run_job(const struct options *o, unsigned job, int out,
                    atomic_ullong *least)
{
    struct sim *s = calloc(1, sizeof(*s));
    struct result r = {0};

    if (s == NULL) {
        exit(2);
    }
    sim_run_catch_signals();  // timers are not inherited
    r.clean = run_share(s, o, job, least);
    r.failed = s->seed;
    r.totals = s->totals;
    memcpy(r.violation, s->violation, sizeof(r.violation));
    sim_run_fini(s);
    free(s);
    const bool told = write(out, &r, sizeof(r)) == (ssize_t)sizeof(r);
    exit(told ? 0 : 2);
}

static void add_totals(struct sim_totals *sum, const struct sim_totals *more)
{
    // Counters only.
    uint64_t *to = (uint64_t *)sum;
    const uint64_t *from = (const uint64_t *)more;

    for (size_t i = 0; i < sizeof(*sum) / sizeof(*to); i++) {
        to[i] += from[i];
    }
}

static void print_totals(const struct sim_totals *t, double seconds)
{
    const struct {
        const char *name;
        uint64_t value;
    } rows[] = {
        {"events", t->events},
        {"commits", t->commits},
        {"aborts", t->aborts},
        {"renewals of producers", t->renewals},
        {"producers that were of no more use", t->fences},
        {"rewinds", t->rewinds},
        {"stale records", t->stale},
        {"crashes", t->crashes},
        {"crashes by poison", t->poison_crashes},
        {"stops in order", t->exits},
        {"twins", t->twins},
        {"fenced by twins", t->fenced_twins},
        {"rebalances", t->rebalances},
        {"places taken over", t->takeovers},
        {"lost partitions", t->losses},
        {"broken connections", t->breaks},
        {"broker crashes", t->broker_crashes},
        {"moves", t->moves},
        {"transactions timed out", t->timeouts},
        {"late EndTxn that ended another transaction", t->late_ends},
        {"late EndTxn that was fenced", t->late_ends_fenced},
        {"late offsets that were taken", t->late_offsets},
        {"late requests", t->late_others},
        {"dead letters stored", t->letters},
        {"crash loops", t->crash_loops},
        {"outputs refused", t->refused},
    };

    printf("%" PRIu64 " schedules in %.1f s, %.0f a second\n", t->schedules,
           seconds, seconds > 0 ? (double)t->schedules / seconds : 0);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        printf("%12" PRIu64 "  %s\n", rows[i].value, rows[i].name);
    }
}

static double now_s(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void start_job(const struct options *o, unsigned job, int *in,
                      atomic_ullong *least)
{
    int ends[2];

    fflush(stdout);
    if (pipe(ends) != 0) {
        exit(2);
    }
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        run_job(o, job, ends[1], least);
    }
    if (child < 0) {
        exit(2);
    }
    close(ends[1]);
    *in = ends[0];
}

// The result of the smallest seed that failed, if any did.
static struct result run_all(const struct options *o)
{
    int *pipes = calloc(o->jobs, sizeof(*pipes));
    struct result all = {.clean = true};
    atomic_ullong *least = mmap(NULL, sizeof(*least), PROT_READ | PROT_WRITE,
                                MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    if (pipes == NULL || least == MAP_FAILED) {
        exit(2);
    }
    atomic_init(least, ULLONG_MAX);
    for (unsigned i = 0; i < o->jobs; i++) {
        start_job(o, i, &pipes[i], least);
    }
    for (unsigned i = 0; i < o->jobs; i++) {
        struct result r;
        if (read(pipes[i], &r, sizeof(r)) != (ssize_t)sizeof(r)) {
            fprintf(stderr, "gz_sim: job %u ended without a result\n", i);
            exit(2);
        }
        close(pipes[i]);
        (void)wait(NULL);
        add_totals(&all.totals, &r.totals);
        if (!r.clean && (all.clean || r.failed < all.failed)) {
            all.clean = false;
            all.failed = r.failed;
            memcpy(all.violation, r.violation, sizeof(r.violation));
        }
    }
    (void)munmap(least, sizeof(*least));
    free(pipes);
    return all;
}

// One schedule that goes on for many rebalances.
static int run_long(const struct options *o)
{
    struct sim *s = calloc(1, sizeof(*s));
    struct sim_plan plan;

    if (s == NULL) {
        return 2;
    }
    sim_plan_make_long(o->seed, o->rounds, &plan);
    const double begin_s = now_s();
    const bool clean = sim_run(s, &plan);
    print_totals(&s->totals, now_s() - begin_s);
    if (clean) {
        printf("%12zu  bytes of heap early, %zu in the end\nno violation\n",
               s->heap_bytes, sim_heap_bytes(s));
    } else {
        printf("VIOLATION seed %" PRIu64 ": %s\n", plan.seed, s->violation);
    }
    sim_run_fini(s);
    free(s);
    return clean ? 0 : 1;
}

static int replay(const struct options *o)
{
    struct sim *s = calloc(1, sizeof(*s));
    struct sim_plan plan;

    if (s == NULL) {
        return 2;
    }
    sim_plan_make(o->seed, &plan);
    sim_plan_print(&plan);
    s->trace = o->trace;
    const bool clean = sim_run(s, &plan);
    s->trace = false;
    if (clean) {
        puts("no violation");
    } else {
        printf("VIOLATION seed %" PRIu64 ": %s\n", plan.seed, s->violation);
        if (o->shrink) {
            sim_shrink(s, &plan);
        }
    }
    sim_run_fini(s);
    free(s);
    return clean ? 0 : 1;
}

int main(int argc, char **argv)
{
    const struct options o = parse(argc, argv);

    sim_run_catch_signals();
    if (o.rounds > 0) {
        return run_long(&o);
    }
    if (o.replay) {
        return replay(&o);
    }
    printf("seeds %" PRIu64 " to %" PRIu64 "\n", o.seed,
           o.seed + o.schedules - 1);
    const double begin_s = now_s();
    const struct result r = run_all(&o);
    print_totals(&r.totals, now_s() - begin_s);
    if (r.clean) {
        puts("no violation");
        return 0;
    }
    printf("VIOLATION seed %" PRIu64 ": %s\n", r.failed, r.violation);
    if (o.shrink) {
        struct options again = o;
        again.seed = r.failed;
        again.trace = false;
        (void)replay(&again);
    }
    printf("replay: tests/sim/run.sh --replay %" PRIu64 " --trace\n", r.failed);
    return 1;
}
