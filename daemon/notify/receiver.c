#include "daemon/notify/receiver.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/notify/receiver_state.h"

struct gz_receiver *gz_receiver_new(const struct gz_receiver_options *options)
{
    struct gz_receiver *r = calloc(1, sizeof(*r));

    if (r != NULL) {
        assert(options->concurrency > 0);
        r->options = *options;
        gz_breaker_init(&r->breaker, options->breaker_failures,
                        options->breaker_pause_ms);
    }
    return r;
}

static void free_list(struct gz_receiver_job *job)
{
    while (job != NULL) {
        struct gz_receiver_job *next = job->next;
        free(job);
        job = next;
    }
}

void gz_receiver_free(struct gz_receiver *r)
{
    if (r != NULL) {
        free_list(r->first);
        free_list(r->orphans);
        free(r->parts);
        free(r);
    }
}

bool gz_receiver_full(const struct gz_receiver *r)
{
    return r->held >= GZ_RECEIVER_JOBS || r->bytes >= GZ_RECEIVER_BYTES;
}

static struct gz_receiver_part *part_of(const struct gz_receiver *r,
                                        int32_t partition)
{
    for (size_t i = 0; i < r->part_count; i++) {
        if (r->parts[i].partition == partition) {
            return &r->parts[i];
        }
    }
    return NULL;
}

enum gz_status gz_receiver_assign(struct gz_receiver *r, int32_t partition,
                                  int64_t offset)
{
    struct gz_receiver_part *parts =
        realloc(r->parts, (r->part_count + 1) * sizeof(*parts));

    if (parts == NULL) {
        return GZ_NO_MEMORY;
    }
    r->parts = parts;
    r->parts[r->part_count++] = (struct gz_receiver_part){partition, offset};
    return GZ_OK;
}

// What is held of it stays: it was read, and is not done.
void gz_receiver_rewind(struct gz_receiver *r, int32_t partition)
{
    struct gz_receiver_part *part = part_of(r, partition);

    if (part != NULL) {
        part->next = -1;
    }
}

static void orphan(struct gz_receiver *r, struct gz_receiver_job *job)
{
    job->state = GZ_JOB_ORPHANED;
    job->previous = NULL;
    job->next = r->orphans;
    if (job->next != NULL) {
        job->next->previous = job;
    }
    r->orphans = job;
}

void gz_receiver_revoke(struct gz_receiver *r)
{
    struct gz_receiver_job *job = r->first;

    while (job != NULL) {
        struct gz_receiver_job *next = job->next;
        if (!job->out) {
            free(job);
        } else {
            orphan(r, job);
        }
        job = next;
    }
    r->first = r->last = NULL;
    r->held = 0;
    r->bytes = 0;
    r->part_count = 0;
}

static const struct gz_receiver_job *find_ahead(const struct gz_receiver *r,
                                                uint64_t key_hash)
{
    const struct gz_receiver_job *job = r->last;

    while (job != NULL && job->key_hash != key_hash) {
        job = job->previous;
    }
    return job;
}

static struct gz_receiver_job *
add(struct gz_receiver *r, const struct gz_record *record, struct gz_str id)
{
    struct gz_receiver_job *job = gz_receiver_job_new(record, id);

    if (job == NULL) {
        return NULL;
    }
    job->behind = find_ahead(r, job->key_hash);
    job->previous = r->last;
    if (r->last == NULL) {
        r->first = job;
    } else {
        r->last->next = job;
    }
    r->last = job;
    r->held++;
    r->bytes += job->bytes;
    return job;
}

// The part of a record that was not taken yet, or NULL.
static struct gz_receiver_part *news_for(struct gz_receiver *r,
                                         const struct gz_record *record)
{
    struct gz_receiver_part *part = part_of(r, record->partition);
    return part == NULL || record->offset < part->next ? NULL : part;
}

enum gz_status gz_receiver_take(struct gz_receiver *r,
                                const struct gz_record *record,
                                struct gz_str id, struct gz_receiver_time now)
{
    struct gz_receiver_part *part = news_for(r, record);

    if (part == NULL) {
        return GZ_OK;
    }
    if (id.len_bytes > 0) {
        struct gz_receiver_job *job = add(r, record, id);
        if (job == NULL) {
            return GZ_NO_MEMORY;
        }
        job->due_ms = now.monotonic_ms;
    }
    part->next = record->offset + 1;
    return GZ_OK;
}

enum gz_status gz_receiver_take_bad(struct gz_receiver *r,
                                    const struct gz_record *record,
                                    const struct gz_outcome *outcome)
{
    struct gz_receiver_part *part = news_for(r, record);

    if (part == NULL) {
        return GZ_OK;
    }
    struct gz_receiver_job *job = add(r, record, GZ_STR_LIT(""));
    if (job == NULL) {
        return GZ_NO_MEMORY;
    }
    part->next = record->offset + 1;
    job->outcome = *outcome;
    gz_receiver_set_aside(r, job);
    return GZ_OK;
}

bool gz_receiver_position(const struct gz_receiver *r, size_t index,
                          int32_t *partition, int64_t *offset)
{
    if (index >= r->part_count) {
        return false;
    }
    *partition = r->parts[index].partition;
    *offset = r->parts[index].next;
    // Arrival is the order of offsets within a partition.
    for (const struct gz_receiver_job *j = r->first; j != NULL; j = j->next) {
        if (j->record.partition == *partition) {
            *offset = j->record.offset;
            break;
        }
    }
    return true;
}

bool gz_receiver_gone(const struct gz_receiver *r)
{
    return r->gone;
}

void gz_receiver_set_gone(struct gz_receiver *r)
{
    r->gone = true;
}

struct gz_receiver_counts gz_receiver_counts(const struct gz_receiver *r)
{
    return (struct gz_receiver_counts){
        .held = r->held,
        .sending = r->sending,
        .breaker = r->breaker.state,
    };
}
