#ifndef GZ_SUBSCRIPTION_FILL_H
#define GZ_SUBSCRIPTION_FILL_H

#include "daemon/alert/subscription/key_trie.h"

/**
 * The trie of an index of count subscriptions whose ids differ, made at once;
 * *out is an owned handle.  Takes 24 bytes per key meanwhile.  The same for
 * any number of threads (1 to GZ_PARALLEL_MAX).
 * Fails with GZ_MISMATCH when two ids, or their hashes, are the same, and with
 * GZ_NO_MEMORY.
 */
enum gz_status gz_subscription_fill(struct gz_subscription *const *items,
                                    size_t count, unsigned threads,
                                    struct gz_key_trie *out) GZ_MUST_CHECK;

#endif
