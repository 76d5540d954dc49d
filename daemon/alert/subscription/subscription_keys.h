#ifndef GZ_SUBSCRIPTION_KEYS_H
#define GZ_SUBSCRIPTION_KEYS_H

#include "daemon/alert/subscription/subscription.h"
#include "daemon/base/status.h"

/*
 * The keys under which an index holds a subscription, and by which an event
 * finds it, all as hashes.
 */

// What a key is about; the seed of its hash.
enum gz_facet {
    GZ_FACET_ALL,  // the set of all subscriptions
    GZ_FACET_SILENCED,
    GZ_FACET_ID,
    GZ_FACET_NAME,  // in lower case
    GZ_FACET_ATTRIBUTE,
    GZ_FACET_TYPE,
    GZ_FACET_ANY,  // those that ask for no entity
};

uint64_t gz_subscription_keys_of(enum gz_facet facet, struct gz_str text);

/** Of a name, without regard to the case of ASCII letters. */
uint64_t gz_subscription_keys_name(struct gz_str name);

/** Of an attribute with its value. */
uint64_t gz_subscription_keys_pair(struct gz_str key, struct gz_str value);

/** The key of those that ask for a type of facts too. */
uint64_t gz_subscription_keys_with_fact(uint64_t key, struct gz_str type);

/** Of the set of all, and of those that have silences. */
uint64_t gz_subscription_keys_all(void);
uint64_t gz_subscription_keys_silenced(void);

/** Goes on while it returns GZ_OK. */
typedef enum gz_status gz_subscription_key_fn(void *ctx, uint64_t key);

/** Each key of s, that of all first; one may come twice.  Returns what fn
 * returned last. */
enum gz_status gz_subscription_keys_each(struct gz_subscription *s,
                                         gz_subscription_key_fn *fn, void *ctx);

#endif
