#ifndef GZ_OUTBOX_H
#define GZ_OUTBOX_H

#include <stddef.h>
#include <stdint.h>

#include "daemon/base/status.h"
#include "daemon/flow/record.h"

/*
 * Outputs of records that were processed while nothing can be published, in
 * order.  They are copies, because the pipeline's own die with its next
 * article; each record costs one allocation.
 */
struct gz_outbox_record {
    struct gz_outbox_record *next;
    uint32_t slot;  // of the delivery engine's books
    uint32_t count;
    size_t bytes;  // keys and values
    struct gz_output outputs[];
};

struct gz_outbox {
    struct gz_outbox_record *first;
    struct gz_outbox_record *last;
    uint32_t records;
    size_t bytes;  // keys and values
};

/** Add a copy of outputs at the end; GZ_NO_MEMORY changes nothing. */
enum gz_status gz_outbox_put(struct gz_outbox *o, uint32_t slot,
                             const struct gz_output *outputs,
                             size_t count) GZ_MUST_CHECK;

/** Remove the first record, which must be there. */
void gz_outbox_drop(struct gz_outbox *o);

/** Remove all. */
void gz_outbox_clear(struct gz_outbox *o);

#endif
