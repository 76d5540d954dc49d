#ifndef GZ_ATTEMPTS_H
#define GZ_ATTEMPTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/str.h"

/*
 * How often the work that begins at a committed offset was begun.  It is kept
 * in the metadata of the offset, because whoever crashes over a record takes
 * all other memory along.
 *
 * Every commit says that the work behind it begins for the first time; a clean
 * end says that none has begun.  Whoever takes a partition over adds one and
 * commits that before it takes the first record.  Where records are taken
 * alone, none has begun behind a commit either, and one is added and committed
 * before each of them is taken: what was never taken is not held against it,
 * however often something else ends the process.
 *
 *     begun  alone
 *       1      0    as ever
 *       2      0    an end without a commit: few records at a time
 *       1      n    a second one: the next n records each alone, committed
 *                   before the next is taken
 *       2      n    the same record again
 *       3      n    not again: it is set aside as "crash_loop"
 *
 * by names the process that began; one that takes over from itself did not
 * crash, and adds nothing.
 *
 * We count crashes of whole batches first, not of single records from the
 * first crash on, because most ends (kill -9, power, an upgrade) are nobody's
 * fault, and a transaction for each record costs a hundredfold.
 */
#define GZ_ATTEMPTS_FEW 128
#define GZ_ATTEMPTS_ALONE 256  // covers what a batch of FEW can hold
#define GZ_ATTEMPTS_TEXT_BYTES 64

struct gz_attempts {
    uint32_t begun;
    uint32_t alone;
    uint64_t by;  // 0: nobody
};

/** Read the metadata of an offset; what is not ours counts as none begun. */
struct gz_attempts gz_attempts_parse(struct gz_str metadata);

/** Write the metadata, with a NUL. */
void gz_attempts_print(struct gz_attempts a, char text[GZ_ATTEMPTS_TEXT_BYTES]);

/** What a process named by commits when it takes over from stored. */
struct gz_attempts gz_attempts_take_over(struct gz_attempts stored,
                                         uint64_t by);

/** What it commits behind what was done: one record, if it was alone. */
struct gz_attempts gz_attempts_after(struct gz_attempts a);

/** What it commits when it ends in order. */
struct gz_attempts gz_attempts_clean(struct gz_attempts a);

/** Whether the next record was begun often enough. */
bool gz_attempts_used_up(struct gz_attempts a);

#endif
