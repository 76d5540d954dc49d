#include "daemon/flow/refusals.h"

bool gz_refusals_has(const struct gz_refusals *r, int32_t partition,
                     int64_t offset)
{
    for (size_t i = 0; i < r->count; i++) {
        if (r->items[i].partition == partition &&
            r->items[i].offset == offset) {
            return true;
        }
    }
    return false;
}

bool gz_refusals_add(struct gz_refusals *r, int32_t partition, int64_t offset)
{
    if (gz_refusals_has(r, partition, offset)) {
        return true;
    }
    if (r->count == GZ_REFUSALS_MAX) {
        return false;
    }
    r->items[r->count++] = (struct gz_position){
        .partition = partition,
        .offset = offset,
    };
    return true;
}

void gz_refusals_trim(struct gz_refusals *r, const struct gz_in_flight *f)
{
    size_t kept = 0;

    for (size_t i = 0; i < r->count; i++) {
        const struct gz_in_flight_lane *lane =
            gz_in_flight_lane(f, r->items[i].partition);
        if (lane != NULL && r->items[i].offset >= lane->prefix) {
            r->items[kept++] = r->items[i];
        }
    }
    r->count = kept;
}
