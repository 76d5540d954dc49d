#ifndef GZ_SUBSCRIPTION_GATHERING_H
#define GZ_SUBSCRIPTION_GATHERING_H

#include "daemon/alert/subscription/subscription_index.h"

/*
 * What is read before any of it is in force: the latest subscription of each
 * id.  An index is filled from it at once, which costs a fraction of as many
 * changes of an index.  Takes 16 bytes for each id that ever was there, and 12
 * to 24 to find it again.  Use from one thread at a time.
 */
struct gz_subscription_gathering;

/** An owned empty gathering, or NULL.  Release with _free(). */
struct gz_subscription_gathering *gz_subscription_gathering_new(void);
void gz_subscription_gathering_free(struct gz_subscription_gathering *g);

/** Add s, or put it in the place of the one of its id; takes a reference of
 * its own.  GZ_NO_MEMORY leaves all as it was. */
enum gz_status
gz_subscription_gathering_put(struct gz_subscription_gathering *g,
                              struct gz_subscription *s) GZ_MUST_CHECK;

/** Remove by id, if it is there. */
void gz_subscription_gathering_remove(struct gz_subscription_gathering *g,
                                      struct gz_str id);

/** By id, borrowed, or NULL. */
struct gz_subscription *
gz_subscription_gathering_find(const struct gz_subscription_gathering *g,
                               struct gz_str id);

/** All, in the order in which their ids came. */
void gz_subscription_gathering_each(const struct gz_subscription_gathering *g,
                                    gz_subscription_fn *fn, void *ctx);

/**
 * Make two owned indexes: *all of those of files and of those gathered whose
 * ids do not stand there, *hidden of the other ones gathered.  On so many
 * threads, 1 to GZ_PARALLEL_MAX.  Of two ids whose hashes are the same the
 * later is left out.  GZ_NO_MEMORY: neither is made.
 */
enum gz_status gz_subscription_gathering_fill(
    const struct gz_subscription_gathering *g,
    const struct gz_subscription_index *files, unsigned threads,
    struct gz_subscription_index **all,
    struct gz_subscription_index **hidden) GZ_MUST_CHECK;

#endif
