#ifndef GZ_REFUSALS_H
#define GZ_REFUSALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/flow/in_flight.h"
#include "daemon/flow/kafka_port.h"

/*
 * Records of which the broker refused an output as too large.  They are read
 * a second time and then become dead letters.  The list is small: such a
 * refusal means that the topic takes less than the daemon was told.
 */
#define GZ_REFUSALS_MAX 64

struct gz_refusals {
    struct gz_position items[GZ_REFUSALS_MAX];
    size_t count;
};

/** Whether the record at offset is to become a dead letter. */
bool gz_refusals_has(const struct gz_refusals *r, int32_t partition,
                     int64_t offset);

/** Add a record once; false when the list is full. */
bool gz_refusals_add(struct gz_refusals *r, int32_t partition, int64_t offset);

/** Forget those that will not come again: acknowledged, or not ours. */
void gz_refusals_trim(struct gz_refusals *r, const struct gz_in_flight *f);

#endif
