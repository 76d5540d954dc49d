#ifndef GZ_DECODE_FAILURE_H
#define GZ_DECODE_FAILURE_H

#include "codecs/decode.h"

/*
 * What the decoders share when an input is no article.
 */

/** Fill *failure; returns the status that goes with code. */
enum gz_status gz_decode_failure_set(struct gz_decode_failure *failure,
                                     enum gz_decode_code code, const char *fmt,
                                     ...) GZ_PRINTF(3, 4);

#endif
