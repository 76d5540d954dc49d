#ifndef GZ_SETUP_H
#define GZ_SETUP_H

#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/base/error.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/notify/receiver_setup.h"
#include "rules/ruleset.h"

/*
 * Everything that the program reads before it works: configuration, Kafka
 * properties, secrets, tokens, packs, subscriptions, receivers.  `gazetted
 * check` and `gazetted run` both come through here, so what check accepts is
 * what run starts with.
 */
struct gz_setup {
    struct gz_config *config;
    struct gz_ruleset *rules;
    struct gz_subscription_index *subscriptions;
    struct gz_receivers *receivers;  // NULL when no file is named
};

/**
 * Load and check all of it; path NULL: the default configuration.
 * On failure every mistake is in err and *out is empty.
 * Release with gz_setup_fini().
 */
enum gz_status gz_setup_load(struct gz_setup *out, const char *path,
                             struct gz_error *err) GZ_MUST_CHECK;

/** What a configuration names is good: properties, secrets, tokens. */
enum gz_status gz_setup_config(const struct gz_config *config,
                               struct gz_error *err) GZ_MUST_CHECK;

/** Release all parts; an empty setup is allowed. */
void gz_setup_fini(struct gz_setup *setup);

/**
 * Load the packs of a configuration anew, as a reload does.  The caller holds
 * one reference to *out.
 */
enum gz_status gz_setup_rules(const struct gz_config *config,
                              struct gz_ruleset **out,
                              struct gz_error *err) GZ_MUST_CHECK;

/**
 * Load the files of subscriptions, which may name what rules know and, unless
 * receivers is NULL, these.  The caller owns *out.
 */
enum gz_status gz_setup_subscriptions(const struct gz_config *config,
                                      const struct gz_ruleset *rules,
                                      const struct gz_receivers *receivers,
                                      struct gz_subscription_index **out,
                                      struct gz_error *err) GZ_MUST_CHECK;

/** Load the file of receivers, if one is named, else NULL.  The caller holds
 * one reference to *out. */
enum gz_status gz_setup_receivers(const struct gz_config *config,
                                  struct gz_receivers **out,
                                  struct gz_error *err) GZ_MUST_CHECK;

#endif
