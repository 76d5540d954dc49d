#ifndef GZ_SUBSCRIPTION_POOL_H
#define GZ_SUBSCRIPTION_POOL_H

#include "daemon/alert/subscription/subscription_cell.h"
#include "daemon/alert/subscription/subscription_store.h"

/*
 * The store of a process behind a lock, for the two that change it: the main
 * thread, which loads files, and the one that follows the topic.  What they
 * publish is a copy in the cell, where alert workers find it.  Any thread.
 */
struct gz_subscription_pool;

/** An owned pool with those of files (taken, also on failure) in its cell;
 * NULL without memory.  Release with _free(). */
struct gz_subscription_pool *
gz_subscription_pool_new(struct gz_subscription_index *files);
void gz_subscription_pool_free(struct gz_subscription_pool *pool);

/** Borrowed for the pool's life. */
struct gz_subscription_cell *
gz_subscription_pool_cell(struct gz_subscription_pool *pool);

/** gz_subscription_store_files(), published. */
enum gz_status gz_subscription_pool_files(struct gz_subscription_pool *pool,
                                          struct gz_subscription_index *files,
                                          gz_subscription_fn *on_hidden,
                                          void *ctx) GZ_MUST_CHECK;

/** As of the store; not published. */
enum gz_status gz_subscription_pool_apply(struct gz_subscription_pool *pool,
                                          const struct gz_record *record,
                                          enum gz_subscription_deed *deed,
                                          struct gz_error *err) GZ_MUST_CHECK;
void gz_subscription_pool_gather(struct gz_subscription_pool *pool);
bool gz_subscription_pool_forget(struct gz_subscription_pool *pool);

/** As of the store; published.  Others wait meanwhile: it is for once. */
enum gz_status gz_subscription_pool_settle(struct gz_subscription_pool *pool,
                                           unsigned threads) GZ_MUST_CHECK;

/** Put what the store holds into the cell; GZ_NO_MEMORY: the former stays. */
enum gz_status
gz_subscription_pool_publish(struct gz_subscription_pool *pool) GZ_MUST_CHECK;

/** As of the store. */
enum gz_keeping gz_subscription_pool_judge(struct gz_subscription_pool *pool,
                                           struct gz_str id, bool removing,
                                           uint64_t expected,
                                           uint64_t *version);

/** As of what was published last; refused records so far. */
struct gz_subscription_counts
gz_subscription_pool_counts(struct gz_subscription_pool *pool);

#endif
