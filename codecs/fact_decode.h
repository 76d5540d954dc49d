#ifndef GZ_FACT_DECODE_H
#define GZ_FACT_DECODE_H

#include "codecs/binary_reader.h"
#include "codecs/event.h"

/** The array of facts that comes next, in the reader's arena; *count is what
 * it was before (0) plus their number.  Failure sticks in r. */
const struct gz_event_fact *gz_fact_decode_list(struct gz_binary_reader *r,
                                                uint32_t *count);

#endif
