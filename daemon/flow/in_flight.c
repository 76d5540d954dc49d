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

enum gz_status gz_in_flight_own(struct gz_in_flight *f, int32_t partition,
                                int64_t start, int64_t committed)
{
    assert(partition >= 0);

    const enum gz_status st = grow_lanes(f, (size_t)partition + 1);
    if (st != GZ_OK) {
        return st;
    }
    struct gz_in_flight_lane *lane = &f->lanes[partition];
    if (lane->owned) {
        return GZ_OK;
    }
    *lane = (struct gz_in_flight_lane){
        .next = start < 0 ? 0 : start,
        .prefix = start,
        .committed = start < 0 ? start : committed,
        .asked = -1,
        .head = GZ_IN_FLIGHT_NONE,
        .tail = GZ_IN_FLIGHT_NONE,
        .owned = true,
    };
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

void gz_in_flight_rewind(struct gz_in_flight *f)
{
    for (size_t i = 0; i < f->lane_count; i++) {
        struct gz_in_flight_lane *lane = &f->lanes[i];
        if (lane->owned) {
            forget_records(f, lane);
            lane->next = lane->prefix < 0 ? 0 : lane->prefix;
        }
    }
}

uint32_t gz_in_flight_open(struct gz_in_flight *f, int32_t partition,
                           int64_t offset, int64_t now_us)
{
    struct gz_in_flight_lane *lane = gz_in_flight_lane(f, partition);
    assert(lane != NULL && offset >= lane->next);
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
    lane->next = offset + 1;
    if (lane->prefix < 0) {
        lane->prefix = offset;
        lane->committed = offset;
    }
    return index;
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
        lane->prefix = slot->offset + 1;
        lane->head = slot->next;
        if (lane->head == GZ_IN_FLIGHT_NONE) {
            lane->tail = GZ_IN_FLIGHT_NONE;
        }
        release(f, index);
    }
}

size_t gz_in_flight_all(struct gz_in_flight *f)
{
    size_t count = 0;

    for (size_t i = 0; i < f->lane_count; i++) {
        if (f->lanes[i].owned) {
            f->positions[count++] =
                (struct gz_position){(int32_t)i, f->lanes[i].prefix};
        }
    }
    return count;
}

size_t gz_in_flight_ask(struct gz_in_flight *f)
{
    size_t count = 0;

    for (size_t i = 0; i < f->lane_count; i++) {
        struct gz_in_flight_lane *lane = &f->lanes[i];
        if (lane->owned && lane->prefix >= 0 &&
            lane->prefix != lane->committed) {
            lane->asked = lane->prefix;
            f->positions[count++] =
                (struct gz_position){(int32_t)i, lane->prefix};
        }
    }
    return count;
}

void gz_in_flight_answer(struct gz_in_flight *f, bool ok)
{
    for (size_t i = 0; i < f->lane_count; i++) {
        struct gz_in_flight_lane *lane = &f->lanes[i];
        if (ok && lane->owned && lane->asked >= 0) {
            lane->committed = lane->asked;
        }
        lane->asked = -1;
    }
}
