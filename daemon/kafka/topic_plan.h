#ifndef GZ_TOPIC_PLAN_H
#define GZ_TOPIC_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/base/buffer.h"
#include "daemon/base/status.h"
#include "daemon/config/config.h"
#include "daemon/kafka/admin.h"

/*
 * Which topics a configuration needs, how they are best made, and whether
 * those that exist will do.  Pure: it asks nobody.
 */
enum gz_topic_role {
    GZ_TOPIC_INPUT,
    GZ_TOPIC_OUTPUT,
    GZ_TOPIC_DEAD_LETTER,
    GZ_TOPIC_ALERT,
    GZ_TOPIC_ALERT_STATE,
    GZ_TOPIC_UNDELIVERED,
    GZ_TOPIC_SUBSCRIPTIONS,
    GZ_TOPIC_ROLE_COUNT,
};

// What the person at the command line wants; 0: what is usual.
struct gz_topic_wish {
    int32_t partitions;    // of all but dead letters and subscriptions;
                           // usual: 12
    int32_t replication;   // usual: 3, or the number of brokers if fewer
    int32_t min_insync;    // usual: one less than replication, at least 1
    int64_t retention_ms;  // usual: 7 days; of dead letters 30 days
};

/** Whether the configuration has any use for a topic of that role. */
bool gz_topic_plan_needs(const struct gz_config *config,
                         enum gz_topic_role role);

/** How the topic of that role would be made. */
struct gz_topic_spec gz_topic_plan_spec(const struct gz_config *config,
                                        enum gz_topic_role role,
                                        const struct gz_topic_wish *wish,
                                        int32_t brokers);

/**
 * GZ_INVALID, said in err, when nothing could ever be written to a topic made
 * like that: more copies are wished to be in sync than there are.
 */
enum gz_status gz_topic_plan_possible(const struct gz_topic_spec *spec,
                                      const struct gz_topic_wish *wish,
                                      struct gz_error *err) GZ_MUST_CHECK;

/**
 * Append one line for each reason why the topic will not do, and one for each
 * doubt.  Returns GZ_OK, GZ_NOT_FOUND or GZ_MISMATCH; doubts are GZ_OK.
 */
enum gz_status gz_topic_plan_judge(const struct gz_config *config,
                                   enum gz_topic_role role,
                                   const struct gz_topic_facts *facts,
                                   struct gz_buffer *out);

/**
 * What alerts remember stands in the partition of the events that made it.
 * Append a line and return GZ_MISMATCH when the topics that exist differ in
 * their number of partitions.
 */
enum gz_status gz_topic_plan_judge_state(const struct gz_config *config,
                                         const struct gz_topic_facts *output,
                                         const struct gz_topic_facts *state,
                                         struct gz_buffer *out);

#endif
