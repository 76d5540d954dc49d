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
 * commits that before it takes the first record.
 *
 * Two crashes in a row make a zone: the next records of that partition are
 * taken in narrow batches, in which there are no others.  Where such a batch
 * ends, none has begun behind the commit either, and one is added and committed
 * before the next is taken: what was never taken is not held against it,
 * however often something else ends the process.
 *
 *     begun  zone  alone
 *       1      0     0    as ever
 *       2      0     0    an end without a commit: FEW records at a time
 *       1      n     0    a second one: the next n records NARROW at a time
 *       1      n     k    one in a narrow batch: of these n, the next k one at
 *                         a time; k is all that such a batch can hold
 *       2      n     k    the same record again
 *       3      n     k    not again: it is set aside as "crash_loop"
 *
 * zone and alone count records, not offsets, and shrink with each that is
 * committed.  by names the process that began; one that takes over from itself
 * did not crash, and adds nothing.
 *
 * We narrow in steps, and do not take single records from the first crash on,
 * because most ends (kill -9, power, an upgrade) are nobody's fault, and a
 * transaction for each record costs a hundredfold.  A record that kills costs
 * five crashes, and at most three where it is met in the zone of another one.
 */
#define GZ_ATTEMPTS_FEW 128
#define GZ_ATTEMPTS_ZONE GZ_ATTEMPTS_FEW  // all that such a batch can hold
#define GZ_ATTEMPTS_NARROW 8
#define GZ_ATTEMPTS_TEXT_BYTES 64

// alone <= zone
struct gz_attempts {
    uint32_t begun;
    uint32_t zone;
    uint32_t alone;
    uint64_t by;  // 0: nobody
};

/**
 * Read the metadata of an offset; what is not ours counts as none begun.  What
 * was written before there were narrow batches has no zone, and means that all
 * of it is taken alone.
 */
struct gz_attempts gz_attempts_parse(struct gz_str metadata);

/** Write the metadata, with a NUL. */
void gz_attempts_print(struct gz_attempts a, char text[GZ_ATTEMPTS_TEXT_BYTES]);

/** What a process named by commits when it takes over from stored. */
struct gz_attempts gz_attempts_take_over(struct gz_attempts stored,
                                         uint64_t by);

/**
 * What it commits behind so many records that were done, at least one; more:
 * others behind them have begun as well.
 */
struct gz_attempts gz_attempts_after(struct gz_attempts a, uint32_t records,
                                     bool more);

/** What it commits when it ends in order. */
struct gz_attempts gz_attempts_clean(struct gz_attempts a);

/** Whether the next record was begun often enough. */
bool gz_attempts_used_up(struct gz_attempts a);

/** How many records may be taken before all that was taken is committed. */
uint32_t gz_attempts_window(struct gz_attempts a);

bool gz_attempts_same(struct gz_attempts a, struct gz_attempts b);

#endif
