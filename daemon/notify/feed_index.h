#ifndef GZ_FEED_INDEX_H
#define GZ_FEED_INDEX_H

#include <stdbool.h>
#include <stddef.h>

#include "daemon/base/str.h"

/*
 * Who may want a record, by its key: those that named the key, and those that
 * named none.  A record then costs what its takers cost, however many clients
 * there are.
 *
 * A key that shares its hash with another's may be offered too: the taker
 * looks at the record itself.
 */
struct gz_feed_index;

/** An owned, empty index, or NULL.  Release with gz_feed_index_free(). */
struct gz_feed_index *gz_feed_index_new(void);
void gz_feed_index_free(struct gz_feed_index *ix);

/**
 * Add a taker under each of its keys, which must differ; count 0: of every
 * record.  False when out of memory; nothing is added then.
 */
bool gz_feed_index_add(struct gz_feed_index *ix, void *taker,
                       const struct gz_str *keys, size_t count);

/** Remove a taker that was added with these keys. */
void gz_feed_index_remove(struct gz_feed_index *ix, const void *taker,
                          const struct gz_str *keys, size_t count);

/** Whether anybody may want a record with this key. */
bool gz_feed_index_wants(const struct gz_feed_index *ix, struct gz_str key);

typedef void gz_feed_index_visit_fn(void *ctx, void *taker);

/** Call fn for each who may want it; fn must not change the index. */
void gz_feed_index_visit(const struct gz_feed_index *ix, struct gz_str key,
                         gz_feed_index_visit_fn *fn, void *ctx);

#endif
