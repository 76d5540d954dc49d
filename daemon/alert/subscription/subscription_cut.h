#ifndef GZ_SUBSCRIPTION_CUT_H
#define GZ_SUBSCRIPTION_CUT_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * A file of subscriptions cut into a head and parts that can be read apart:
 *
 *     gazetted: 1            head
 *     subscriptions:
 *     - id: a                part
 *       ...
 *     - id: b                part
 *
 * A cut stands in front of a line that begins with "- " in the column of the
 * first item.  In YAML that is the begin of an item, unless a text in quotes or
 * a list or mapping in brackets goes on over the line; then the part in front
 * of it has no end, and cannot be read.  So what all parts say is what the
 * whole says, or one of them is a mistake.
 */
struct gz_subscription_cut {
    size_t *begins;  // owned: count + 1 offsets, the last where the parts end
    size_t count;
};

/**
 * Cut a text into parts of part_bytes or a little more; all in front of
 * begins[0] is the head, which ends with a line "subscriptions:".  *fits is
 * false when the text is not arranged like that: *at is the begin of the line
 * that does not fit, the end when there is none.  Release with
 * gz_subscription_cut_fini(), also on failure: GZ_NO_MEMORY.
 */
enum gz_status gz_subscription_cut(struct gz_str text, size_t part_bytes,
                                   struct gz_subscription_cut *out, bool *fits,
                                   size_t *at) GZ_MUST_CHECK;

void gz_subscription_cut_fini(struct gz_subscription_cut *cut);

#endif
