#include "daemon/flow/in_flight.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum gz_status gz_in_flight_init(struct gz_in_flight *f, uint32_t max_records)
{
    assert(max_records > 0 && max_records < GZ_IN_FLIGHT_NONE);

    memset(f, 0, sizeof(*f));
    f->slots = calloc(max_records, sizeof(*f->slots));
    if (f->slots == NULL) {
        return GZ_NO_MEMORY;
    }
    f->slot_count = max_records;
    for (uint32_t i = 0; i < max_records; i++) {
        f->slots[i].next = i + 1 < max_records ? i + 1 : GZ_IN_FLIGHT_NONE;
    }
    return GZ_OK;
}

void gz_in_flight_fini(struct gz_in_flight *f)
{
    free(f->slots);
    free(f->lanes);
    free(f->positions);
    memset(f, 0, sizeof(*f));
}

static enum gz_status grow_lanes(struct gz_in_flight *f, size_t count)
{
    if (count <= f->lane_count) {
        return GZ_OK;
    }

    struct gz_position *positions =
        realloc(f->positions, count * sizeof(*positions));
    if (positions == NULL) {
        return GZ_NO_MEMORY;
    }
    f->positions = positions;

    struct gz_in_flight_lane *lanes = realloc(f->lanes, count * sizeof(*lanes));
    if (lanes == NULL) {
        return GZ_NO_MEMORY;
    }
    memset(lanes + f->lane_count, 0, (count - f->lane_count) * sizeof(*lanes));
    f->lanes = lanes;
    f->lane_count = count;
    return GZ_OK;
}

// What is stored with the offset at which the lane begins decides how.  It is
// marked only when a record is about to be taken: an end before that, however
// often it comes, is not held against any record.
static void begin_from(struct gz_in_flight_lane *lane,
                       struct gz_attempts stored, uint64_t self)
{
    lane->attempts = gz_attempts_take_over(stored, self);
    lane->marked =
        lane->prefix >= 0 && gz_attempts_same(lane->attempts, stored);
    lane->wanted = false;
}

enum gz_status gz_in_flight_own(struct gz_in_flight *f,
                                const struct gz_position *start,
                                int64_t committed, uint64_t self)
{
    assert(start->partition >= 0);

    const enum gz_status st = grow_lanes(f, (size_t)start->partition + 1);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_in_flight_lane *lane = &f->lanes[start->partition];
    if (lane->owned) {
        return GZ_OK;
    }
    *lane = (struct gz_in_flight_lane){
        .next = start->offset < 0 ? 0 : start->offset,
        .prefix = start->offset,
        .committed = start->offset < 0 ? start->offset : committed,
        .asked = -1,
        .start = start->offset,
        .found = start->attempts,
        .head = GZ_IN_FLIGHT_NONE,
        .tail = GZ_IN_FLIGHT_NONE,
        .owned = true,
    };
    begin_from(lane, start->attempts, self);
    return GZ_OK;
}

struct gz_in_flight_lane *gz_in_flight_lane(const struct gz_in_flight *f,
                                            int32_t partition)
{
    if (partition < 0 || (size_t)partition >= f->lane_count ||
        !f->lanes[partition].owned) {
        return NULL;
    }
    return &f->lanes[partition];
}

static void release(struct gz_in_flight *f, uint32_t index)
{
    struct gz_in_flight_slot *slot = &f->slots[index];

    slot->generation++;
    slot->next = f->free_head;
    f->free_head = index;
    f->used--;
}

static void forget_records(struct gz_in_flight *f,
                           struct gz_in_flight_lane *lane)
{
    while (lane->head != GZ_IN_FLIGHT_NONE) {
        const uint32_t index = lane->head;
        lane->head = f->slots[index].next;
        release(f, index);
    }
    lane->tail = GZ_IN_FLIGHT_NONE;
}

void gz_in_flight_disown(struct gz_in_flight *f)
{
    for (size_t i = 0; i < f->lane_count; i++) {
        if (f->lanes[i].owned) {
            forget_records(f, &f->lanes[i]);
            f->lanes[i].owned = false;
        }
    }
}

void gz_in_flight_forget(struct gz_in_flight *f)
{
    for (size_t i = 0; i < f->lane_count; i++) {
        if (f->lanes[i].owned) {
            forget_records(f, &f->lanes[i]);
            f->lanes[i].included = false;
        }
    }
}

void gz_in_flight_rewind(struct gz_in_flight *f)
{
    gz_in_flight_forget(f);
    for (size_t i = 0; i < f->lane_count; i++) {
        struct gz_in_flight_lane *lane = &f->lanes[i];
        if (lane->owned) {
            lane->next = lane->prefix < 0 ? 0 : lane->prefix;
        }
    }
}

void gz_in_flight_go_back(struct gz_in_flight *f,
                          const struct gz_position *positions, size_t count)
{
    static const struct gz_attempts none;

    gz_in_flight_forget(f);
    for (size_t i = 0; i < count; i++) {
        struct gz_in_flight_lane *lane =
            gz_in_flight_lane(f, positions[i].partition);
        if (lane == NULL) {
            continue;
        }
        const bool known = positions[i].offset >= 0;
        lane->prefix = known ? positions[i].offset : lane->start;
        lane->committed = known ? positions[i].offset : -1;
        lane->covered = 0;
        lane->next = lane->prefix < 0 ? 0 : lane->prefix;
        begin_from(lane, known ? positions[i].attempts : none,
                   lane->attempts.by);
    }
}

static void know_start(struct gz_in_flight_lane *lane, int64_t offset)
{
    if (lane->prefix < 0) {
        lane->prefix = offset;
        lane->committed = offset;
    }
}

// Partitions outside of zones are marked together, because a batch holds
// records of all of them.  A batch of a zone is marked alone: a crash over it
// must not count against records of others.
void gz_in_flight_want_mark(struct gz_in_flight *f, int32_t partition,
                            int64_t offset)
{
    struct gz_in_flight_lane *lane = gz_in_flight_lane(f, partition);
    assert(lane != NULL);

    know_start(lane, offset);
    lane->attempts = gz_attempts_take_over(lane->attempts, lane->attempts.by);
    lane->wanted = true;
    for (size_t i = 0; lane->attempts.zone == 0 && i < f->lane_count; i++) {
        struct gz_in_flight_lane *other = &f->lanes[i];
        if (other->owned && other->attempts.zone == 0) {
            other->wanted = true;
        }
    }
}

// At the end of the queue of its partition.
static uint32_t append(struct gz_in_flight *f, struct gz_in_flight_lane *lane,
                       int32_t partition, int64_t offset, int64_t now_us)
{
    assert(f->free_head != GZ_IN_FLIGHT_NONE);

    const uint32_t index = f->free_head;
    struct gz_in_flight_slot *slot = &f->slots[index];
    f->free_head = slot->next;
    f->used++;
    *slot = (struct gz_in_flight_slot){
        .offset = offset,
        .taken_us = now_us,
        .partition = partition,
        .next = GZ_IN_FLIGHT_NONE,
        .generation = slot->generation,
    };
    if (lane->tail == GZ_IN_FLIGHT_NONE) {
        lane->head = index;
    } else {
        f->slots[lane->tail].next = index;
    }
    lane->tail = index;
    lane->touched = true;
    lane->clean = false;
    return index;
}

uint32_t gz_in_flight_open(struct gz_in_flight *f, int32_t partition,
                           int64_t offset, int64_t now_us)
{
    struct gz_in_flight_lane *lane = gz_in_flight_lane(f, partition);
    assert(lane != NULL && offset >= lane->next);

    const uint32_t index = append(f, lane, partition, offset, now_us);
    lane->next = offset + 1;
    know_start(lane, offset);
    return index;
}

uint32_t gz_in_flight_open_timer(struct gz_in_flight *f, int32_t partition,
                                 int64_t now_us)
{
    struct gz_in_flight_lane *lane = gz_in_flight_lane(f, partition);
    assert(lane != NULL && lane->prefix >= 0);

    return append(f, lane, partition, lane->next - 1, now_us);
}

uint64_t gz_in_flight_tag(const struct gz_in_flight *f, uint32_t slot)
{
    return (uint64_t)f->slots[slot].generation << 32 | slot;
}

struct gz_in_flight_slot *gz_in_flight_find(const struct gz_in_flight *f,
                                            uint64_t tag)
{
    const uint32_t index = (uint32_t)tag;
    const uint32_t generation = (uint32_t)(tag >> 32);

    if (index >= f->slot_count || f->slots[index].generation != generation) {
        return NULL;
    }
    return &f->slots[index];
}

// Work of a timer moves nothing.
static void cover(struct gz_in_flight_lane *lane,
                  const struct gz_in_flight_slot *slot)
{
    lane->covered += slot->offset >= lane->prefix ? 1 : 0;
    lane->prefix = slot->offset + 1;
}

void gz_in_flight_settle(struct gz_in_flight *f, int32_t partition)
{
    struct gz_in_flight_lane *lane = gz_in_flight_lane(f, partition);
    assert(lane != NULL);

    while (lane->head != GZ_IN_FLIGHT_NONE) {
        const uint32_t index = lane->head;
        const struct gz_in_flight_slot *slot = &f->slots[index];
        if (!slot->complete || slot->unacked > 0) {
            return;
        }
        cover(lane, slot);
        lane->head = slot->next;
        if (lane->head == GZ_IN_FLIGHT_NONE) {
            lane->tail = GZ_IN_FLIGHT_NONE;
        }
        release(f, index);
    }
}

void gz_in_flight_include(struct gz_in_flight *f, uint32_t slot)
{
    struct gz_in_flight_lane *lane =
        gz_in_flight_lane(f, f->slots[slot].partition);
    assert(lane != NULL && f->slots[slot].complete);

    cover(lane, &f->slots[slot]);
    lane->included = true;
}

static void release_lane(struct gz_in_flight *f, struct gz_in_flight_lane *lane,
                         gz_in_flight_done_fn *done, void *ctx)
{
    while (lane->head != GZ_IN_FLIGHT_NONE) {
        const uint32_t index = lane->head;
        const struct gz_in_flight_slot *slot = &f->slots[index];
        // Work of a timer that waits behind what was committed is not done.
        if (slot->offset >= lane->committed || !slot->complete) {
            return;
        }
        done(ctx, slot->taken_us);
        lane->head = slot->next;
        release(f, index);
    }
    lane->tail = GZ_IN_FLIGHT_NONE;
}

void gz_in_flight_release(struct gz_in_flight *f, gz_in_flight_done_fn *done,
                          void *ctx)
{
    for (size_t i = 0; i < f->lane_count; i++) {
        if (f->lanes[i].owned) {
            release_lane(f, &f->lanes[i], done, ctx);
        }
    }
}

size_t gz_in_flight_all(struct gz_in_flight *f)
{
    size_t count = 0;

    for (size_t i = 0; i < f->lane_count; i++) {
        if (f->lanes[i].owned) {
            f->positions[count++] = (struct gz_position){
                .partition = (int32_t)i,
                .offset = f->lanes[i].prefix,
            };
        }
    }
    return count;
}

static bool is_new(const struct gz_in_flight_lane *lane,
                   enum gz_in_flight_ask what)
{
    if (!lane->owned || lane->prefix < 0) {
        return false;
    }
    switch (what) {
    case GZ_IN_FLIGHT_MARK:
        return !lane->marked && lane->wanted;
    case GZ_IN_FLIGHT_CLEAN:
        return lane->marked && !lane->clean &&
               (lane->touched ||
                !gz_attempts_same(lane->attempts, lane->found));
    case GZ_IN_FLIGHT_DONE:
    default:
        return lane->prefix != lane->committed || lane->included;
    }
}

// Work that is to begin is marked where it begins, which can be an offset
// that nobody has committed yet.
static struct gz_attempts attempts_of(const struct gz_in_flight_lane *lane,
                                      enum gz_in_flight_ask what)
{
    struct gz_attempts a = lane->attempts;
    const bool nothing_begun = what == GZ_IN_FLIGHT_CLEAN
                                   ? !lane->touched
                                   : what == GZ_IN_FLIGHT_DONE && !lane->marked;

    if (nothing_begun) {
        return lane->found;
    }
    if (what != GZ_IN_FLIGHT_MARK && lane->covered > 0) {
        a = gz_attempts_after(a, lane->covered, lane->next != lane->prefix);
    }
    return what == GZ_IN_FLIGHT_CLEAN ? gz_attempts_clean(a) : a;
}

size_t gz_in_flight_ask(struct gz_in_flight *f, enum gz_in_flight_ask what)
{
    size_t count = 0;

    for (size_t i = 0; i < f->lane_count; i++) {
        struct gz_in_flight_lane *lane = &f->lanes[i];
        lane->asked = -1;
        if (is_new(lane, what)) {
            lane->asked = lane->prefix;
            lane->asked_covered = lane->covered;
            lane->asked_clean = what == GZ_IN_FLIGHT_CLEAN;
            lane->asked_attempts = attempts_of(lane, what);
            f->positions[count++] = (struct gz_position){
                .partition = (int32_t)i,
                .offset = lane->prefix,
                .attempts = lane->asked_attempts,
            };
        }
    }
    return count;
}

static void take_answer(struct gz_in_flight_lane *lane)
{
    lane->committed = lane->asked;
    lane->covered -= lane->asked_covered;
    lane->included = false;
    if (lane->marked || lane->wanted) {
        lane->attempts = lane->asked_attempts;
        lane->clean = lane->asked_clean;
        lane->marked = lane->clean || lane->attempts.begun > 0;
        lane->wanted = false;
    }
}

void gz_in_flight_answer(struct gz_in_flight *f, bool ok)
{
    for (size_t i = 0; i < f->lane_count; i++) {
        struct gz_in_flight_lane *lane = &f->lanes[i];
        if (ok && lane->owned && lane->asked >= 0) {
            take_answer(lane);
        }
        lane->asked = -1;
    }
}

bool gz_in_flight_has(const struct gz_in_flight *f, enum gz_in_flight_ask what)
{
    for (size_t i = 0; i < f->lane_count; i++) {
        if (is_new(&f->lanes[i], what)) {
            return true;
        }
    }
    return false;
}
