#ifndef GZ_TEXT_POOL_H
#define GZ_TEXT_POOL_H

#include <stddef.h>

#include "daemon/base/status.h"
#include "daemon/base/str.h"

/*
 * Short texts that stay until all of them go: no padding, no ends, and views
 * that never move.  An arena would round each of some million ids up to 16
 * bytes.  Use from one thread at a time.
 */
struct gz_text_pool {
    struct gz_text_block *newest;  // owned
    char *free;                    // in newest
    size_t free_bytes;
    size_t block_bytes;  // of the next block
};

/** Start empty; nothing is allocated yet. */
void gz_text_pool_init(struct gz_text_pool *p);

/** Release all texts. */
void gz_text_pool_fini(struct gz_text_pool *p);

/** Room for a text of len bytes, for the caller to write; NULL: no memory. */
char *gz_text_pool_take(struct gz_text_pool *p, size_t len);

/** Have *s be a copy in the pool.  Fails with GZ_NO_MEMORY. */
enum gz_status gz_text_pool_copy(struct gz_text_pool *p,
                                 struct gz_str *s) GZ_MUST_CHECK;

#endif
