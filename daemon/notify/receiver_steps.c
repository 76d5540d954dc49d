#include <assert.h>
#include <stdlib.h>

#include "daemon/notify/receiver_state.h"

static const int64_t STORE_PAUSE_MS = 5000;  // before it is tried again

static void store(struct gz_receiver *r, struct gz_receiver_job *job)
{
    job->due_ms = INT64_MAX;
    job->out = true;
    r->options.port.store(r->options.port.ctx, job);
}

void gz_receiver_set_aside(struct gz_receiver *r, struct gz_receiver_job *job)
{
    job->state = GZ_JOB_STORING;
    r->options.port.note(r->options.port.ctx, GZ_NOTE_ASIDE, job);
    store(r, job);
}

// An answer to a job of partitions that went; nobody waits for it.
static void bury(struct gz_receiver *r, struct gz_receiver_job *job)
{
    if (job->previous == NULL) {
        r->orphans = job->next;
    } else {
        job->previous->next = job->next;
    }
    if (job->next != NULL) {
        job->next->previous = job->previous;
    }
    free(job);
}

static void finish(struct gz_receiver *r, struct gz_receiver_job *job)
{
    for (struct gz_receiver_job *j = job->next; j != NULL; j = j->next) {
        if (j->behind == job) {
            j->behind = job->behind;
            break;  // the others of the key stand behind that one
        }
    }
    if (job->previous == NULL) {
        r->first = job->next;
    } else {
        job->previous->next = job->next;
    }
    if (job->next == NULL) {
        r->last = job->previous;
    } else {
        job->next->previous = job->previous;
    }
    r->held--;
    r->bytes -= job->bytes;
    free(job);
}

// Whether it waits for nothing but its time and the breaker.
static bool is_ready(const struct gz_receiver_job *job)
{
    return job->state == GZ_JOB_WAITING && job->behind == NULL;
}

static void send(struct gz_receiver *r, struct gz_receiver_job *job,
                 struct gz_receiver_time now)
{
    gz_breaker_begin(&r->breaker, now.monotonic_ms);
    job->state = GZ_JOB_SENDING;
    job->attempts++;
    job->first_ms = job->attempts == 1 ? now.realtime_ms : job->first_ms;
    job->last_ms = now.realtime_ms;
    r->sending++;
    job->out = true;
    r->options.port.send(r->options.port.ctx, job);
}

static bool may_send(const struct gz_receiver *r, int64_t now_ms)
{
    return !r->gone && r->sending < r->options.concurrency &&
           gz_breaker_allows(&r->breaker, now_ms);
}

// What is sent next: the first that is due, and as a probe the first of those
// that were tried least, lest one that always fails speaks for all.
static struct gz_receiver_job *choose(const struct gz_receiver *r,
                                      int64_t now_ms)
{
    const bool probe = r->breaker.state != GZ_BREAKER_CLOSED;
    struct gz_receiver_job *best = NULL;

    if (!may_send(r, now_ms)) {
        return NULL;
    }
    for (struct gz_receiver_job *j = r->first;
         j != NULL && (probe || best == NULL); j = j->next) {
        const bool due = is_ready(j) && j->due_ms <= now_ms;
        if (due && (best == NULL || j->attempts < best->attempts)) {
            best = j;
        }
    }
    return best;
}

// A store that failed is tried again.
static bool store_again(struct gz_receiver *r, struct gz_receiver_job *job,
                        struct gz_receiver_time now)
{
    if (job->state != GZ_JOB_STORING || job->out ||
        job->due_ms > now.monotonic_ms) {
        return false;
    }
    store(r, job);
    return true;
}

// From the start again after each: the port may answer at once, and then the
// list is another.
void gz_receiver_step(struct gz_receiver *r, struct gz_receiver_time now)
{
    struct gz_receiver_job *job = r->first;

    while (job != NULL) {
        job = store_again(r, job, now) ? r->first : job->next;
    }
    while ((job = choose(r, now.monotonic_ms)) != NULL) {
        send(r, job, now);
    }
}

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t next_of(const struct gz_receiver *r,
                       const struct gz_receiver_job *job)
{
    if (job->state == GZ_JOB_STORING) {
        return job->due_ms;
    }
    if (!is_ready(job) || r->gone) {
        return INT64_MAX;
    }
    return r->sending < r->options.concurrency
               ? later(job->due_ms, gz_breaker_next_ms(&r->breaker))
               : INT64_MAX;
}

int64_t gz_receiver_next_ms(const struct gz_receiver *r)
{
    int64_t next_ms = INT64_MAX;

    for (const struct gz_receiver_job *j = r->first; j != NULL; j = j->next) {
        const int64_t one_ms = next_of(r, j);
        next_ms = one_ms < next_ms ? one_ms : next_ms;
    }
    return next_ms;
}

static void note(struct gz_receiver *r, enum gz_receiver_note what,
                 const struct gz_receiver_job *job)
{
    r->options.port.note(r->options.port.ctx, what, job);
}

// A receiver that asks for time is alive: it is let alone, not counted out.
static void tell_breaker(struct gz_receiver *r, struct gz_receiver_job *job,
                         const struct gz_outcome *o, int64_t now_ms)
{
    const bool asks = o->kind == GZ_OUTCOME_AGAIN && o->retry_after_ms >= 0;

    if (o->status == 429) {
        gz_breaker_cancel(&r->breaker);
    } else if (gz_breaker_end(&r->breaker, o->kind != GZ_OUTCOME_AGAIN,
                              now_ms)) {
        note(r,
             r->breaker.state == GZ_BREAKER_CLOSED ? GZ_NOTE_CLOSED
                                                   : GZ_NOTE_OPENED,
             job);
    }
    if (asks) {
        gz_breaker_hold(&r->breaker, now_ms + o->retry_after_ms);
    }
}

static void again(struct gz_receiver *r, struct gz_receiver_job *job,
                  int64_t now_ms)
{
    const int64_t pause_ms =
        gz_retry_plan_pause(&r->options.plan, job->attempts,
                            r->options.port.random(r->options.port.ctx),
                            job->outcome.retry_after_ms);

    if (pause_ms < 0) {
        gz_receiver_set_aside(r, job);
        return;
    }
    job->state = GZ_JOB_WAITING;
    job->due_ms = now_ms + pause_ms;
    note(r, GZ_NOTE_AGAIN, job);
}

void gz_receiver_ended(struct gz_receiver *r, struct gz_receiver_job *job,
                       const struct gz_outcome *outcome,
                       struct gz_receiver_time now)
{
    assert(r->sending > 0);
    r->sending--;
    job->out = false;
    job->outcome = *outcome;
    tell_breaker(r, job, outcome, now.monotonic_ms);
    if (job->state == GZ_JOB_ORPHANED) {
        bury(r, job);
        return;
    }
    assert(job->state == GZ_JOB_SENDING);
    switch (outcome->kind) {
    case GZ_OUTCOME_DELIVERED:
        note(r, GZ_NOTE_DELIVERED, job);
        finish(r, job);
        break;
    case GZ_OUTCOME_AGAIN:
        again(r, job, now.monotonic_ms);
        break;
    case GZ_OUTCOME_REFUSED:
        gz_receiver_set_aside(r, job);
        break;
    case GZ_OUTCOME_GONE:
        job->state = GZ_JOB_WAITING;
        r->gone = true;
        note(r, GZ_NOTE_GONE, job);
        break;
    }
}

void gz_receiver_stored(struct gz_receiver *r, struct gz_receiver_job *job,
                        bool good, struct gz_receiver_time now)
{
    job->out = false;
    if (job->state == GZ_JOB_ORPHANED) {
        bury(r, job);
        return;
    }
    assert(job->state == GZ_JOB_STORING);
    if (good) {
        finish(r, job);
    } else {
        job->due_ms = now.monotonic_ms + STORE_PAUSE_MS;
    }
}
