#ifndef GZ_ALERT_LAB_H
#define GZ_ALERT_LAB_H

#include "daemon/alert/alert_example.h"
#include "daemon/alert/subscription/subscription_index.h"
#include "daemon/config/config.h"
#include "rules/ruleset.h"

/*
 * Runs examples of subscriptions: the real extraction, the real engine, a
 * clock that the example sets.  One thread.
 */
struct gz_alert_lab;

/** An owned lab that shares rules and borrows config; said in err. */
enum gz_status gz_alert_lab_new(const struct gz_config *config,
                                struct gz_ruleset *rules,
                                struct gz_alert_lab **out,
                                struct gz_error *err) GZ_MUST_CHECK;
void gz_alert_lab_free(struct gz_alert_lab *lab);

/**
 * Run an example over subscriptions: the alerts in *out, in arena.  An article
 * that cannot be read is said in err, GZ_INVALID.
 */
enum gz_status gz_alert_lab_run(struct gz_alert_lab *lab,
                                const struct gz_subscription_index *index,
                                const struct gz_alert_example *example,
                                struct gz_arena *arena,
                                struct gz_alert_example_alert **out,
                                uint32_t *count,
                                struct gz_error *err) GZ_MUST_CHECK;

#endif
