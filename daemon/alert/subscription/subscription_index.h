#ifndef GZ_SUBSCRIPTION_INDEX_H
#define GZ_SUBSCRIPTION_INDEX_H

#include "codecs/event.h"
#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/status.h"

/*
 * All subscriptions, so arranged that an event meets only those that it may
 * concern: each stands under its entity ids, lists and names if it has any,
 * else under its attributes, else its types, else under everything; one that
 * asks for facts stands there apart for each type of fact.
 *
 * An index is a handle on a persistent trie (key_trie.h): a copy costs nothing
 * and shares all, and a change makes anew only the few nodes on its way.  The
 * store keeps one, changes it, and gives copies to workers:
 *
 *     store:  gz_subscription_index_put(ix, s)
 *             cell <- gz_subscription_index_copy(ix)
 *     worker: ix = gz_subscription_index_copy(cell)
 *             gz_alert_engine_event(engine, ix, event, ...)
 *
 * One handle belongs to one thread at a time; handles that share do not.
 */
struct gz_subscription_index;

/** An owned empty index, or NULL.  Release with _free(). */
struct gz_subscription_index *gz_subscription_index_new(void);

/** An owned index of the same contents, in constant time, or NULL. */
struct gz_subscription_index *
gz_subscription_index_copy(const struct gz_subscription_index *ix);

/** Release; NULL allowed.  Any thread. */
void gz_subscription_index_free(struct gz_subscription_index *ix);

/** Add s, or put it in the place of the one of its id; takes a reference of
 * its own.  GZ_NO_MEMORY leaves the index as it was. */
enum gz_status
gz_subscription_index_put(struct gz_subscription_index *ix,
                          struct gz_subscription *s) GZ_MUST_CHECK;

/**
 * Add count of them, whose ids differ and are new; an empty index is filled at
 * once, on so many threads (1 to GZ_PARALLEL_MAX).  GZ_MISMATCH (an id is not
 * new) and GZ_NO_MEMORY leave the index as it was.
 */
enum gz_status gz_subscription_index_fill(struct gz_subscription_index *ix,
                                          struct gz_subscription *const *items,
                                          size_t count,
                                          unsigned threads) GZ_MUST_CHECK;

/** Remove by id.  GZ_NOT_FOUND, GZ_NO_MEMORY. */
enum gz_status gz_subscription_index_remove(struct gz_subscription_index *ix,
                                            struct gz_str id) GZ_MUST_CHECK;

/** By id, borrowed from the index, or NULL. */
struct gz_subscription *
gz_subscription_index_find(const struct gz_subscription_index *ix,
                           struct gz_str id);

size_t gz_subscription_index_count(const struct gz_subscription_index *ix);

/** Bytes of the trie, subscriptions aside. */
size_t gz_subscription_index_size(const struct gz_subscription_index *ix);

/** Called per subscription, borrowed from the index; false stops. */
typedef bool gz_subscription_fn(void *ctx, struct gz_subscription *s);

/** All, in an order that depends on ids alone: those behind the id `after`,
 * or from the first when it is empty. */
void gz_subscription_index_each(const struct gz_subscription_index *ix,
                                struct gz_str after, gz_subscription_fn *fn,
                                void *ctx);

/** Those that have silences. */
void gz_subscription_index_silenced(const struct gz_subscription_index *ix,
                                    gz_subscription_fn *fn, void *ctx);

/** Those that an event may concern.  One may come twice. */
void gz_subscription_index_match(const struct gz_subscription_index *ix,
                                 const struct gz_event *event,
                                 gz_subscription_fn *fn, void *ctx);

#endif
